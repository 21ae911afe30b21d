"""Closing a window with reads that the disk has not taken yet: never without asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.ui import wording
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.reading_desk import ReadingDesk
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

LOOK_MS = 200
"""Time between two looks at whether everything is kept now."""


class LeaveDialog(QDialog):
    """Names what would be lost. Closes by itself, and the window with it, once all is kept.

    Parameters
    ----------
    parent
        The window.
    unsaved
        Patients whose reads are not on disk; asked again and again.
    reason
        Why not, empty where that is not known.
    """

    leaves = Signal()
    """The window may close: all is kept, or the reader gave it up."""

    def __init__(
        self, parent: QWidget | None, unsaved: Callable[[], Sequence[str]], reason: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Not everything is saved"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_on_screen(self, 520, 320)
        self._unsaved = unsaved
        self.text = plain_label(wraps=True)
        self.reason = plain_label(reason, name="muted", wraps=True)
        self.reason.setVisible(bool(reason))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Studies whose reads are not saved"))
        self.buttons = QDialogButtonBox()
        self.wait = self.buttons.addButton(tr("Stay"), QDialogButtonBox.ButtonRole.RejectRole)
        self.lose = self.buttons.addButton(
            tr("Close and lose them"), QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self.lose.setAutoDefault(False)  # Return never loses anything, wherever the focus is
        self.wait.setDefault(True)
        self.wait.setFocus()
        self.wait.clicked.connect(self.reject)
        self.lose.clicked.connect(self._leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        for part in (self.text, self.reason, self.list, self.buttons):
            layout.addWidget(part, 1 if part is self.list else 0)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._write(unsaved())

    def _look(self) -> None:
        patients = self._unsaved()
        if patients:
            self._write(patients)
        else:
            self._leave()

    def _write(self, patients: Sequence[str]) -> None:
        reads = wording.plural(len(patients), "read is", "reads are")
        self.text.setText(
            tr(
                "{reads} not on the disk yet. They are held while the program runs, and saving is "
                "tried again: the window closes by itself as soon as it succeeds."
            ).format(reads=reads)
        )
        if [self.list.item(at).text() for at in range(self.list.count())] != list(patients):
            self.list.clear()
            self.list.addItems(patients)

    def _leave(self) -> None:
        self._timer.stop()
        self.accept()
        self.leaves.emit()


class Farewell(QObject):
    """Lets the window close once everything is kept, or the reader has given it up.

    Parameters
    ----------
    window
        Closed again when the answer is there.
    desk
        Whose reads are kept.
    """

    def __init__(self, window: QWidget, desk: ReadingDesk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._gives_up = False

    def may_close(self) -> bool:
        """Tell whether the window may close now; if not, it is asked for."""
        self._desk.flush()
        records = self._desk.records
        if self._gives_up or (records.settle() and not self._desk.unsaved()):
            return True
        dialog = LeaveDialog(self._window, self._desk.unsaved, records.why_unsaved)
        dialog.leaves.connect(self._leave)
        dialog.open()
        return False

    def _leave(self) -> None:
        self._gives_up = True
        self._window.close()
