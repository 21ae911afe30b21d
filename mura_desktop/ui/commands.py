"""One registry of everything the reader can do: it gives key, tool tip, menu, palette and sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from mura_desktop.ui.translation import QT_TR_NOOP, tr


class Group(StrEnum):
    """Menus of the window, and headings of the key sheet; ``&`` marks the letter for Alt."""

    FILE = QT_TR_NOOP("&File")
    STUDY = QT_TR_NOOP("&Study")
    READ = QT_TR_NOOP("&Read")
    REPORT = QT_TR_NOOP("Re&port")
    NETWORK = QT_TR_NOOP("&Network")
    IMAGE = QT_TR_NOOP("&Image")
    TOOLS = QT_TR_NOOP("&Tools")
    OVERLAY = QT_TR_NOOP("&Overlay")
    LAYOUT = QT_TR_NOOP("&Layout")
    HELP = QT_TR_NOOP("&Help")

    @property
    def label(self) -> str:
        """The menu's title in the language that is on."""
        return tr(self.value)

    @property
    def plain(self) -> str:
        """The title as a reader reads it."""
        return self.label.replace("&", "")


@dataclass(frozen=True, slots=True)
class Command:
    """What the reader can do. Text and tip are literals: ``tools.translations`` collects them.

    Attributes
    ----------
    id
        Name that changed keys are kept under; never changes.
    group
        Where it is listed.
    text
        As in the menu; ``&`` marks the letter, ``…`` that a dialog follows.
    keys
        Keys it comes with, in Qt's portable form; at least one.
    tip
        What it does, where the text alone does not say.
    icon
        File in ``resources/icons`` without its ending; empty where it has none.
    choice
        Name of the set of commands of which one is on (tools, layouts); empty for none.
    toggles
        Whether it is on or off.
    separated
        Whether a line stands above it in the menu.
    """

    id: str
    group: Group
    text: str
    keys: tuple[str, ...]
    tip: str = ""
    icon: str = ""
    choice: str = ""
    toggles: bool = False
    separated: bool = False

    @property
    def label(self) -> str:
        """The text for the menu in the language that is on."""
        return tr(self.text)

    @property
    def plain(self) -> str:
        """The text as a reader reads it."""
        return self.label.replace("&", "").rstrip("…")

    @property
    def explanation(self) -> str:
        """The tip in the language that is on; empty where the text says it all."""
        return tr(self.tip) if self.tip else ""


def portable(key: str) -> QKeySequence:
    """Return a key that is written as everywhere in the program, whatever language is on."""
    return QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)


def written(keys: Sequence[QKeySequence]) -> str:
    """Return keys as they are written on the keyboard."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(key.toString(native) for key in keys)


class Commands(QObject):
    """The window's actions, made from a table of commands.

    Parameters
    ----------
    table
        All commands; ids are unique.
    window
        The widget in whose window the keys work.
    changed
        Keys that the reader changed, by id, in portable form; unknown ids are left out.
    """

    keys_changed = Signal()

    def __init__(
        self,
        table: Sequence[Command],
        window: QWidget,
        changed: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(window)
        self.table = {command.id: command for command in table}
        self._actions = {command.id: self._make(command, window) for command in table}
        for identity, keys in (changed or {}).items():
            if identity in self.table:
                self._put_keys(identity, keys)

    def __getitem__(self, identity: str) -> QAction:
        """Return the action of a command."""
        return self._actions[identity]

    def __iter__(self) -> Iterator[Command]:
        """Go through all commands in the order of the table."""
        return iter(self.table.values())

    def all(self) -> list[QAction]:
        """Return all actions in the order of the table."""
        return list(self._actions.values())

    def connect_all(self, acts: Mapping[str, Callable[[], object]]) -> None:
        """Say what commands do.

        Raises
        ------
        KeyError
            Where a command is unknown.
        """
        for identity, act in acts.items():
            self._actions[identity].triggered.connect(lambda _checked=False, act=act: act())

    def keys(self, identity: str) -> list[QKeySequence]:
        """Return the keys of a command."""
        return self._actions[identity].shortcuts()

    def set_keys(self, identity: str, keys: Sequence[str]) -> None:
        """Give a command other keys, in portable form; whoever has them now loses them."""
        taken = {portable(key).toString() for key in keys}
        for other in self.table:
            if other != identity:
                kept = [key.toString() for key in self.keys(other)]
                if taken.intersection(kept):
                    self._put_keys(other, [key for key in kept if key not in taken])
        self._put_keys(identity, keys)
        self.keys_changed.emit()

    def owner(self, key: str) -> Command | None:
        """Return the command that has a key."""
        wanted = portable(key)
        return next((one for one in self if wanted in self.keys(one.id)), None)

    def reset_keys(self) -> None:
        """Give all commands the keys they come with."""
        for command in self:
            self._put_keys(command.id, command.keys)
        self.keys_changed.emit()

    def changed(self) -> dict[str, list[str]]:
        """Return the keys that are not those a command comes with, to be kept."""
        found = {}
        for command in self:
            keys = [key.toString() for key in self.keys(command.id)]
            if keys != [portable(key).toString() for key in command.keys]:
                found[command.id] = keys
        return found

    def _make(self, command: Command, window: QWidget) -> QAction:
        action = QAction(command.label, self)
        action.setObjectName(command.id)
        action.setIconText(command.plain)
        action.setCheckable(command.toggles or bool(command.choice))
        action.setShortcuts([portable(key) for key in command.keys])
        _explain(action, command)
        window.addAction(action)
        return action

    def _put_keys(self, identity: str, keys: Sequence[str]) -> None:
        action = self._actions[identity]
        action.setShortcuts([portable(key) for key in keys])
        _explain(action, self.table[identity])


def _explain(action: QAction, command: Command) -> None:
    tip = command.explanation or command.plain
    keys = written(action.shortcuts())
    action.setToolTip(f"{tip} ({keys})" if keys else tip)
