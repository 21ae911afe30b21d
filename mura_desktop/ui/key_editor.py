"""Changes keys. What is changed counts at once, and is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.ui.commands import Command, Commands, Group, written
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

_ID = int(Qt.ItemDataRole.UserRole)


class KeyEditor(QDialog):
    """All commands with their keys; the chosen one gets the key that is pressed."""

    def __init__(self, parent: QWidget, commands: Commands) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change keys"))
        resize_on_screen(self, 740, 640)
        self._commands = commands
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a command"))
        self.search.setAccessibleName(tr("Find a command"))
        self.search.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Commands and their keys"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([tr("Command"), tr("Keys")])
        self.tree.setUniformRowHeights(True)
        self.edit = QKeySequenceEdit()
        self.edit.setAccessibleName(tr("New key"))
        self.edit.setMaximumSequenceLength(1)
        self.use = QPushButton(tr("Use this key"))
        self.add = QPushButton(tr("Add this key"))
        self.default = QPushButton(tr("Own keys back"))
        self.message = plain_label(name="muted", wraps=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        every = buttons.addButton(tr("All own keys back"), QDialogButtonBox.ButtonRole.ResetRole)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for part in (self.edit, self.use, self.add, self.default):
            row.addWidget(part, 1 if part is self.edit else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addLayout(row)
        layout.addWidget(self.message)
        layout.addWidget(buttons)
        self.search.textChanged.connect(self._filter)
        self.tree.currentItemChanged.connect(lambda *_: self._chosen())
        self.edit.keySequenceChanged.connect(lambda _: self._say())
        self.use.clicked.connect(lambda: self._put(keep=False))
        self.add.clicked.connect(lambda: self._put(keep=True))
        self.default.clicked.connect(self._reset_one)
        every.clicked.connect(commands.reset_keys)
        buttons.rejected.connect(self.reject)
        commands.keys_changed.connect(self._refresh)
        self.groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self._items = self._fill()
        self._say()

    def choose(self, identity: str) -> None:
        """Choose a command."""
        self.tree.setCurrentItem(self._items[identity])

    @property
    def _current(self) -> str:
        item = self.tree.currentItem()
        return "" if item is None else str(item.data(0, _ID) or "")

    def _fill(self) -> dict[str, QTreeWidgetItem]:
        items: dict[str, QTreeWidgetItem] = {}
        for group in Group:
            heading = QTreeWidgetItem(self.tree, [group.plain, ""])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            own = {one.id: QTreeWidgetItem(heading, [one.plain, ""]) for one in self._of(group)}
            for identity, item in own.items():
                item.setData(0, _ID, identity)
            items.update(own)
            self.groups.append((heading, list(own.values())))
        self.tree.expandAll()
        self.tree.setColumnWidth(0, 330)
        for identity, item in items.items():
            item.setText(1, written(self._commands.keys(identity)))
        return items

    def _of(self, group: Group) -> list[Command]:
        return [command for command in self._commands if command.group is group]

    def _refresh(self) -> None:
        for identity, item in self._items.items():
            item.setText(1, written(self._commands.keys(identity)))
        self._say()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for item in self._items.values():
            both = f"{item.text(0)} {item.text(1)}".casefold()
            item.setHidden(not all(word in both for word in words))
        for heading, items in self.groups:
            heading.setHidden(all(item.isHidden() for item in items))

    def _chosen(self) -> None:
        self.edit.clear()
        self._say()

    def _say(self) -> None:
        """Tell what the key would do, and who would lose it."""
        identity, key = self._current, self.edit.keySequence()
        ready = bool(identity) and not key.isEmpty()
        self.use.setEnabled(ready)
        self.add.setEnabled(ready)
        self.default.setEnabled(identity in self._commands.changed())
        if not identity:
            self.message.setText(tr("Choose a command, go to the field below it and press a key."))
            return
        if key.isEmpty():
            self.message.setText(tr("Go to the field and press the new key."))
            return
        owner = self._commands.owner(key.toString())
        name = key.toString(QKeySequence.SequenceFormat.NativeText)
        if owner is None:
            self.message.setText(tr("{key} is free.").format(key=name))
        elif owner.id == identity:
            self.message.setText(tr("{key} is already a key of this command.").format(key=name))
        else:
            self.message.setText(
                tr("{key} belongs to “{command}”, which would lose it.").format(
                    key=name, command=owner.plain
                )
            )

    def _put(self, *, keep: bool) -> None:
        identity, key = self._current, self.edit.keySequence().toString()
        kept = [one.toString() for one in self._commands.keys(identity)] if keep else []
        self._commands.set_keys(identity, list(dict.fromkeys([*kept, key])))
        self.edit.clear()

    def _reset_one(self) -> None:
        identity = self._current
        self._commands.set_keys(identity, self._commands.table[identity].keys)
