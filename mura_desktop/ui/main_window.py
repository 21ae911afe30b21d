"""The main window. It joins worklist, viewer and background work, and does nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
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
    Arrived,
    Kept,
    NotKept,
    NotScorable,
    Scanning,
    Scored,
    Scoring,
    Unreadable,
)
from mura_desktop.settings import Settings
from mura_desktop.studies.model import Grouping
from mura_desktop.studies.states import State
from mura_desktop.ui import listing, wording
from mura_desktop.ui.anteroom import Anteroom
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.background import Background
from mura_desktop.ui.banner import Banner
from mura_desktop.ui.command_table import COMMANDS
from mura_desktop.ui.commands import Commands, Group
from mura_desktop.ui.give_back_dialog import open_give_back
from mura_desktop.ui.images import Images
from mura_desktop.ui.labels import ElidedLabel, plain_label, resize_on_screen
from mura_desktop.ui.listing import Listed, Told
from mura_desktop.ui.networking import Networking, open_received
from mura_desktop.ui.open_dialog import OpenDialog
from mura_desktop.ui.reading_column import ReadingColumn
from mura_desktop.ui.reading_commands import connect_reading
from mura_desktop.ui.reading_desk import ReadingDesk
from mura_desktop.ui.reading_leave import Farewell
from mura_desktop.ui.reasons import joined, told
from mura_desktop.ui.remembered import load
from mura_desktop.ui.report_desk import ReportDesk
from mura_desktop.ui.sharing import Sharing
from mura_desktop.ui.surroundings import Surroundings
from mura_desktop.ui.translation import tr
from mura_desktop.ui.viewer import Viewer
from mura_desktop.ui.viewer_bar import ViewerBar
from mura_desktop.ui.viewer_commands import connect_viewer
from mura_desktop.ui.welcome import Welcome
from mura_desktop.ui.worker import Work
from mura_desktop.ui.worklist_commands import connect_worklist
from mura_desktop.ui.worklist_panel import WorklistPanel
from mura_desktop.ui.worklist_rows import Row, rebanded

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

    settings_changed = Signal(object)
    """Settings: changed ones that count from now on; `backend` has them too."""

    def __init__(
        self,
        make_backend: Callable[[], Backend],
        restore: Callable[[Path, Path | None], None] | None = None,
        memory: Path | None = None,
    ) -> None:
        super().__init__()
        self._restore = restore
        self.setWindowTitle(TITLE)
        resize_on_screen(self, 1440, 900)
        self.setAcceptDrops(True)
        self.work = Work(make_backend, self)
        self.background = Background(self)
        self.networking = Networking(self, self.background)
        self.images = Images(self)
        self.viewer = Viewer(self.images)
        self.worklist = WorklistPanel()
        self.reading = ReadingDesk(
            self.viewer,
            self.worklist,
            self._seen,
            self.worklist.choose_next_unread,
            self,
        )
        self._farewell = Farewell(self, self.reading)
        self.model_banner = Banner(closable=False)
        self.store_banner = Banner(closable=False)
        self.banner = Banner(closable=True)
        kept = load(memory)
        self.commands = Commands(COMMANDS, self, kept.keys)
        self._backend: Backend | None = None
        self._opened: tuple[Path, ...] = ()
        self._grouping = Grouping.AUTO
        self._total, self._part = 0, False
        self._lay_out()
        self._fill_menus()
        self.surroundings = Surroundings(self, self._splitter, memory)
        self.report_desk = ReportDesk(self)
        self.anteroom = Anteroom(self, kept)
        self._connect()
        self.sharing = Sharing(self)
        self.surroundings.restore(kept)

    @property
    def backend(self) -> Backend | None:
        """What is behind the window, None until it is there."""
        return self._backend

    @property
    def opened(self) -> tuple[Path, ...]:
        """What was opened last; nothing on the welcome page."""
        return self._opened

    def take_settings(self, settings: Settings) -> None:
        """Work with changed settings from now on, as far as they do not need another start."""
        backend = self._backend
        if backend is None:
            return
        rule = backend.rule
        if backend.retune is not None and settings.thresholds != backend.settings.thresholds:
            rule = backend.retune(settings.thresholds)
            self.viewer.set_rule(rule, backend.input_size)
            for row in rebanded(self.worklist.model.table.rows, rule):
                self.news(self.worklist.update_study(row.study, row.state, row.finding, row.reason))
        self._backend = backend.with_settings(settings, rule)
        self.settings_changed.emit(settings)

    def add_banner(self, banner: Banner) -> None:
        """Put another banner below the others."""
        self._column.insertWidget(self._column.indexOf(self.banner) + 1, banner)

    def show_worklist(self) -> None:
        """Turn from the welcome page to worklist and viewer."""
        self._pages.setCurrentWidget(self._splitter)

    def show_anew(self, study_uid: str) -> None:
        """Choose a study, and show all its images even if some of them are on the screen."""
        place = self.worklist.shown.place(study_uid)
        if place is None:
            self.worklist.clear_filters()
            place = self.worklist.shown.place(study_uid)
        if place is not None:
            self.worklist.choose(place)
            self._show(self.worklist.shown.row(place))

    def open(self, paths: Sequence[Path], grouping: Grouping | None = None) -> None:
        """Triage files and folders; without any, arrivals that were cancelled or failed go on."""
        if not paths:
            self.work.go_on()
            return
        if grouping is not None:
            self._grouping = grouping
        elif self._grouping is Grouping.INBOX and self._opened != tuple(paths):
            self._grouping = Grouping.AUTO  # the watched folder's, not the reader's choice
        self._opened = tuple(paths)
        self.networking.opened(self._opened)
        self.setWindowTitle(f"{_named(self._opened)} - {TITLE}")
        self.banner.hide()
        self.images.drop_requests()
        self.show_worklist()
        self.worklist.view.setFocus()
        self.worklist.progress.scanning(0)
        self._set_running(True)
        self.work.open(self._opened, self._grouping)
        self.anteroom.opened(self._opened, self._grouping)

    def start(self) -> None:
        """Begin to make the backend; call it once the window is on the screen."""
        self.status.set_text(tr("Loading the model …"))
        self.work.start()
        self.anteroom.start()

    def come_to_front(self) -> None:
        """Show the window above all others, as far as the window system lets it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's
        """Stop the work first; nobody has to watch that. Reads that are not kept are asked for."""
        if not self._farewell.may_close():
            event.ignore()
            return
        self.anteroom.close()
        self.surroundings.close()
        self.hide()
        self.images.close()
        self.reading.close()
        self.viewer.edges.close()
        self.networking.close()
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
        self.column = ReadingColumn(self.worklist, self.reading.panel)
        self._splitter.addWidget(self.column)
        self._splitter.addWidget(self.viewer)
        self._splitter.setSizes([600, 840])
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 3)
        self._splitter.setChildrenCollapsible(False)
        self.welcome = Welcome()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self._splitter)
        centre = QWidget()
        column = self._column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.store_banner)
        column.addWidget(self.model_banner)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(centre)
        self.status = ElidedLabel()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.status, 1)
        self.statusBar().addPermanentWidget(self.networking.label)
        self.statusBar().addPermanentWidget(plain_label(tr(wording.RESEARCH_USE)))
        self.viewer.set_toolbar(ViewerBar(self.viewer, self.commands))

    def _fill_menus(self) -> None:
        for group in Group:
            menu = self.menuBar().addMenu(group.label)
            for command in self.commands:
                if command.group is group:
                    if command.separated:
                        menu.addSeparator()
                    menu.addAction(self.commands[command.id])
        for name in ("open-again", "cancel", "give-back"):
            self.commands[name].setEnabled(False)

    def _connect(self) -> None:
        worklist = self.worklist
        connect_viewer(self.viewer, self.commands)
        connect_reading(self.reading, self.commands)
        self.reading.records.trouble.connect(self._reads_troubled)
        self.reading.refused.connect(self.banner.say)
        self.reading.wanted.connect(self.surroundings.show_reading_panel)
        self.surroundings.connect_commands()
        self.report_desk.connect_commands()
        self.commands.connect_all(
            {
                "open-folder": lambda: self._ask(folder=True),
                "open-files": lambda: self._ask(folder=False),
                "open-received": lambda: self._say(open_received(self.networking, self.open)),
                "query": lambda: self._say(self.networking.query()),
                "open-again": lambda: self.open(self._opened),
                "cancel": self._cancel,
                "quit": self.close,
                "give-back": lambda: open_give_back(self),
                "stop": self._stop,
            }
        )
        connect_worklist(worklist, self.commands)
        self.anteroom.connect_commands()
        worklist.chosen.connect(self._show)
        worklist.chosen.connect(self.work.prefer)
        worklist.progress.cancelled.connect(self._cancel)
        self.work.ready.connect(self._ready)
        self.work.heard.connect(self._hear)
        self.work.ended.connect(self._ended)
        self.work.failed.connect(self._failed)
        self.work.engine_told.connect(self._engine_told)
        self.work.rested.connect(lambda: self._set_running(False))
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
        self.anteroom.watching.outgrown.clear()
        self.viewer.show_study(row, [] if row is None else self.worklist.earlier(row.study))
        self.reading.open(row)
        following = None if row is None else self.worklist.next_row()
        if following is not None:
            self.viewer.prefetch(following.study)

    def _seen(self) -> bool:
        """Tell whether the study in view is on the screen, as far as it can be."""
        return self.viewer.canvas.image is not None or not self.images.busy

    # What the worker tells.

    def _ready(self, backend: Backend) -> None:
        self._backend = backend
        self.store_banner.hide()
        if backend.notices:
            self.banner.say("\n".join(told(notice) for notice in backend.notices))
        self.reading.begin(backend)
        self.networking.begin(backend.reception, backend.settings)
        self.images.set_reader(backend.decoder)
        self.viewer.set_rule(backend.rule, backend.input_size)
        self.status.set_text(backend.model_summary)
        self.commands["give-back"].setEnabled(backend.giving_back is not None)
        self.report_desk.serve_archives()
        if backend.model_problem is not None:
            self.model_banner.say(
                tr("Scoring is off: {reason}").format(reason=told(backend.model_problem))
            )
        self.anteroom.ready(backend)

    def _engine_told(self, description: str, problem: str) -> None:
        if self._backend is None:
            return
        if problem:
            self.model_banner.say(tr("Scoring is off: {reason}").format(reason=told(problem)))
            return
        summary = f"{self._backend.model_summary}  ·  {description}"
        self._backend = replace(self._backend, engine=description, model_summary=summary)
        self.status.set_text(summary)

    def _hear(self, event: Told) -> None:
        match event:
            case Scanning(files):
                self.worklist.progress.scanning(files)
            case Listed():
                self.show_listed(event)
            case Arrived():
                self._set_running(True)
                self.anteroom.watching.arrived(event)
            case Scoring(study):
                self.news(self.worklist.update_study(study, State.SCORING))
            case Scored(study, finding, not_scored, done, total):
                self._advance(done, total)
                self.news(
                    self.worklist.update_study(study, State.SCORED, finding, not_scored=not_scored)
                )
            case Unreadable(study, not_scored, done, total):
                self._advance(done, total)
                self.news(
                    self.worklist.update_study(
                        study, State.UNREADABLE, reason=joined(not_scored), not_scored=not_scored
                    )
                )
            case NotKept(reason):
                self._wait_for_disk(reason)
            case Kept():
                self.disk_is_well()
            case NotScorable(study, reason, done, total):
                self._advance(done, total)
                self.news(self.worklist.update_study(study, State.NOT_SCORED, reason=reason))

    def show_listed(self, listed: Listed) -> None:
        """Show other studies in the place of those that were listed."""
        self._total = len(listed.event.scan.studies)
        self._part = listed.event.part
        listing.show(self, listed)

    def _say(self, text: str) -> None:
        if text:
            self.banner.say(text)

    def news(self, row: Row | None) -> None:
        """Show what has become known of a study in view."""
        # A study that has grown stays on the screen as it was, with the scores of then.
        if row is not None and row.study.uid not in self.anteroom.watching.outgrown:
            self.viewer.refresh(row)
            self.reading.refresh(row)

    def _advance(self, done: int, total: int) -> None:
        self.worklist.progress.scoring(done, total)

    def _ended(self, cancelled: bool) -> None:
        self._set_running(self.work.running)
        self.disk_is_well()
        if cancelled:
            self.worklist.give_up(tr("scoring was cancelled; F5 goes on"))
            self.banner.say(listing.cancelled(self, part=self._part))
        else:
            self.networking.ended()
        self.worklist.settle()
        if self.viewer.study is None:  # a row that a filter hides is no row, and still read
            # Only now: a study never takes another's place in the viewer by itself.
            self.worklist.choose_first_scored()
        if not self._total and not cancelled:
            self.banner.say(
                tr(
                    "No radiographs found in {name}. DICOM, PNG, JPEG, TIFF and BMP files are "
                    "read, also in ZIP archives. Ctrl+U lists what was found and why it was left "
                    "out; Ctrl+O opens another folder."
                ).format(name=_named(self._opened))
            )

    def _wait_for_disk(self, reason: str) -> None:
        self.store_banner.say(
            told(reason)
            + " "
            + tr("Nothing is lost: what is not saved is held, and saving is tried again.")
        )

    def disk_is_well(self) -> None:
        """Take the message away, unless reads are still held."""
        self._reads_troubled(self.reading.records.why_unsaved or None)

    def _reads_troubled(self, reason: str | None) -> None:
        if reason is None:
            self.store_banner.hide()
        else:
            self._wait_for_disk(reason)

    def _damaged(self, error: StoreDamagedError) -> None:
        self.store_banner.say(told(str(error)) + " " + tr("Until then nothing can be opened."))
        self.status.set_text("")
        if self._restore is None:
            return
        from mura_desktop.ui.recovery_dialog import RecoveryDialog  # noqa: PLC0415 - as in Anteroom

        restore = self._restore
        dialog = RecoveryDialog(self, error)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda backup: self.work.repair(lambda: restore(error.path, backup)))
        dialog.open()

    def _failed(self, text: str, bug: bool) -> None:
        self._set_running(self.work.running)
        if self._backend is None:
            self.status.set_text("")
        else:
            self.worklist.give_up(tr("scoring ended early"))
        self.banner.say(told(text), bug=bug)
        if bug:
            self.banner.offer(tr("Show the log"), self.anteroom.show_log)

    def _set_running(self, running: bool) -> None:
        self.commands["cancel"].setEnabled(running)
        self.commands["open-again"].setEnabled(not running and bool(self._opened or self.work.left))
        if not running:
            self.worklist.progress.hide()


def _named(paths: Sequence[Path]) -> str:
    """Name what was opened, for the title; folders and files, never patients from a header."""
    first = paths[0].name or str(paths[0])
    if len(paths) == 1:
        return first
    return tr("{name} and {count} more").format(name=first, count=len(paths) - 1)
