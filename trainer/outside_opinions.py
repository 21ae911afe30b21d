"""What networks say of training images they have not seen: cross-fitted targets.

A network's probability for an image that it learnt from hardly differs from the label. That of one
which has not seen the image tells how plain the image is (Dao 2021, arXiv 2104.09732, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mura_desktop.errors import UsageError
from trainer.datasets import Dataset
from trainer.predictions import read_predictions


def read_outside_opinions(paths: Sequence[Path], data: Dataset) -> dict[str, float]:
    """Read the predictions of one run for each fold.

    Parameters
    ----------
    paths
        Tables of predictions, each of the fold that its network was validated on.
    data
        Whose training images they are about.

    Returns
    -------
    dict
        Probability 0 to 1 by `Dataset.relative` of every training image.

    Raises
    ------
    UsageError
        Where an image has none, more than one or another label, or is for validation.
    """
    labels = {data.relative(image): image.label for image in data.part("train")}
    kept_apart = {data.relative(image) for image in data.part("val")}
    opinions: dict[str, float] = {}
    for path in paths:
        for each in read_predictions(path):
            if each.path in opinions:
                raise UsageError(f"{path}: a fold before has {each.path} too; give each fold once")
            if each.path in kept_apart or labels.get(each.path, each.label) != each.label:
                raise UsageError(
                    f"{path}: {each.path} is no training image of {data.root} with the label "
                    f"{each.label}; take the predictions of runs with --fold on the same data"
                )
            if each.path in labels:  # else `data` was cut down
                opinions[each.path] = each.probability
    if len(opinions) < len(labels):
        raise UsageError(
            f"{len(labels) - len(opinions):,} of {len(labels):,} training images have no opinion; "
            "give the predictions of every fold"
        )
    return opinions


def targets(data: Dataset, opinions: Mapping[str, float], share: float) -> npt.NDArray[np.float32]:
    """Return what is learnt of each training image, ``(n,)``, 0 to 1.

    Parameters
    ----------
    opinions
        As `read_outside_opinions` returns them.
    share
        Of the opinion in the target; the rest is the label's.
    """
    return np.array(
        [
            (1 - share) * image.label + share * opinions[data.relative(image)]
            for image in data.part("train")
        ],
        np.float32,
    )
