"""The way out of the program: noted in the audit log first, then written whole or not at all.

Runs beside the window's thread.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mura_desktop.errors import UsageError
from mura_desktop.files import write_whole
from mura_desktop.ui.translation import tr

if TYPE_CHECKING:
    from mura_desktop.store.repository import Store  # as in `mura_desktop.ui.backend`


def note_export(store: Store | None, what: str, study_uid: str = "", **detail: Any) -> None:
    """Note in the audit log that data is about to leave the program.

    The note comes first: data that left without a note is worse than a note of a failed try.

    Parameters
    ----------
    store
        None keeps no log.
    what
        ``"report"``, ``"worklist"``, ``"reads"`` or ``"statistics"``.
    study_uid
        The study; empty where many are meant.
    detail
        JSON values that name nobody.

    Raises
    ------
    StoreError
        Where the log cannot be written; nothing may leave then.
    """
    if store is not None:
        from mura_desktop.store.audit import Action  # noqa: PLC0415 - the window is shown before

        store.audit.record(Action.EXPORTED, study_uid, what=what, **detail)


def write_export(path: Path, data: bytes) -> Path:
    """Write a file that the user named.

    Raises
    ------
    UsageError
        Where the disk refuses; a file that was there is untouched.
    """
    try:
        write_whole(path, data)
    except OSError as error:
        raise UsageError(
            tr("{path} cannot be written: {reason}. Choose another folder.").format(
                path=path, reason=error.strerror
            )
        ) from error
    return path
