"""The left side of the window: filters, worklist, progress, and what was not scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mura_desktop.studies.earlier import earlier_studies
from mura_desktop.studies.model import Band, Finding, NotScored, Scan, Study
from mura_desktop.studies.states import ReadingProgress, State
from mura_desktop.ui import wording
from mura_desktop.ui.filter_bar import FilterBar
from mura_desktop.ui.labels import ElidedLabel, plain_label
from mura_desktop.ui.not_scored import NotScoredPanel
from mura_desktop.ui.progress import Progress
from mura_desktop.ui.reading_keys import press_by_keys
from mura_desktop.ui.resorting import Resorting
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr
from mura_desktop.ui.worklist_columns import why
from mura_desktop.ui.worklist_model import WorklistModel
from mura_desktop.ui.worklist_rows import Row, Table
from mura_desktop.ui.worklist_table import WorklistTable

TICK_MS = 30_000
"""Waiting times are told in minutes."""
MOST_KEPT_SELECTED = 1000
"""A larger selection is given up when rows move: following each of its rows would take too long."""


class WorklistPanel(QWidget):
    """Shows the worklist and says which study is chosen."""

    chosen = Signal(object)
    """`Row` of the chosen study, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = self.shown = WorklistModel(self)
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText(
            tr("Filter by patient, part, priority or state  (Ctrl+F)")
        )
        self.filter_box.setAccessibleName(tr("Filter the worklist"))
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.textChanged.connect(self._filter)
        self.filters = FilterBar()
        self.filters.changed.connect(self._filter)
        self.filters.cleared.connect(self.clear_filters)
        self.count = plain_label(name="muted")
        self.view = WorklistTable(self.shown)
        self.why = ElidedLabel("muted")
        self.hint = QPushButton()
        self.hint.setObjectName("sortHint")
        self.hint.hide()
        press_by_keys(self.hint)
        self.hint.clicked.connect(self._follow_hint)
        self.progress = Progress()
        self.not_scored = NotScoredPanel()
        self._resorting = Resorting(self.view, self.model)
        self._resorting.held_back.connect(self._show_hint)
        self._resorting.above.connect(self._show_hint)
        self._resorting.moved.connect(self._moved)
        self._urgent: dict[str, None] = {}
        self._announced = ""
        self.view.selectionModel().currentRowChanged.connect(self._announce)
        self.model.modelAboutToBeReset.connect(self._resorting.forget_place)
        self.model.modelReset.connect(self._find_current_again)
        self.model.rearranging.connect(self._shed_large_selection)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(100)
        self._counting.timeout.connect(self._count)
        self._minutes = QTimer(self)
        self._minutes.setInterval(TICK_MS)
        self._minutes.timeout.connect(self._tick)
        self._minutes.start()
        self._lay_out()
        self._count()

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.addWidget(plain_label(tr("Worklist"), name="title"))
        title.addStretch(1)
        title.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE + 2, 2 * SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addLayout(title)
        layout.addWidget(self.filter_box)
        layout.addWidget(self.filters)
        layout.addWidget(self.hint)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.why)
        layout.addWidget(self.progress)
        layout.addWidget(self.not_scored)

    # What the pipeline and other readers tell.

    def set_longest_wait(self, longest_wait: timedelta | None) -> None:
        """Say how long a study may wait before it rises to the top; None for ever."""
        if longest_wait != self.model.longest_wait:
            self.model.longest_wait = longest_wait
            self._tick()
            self._resorting.add()

    def load(
        self,
        scan: Scan,
        known: Mapping[str, Finding],
        since: Mapping[str, datetime] | None = None,
        reading: Mapping[str, ReadingProgress] | None = None,
    ) -> None:
        """Show other studies; nothing is chosen."""
        self.show_table(Table(scan.studies, known, since, reading), scan.not_scored)

    def show_table(
        self, table: Table, not_scored: Sequence[NotScored], *, again: bool = False
    ) -> None:
        """Show other studies, whose table was made elsewhere.

        Nothing is chosen then; but where `again` says that the table takes the place of a part of
        it, what was chosen stays.
        """
        before = self.model.row_for(self._announced) if again else None
        if before is None:
            self._announced = ""
        else:
            table.renew_reading(before)
        if not again:
            self._urgent.clear()
        self._resorting.clear()
        self.model.load(table)
        self.filters.set_parts({row.study.body_part for row in table.rows})
        self.not_scored.clear()
        self.not_scored.add(not_scored)
        self._count()
        if before is None or self.model.row_for(self._announced) is None:
            self._announced = ""
            self.chosen.emit(None)

    def add_studies(
        self,
        studies: Sequence[Study],
        known: Mapping[str, Finding],
        since: Mapping[str, datetime],
        reading: Mapping[str, ReadingProgress],
    ) -> int:
        """Add studies that came later, and renew those that have grown; returns how many are new.

        Choice and place of the list stay; rows move a little later.
        """
        added = self.model.add_studies(studies, known, since, reading)
        self.filters.set_parts({row.study.body_part for row in self.model.table.rows})
        for finding in known.values():
            self._note_urgent(finding)
        self._counting.start()
        self._resorting.add()
        return added

    def update_study(
        self,
        study: Study,
        state: State,
        finding: Finding | None = None,
        reason: str = "",
        not_scored: tuple[NotScored, ...] = (),
    ) -> Row | None:
        """Set what is known of a study; its row moves a little later.

        Returns
        -------
        Row or None
            The row, None where the study is not in the list.
        """
        if not self.model.update(study, state, finding, reason):
            return None
        if finding is not None:
            self._note_urgent(finding)
        if state is not State.SCORING:
            self._resorting.add()
        if not_scored:
            self.not_scored.add(not_scored)
        self._counting.start()
        return self.model.row_for(study.uid)

    def update_reading(self, study_uid: str, reading: ReadingProgress) -> None:
        """Set what readers have done with a study; its row moves a little later."""
        if self.model.update_reading(study_uid, reading):
            self._resorting.add()
            self._counting.start()
            self._say_why()

    def give_up(self, reason: str) -> None:
        """Say of every study that still waits why it will get no score in this job."""
        self.model.give_up(reason)
        self._counting.start()

    # What the reader does.

    @property
    def current(self) -> Row | None:
        """The chosen row."""
        index = self.view.selectionModel().currentIndex()
        return self.shown.row(index.row()) if index.isValid() else None

    def selected_rows(self) -> list[Row]:
        """Return the rows that are marked, in the order shown; often just the chosen one."""
        selection = self.view.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        places = {place for part in ranges for place in range(part.top(), part.bottom() + 1)}
        return [self.shown.row(place) for place in sorted(places)]

    def shown_rows(self) -> list[Row]:
        """Return the rows in sight of the filter, in the order shown."""
        return [self.shown.row(place) for place in range(self.shown.rowCount())]

    def step(self, step: int) -> None:
        """Choose the next or the previous study of those shown."""
        index = self.view.selectionModel().currentIndex()
        self.choose(index.row() + step if index.isValid() else 0)

    def choose(self, place: int) -> None:
        """Choose the study shown at a place; beyond the ends nothing happens."""
        if not 0 <= place < self.shown.rowCount():
            return
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(
            self.shown.index(place, 0), flags.ClearAndSelect | flags.Rows
        )
        self.view.scrollTo(self.shown.index(place, 0))

    def choose_first_scored(self) -> None:
        """Choose the most suspicious study, or the top one where none has a score.

        This is not the reader's choice: the list does not keep its place for it.
        """
        places = range(self.shown.rowCount())
        unread = [place for place in places[:200] if not self._is_signed(place)]
        scored = (place for place in unread if self.shown.row(place).finding is not None)
        self.choose(next(scored, unread[0] if unread else 0))
        self._resorting.keeps_place = False

    def choose_next_unread(self) -> bool:
        """Choose the next study below that is not signed, else the first one of the list.

        Returns
        -------
        bool
            False where every study shown is signed; the choice then stays.
        """
        index = self.view.selectionModel().currentIndex()
        here = index.row() if index.isValid() else -1
        count = self.shown.rowCount()
        for place in (*range(here + 1, count), *range(max(here, 0))):
            if not self._is_signed(place):
                self.choose(place)
                return True
        return False

    def earlier(self, study: Study) -> list[Row]:
        """Return the studies of the same patient and part from earlier days, the newest first."""
        rows = {row.study.uid: row for row in self.model.of_patient(study.patient_id)}
        found = earlier_studies(study, (row.study for row in rows.values()))
        return [rows[earlier.uid] for earlier in found]

    def next_row(self) -> Row | None:
        """Return the row below the chosen one."""
        index = self.view.selectionModel().currentIndex()
        place = index.row() + 1
        return self.shown.row(place) if index.isValid() and place < self.shown.rowCount() else None

    def sort_now(self) -> None:
        """Bring new results to their places at once."""
        self._resorting.now()

    def settle(self) -> None:
        """Sort what still waits, unless the pointer is over the list."""
        self._resorting.settle()

    def jump_to_urgent(self) -> None:
        """Choose the most suspicious of the urgent studies that arrived out of sight."""
        self._forget_seen()
        if not self._urgent:
            return
        self.sort_now()
        if all(self.shown.place(uid) is None for uid in self._urgent):
            self.clear_filters()
        places = [place for uid in self._urgent if (place := self.shown.place(uid)) is not None]
        if places:
            first = min(places)
            # The others may be out of sight still, or hidden by a filter: they are told again.
            self._urgent.pop(self.shown.row(first).study.uid)
            self.choose(first)
        self._show_hint()

    def clear_filters(self) -> None:
        """Show all studies."""
        self.filter_box.blockSignals(True)
        self.filter_box.clear()
        self.filter_box.blockSignals(False)
        self.filters.clear()

    # Parts.

    def _is_signed(self, place: int) -> bool:
        return self.shown.row(place).shown_state is State.SIGNED

    def _announce(self, current: QModelIndex) -> None:
        """Tell of a new choice. Sorting and filtering move the current index: that is no choice."""
        row = self.shown.row(current.row()) if current.isValid() else None
        uid = "" if row is None else row.study.uid
        if row is not None and uid != self._announced:
            self._announced = uid
            self._urgent.pop(uid, None)
            self._resorting.keeps_place = True
            self.chosen.emit(row)
        self._say_why()

    def _find_current_again(self) -> None:
        """Make the study in view current again after the rows were made anew."""
        place = self.shown.place(self._announced) if self._announced else None
        if place is not None:
            self.choose(place)

    def _shed_large_selection(self) -> None:
        selection = self.view.selectionModel()
        ranges = selection.selection()
        marked = sum(ranges.at(number).height() for number in range(ranges.count()))
        if marked > MOST_KEPT_SELECTED:
            flags = QItemSelectionModel.SelectionFlag
            selection.select(selection.currentIndex(), flags.ClearAndSelect | flags.Rows)

    def _filter(self) -> None:
        self.model.set_filter(self.filters.filter.with_text(self.filter_box.text()))
        self._count()

    def _moved(self) -> None:
        self._count()
        self._show_hint()

    def _tick(self) -> None:
        if self.model.tick():
            self._resorting.add()
        self._say_why()

    def _say_why(self) -> None:
        row = self.model.row_for(self._announced)
        self.why.set_text("" if row is None else why(row, self.model.clock))
        self.why.setVisible(row is not None)

    def _count(self) -> None:
        self._counting.stop()
        total, visible = len(self.model.table), self.shown.rowCount()
        studies = wording.plural(total, "study", "studies")
        self.count.setText(
            studies
            if visible == total
            else tr("{shown} of {studies}").format(shown=f"{visible:,}", studies=studies)
        )
        self.filters.set_counts(self.model.table.counts())
        if total and not visible:
            message = tr("No study matches the filters. Shift+F clears them.")
        else:
            message = "" if total else tr("No studies yet.")
        if message != self.view.message:
            self.view.message = message
            self.view.viewport().update()

    def _note_urgent(self, finding: Finding) -> None:
        if finding.band is Band.URGENT and finding.study_uid != self._announced:
            self._urgent[finding.study_uid] = None

    def _forget_seen(self) -> None:
        """Forget of the urgent studies those that are in sight, read, or no longer urgent."""
        view = self.view
        height = view.viewport().height()
        for uid in list(self._urgent):
            row, place = self.model.row_for(uid), self.shown.place(uid)
            top = -1 if place is None else view.rowViewportPosition(place)
            seen = place is not None and 0 <= top < height and not self._resorting.waiting
            urgent = row is not None and row.finding is not None
            if seen or not urgent or (row is not None and row.shown_state is State.SIGNED):
                del self._urgent[uid]

    def _show_hint(self, _number: int = 0) -> None:
        self._forget_seen()
        urgent, waiting = len(self._urgent), self._resorting.waiting_under_pointer
        above = self._resorting.rows_above
        if urgent:
            arrived = wording.plural(urgent, "urgent study arrived", "urgent studies arrived")
            self.hint.setText(tr("{arrived}: show it (G)").format(arrived=arrived))
        elif waiting:
            results = wording.plural(waiting, "new result", "new results")
            self.hint.setText(tr("{results}: sort now").format(results=results))
        elif above:
            ranks = wording.plural(above, "study ranks", "studies rank")
            self.hint.setText(
                tr("{studies} above what is in sight: go to the top").format(studies=ranks)
            )
        if self.hint.property("urgent") != bool(urgent):
            self.hint.setProperty("urgent", bool(urgent))
            self.hint.style().unpolish(self.hint)
            self.hint.style().polish(self.hint)
        self.hint.setVisible(bool(urgent or waiting or above))

    def _follow_hint(self) -> None:
        if self._urgent:
            self.jump_to_urgent()
        elif self._resorting.waiting_under_pointer:
            self.sort_now()
        else:
            self.view.scrollToTop()
