"""What to do about a damaged database: the reader decides, nothing happens by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.errors import StoreDamagedError
from mura_desktop.store.backups import backups_of, damaged_folder
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.reasons import told
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import QT_TR_NOOP, tr

KINDS = {
    "daily": QT_TR_NOOP("daily backup"),
    "migration": QT_TR_NOOP("before an update"),
    "asked": QT_TR_NOOP("made by hand"),
}


class RecoveryDialog(QDialog):
    """Offers backups, newest first, and as the last resort an empty beginning.

    Parameters
    ----------
    parent
        The window.
    error
        What is wrong.
    """

    chosen = Signal(object)
    """Path of the backup, or None for an empty database. Not emitted for "not now"."""

    def __init__(self, parent: QWidget | None, error: StoreDamagedError) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("The results are damaged"))
        resize_on_screen(self, 620, 400)
        self.backups = QListWidget()
        self.backups.setAccessibleName(tr("Backups"))
        for backup in backups_of(error.path):
            size = f"{backup.path.stat().st_size / 1e6:.1f} MB"
            item = QListWidgetItem(
                f"{backup.made:%Y-%m-%d %H:%M} UTC  ·  {tr(KINDS[backup.kind])}  ·  {size}"
            )
            item.setData(Qt.ItemDataRole.UserRole, backup.path)
            self.backups.addItem(item)
        self.backups.setCurrentRow(0)
        self.buttons = QDialogButtonBox()
        self.restore = self.buttons.addButton(
            tr("Put this backup in place"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.empty = self.buttons.addButton(
            tr("Begin with an empty one"), QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self.later = self.buttons.addButton(tr("Not now"), QDialogButtonBox.ButtonRole.RejectRole)
        there = self.backups.count() > 0
        self.restore.setEnabled(there)
        self.backups.setVisible(there)
        self.restore.clicked.connect(self._restore)
        self.empty.clicked.connect(lambda: self._choose(None))
        self.later.clicked.connect(self.reject)
        (self.restore if there else self.later).setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        for text in _explained(error, there):
            layout.addWidget(plain_label(text, wraps=True))
        layout.addWidget(self.backups, 1)
        layout.addWidget(self.buttons)

    def _restore(self) -> None:
        item = self.backups.currentItem()
        if item is not None:
            self._choose(item.data(Qt.ItemDataRole.UserRole))

    def _choose(self, backup: Path | None) -> None:
        self.accept()
        self.chosen.emit(backup)


def _explained(error: StoreDamagedError, there: bool) -> tuple[str, ...]:
    kept = tr("Whatever you choose, the damaged file is kept in {folder}.").format(
        folder=damaged_folder(error.path)
    )
    if there:
        lost = tr(
            "A backup holds what was kept until then: scores made later are made again, reads "
            "signed later are not in it."
        )
    else:
        lost = tr("There is no backup.")
    damage = tr("The results in {file} cannot be used: {reason}.").format(
        file=error.path, reason=told(error.reason)
    )
    return (damage, lost, kept)
