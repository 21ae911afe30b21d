"""Which split an image belongs to: as a file says, or by a hash of its patient."""

from __future__ import annotations

from collections.abc import Iterable
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


def split_by_hash(patients: Iterable[str]) -> dict[str, Split]:
    """Return the splits of patients for whom the data set states none.

    Each patient's hash decides alone, so that the split is the same on every machine and others
    may join the data set. Only where that leaves nobody for validation, the patient with the lowest
    hash goes there; a single patient is for training.
    """
    hashes = {patient: patient_hash(patient) for patient in patients}
    if len(hashes) < 2:
        return dict.fromkeys(hashes, "train")
    limit = max(VALIDATION_SHARE, min(hashes.values()))
    return {patient: "val" if share <= limit else "train" for patient, share in hashes.items()}
