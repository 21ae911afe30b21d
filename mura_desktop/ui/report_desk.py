"""What leaves the window: reports, lists and figures. Joins the dialogs with the main window.

Dialogs and templates are imported when they are asked for: the window is shown sooner without.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from mura_desktop.reports.words import known_language
from mura_desktop.ui.export_writing import note_export
from mura_desktop.ui.translation import tr

if TYPE_CHECKING:
    from mura_desktop.reports.study_report import Reported
    from mura_desktop.settings import Settings
    from mura_desktop.ui.backend import Backend
    from mura_desktop.ui.main_window import MainWindow
    from mura_desktop.ui.report_source import ReportSource

SAID_MS = 5000
"""So long the status bar says that something was done."""


def report_language(setting: str | None) -> str:
    """Return the language of reports: as set, else the system's, else English."""
    return known_language(setting or QLocale.system().name())


class ReportDesk(QObject):
    """Opens the dialogs for what leaves the window.

    Parameters
    ----------
    window
        The main window.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def connect_commands(self) -> None:
        """Let the commands do what is done here."""
        self._window.commands.connect_all(
            {
                "report": self.open_report,
                "copy-report": self.copy_report,
                "export-lists": self.open_lists,
                "statistics": self.open_statistics,
                "report-templates": self.open_templates,
            }
        )
        self._window.settings_changed.connect(self._take)

    def serve_archives(self) -> None:
        """Print what is signed for archives, too, as the settings of now say."""
        backend = self._window.backend
        if backend is not None and backend.giving_back is not None:
            backend.giving_back.make_pdf = self.source(backend).signed_pdf

    def _take(self, settings: Settings) -> None:
        backend = self._window.backend
        if backend is not None and backend.giving_back is not None:
            backend.giving_back.take(settings)
        self.serve_archives()

    def open_report(self) -> None:
        """Show the report of the study in view."""
        from mura_desktop.ui.report_dialog import ReportDialog  # noqa: PLC0415 - when asked for

        asked = self._reported(with_images=True)
        if asked is not None:
            source, make = asked
            window = self._window
            self._open(ReportDialog(window, window.background, source, make, self._missed))

    def copy_report(self) -> None:
        """Put the text of the report of the study in view on the clipboard."""
        from mura_desktop.reports.study_report import as_text  # noqa: PLC0415 - as above

        asked = self._reported(with_images=False)
        if asked is None:
            return
        source, make = asked

        def text() -> str:
            reported = make()
            sheet = source.sheet(reported, anonymous=False)
            version = 0 if reported.signed is None else reported.signed.version
            note_export(
                source.store, "report", reported.study.uid, way="clipboard", version=version
            )
            return as_text(sheet)

        def copy(made: str) -> None:
            QGuiApplication.clipboard().setText(made)
            said = tr("The report's text is on the clipboard.")
            self._window.statusBar().showMessage(said, SAID_MS)

        self._window.background.run(text, copy, self._missed)

    def open_lists(self) -> None:
        """Offer the worklist and the reads as files."""
        from mura_desktop.reports.worklist_export import Entry  # noqa: PLC0415 - as above
        from mura_desktop.ui.export_dialog import ExportDialog, ListSource  # noqa: PLC0415 - as above

        backend = self._backend()
        if backend is None:
            return
        worklist = self._window.worklist
        source = ListSource(
            store=backend.store,
            entries=tuple(
                Entry(row.study, row.state, row.finding, row.reason, row.since, row.reading)
                for row in worklist.shown_rows()
            ),
            listed=len(worklist.model.rows),
            model=None if backend.rule is None else backend.rule.model,
            longest_wait=backend.settings.longest_wait,
            now=datetime.now(UTC),
        )
        self._open(ExportDialog(self._window, self._window.background, source, self._missed))

    def open_statistics(self) -> None:
        """Show the figures of what was read."""
        from mura_desktop.ui.statistics_dialog import StatisticsDialog  # noqa: PLC0415 - as above

        backend = self._backend()
        if backend is not None:
            window = self._window
            self._open(StatisticsDialog(window, window.background, backend.store, self._missed))

    def open_templates(self) -> None:
        """Let the site change the texts that reports begin with."""
        from mura_desktop.reports.templates import Templates  # noqa: PLC0415 - as above
        from mura_desktop.ui.report_templates import TemplateDialog  # noqa: PLC0415 - as above

        backend = self._backend()
        if backend is None:
            return
        if not isinstance(backend.templates, Templates):
            self._window.banner.say(tr("There are no templates in this window."))
            return
        window = self._window
        self._open(TemplateDialog(window, window.background, backend.templates, self._missed))

    # Parts.

    def source(self, backend: Backend) -> ReportSource:
        """Return what makes reports with a backend."""
        from mura_desktop.store.audit import actor  # noqa: PLC0415 - as above
        from mura_desktop.ui.report_source import ReportSource  # noqa: PLC0415 - as above

        settings = backend.settings
        return ReportSource(
            store=backend.store,
            rule=backend.rule,
            input_size=backend.input_size,
            institution=settings.institution,
            reader=settings.reader or actor(),
            language=report_language(settings.language),
        )

    def _reported(self, *, with_images: bool) -> tuple[ReportSource, Callable[[], Reported]] | None:
        """Note what is in view, and return how its report is fetched."""
        from mura_desktop.ui.report_images import key_views  # noqa: PLC0415 - as above

        backend = self._backend()
        if backend is None:
            return None
        viewer, model = self._window.viewer, self._window.worklist.model
        row = None if viewer.study is None else model.row_for(viewer.study.uid)
        if row is None:
            self._window.banner.say(tr("There is no report: choose a study in the worklist first."))
            return None
        source = self.source(backend)
        study, finding = row.study, row.finding
        panes = zip(viewer.grid.panes, viewer.slots, strict=True)
        keys = key_views(panes, viewer.options, backend.rule) if with_images else ()
        return source, lambda: source.reported(study, finding, keys)

    def _backend(self) -> Backend | None:
        backend = self._window.backend
        if backend is None:
            self._window.banner.say(tr("The program is still starting. Try again in a moment."))
        return backend

    def _missed(self, text: str, bug: bool) -> None:
        self._window.banner.say(text, bug=bug)

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
