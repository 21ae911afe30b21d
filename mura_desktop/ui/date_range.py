"""Asks for a first and a last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDateEdit, QDialog, QDialogButtonBox, QFormLayout, QWidget

from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr


def ask_for_dates(
    parent: QWidget,
    first: date | None,
    last: date | None,
    chosen: Callable[[date, date], object],
) -> QDialog:
    """Open a dialog for two days, both included.

    Parameters
    ----------
    parent
        The widget it belongs to.
    first, last
        What to begin with; None is today.
    chosen
        Called with the earlier and the later day, once they are accepted.
    """
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Dates of the studies"))
    form = QFormLayout(dialog)
    form.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
    form.setSpacing(SPACE)
    edits = []
    for text, day in ((tr("&From"), first), (tr("&To"), last)):
        edit = QDateEdit(QDate(day or date.today()))  # type: ignore[call-overload]  # takes a date
        edit.setDisplayFormat("yyyy-MM-dd")
        edit.setCalendarPopup(True)
        edit.setAccessibleName(text.replace("&", ""))
        form.addRow(text, edit)
        edits.append(edit)
    buttons = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
    )
    for button in buttons.buttons():
        button.setIcon(QIcon())
    form.addRow(buttons)

    def accept() -> None:
        days = sorted(date(*edit.date().getDate()) for edit in edits)
        chosen(days[0], days[1])
        dialog.accept()

    buttons.accepted.connect(accept)
    buttons.rejected.connect(dialog.reject)
    dialog.open()
    return dialog
