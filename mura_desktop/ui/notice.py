"""What everyone must have read once: what the score is, what it is not, and where data is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QT_TR_NOOP
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

NOTICE_VERSION = 1
"""Raised when the text changes so that everyone must read it again."""
PARAGRAPHS = (
    (
        QT_TR_NOOP("For research use only"),
        QT_TR_NOOP(
            "This program is not a medical device and is not cleared for clinical use. Nothing it "
            "shows may be the ground for a diagnosis or for treating a patient."
        ),
    ),
    (
        QT_TR_NOOP("What the score is"),
        QT_TR_NOOP(
            "A model's estimate, from the pixels alone, of how likely a study is to be abnormal in "
            "the sense of its training data. It orders the worklist: what looks suspicious to the "
            "model is read first."
        ),
    ),
    (
        QT_TR_NOOP("What it is not"),
        QT_TR_NOOP(
            "A low score does not rule anything out, and a high one finds nothing. Outline and "
            "heat map show what drove the score, not where a fracture is. The model has blind "
            "spots; Shift+F1 lists what was measured and what it cannot do. Every study must be "
            "read by a radiologist, in whatever order."
        ),
    ),
    (
        QT_TR_NOOP("Where data is kept"),
        QT_TR_NOOP(
            "On this computer, in {folder}: scores, reads, names of patients as their files state "
            "them, and an audit log. Images stay where they are. The program sends nothing by "
            "itself. “mura-desktop purge” removes what is kept."
        ),
    ),
)


class Notice(QDialog):
    """The notice; accepted by Return, and left by Escape, which closes the program.

    Parameters
    ----------
    parent
        The window.
    folder
        Where data is kept.
    """

    def __init__(self, parent: QWidget | None, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Before you begin"))
        self.resize(620, 560)
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        for heading, text in PARAGRAPHS:
            column.addWidget(plain_label(tr(str(heading)), name="title"))
            column.addWidget(plain_label(tr(str(text)).format(folder=folder), wraps=True))
            column.addSpacing(SPACE)
        column.addStretch(1)
        page = QWidget()
        page.setLayout(column)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(page)
        area.setAccessibleName(
            "\n".join(
                f"{tr(str(head))}. {tr(str(text)).format(folder=folder)}"
                for head, text in PARAGRAPHS
            )
        )
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton(tr("I &understand"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.agree.setObjectName("primary")
        self.agree.setDefault(True)
        self.leave = buttons.addButton(tr("&Quit"), QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self.agree, self.leave):
            button.setIcon(QIcon())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        self.agree.setFocus()
