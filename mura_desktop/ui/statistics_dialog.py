"""What was read here: how much, after how long a wait, and in what agreement with the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.reports.statistics import Statistics, statistics_csv, statistics_of, within
from mura_desktop.reports.tables import csv_bytes
from mura_desktop.ui import statistics_tables as tables
from mura_desktop.ui import wording
from mura_desktop.ui.attached import Attached
from mura_desktop.ui.background import Background
from mura_desktop.ui.export_writing import note_export, write_export
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.statistics_charts import BarChart, IntervalChart
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

if TYPE_CHECKING:
    from mura_desktop.store.repository import Store  # as in `mura_desktop.ui.backend`

BEGINNING = date(2000, 1, 1)
"""Earlier than any read; where "all" begins."""


@dataclass(frozen=True, slots=True)
class _Answer:
    figures: Statistics
    readers: tuple[str, ...]


class StatisticsDialog(QDialog):
    """Shows the figures of a range of days, of all readers or of one.

    Parameters
    ----------
    parent
        The window.
    background
        Asks the database and works the figures out.
    store
        Holds the reads; None in a window that keeps nothing.
    missed
        Is told what failed after the dialog was closed.
    """

    def __init__(
        self,
        parent: QWidget | None,
        background: Background,
        store: Store | None,
        missed: Callable[[str, bool], object],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Statistics"))
        resize_on_screen(self, 1080, 820)
        self._background, self._store = Attached(background, self, missed), store
        self._asked = 0
        self.figures: Statistics | None = None
        self.range = QComboBox()
        self.range.setAccessibleName(tr("Range of days"))
        for days, text in (
            (7, tr("Last 7 days")),
            (30, tr("Last 30 days")),
            (90, tr("Last 90 days")),
            (0, tr("All days")),
            (-1, tr("Chosen days")),
        ):
            self.range.addItem(text, days)
        self.start, self.end = _date_edit(tr("First day")), _date_edit(tr("Last day"))
        self.reader = QComboBox()
        self.reader.setAccessibleName(tr("Reader"))
        self.reader.addItem(tr("All readers"), None)
        self.headline = plain_label(name="title")
        self.empty = plain_label(wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar_title, self.bars = plain_label(name="muted"), BarChart()
        self.waits = tables.make_table(tr("Waiting times by band"))
        self.intervals = IntervalChart()
        self.agreement = tables.make_table(tr("Agreement of readers and the model's flag"))
        self.notes = plain_label(name="muted", wraps=True)
        self.said = plain_label(wraps=True)
        self.problem = plain_label(name="problem", wraps=True)
        self.problem.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        self.save_as = self.buttons.addButton(
            tr("&Save as CSV…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.save_as.setEnabled(False)
        self.save_as.clicked.connect(lambda _checked=False: self.save())
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.range.setCurrentIndex(1)
        self._take_range()
        self.range.activated.connect(self._take_range)
        self.start.dateChanged.connect(self._choose_days)
        self.end.dateChanged.connect(self._choose_days)
        self.reader.activated.connect(self._ask)

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(SPACE)
        for part in (self.range, self.start, plain_label(tr("to")), self.end, self.reader):
            filters.addWidget(part)
        filters.addStretch(1)
        self._page = QWidget()
        self._page.setObjectName("panel")
        page = QVBoxLayout(self._page)
        page.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        page.setSpacing(SPACE)
        for title, widgets in (
            (self.bar_title, (self.bars,)),
            (plain_label(tr("Waiting time by band"), name="muted"), (self.waits,)),
            (
                plain_label(tr("Signed conclusion and the model's flag"), name="muted"),
                (self.intervals, self.agreement),
            ),
        ):
            page.addWidget(title)
            for widget in widgets:
                page.addWidget(widget)
            page.addSpacing(SPACE)
        page.addWidget(self.notes)
        page.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE + SPACE // 2)
        layout.addLayout(filters)
        layout.addWidget(self.headline)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self._scroll, 1)
        for below in (self.said, self.problem, self.buttons):
            layout.addWidget(below)
        self._scroll.hide()

    # What is asked for.

    def _take_range(self) -> None:
        """Show the days that a range of the list means."""
        days = int(self.range.currentData())
        if days >= 0:
            today = datetime.now().astimezone().date()
            first = BEGINNING if days == 0 else today - timedelta(days=days - 1)
            for edit, day in ((self.start, first), (self.end, today)):
                edit.blockSignals(True)
                edit.setDate(QDate(day.year, day.month, day.day))
                edit.blockSignals(False)
        self._ask()

    def _choose_days(self) -> None:
        self.range.setCurrentIndex(self.range.count() - 1)
        self._ask()

    def _ask(self) -> None:
        """Ask for the figures; an older answer never takes the place of a newer one."""
        self._asked += 1
        asked, store = self._asked, self._store
        start, end = _day(self.start), _day(self.end)
        reader = self.reader.currentData()
        self.problem.hide()
        self.said.setText("")
        self.save_as.setEnabled(False)
        if start > end:
            self._fail(tr("The first day is after the last one. Choose them anew."), False)
            self._show(_Answer(statistics_of(()), ()))
            return
        if store is None:
            self._show(_Answer(statistics_of(()), ()))
            return
        self.headline.setText(tr("Counting …"))

        def work() -> _Answer:
            reads = store.reads.signed_since(datetime.combine(start, time()).astimezone())
            in_range = within(reads, start, end)
            readers = tuple(sorted({read.current.reader for read in in_range}))
            return _Answer(statistics_of(within(in_range, None, None, reader)), readers)

        def show(answer: _Answer) -> None:
            if asked == self._asked:
                self._show(answer)

        self._background.run(work, show, self._fail)

    # What is shown.

    def _show(self, answer: _Answer) -> None:
        found = self.figures = answer.figures
        self._list_readers(answer.readers)
        studies = wording.plural(found.studies, "study read", "studies read")
        self.headline.setText(studies if found.studies else tr("Nothing was read in these days"))
        self.empty.setText(
            ""
            if found.studies
            else tr("Figures appear here once studies are signed. Choose other days or readers.")
        )
        self.empty.setVisible(not found.studies)
        self._scroll.setVisible(bool(found.studies))
        self.save_as.setEnabled(bool(found.studies))
        title, counts = tables.bars(found.per_day)
        self.bar_title.setText(title)
        self.bars.show_bars(title, counts)
        tables.fill_table(self.waits, *tables.waits_table(found))
        self.intervals.show_rows(
            tr("Agreement over all, with intervals of 95 %"), tables.proportions(found.overall)
        )
        tables.fill_table(self.agreement, *tables.agreement_table(found))
        self.notes.setText("\n".join(tables.notes(found)))

    def _list_readers(self, readers: tuple[str, ...]) -> None:
        chosen = self.reader.currentData()
        self.reader.clear()
        self.reader.addItem(tr("All readers"), None)
        for reader in dict.fromkeys((*readers, *([chosen] if chosen else []))):
            self.reader.addItem(reader, reader)
        self.reader.setCurrentIndex(max(0, self.reader.findData(chosen)))

    def save(self) -> None:
        """Ask for a place and write the figures there."""
        found, store = self.figures, self._store
        if found is None:
            return
        start = str(Path.home() / f"statistics-{_day(self.start)}-{_day(self.end)}.csv")
        kind = tr("CSV (*.csv)")
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the figures"), start, kind)
        if not name:
            return

        def write() -> Path:
            note_export(store, "statistics", way="csv", studies=found.studies)
            return write_export(Path(name), csv_bytes(statistics_csv(found)))

        def told(path: Path) -> None:
            self.said.setText(tr("Saved as {path}.").format(path=path))

        self.problem.hide()
        self._background.run(write, told, self._fail)

    def _fail(self, text: str, _bug: bool) -> None:
        self.said.setText("")
        self.problem.setText(text)
        self.problem.show()


def _date_edit(name: str) -> QDateEdit:
    edit = QDateEdit()
    edit.setAccessibleName(name)
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("yyyy-MM-dd")
    return edit


def _day(edit: QDateEdit) -> date:
    shown = edit.date()
    return date(shown.year(), shown.month(), shown.day())
