"""Which split an image belongs to: as a file says, or by a hash of its patient."""

from __future__ import annotations

from pathlib import Path

from mura_desktop.errors import UsageError
from trainer.datasets.table import Split, patient_hash

VALIDATION_SHARE = 0.1
"""Share of patients for validation where a data set has no split of its own."""


def parse_split(text: str, path: Path, line: int) -> Split:
    """Return the split that a field names.

    Raises
    ------
    UsageError
        With file and line, where it names none.
    """
    if text == "train":
        return "train"
    if text == "val":
        return "val"
    raise UsageError(f"{path}, line {line}: the split is {text!r}; write train or val")


def split_by_hash(patient: str) -> Split:
    """Return the split of a patient where the data set states none; the same on every machine."""
    return "val" if patient_hash(patient) < VALIDATION_SHARE else "train"
