"""The files that are part of no score, each with its reason; folded away until asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.inert import readable
from mura_desktop.studies.model import NotScored
from mura_desktop.ui import wording
from mura_desktop.ui.reading_keys import press_by_keys
from mura_desktop.ui.reasons import told
from mura_desktop.ui.translation import tr

OWN_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class _Table(QTableWidget):
    """Keeps the arrow keys for itself while it has the focus."""

    def event(self, event: QEvent) -> bool:
        """Take arrow keys before they become the window's shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in OWN_KEYS
        ):
            event.accept()
            return True
        return super().event(event)


class NotScoredPanel(QWidget):
    """A heading with the count, and below it the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths: set[str] = set()
        self.fold = QToolButton()
        self.fold.setObjectName("fold")
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setToolTip(tr("Files that are part of no score, and why (Ctrl+U)"))
        press_by_keys(self.fold)
        self.fold.toggled.connect(self._unfold)
        self.table = _Table(0, 2)
        self.table.setAccessibleName(tr("Files that were not scored"))
        self.table.setHorizontalHeaderLabels([tr("File"), tr("Reason")])
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.resizeSection(0, 190)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setFixedHeight(170)
        self.table.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.fold)
        layout.addWidget(self.table)
        self.clear()

    @property
    def count(self) -> int:
        """Number of files listed."""
        return self.table.rowCount()

    def clear(self) -> None:
        """Forget all files."""
        self._paths.clear()
        self.table.setRowCount(0)
        self.hide()

    def add(self, files: Sequence[NotScored]) -> None:
        """List more files; one that is listed already stays as it is."""
        new = [file for file in files if str(file.path) not in self._paths]
        self._paths.update(str(file.path) for file in new)
        first = self.table.rowCount()
        self.table.setRowCount(first + len(new))
        for place, file in enumerate(new, first):
            reason = told(file.reason)
            for column, text in enumerate((readable(file.path.name), reason)):
                item = QTableWidgetItem(text)
                item.setToolTip(wording.tooltip(f"{file.path}\n{reason}"))
                self.table.setItem(place, column, item)
        self.fold.setText(tr("Not scored ({count})").format(count=wording.number(self.count)))
        self.setVisible(self.count > 0)
        self._unfold(self.fold.isChecked())

    def _unfold(self, unfolded: bool) -> None:
        self.fold.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        self.table.setVisible(unfolded)
