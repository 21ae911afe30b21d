"""Looking for studies in an archive, and fetching them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.dicomio.query import (
    Answer,
    FoundStudy,
    Query,
    parse_days,
    parse_modalities,
    parse_parts,
)
from mura_desktop.errors import UsageError
from mura_desktop.reception import Reception
from mura_desktop.remotes import Remote
from mura_desktop.ui import wording
from mura_desktop.ui.background import Background
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.reasons import told
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

TICK_MS = 100
COLUMNS = 7


@dataclass(slots=True)
class _Work:
    """What runs beside the window; the other thread writes, the window reads."""

    cancelled: threading.Event = field(default_factory=threading.Event)
    study: int = 0
    studies: int = 0
    images: int = 0
    of_images: int | None = None
    fetched: list[str] = field(default_factory=list)


class QueryDialog(QDialog):
    """Asks one archive at a time; closing it cancels what runs.

    Parameters
    ----------
    parent
        The window.
    remotes
        Archives that may be asked; at least one.
    reception
        Asks, and keeps what comes.
    background
        Where that is done.
    """

    fetched = Signal(int)
    """So many studies came."""

    def __init__(
        self,
        parent: QWidget | None,
        remotes: Sequence[Remote],
        reception: Reception,
        background: Background,
    ) -> None:
        super().__init__(parent)
        self._remotes = tuple(remotes)
        self._reception = reception
        self._background = background
        self._work: _Work | None = None
        self._found: tuple[FoundStudy, ...] = ()
        self.setWindowTitle(tr("Find studies in an archive"))
        resize_on_screen(self, 920, 560)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._lay_out()
        self._running(False)
        self.patient.setFocus()

    def reject(self) -> None:
        """Close, and cancel what runs."""
        self.cancel()
        super().reject()

    def cancel(self) -> None:
        """Ask what runs to stop."""
        if self._work is not None:
            self._work.cancelled.set()
            self.say(tr("Stopping …"))

    def say(self, text: str) -> None:
        """Tell how it goes."""
        self.message.setText(text)

    # How it is built.

    def _lay_out(self) -> None:
        self.remote = QComboBox()
        for one in self._remotes:
            self.remote.addItem(one.name)
        self.patient = self._line(tr("Number, or beginning of the name"))
        self.day = self._line(tr("2026-01-31, 2026-01-01..2026-01-31, today"))
        self.day.setText(tr("today"))
        self.part = self._line(tr("wrist, hand; limbs for all of them"))
        self.modality = self._line("CR, DX")
        self.modality.setText("CR, DX")
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for text, widget in (
            (tr("&Archive"), self.remote),
            (tr("&Patient"), self.patient),
            (tr("&Date"), self.day),
            (tr("&Body part"), self.part),
            (tr("&Modality"), self.modality),
        ):
            form.addRow(text, widget)
            widget.setAccessibleName(text.replace("&", ""))
        self.seek = QPushButton(tr("F&ind"))
        self.seek.setDefault(True)
        self.fetch = QPushButton(tr("Fe&tch the chosen studies"))
        self.stop = QPushButton(tr("&Cancel"))
        self.leave = QPushButton(tr("C&lose"))
        self.seek.clicked.connect(self._ask)
        self.fetch.clicked.connect(self._fetch)
        self.stop.clicked.connect(self.cancel)
        self.leave.clicked.connect(self.reject)
        self.table = self._table()
        self.message = plain_label(wraps=True)
        self.message.setAccessibleName(tr("State"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addWidget(self.seek)
        buttons.addWidget(self.fetch)
        buttons.addStretch(1)
        buttons.addWidget(self.stop)
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(form)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)

    def _line(self, example: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(example)
        line.setMaxLength(200)
        return line

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, COLUMNS)
        table.setAccessibleName(tr("Studies found"))
        table.setHorizontalHeaderLabels(
            [
                tr("Patient"),
                tr("Date"),
                tr("Body part"),
                tr("Modality"),
                tr("Description"),
                tr("Accession"),
                tr("Images"),
            ]
        )
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((180, 100, 110, 90, 0, 100, 70)):
            if width:
                header.resizeSection(column, width)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.itemSelectionChanged.connect(self._chosen_changed)
        table.itemActivated.connect(lambda _item: self._fetch())
        return table

    # What the reader asks for.

    def _ask(self) -> None:
        if self._work is not None:
            return
        try:
            first, last = parse_days(_in_english(self.day.text()), date.today())
            query = Query(
                self.patient.text(),
                first,
                last,
                parse_parts(self.part.text()),
                parse_modalities(self.modality.text()),
            )
        except UsageError as error:
            self.say(told(str(error)))
            return
        work, remote, reception = (
            _Work(),
            self._remotes[self.remote.currentIndex()],
            self._reception,
        )
        self._begin(work)
        self.say(tr("Asking {name} …").format(name=remote.name))
        self._background.run(
            lambda: reception.archive(remote).find(query, work.cancelled),
            lambda answer: self._show(work, answer),
            lambda text, _bug: self._failed(work, text),
        )

    def _fetch(self) -> None:
        chosen = self._chosen()
        if self._work is not None or not chosen:
            return
        work = _Work(studies=len(chosen))
        remote, reception = self._remotes[self.remote.currentIndex()], self._reception

        def act() -> None:
            for number, study in enumerate(chosen, 1):
                if work.cancelled.is_set():
                    return
                work.study, work.images, work.of_images = number, 0, study.images

                def told(done: int, total: int | None, known: int | None = study.images) -> None:
                    work.images, work.of_images = done, total or known

                reception.fetch(remote, study.uid, told, work.cancelled)
                if not work.cancelled.is_set():
                    work.fetched.append(study.uid)

        self._begin(work)
        self._tick()
        self._background.run(
            act,
            lambda _nothing: self._came(work),
            lambda text, _bug: self._failed(work, text),
        )

    def _chosen(self) -> list[FoundStudy]:
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [self._found[row] for row in sorted(rows)]

    # What comes back.

    def _begin(self, work: _Work) -> None:
        self._work = work
        self.bar.setRange(0, 0)
        self._running(True)
        self._timer.start()

    def _end(self) -> None:
        self._work = None
        self._timer.stop()
        self._running(False)

    def _show(self, work: _Work, answer: Answer) -> None:
        self._end()
        self._found = found = answer.studies
        self.table.setRowCount(len(found))
        for row, study in enumerate(found):
            cells = (
                study.patient,
                wording.day(study.day),
                ", ".join(study.parts),
                ", ".join(study.modalities),
                study.description,
                study.accession,
                "" if study.images is None else str(study.images),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(wording.tooltip(text))
                if column == COLUMNS - 1:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.table.setItem(row, column, item)
        if work.cancelled.is_set():
            self.say(tr("Cancelled."))
        elif answer.cut:
            self.say(
                tr("Only the first {n} studies are listed. Ask for less.").format(n=len(found))
            )
        elif not found:
            self.say(tr("The archive has no such study."))
        else:
            self.say(wording.plural(len(found), "study", "studies"))
        if found:
            self.table.selectRow(0)
            self.table.setFocus()

    def _came(self, work: _Work) -> None:
        self._end()
        number = wording.plural(len(work.fetched), "study", "studies")
        if work.cancelled.is_set():
            self.say(
                tr("Cancelled. {studies} came; what came of the rest is kept.").format(
                    studies=number
                )
            )
        else:
            self.say(
                tr("{studies} fetched and put with the received studies.").format(studies=number)
            )
        if work.fetched:
            self.fetched.emit(len(work.fetched))

    def _failed(self, work: _Work, text: str) -> None:
        self._end()
        self.say(text)
        if work.fetched:
            self.fetched.emit(len(work.fetched))

    def _tick(self) -> None:
        work = self._work
        if work is None or not work.studies or work.cancelled.is_set():
            return
        total = work.of_images
        self.bar.setRange(0, total or 0)
        self.bar.setValue(min(work.images, total or 0))
        self.say(
            tr("Fetching study {study} of {studies}: {images} images").format(
                study=work.study,
                studies=work.studies,
                images=work.images if total is None else f"{work.images} / {total}",
            )
        )

    def _chosen_changed(self) -> None:
        self.fetch.setEnabled(self._work is None and bool(self._chosen()))

    def _running(self, running: bool) -> None:
        self.seek.setEnabled(not running)
        self.remote.setEnabled(not running)
        self.stop.setEnabled(running)
        self.bar.setVisible(running)
        self._chosen_changed()


def _in_english(days: str) -> str:
    """Return days with the words for them that `parse_days` knows."""
    text = days.casefold()
    return text.replace(tr("today"), "today").replace(tr("yesterday"), "yesterday")
