"""On what kind of disk a folder lies, and whether a file is being written; if systems tell."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NETWORK_TYPES = frozenset(
    {
        *("9p", "afs", "ceph", "cifs", "coda", "davfs", "drvfs", "glusterfs", "gpfs", "lustre"),
        *("ncpfs", "nfs", "nfs4", "orangefs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs"),
    }
)
"""Types of file systems whose changes by other machines this one is not told of."""
MOUNTS = Path("/proc/self/mounts")
_DRIVE_REMOTE = 4
"""Of GetDriveTypeW (Windows, fileapi.h)."""


def on_network(folder: Path) -> bool:
    """Tell whether a folder lies on a network share; False where the system does not say."""
    if sys.platform == "win32":
        return _on_windows_share(folder)
    if sys.platform == "darwin":
        return folder.is_relative_to("/Volumes")  # shares, and disks, where looking again works too
    try:
        mounts = MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return False
    kind = file_system(Path(os.path.realpath(folder)), mounts)
    return kind in NETWORK_TYPES or kind.startswith("fuse.")


def file_system(folder: Path, mounts: str) -> str:
    """Return the type of the file system that a folder lies on.

    Parameters
    ----------
    folder
        Absolute, without links.
    mounts
        As in ``/proc/self/mounts`` (fstab(5): device, mount point, type; octal escapes). Of several
        at one place, the last one counts.
    """
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = Path(_unescaped(fields[1]))
        if folder.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), fields[2]
    return kind


def in_use(path: Path) -> bool:
    """Tell whether someone has a file open for writing; False where the system does not say.

    Linux grants a lease for reading only while nobody writes (fcntl(2), "Leases"). It is given back
    at once; should a writer come in between, he waits for that moment, and the signal that tells us
    so is one that is ignored. Shares grant no leases at all: do not ask there.
    """
    if sys.platform != "linux":
        return False
    import fcntl  # noqa: PLC0415 - not on Windows
    import signal  # noqa: PLC0415

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False  # another's file, or a file system without leases
    finally:
        os.close(descriptor)
    return False


def _unescaped(text: str) -> str:
    """Undo the octal escapes of fstab(5)."""
    for escape, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(escape, sign)
    return text


def _on_windows_share(folder: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415

    if folder.drive.startswith("\\\\"):
        return True
    return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == _DRIVE_REMOTE)
