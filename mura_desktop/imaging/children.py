"""How decoding children are started.

On Linux one process imports what children need, which takes most of a second, and each child is a
copy of it (multiprocessing's "forkserver"): made at once, and sharing its memory. That process has
one thread, so that nothing is copied half done, and has seen nothing of the program's windows and
engines. macOS's libraries do not stand being copied, and Windows cannot: there each child is
started afresh ("spawn").
"""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import sys
from multiprocessing.context import BaseContext

log = logging.getLogger(__name__)

IMPORTS = ("mura_desktop.imaging.headers", "mura_desktop.imaging.reading")
"""What children do their work with; they alone need all of it."""
NOT_IMPORTED = ("requests",)
"""What pydicom does without, a sixth of what it takes to load: it would fetch its test files."""


def import_all() -> None:
    """Import what children do their work with, in a process that does nothing else."""
    for module in NOT_IMPORTED:
        sys.modules[module] = None  # type: ignore[assignment]  # Python's own idiom
    for module in IMPORTS:
        importlib.import_module(module)


def start_early() -> None:
    """Begin to import what children need, in the process that they will be copies of.

    Called once the window is shown: before that, it would keep the window waiting where cores are
    few. Where children are started afresh, there is nothing to begin with.
    """
    if sys.platform == "linux":
        from multiprocessing import forkserver  # noqa: PLC0415 - there is none on Windows

        start_method()
        try:
            forkserver.ensure_running()
        except OSError as error:  # the first request meets the same, and is answered with it
            log.warning("decoding children cannot be started: %s", error.strerror)


def start_method() -> BaseContext:
    """Return how children are started here."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["mura_desktop.imaging.preload"])
    return context
