"""Above the images: whose study this is, and how the model ranks it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mura_desktop.studies.states import State
from mura_desktop.ui import wording
from mura_desktop.ui.labels import ElidedLabel, plain_label
from mura_desktop.ui.reasons import told
from mura_desktop.ui.theme import SPACE, Mark, band_mark, colours, draw_mark
from mura_desktop.ui.translation import QT_TR_NOOP, tr
from mura_desktop.ui.words import word
from mura_desktop.ui.worklist_rows import Row

HIDDEN = QT_TR_NOOP("Patient hidden")


class MarkLabel(QWidget):
    """A band's coloured shape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: Mark | None = None
        self.setFixedSize(QSize(18, 18))

    def set_mark(self, mark: Mark | None) -> None:
        """Show another shape, or none."""
        self._mark = mark
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Draw the shape."""
        if self._mark is not None:
            draw_mark(QPainter(self), self._mark, QPointF(9, 9), 14)


class Heading(QWidget):
    """Patient and study to the left, band and score to the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: Row | None = None
        self._earlier = 0
        self._names_shown = True
        self.patient = ElidedLabel("title")
        self.details = ElidedLabel("muted")
        self._mark = MarkLabel()
        self._band = plain_label(name="bandText")
        self._score = plain_label(name="muted")
        self._score.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.patient)
        names.addWidget(self.details)
        band = QHBoxLayout()
        band.setSpacing(SPACE)
        band.addStretch(1)
        band.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        band.addWidget(self._band)
        verdict = QVBoxLayout()
        verdict.setSpacing(2)
        verdict.addLayout(band)
        verdict.addWidget(self._score, 0, Qt.AlignmentFlag.AlignRight)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE + 2, 2 * SPACE, SPACE + 2)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(names, 1)
        layout.addLayout(verdict)

    @property
    def text(self) -> str:
        """Patient, band and score as shown."""
        return f"{self.patient.text()} | {self._band.text()} | {self._score.text()}"

    def show_row(self, row: Row | None, earlier: int = 0) -> None:
        """Show a study; ``earlier`` counts those that it can be compared with."""
        self._row, self._earlier = row, earlier
        self.refresh()

    def set_names_shown(self, shown: bool) -> None:
        """Show or hide who the patient is."""
        self._names_shown = shown
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_band"):
            self.refresh()

    def refresh(self) -> None:
        """Write everything anew."""
        row = self._row
        if row is None:
            self.patient.set_text("")
            self.details.set_text("")
            self._say(None, "", "", "")
            return
        self.patient.set_text(wording.patient(row.study) if self._names_shown else tr(HIDDEN))
        details = wording.study_details(row.study)
        if self._earlier:
            details += "  ·  " + wording.plural(self._earlier, "earlier study", "earlier studies")
        self.details.set_text(details)
        finding = row.finding
        if finding is None:
            problem = row.state in (State.UNREADABLE, State.NOT_SCORED)
            mark = band_mark(None) if problem else None
            self._say(mark, word(row.state), "", told(row.reason))
            return
        score = tr("model score {score}").format(score=wording.percent(finding.score))
        meaning = wording.score_meaning(row.study, finding)
        self._say(band_mark(finding.band), word(finding.band), score, meaning)

    def _say(self, mark: Mark | None, band: str, score: str, meaning: str) -> None:
        self._mark.set_mark(mark)
        self._band.setText(band)
        sheet = f"color: {colours().muted if mark is None else mark.colour};"
        if self._band.styleSheet() != sheet:
            self._band.setStyleSheet(sheet)
        self._score.setText(score)
        tip = wording.tooltip(meaning) if meaning else ""
        self._band.setToolTip(tip)
        self._band.setAccessibleDescription(meaning)
        self._score.setToolTip(tip)
