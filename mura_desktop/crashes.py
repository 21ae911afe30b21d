"""Reports of crashes, kept on this disk and sent nowhere: what nobody caught, and native crashes.

A report holds versions, the platform, settings without names and paths, and where in the code it
happened. The text of an exception quotes whatever it met, so it is left out (see `logs.traced`).
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import logging
import os
import platform
import re
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import IO

from mura_desktop import __version__
from mura_desktop.files import OWNER_FILE, private_folder, write_whole
from mura_desktop.logs import traced

log = logging.getLogger(__name__)

KEPT = 20
"""Reports that are kept; older ones go."""
REPORTS = "crash-*.txt"
NATIVE = "native-*.tmp"
"""Files that the system's fault handler writes into, one a process."""
LIBRARIES = ("PySide6-Essentials", "openvino", "onnxruntime", "numpy", "pydicom")
_DOING = "What the threads were doing"
_FILE = re.compile(r'File "(?:[^"]*[/\\])?([^"/\\]*)"')


class _Reporter:
    """Where this process reports to."""

    folder: Path | None = None
    settings = "not read yet"
    native: tuple[Path, IO[bytes]] | None = None
    lock = threading.Lock()


def start_reports(folder: Path) -> None:
    """Report what nobody catches from now on, and turn what a native crash left into a report.

    Where the disk refuses, the program runs without reports.

    Parameters
    ----------
    folder
        Of the logs; made if missing.
    """
    try:
        _collect(private_folder(folder))
        path, native = _fault_file(folder)
    except OSError as error:
        log.warning("there will be no reports of crashes: %s", error.strerror)
        return
    _Reporter.folder, _Reporter.native = folder, (path, native)
    faulthandler.enable(native, all_threads=True)
    atexit.register(_clean_exit)
    before, before_in_thread = sys.excepthook, threading.excepthook

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            report(error, "in the main thread or a window's action")
        before(kind, error, trace)

    def uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            name = "" if arguments.thread is None else arguments.thread.name.split("_")[0]
            report(arguments.exc_value, f"in the thread “{name}”")
        before_in_thread(arguments)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread


def note_settings(settings: Mapping[str, object]) -> None:
    """Note settings for reports: numbers and switches as they are, of all else only whether set."""
    _Reporter.settings = "\n".join(
        f"  {name}: {_harmless(value)}" for name, value in sorted(settings.items())
    )
    with contextlib.suppress(OSError):
        _write_head()


def report(error: BaseException, where: str) -> Path | None:
    """Write a report of an exception; None where the disk refuses or nobody asked for reports."""
    if _Reporter.folder is None:
        return None
    return _write(_Reporter.folder, f"Uncaught {where}\n\n{_head()}\n\n{traced(error)}\n")


def reports(folder: Path) -> list[Path]:
    """Return the reports, the newest first."""
    return sorted(folder.glob(REPORTS), reverse=True)


def _harmless(value: object) -> str:
    if value is None or isinstance(value, bool | int | float):
        return str(value)
    return "set" if value else "not set"


def _head() -> str:
    libraries = []
    for name in LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            libraries.append(f"{name} {version(name)}")
    return "\n".join(
        (
            f"MURA Desktop {__version__}, Python {platform.python_version()}",
            f"{platform.platform()}, {os.cpu_count()} processors",
            ", ".join(libraries),
            f"Settings:\n{_Reporter.settings}",
        )
    )


def _write(folder: Path, text: str) -> Path | None:
    now = datetime.now(UTC)
    with _Reporter.lock:
        path = folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
        try:
            write_whole(path, f"{now:%Y-%m-%d %H:%M:%S} UTC\n{text}".encode())
            for old in reports(folder)[KEPT:]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.error("a report cannot be written: %s", error.strerror)
            return None
    return path


def _fault_file(folder: Path) -> tuple[Path, IO[bytes]]:
    """Open the file that a native crash writes into: nothing else can be done any more then."""
    path = folder / f"native-{os.getpid()}.tmp"
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_RDWR, OWNER_FILE)
    return path, os.fdopen(descriptor, "w+b", buffering=0)


def _write_head() -> None:
    """Put what is known of this process before what a native crash would add."""
    if _Reporter.native is not None:
        _, native = _Reporter.native
        native.seek(0)
        native.truncate()
        native.write(f"{_head()}\n\n{_DOING}\n".encode())


def _clean_exit() -> None:
    """Take the empty file away: the process ends as it should."""
    if _Reporter.native is not None:
        (path, native), _Reporter.native = _Reporter.native, None
        faulthandler.disable()
        native.close()
        with contextlib.suppress(OSError):
            path.unlink()


def _collect(folder: Path) -> None:
    """Make reports of what native crashes of earlier processes left."""
    for path in folder.glob(NATIVE):
        pid = path.stem.removeprefix("native-")
        if not pid.isdigit() or _is_running(int(pid)):
            continue
        text = path.read_text("utf-8", "replace")
        head, _, trace = text.rpartition(f"{_DOING}\n") if _DOING in text else ("", "", text)
        if trace.strip():
            bare = _FILE.sub(r"\1", trace)  # names of folders may be names of people
            if _write(folder, f"Native crash\n\n{head}{_DOING}\n{bare}") is None:
                continue
        with contextlib.suppress(OSError):  # on Windows, that of a running process stays
            path.unlink()


def _is_running(pid: int) -> bool:
    """Tell whether a process is there; on Windows its open file cannot be removed anyway."""
    if os.name == "nt":
        return pid == os.getpid()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()
