"""The bytes of a file, wherever it lies: on disk, in a ZIP archive, or in a ZIP within one.

A file in an archive has the archive's path followed by its own, as if the archive were a folder:
``/cd/films.zip/wrist/1.dcm``. It is unpacked in memory and nothing is ever written, so that no name
in an archive can reach anything on disk.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from mura_desktop.errors import UnreadableFileError
from mura_desktop.studies.model import FileVersion

MEMBER_LIMIT = 400 * 2**20
"""Bytes of one file that is unpacked; no radiograph is larger."""

ENCRYPTED = "is encrypted: unpack it with its password, then open the folder"
TOO_LARGE = "unpacks to more than any radiograph takes"
NOT_A_REGULAR_FILE = "is not a regular file"
_ZIP_ENCRYPTED = 0x1


class ArchiveError(Exception):
    """Why an archive, or a file in it, cannot be read, as a reason for the user."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """An open file.

    Attributes
    ----------
    file
        Seekable.
    version
        As the file was when it was opened; of a file in an archive its own size, and the time of
        the archive's last change.
    level
        In how many archives the file lies; 0 on disk.
    """

    file: BinaryIO
    version: FileVersion
    level: int = 0


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a file for reading, also one inside an archive.

    Parameters
    ----------
    path
        Absolute path of a regular file, or of an archive followed by a path inside it.

    Raises
    ------
    UnreadableFileError
        Where it is no regular file, or the archive does not give it.
    OSError
        Where the disk does not give it.
    """
    archive = _archive_above(path)
    if archive is None:
        # A pipe or a device would be waited for; the check comes before opening.
        version = _version(path, path.stat())
        with path.open("rb") as file:
            yield Source(file, version)
        return
    version = _version(archive, archive.stat())
    try:
        data, level = _unpacked(archive, version, path.relative_to(archive).as_posix())
    except ArchiveError as error:
        raise UnreadableFileError(path, str(error)) from error
    yield Source(io.BytesIO(data), FileVersion(len(data), version.modified_ns), level)


def version_of(path: Path) -> FileVersion:
    """Return a file's version as `open_source` would, without opening it.

    Raises
    ------
    UnreadableFileError, OSError
        As `open_source`.
    """
    archive = _archive_above(path)
    if archive is None:
        return _version(path, path.stat())
    with open_source(path) as source:
        return source.version


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """Read an archive's directory.

    Raises
    ------
    ArchiveError
        With a reason, where there is none.
    """
    try:
        return zipfile.ZipFile(file)
    except NotImplementedError as error:
        raise ArchiveError("is a ZIP archive of a kind that cannot be read here") from error
    except (zipfile.BadZipFile, ValueError, EOFError, OverflowError) as error:
        raise ArchiveError("is a damaged ZIP archive") from error


def member_name(info: zipfile.ZipInfo) -> str | None:
    """Return a member's path inside its archive, None where the name points out of it."""
    name = info.filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0]:
        return None
    return path.as_posix()


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Unpack one member.

    Raises
    ------
    ArchiveError
        Where it is encrypted, damaged, too large or packed in a way that is unknown here.
    """
    if info.flag_bits & _ZIP_ENCRYPTED:
        raise ArchiveError(ENCRYPTED)
    if info.file_size > MEMBER_LIMIT:
        raise ArchiveError(TOO_LARGE)
    try:
        # zipfile stops at the size its directory states, whatever the packed data hold.
        return archive.read(info)
    except (NotImplementedError, RuntimeError) as error:
        raise ArchiveError("is packed in a way that cannot be read here") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise ArchiveError("is damaged in its archive") from error
    except MemoryError:
        raise
    except Exception as error:  # each packing method has exceptions of its own
        raise ArchiveError("is damaged in its archive") from error


def _archive_above(path: Path) -> Path | None:
    """Return the part of a path that is a file although more follows, None for a plain path."""
    for parent in path.parents:
        if parent.is_dir():
            return None
        if parent.is_file():
            return parent
    return None


def _version(path: Path, status: os.stat_result) -> FileVersion:
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError(path, NOT_A_REGULAR_FILE)
    return FileVersion(status.st_size, status.st_mtime_ns)


class _Reopened(io.RawIOBase):
    """A file that is open only while it is read, so that its drive can be taken out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._position = 0
        self._file: BinaryIO | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        file = self._open()
        file.seek(self._position)
        self._position = file.seek(offset, whence)
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        file = self._open()
        file.seek(self._position)
        count = file.readinto(buffer)  # type: ignore[attr-defined]
        self._position += count
        return int(count)

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> BinaryIO:
        if self._file is None:
            self._file = self._path.open("rb")
        return self._file


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    """An archive whose directory has been read."""

    file: _Reopened | None
    zip: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]

    def read(self, info: zipfile.ZipInfo) -> bytes:
        try:
            return read_member(self.zip, info)
        finally:
            if self.file is not None:
                self.file.release()


@lru_cache(maxsize=2)
def _opened(path: Path, version: FileVersion) -> _Opened:
    """Keep directories: reading one anew for each of ten thousand members would take minutes."""
    file = _Reopened(path)
    try:
        return _with_members(file, open_zip(io.BufferedReader(file)))
    finally:
        file.release()


@lru_cache(maxsize=1)
def _opened_inside(path: Path, version: FileVersion, name: str) -> _Opened:
    outer = _opened(path, version)
    return _with_members(None, open_zip(io.BytesIO(outer.read(outer.members[name]))))


def _with_members(file: _Reopened | None, archive: zipfile.ZipFile) -> _Opened:
    members = {name: info for info in archive.infolist() if (name := member_name(info)) is not None}
    return _Opened(file, archive, members)


@lru_cache(maxsize=1)
def _unpacked(path: Path, version: FileVersion, name: str) -> tuple[bytes, int]:
    """Keep the last file: its frames are asked for one after the other."""
    outer = _opened(path, version)
    if name in outer.members:
        return outer.read(outer.members[name]), 1
    for parent in PurePosixPath(name).parents:
        if parent.as_posix() in outer.members:
            inner = _opened_inside(path, version, parent.as_posix())
            rest = PurePosixPath(name).relative_to(parent).as_posix()
            if rest in inner.members:
                return inner.read(inner.members[rest]), 2
    raise ArchiveError("is not in its archive any more")
