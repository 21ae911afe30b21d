"""Small files that are whole or not there, even after a power cut; only the owner reads them."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

OWNER_FILE = 0o600
OWNER_FOLDER = 0o700
DRAFT_SECONDS = 60.0
"""Nobody needs longer to write a small file."""


def private_folder(folder: Path) -> Path:
    """Make a folder that only its owner may enter; one that is there already stays as it is."""
    folder.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
    return folder


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never a part.

    The data is on disk before the name is, and the name before this returns.

    Raises
    ------
    OSError
        Where the disk refuses; the old file is then untouched.
    """
    # mkstemp makes files of mode 0600, whatever the umask is.
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    sync_folder(path.parent)


def remove_drafts(path: Path) -> None:
    """Remove what writers of a file left behind when they were killed, and not what one writes."""
    for draft in path.parent.glob(f".{path.name}.*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - draft.stat().st_mtime > DRAFT_SECONDS:
                draft.unlink()


def sync_folder(folder: Path) -> None:
    """Bring names in a folder to disk; Windows does that by itself and cannot open folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
