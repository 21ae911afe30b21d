"""Which data set a folder holds."""

from __future__ import annotations

from pathlib import Path

from mura_desktop.errors import UsageError
from trainer.datasets.fracatlas import fracatlas_dataset, is_fracatlas
from trainer.datasets.table import Dataset


def read_dataset(root: Path, *, split_csv: Path | None = None) -> Dataset:
    """Read a data set whose layout is told from the folder.

    Parameters
    ----------
    root
        FracAtlas as downloaded.
    split_csv
        Another split for FracAtlas; see `fracatlas_dataset`.

    Raises
    ------
    UsageError
        Where the layout is not known, or is not as it should be.
    """
    if is_fracatlas(root):
        return fracatlas_dataset(root, split_csv)
    raise UsageError(f"{root} is no data set that can be read")
