"""Dated copies of the database: made with SQLite's backup interface, rotated, put back.

Light to import: the window lists backups before the rest of the store is loaded.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path, PurePath

from mura_desktop.files import OWNER_FILE, private_folder, sync_folder

_STAMP = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(r"(?P<stem>.+)-(?P<stamp>\d{8}T\d{12}Z)-(?P<kind>[a-z]+)\.sqlite")
_SIDE_FILES = ("-wal", "-shm", "-journal")


class Kind(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    MIGRATION = "migration"
    ASKED = "asked"


KEPT = {Kind.DAILY: 7, Kind.MIGRATION: 3, Kind.ASKED: 5}
"""How many of each kind stay; older ones are removed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database.

    Attributes
    ----------
    path, made, kind
        The file, when it was made (UTC), and why.
    """

    path: Path
    made: datetime
    kind: Kind


def backup_folder(database: Path) -> Path:
    """Return where the backups of a database lie; it need not exist."""
    return database.parent / "backups"


def damaged_folder(database: Path) -> Path:
    """Return where damaged databases are set aside; it need not exist."""
    return database.parent / "damaged"


def backups_of(database: Path) -> tuple[Backup, ...]:
    """Return the backups of a database, the newest first."""
    found = []
    for path in backup_folder(database).glob(f"{database.stem}-*.sqlite"):
        match = _NAME.fullmatch(path.name)
        if match and match["stem"] == database.stem and match["kind"] in set(Kind):
            made = datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=UTC)
            found.append(Backup(path, made, Kind(match["kind"])))
    return tuple(sorted(found, key=lambda backup: backup.made, reverse=True))


def back_up(database: Path, kind: Kind) -> Backup:
    """Copy a database while others may use it, check the copy, and remove what is too old.

    Raises
    ------
    OSError, sqlite3.Error
        Where there is no room, or the disk or the database refuses; no half copy stays.
    """
    folder = private_folder(backup_folder(database))
    needed = 2 * sum(part.stat().st_size for part in parts(database))
    if shutil.disk_usage(folder).free < needed:
        raise OSError(errno.ENOSPC, f"a backup needs {needed // 2**20 + 1} MB of free space")
    now = datetime.now(UTC)
    target = folder / f"{database.stem}-{now:{_STAMP}}-{kind}.sqlite"
    draft = target.with_suffix(".part")
    try:
        _copy(database, draft)
        draft.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    sync_folder(folder)
    rotate(database)
    return Backup(target, now, kind)


def rotate(database: Path) -> None:
    """Remove backups beyond `KEPT`, and what an interrupted backup left behind."""
    backups = backups_of(database)
    for kind, count in KEPT.items():
        for backup in [backup for backup in backups if backup.kind is kind][count:]:
            backup.path.unlink()
    for left in backup_folder(database).glob("*.part*"):
        left.unlink()


def remove_copies(database: Path) -> None:
    """Remove every backup and every damaged database that was set aside."""
    for folder in (backup_folder(database), damaged_folder(database)):
        if folder.is_dir():
            shutil.rmtree(folder)


def set_aside(database: Path) -> Path | None:
    """Move a database, with its write-ahead log, out of the way, so that nothing of it is lost.

    No process may have it open. Returns the new path, or None where there was nothing.
    """
    present = parts(database)
    if not present:
        return None
    folder = private_folder(damaged_folder(database))
    target = folder / f"{database.stem}-{datetime.now(UTC):{_STAMP}}.sqlite"
    # The log goes first: should this be interrupted, the rest must not be taken for whole.
    for part in reversed(present):
        part.replace(folder / f"{target.name}{part.name.removeprefix(database.name)}")
    sync_folder(folder)
    sync_folder(database.parent)
    return target


def put_back(backup: Path, database: Path) -> None:
    """Make a database of a backup. There must be none in its place; the backup stays.

    Raises
    ------
    OSError, sqlite3.Error
        Where the backup is damaged or the disk refuses.
    """
    draft = database.with_suffix(".restored")
    try:
        _copy(backup, draft)
        draft.replace(database)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    sync_folder(database.parent)


def parts(database: Path) -> list[Path]:
    """Return the files of a database that exist, the main one first."""
    names = [database.name, *(f"{database.name}{suffix}" for suffix in _SIDE_FILES)]
    return [path for name in names if (path := database.with_name(name)).is_file()]


def sqlite_uri(path: PurePath, mode: str) -> str:
    """Return the address under which SQLite opens a file.

    Parameters
    ----------
    path
        Absolute.
    mode
        Of SQLite: ``ro`` or ``rw``.
    """
    address = path.as_uri()
    if not address.startswith("file:///"):
        # A share of Windows' network. SQLite knows no servers; to it that is a part of the path.
        address = address.replace("file://", "file:////", 1)
    return f"{address}?mode={mode}"


def _copy(source: Path, target: Path) -> None:
    """Copy a database and check the copy. Made by the owner, for the owner."""
    descriptor = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, OWNER_FILE)
    os.close(descriptor)
    with (
        contextlib.closing(sqlite3.connect(sqlite_uri(source, "ro"), uri=True)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.execute("PRAGMA busy_timeout=5000")
        old.backup(new)
        # The copy says "WAL" of itself; as one file it can be moved and read anywhere.
        new.execute("PRAGMA journal_mode=DELETE")
        new.execute("PRAGMA synchronous=FULL")
        verdict = new.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {verdict}")
    descriptor = os.open(target, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
