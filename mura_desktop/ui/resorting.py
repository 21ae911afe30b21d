"""When the worklist may move: in batches, and never under the reader's pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QTableView

from mura_desktop.ui.worklist_model import WorklistModel

BATCH_MS = 500


class Resorting(QObject):
    """Sorts the worklist some time after results came in.

    A row that the reader chose stays where it is on the screen; otherwise the list stays at its
    top. While the pointer is over the list nothing moves; `held_back` then tells how many results
    wait, and `now` sorts all the same.
    """

    held_back = Signal(int)
    """Number of results that wait to be sorted in, 0 where none."""
    above = Signal(int)
    """Rows that are out of sight above, after some were sorted in there; 0 where none."""
    moved = Signal()
    """The rows were sorted."""

    def __init__(self, view: QTableView, model: WorklistModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self.waiting = 0
        """Rows that are not where they belong."""
        self.rows_above = 0
        """What `above` said last."""
        self._pointer_inside = False
        self.keeps_place = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BATCH_MS)
        self._timer.timeout.connect(self._due)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def waiting_under_pointer(self) -> int:
        """Rows that are not where they belong because the pointer is over the list."""
        return self.waiting if self._pointer_inside else 0

    def forget_place(self) -> None:
        """Forget what was out of sight, because the list is made anew."""
        self._say_above(0)

    def add(self) -> None:
        """Note that one more row is not where it belongs."""
        self.waiting += 1
        if self._pointer_inside:
            self.held_back.emit(self.waiting)
        elif not self._timer.isActive():
            self._timer.start()

    def clear(self) -> None:
        """Forget what waits, because the list was made anew."""
        self.waiting = 0
        self._timer.stop()
        self.held_back.emit(0)

    def now(self) -> None:
        """Sort at once, wherever the pointer is."""
        if self.waiting:
            self.clear()
            self._sort_in_place()

    def settle(self) -> None:
        """Sort without waiting for more results, unless the pointer is over the list."""
        if self.waiting:
            self._due()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Follow the pointer into the list and out of it."""
        if event.type() == QEvent.Type.Enter:
            self._pointer_inside = True
        elif event.type() == QEvent.Type.Leave:
            self._pointer_inside = False
            if self.waiting:
                self._timer.start()
        return super().eventFilter(watched, event)

    def _scrolled(self, value: int) -> None:
        if value == 0:
            self._say_above(0)

    def _say_above(self, rows: int) -> None:
        self.rows_above = rows
        self.above.emit(rows)

    def _due(self) -> None:
        if self._pointer_inside:
            self.held_back.emit(self.waiting)
        else:
            self.now()

    def _sort_in_place(self) -> None:
        view = self._view
        chosen = view.selectionModel().currentIndex()
        before = view.rowViewportPosition(chosen.row()) if chosen.isValid() else -1
        visible = self.keeps_place and chosen.isValid() and 0 <= before < view.viewport().height()
        self._model.resort()
        self._scroll_back(before, visible=visible)
        self.moved.emit()

    def _scroll_back(self, before: int, *, visible: bool) -> None:
        """Leave the chosen row where it was on the screen."""
        view, bar = self._view, self._view.verticalScrollBar()
        if not visible or not view.selectionModel().currentIndex().isValid():
            return
        after = view.rowViewportPosition(view.selectionModel().currentIndex().row())
        bar.setValue(bar.value() + after - before)
        if after > before:
            self._say_above(max(view.rowAt(0), 0))
