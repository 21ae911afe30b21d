"""The worklist's table: column widths, and a patient column that takes what is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from mura_desktop.ui.worklist_delegate import ROW_HEIGHT, WorklistDelegate
from mura_desktop.ui.worklist_filter import WorklistFilter
from mura_desktop.ui.worklist_model import Column

WIDTHS = {
    Column.PRIORITY: 118,
    Column.SCORE: 106,
    Column.PATIENT: 130,
    Column.PART: 84,
    Column.DATE: 94,
    Column.VIEWS: 54,
    Column.STATE: 94,
}
"""In logical pixels; for the patient the least."""


class WorklistTable(QTableView):
    """A table in which whole rows are chosen, one at a time."""

    def __init__(self, shown: WorklistFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Worklist")
        self.setModel(shown)
        self.setItemDelegate(WorklistDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(44)
        header.setSortIndicator(Column.PRIORITY, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        """Give the patient what the other columns leave; a narrow table scrolls sideways."""
        super().resizeEvent(event)
        header = self.horizontalHeader()
        others = header.length() - header.sectionSize(Column.PATIENT)
        rest = self.viewport().width() - others
        header.resizeSection(Column.PATIENT, max(rest, WIDTHS[Column.PATIENT]))
