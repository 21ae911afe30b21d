"""What a database or a disk complains of, in words for the user, sorted by what helps."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as SATimeoutError

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
_SERVER_FOR_NOW = {
    "08": "the connection was lost; check network and server",
    "28": "the server refuses this account; check the password file and the server's rules",
    "40": "another workstation was faster; this is tried again",
    "53100": "the server's disk is full; tell who runs it",
    "53": "the server has no room for more; close other windows, or tell who runs it",
    "55P03": "another workstation is writing for long; wait",
    "57": "the server stops or starts, or has ended the connection; wait",
    "58": "the server's disk reports an error; tell who runs it",
    "25006": "the server takes no changes, only questions; tell who runs it",
    "25P03": "this computer was silent for too long in the middle of writing",
}
"""By SQLSTATE or its class, the longest that fits (PostgreSQL 15, appendix A)."""
_SERVER_REFUSES = {
    "42501": "this account may not do that; see docs/scaling.md for its rights",
    "3D000": "there is no such database",
    "XX001": "the server reports damaged data; tell who runs it",
    "XX002": "the server reports a damaged index; tell who runs it",
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


@contextmanager
def server_faults(name: str, verb: str) -> Iterator[None]:
    """Do as `faults_of` for a database on a server.

    Parameters
    ----------
    name
        What the user knows it by; no password.
    verb
        What was being done, such as ``"written"``.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise _server_fault(error, name, verb) from error
    except OSError as error:
        text = f"What is noted of {name} cannot be {verb}: {error.strerror or error}."
        mendable = error.errno in _MENDABLE
        raise (StoreUnavailableError(text) if mendable else StoreError(text)) from error
    except Exception as error:
        if not _is_of_driver(error):
            raise
        raise _server_fault(error, name, verb) from error


def sqlstate(error: BaseException) -> str:
    """Return PostgreSQL's five letters for what went wrong; empty where there are none."""
    cause = getattr(error, "orig", None) or error
    return str(getattr(cause, "sqlstate", None) or "")


def _is_of_driver(error: BaseException) -> bool:
    """Tell psycopg's errors without loading psycopg, which not every installation has."""
    return type(error).__module__.partition(".")[0] == "psycopg"


def _server_fault(error: BaseException, name: str, verb: str) -> StoreError:
    begin = f"The results in {name} cannot be {verb}"
    cause: Any = getattr(error, "orig", None) or error
    if isinstance(error, SATimeoutError):
        return StoreUnavailableError(f"{begin}: all connections are busy.")
    if not _is_of_driver(cause):
        return StoreError(f"{begin}: this is our bug ({type(cause).__name__}).")
    state = sqlstate(cause)
    for code in (state, state[:2]):
        if code in _SERVER_FOR_NOW:
            return StoreUnavailableError(f"{begin}: {_SERVER_FOR_NOW[code]}.")
    if state in _SERVER_REFUSES:
        return StoreError(f"{begin}: {_SERVER_REFUSES[state]}.")
    if not state and type(cause).__name__ in ("OperationalError", "InterfaceError"):
        # Without a state there was no server to give one; the text is the client library's.
        words = " ".join(str(cause).split()).rstrip(".?") or "no connection"
        return StoreUnavailableError(f"{begin}: {words}. Check network, server and password file.")
    # The detail of such an error quotes rows.
    words = getattr(getattr(cause, "diag", None), "message_primary", None) or type(cause).__name__
    return StoreError(f"{begin}: {words}.")
