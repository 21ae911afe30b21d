"""One door to short work beside the window's thread: a query, a page to write, a file to copy.

Scoring has a thread of its own (`mura_desktop.ui.worker`), pixels have their own processes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from mura_desktop.errors import MuraError
from mura_desktop.logs import traced
from mura_desktop.ui.reasons import told
from mura_desktop.ui.translation import QT_TR_NOOP, tr

log = logging.getLogger(__name__)

_T = TypeVar("_T")

OUR_BUG = QT_TR_NOOP(
    "Something in this program went wrong (details are in the log). This is our bug: "
)


class Background(QObject):
    """Runs functions on two threads and hands what they return back to the window's thread.

    Whoever asks names what is to follow; after `close` nothing follows any more.
    """

    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="background")
        self._closed = False
        self._running = 0
        self._done.connect(self._follow, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something was asked for whose sequel is still to come."""
        return self._running > 0

    def run(
        self,
        act: Callable[[], _T],
        then: Callable[[_T], object] = lambda _result: None,
        failed: Callable[[str, bool], object] | None = None,
    ) -> None:
        """Do something elsewhere.

        Parameters
        ----------
        act
            Runs on another thread; touches nothing of Qt.
        then
            Gets what `act` returned, on the window's thread.
        failed
            Gets a text for the user, in the language that is on, and whether it is our bug, on the
            window's thread. Failures that are our bug are logged in any case.
        """
        if self._closed:
            return
        self._running += 1
        future = self._pool.submit(act)
        future.add_done_callback(lambda done: self._done.emit((done, then, failed)))

    def run_aside(self, act: Callable[[], _T], then: Callable[[_T], object]) -> None:
        """Do something that may never end, such as asking a share that does not answer.

        Nothing else waits for it, `close` neither. What it does must bear being cut off.
        """
        if self._closed:
            return
        self._running += 1
        future: Future[_T] = Future()

        def work() -> None:
            try:
                future.set_result(act())
            except Exception as error:  # noqa: BLE001 - told as that of any other work
                future.set_exception(error)
            if not self._closed:
                self._done.emit((future, then, None))

        threading.Thread(target=work, name="aside", daemon=True).start()

    def close(self) -> None:
        """Drop what has not begun, and wait for what has."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _follow(self, message: tuple[Future[Any], Callable[[Any], object], Any]) -> None:
        self._running -= 1
        future, then, failed = message
        if self._closed or future.cancelled():
            return
        error = future.exception()
        if error is None:
            then(future.result())
            return
        bug = not isinstance(error, MuraError)
        if bug:
            log.error("background work failed:\n%s", traced(error))
        text = f"{tr(OUR_BUG)}{type(error).__name__}: {error}" if bug else told(str(error))
        if failed is not None:
            failed(text, bug)
