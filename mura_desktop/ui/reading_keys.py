"""Which keys belong to what has the focus, and are no commands of the window while it has it."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget

_Standard = QKeySequence.StandardKey
_EDITING = (
    *(_Standard.Undo, _Standard.Redo, _Standard.Cut, _Standard.Copy, _Standard.Paste),
    *(_Standard.SelectAll, _Standard.MoveToNextWord, _Standard.MoveToPreviousWord),
    *(_Standard.SelectNextWord, _Standard.SelectPreviousWord),
    *(_Standard.DeleteStartOfWord, _Standard.DeleteEndOfWord),
    *(_Standard.MoveToStartOfDocument, _Standard.MoveToEndOfDocument),
    *(_Standard.SelectStartOfDocument, _Standard.SelectEndOfDocument),
)
"""What a text keeps of the keys with Ctrl; all others stay commands of the window."""
_MOVING = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End),
)
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Keeps(Enum):
    """What a widget does with keys."""

    TYPING = auto()
    """Text of several lines."""
    LINE = auto()
    """Text of one line; Return leads on."""
    MOVING = auto()
    """A text that cannot be changed."""
    PRESSING = auto()
    """A button; Space and Return press it."""


class OwnKeys(QObject):
    """Lets a widget keep its keys while it has the focus, and tells when Esc leaves it.

    Parameters
    ----------
    widget, keeps
        Which widget, and what it does with keys.
    leaves
        Whether Esc leads out of it; else Esc stays a command of the window.
    """

    left = Signal()
    """Esc was pressed."""
    finished = Signal()
    """Return was pressed in a line."""

    def __init__(self, widget: QWidget, keeps: Keeps, *, leaves: bool = True) -> None:
        super().__init__(widget)
        self._keeps, self._leaves = keeps, leaves
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Claim keys before they become commands, and act on those that lead out."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # The answer is given here: the widget itself would claim other keys.
            event.setAccepted(self._claims(event))
            return True
        return event.type() == QEvent.Type.KeyPress and _alone(event) and self._acts(watched, event)

    def _acts(self, watched: QObject, event: QKeyEvent) -> bool:
        """Do what a key is for here; tell whether it was for anything."""
        if event.key() == Qt.Key.Key_Escape and self._leaves:
            self.left.emit()
        elif event.key() in _RETURN and self._keeps is Keeps.LINE:
            self.finished.emit()
        elif event.key() in _RETURN and isinstance(watched, QAbstractButton):
            if not event.isAutoRepeat():  # a key that is held down signs no second study
                watched.click()
        else:
            return False
        return True

    def _claims(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and _alone(event):
            return self._leaves
        match self._keeps:
            case Keeps.TYPING | Keeps.LINE:
                return is_typing(event)
            case Keeps.MOVING:
                return event.matches(_Standard.Copy) or (_alone(event) and event.key() in _MOVING)
            case Keeps.PRESSING:
                return _alone(event) and event.key() in (Qt.Key.Key_Space, *_RETURN)


def press_by_keys(button: QAbstractButton) -> None:
    """Let Space and Return press a button of the window that has the focus, and do nothing else.

    Only Tab leads to it: who clicks goes on with the keys of the list and the image.
    """
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    OwnKeys(button, Keeps.PRESSING, leaves=False)


def is_typing(event: QKeyEvent) -> bool:
    """Tell whether a key edits a text: letters, AltGr's letters, and what moves or deletes."""
    if _alone(event):
        return not Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
    if any(event.matches(keys) for keys in _EDITING):
        return True
    # AltGr comes as Ctrl+Alt on Windows.
    both = event.modifiers() & _CONTROL and event.modifiers() & _ALT
    return bool(both) and bool(event.text()) and event.text().isprintable()


def _alone(event: QKeyEvent) -> bool:
    """Tell whether a key is pressed without Ctrl, Alt and Meta."""
    return not event.modifiers() & (_CONTROL | _ALT | Qt.KeyboardModifier.MetaModifier)
