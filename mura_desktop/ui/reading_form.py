"""The page of the reading panel that is written on: choices, reason and text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.studies.reads import Conclusion
from mura_desktop.ui.flow_layout import FlowLayout
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.reading_case import Case, Field
from mura_desktop.ui.reading_keys import Keeps, OwnKeys
from mura_desktop.ui.reading_text import (
    AGREEMENTS,
    CONCLUSIONS,
    FINDINGS,
    SIDES,
    finding_name,
)
from mura_desktop.ui.translation import tr

GAP = 4
ROW_GAP = 4
TEXT_HEIGHT = 48
"""Least height of the text: two lines."""
REASON_LENGTH = 300


_Value = TypeVar("_Value", bound=object)


class Choices(QWidget):
    """Buttons beside each other, of which some are on. They show what they are told."""

    chosen = Signal(object)
    """Value of the button that was pressed."""
    left = Signal()
    """Esc was pressed on one of them."""

    def __init__(self, heading: str, values: Mapping[_Value, str]) -> None:
        super().__init__()
        self._heading = heading
        self.buttons: dict[object, QToolButton] = {}
        self._flow = FlowLayout(GAP, self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for value, text in values.items():
            self._add(value, tr(text))

    def show_chosen(self, chosen: Iterable[object]) -> None:
        """Turn these on and all others off; what is on is always in sight."""
        on = list(chosen)
        for value in on:
            if value not in self.buttons:
                self._add(value, finding_name(str(value)))
        for value, button in self.buttons.items():
            button.setChecked(value in on)

    def explain(self, keys: Mapping[object, str]) -> None:
        """Say in the tool tips which keys do the same."""
        for value, tip in keys.items():
            self.buttons[value].setToolTip(tip)

    def _add(self, value: object, text: str) -> None:
        button = QToolButton()
        button.setObjectName("chip")
        button.setText(text)
        button.setCheckable(True)
        button.setAccessibleName(f"{self._heading}: {text}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # The state comes from the case, not from the press.
        button.clicked.connect(lambda on, button=button: button.setChecked(not on))
        button.clicked.connect(lambda _on, value=value: self.chosen.emit(value))
        OwnKeys(button, Keeps.PRESSING).left.connect(self.left)
        self.buttons[value] = button
        self._flow.addWidget(button)


class ReadingForm(QWidget):
    """Shows the draft of a case and tells what the reader wants changed in it."""

    typed = Signal(str)
    reasoned = Signal(str)
    left = Signal()
    """Esc was pressed: back to the image."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.agreement = Choices(tr("Flag"), AGREEMENTS)
        self.conclusion = Choices(tr("Conclusion"), CONCLUSIONS)
        self.findings = Choices(tr("Findings"), FINDINGS)
        self.side = Choices(tr("Side"), SIDES)
        self.reason = QLineEdit()
        self.reason.setObjectName("reason")
        self.reason.setMaxLength(REASON_LENGTH)
        self.reason.setAccessibleName(tr("Reason of the amendment"))
        self.reason.setPlaceholderText(tr("Why it is amended"))
        self.text = ReportText()
        self.text.setAccessibleName(tr("Text of the report"))
        self.text.setPlaceholderText(tr("Text of the report"))
        self._study_uid = self._given = ""
        self._setting = False
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(ROW_GAP)
        grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QWidget, QWidget]] = []
        rows: tuple[tuple[str, QWidget], ...] = (
            (tr("Reason"), self.reason),
            (tr("Flag"), self.agreement),
            (tr("Conclusion"), self.conclusion),
            (tr("Findings"), self.findings),
            (tr("Side"), self.side),
        )
        for at, (name, part) in enumerate(rows):
            label = plain_label(name, name="rowName")
            label.setIndent(0)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(part, at, 1)
            self._rows.append((label, part))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ROW_GAP)
        column.addLayout(grid)
        column.addWidget(self.text, 1)
        self.text.textChanged.connect(self._text_changed)
        self.reason.textEdited.connect(self.reasoned)
        OwnKeys(self.text, Keeps.TYPING).left.connect(self.left)
        line = OwnKeys(self.reason, Keeps.LINE)
        line.left.connect(self.left)
        line.finished.connect(self.text.take_up)
        for choices in (self.agreement, self.conclusion, self.findings, self.side):
            choices.left.connect(self.left)

    def show_case(self, case: Case) -> None:
        """Show what the case says; a text that is there already keeps its cursor."""
        read = case.read
        self.agreement.show_chosen(() if read.agrees is None else (read.agrees,))
        self.conclusion.show_chosen(() if read.conclusion is None else (read.conclusion,))
        self.findings.show_chosen(read.findings)
        self.side.show_chosen((read.side,))
        self._show_row(0, case.after > 0)
        self._show_row(1, case.finding is not None or read.agrees is not None)
        if self.reason.text() != case.reason:
            self.reason.setText(case.reason)
        if case.study.uid != self._study_uid or read.text != self._given:
            # This also empties what could be undone: it would lead into another study's text.
            self._study_uid, self._given = case.study.uid, read.text
            self._setting = True
            self.text.setPlainText(read.text)
            self._setting = False
        self.text.setReadOnly(not case.writable)
        self.reason.setReadOnly(not case.writable)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        """Return the least width; how high that is depends on the width it gets."""
        return QSize(super().minimumSizeHint().width(), TEXT_HEIGHT)

    def focus_on(self, field: Field) -> None:
        """Lead to what is missing."""
        part = {
            Field.REASON: self.reason,
            Field.CONCLUSION: self.conclusion.buttons[Conclusion.NORMAL],
            Field.FINDINGS: self.findings.buttons["fracture"],
        }[field]
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_row(self, at: int, shown: bool) -> None:
        label, part = self._rows[at]
        label.setVisible(shown)
        part.setVisible(shown)

    def _text_changed(self) -> None:
        text = self.text.toPlainText()
        if not self._setting and text != self._given:
            self._given = text
            self.typed.emit(text)


class ReportText(QPlainTextEdit):
    """The report; plain text, small where there is little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report")
        self.document().setDocumentMargin(2)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(TEXT_HEIGHT)

    def take_up(self) -> None:
        """Take the focus; a text that nobody has gone into is gone on with at its end."""
        if self.textCursor().atStart() and not self.isReadOnly():
            self.moveCursor(QTextCursor.MoveOperation.End)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        """Return two lines of any width."""
        return QSize(120, TEXT_HEIGHT)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        """Return the same: what is left over is taken by the stretch."""
        return self.minimumSizeHint()
