"""The left side of the window: filter box, worklist, progress, and what was not scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mura_desktop.studies.model import Finding, NotScored, Scan, Study
from mura_desktop.studies.states import ReadingProgress, State
from mura_desktop.ui import wording
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.not_scored import NotScoredPanel
from mura_desktop.ui.progress import Progress
from mura_desktop.ui.resorting import Resorting
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.worklist_filter import WorklistFilter
from mura_desktop.ui.worklist_model import Row, WorklistModel
from mura_desktop.ui.worklist_table import WorklistTable


class WorklistPanel(QWidget):
    """Shows the worklist and says which study is chosen."""

    chosen = Signal(object)
    """`Row` of the chosen study, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = WorklistModel(self)
        self.shown = WorklistFilter(self.model, self)
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText("Filter by patient, part, priority or state  (Ctrl+F)")
        self.filter_box.setAccessibleName("Filter the worklist")
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.textChanged.connect(self._filter)
        self.count = plain_label(name="muted")
        self.view = WorklistTable(self.shown)
        self.hint = QPushButton()
        self.hint.setObjectName("sortHint")
        self.hint.hide()
        self.hint.clicked.connect(self._follow_hint)
        self.progress = Progress()
        self.not_scored = NotScoredPanel()
        self._resorting = Resorting(self.view, self.model)
        self._resorting.held_back.connect(self._show_held_back)
        self._resorting.above.connect(self._show_above)
        self._hint_sorts = False
        self._announced = ""
        self.view.selectionModel().currentRowChanged.connect(self._announce)
        self._lay_out()

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.addWidget(plain_label("Worklist", name="title"))
        title.addStretch(1)
        title.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE + 2, 2 * SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addLayout(title)
        layout.addWidget(self.filter_box)
        layout.addWidget(self.hint)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.not_scored)

    # What the pipeline tells.

    def load(self, scan: Scan, known: Mapping[str, Finding]) -> None:
        """Show other studies; nothing is chosen."""
        self._announced = ""
        self.model.load(scan.studies, known)
        self._resorting.clear()
        self.not_scored.clear()
        self.not_scored.add(scan.not_scored)
        self._count()
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
        self._count()
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
        if state is not State.SCORING:
            self._resorting.add()
        if not_scored:
            self.not_scored.add(not_scored)
        place = self.model.row_of(study.uid)
        return None if place is None else self.model.rows[place]

    def give_up(self, reason: str) -> None:
        """Say of every study that still waits why it will get no score in this job."""
        for row in list(self.model.rows):
            if row.state is State.SCORING or (row.state is State.WAITING and not row.reason):
                self.model.update(row.study, State.WAITING, reason=reason)

    def update_reading(self, study_uid: str, reading: ReadingProgress) -> None:
        """Set what readers have done with a study; its row moves a little later."""
        if self.model.update_reading(study_uid, reading):
            self._resorting.add()

    # What the reader does.

    @property
    def current(self) -> Row | None:
        """The chosen row."""
        index = self.view.selectionModel().currentIndex()
        return self.shown.row(index.row()) if index.isValid() else None

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
        scored = (place for place in places if self.shown.row(place).finding is not None)
        self.choose(next(scored, 0))
        self._resorting.keeps_place = False

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

    # Parts.

    def _announce(self, current: QModelIndex) -> None:
        """Tell of a new choice. Sorting and filtering move the current index: that is no choice."""
        row = self.shown.row(current.row()) if current.isValid() else None
        uid = "" if row is None else row.study.uid
        if row is not None and uid != self._announced:
            self._announced = uid
            self._resorting.keeps_place = True
            self.chosen.emit(row)

    def _filter(self, text: str) -> None:
        self.shown.set_text(text)
        self._count()

    def _count(self) -> None:
        total, visible = self.model.rowCount(), self.shown.rowCount()
        self.count.setText(
            wording.plural(total, "study", "studies")
            if visible == total
            else f"{visible:,} of {wording.plural(total, 'study', 'studies')}"
        )

    def _show_held_back(self, waiting: int) -> None:
        self._hint_sorts = True
        self.hint.setText(f"{wording.plural(waiting, 'new result', 'new results')}: sort now")
        self.hint.setVisible(waiting > 0)

    def _show_above(self, rows: int) -> None:
        if rows == 0 and self._hint_sorts:
            return
        self._hint_sorts = False
        ranks = wording.plural(rows, "study ranks", "studies rank")
        self.hint.setText(f"{ranks} above what is in sight: go to the top")
        self.hint.setVisible(rows > 0)

    def _follow_hint(self) -> None:
        if self._hint_sorts:
            self.sort_now()
        else:
            self.view.scrollToTop()
            self.hint.hide()
