"""The report of the study in view: as it will look, and the ways to paper, file and clipboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QIcon, QPalette
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.reports.study_report import Reported, Sheet, as_html, as_text
from mura_desktop.ui.attached import Attached
from mura_desktop.ui.background import Background
from mura_desktop.ui.export_writing import note_export, write_export
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.report_pdf import Paper, page_layout, pdf_bytes, print_paper
from mura_desktop.ui.report_source import ALIASES, ReportSource
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr


@dataclass(frozen=True, slots=True)
class _Made:
    """A report in one of its forms: with or without names and images."""

    reported: Reported
    sheet: Sheet
    html: str
    paper: Paper
    anonymous: bool


class ReportDialog(QDialog):
    """Shows a report and lets it out.

    Parameters
    ----------
    parent
        The window.
    background
        Does the work.
    source
        Makes reports.
    reported
        Fetches and draws what there is to report; called beside the window's thread, once.
    missed
        Is told what failed after the dialog was closed.
    """

    def __init__(
        self,
        parent: QWidget | None,
        background: Background,
        source: ReportSource,
        reported: Callable[[], Reported],
        missed: Callable[[str, bool], object],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Report"))
        resize_on_screen(self, 860, 900)
        self._background = Attached(background, self, missed)
        self._source = source
        self._reported: Reported | None = None
        self._made: _Made | None = None
        self._asked = 0
        self.text = QTextBrowser()
        self.text.setObjectName("paper")
        self.text.setAccessibleName(tr("Report as it will look"))
        self.text.setOpenLinks(False)
        self.anonymous = QCheckBox(tr("&Anonymous"))
        self.anonymous.setToolTip(
            tr("No name, ID, date, UID or description; a pseudonym stands for the patient")
        )
        self.images = QCheckBox(tr("With key &images"))
        self.images.setChecked(True)
        for box in (self.anonymous, self.images):
            box.toggled.connect(self._make)
        self.said = plain_label(wraps=True)
        self.problem = plain_label(name="problem", wraps=True)
        self.problem.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        self.buttons.rejected.connect(self.reject)
        self.pdf = self._button(tr("Save as &PDF…"), lambda: self.save("pdf"))
        self.html = self._button(tr("Save as &HTML…"), lambda: self.save("html"))
        self.copy = self._button(tr("&Copy text"), self.copy_text)
        self.print = self._button(tr("P&rint…"), self._print)
        self.pdf.setDefault(True)
        self._lay_out()
        self._set_ready(False)
        self.said.setText(tr("The report is being made …"))
        self._background.run(reported, self._arrived, self._fail)

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda _checked=False: act())
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(3 * SPACE)
        choices.addWidget(self.anonymous)
        choices.addWidget(self.images)
        choices.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE + SPACE // 2)
        layout.addLayout(choices)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        paper = self.text.palette()
        paper.setColor(QPalette.ColorRole.Base, "#ffffff")
        paper.setColor(QPalette.ColorRole.Text, "#1c2127")
        self.text.setPalette(paper)
        self.text.document().setDocumentMargin(3 * SPACE)

    # How it is made.

    def _arrived(self, reported: Reported) -> None:
        self._reported = reported
        self.images.setEnabled(bool(reported.pictures))
        self.images.setChecked(bool(reported.pictures))
        self._make()

    def _make(self) -> None:
        """Make the form that is chosen; an older answer never takes the place of a newer one."""
        if self._reported is None:
            return
        self._asked += 1
        asked, anonymous = self._asked, self.anonymous.isChecked()
        reported = self._reported if self.images.isChecked() else _bare(self._reported)
        source = self._source

        def make() -> _Made:
            sheet = source.sheet(reported, anonymous=anonymous)
            html = as_html(sheet, for_screen=False)
            paper = source.paper(reported, sheet, anonymous=anonymous)
            return _Made(reported, sheet, html, paper, anonymous)

        def show(made: _Made) -> None:
            if asked == self._asked:
                self._made = made
                place = self.text.verticalScrollBar().value()
                self.text.setHtml(made.html)
                self.text.verticalScrollBar().setValue(place)
                self.said.setText("")
                self._set_ready(True)

        self._set_ready(False)
        self._background.run(make, show, self._fail)

    def _set_ready(self, ready: bool) -> None:
        for button in (self.pdf, self.html, self.copy, self.print):
            button.setEnabled(ready)

    # Ways out.

    def save(self, ending: str) -> None:
        """Ask for a place and write the report there."""
        made = self._made
        if made is None:
            return
        kinds = {"pdf": tr("PDF (*.pdf)"), "html": tr("HTML (*.html)")}
        start = str(Path.home() / f"{_file_name(made)}.{ending}")
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the report"), start, kinds[ending])
        if not name:
            return
        path = Path(name)

        def write() -> Path:
            data = pdf_bytes(made.paper) if ending == "pdf" else as_html(made.sheet).encode("utf-8")
            self._note(made, ending)
            return write_export(path, data)

        def told(written: Path) -> None:
            self._tell(tr("Saved as {path}.").format(path=written))

        self._let_out(write, told)

    def copy_text(self) -> None:
        """Put the report's text on the clipboard."""
        made = self._made
        if made is None:
            return

        def write() -> str:
            self._note(made, "clipboard")
            return as_text(made.sheet)

        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._tell(tr("The text is on the clipboard."))

        self._let_out(write, copy)

    def _print(self) -> None:
        made = self._made
        if made is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(page_layout())
        printer.setDocName(tr("Report"))
        dialog = QPrintDialog(printer, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return

        def work() -> None:
            self._note(made, "printer")
            print_paper(made.paper, printer, printer.resolution())

        self._let_out(work, lambda _none: self._tell(tr("Sent to the printer.")))

    def _note(self, made: _Made, way: str) -> None:
        signed = made.reported.signed
        note_export(
            self._source.store,
            "report",
            made.reported.study.uid,
            way=way,
            anonymous=made.anonymous,
            version=0 if signed is None else signed.version,
            images=bool(made.reported.pictures),
        )

    def _let_out(self, act: Callable[[], object], then: Callable[..., object]) -> None:
        self.problem.hide()
        self._set_ready(False)
        self.said.setText(tr("Working …"))
        self._background.run(act, then, self._fail)

    def _tell(self, text: str) -> None:
        self.said.setText(text)
        self._set_ready(self._made is not None)

    def _fail(self, text: str, _bug: bool) -> None:
        self._tell("")
        self.problem.setText(text)
        self.problem.show()


def _bare(reported: Reported) -> Reported:
    """Return what there is to report without its images."""
    return replace(reported, pictures=())


def _file_name(made: _Made) -> str:
    """Return a file's name: no patient's name stands in it."""
    study = made.reported.study
    part = study.body_part.replace(" ", "-")
    if made.anonymous:
        return f"report-{part}-{ALIASES.study(study.uid)}"
    day = "" if study.study_date is None else f"-{study.study_date.isoformat()}"
    return f"report-{part}{day}"
