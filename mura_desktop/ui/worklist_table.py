"""The worklist's table: columns that can be chosen, moved and resized; what it says if empty."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from mura_desktop.studies.body_parts import MURA_PARTS
from mura_desktop.studies.model import Band
from mura_desktop.studies.states import State
from mura_desktop.ui.theme import SPACE, colours
from mura_desktop.ui.translation import tr
from mura_desktop.ui.words import word
from mura_desktop.ui.worklist_columns import HEADINGS, HIDDEN_AT_FIRST, PLACES, Column
from mura_desktop.ui.worklist_delegate import MARK_SIDE, ROW_HEIGHT, WorklistDelegate
from mura_desktop.ui.worklist_model import WorklistModel

WIDTHS = {
    Column.PRIORITY: 118,
    Column.SCORE: 88,
    Column.PATIENT: 174,
    Column.PART: 80,
    Column.DATE: 94,
    Column.VIEWS: 54,
    Column.STATE: 84,
    Column.WAITING: 78,
    Column.WHY: 300,
    Column.READER: 120,
    Column.DESCRIPTION: 180,
    Column.PATIENT_ID: 120,
}
"""In logical pixels, at least; the patient gets what is left over."""
LEAST = 130
"""Of the patient, where there is little room."""
FITTED: dict[Column, Iterable[str]] = {
    Column.PRIORITY: Band,
    Column.PART: MURA_PARTS,
    Column.STATE: State,
}
"""Columns of few words, which are shown whole."""
ALWAYS = Column.PATIENT
"""A list without this column would be of no use."""


class WorklistTable(QTableView):
    """A table of whole rows, of which one is current and several can be chosen."""

    def __init__(self, shown: WorklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = ""
        """Said in the middle while there is no row."""
        self.setAccessibleName(tr("Worklist"))
        self.setModel(shown)
        self.setItemDelegate(WorklistDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
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
        # Headings ask of every row whether it is chosen, to look chosen themselves: not these.
        header.setSelectionModel(QItemSelectionModel(shown, header))
        header.setMinimumSectionSize(44)
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda at: self.choose_columns(header.mapToGlobal(at))
        )
        header.setSortIndicator(Column.PRIORITY, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.reset_columns()

    # Columns.

    def choose_columns(self, at: QPoint | None = None) -> QMenu:
        """Show a menu of all columns; without a place, below the headings."""
        header = self.horizontalHeader()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            action = menu.addAction(tr(HEADINGS[column]))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(column))
            action.setEnabled(column is not ALWAYS)
            action.toggled.connect(
                lambda shown, column=column: self.show_column(column, shown=shown)
            )
        menu.addSeparator()
        menu.addAction(tr("As at first")).triggered.connect(self.reset_columns)
        menu.popup(at or header.mapToGlobal(QPoint(SPACE, header.height())))
        return menu

    def show_column(self, column: Column, *, shown: bool) -> None:
        """Show or hide a column."""
        self.horizontalHeader().setSectionHidden(column, not shown)
        self._give_rest()

    def reset_columns(self) -> None:
        """Go back to the columns, widths and places of the first start."""
        header = self.horizontalHeader()
        for place, column in enumerate(PLACES):
            header.moveSection(header.visualIndex(column), place)
            header.resizeSection(column, self._room(column))
            header.setSectionHidden(column, column in HIDDEN_AT_FIRST)
        self._give_rest()

    def _room(self, column: Column) -> int:
        """Return a column's first width: what stands in most rows fits in every language."""
        widest = max(
            (self.fontMetrics().horizontalAdvance(word(one)) for one in FITTED.get(column, ())),
            default=0,
        )
        mark = int(MARK_SIDE) + SPACE if column is Column.PRIORITY else 0
        return max(WIDTHS[column], widest + mark + 2 * SPACE)

    def columns(self) -> str:
        """Return how the columns are, to be remembered."""
        return bytes(self.horizontalHeader().saveState().toBase64().data()).decode()

    def set_columns(self, kept: str) -> None:
        """Bring the columns back to how they were; what does not fit this program changes nothing.

        The order of rows is not brought back: a new day begins with the most suspicious.
        """
        header = self.horizontalHeader()
        if not kept or not header.restoreState(QByteArray.fromBase64(kept.encode())):
            return
        if header.count() != len(Column) or header.isSectionHidden(ALWAYS):
            self.reset_columns()
        header.setSectionsMovable(True)
        self.sortByColumn(Column.PRIORITY, Qt.SortOrder.AscendingOrder)

    # Qt's events.

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's
        """Offer the columns over the headings only."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        """Give the patient what the other columns leave; a narrow table scrolls sideways."""
        super().resizeEvent(event)
        self._give_rest()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Say why there is no row."""
        super().paintEvent(event)
        if self.message and self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(colours().muted))
            area = self.viewport().rect().adjusted(2 * SPACE, 2 * SPACE, -2 * SPACE, -2 * SPACE)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(area, int(flags) | int(Qt.TextFlag.TextWordWrap), self.message)

    def _give_rest(self) -> None:
        header, room = self.horizontalHeader(), self.viewport().width()
        patient = header.sectionSize(Column.PATIENT)
        rest = room - header.length() + patient
        # Where not all columns have room, the state is still shown whole.
        end = header.sectionPosition(Column.STATE) + header.sectionSize(Column.STATE)
        beside = min(room - end + patient, WIDTHS[Column.PATIENT])
        header.resizeSection(Column.PATIENT, max(rest, beside, LEAST))
