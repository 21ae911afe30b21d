"""The window, called with nothing but what to open, as in most starts: it comes sooner so."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from mura_desktop import paths
from mura_desktop.crashes import start_reports
from mura_desktop.errors import AlreadyOpenError, MuraError
from mura_desktop.logs import start_logging


def is_meant(words: Sequence[str]) -> bool:
    """Tell whether a call is for the window, without options, and with paths that are there.

    A word without a separator may be the name of a command, and is left to `program`.
    """
    return has_display() and all(os.sep in word and _is_there(word) for word in words)


def _is_there(word: str) -> bool:
    try:
        return Path(word).exists()
    except OSError:  # such as of a share that is gone: the window says so, and opens the others
        return True


def run(words: Sequence[str]) -> NoReturn:
    """Open the window on paths; ends the process when it is closed."""
    # Looking for cycles in what is being loaded takes a fifteenth of the time and finds none.
    gc.disable()  # until `Behind.load` has done its work
    try:
        begin()
        from mura_desktop import app  # noqa: PLC0415 - Qt only where there is a display

        code = app.run([Path(word).absolute() for word in words])
    except MuraError as error:
        from mura_desktop import app  # noqa: PLC0415 - not there yet where `begin` failed
        from mura_desktop.cli.program import fail  # noqa: PLC0415 - loads what a start must not

        if not isinstance(error, AlreadyOpenError):  # which `app.run` has shown
            app.refuse(error)
        fail(error)
    raise SystemExit(code)


def begin() -> None:
    """Prepare the process: logs and reports of crashes, and files for their owner's eyes."""
    # Whatever is written, by this process or its children, is for its owner.
    os.umask(0o077)
    start_logging(paths.log_folder())
    start_reports(paths.log_folder())


def has_display() -> bool:
    """Tell whether Qt can show a window; on Linux it needs a display server."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
