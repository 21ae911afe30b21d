"""Folders that were opened last: a menu by key, and the list of the welcome page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu

from mura_desktop import paths
from mura_desktop.inert import readable
from mura_desktop.studies.model import Grouping
from mura_desktop.ui.translation import tr

if TYPE_CHECKING:
    from mura_desktop.ui.main_window import MainWindow

MOST = 8
"""As many as one digit each can choose, and fit on the welcome page."""
PATIENCE_MS = 1000
"""How long the welcome page waits for the answer of a share before it lists what there is."""
LONGEST = 48
"""Letters of a name that are shown; the tool tip has all of them."""


class RecentFolders(QObject):
    """Remembers what was opened. Whether it is still there is looked up beside the window's thread.

    Names of folders may be names of patients: the settings may forbid to remember them, and they
    are not shown while the texts of the viewer are hidden.

    Parameters
    ----------
    window
        The main window.
    kept
        Paths as they were remembered, the newest first.
    """

    def __init__(self, window: MainWindow, kept: Sequence[str]) -> None:
        super().__init__(window)
        self._window = window
        self._paths = [Path(path) for path in kept][:MOST]
        self._missing: set[Path] = set()
        self._asking: set[Path] = set()
        self._listed: list[tuple[Path, bool]] = []
        self._remembers = True
        self.menu = QMenu(tr("Open recent"), window)
        self.menu.aboutToShow.connect(self._fill)
        window.commands["open-recent"].setMenu(self.menu)

    @property
    def kept(self) -> tuple[str, ...]:
        """Paths to remember, the newest first."""
        return tuple(map(str, self._paths)) if self._remembers else ()

    def set_remembers(self, remembers: bool) -> None:
        """Say whether folders may be remembered; what is remembered goes where they may not."""
        if self._remembers and not remembers:
            self._paths.clear()
        self._remembers = remembers
        self._changed()

    def note(self, opened: Sequence[Path], grouping: Grouping) -> None:
        """Remember what was opened, if it was one folder or file and no demonstration."""
        if len(opened) != 1 or not self._remembers:
            return
        path = opened[0].absolute()
        if path == paths.demo_folder():  # has a command of its own
            return
        self._paths = [path, *(other for other in self._paths if other != path)][:MOST]
        self._changed()

    def forget(self) -> None:
        """Forget all of them."""
        self._paths.clear()
        self._changed()

    def open(self, path: Path) -> None:
        """Open one of them, or say what is wrong with it."""
        window = self._window
        inbox = path == window.anteroom.watching.folder

        def opened(there: bool) -> None:
            if there:
                window.open([path], Grouping.INBOX if inbox else Grouping.AUTO)
                return
            window.banner.say(
                tr(
                    "{path} is not there any more. If it lies on a share or a removable disk, "
                    "connect that; else open another folder with Ctrl+O."
                ).format(path=path)
            )
            self.refresh()

        window.background.run_aside(partial(_is_there, path), opened)

    def refresh(self) -> None:
        """Look up which of them are still there; each by itself, for a share may not answer."""
        for path in self._paths:
            if path not in self._asking:
                self._asking.add(path)
                self._window.background.run_aside(
                    partial(_is_there, path), partial(self._answered, path)
                )
        QTimer.singleShot(PATIENCE_MS if self._paths else 0, self, self._show)

    def pop_up(self) -> None:
        """Show the menu where the keyboard finds it."""
        self.refresh()
        bar = self._window.menuBar()
        self.menu.popup(self._window.mapToGlobal(QPoint(bar.x() + 8, bar.y() + bar.height())))
        actions = [action for action in self.menu.actions() if action.isEnabled()]
        if actions:
            self.menu.setActiveAction(actions[0])

    def _answered(self, path: Path, there: bool) -> None:
        self._asking.discard(path)
        if there:
            self._missing.discard(path)
        else:
            self._missing.add(path)
        if self._asking.isdisjoint(self._paths):
            self._show()

    def _show(self) -> None:
        listed = [(path, path in self._missing) for path in self._paths]
        if listed != self._listed:
            self._listed = listed
            self._window.welcome.set_recent(listed)

    def _changed(self) -> None:
        self.refresh()
        self._window.surroundings.keep_soon()

    def _fill(self) -> None:
        self.menu.clear()
        if not self._window.viewer.options.texts:
            self._say(tr("Hidden together with the patient's texts (X shows them)"))
            return
        if not self._remembers:
            self._say(tr("Folders are not remembered (see Preferences, Folders)"))
            return
        if not self._paths:
            self._say(tr("Nothing was opened yet"))
            return
        for number, path in enumerate(self._paths, 1):
            text = shown_name(path)
            if path in self._missing:
                text = tr("{name}  (not there any more)").format(name=text)
            action = self.menu.addAction(f"&{number}  {text.replace('&', '&&')}")
            action.setEnabled(path not in self._missing)
            action.triggered.connect(lambda _checked=False, path=path: self.open(path))
        self.menu.addSeparator()
        self.menu.addAction(tr("&Forget these folders")).triggered.connect(self.forget)

    def _say(self, text: str) -> None:
        self.menu.addAction(text).setEnabled(False)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # of a share that is gone, or that this account may not see
        return False


def shown_name(path: Path) -> str:
    """Name a folder by itself and the one above it."""
    name = str(Path(*path.parts[-2:])) if len(path.parts) > 2 else str(path)
    name = readable(name)
    return name if len(name) <= LONGEST else f"{name[: LONGEST // 2]}…{name[-LONGEST // 2 + 1 :]}"
