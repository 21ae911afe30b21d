"""The main window. It joins worklist, viewer and background work, and does nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.errors import StoreDamagedError
from mura_desktop.events import (
    Event,
    Kept,
    NotKept,
    NotScorable,
    Scanned,
    Scanning,
    Scored,
    Scoring,
    Unreadable,
)
from mura_desktop.studies.earlier import earlier_studies
from mura_desktop.studies.model import Grouping, NotScored, Study
from mura_desktop.studies.states import State
from mura_desktop.ui import wording
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.background import Background
from mura_desktop.ui.banner import Banner
from mura_desktop.ui.command_table import COMMANDS
from mura_desktop.ui.commands import Commands, Group
from mura_desktop.ui.help_pages import about_dialog
from mura_desktop.ui.images import Images
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.open_dialog import OpenDialog
from mura_desktop.ui.recovery_dialog import RecoveryDialog
from mura_desktop.ui.remembered import load
from mura_desktop.ui.sharing import Sharing
from mura_desktop.ui.surroundings import Surroundings
from mura_desktop.ui.viewer import Viewer
from mura_desktop.ui.viewer_bar import ViewerBar
from mura_desktop.ui.viewer_commands import connect_viewer
from mura_desktop.ui.welcome import Welcome
from mura_desktop.ui.worker import Work
from mura_desktop.ui.worklist_model import Row
from mura_desktop.ui.worklist_panel import WorklistPanel

TITLE = "MURA Desktop"


class MainWindow(QMainWindow):
    """The program's window.

    Parameters
    ----------
    make_backend
        Makes everything behind the window; called on the worker thread.
    restore
        Puts a backup, or with None an empty database, in the place of a damaged one; called on the
        worker thread.
    memory
        File that keeps the window's place, looks and keys; None keeps nothing.
    """

    def __init__(
        self,
        make_backend: Callable[[], Backend],
        restore: Callable[[Path, Path | None], None] | None = None,
        memory: Path | None = None,
    ) -> None:
        super().__init__()
        self._restore = restore
        self.setWindowTitle(TITLE)
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.work = Work(make_backend, self)
        self.background = Background(self)
        self.images = Images(self)
        self.viewer = Viewer(self.images)
        self.worklist = WorklistPanel()
        self.model_banner = Banner(closable=False)
        self.store_banner = Banner(closable=False)
        self.banner = Banner(closable=True)
        kept = load(memory)
        self.commands = Commands(COMMANDS, self, kept.keys)
        self._backend: Backend | None = None
        self._opened: tuple[Path, ...] = ()
        self._grouping = Grouping.AUTO
        self._total = 0
        self._scored = 0
        self.sharing = Sharing(self)
        self._lay_out()
        self._fill_menus()
        self.surroundings = Surroundings(self, self._splitter, memory)
        self._connect()
        self.surroundings.restore(kept)

    # What others may do.

    @property
    def backend(self) -> Backend | None:
        """What is behind the window, None until it is there."""
        return self._backend

    def open(self, paths: Sequence[Path], grouping: Grouping | None = None) -> None:
        """Triage files and folders; what ran before is cancelled."""
        if not paths:
            return
        self._opened = tuple(paths)
        if grouping is not None:
            self._grouping = grouping
        self.setWindowTitle(f"{_named(self._opened)} - {TITLE}")
        self.banner.hide()
        self.images.drop_requests()
        self._pages.setCurrentWidget(self._splitter)
        self.worklist.view.setFocus()
        self.worklist.progress.scanning(0)
        self._set_running(True)
        self.sharing.opened_files()
        self.work.open(self._opened, self._grouping)

    def show_list(self, title: str, listed: Scanned) -> None:
        """Show studies that nobody has opened here."""
        self.setWindowTitle(f"{title} - {TITLE}")
        self.banner.hide()
        self._pages.setCurrentWidget(self._splitter)
        self.worklist.view.setFocus()
        self._scanned(listed)
        self.worklist.progress.hide()

    def disk_is_well(self) -> None:
        """Take the message about results away."""
        self.store_banner.hide()

    def start(self) -> None:
        """Begin to make the backend; call it once the window is on the screen."""
        self.status.setText("Loading the model …")
        self.work.start()

    def come_to_front(self) -> None:
        """Show the window above all others, as far as the window system lets it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's
        """Stop the work first; nobody has to watch that."""
        self.surroundings.close()
        self.hide()
        self.viewer.edges.close()
        self.sharing.close()
        self.background.close()
        self.work.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's
        """Accept files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's
        """Open what was dropped."""
        urls = event.mimeData().urls()
        self.open([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        event.acceptProposedAction()

    # How it is built.

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(3)
        self._splitter.addWidget(self.worklist)
        self._splitter.addWidget(self.viewer)
        self._splitter.setSizes([600, 840])
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 3)
        self._splitter.setChildrenCollapsible(False)
        self.worklist.setMinimumWidth(330)
        self.welcome = Welcome()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self._splitter)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.store_banner)
        column.addWidget(self.model_banner)
        column.addWidget(self.sharing.banner)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(centre)
        self.status = plain_label()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.status, 1)
        self.statusBar().addPermanentWidget(plain_label(wording.RESEARCH_USE))
        self.viewer.set_toolbar(ViewerBar(self.viewer, self.commands))

    def _fill_menus(self) -> None:
        for group in Group:
            menu = self.menuBar().addMenu(group.value)
            for command in self.commands:
                if command.group is group:
                    if command.separated:
                        menu.addSeparator()
                    menu.addAction(self.commands[command.id])
        for name in ("open-again", "open-shared", "take-over", "cancel", "about"):
            self.commands[name].setEnabled(False)

    def _connect(self) -> None:
        worklist = self.worklist
        connect_viewer(self.viewer, self.commands)
        self.surroundings.connect_commands()
        self.commands.connect_all(
            {
                "open-folder": lambda: self._ask(folder=True),
                "open-files": lambda: self._ask(folder=False),
                "open-shared": self.sharing.open_shared,
                "take-over": self.sharing.take_over,
                "open-again": lambda: self.open(self._opened),
                "cancel": self._cancel,
                "quit": self.close,
                "next-study": lambda: worklist.step(1),
                "previous-study": lambda: worklist.step(-1),
                "find": lambda: worklist.filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason),
                "sort-now": worklist.sort_now,
                "not-scored": worklist.not_scored.fold.toggle,
                "stop": self._stop,
                "about": self._about,
            }
        )
        self.welcome.open_folder.connect(lambda: self._ask(folder=True))
        worklist.chosen.connect(self._show)
        worklist.progress.cancelled.connect(self._cancel)
        self.work.ready.connect(self._ready)
        self.work.heard.connect(self._hear)
        self.work.ended.connect(self._ended)
        self.work.failed.connect(self._failed)
        self.work.waiting.connect(self._wait_for_disk)
        self.work.damaged.connect(self._damaged)

    # What the reader asks for.

    def _ask(self, *, folder: bool) -> None:
        start = str(self._opened[0].parent) if self._opened else str(Path.home())
        dialog = OpenDialog(self, folder=folder, start=start, grouping=self._grouping)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            choice = dialog.choice()
            self.open(choice.paths, choice.grouping)
        dialog.deleteLater()

    def _cancel(self) -> None:
        if self.work.running:
            self.work.cancel()
            self.worklist.progress.stopping()

    def _stop(self) -> None:
        """Leave one thing a press: what the viewer is at, full screen, scoring."""
        if not self.viewer.stop() and not self.surroundings.leave_full_screen():
            self._cancel()

    def _show(self, row: Row | None) -> None:
        self.viewer.show_study(row, [] if row is None else self._earlier(row.study))
        self.sharing.open(row)
        following = None if row is None else self.worklist.next_row()
        if following is not None:
            self.viewer.prefetch(following.study)

    def _earlier(self, study: Study) -> list[Row]:
        model = self.worklist.model
        found = earlier_studies(study, (row.study for row in model.rows))
        places = [model.row_of(earlier.uid) for earlier in found]
        return [model.rows[place] for place in places if place is not None]

    def _about(self) -> None:
        if self._backend is not None:
            about_dialog(self, self._backend.about_model).open()

    # What the worker tells.

    def _ready(self, backend: Backend) -> None:
        self._backend = backend
        self.store_banner.hide()
        if backend.notices:
            self.banner.say("\n".join(backend.notices))
        self.sharing.begin(backend)
        self.images.set_reader(backend.decoder)
        self.viewer.set_rule(backend.rule, backend.input_size)
        self.status.setText(backend.model_summary)
        self.commands["about"].setEnabled(bool(backend.about_model))
        if backend.model_problem is not None:
            self.model_banner.say(f"Scoring is off: {backend.model_problem}")

    def _hear(self, event: Event) -> None:
        match event:
            case Scanning(files):
                self.worklist.progress.scanning(files)
            case Scanned():
                self._scanned(event)
            case Scoring(study):
                self._news(self.worklist.update_study(study, State.SCORING))
            case Scored(study, finding, not_scored, done, total):
                self._scored += 1
                self._advance(done, total)
                self._news(
                    self.worklist.update_study(study, State.SCORED, finding, not_scored=not_scored)
                )
            case Unreadable(study, not_scored, done, total):
                self._advance(done, total)
                self._news(
                    self.worklist.update_study(
                        study, State.UNREADABLE, reason=_reasons(not_scored), not_scored=not_scored
                    )
                )
            case NotKept(reason):
                self._wait_for_disk(reason)
            case Kept():
                self.store_banner.hide()
            case NotScorable(study, reason, done, total):
                self._advance(done, total)
                self._news(self.worklist.update_study(study, State.NOT_SCORED, reason=reason))

    def _scanned(self, event: Scanned) -> None:
        self.images.clear()
        self.worklist.load(event.scan, event.known)
        self._scored = len(event.known)
        self._total = len(event.scan.studies)
        if self._backend is not None and self._backend.rule is None:
            for study in event.scan.studies:
                self.worklist.update_study(study, State.NOT_SCORED, reason="scoring is off")
            self.worklist.sort_now()
        self._advance(0, self._total - len(event.known))
        if event.known or (self._backend is not None and self._backend.rule is None):
            self.worklist.choose_first_scored()

    def _news(self, row: Row | None) -> None:
        if row is not None:
            self.viewer.refresh(row)

    def _advance(self, done: int, total: int) -> None:
        self.worklist.progress.scoring(done, total)

    def _ended(self, cancelled: bool) -> None:
        self._set_running(False)
        self.store_banner.hide()
        if cancelled:
            self.worklist.give_up("scoring was cancelled; F5 goes on")
            self.banner.say(
                f"Cancelled: {self._scored:,} of {self._total:,} studies are scored. F5 goes on."
            )
        self.worklist.settle()
        if self.worklist.current is None:
            # Only now: a study never takes another's place in the viewer by itself.
            self.worklist.choose_first_scored()
        if not self._total and not cancelled:
            self.banner.say(
                f"No radiographs found in {_named(self._opened)}. DICOM, PNG, JPEG, TIFF and BMP "
                "files are read."
            )

    def _wait_for_disk(self, reason: str) -> None:
        self.store_banner.say(
            f"{reason} Nothing is lost: what is not saved is held, and saving is tried again."
        )

    def _damaged(self, error: StoreDamagedError) -> None:
        self.store_banner.say(f"{error} Until then nothing can be opened.")
        self.status.setText("")
        if self._restore is None:
            return
        restore = self._restore
        dialog = RecoveryDialog(self, error)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda backup: self.work.repair(lambda: restore(error.path, backup)))
        dialog.open()

    def _failed(self, text: str, bug: bool) -> None:
        self._set_running(False)
        if self._backend is None:
            self.status.setText("")
        else:
            self.worklist.give_up("scoring ended early")
        self.banner.say(text, bug=bug)

    def _set_running(self, running: bool) -> None:
        self.commands["cancel"].setEnabled(running)
        self.commands["open-again"].setEnabled(bool(self._opened) and not running)
        if not running:
            self.worklist.progress.hide()


def _named(paths: Sequence[Path]) -> str:
    """Name what was opened, for the title; folders and files, never patients from a header."""
    first = paths[0].name or str(paths[0])
    return first if len(paths) == 1 else f"{first} and {len(paths) - 1} more"


def _reasons(files: Sequence[NotScored]) -> str:
    """Join reasons, each once."""
    return "; ".join(dict.fromkeys(file.reason for file in files))
