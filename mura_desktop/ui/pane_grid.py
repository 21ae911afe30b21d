"""The panes of the viewer in rows and columns, those of an earlier study to the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from mura_desktop.ui.layouts import Arrangement, Grid
from mura_desktop.ui.pane import Pane
from mura_desktop.ui.translation import tr

GAP = 2
GAP_BETWEEN_STUDIES = 8


class PaneGrid(QWidget):
    """Makes panes as they are needed, and keeps them."""

    made = Signal(object)
    """A new `Pane`, to be connected."""
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._all: list[Pane] = []
        self.panes: list[Pane] = []
        """Those in use: of the study that is read row by row, then of the earlier one."""
        self._arrangement: Arrangement | None = None
        self._current, self._earlier = QGridLayout(), QGridLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_BETWEEN_STUDIES)
        for grid in (self._current, self._earlier):
            grid.setSpacing(GAP)
            layout.addLayout(grid, 1)
        self._layout = layout

    def arrange(self, arrangement: Arrangement) -> None:
        """Lay the panes out anew."""
        if arrangement == self._arrangement:
            return
        self._arrangement = arrangement
        grids = (arrangement.current, arrangement.earlier or Grid(0, 0))
        while len(self._all) < grids[0].size + grids[1].size:
            pane = Pane(self)
            pane.setAccessibleName(tr("Radiograph {number}").format(number=len(self._all) + 1))
            self._all.append(pane)
            self.made.emit(pane)
        for pane in self._all:
            self._current.removeWidget(pane)
            self._earlier.removeWidget(pane)
        self.panes = self._all[: grids[0].size + grids[1].size]
        left, right = self.panes[: grids[0].size], self.panes[grids[0].size :]
        for layout, grid, panes in (
            (self._current, grids[0], left),
            (self._earlier, grids[1], right),
        ):
            for number, pane in enumerate(panes):
                row, column = divmod(number, grid.columns)
                layout.addWidget(pane, row, column)
            _share(layout, grid)
        for number, grid in enumerate(grids):
            self._layout.setStretch(number, grid.columns)  # all panes equally wide
        self._layout.setSpacing(GAP_BETWEEN_STUDIES if right else 0)
        for pane in self._all:
            pane.setVisible(pane in self.panes)

    def show_message(self, message: str) -> None:
        """Say something instead of all images."""
        self.arrange(Arrangement(Grid(1, 1)))
        self.panes[0].show_message(message)
        self.frame(0, [False])

    def frame(self, active: int, earlier: Sequence[bool]) -> None:
        """Draw frames where several panes stand: which one keys mean, which show another study."""
        for at, (pane, is_earlier) in enumerate(zip(self.panes, earlier, strict=True)):
            pane.set_frame(several=len(self.panes) > 1, active=at == active, earlier=is_earlier)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        """Tell that other grids may suit better now."""
        super().resizeEvent(event)
        self.resized.emit()


def _share(layout: QGridLayout, grid: Grid) -> None:
    """Give all rows and columns in use the same room, and the others none."""
    for row in range(max(layout.rowCount(), grid.rows)):
        layout.setRowStretch(row, 1 if row < grid.rows else 0)
    for column in range(max(layout.columnCount(), grid.columns)):
        layout.setColumnStretch(column, 1 if column < grid.columns else 0)
