"""The page about the model. Plain text throughout."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.ui import wording
from mura_desktop.ui.labels import resize_on_screen
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr
from mura_desktop.ui.words import word


def about_dialog(parent: QWidget, about: Sequence[tuple[str, str]]) -> QDialog:
    """Make the page about the model."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(tr("About the model"))
    resize_on_screen(dialog, 680, 620)
    text = QPlainTextEdit()
    text.setObjectName("plainText")
    text.setReadOnly(True)
    text.setAccessibleName(tr("About the model"))
    sections = [f"{word(heading)}\n{body}" for heading, body in about]
    text.setPlainText("\n\n".join([tr(wording.RESEARCH_USE), *sections]))
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
    layout.setSpacing(2 * SPACE)
    layout.addWidget(text)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
