"""The watched folder in the window: its studies join the open worklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QToolButton

from mura_desktop.events import Arrived, Scanned
from mura_desktop.settings import Settings, save_settings
from mura_desktop.studies.model import Grouping, Study
from mura_desktop.studies.states import State, named_by_path
from mura_desktop.ui import wording
from mura_desktop.ui.banner import Banner
from mura_desktop.ui.listing import Listed, Told
from mura_desktop.ui.reading_keys import press_by_keys
from mura_desktop.ui.reasons import told
from mura_desktop.ui.translation import tr
from mura_desktop.ui.words import word
from mura_desktop.ui.worklist_rows import Row
from mura_desktop.watching import FilesCame, FolderLost, News, Watcher, Watching

if TYPE_CHECKING:
    from mura_desktop.ui.main_window import MainWindow


class WatchControl(QObject):
    """Watches the folder that the settings name, while the window is open.

    Parameters
    ----------
    window
        The main window.
    banner
        For what the reader must know of the folder and of studies that have grown.
    """

    _news = Signal(object)

    def __init__(self, window: MainWindow, banner: Banner) -> None:
        super().__init__(window)
        self._window, self.banner = window, banner
        self._settings = Settings.model_construct()
        self._watcher: Watcher | None = None
        self._paused = False
        self._lost = ""
        self._began = False
        self._today: set[str] = set()
        self._day = datetime.now().astimezone().date()
        self.outgrown: set[str] = set()
        self.status = QToolButton()
        self.status.setObjectName("watchStatus")
        self.status.setAutoRaise(True)
        self.status.hide()
        press_by_keys(self.status)
        self.status.clicked.connect(self.open_folder)
        window.statusBar().addPermanentWidget(self.status)
        window.work.heard.connect(self._count)
        window.reading.grown.connect(self.tell_again)
        self._news.connect(self._hear)

    @property
    def folder(self) -> Path | None:
        """The watched folder, None where there is none."""
        return self._settings.watched_folder

    @property
    def running(self) -> bool:
        """Whether a folder is watched, or waited for."""
        return self._watcher is not None

    # What the reader asks for.

    def choose_folder(self) -> None:
        """Ask for a folder and watch it from now on."""
        start = self.folder or Path.home()
        dialog = QFileDialog(self._window, tr("Watch a folder"), str(start))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, tr("Watch"))
        if dialog.exec() == QFileDialog.DialogCode.Accepted and dialog.selectedFiles():
            self.watch(Path(dialog.selectedFiles()[0]))
        dialog.deleteLater()

    def watch(self, folder: Path) -> None:
        """Watch another folder, today and at every start."""
        self._paused = False
        self._window.background.run(
            partial(save_settings, {"watched_folder": str(folder)}),
            self._window.take_settings,
            lambda text, bug: self.banner.say(text, bug=bug),
        )

    def toggle(self) -> None:
        """Stop watching, or go on; the folder stays in the settings."""
        if self.folder is None:
            self.choose_folder()
            return
        self._paused = self.running
        self._restart()

    def open_folder(self) -> None:
        """List the whole watched folder."""
        if self.folder is not None:
            self._window.open([self.folder], Grouping.INBOX)

    # What the window tells.

    def take(self, settings: Settings) -> None:
        """Watch what the settings say."""
        before, self._settings = self._settings, settings
        same = (before.watched_folder, before.watch_polls) == (
            settings.watched_folder,
            settings.watch_polls,
        )
        if not same or (self._watcher is None and not self._paused):
            if before.watched_folder != settings.watched_folder:
                self._began = False
                self._today.clear()
            self._restart()

    def arrived(self, event: Arrived) -> None:
        """Let studies join the worklist; what is chosen and what is on the screen stays."""
        window = self._window
        self.note_grown(event.scan.studies)
        window.worklist.add_studies(event.scan.studies, event.known, event.since, event.reading)
        window.worklist.not_scored.add(event.scan.not_scored)
        if window.backend is not None and window.backend.rule is None:
            for study in event.scan.studies:
                window.worklist.update_study(study, State.NOT_SCORED, reason=tr("scoring is off"))

    def note_grown(self, studies: Sequence[Study]) -> None:
        """Note which studies of the list have more images now, before the list shows them."""
        model = self._window.worklist.model
        grown = []
        for study in studies:
            row = model.row_for(study.uid)
            if row is not None and row.study != study:
                grown.append((replace(row), study))
        self.outgrown.update(study.uid for _, study in grown)
        self._tell_of_grown(grown)

    def tell_again(self, study_uid: str) -> None:
        """Offer the new images of the study on the screen once more."""
        row, shown = self._window.worklist.model.row_for(study_uid), self._window.viewer.study
        if row is not None and shown is not None:
            self._tell_of_grown([(replace(row, study=shown), row.study)])

    def close(self) -> None:
        """Stop watching."""
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher = None

    # Parts.

    def _restart(self) -> None:
        self.close()
        self._lost = ""
        self.banner.hide()
        backend = self._window.backend
        able = backend is not None and backend.arrivals is not None
        if self.folder is not None and not self._paused and able:
            self._watcher = Watcher(self.folder, self._news.emit, polls=self._settings.watch_polls)
            self._watcher.start()
        self._show()

    def _hear(self, news: News) -> None:
        if self._watcher is None or self.folder is None:
            return
        match news:
            case Watching():
                if self._lost:
                    self._lost = ""
                    self.banner.hide()
                if not self._began and not self._window.opened:
                    self.open_folder()
                self._began = True
            case FilesCame(paths):
                self._window.show_worklist()
                self._window.work.arrive(paths, self.folder)
            case FolderLost(reason):
                self._lost = told(reason)
                self.banner.say(
                    tr(
                        "The watched folder {folder} cannot be reached: {reason}. Check the "
                        "network or the disk. It is tried again every few seconds, and what comes "
                        "meanwhile is found then."
                    ).format(folder=self.folder, reason=self._lost)
                )
        self._show()

    def _count(self, told: Told) -> None:
        """Count the studies of the watched folder that were first seen today."""
        event = told.event if isinstance(told, Listed) else told
        if not isinstance(event, Scanned | Arrived) or self.folder is None:
            return
        today = datetime.now().astimezone().date()
        if today != self._day:
            self._day = today
            self._today.clear()
        for study in event.scan.studies:
            since = event.since.get(study.uid)
            fresh = since is not None and since.astimezone().date() == today
            if fresh and _lies_in(study, self.folder):
                self._today.add(study.uid)
        self._show()

    def _show(self) -> None:
        commands = self._window.commands
        commands["watching"].setChecked(self.running)
        commands["open-watched"].setEnabled(self.folder is not None)
        self.status.setVisible(self.folder is not None)
        if self.folder is None:
            return
        name = self.folder.name or str(self.folder)
        if not self.running:
            text = tr("Not watching {folder}")
        elif self._lost:
            text = tr("{folder} is out of reach")
        else:
            text = tr("Watching {folder}  ·  {count} new today")
        text = text.format(folder=_short(name), count=len(self._today))
        self.status.setText(text.replace("&", "&&"))
        self.status.setAccessibleName(text)
        self.status.setToolTip(wording.tooltip(tr("List all of {folder}").format(folder=name)))

    def _tell_of_grown(self, grown: list[tuple[Row, Study]]) -> None:
        """Say what must not go unseen: more images of the study on the screen, or of a signed one.

        The images on the screen stay those that the reader chose.
        """
        shown = self._window.viewer.study
        for row, study in grown:
            before = {view.uid: view.version for view in row.study.views}
            new = [view for view in study.views if before.get(view.uid) != view.version]
            replaced = bool(new) and all(view.uid in before for view in new)
            where = tr("Show it")
            if shown is not None and shown.uid == study.uid:
                text = tr("There is more of the study on the screen: {images}, not shown yet.")
                if replaced:
                    text = tr(
                        "The study on the screen has other files under the same names: {images}, "
                        "not shown yet."
                    )
            elif row.shown_state is State.SIGNED:
                # A DICOM object that was merely copied again is no news to who has read it.
                new = [view for view in new if view.uid not in before or named_by_path(view)]
                if not new:
                    continue
                text = tr(
                    "A study that is signed has got {images} since: {part} of {day}. Look at them, "
                    "and amend the read."
                )
            else:
                continue
            images = wording.plural(max(len(new), 1), "new image", "new images")
            text = text.format(
                images=images, part=word(study.body_part), day=wording.day(study.study_date)
            )
            self.banner.say(text)
            self.banner.offer(where, partial(self._go_to, study.uid))

    def _go_to(self, study_uid: str) -> None:
        self.banner.hide()
        self._window.show_anew(study_uid)


def _lies_in(study: Study, folder: Path) -> bool:
    return any(view.path.is_relative_to(folder) for view in study.views)


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
