"""Starts Qt, shows the window, and then brings what works behind it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from mura_desktop import paths as locations
from mura_desktop.behind import Behind
from mura_desktop.errors import AlreadyOpenError, MuraError, StoreUnavailableError
from mura_desktop.instance import window_lock
from mura_desktop.settings import load_settings
from mura_desktop.studies.model import Grouping
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.reasons import told
from mura_desktop.ui.single_instance import FirstInstance, hand_over
from mura_desktop.ui.theme import apply_theme, current_theme
from mura_desktop.ui.translation import QT_TR_NOOP, install_language, tr

log = logging.getLogger(__name__)

REFUSAL_MS = 10_000
"""Time a refusal stays on the screen, should nobody be there to close it."""
PAINTED_MS = 50
"""Time for the window system to show the empty window before libraries are loaded."""


def run(
    paths: Sequence[Path] = (),
    grouping: Grouping = Grouping.AUTO,
    model: Path | None = None,
) -> int:
    """Open the window and return when it is closed.

    Parameters
    ----------
    paths
        Opened at once; none shows the welcome page.
    grouping
        How loose images become studies.
    model
        Folder of a model bundle; None takes the one from the settings, else the bundled one.

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    AlreadyOpenError
        Where a window holds the same data, and did not take over what was to be opened.
    """
    application = make_application()
    install_language(application, _wanted_language())
    folder = locations.data_folder()
    with ExitStack() as held:
        try:
            held.enter_context(window_lock(locations.window_lock()))
        except AlreadyOpenError as error:
            if model is None and hand_over(folder, paths, grouping):
                log.info("the window that is open was brought to the front")
                return 0
            apply_theme(application)
            raise _refused(model) from error
        except StoreUnavailableError as error:
            # The window says the same of the database, and waits until the disk is well.
            log.warning("this window holds no lock: %s", type(error.__cause__).__name__)
        behind = Behind(model)
        window = make_window(application, behind, locations.window_state())
        first = FirstInstance(folder, window)
        first.asked.connect(partial(_asked, window))
        window.show()
        QTimer.singleShot(PAINTED_MS, partial(begin, window, behind, tuple(paths), grouping))
        code = application.exec()
        first.close()
        behind.close()
        return code


def make_application() -> QApplication:
    """Make the one QApplication, in the program's dress but for the style sheet."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("MURA Desktop")
    apply_theme(application, sheet=False)
    return application


def make_window(application: QApplication, behind: Behind, state: Path | None = None) -> MainWindow:
    """Make the window, not shown yet; the style sheet is set once all of it is there.

    Parameters
    ----------
    application
        As `make_application` made it.
    behind
        What works behind the window.
    state
        File that remembers how the window was left; None remembers nothing.
    """
    window = MainWindow(behind.make, _restore, state)
    apply_theme(application, current_theme())
    return window


def _wanted_language() -> str | None:
    try:
        return load_settings().language
    except MuraError as error:
        # The window, or `refuse`, says the same in the system's language.
        log.warning("the language is the system's: %s", type(error).__name__)
        return None


def _asked(window: MainWindow, paths: tuple[Path, ...], grouping: Grouping) -> None:
    """Do what a second start was asked to do."""
    window.come_to_front()
    window.open(paths, grouping)


def _refused(model: Path | None) -> AlreadyOpenError:
    """Say why there will be no second window; also on the screen, for who has no terminal."""
    own_model = QT_TR_NOOP(
        "A window of MURA Desktop is open on this data with its own model. "
        "Close it, then start again."
    )
    silent = QT_TR_NOOP(
        "A window of MURA Desktop is open on this data, but does not answer. "
        "Close it, then start again."
    )
    text = own_model if model else silent
    _show(tr(text))
    return AlreadyOpenError(text)


def refuse(error: MuraError) -> None:
    """Say on the screen why there will be no window, for who has no terminal."""
    application = make_application()
    install_language(application, _wanted_language())
    apply_theme(application)
    _show(told(str(error)))


def _show(text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, "MURA Desktop", text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    QTimer.singleShot(REFUSAL_MS, box.reject)
    box.exec()


def _restore(database: Path, backup: Path | None) -> None:
    from mura_desktop.store.repository import restore  # noqa: PLC0415 - see `begin`

    restore(database, backup)


def begin(window: MainWindow, behind: Behind, paths: Sequence[Path], grouping: Grouping) -> None:
    """Start the work, once the window has been painted."""
    LateLibraries(behind, window)
    behind.load(then=window.start)
    window.open(paths, grouping)


class LateLibraries(QObject):
    """Loads what few need on the window's thread: once nothing runs, or another thread asks.

    A library at a time, so that the window need not wait for all.

    Parameters
    ----------
    behind
        Knows the libraries.
    window
        Tells when nothing runs.
    """

    _asked = Signal()

    def __init__(self, behind: Behind, window: MainWindow) -> None:
        super().__init__(window)
        self._behind = behind
        self._asked.connect(self._load_next, Qt.ConnectionType.QueuedConnection)
        behind.ask = self._asked.emit
        window.work.rested.connect(self._load_next)
        window.anteroom.load_libraries = behind.load_all

    def _load_next(self) -> None:
        if self._behind.load_next():
            QTimer.singleShot(0, self._load_next)
