"""The worklist as Qt sees it: rows sorted and filtered by the model itself.

A proxy model would compare and filter row by row in Python, which is too slow for 100,000 studies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from mura_desktop.studies.model import Finding, Study
from mura_desktop.studies.priority import Tier
from mura_desktop.studies.states import ReadingProgress, State
from mura_desktop.ui import wording
from mura_desktop.ui.translation import tr
from mura_desktop.ui.worklist_columns import (
    HEADINGS,
    SORTED_BY,
    Clock,
    Column,
    explanation,
    text,
)
from mura_desktop.ui.worklist_filter import NOTHING, Filter
from mura_desktop.ui.worklist_rows import Indices, Row, Table

_Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""Gives the `Row` itself."""
OVERDUE_ROLE = ROW_ROLE + 1
"""Tells whether a study has waited longer than the site allows."""
NOWHERE = -1


class WorklistModel(QAbstractTableModel):
    """Studies with their states. Only `load`, `resort` and a change of filter or column move rows.

    "Place" is where a row is shown, from 0; rows that the filter leaves out have none.
    """

    rearranging = Signal()
    """Rows are about to move: the last moment to give up a large selection."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = Table()
        self.longest_wait: timedelta | None = None
        self.filter = NOTHING
        self._column = Column.PRIORITY
        self._reverse = False
        self._clock = Clock(datetime.now(UTC), None)
        self._sorted: Indices = np.empty(0, np.intp)
        self._shown: Indices = np.empty(0, np.intp)
        self._places: Indices = np.empty(0, np.intp)

    # What is known.

    @property
    def rows(self) -> Sequence[Row]:
        """All rows in order, those that are filtered out too; makes a new list."""
        rows = self.table.rows
        return [rows[at] for at in self._sorted]

    @property
    def clock(self) -> Clock:
        """The moment that waiting times are told for."""
        return self._clock

    def row(self, place: int) -> Row:
        """Return the row shown at a place."""
        return self.table.rows[int(self._shown[place])]

    def row_for(self, study_uid: str) -> Row | None:
        """Return a study's row, shown or not; None where it is unknown."""
        at = self.table.index.get(study_uid)
        return None if at is None else self.table.rows[at]

    def place(self, study_uid: str) -> int | None:
        """Return where a study is shown, None where it is filtered out or unknown."""
        at = self.table.index.get(study_uid)
        if at is None or at >= len(self._places) or self._places[at] == NOWHERE:
            return None
        return int(self._places[at])

    def of_patient(self, patient_id: str) -> list[Row]:
        """Return all studies of a patient."""
        return [self.table.rows[at] for at in self.table.by_patient.get(patient_id, ())]

    # What changes.

    def load(self, table: Table) -> None:
        """Show other studies, sorted and filtered."""
        self.beginResetModel()
        self.table = table
        self._tick()
        self._arrange()
        self.endResetModel()

    def add_studies(
        self,
        studies: Sequence[Study],
        known: Mapping[str, Finding],
        since: Mapping[str, datetime],
        reading: Mapping[str, ReadingProgress],
    ) -> int:
        """Add studies below the others, and renew those that have grown; no row moves.

        Returns
        -------
        int
            How many are new.
        """
        first = len(self.table)
        fresh = self.table.add(studies, known, since, reading)
        for study in studies:
            if self.table.index[study.uid] < first:
                self._changed(study.uid)
        if fresh:
            new = np.arange(first, first + fresh)
            visible = new[self.filter.mask(self.table)[first:]]
            count = len(self._shown)
            if len(visible):
                self.beginInsertRows(QModelIndex(), count, count + len(visible) - 1)
            self._sorted = np.concatenate([self._sorted, new])
            self._show(np.concatenate([self._shown, visible]))
            if len(visible):
                self.endInsertRows()
        return fresh

    def update(
        self, study: Study, state: State, finding: Finding | None = None, reason: str = ""
    ) -> bool:
        """Set what is known of a study, without moving its row.

        Returns
        -------
        bool
            False where the study is not in the list.
        """
        row = self.row_for(study.uid)
        if row is None:
            return False
        row.state, row.finding, row.reason = state, finding, reason
        self._changed(study.uid)
        return True

    def update_reading(self, study_uid: str, reading: ReadingProgress) -> bool:
        """Set what readers have done with a study, without moving its row; see `update`."""
        row = self.row_for(study_uid)
        if row is None:
            return False
        row.reading = reading
        self._changed(study_uid)
        return True

    def give_up(self, reason: str) -> None:
        """Say of every study that still waits why it will get no score in this job."""
        for at, row in enumerate(self.table.rows):
            if row.state is State.SCORING or (row.state is State.WAITING and not row.reason):
                row.state, row.reason = State.WAITING, reason
                self.table.note(at)
        self._repaint()

    def tick(self) -> bool:
        """Let time go on: waiting times are told anew.

        Returns
        -------
        bool
            Whether a study has become overdue and belongs elsewhere now.
        """
        before = self.table.tiers(self._clock.now, self.longest_wait)
        self._tick()
        self._repaint()
        after = self.table.tiers(self._clock.now, self.longest_wait)
        return not np.array_equal(before, after)

    def set_filter(self, wanted: Filter) -> None:
        """Show the studies that a filter lets through; what was current is to be found again."""
        if wanted != self.filter:
            self.beginResetModel()
            self.filter = wanted
            self._narrow()
            self.endResetModel()

    def resort(self) -> None:
        """Bring the rows into order; selections and other persistent indexes follow theirs.

        Where a change of a study's state lets it through the filter, or not any more, the rows are
        made anew.
        """
        self._tick()
        before = self._shown
        kept = self._sorted
        self._arrange()
        after = self._shown
        if np.array_equal(before, after):
            return
        if len(before) != len(after) or not np.array_equal(np.sort(before), np.sort(after)):
            self._sorted, self._shown = kept, before
            self.beginResetModel()
            self._arrange()
            self.endResetModel()
            return
        self._show(before)
        self.rearranging.emit()
        self.layoutAboutToBeChanged.emit()
        indexes = self.persistentIndexList()
        rows = [before[index.row()] for index in indexes]
        self._show(after)
        self.changePersistentIndexList(
            indexes,
            [
                self.index(int(self._places[at]), index.column())
                for at, index in zip(rows, indexes, strict=True)
            ],
        )
        self.layoutChanged.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by another column; by priority and score, ascending means most suspicious first."""
        self._column = Column(max(column, 0))
        self._reverse = order == Qt.SortOrder.DescendingOrder
        self.resort()

    # Qt's questions.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return the number of studies shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802 - Qt's
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADINGS[Column(section)])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, tool tip, text for screen readers, or the `Row`."""
        row, column = self.row(index.row()), Column(index.column())
        found: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found = text(row, column, self._clock)
            case Qt.ItemDataRole.ToolTipRole:
                found = wording.tooltip(explanation(row, column, self._clock))
            case Qt.ItemDataRole.AccessibleTextRole:
                found = f"{tr(HEADINGS[column])}: {text(row, column, self._clock)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                found = _alignment(column)
            case int(value) if value == ROW_ROLE:
                found = row
            case int(value) if value == OVERDUE_ROLE:
                found = self._clock.standing(row).tier is Tier.OVERDUE
        return found

    # Parts.

    def _tick(self) -> None:
        self._clock = Clock(datetime.now(UTC), self.longest_wait)

    def _arrange(self) -> None:
        """Sort and filter anew."""
        self._sorted = self.table.order(
            SORTED_BY.get(self._column),
            reverse=self._reverse,
            now=self._clock.now,
            longest_wait=self.longest_wait,
        )
        self._narrow()

    def _narrow(self) -> None:
        """Filter anew; the order stays."""
        shown = self._sorted
        if self.filter.narrows:
            shown = shown[self.filter.mask(self.table)[shown]]
        self._show(shown)

    def _show(self, shown: Indices) -> None:
        self._shown = shown
        self._places = np.full(len(self.table), NOWHERE, np.intp)
        self._places[shown] = np.arange(len(shown))

    def _changed(self, study_uid: str) -> None:
        self.table.note(self.table.index[study_uid])
        place = self.place(study_uid)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    def _repaint(self) -> None:
        if len(self._shown):
            last = self.index(len(self._shown) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _alignment(column: Column) -> int:
    right = column is Column.VIEWS
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
