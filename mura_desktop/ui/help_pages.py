"""The sheet of keys, and the page about the model. Plain text throughout."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.ui import wording
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.theme import SPACE

MOUSE = (
    ("Drag", "Contrast and brightness (window width and centre)"),
    ("Middle or right drag, Shift+drag", "Move the image"),
    ("Wheel", "Zoom at the pointer"),
    ("Double click", "Fit the image"),
)


def keys_of(action: QAction) -> str:
    """Return an action's keys as they are written on the keyboard."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(key.toString(native) for key in action.shortcuts())


def keys_dialog(parent: QWidget, actions: Sequence[QAction]) -> QDialog:
    """Make the sheet of keys from the window's own actions."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("Keys and mouse")
    grid = QGridLayout()
    grid.setHorizontalSpacing(4 * SPACE)
    grid.setVerticalSpacing(SPACE)
    with_keys = [action for action in actions if action.shortcuts()]
    half = (len(with_keys) + len(MOUSE) + 1) // 2
    entries = [(keys_of(action), action.text().replace("&", "")) for action in with_keys]
    for place, (keys, text) in enumerate([*entries, *MOUSE]):
        column, row = divmod(place, half)
        grid.addWidget(plain_label(keys), row, 2 * column)
        grid.addWidget(plain_label(text.rstrip("…"), name="muted"), row, 2 * column + 1)
    _finish(dialog, [grid])
    return dialog


def about_dialog(parent: QWidget, about: Sequence[tuple[str, str]]) -> QDialog:
    """Make the page about the model."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("About the model")
    dialog.resize(680, 620)
    text = QPlainTextEdit()
    text.setObjectName("plainText")
    text.setReadOnly(True)
    text.setAccessibleName("About the model")
    sections = [f"{heading}\n{body}" for heading, body in about]
    text.setPlainText("\n\n".join([wording.RESEARCH_USE, *sections]))
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    _finish(dialog, [text])
    return dialog


def _finish(dialog: QDialog, parts: Sequence[QGridLayout | QWidget]) -> None:
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
    layout.setSpacing(2 * SPACE)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
