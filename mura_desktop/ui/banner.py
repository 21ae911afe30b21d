"""A message across the window that blocks nothing and stays until it is dealt with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.reading_keys import press_by_keys
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr


class Banner(QFrame):
    """One message; hidden where there is none."""

    def __init__(self, parent: QWidget | None = None, *, closable: bool) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._act: Callable[[], object] = self.hide
        self.label = plain_label(wraps=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        layout.addWidget(self.label, 1)
        self.action = QPushButton()
        self.action.hide()
        press_by_keys(self.action)
        self.action.clicked.connect(self._do)
        layout.addWidget(self.action)
        if closable:
            close = QPushButton(tr("Close"))
            close.setAccessibleName(tr("Close the message"))
            press_by_keys(close)
            close.clicked.connect(self.hide)
            layout.addWidget(close)
        self.hide()

    def say(self, text: str, *, bug: bool = False) -> None:
        """Show a message; what was offered with the one before is gone."""
        self.action.hide()
        self.label.setText(text)
        self.setProperty("kind", "bug" if bug else "")
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        # Screen readers tell it at once: the focus stays where it is.
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def offer(self, text: str, act: Callable[[], object]) -> None:
        """Put a button beside the message."""
        self.action.setText(text)
        self.action.show()
        self._act = act

    def _do(self) -> None:
        self._act()
