"""How far the job is: counting files, then studies with the time that remains."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from mura_desktop.ui import wording
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.reading_keys import press_by_keys
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

ENOUGH = 3
"""Studies after which the remaining time is worth telling."""


class Progress(QWidget):
    """A sentence, a bar and a cancel button; hidden while nothing runs."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._started = 0.0
        self.text = plain_label(name="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop scoring; what is scored stays (Esc)"))
        press_by_keys(self.cancel)
        self.cancel.clicked.connect(self.cancelled)
        column = QVBoxLayout()
        column.setSpacing(SPACE // 2)
        column.addWidget(self.text)
        column.addWidget(self.bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, SPACE, 0, SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(column, 1)
        layout.addWidget(self.cancel)
        self.hide()

    def scanning(self, files: int) -> None:
        """Show how many files were looked at."""
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        words = [tr("Looking for studies")]
        if files:
            words.append(wording.plural(files, "file", "files"))
        self.text.setText("  ·  ".join(words))
        self.show()

    def scoring(self, done: int, total: int) -> None:
        """Show how many studies are finished in this job."""
        if done == 0:
            self._started = time.monotonic()
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        words = [
            tr("Scoring {number} of {total}").format(
                number=wording.number(min(done + 1, total)), total=wording.number(total)
            )
        ]
        if done >= ENOUGH and total > done:
            elapsed = time.monotonic() - self._started
            words.append(wording.remaining(elapsed / done * (total - done)))
        self.text.setText("  ·  ".join(words))
        self.show()

    def stopping(self) -> None:
        """Show that the job was asked to stop."""
        self.cancel.setEnabled(False)
        self.text.setText(tr("Stopping after the study that is being scored"))
