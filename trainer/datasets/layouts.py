"""Which data set a folder holds."""

from __future__ import annotations

from pathlib import Path

from mura_desktop.errors import UsageError
from trainer.datasets.folder import COLUMNS, find_table, folder_dataset
from trainer.datasets.fracatlas import fracatlas_dataset, is_fracatlas
from trainer.datasets.mura import find_mura, mura_dataset
from trainer.datasets.table import Dataset


def read_dataset(root: Path, *, split_csv: Path | None = None) -> Dataset:
    """Read a data set whose layout is told from the folder.

    Parameters
    ----------
    root
        A folder with a CSV file of images (`folder_dataset`), FracAtlas as downloaded
        (`fracatlas_dataset`), or MURA-v1.1 or the folder above it (`mura_dataset`).
    split_csv
        Another split, for FracAtlas only.

    Raises
    ------
    UsageError
        Where the layout is not known, or is not as it should be.
    """
    if not root.is_dir():
        raise UsageError(f"{root} is no folder; name the folder that holds the data set")
    if is_fracatlas(root):
        return fracatlas_dataset(root, split_csv)
    if split_csv is not None:
        raise UsageError(f"{root} is not FracAtlas; only its split can be given as a file")
    if find_table(root) is not None:
        return folder_dataset(root)
    if find_mura(root) is not None:
        return mura_dataset(root)
    raise UsageError(
        f"{root} is no data set: it holds neither MURA (train/XR_...), nor FracAtlas "
        f"(dataset.csv, images/Fractured), nor a CSV file with the header {','.join(COLUMNS)}"
    )
