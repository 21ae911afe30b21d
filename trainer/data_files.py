"""Every file of a data set really opened: which give no image, and which are copies of others."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.raster import read_raster
from trainer.datasets import Dataset, LabelledImage

_PER_PROCESS = 500
"""Below so many files a process takes longer to start than to do its share."""
_CHUNK = 32


@dataclass(frozen=True, slots=True)
class Remark:
    """What there is to say about a file; the path is relative to the data set."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Files with the same bytes.

    Attributes
    ----------
    paths
        Relative to the data set.
    both_splits
        Whether validation holds what is trained on.
    both_labels
        Whether one of them is labelled normal and another abnormal.
    """

    paths: tuple[str, ...]
    both_splits: bool
    both_labels: bool


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What opening every file showed.

    Attributes
    ----------
    read
        How many files were opened.
    unreadable
        Files that give no image, with the reason.
    remarks
        Files that give one, but not all of it.
    duplicates
        Groups of equal files; the worst first.
    """

    read: int
    unreadable: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    duplicates: tuple[Duplicates, ...]


class _Opened(NamedTuple):
    digest: bytes | None
    error: str | None
    warnings: tuple[str, ...]


def check_files(
    dataset: Dataset,
    *,
    processes: int | None = None,
    advance: Callable[[], None] = lambda: None,
) -> FileCheck:
    """Decode every file, as training does, and compare their bytes.

    Parameters
    ----------
    dataset
        Whose files are opened.
    processes
        As many as there are cores and work for where None.
    advance
        Called after each file.
    """
    unreadable: list[Remark] = []
    remarks: list[Remark] = []
    equal: dict[bytes, list[LabelledImage]] = {}
    opened = _open_all([image.path for image in dataset.images], processes)
    for image, file in zip(dataset.images, opened, strict=True):
        name = dataset.relative(image)
        if file.error is not None:
            unreadable.append(Remark(name, file.error))
        if file.digest is not None:
            equal.setdefault(file.digest, []).append(image)
        remarks += [Remark(name, warning) for warning in file.warnings]
        advance()
    duplicates = [_duplicates(dataset, group) for group in equal.values() if len(group) > 1]
    duplicates.sort(key=lambda group: (not group.both_splits, not group.both_labels, group.paths))
    return FileCheck(len(dataset.images), tuple(unreadable), tuple(remarks), tuple(duplicates))


def _open_all(paths: Sequence[Path], processes: int | None) -> Iterator[_Opened]:
    if processes is None:
        processes = min(os.cpu_count() or 1, len(paths) // _PER_PROCESS)
    if processes < 2:
        yield from map(_open, paths)
        return
    context = multiprocessing.get_context("spawn")  # the same on every system
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        yield from pool.map(_open, paths, chunksize=_CHUNK)


def _open(path: Path) -> _Opened:
    try:
        digest = hashlib.sha256(path.read_bytes()).digest()
    except OSError as error:
        return _Opened(None, f"cannot be read ({error.strerror})", ())
    try:
        return _Opened(digest, None, read_raster(path).warnings)
    except UnreadableFileError as error:
        return _Opened(digest, error.reason, ())


def _duplicates(dataset: Dataset, images: Sequence[LabelledImage]) -> Duplicates:
    return Duplicates(
        tuple(dataset.relative(image) for image in images),
        both_splits=len({image.split for image in images}) > 1,
        both_labels=len({image.label for image in images}) > 1,
    )
