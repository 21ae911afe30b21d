"""Finds a command by a few letters and does it: for what the hand does not know by heart."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.ui.commands import Command, Commands, written
from mura_desktop.ui.theme import SPACE, colours
from mura_desktop.ui.translation import tr

WIDTH, HEIGHT = 560, 420
DOWN = 60
_LIST_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


def matches(commands: Commands, text: str) -> list[Command]:
    """Return the commands that hold every word of a text, those whose own text does first."""
    words = text.casefold().split()
    found = []
    for command in commands:
        name, group = command.plain.casefold(), command.group.plain.casefold()
        everything = f"{name} {group} {command.explanation.casefold()}"
        if all(word in everything for word in words):
            at_start = bool(words) and name.startswith(words[0])
            found.append((not at_start, not all(word in name for word in words), command))
    return [command for *_, command in sorted(found, key=lambda one: one[:2])]


class CommandPalette(QDialog):
    """A line to type into, and what fits it."""

    def __init__(self, parent: QWidget, commands: Commands) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr("Find a command"))
        self._commands, self._window = commands, parent
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Find a command"))
        self.line.setAccessibleName(tr("Find a command"))
        self.line.installEventFilter(self)
        self.model = QStandardItemModel(0, 3, self)
        self.list = QTreeView()
        self.list.setAccessibleName(tr("Commands"))
        self.list.setModel(self.model)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.line.textChanged.connect(self._fill)
        self.line.returnPressed.connect(self._do)
        self.list.clicked.connect(lambda _index: self._do())
        self.resize(min(WIDTH, parent.width() - 2 * SPACE), min(HEIGHT, parent.height() - 2 * DOWN))
        self._fill("")

    def open(self) -> None:
        """Show it in the upper middle of the window."""
        corner = self._window.mapToGlobal(QPoint(0, 0))
        self.move(corner + QPoint((self._window.width() - self.width()) // 2, DOWN))
        super().open()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Let the arrow keys choose while the line has the focus."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _LIST_KEYS
        ):
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _fill(self, text: str) -> None:
        self.model.removeRows(0, self.model.rowCount())
        for command in matches(self._commands, text):
            action = self._commands[command.id]
            keys = QStandardItem(written(action.shortcuts()))
            keys.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            group = QStandardItem(command.group.plain)
            row = [QStandardItem(command.plain), group, keys]
            row[0].setData(command.id)
            for item in row:
                item.setEnabled(action.isEnabled())
                item.setToolTip(action.toolTip())
            keys.setForeground(_muted())
            group.setForeground(_muted())
            self.model.appendRow(row)
        first = next(
            (
                self.model.index(row, 0)
                for row in range(self.model.rowCount())
                if self.model.item(row, 0).isEnabled()
            ),
            None,
        )
        if first is not None:
            self.list.setCurrentIndex(first)

    def _do(self) -> None:
        index = self.list.currentIndex()
        if not index.isValid():
            return
        item = self.model.item(index.row(), 0)
        action = self._commands[item.data()]
        if item.isEnabled():
            self.accept()
            action.trigger()


def _muted() -> QBrush:
    return QBrush(QColor(colours().muted))
