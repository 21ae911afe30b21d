"""Everything the reader can do, each once: name, keys, tool tip. Menus and the key sheet use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from mura_desktop.ui.help_pages import keys_of


@dataclass(frozen=True, slots=True)
class Actions:
    """The window's actions, by what they do."""

    open_folder: QAction
    open_files: QAction
    open_again: QAction
    cancel: QAction
    quit: QAction
    next_study: QAction
    previous_study: QAction
    next_view: QAction
    previous_view: QAction
    find: QAction
    sort_now: QAction
    not_scored: QAction
    fit: QAction
    actual_size: QAction
    zoom_in: QAction
    zoom_out: QAction
    invert: QAction
    reset: QAction
    overlay: QAction
    overlay_kind: QAction
    more_opaque: QAction
    less_opaque: QAction
    keys: QAction
    about: QAction

    def all(self) -> list[QAction]:
        """Return the actions in the order of the key sheet."""
        return [getattr(self, name) for name in self.__slots__]


def make_actions(window: QMainWindow) -> Actions:
    """Make all actions; the window connects them."""

    def make(text: str, *keys: str, tip: str = "", button: str = "") -> QAction:
        action = QAction(text, window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        plain = text.replace("&", "").rstrip("…")
        action.setIconText(button or plain)
        written = keys_of(action)
        action.setToolTip(f"{tip or plain} ({written})" if written else tip or plain)
        window.addAction(action)
        return action

    return Actions(
        open_folder=make("Open &folder…", "Ctrl+O"),
        open_files=make("Open f&iles…", "Ctrl+Shift+O"),
        open_again=make("Open a&gain, score what is missing", "F5"),
        cancel=make("&Cancel scoring", "Esc"),
        quit=make("&Quit", "Ctrl+Q"),
        next_study=make("&Next study", "Down", "J", "Space"),
        previous_study=make("&Previous study", "Up", "K"),
        next_view=make("Next &view", "Right", "PgDown"),
        previous_view=make("Previous v&iew", "Left", "PgUp"),
        find=make("&Filter the worklist", "Ctrl+F"),
        sort_now=make("&Sort new results in", "S"),
        not_scored=make("Show files that were not scored", "Ctrl+U"),
        fit=make("&Fit", "F", tip="Show the whole image"),
        actual_size=make(
            "&Actual pixels", "1", button="1:1", tip="One image pixel for one of the screen"
        ),
        zoom_in=make("Zoom &in", "+", "="),
        zoom_out=make("Zoom &out", "-"),
        invert=make("In&vert", "I", tip="Swap black and white"),
        reset=make(
            "&Reset window", "R", button="Reset", tip="Contrast and brightness as in the file"
        ),
        overlay=make("Overlay &on or off", "O"),
        overlay_kind=make("&Outline, heat map or off", "H"),
        more_opaque=make("Overlay &denser", "]"),
        less_opaque=make("Overlay &thinner", "["),
        keys=make("&Keys and mouse", "F1"),
        about=make("&About the model"),
    )


def connect(action: QAction, act: Callable[[], object]) -> None:
    """Do something when an action is triggered, whatever it hands over."""
    action.triggered.connect(lambda _checked=False: act())
