"""The reading panel: what the reader says of the chosen study. It shows a case and keeps none."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.ui.labels import ElidedLabel, plain_label
from mura_desktop.ui.reading_case import Case, Stage
from mura_desktop.ui.reading_form import ROW_GAP, ReadingForm
from mura_desktop.ui.reading_keys import Keeps, OwnKeys
from mura_desktop.ui.reading_version import Pages, ReadingVersion
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr


class Tone(StrEnum):
    """How a line below the read is meant."""

    QUIET = "quiet"
    PROBLEM = "problem"


class ReadingPanel(QWidget):
    """Heading, page, and below it the state and what can be done."""

    left = Signal()
    """Esc was pressed in it: back to the image."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Read"))
        self.heading = plain_label(tr("Read"), name="title")
        self.pages = Pages()
        self.who = ElidedLabel("muted")
        self.who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.plate = plain_label(name="plate", wraps=True)
        self.form = ReadingForm()
        self.version = ReadingVersion()
        self.empty = plain_label(name="muted", wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.status = plain_label(name="status", wraps=True)
        self.amend = _button(tr("Amend"))
        self.sign = _button(tr("Sign"))
        self.sign.setObjectName("sign")
        self._stack = QStackedWidget()
        for page in (self.empty, self.form, self.version):
            self._stack.addWidget(_scrolling(page))
        self._lay_out()
        self.form.left.connect(self.left)
        self.version.left.connect(self.left)
        for button in (self.sign, self.amend):
            OwnKeys(button, Keeps.PRESSING).left.connect(self.left)
        self.show_case(None)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(SPACE)
        title.addWidget(self.heading)
        title.addWidget(self.pages)
        title.addWidget(self.who, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.amend)
        foot.addWidget(self.sign)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, ROW_GAP, 2 * SPACE, SPACE)
        column.setSpacing(ROW_GAP)
        column.addLayout(title)
        column.addWidget(self.plate)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def show_case(self, case: Case | None, who: str = "", nothing: str = "") -> None:
        """Show a case.

        Parameters
        ----------
        case
            None shows none.
        who
            Who reads, and who else does.
        nothing
            What to say where there is no case.
        """
        self.pages.show_case(case)
        self.who.set_text(who)
        version = None if case is None else case.version
        plate = "" if case is None else case.plate
        self.plate.setText(plate)
        self.plate.setVisible(bool(plate))
        writes = case is not None and version is None
        amends = version is not None
        self.sign.setVisible(writes)
        self.sign.setEnabled(case is not None and case.writable)
        self.amend.setVisible(amends)
        if case is None or case.stage is Stage.LOADING:
            self.empty.setText(nothing)
            self._stack.setCurrentIndex(0)
        elif version is None:
            self.form.show_case(case)
            self._stack.setCurrentIndex(1)
        else:
            self.version.show_version(version)
            self._stack.setCurrentIndex(2)

    def say(self, text: str, tone: Tone = Tone.QUIET) -> None:
        """Write the line below the read."""
        self.status.setText(text)
        if self.status.property("tone") != tone.value:
            self.status.setProperty("tone", tone.value)
            self.status.style().unpolish(self.status)
            self.status.style().polish(self.status)

    def focus_text(self) -> None:
        """Lead to the text of the page in view."""
        page = self.version if self._stack.currentIndex() == 2 else self.form
        page.text.take_up()

    def has_focus(self) -> bool:
        """Whether something in it has the focus of the keyboard."""
        return self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _scrolling(page: QWidget) -> QScrollArea:
    """Give a page that is higher than its room a scroll bar."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    if isinstance(page, QLabel):
        page.setWordWrap(True)
    area.setWidget(page)
    page.setAutoFillBackground(False)
    return area
