"""What becomes of a score when an image is turned, cut, darkened or blurred.

An archive holds images that lie on a side, that show more or less than the training's did, and that
another console has processed. A labelled image is changed in a way that leaves its label true, and
scored again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track

from mura_desktop.errors import UnreadableFileError, UsageError
from mura_desktop.imaging.grey import FloatImage
from mura_desktop.imaging.model_input import Normalisation, letterbox, normalise
from mura_desktop.imaging.raster import read_raster
from mura_desktop.inference.scorer import Scorer
from trainer.datasets import LabelledImage
from trainer.evaluate import thresholds_of
from trainer.metrics import (
    AUROC,
    RESAMPLES,
    Estimate,
    sensitivity_at,
    specificity_at,
    with_interval,
)

log = logging.getLogger(__name__)

Change = Callable[[FloatImage], FloatImage]
"""From an image ``(rows, columns)``, 0 (black) to 1 (white), to a changed one."""

MARGIN = 0.25
CUT = 0.1
SLANT = 30.0
BLUR = 1.5
NOISE = 0.05


def _slanted(image: FloatImage) -> FloatImage:
    rows, columns = image.shape
    side = int(np.ceil(np.hypot(rows, columns)))
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), SLANT, 1.0)
    matrix[:, 2] += (side - columns) / 2, (side - rows) / 2
    return np.asarray(cv2.warpAffine(image, matrix, (side, side)), np.float32)


def _with_margin(image: FloatImage) -> FloatImage:
    rows, columns = (round(side * MARGIN) for side in image.shape)
    return np.pad(image, ((rows, rows), (columns, columns)))


def _cut(image: FloatImage) -> FloatImage:
    rows, columns = (round(side * CUT) for side in image.shape)
    return image[rows : image.shape[0] - rows, columns : image.shape[1] - columns]


def _noisy(image: FloatImage) -> FloatImage:
    noise = np.random.default_rng(0).normal(0, NOISE, image.shape)
    return np.clip(image + noise, 0, 1).astype(np.float32)


CHANGES: dict[str, Change] = {
    "as it is": lambda image: image,
    "mirrored": lambda image: image[:, ::-1],
    "turned left by 90°": lambda image: np.rot90(image, 1),
    "upside down": lambda image: np.rot90(image, 2),
    "turned right by 90°": lambda image: np.rot90(image, 3),
    f"turned left by {SLANT:.0f}°": _slanted,
    f"black margin of {MARGIN:.0%} on each side": _with_margin,
    f"cut by {CUT:.0%} on each side": _cut,
    "brighter (gamma 0.5)": np.sqrt,
    "darker (gamma 2)": np.square,
    "half the contrast": lambda image: image * np.float32(0.5) + np.float32(0.25),
    f"blurred (sigma {BLUR} pixels)": lambda image: np.asarray(
        cv2.GaussianBlur(image, (0, 0), BLUR), np.float32
    ),
    f"noise ({NOISE:.0%} of the grey range)": _noisy,
    "black for white": lambda image: 1 - image,
}
"""By what is done, the first of them nothing."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """How well changed images are scored.

    Attributes
    ----------
    change
        A key of `CHANGES`.
    auroc
        Over all images.
    sensitivity, specificity
        Where the band "review" of the card begins for each image's body part; that was chosen on
        images as they are.
    """

    change: str
    auroc: Estimate
    sensitivity: Estimate
    specificity: Estimate


def changed_input(
    image: FloatImage, change: Change, size: int, normalisation: Normalisation
) -> npt.NDArray[np.float32]:
    """Return the model's input ``(1, size, size, 3)`` of an image after a change."""
    changed = np.ascontiguousarray(change(image), np.float32)
    return normalise(letterbox(changed, size)[np.newaxis], normalisation)


def measure_robustness(
    scorer: Scorer,
    rows: Sequence[LabelledImage],
    *,
    resamples: int = RESAMPLES,
    progress: bool = False,
) -> list[Robustness]:
    """Score every image once for each change.

    Parameters
    ----------
    scorer
        The model.
    rows
        The images, of both labels and of several patients; an unreadable one is logged and left
        out.
    resamples
        For the intervals.
    progress
        Whether to show a bar on the terminal's error output.

    Raises
    ------
    UsageError
        Where images of fewer than two patients of either label could be read.
    """
    card = scorer.card
    normalisation = Normalisation(card.input.mean, card.input.std)
    console = Console(stderr=True, quiet=not progress)
    kept: list[LabelledImage] = []
    scores: list[list[float]] = []
    for row in track(rows, "scoring", console=console, transient=True):
        try:
            image = read_raster(row.path).displayed()
        except UnreadableFileError as error:
            log.warning("not scored: %s", error)
            continue
        inputs = (
            changed_input(image, change, card.input.size, normalisation)
            for change in CHANGES.values()
        )
        kept.append(row)
        scores.append([scorer.score(each)[0][0] for each in inputs])
    labels = np.array([row.label for row in kept], np.int64)
    groups = [row.patient for row in kept]
    if any(
        len({group for group, own in zip(groups, labels, strict=True) if own == label}) < 2
        for label in (0, 1)
    ):
        raise UsageError(
            "robustness needs readable images of both labels, each of two patients at least"
        )
    review = np.array([each.review for each in thresholds_of(kept, card.thresholds)])
    statistics = AUROC, sensitivity_at(0), specificity_at(0)
    return [
        Robustness(
            change,
            *(
                with_interval(statistic, labels, values, groups, resamples)
                for statistic, values in zip(
                    statistics, (column, column - review, column - review), strict=True
                )
            ),
        )
        for change, column in zip(CHANGES, np.array(scores).T, strict=True)
    ]


def robustness_table(rows: Sequence[Robustness]) -> str:
    """Lay out the figures as a Markdown table, one line for each change."""
    lines = [
        "| change | AUROC | sensitivity at review | specificity at review |",
        "|---|---|---|---|",
    ]
    for row in rows:
        cells = " | ".join(
            f"{each.value:.3f} ({each.low:.3f} to {each.high:.3f})"
            for each in (row.auroc, row.sensitivity, row.specificity)
        )
        lines.append(f"| {row.change} | {cells} |")
    return "\n".join(lines)
