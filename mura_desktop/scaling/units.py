"""Cuts an archive into parts that can be read apart from each other, while it is walked through."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

UNIT_FILES = 500
"""Files in a part: enough to hide the cost of a task, few enough to spread and to try again."""

Unit = tuple[Path, ...]
"""Folders with all that is in them, and files: what one task reads."""


def units(paths: Sequence[Path], most: int = UNIT_FILES) -> Iterator[Unit]:
    """Cut what a user opened into units.

    A folder with few files below it stays whole, so that the series of a study stay together, and
    small neighbours share a unit. The files that lie directly in a large folder are one unit,
    however many they are, because how loose images are grouped depends on all of them. A study
    whose files lie farther apart is found in several units; who hands them out puts it together.

    Parameters
    ----------
    paths
        Absolute paths of files and folders.
    most
        Files in a unit, where folders let it be.

    Yields
    ------
    Unit
        Each file once, in the order of the walk; the archive is not listed as a whole before.
    """
    gathered: list[Path] = []
    files = 0
    for part, count in _parts(paths, most):
        if gathered and files + count > most:
            yield tuple(gathered)
            gathered, files = [], 0
        gathered += part
        files += count
    if gathered:
        yield tuple(gathered)


def _parts(paths: Sequence[Path], most: int) -> Iterator[tuple[Unit, int]]:
    seen: set[str] = set()
    files = tuple(path for path in paths if not _is_folder(path))
    if files:
        yield files, len(files)
    for path in paths:
        if _is_folder(path):
            yield from _below(path, most, seen)


def _below(folder: Path, most: int, seen: set[str]) -> Iterator[tuple[Unit, int]]:
    real = os.path.realpath(folder)
    if real in seen:
        return
    seen.add(real)
    count = _count(folder, most)
    if count <= most:
        yield (folder,), count
        return
    files, folders = _listing(folder)
    if files:
        yield tuple(files), len(files)
    for inner in folders:
        yield from _below(inner, most, seen)


def _count(folder: Path, most: int) -> int:
    """Count files below a folder, and stop as soon as there are more than `most`."""
    count = 0
    waiting = [folder]
    seen = {os.path.realpath(folder)}
    while waiting and count <= most:
        files, folders = _listing(waiting.pop())
        count += len(files)
        for inner in folders:
            real = os.path.realpath(inner)
            if real not in seen:
                seen.add(real)
                waiting.append(inner)
    return count


def _listing(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return files and folders in a folder, as `studies.discovery` takes them; none if refused."""
    files: list[Path] = []
    folders: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if not entry.name.startswith("."):
                    (folders if _is_folder(entry) else files).append(folder / entry.name)
    except OSError:
        # Whoever reads the unit meets the same refusal, and lists it with its reason.
        return [], []
    return files, folders


def _is_folder(entry: os.DirEntry[str] | Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
