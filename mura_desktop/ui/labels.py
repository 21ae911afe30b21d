"""Labels that show a text as it is: no label of this program reads HTML."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from mura_desktop.ui import wording


def plain_label(text: str = "", *, name: str = "", wraps: bool = False) -> QLabel:
    """Make a label for plain text; ``name`` is its object name in the style sheet."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setObjectName(name)
    label.setWordWrap(wraps)
    return label


def resize_on_screen(widget: QWidget, width: int, height: int) -> None:
    """Give a window or dialog a size in logical pixels, or what its screen has room for."""
    room = widget.screen().availableGeometry().size()
    widget.resize(QSize(width, height).boundedTo(room))


class ElidedLabel(QLabel):
    """One line that is cut with an ellipsis where it is too long; its tool tip has all of it."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._whole = " ".join(text.split())
        self.setToolTip(wording.tooltip(text) if text else "")
        self.setAccessibleName(self._whole)
        self._cut()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        """Return the height of one line; any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        """Cut the text anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.contentsRect().width(), 40)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))
