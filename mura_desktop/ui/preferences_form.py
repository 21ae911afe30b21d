"""A page of preferences: labelled controls that know which entry of the settings they change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.settings import Settings, set_outside
from mura_desktop.ui import wording
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

VARIABLE = "MURA_DESKTOP_"
TALL = 28
"""Least height of number fields, logical pixels: about that of the others."""


class Form(QWidget):
    """A page; subclasses add their controls.

    Parameters
    ----------
    title
        As in the list of pages.
    settings
        As they are now.
    """

    def __init__(self, title: str, settings: Settings) -> None:
        super().__init__()
        self.title = title
        self.settings = settings
        self._outside = set_outside()
        self._entries: dict[str, Callable[[], Any]] = {}
        self.controls: dict[str, QWidget] = {}
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(2 * SPACE)
        self.form.setVerticalSpacing(SPACE)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        self.column.setSpacing(2 * SPACE)
        self.column.addWidget(plain_label(title.replace("&", ""), name="title"))
        self.column.addLayout(self.form)

    def changes(self) -> dict[str, Any]:
        """Return what differs from the settings now, in TOML's types; None for a default."""
        changed: dict[str, Any] = {}
        for name, read in self._entries.items():
            value = read()
            if name not in self._outside and value != getattr(self.settings, name):
                default = Settings.model_fields[name].get_default(call_default_factory=True)
                changed[name] = None if value == default else value
        return changed

    def problem(self) -> str:
        """Return what keeps the page from being saved; empty where nothing does."""
        return ""

    def stretch(self) -> None:
        """Leave the rest of the page empty."""
        self.column.addStretch(1)

    def note(self, text: str) -> QLabel:
        """Add a sentence across the page."""
        label = plain_label(text, name="muted", wraps=True)
        self.form.addRow(label)
        return label

    def add_text(self, name: str, label: str, tip: str, longest: int) -> QLineEdit:
        """Add a line of text."""
        field = QLineEdit(getattr(self.settings, name))
        field.setMaxLength(longest)
        self.add(name, label, field, tip, lambda: field.text().strip())
        return field

    def add_check(self, name: str, label: str, tip: str = "") -> QCheckBox:
        """Add a switch."""
        box = QCheckBox(label)
        box.setChecked(getattr(self.settings, name))
        self._know(name, label, box, tip, box.isChecked)
        self.form.addRow(box)
        return box

    def add_whole(
        self, name: str, label: str, tip: str, least: int, most: int, automatic: str = ""
    ) -> QSpinBox:
        """Add a whole number; with `automatic`, the least value means that and is kept as None."""
        box = QSpinBox()
        box.setRange(least, most)
        box.setValue(getattr(self.settings, name) or least)
        if automatic:
            box.setSpecialValueText(automatic)
        self.add(
            name,
            label,
            box,
            tip,
            lambda: None if automatic and box.value() == least else box.value(),
        )
        return box

    def add_seconds(self, name: str, label: str, tip: str, least: float) -> QDoubleSpinBox:
        """Add a time in seconds."""
        box = QDoubleSpinBox()
        box.setDecimals(0)
        box.setRange(least, 86_400)
        box.setSuffix(tr(" s"))
        box.setValue(getattr(self.settings, name))
        self.add(name, label, box, tip, box.value)
        return box

    def add_choice(
        self, name: str, label: str, tip: str, choices: Sequence[tuple[Any, str]]
    ) -> QComboBox:
        """Add a choice of values with their texts."""
        box = QComboBox()
        for value, text in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(getattr(self.settings, name)), 0))
        self.add(name, label, box, tip, box.currentData)
        return box

    def add(
        self, name: str, label: str, control: QWidget, tip: str, read: Callable[[], Any]
    ) -> None:
        """Add any control with its label, whose marked letter leads to it."""
        self._know(name, label, control, tip, read)
        if isinstance(control, QAbstractSpinBox):
            control.setMinimumHeight(TALL)
        caption = QLabel(label)
        caption.setTextFormat(Qt.TextFormat.PlainText)
        caption.setBuddy(control)
        self.form.addRow(caption, control)

    def row(self, label: str, control: QWidget) -> None:
        """Add a control that changes no entry of the settings."""
        caption = QLabel(label)
        caption.setTextFormat(Qt.TextFormat.PlainText)
        caption.setBuddy(control)
        control.setAccessibleName(label.replace("&", ""))
        self.form.addRow(caption, control)

    def _know(
        self, name: str, label: str, control: QWidget, tip: str, read: Callable[[], Any]
    ) -> None:
        self._entries[name] = read
        self.controls[name] = control
        control.setAccessibleName(label.replace("&", ""))
        control.setAccessibleDescription(tip)
        if name in self._outside:
            variable = f"{VARIABLE}{name.upper()}"
            tip = tr("Set by the environment variable {name}").format(name=variable)
            control.setEnabled(False)
        control.setToolTip(wording.tooltip(tip) if tip else "")
