"""Read-only pages of plain text and plain tables, for dialogs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
)


def text_page(name: str, text: str = "") -> QPlainTextEdit:
    """Make a page of plain text that can be selected by mouse and by key."""
    page = QPlainTextEdit()
    page.setObjectName("plainText")
    page.setReadOnly(True)
    page.setAccessibleName(name)
    page.setPlainText(text)
    page.setTabChangesFocus(True)
    page.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return page


class PlainTable(QTableWidget):
    """A table to read and to copy from; Ctrl+C takes the chosen rows, with tabs between cells."""

    def __init__(self, name: str, headings: Sequence[str]) -> None:
        super().__init__(0, len(headings))
        self.setObjectName("plainTable")
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(headings))
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def fill(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other rows; numbers stand on the right."""
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                heading = self.horizontalHeaderItem(column)
                item.setData(
                    Qt.ItemDataRole.AccessibleTextRole,
                    f"{'' if heading is None else heading.text()}: {text}",
                )
                self.setItem(at, column, item)
        if rows and self.currentRow() < 0:
            self.setCurrentCell(0, 0)

    def filter(self, text: str) -> int:
        """Show only the rows in which all words stand; returns how many those are."""
        words = text.casefold().split()
        shown = 0
        for row in range(self.rowCount()):
            hidden = any(word not in self._row_text(row).casefold() for word in words)
            self.setRowHidden(row, hidden)
            shown += not hidden
        return shown

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        """Copy the chosen rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted({index.row() for index in self.selectedIndexes()})
            text = "\n".join(self._row_text(row) for row in rows)
            QGuiApplication.clipboard().setText(text)
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys from being taken for commands of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)

    def _row_text(self, row: int) -> str:
        items = (self.item(row, column) for column in range(self.columnCount()))
        return "\t".join("" if item is None else item.text() for item in items)
