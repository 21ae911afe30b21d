"""What ZIP archives and DICOMDIR list, as paths that are opened like those in a folder."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.sources import (
    ENCRYPTED,
    TOO_LARGE,
    ArchiveError,
    Source,
    member_name,
    open_zip,
)
from mura_desktop.studies.discovery import natural_key
from mura_desktop.studies.model import Container, NotScored

ARCHIVE_LEVELS = 2
"""An archive, and archives in it."""
MEMBER_COUNT_LIMIT = 100_000
EXPANSION_LIMIT = 64 * 2**30
"""Bytes that all members of an archive may take together."""
RATIO_LIMIT = 500
RATIO_FREE = 2**30
"""An archive that unpacks to more than `RATIO_LIMIT` times its size, and to more than this many
bytes, is made to fill memory or time. Black images shrink to about a hundredth."""

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED_FLAG = 0x1
_DOCUMENTS = frozenset({"[Content_Types].xml", "META-INF/MANIFEST.MF", "mimetype"})
"""Members that tell office documents, program libraries and books from archives of files."""


def list_zip(path: Path, source: Source) -> Container:
    """List an archive's files without unpacking any.

    Members whose names point out of the archive are left out and counted; encrypted ones are named.

    Raises
    ------
    UnreadableFileError
        Where the archive cannot be listed, or is not to be opened.
    """
    if source.level >= ARCHIVE_LEVELS:
        raise UnreadableFileError(path, "is an archive in an archive in an archive: unpack it")
    try:
        with open_zip(source.file) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except ArchiveError as error:
        raise UnreadableFileError(path, str(error)) from error
    names = {info.filename for info in infos}
    if names & _DOCUMENTS:
        raise UnreadableFileError(path, "is a document or a program, not an archive of images")
    _check_size(path, infos, source.version.size)
    locked = [info for info in infos if info.flag_bits & _ENCRYPTED_FLAG]
    if locked and len(locked) == len(infos):
        raise UnreadableFileError(path, ENCRYPTED)
    found = {name: info for info in infos if (name := member_name(info)) is not None}
    remarks = [NotScored(path / name, ENCRYPTED) for name, info in found.items() if info in locked]
    outside = sum(member_name(info) is None for info in infos)
    if outside:
        remarks.append(
            NotScored(path, f"{outside} names point out of the archive and are left out")
        )
    members = sorted((name for name, info in found.items() if info not in locked), key=natural_key)
    shown = [name for name in members if not _is_hidden(name)]
    if not shown and not remarks:
        raise UnreadableFileError(path, "is a ZIP archive without files")
    return Container(path, tuple(path / name for name in shown), tuple(remarks))


def _check_size(path: Path, infos: list[zipfile.ZipInfo], packed: int) -> None:
    if len(infos) > MEMBER_COUNT_LIMIT:
        raise UnreadableFileError(path, f"is an archive of {len(infos)} files: unpack it")
    total = sum(info.file_size for info in infos)
    if total > EXPANSION_LIMIT or total > max(RATIO_FREE, RATIO_LIMIT * packed):
        raise UnreadableFileError(path, TOO_LARGE)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def list_dicomdir(path: Path, dataset: Dataset, source: Source) -> Container:
    """List the files a DICOMDIR names (PS3.3 F.3, PS3.10 8.5), as far as they are there.

    File IDs are compared without regard to case and to the version numbers of ISO 9660, because
    systems show the same disc in different ways. Nothing outside the DICOMDIR's folder is taken.

    Parameters
    ----------
    path
        The DICOMDIR.
    dataset
        With its Directory Record Sequence (0004,1220).
    source
        Where it was read from; in an archive it lists nothing, as the archive does.
    """
    if source.level:
        return Container(path, (), (NotScored(path, f"{_INDEX}: the archive lists its files"),))
    root = path.parent
    listing = _Listing(root)
    members: list[Path] = []
    missing: list[str] = []
    for parts in _file_ids(dataset):
        found = listing.find(parts)
        if found is None:
            missing.append("/".join(parts))
        else:
            members.append(found)
    reason = f"{_INDEX}: the {len(members)} files it lists are opened by themselves"
    if not members and not missing:
        reason = f"{_INDEX} and lists no files"
    if missing:
        reason = f"{_INDEX}: {len(missing)} of {len(missing) + len(members)} files are not there"
    return Container(path, tuple(dict.fromkeys(members)), (NotScored(path, reason),))


_INDEX = "is the index of a disc (DICOMDIR)"


def _file_ids(dataset: Dataset) -> Iterator[list[str]]:
    records: Any = dataset.get("DirectoryRecordSequence") or ()
    for record in records:
        value: Any = record.get("ReferencedFileID")
        if value:
            parts = [value] if isinstance(value, str) else list(value)
            yield [str(part) for part in parts]


class _Listing:
    """Finds files below a folder by names that may differ in case; each folder is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._real = os.path.realpath(root)
        self._folders: dict[Path, dict[str, str]] = {}

    def find(self, parts: list[str]) -> Path | None:
        path = self._root
        for part in parts:
            if part in {"", ".", ".."} or "/" in part or "\\" in part or "\0" in part:
                return None
            name = self._names(path).get(_comparable(part))
            if name is None:
                return None
            path = path / name
        inside = os.path.realpath(path).startswith(self._real.rstrip(os.sep) + os.sep)
        return path if inside and path.is_file() else None

    def _names(self, folder: Path) -> dict[str, str]:
        if folder not in self._folders:
            try:
                names = [entry.name for entry in folder.iterdir()]
            except OSError:
                names = []  # every file in it is then reported as not there
            self._folders[folder] = {_comparable(name): name for name in names}
        return self._folders[folder]


def _comparable(name: str) -> str:
    return name.partition(";")[0].rstrip(".").casefold()
