"""What surrounds the reading room: preferences, recent folders, notice, log, reports, about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

from mura_desktop import crashes, paths
from mura_desktop.settings import Settings
from mura_desktop.studies.model import Grouping
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.banner import Banner
from mura_desktop.ui.notice import NOTICE_VERSION, Notice
from mura_desktop.ui.overlay import Overlay
from mura_desktop.ui.reading_settings import read_on
from mura_desktop.ui.recent import RecentFolders
from mura_desktop.ui.remembered import Remembered
from mura_desktop.ui.translation import tr
from mura_desktop.ui.watch_control import WatchControl
from mura_desktop.ui.worklist_rows import Row

if TYPE_CHECKING:
    from mura_desktop.ui.log_viewer import LogViewer
    from mura_desktop.ui.main_window import MainWindow


class Anteroom(QObject):
    """Brings the dialogs around the work, and what comes before it.

    Parameters
    ----------
    window
        The main window.
    kept
        What it remembers.
    """

    def __init__(self, window: MainWindow, kept: Remembered) -> None:
        super().__init__(window)
        self._window = window
        self._overlay_at_first = True
        self._notice_seen = kept.notice_seen
        self._report_seen = kept.report_seen
        self.log: LogViewer | None = None
        self.notice: Notice | None = None
        self.report_banner = Banner(closable=True)
        self.watching = WatchControl(window, Banner(closable=True))
        window.add_banner(self.watching.banner)
        window.add_banner(self.report_banner)
        self.recent = RecentFolders(window, kept.recent)
        self.load_libraries: Callable[[], object] = lambda: None
        """Loads, on this thread, native libraries that another is about to need."""

    def connect_commands(self) -> None:
        """Let the commands do what is done here."""
        window = self._window
        window.commands.connect_all(
            {
                "open-recent": self.recent.pop_up,
                "open-demo": self.open_demo,
                "watch-folder": self.watching.choose_folder,
                "watching": self.watching.toggle,
                "open-watched": self.watching.open_folder,
                "preferences": self.show_preferences,
                "show-log": self.show_log,
                "show-reports": self.show_reports,
                "about": self.show_about,
            }
        )
        for name in ("watching", "open-watched", "preferences"):
            window.commands[name].setEnabled(False)
        window.welcome.open_folder.connect(window.commands["open-folder"].trigger)
        window.welcome.open_files.connect(window.commands["open-files"].trigger)
        window.welcome.open_demo.connect(self.open_demo)
        window.welcome.chosen.connect(self.recent.open)
        window.welcome.dropped.connect(window.open)
        window.settings_changed.connect(self._take)
        window.worklist.chosen.connect(self._begin_bare)

    # What the window tells.

    def start(self) -> None:
        """Say what must be said before the first study, and what happened last time."""
        if self._window.surroundings.remembers and self._notice_seen < NOTICE_VERSION:
            self.notice = Notice(self._window, paths.data_folder())
            self.notice.accepted.connect(self._noticed)
            self.notice.rejected.connect(self._window.close)
            self.notice.open()
        self.recent.refresh()
        self._window.background.run(
            lambda: crashes.reports(paths.log_folder()), self._tell_of_reports
        )

    def ready(self, backend: Backend) -> None:
        """Take over what the settings say, once they are known."""
        for name in ("watching", "preferences"):
            self._window.commands[name].setEnabled(True)
        self._take(backend.settings)

    def opened(self, opened: Sequence[Path], grouping: Grouping) -> None:
        """Remember a folder that was opened."""
        self.recent.note(opened, grouping)

    def to_keep(self) -> dict[str, Any]:
        """Return what is remembered, as fields of `Remembered`."""
        return {
            "recent": self.recent.kept,
            "notice_seen": self._notice_seen,
            "report_seen": self._report_seen,
        }

    def close(self) -> None:
        """End what goes on here."""
        self.watching.close()
        if self.log is not None:
            self.log.close()

    # What the reader asks for. Dialogs that few open are loaded when one is opened.

    def open_demo(self) -> None:
        """Draw the demonstration worklist, and open it."""
        self.load_libraries()

        def draw() -> Path:
            from mura_desktop.demo import demo_folder  # noqa: PLC0415 - the data is for this alone

            return demo_folder(paths.demo_folder())

        window = self._window
        window.background.run(
            draw,
            lambda folder: window.open([folder], Grouping.AUTO),
            lambda text, bug: window.banner.say(text, bug=bug),
        )

    def show_preferences(self) -> None:
        """Open the preferences."""
        from mura_desktop.ui.preferences_dialog import PreferencesDialog  # noqa: PLC0415 - see above

        if self._window.backend is not None:
            self._show(PreferencesDialog(self._window, self._window.backend))

    def show_about(self) -> None:
        """Open the pages about program and model."""
        from mura_desktop.ui.about_dialog import AboutDialog  # noqa: PLC0415 - see above

        self._show(AboutDialog(self._window, self._window.backend, self._window.background))

    def show_log(self) -> None:
        """Open the log beside the window, or bring it to the front."""
        from mura_desktop.ui.log_viewer import LogViewer  # noqa: PLC0415 - see above

        if self.log is None:
            self.log = LogViewer(self._window, self._window.background, paths.log_folder())
        self.log.show()
        self.log.raise_()
        self.log.activateWindow()

    def show_reports(self) -> None:
        """Show the reports of crashes, the newest first."""
        from mura_desktop.ui.crash_dialog import CrashDialog  # noqa: PLC0415 - see above

        self.report_banner.hide()
        self._show(CrashDialog(self._window, self._window.background, paths.log_folder()))

    # Parts.

    def _take(self, settings: Settings) -> None:
        if self._window.backend is not None:
            read_on(self._window.reading, self._window.backend)
        self.recent.set_remembers(settings.remembers_recent_folders)
        self.watching.take(settings)
        self._overlay_at_first = settings.overlay_at_first
        self._window.worklist.set_longest_wait(settings.longest_wait)

    def _begin_bare(self, row: Row | None) -> None:
        """Show a study without what drove its score, where the site wants it asked for."""
        viewer = self._window.viewer
        if row is not None and not self._overlay_at_first:
            viewer.set_options(viewer.options.with_overlay(Overlay.OFF))

    def _noticed(self) -> None:
        self._notice_seen = NOTICE_VERSION
        self._window.surroundings.keep_soon()

    def _tell_of_reports(self, reports: list[Path]) -> None:
        if not reports or reports[0].name <= self._report_seen:
            return
        self._report_seen = reports[0].name
        self._window.surroundings.keep_soon()
        self.report_banner.say(
            tr(
                "The program ended unexpectedly, or something in it went wrong. What was scored or "
                "signed is kept. A report without patient data lies on this computer only."
            )
        )
        self.report_banner.offer(tr("Show report"), self.show_reports)

    @staticmethod
    def _show(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
