"""Views scored side by side, where there are many and the engine gains by it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from mura_desktop.errors import ModelError
from mura_desktop.inference.engine import Engine, StreamingEngine

log = logging.getLogger(__name__)

_T = TypeVar("_T")


class SideBySide:
    """Runs work on as many threads as an engine has streams, once that engine is open.

    All threads on one view wait for each other after every layer, and each waits as long as the
    slowest, which decodes the next film meanwhile; a thread for each view waits for nobody.

    Parameters
    ----------
    engine
        Opens the one for many views.
    check
        Raises `ModelError` where the opened engine computes something else.
    """

    def __init__(self, engine: Engine, check: Callable[[Engine], None]) -> None:
        self._engine = engine
        self._check = check
        self._opening: threading.Thread | None = None
        self._many: StreamingEngine | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._free = threading.Semaphore(0)

    @property
    def is_open(self) -> bool:
        """Whether `run` may be called."""
        return self._threads is not None

    def open(self) -> None:
        """Open the engine on a thread of its own; only the first call does anything."""
        if self._opening is None:
            self._opening = threading.Thread(target=self._open, name="streams", daemon=True)
            self._opening.start()

    def run(self, work: Callable[[Engine], _T]) -> Future[_T]:
        """Run work on a free thread; waits until there is one, so that nothing queues up."""
        if self._threads is None or self._many is None:
            raise RuntimeError("there is no engine for many views")
        self._free.acquire()
        running = self._threads.submit(work, self._many)
        running.add_done_callback(lambda _: self._free.release())
        return running

    def close(self) -> None:
        """Wait for what runs: a process that ends meanwhile would crash."""
        if self._opening is not None:
            self._opening.join()
        if self._threads is not None:
            self._threads.shutdown()

    def _open(self) -> None:
        try:
            many = self._engine.for_many()
            if many is None:
                return
            self._check(many)
        except ModelError as error:
            log.warning("views are scored one by one: %s", error)
            return
        log.info("views are scored %d at a time", many.streams)
        self._free = threading.Semaphore(many.streams)
        self._many = many
        self._threads = ThreadPoolExecutor(many.streams, thread_name_prefix="stream")
