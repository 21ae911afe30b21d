"""The left column of the window: the worklist, and below it the reading panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

LEAST_WIDTH = 330
PANEL_HEIGHT = 340
"""Height of the panel at first, logical pixels."""
PANEL_SHARE = 0.42
"""It takes no more of the column than this at first, so that a low window still has a list."""
LEAST_HEIGHT = 138


class ReadingColumn(QSplitter):
    """Holds worklist and panel, and gives its room away where both are hidden."""

    def __init__(self, worklist: QWidget, panel: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._panel = panel
        self._parts = (worklist, panel)
        self._height = PANEL_HEIGHT
        self._chosen = False
        self.panel_wanted = True
        self.setHandleWidth(3)
        self.setChildrenCollapsible(False)
        self.setMinimumWidth(LEAST_WIDTH)
        panel.setMinimumHeight(LEAST_HEIGHT)
        for at, part in enumerate(self._parts):
            self.addWidget(part)
            self.setStretchFactor(at, 1 - at)
            part.installEventFilter(self)
        self.splitterMoved.connect(self._choose)
        self._share_out(PANEL_HEIGHT)

    @property
    def panel_in_sight(self) -> bool:
        """Whether the panel is shown, or will be with the window."""
        return not self._panel.isHidden()

    @property
    def panel_height(self) -> int:
        """Height that the reader gave the panel, else `PANEL_HEIGHT`; logical pixels."""
        self._remember()
        return self._height if self._chosen else PANEL_HEIGHT

    def set_panel_height(self, height: int) -> None:
        """Give the panel a height; the worklist takes the rest."""
        self._chosen = height != PANEL_HEIGHT
        self._share_out(height)

    def show_panel(self, shown: bool) -> None:
        """Show or hide the panel."""
        self._remember()
        self._panel.setVisible(shown)
        if shown:
            self._share_out(self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        """Leave the list its part of a low window, while nobody has chosen otherwise."""
        super().resizeEvent(event)
        if not self._chosen and self.panel_in_sight:
            self._share_out(min(PANEL_HEIGHT, round(PANEL_SHARE * self.height())))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Hide the column with the last of its parts, and show it with the first."""
        asked = event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
        if asked and self.parentWidget() is not None:
            self.setVisible(any(not part.isHidden() for part in self._parts))
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        self._chosen = True
        self._remember()

    def _share_out(self, height: int) -> None:
        self._height = height
        whole = max(self.height(), 3 * height)
        self.setSizes([whole - height, height])

    def _remember(self) -> None:
        sizes = self.sizes()
        if self._panel.isVisible() and len(sizes) == 2 and sizes[0] > 0:
            self._height = sizes[1]
