"""The worklist and the reads as files for spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.errors import UsageError
from mura_desktop.reports.reads_export import entries_of, reads_csv, reads_json, reads_rows
from mura_desktop.reports.tables import csv_bytes
from mura_desktop.reports.worklist_export import (
    Entry,
    worklist_csv,
    worklist_json,
    worklist_rows,
)
from mura_desktop.studies.model import ModelId
from mura_desktop.ui import wording
from mura_desktop.ui.attached import Attached
from mura_desktop.ui.background import Background
from mura_desktop.ui.export_writing import note_export, write_export
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.report_source import ALIASES
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

if TYPE_CHECKING:
    from mura_desktop.store.repository import Store  # as in `mura_desktop.ui.backend`

WORKLIST, READS = "worklist", "reads"
CSV, JSON = "csv", "json"


@dataclass(frozen=True, slots=True)
class ListSource:
    """What lists are made of.

    Attributes
    ----------
    store
        Holds the reads; None in a window that keeps nothing.
    entries
        The worklist as shown.
    listed
        How many studies it has without its filter.
    model
        That scored them; None where scoring is off.
    longest_wait
        The site's cap on waiting.
    now
        When the worklist was looked at, UTC.
    """

    store: Store | None
    entries: tuple[Entry, ...]
    listed: int
    model: ModelId | None
    longest_wait: timedelta | None
    now: datetime

    def data(self, what: str, kind: str, *, anonymous: bool) -> bytes:
        """Return a list as the bytes of a file.

        Raises
        ------
        StoreError
            Where the database refuses.
        UsageError
            Where there is nothing to list.
        """
        text = self._worklist if what == WORKLIST else self._reads
        made = text(kind, anonymous=anonymous)
        return csv_bytes(made) if kind == CSV else made.encode("utf-8")

    def _worklist(self, kind: str, *, anonymous: bool) -> str:
        if not self.entries:
            raise UsageError(tr("The worklist shows no study. Open a folder or clear the filter."))
        aliases = ALIASES if anonymous else None
        rows = worklist_rows(self._entries_now(), self.now, self.longest_wait, aliases)
        if kind == CSV:
            return worklist_csv(rows, anonymous=anonymous)
        return worklist_json(rows, self.model, anonymous=anonymous)

    def _entries_now(self) -> list[Entry]:
        """Return the worklist with what the database knows now of waiting and reading."""
        if self.store is None:
            return list(self.entries)
        uids = [entry.study.uid for entry in self.entries]
        since, reading = self.store.first_seen(uids), self.store.reads.progress(uids)
        return [
            replace(
                entry,
                since=since.get(entry.study.uid, entry.since),
                reading=reading.get(entry.study.uid, entry.reading),
            )
            for entry in self.entries
        ]

    def _reads(self, kind: str, *, anonymous: bool) -> str:
        reads = () if self.store is None else self.store.reads.signed_since()
        if self.store is None or not reads:
            raise UsageError(tr("Nothing was signed yet, so there are no reads to export."))
        stored = self.store.stored([read.current.study_uid for read in reads])
        studies = {uid: study for uid, (study, _) in stored.items()}
        rows = reads_rows(entries_of(reads, studies), ALIASES if anonymous else None)
        if kind == CSV:
            return reads_csv(rows, anonymous=anonymous)
        return reads_json(rows, anonymous=anonymous)


class ExportDialog(QDialog):
    """Asks what to write, and writes it.

    Parameters
    ----------
    parent
        The window.
    background
        Does the work.
    source
        What lists are made of.
    missed
        Is told what failed after the dialog was closed.
    """

    def __init__(
        self,
        parent: QWidget | None,
        background: Background,
        source: ListSource,
        missed: Callable[[str, bool], object],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export worklist or reads"))
        self._background, self._source = Attached(background, self, missed), source
        self.worklist = QRadioButton(tr("&Worklist"))
        self.reads = QRadioButton(tr("Signed &reads"))
        self.csv = QRadioButton(tr("&CSV, for spreadsheets"))
        self.json = QRadioButton(tr("&JSON, for programs"))
        self.anonymous = QCheckBox(tr("&Anonymous"))
        self._groups = [QButtonGroup(self), QButtonGroup(self)]
        pairs = ((self.worklist, self.reads), (self.csv, self.json))
        for group, buttons in zip(self._groups, pairs, strict=True):
            for button in buttons:
                group.addButton(button)
        self.worklist.setChecked(True)
        self.csv.setChecked(True)
        self.said = plain_label(wraps=True)
        self.problem = plain_label(name="problem", wraps=True)
        self.problem.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        self.save_as = self.buttons.addButton(
            tr("&Save as…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.save_as.setDefault(True)
        self.save_as.clicked.connect(lambda _checked=False: self.save())
        self.buttons.rejected.connect(self.reject)
        self._lay_out()

    def _lay_out(self) -> None:
        shown, listed = len(self._source.entries), self._source.listed
        rows = wording.plural(shown, "study", "studies")
        if shown != listed:
            rows = tr("{shown} in sight, of {listed}").format(shown=rows, listed=listed)
        about = {
            self.worklist: tr("{studies}, in the order shown").format(studies=rows),
            self.reads: tr("the valid version of all studies ever signed here"),
            self.csv: tr("UTF-8 with byte order mark, commas; names are never formulas"),
            self.json: tr("UTF-8; every column of the CSV by its name"),
            self.anonymous: tr(
                "no name, ID, date, UID, path, description or typed text; the same pseudonym "
                "for the same patient each time"
            ),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * SPACE)
        grid.setVerticalSpacing(SPACE)
        grid.setColumnStretch(1, 1)
        for place, (button, text) in enumerate(about.items()):
            # Space between what, how and for whom.
            row = place + place // 2
            if place % 2 == 0 and place:
                grid.setRowMinimumHeight(row - 1, SPACE)
            grid.addWidget(button, row, 0)
            grid.addWidget(plain_label(text, name="muted", wraps=True), row, 1)
            button.setAccessibleDescription(text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(grid)
        layout.addStretch(1)
        for part in (self.said, self.problem, self.buttons):
            layout.addWidget(part)
        resize_on_screen(self, 640, self.sizeHint().height())

    def save(self) -> None:
        """Ask for a place and write the list there."""
        what = WORKLIST if self.worklist.isChecked() else READS
        kind = CSV if self.csv.isChecked() else JSON
        anonymous, source = self.anonymous.isChecked(), self._source
        marks = (what, "anonymous" if anonymous else "", f"{source.now:%Y-%m-%d}")
        start = str(Path.home() / f"{'-'.join(filter(None, marks))}.{kind}")
        kinds = {CSV: tr("CSV (*.csv)"), JSON: tr("JSON (*.json)")}
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the list"), start, kinds[kind])
        if not name:
            return

        def write() -> Path:
            data = source.data(what, kind, anonymous=anonymous)
            note_export(source.store, what, way=kind, anonymous=anonymous)
            return write_export(Path(name), data)

        self.problem.hide()
        self.save_as.setEnabled(False)
        self.said.setText(tr("Working …"))
        self._background.run(
            write, lambda path: self._tell(tr("Saved as {path}.").format(path=path)), self._fail
        )

    def _tell(self, text: str) -> None:
        self.said.setText(text)
        self.save_as.setEnabled(True)

    def _fail(self, text: str, _bug: bool) -> None:
        self._tell("")
        self.problem.setText(text)
        self.problem.show()
