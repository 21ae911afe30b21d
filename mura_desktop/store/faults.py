"""What a database or a disk complains of, in words for the user, sorted by what helps."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from mura_desktop.errors import StoreDamagedError, StoreError, StoreUnavailableError
from mura_desktop.store.backups import backups_of

_FOR_NOW = {
    "SQLITE_BUSY": "another program holds the database; close it, or wait",
    "SQLITE_LOCKED": "another program holds the database; close it, or wait",
    "SQLITE_FULL": "the disk is full; free some space",
    "SQLITE_READONLY": "the disk or the file is read-only; allow writing",
    "SQLITE_IOERR": "the disk reports an error; check the disk and its connection",
    "SQLITE_CANTOPEN": "the file cannot be opened; check the disk and the rights to the folder",
    "SQLITE_PERM": "the rights to the file do not suffice",
    "SQLITE_NOLFS": "the file is too large for this disk",
}
"""By primary result code (https://sqlite.org/rescode.html)."""
_DAMAGED = {
    "SQLITE_CORRUPT": "its content is corrupt",
    "SQLITE_NOTADB": "it is no database",
}
_MENDABLE = frozenset(
    {
        *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM),
        *(errno.ENOENT, errno.ENODEV, errno.ESTALE, errno.EBUSY, errno.EFBIG, errno.ENXIO),
    }
)


@contextmanager
def faults_of(path: Path, verb: str) -> Iterator[None]:
    """Turn what goes wrong with a database into a `StoreError` that says what to do.

    Parameters
    ----------
    path
        The database, for the text.
    verb
        What was being done, such as ``"written"``.
    """
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None)
        if not isinstance(cause, sqlite3.Error):
            raise
        raise translated(cause, path, verb) from error
    except sqlite3.Error as error:
        raise translated(error, path, verb) from error
    except OSError as error:
        raise translated(error, path, verb) from error


def damaged(path: Path, reason: str) -> StoreDamagedError:
    """Return the error of a database that is corrupt or has gone, with the backups there are."""
    return StoreDamagedError(path, reason, tuple(backup.path for backup in backups_of(path)))


def translated(error: sqlite3.Error | OSError, path: Path, verb: str) -> StoreError:
    """Return the error for the user."""
    begin = f"The results in {path} cannot be {verb}"
    if isinstance(error, OSError):
        text = f"{begin}: {error.strerror or error}."
        return StoreUnavailableError(text) if error.errno in _MENDABLE else StoreError(text)
    name = getattr(error, "sqlite_errorname", "")
    for code, reason in _DAMAGED.items():
        if name.startswith(code):
            return damaged(path, reason)
    for code, reason in _FOR_NOW.items():
        if name.startswith(code):
            return StoreUnavailableError(f"{begin}: {reason} ({error}).")
    return StoreError(f"{begin}: {error}.")
