"""One window on one data folder: a lock that the system takes back from a process that died."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from mura_desktop.errors import AlreadyOpenError, StoreUnavailableError
from mura_desktop.files import OWNER_FILE


@contextmanager
def window_lock(path: Path) -> Iterator[None]:
    """Hold the data as the window does.

    Other commands may score beside an open window; whoever removes or exchanges data may not, and
    takes this lock as well.

    Raises
    ------
    AlreadyOpenError
        Where a window holds it.
    StoreUnavailableError
        Where the disk refuses.
    """
    lock = FileLock(path, timeout=0, mode=OWNER_FILE)
    try:
        lock.acquire()
    except Timeout as error:
        raise AlreadyOpenError(
            "A window of MURA Desktop is open on this data. Close it first."
        ) from error
    except OSError as error:
        raise StoreUnavailableError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        yield
    finally:
        lock.release()
