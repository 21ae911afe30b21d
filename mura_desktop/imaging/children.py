"""How decoding children are started.

On Linux one process imports what children need, which takes most of a second, and each child is a
copy of it (multiprocessing's "forkserver"): made at once, and sharing its memory. That process has
one thread, so that nothing is copied half done, and has seen nothing of the program's windows and
engines. macOS's libraries do not stand being copied, and Windows cannot: there each child is
started afresh ("spawn").
"""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.context import BaseContext

IMPORTS = ("mura_desktop.imaging.headers", "mura_desktop.imaging.reading")
"""What children do their work with; they alone need all of it."""


def start_method() -> BaseContext:
    """Return how children are started here."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["mura_desktop.imaging.preload"])
    return context
