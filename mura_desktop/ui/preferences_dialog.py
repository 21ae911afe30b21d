"""The preferences: all that a user or a site may set, in plain words."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
)
from shiboken6 import isValid

from mura_desktop import paths
from mura_desktop.settings import Settings, save_settings
from mura_desktop.studies.alarms import LOOK_BACK
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.lifetimes import while_open
from mura_desktop.ui.preferences_form import Form
from mura_desktop.ui.preferences_pages import (
    AppearancePage,
    FoldersPage,
    ModelPage,
    ReadingPage,
)
from mura_desktop.ui.preferences_worklist import WorklistPage
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

if TYPE_CHECKING:
    from mura_desktop.inference.library import Installed
    from mura_desktop.ui.main_window import MainWindow

NEXT_START = frozenset(
    {"model", "engine", "precision", "threads", "decoders", "decode_seconds", "language"}
)
"""Entries that a running program does not take over."""


class PreferencesDialog(QDialog):
    """Pages of settings; "Save" checks and writes all of them, beside the window's thread.

    Parameters
    ----------
    window
        The main window, which takes changed settings over.
    backend
        Has the settings, the model's card and the store.
    """

    def __init__(self, window: MainWindow, backend: Backend) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Preferences"))
        resize_on_screen(self, 1000, 680)
        self._window, self._backend = window, backend
        settings = backend.settings
        card = None if backend.card is None else backend.card.rule()
        self.reading = ReadingPage(settings)
        self.worklist = WorklistPage(settings, card or backend.rule)
        self.model = ModelPage(settings)
        self.folders = FoldersPage(settings)
        self.appearance = AppearancePage(settings)
        self.pages: tuple[Form, ...] = (
            self.reading,
            self.worklist,
            self.model,
            self.folders,
            self.appearance,
        )
        self._lay_out()
        for number in range(len(self.pages)):
            QShortcut(
                QKeySequence(f"Ctrl+{number + 1}"),
                self,
                partial(self.contents.setCurrentRow, number),
            )
        self.folders.forget.clicked.connect(self._forget)
        self.contents.setFocus()
        window.background.run(
            _models,
            while_open(self, self.model.show_models),
            while_open(self, self.model.cannot_list),
        )
        self._ask_for_recent()

    def _lay_out(self) -> None:
        self.contents = QListWidget()
        self.contents.setAccessibleName(tr("Pages"))
        self.stack = QStackedWidget()
        for page in self.pages:
            self.contents.addItem(page.title.replace("&", ""))
            area = QScrollArea()
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setWidget(page)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.stack.addWidget(area)
        self.contents.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.contents.setCurrentRow(0)
        self.contents.setFixedWidth(self.contents.sizeHintForColumn(0) + 6 * SPACE)
        self.message = plain_label(name="problem", wraps=True)
        self.message.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.save_button = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.save_button.setText(tr("&Save"))
        self.save_button.setObjectName("primary")
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setText(tr("Cancel"))
        for button in (self.save_button, cancel):
            button.setIcon(QIcon())
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        middle = QHBoxLayout()
        middle.setSpacing(2 * SPACE)
        middle.addWidget(self.contents)
        middle.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addLayout(middle, 1)
        layout.addWidget(self.message)
        layout.addWidget(buttons)

    def changes(self) -> dict[str, Any]:
        """Return all that would be written."""
        changed: dict[str, Any] = {}
        for page in self.pages:
            changed |= page.changes()
        return {
            name: str(value) if isinstance(value, Path) else value
            for name, value in changed.items()
        }

    def save(self) -> None:
        """Check, write, and let the window take over what changed."""
        for number, page in enumerate(self.pages):
            if problem := page.problem():
                self.contents.setCurrentRow(number)
                self._say(problem)
                return
        self._window.surroundings.set_theme(self.appearance.chosen_theme)
        self._window.surroundings.keep_soon()
        changed = self.changes()
        if not changed:
            self.accept()
            return
        self.save_button.setEnabled(False)
        self._window.background.run(
            partial(save_settings, changed),
            partial(self._saved, changed),
            while_open(self, self._cannot),
        )

    def _saved(self, changed: dict[str, Any], settings: Settings) -> None:
        window = self._window
        window.take_settings(settings)
        if NEXT_START & changed.keys():
            window.banner.say(
                tr("Saved. Model, engine and language take effect at the next start.")
            )
        if isValid(self):  # else it was closed while the disk was slow
            self.accept()

    def _cannot(self, text: str, _bug: bool) -> None:
        self.save_button.setEnabled(True)
        self._say(text)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.show()

    def _forget(self) -> None:
        self._window.anteroom.recent.forget()
        self.folders.forget.setEnabled(False)
        self.folders.forget.setText(tr("Forgotten"))

    def _ask_for_recent(self) -> None:
        store, source = self._backend.store, self._backend.source
        if store is not None and source is not None:
            since = datetime.now(UTC) - LOOK_BACK
            self._window.background.run(
                lambda: store.recent_scores(since, source),
                while_open(self, self.worklist.show_recent),
                while_open(self, lambda text, _bug: self.worklist.cost.setText(text)),
            )


def _models() -> list[Installed]:
    from mura_desktop.inference.library import (  # noqa: PLC0415 - not before the window is shown
        installed_models,
    )

    return installed_models(paths.model_folders())
