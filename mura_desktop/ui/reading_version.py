"""The page of the reading panel that shows a signed version. Nothing on it can be changed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from mura_desktop.studies.reads import SignedRead
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.reading_case import DRAFT, Case
from mura_desktop.ui.reading_form import ROW_GAP, TEXT_HEIGHT, ReportText
from mura_desktop.ui.reading_keys import Keeps, OwnKeys
from mura_desktop.ui.reading_text import conclusion_name, summary
from mura_desktop.ui.translation import tr


class ReadingVersion(QWidget):
    """Conclusion, what was chosen beside it, the text, and why it was amended."""

    left = Signal()
    """Esc was pressed: back to the image."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.conclusion = plain_label(name="conclusion")
        self.chosen = plain_label(name="muted", wraps=True)
        self.reason = plain_label(name="muted", wraps=True)
        self.text = ReportText()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Text of the signed report"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ROW_GAP)
        for part in (self.conclusion, self.chosen, self.reason):
            column.addWidget(part)
        column.addWidget(self.text, 1)
        OwnKeys(self.text, Keeps.MOVING).left.connect(self.left)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        """Return the least width; how high that is depends on the width it gets."""
        return QSize(super().minimumSizeHint().width(), TEXT_HEIGHT)

    def show_version(self, signed: SignedRead) -> None:
        """Show a version."""
        read = signed.read
        self.conclusion.setText(conclusion_name(read.conclusion))
        self.chosen.setText(summary(read))
        self.chosen.setVisible(bool(self.chosen.text()))
        self.reason.setText(tr("Amended: {reason}").format(reason=signed.reason))
        self.reason.setVisible(bool(signed.reason))
        text = read.text or tr("No text.")
        if self.text.toPlainText() != text:
            self.text.setPlainText(text)


class Pages(QWidget):
    """Turns between versions and draft; hidden where there is but one."""

    turned = Signal(int)
    """-1 for an older page, 1 for a newer one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.older, self.newer = _arrow(Qt.ArrowType.LeftArrow), _arrow(Qt.ArrowType.RightArrow)
        self.older.setAccessibleName(tr("Older version"))
        self.newer.setAccessibleName(tr("Newer version"))
        self.place = plain_label(name="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for part in (self.older, self.place, self.newer):
            row.addWidget(part)
        self.older.clicked.connect(lambda: self.turned.emit(-1))
        self.newer.clicked.connect(lambda: self.turned.emit(1))

    def show_case(self, case: Case | None) -> None:
        """Show which page is in view."""
        pages = () if case is None else case.pages
        self.setVisible(len(pages) > 1)
        if case is None or not pages:
            return
        at = pages.index(case.page)
        self.older.setEnabled(at > 0)
        self.newer.setEnabled(at < len(pages) - 1)
        if case.page == DRAFT:
            self.place.setText(tr("draft"))
        else:
            self.place.setText(
                tr("version {n} of {all}").format(n=case.page, all=len(case.history))
            )


def _arrow(way: Qt.ArrowType) -> QToolButton:
    button = QToolButton()
    button.setObjectName("turn")
    button.setArrowType(way)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    OwnKeys(button, Keeps.PRESSING)
    return button
