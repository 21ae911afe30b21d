"""Renders edge views on a thread of its own: a large film takes longer than the window may wait."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

from mura_desktop.imaging.edges import enhance_edges
from mura_desktop.imaging.grey import FloatImage, GreyImage
from mura_desktop.logs import traced

log = logging.getLogger(__name__)


class EdgeRenderer(QObject):
    """Answers by signal, on the window thread; of several orders for a view the last one counts."""

    rendered = Signal(str, float, object)
    """View UID, strength, and pixels as `enhance_edges` gives them."""
    failed = Signal(str)
    """View UID; the log has the reason."""
    _done = Signal(str, float, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="edge-view")
        self._asked: dict[str, Future[FloatImage]] = {}
        self._done.connect(self._answer)

    @property
    def busy(self) -> bool:
        """Whether answers are on their way."""
        return bool(self._asked)

    def ask(self, uid: str, image: GreyImage, strength: float) -> None:
        """Render a view; what was ordered for it before is given up."""
        before = self._asked.pop(uid, None)
        if before is not None:
            before.cancel()
        future = self._thread.submit(enhance_edges, image.pixels, image.low, image.high, strength)
        self._asked[uid] = future
        future.add_done_callback(lambda done: self._done.emit(uid, strength, done))

    def drop(self) -> None:
        """Take back everything that was asked for."""
        # A cancelled order answers at once: it must already be forgotten then.
        orders, self._asked = list(self._asked.values()), {}
        for future in orders:
            future.cancel()

    def close(self) -> None:
        """End the thread, after what it does just now."""
        self.drop()
        self._thread.shutdown(wait=True)

    def _answer(self, uid: str, strength: float, future: Future[FloatImage]) -> None:
        if self._asked.get(uid) is not future:
            return
        del self._asked[uid]
        error = future.exception()
        if error is not None:
            log.error("an edge view failed:\n%s", traced(error))
            self.failed.emit(uid)
            return
        self.rendered.emit(uid, strength, future.result())
