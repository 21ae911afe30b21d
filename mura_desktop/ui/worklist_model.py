"""The worklist as Qt sees it: one row a study, sorted by the model itself.

The sorting is done here and not in a proxy, because a comparison in Python for every pair is too
slow for 10,000 studies, and one sorted list of keys is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from mura_desktop.studies.model import Finding, Study
from mura_desktop.studies.states import PENDING, UNREAD, ReadingProgress, State
from mura_desktop.studies.triage import worklist_order
from mura_desktop.ui import wording

_Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from left to right."""

    PRIORITY = 0
    SCORE = 1
    PATIENT = 2
    PART = 3
    DATE = 4
    VIEWS = 5
    STATE = 6


HEADINGS = {
    Column.PRIORITY: "Priority",
    Column.SCORE: "Score",
    Column.PATIENT: "Patient",
    Column.PART: "Body part",
    Column.DATE: "Date",
    Column.VIEWS: "Views",
    Column.STATE: "State",
}
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""Gives the `Row` itself."""


@dataclass(slots=True)
class Row:
    """A study and what is known of it.

    Attributes
    ----------
    study
        The study.
    state
        How far it has come.
    finding
        Its score, where it has one.
    reason
        Why it has none, where that is known.
    since
        When it was first seen, UTC; None where unknown.
    reading
        What readers have done with it.
    """

    study: Study
    state: State = State.WAITING
    finding: Finding | None = None
    reason: str = ""
    since: datetime | None = None
    reading: ReadingProgress = UNREAD

    @property
    def shown_state(self) -> State:
        """The state to show: of reading, else of scoring."""
        return self.reading.state(self.state)

    @property
    def searchable(self) -> str:
        """What the filter box looks into, lower case."""
        study = self.study
        band = "" if self.finding is None else self.finding.band.value
        words = (study.patient, study.body_part, study.description, band, self.state.value)
        return " ".join((*words, wording.day(study.study_date))).casefold()


class WorklistModel(QAbstractTableModel):
    """Studies with their states. `resort` moves rows; nothing else does."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._place: dict[str, int] = {}
        self._column = Column.PRIORITY
        self._reverse = False

    @property
    def rows(self) -> Sequence[Row]:
        """All rows in the order shown."""
        return self._rows

    def load(self, studies: Sequence[Study], known: Mapping[str, Finding]) -> None:
        """Replace all rows, sorted."""
        self.beginResetModel()
        self._rows = [
            Row(study, State.SCORED, known[study.uid]) if study.uid in known else Row(study)
            for study in studies
        ]
        self._rows.sort(key=self._key, reverse=self._reverse)
        self._number()
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
        fresh: list[Row] = []
        for study in studies:
            finding = known.get(study.uid)
            state = State.WAITING if finding is None else State.SCORED
            place = self._place.get(study.uid)
            if place is None:
                began = since.get(study.uid)
                fresh.append(Row(study, state, finding, "", began, reading.get(study.uid, UNREAD)))
            elif self._rows[place].study != study or finding is not None:
                # A row of its own: the viewer may go on showing the study as it was.
                self._rows[place] = replace(
                    self._rows[place], study=study, state=state, finding=finding, reason=""
                )
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))
        if fresh:
            count = len(self._rows)
            self.beginInsertRows(QModelIndex(), count, count + len(fresh) - 1)
            self._rows.extend(fresh)
            self._number()
            self.endInsertRows()
        return len(fresh)

    def update(
        self, study: Study, state: State, finding: Finding | None = None, reason: str = ""
    ) -> bool:
        """Set what is known of a study, without moving its row.

        Returns
        -------
        bool
            False where the study is not in the list.
        """
        place = self._place.get(study.uid)
        if place is None:
            return False
        row = self._rows[place]
        row.state, row.finding, row.reason = state, finding, reason
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))
        return True

    def update_reading(self, study_uid: str, reading: ReadingProgress) -> bool:
        """Set what readers have done with a study, without moving its row; see `update`."""
        place = self._place.get(study_uid)
        if place is None:
            return False
        self._rows[place].reading = reading
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))
        return True

    def row_of(self, study_uid: str) -> int | None:
        """Return where a study stands."""
        return self._place.get(study_uid)

    def resort(self) -> None:
        """Bring the rows into order; selections and other persistent indexes follow theirs."""
        before = self._rows
        after = sorted(before, key=self._key, reverse=self._reverse)
        if all(a is b for a, b in zip(before, after, strict=True)):
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        uids = [before[index.row()].study.uid for index in kept]
        self._rows = after
        self._number()
        self.changePersistentIndexList(
            kept,
            [
                self.index(self._place[uid], index.column())
                for uid, index in zip(uids, kept, strict=True)
            ],
        )
        self.layoutChanged.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by another column; by priority and score, ascending means most suspicious first."""
        self._column = Column(max(column, 0))
        self._reverse = order == Qt.SortOrder.DescendingOrder
        self.resort()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return the number of studies."""
        return 0 if parent.isValid() else len(self._rows)

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
            return HEADINGS[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, tool tip, text for screen readers, or the `Row`."""
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return wording.tooltip(_explanation(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{HEADINGS[column]}: {_text(row, column)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case int(value) if value == ROW_ROLE:
                return row
        return None

    def _key(self, row: Row) -> tuple[Any, ...]:
        pending = row.state in PENDING
        triage = (pending, *worklist_order(row.study, row.finding))
        study = row.study
        match self._column:
            case Column.PATIENT:
                return (study.patient.casefold(), *triage)
            case Column.PART:
                return (study.body_part, *triage)
            case Column.DATE:
                return (wording.day(study.study_date), *triage)
            case Column.VIEWS:
                return (len(study.views), *triage)
            case Column.STATE:
                return (row.state.value, *triage)
        return triage

    def _number(self) -> None:
        self._place = {row.study.uid: place for place, row in enumerate(self._rows)}


def _alignment(column: Column) -> int:
    right = column is Column.VIEWS
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _text(row: Row, column: Column) -> str:
    study, finding = row.study, row.finding
    if column is Column.PRIORITY and finding is not None:
        return finding.band.value
    if column is Column.SCORE and finding is not None:
        return wording.percent(finding.score)
    texts = {
        Column.PATIENT: study.patient,
        Column.PART: study.body_part,
        Column.DATE: wording.day(study.study_date),
        Column.VIEWS: str(len(study.views)),
        Column.STATE: row.state.value,
    }
    return texts.get(column, wording.NO_VALUE)


def _explanation(row: Row, column: Column) -> str:
    if column in (Column.PRIORITY, Column.SCORE) and row.finding is not None:
        return wording.score_meaning(row.study, row.finding)
    if column in (Column.PRIORITY, Column.SCORE, Column.STATE):
        state = f"{row.state.value}: {row.reason}" if row.reason else row.state.value
        above = row.finding is None and row.state in (State.UNREADABLE, State.NOT_SCORED)
        return state + ("\nStands above the scores: nobody has looked at it yet." if above else "")
    return f"{row.study.patient}\n{wording.study_details(row.study)}"
