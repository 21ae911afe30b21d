"""Cross-fitting: networks that have each not seen a part of the training images."""

from __future__ import annotations

from dataclasses import replace

from sklearn.model_selection import StratifiedGroupKFold

from mura_desktop.errors import UsageError
from trainer.datasets.table import Dataset

_SEED = 20261123


def hold_out(data: Dataset, fold: int, folds: int) -> Dataset:
    """Return the training images alone, with one fold of them for validation.

    Folds hold whole patients and about the same share of abnormal images, and are the same every
    time. The data set's own validation images are left out, so that nothing learns from them or
    looks at them.

    Parameters
    ----------
    fold
        1 to `folds`.
    folds
        How many there are, 2 or more.

    Raises
    ------
    UsageError
        Where there is no such fold, or there are fewer patients of a label than folds.
    """
    if not (folds >= 2 and 1 <= fold <= folds):
        raise UsageError(f"there is no fold {fold} of {folds}; write for example --fold 1 3")
    images = data.part("train")
    for label in (0, 1):
        patients = {image.patient for image in images if image.label == label}
        if len(patients) < folds:
            raise UsageError(
                f"{data.root}: {len(patients)} patients have the label {label}, too few for "
                f"{folds} folds; ask for fewer"
            )
    divide = StratifiedGroupKFold(folds, shuffle=True, random_state=_SEED)
    division = divide.split(
        images, [image.label for image in images], [image.patient for image in images]
    )
    held_out = set(list(division)[fold - 1][1].tolist())
    told = (
        f"Fold {fold} of {folds} of the training images is held out, and all that is validated on."
    )
    return replace(
        data,
        warnings=(*data.warnings, told),
        images=tuple(
            replace(image, split="val" if index in held_out else "train")
            for index, image in enumerate(images)
        ),
    )
