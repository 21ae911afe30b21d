"""The program's log in a window: filtered by level and text, and following what is added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QT_TR_NOOP,
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QFontDatabase,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.logs import Line, LogReader
from mura_desktop.ui import wording
from mura_desktop.ui.background import Background
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.theme import SPACE, colours
from mura_desktop.ui.translation import tr

FOLLOW_MS = 1000
LEVELS = (
    (QT_TR_NOOP("All entries"), ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "")),
    (QT_TR_NOOP("Warnings and errors"), ("WARNING", "ERROR", "CRITICAL")),
    (QT_TR_NOOP("Errors only"), ("ERROR", "CRITICAL")),
)
_Index = QModelIndex | QPersistentModelIndex


class LogModel(QAbstractListModel):
    """The lines that pass the filter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Line] = []
        self._shown: list[Line] = []
        self._levels: tuple[str, ...] = LEVELS[0][1]
        self._words: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Lines in the log, shown or not."""
        return len(self._all)

    def add(self, lines: Sequence[Line]) -> None:
        """Add lines below."""
        self._all.extend(lines)
        more = [line for line in lines if self._passes(line)]
        if more:
            count = len(self._shown)
            self.beginInsertRows(QModelIndex(), count, count + len(more) - 1)
            self._shown.extend(more)
            self.endInsertRows()

    def filter(self, levels: tuple[str, ...], text: str) -> None:
        """Show the lines of these levels in which all words stand."""
        self.beginResetModel()
        self._levels, self._words = levels, tuple(text.casefold().split())
        self._shown = [line for line in self._all if self._passes(line)]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return the number of lines shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text, or the colour of its level."""
        line = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.ForegroundRole:
            if line.level in ("ERROR", "CRITICAL"):
                return QColor(colours().bug)
            if line.level == "WARNING":
                return QColor(colours().warning)
        return None

    def _passes(self, line: Line) -> bool:
        if line.level not in self._levels:
            return False
        text = line.text.casefold()
        return all(word in text for word in self._words)


class LogViewer(QDialog):
    """Shows the log and follows it; not modal, so that one can work meanwhile.

    Parameters
    ----------
    parent
        The window.
    background
        Reads the files.
    folder
        Of the logs.
    """

    def __init__(self, parent: QWidget | None, background: Background, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("The program's log"))
        resize_on_screen(self, 960, 560)
        self._background, self._folder = background, folder
        self._reader = LogReader(folder)
        self._reading = False
        self.model = LogModel(self)
        self.level = QComboBox()
        self.level.setAccessibleName(tr("Which entries"))
        for text, levels in LEVELS:
            self.level.addItem(tr(str(text)), levels)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Filter  (Ctrl+F)"))
        self.search.setAccessibleName(tr("Filter the log"))
        self.search.setClearButtonEnabled(True)
        self.follow = QCheckBox(tr("F&ollow"))
        self.follow.setToolTip(tr("Keep the newest line in sight"))
        self.follow.setChecked(True)
        self.view = QListView()
        self.view.setObjectName("log")
        self.view.setAccessibleName(tr("Lines of the log"))
        self.view.setUniformItemSizes(True)
        self.view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.view.setModel(self.model)
        self.state = plain_label(tr("Reading the log …"), name="muted", wraps=True)
        self.copy = QPushButton(tr("&Copy"))
        self.copy.setToolTip(tr("Copy the chosen lines, or all that are shown"))
        self.open_folder = QPushButton(tr("Open the &folder"))
        self.done_button = QPushButton(tr("Close"))
        self._lay_out()
        self.level.currentIndexChanged.connect(lambda _: self._filter())
        self.search.textChanged.connect(lambda _: self._filter())
        self.follow.toggled.connect(self._followed)
        self.copy.clicked.connect(self.copy_lines)
        self.open_folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )
        self.done_button.clicked.connect(self.reject)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        QShortcut(QKeySequence.StandardKey.Copy, self.view, self.copy_lines)
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self._read)
        self.view.setFocus()

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.level)
        top.addWidget(self.search, 1)
        top.addWidget(self.follow)
        bottom.addWidget(self.state, 1)
        for button in (self.copy, self.open_folder, self.done_button):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        layout.addLayout(bottom)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's
        """Read what has been added, and go on following."""
        super().showEvent(event)
        self._timer.start()
        self._read()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's
        """Follow no longer; nobody looks."""
        self._timer.stop()
        super().hideEvent(event)

    def copy_lines(self) -> None:
        """Copy the chosen lines, in their order; without a choice all that are shown."""
        chosen = sorted(index.row() for index in self.view.selectedIndexes())
        rows = chosen or range(self.model.rowCount())
        lines = [str(self.model.index(row).data()) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._say(tr("{lines} copied").format(lines=wording.plural(len(lines), "line", "lines")))

    def _read(self) -> None:
        if self._reading:
            return
        self._reading = True
        self._background.run(self._lines, self._add, self._cannot)

    def _lines(self) -> list[Line] | str:
        try:
            return self._reader.read()
        except OSError as error:
            return str(error.strerror)

    def _add(self, found: list[Line] | str) -> None:
        self._reading = False
        if isinstance(found, str):
            self._cannot(
                tr(
                    "The log in {folder} cannot be read: {reason}. Mend the rights of that folder."
                ).format(folder=self._folder, reason=found),
                False,
            )
            return
        first = self.model.total == 0
        self.model.add(found)
        if found or first:
            self._count()
        if found and self.follow.isChecked():
            self.view.scrollToBottom()

    def _cannot(self, text: str, _bug: bool) -> None:
        self._reading = False
        self._say(text)

    def _filter(self) -> None:
        self.model.filter(self.level.currentData(), self.search.text())
        self._count()
        if self.follow.isChecked():
            self.view.scrollToBottom()

    def _followed(self, on: bool) -> None:
        if on:
            self.view.scrollToBottom()

    def _count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        if not total:
            self._say(tr("The log is empty. It names no patients."))
        elif shown == total:
            lines = wording.plural(total, "line", "lines")
            self._say(tr("{lines}. The log names no patients.").format(lines=lines))
        else:
            lines = wording.plural(total, "line", "lines")
            self._say(tr("{shown} of {lines}").format(shown=f"{shown:,}", lines=lines))

    def _say(self, text: str) -> None:
        self.state.setText(text)
