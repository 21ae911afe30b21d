"""From the paths a user opens to single files, in an order a person would expect."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mura_desktop.studies.model import NotScored

_NOTHING_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
_DIGITS = re.compile(r"(\d+)")


FRESH_S = 2.0
"""A file changed within this many seconds may still be growing."""
STILL_S = 0.3
"""A fresh file is taken when its size has not changed for this long."""
PATIENCE_S = 6.0
"""How long files may go on growing before they are given up."""

STILL_GROWING = "is still being written: open it again when it is complete"


def natural_key(text: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that counts: ``image2`` before ``image10``, upper and lower case alike."""
    parts = _DIGITS.split(text.casefold())
    return tuple(
        # str.isdecimal also holds for digits of other scripts, which int reads as well.
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in parts
    )


def find_files(
    paths: Iterable[Path], *, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Path | NotScored]:
    """Walk through files and folders, each file once.

    In a folder the files come before the sub-folders, both in natural order. Names that begin with
    a dot (among them the ``._*`` files in MURA's archive) are skipped, unless a path names one
    itself. Links are followed; a folder that was already walked through is not entered again.

    Files that have just been changed come last, once their size rests (see `STILL_S`).

    Parameters
    ----------
    paths
        Files and folders, relative or absolute.
    cancelled
        Asked before every entry; once it says yes, the walk ends.

    Yields
    ------
    Path or NotScored
        Absolute paths of regular files as the user wrote them (links are not resolved), and what
        could not be opened, with the reason.
    """
    walk = _Walk(cancelled)
    for path in paths:
        yield from walk.root(path.absolute())
    yield from walk.fresh()


class _Walk:
    """What has been seen so far, by real path, so that loops end and nothing comes twice."""

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self._cancelled = cancelled
        self._folders: set[str] = set()
        self._files: set[str] = set()
        self._fresh: dict[Path, int] = {}

    def fresh(self) -> Iterator[Path | NotScored]:
        """Wait until the sizes of fresh files rest; what goes on growing is reported."""
        waiting = self._fresh
        give_up = time.monotonic() + PATIENCE_S
        while waiting and not self._cancelled():
            time.sleep(STILL_S)
            growing: dict[Path, int] = {}
            for path, before in waiting.items():
                if self._cancelled():
                    return
                try:
                    size = path.stat().st_size
                except OSError as error:
                    yield NotScored(path, f"cannot be opened ({error.strerror})")
                    continue
                if size == before:
                    yield path
                elif time.monotonic() > give_up:
                    yield NotScored(path, STILL_GROWING)
                else:
                    growing[path] = size
            waiting = growing

    def root(self, path: Path) -> Iterator[Path | NotScored]:
        if self._cancelled():
            return
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            real = os.path.realpath(path)
        except OSError as error:
            # Not asked a second time: a share that is gone may take minutes to say so.
            if str(path) not in self._files:
                self._files.add(str(path))
                yield NotScored(path, _why_not(path, error))
            return
        if is_folder:
            yield from self._folder(path, real)
        else:
            yield from self._file(path, real)

    def _folder(self, folder: Path, real: str) -> Iterator[Path | NotScored]:
        if real in self._folders:
            return
        self._folders.add(real)
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: natural_key(entry.name))
        except OSError as error:
            yield NotScored(folder, f"the folder cannot be opened ({error.strerror})")
            return
        below: list[tuple[Path, str]] = []
        for entry in entries:
            if self._cancelled():
                return
            if entry.name.startswith("."):
                continue
            path = folder / entry.name
            is_folder = _is_folder(entry)
            # A link leads elsewhere, and so do folders that Windows calls junctions.
            if entry.is_symlink() or (is_folder and os.name == "nt"):
                where = os.path.realpath(path)
            else:
                where = f"{real.removesuffix(os.sep)}{os.sep}{entry.name}"
            if is_folder:
                below.append((path, where))
            else:
                yield from self._file(path, where)
        for path, where in below:
            yield from self._folder(path, where)

    def _file(self, path: Path, real: str) -> Iterator[Path | NotScored]:
        if real in self._files:
            return
        self._files.add(real)
        try:
            status = path.stat()
        except OSError as error:
            yield NotScored(path, _why_not(path, error))
            return
        if not stat.S_ISREG(status.st_mode):
            yield NotScored(path, "is not a regular file")
        elif 0 <= time.time() - status.st_mtime < FRESH_S:
            self._fresh[path] = status.st_size
        else:
            yield path


def _why_not(path: Path, error: OSError) -> str:
    if error.errno not in _NOTHING_THERE:
        return f"cannot be opened ({error.strerror})"
    is_link = os.path.islink(path)  # noqa: PTH114 - Path.is_symlink raises where a share is gone
    return "is a link to something that does not exist" if is_link else "does not exist"


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link that points to itself; it is reported as a file that cannot be opened.
        return False
