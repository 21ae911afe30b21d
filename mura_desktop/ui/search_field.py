"""A field that finds words in a text, by key: Return goes on, Shift+Return goes back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from mura_desktop.ui.translation import tr


class SearchField(QLineEdit):
    """Marks the next place where its words stand in a text; `text` may be exchanged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: QPlainTextEdit | None = None
        self.setPlaceholderText(tr("Find  (Ctrl+F, Return for the next)"))
        self.setAccessibleName(tr("Find in this page"))
        self.setClearButtonEnabled(True)
        self.textChanged.connect(lambda _: self.find_next(from_start=True))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        """Go on to the next place, or back; leave other keys to the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.find_next(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def find_next(self, *, from_start: bool = False, back: bool = False) -> bool:
        """Mark the next place, beginning again at the end; False where there is none."""
        page, words = self.page, self.text()
        if page is None:
            return False
        flags = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if from_start:
            page.moveCursor(QTextCursor.MoveOperation.Start)
        found = bool(words) and page.find(words, flags)
        if words and not found:
            end = QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start
            page.moveCursor(end)
            found = page.find(words, flags)
        self.setProperty("missing", bool(words) and not found)
        self.style().unpolish(self)
        self.style().polish(self)
        return found
