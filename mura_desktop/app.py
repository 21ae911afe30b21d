"""The window's composition root: puts the parts behind the window and starts Qt."""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from mura_desktop import paths as locations
from mura_desktop.errors import AlreadyOpenError, StoreUnavailableError
from mura_desktop.inference.description import describe
from mura_desktop.instance import window_lock
from mura_desktop.studies.model import Grouping
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.single_instance import FirstInstance, hand_over
from mura_desktop.ui.theme import apply_theme

log = logging.getLogger(__name__)

REFUSAL_MS = 10_000
"""Time a refusal stays on the screen, should nobody be there to close it."""
PAINTED_MS = 50
"""Time for the window system to show the empty window before libraries are loaded."""
NATIVE = (
    "mura_desktop.assembly",
    "mura_desktop.inference.onnxruntime_engine",
    "mura_desktop.inference.openvino_engine",
)


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
    folder = locations.data_folder()
    with ExitStack() as held:
        try:
            held.enter_context(window_lock(locations.window_lock()))
        except AlreadyOpenError as error:
            if model is None and hand_over(folder, paths, grouping):
                log.info("the window that is open was brought to the front")
                return 0
            raise _refused(model) from error
        except StoreUnavailableError as error:
            # The window says the same of the database, and waits until the disk is well.
            log.warning("this window holds no lock: %s", type(error.__cause__).__name__)
        window = MainWindow(partial(make_backend, model), _restore, locations.window_state())
        first = FirstInstance(folder, window)
        first.asked.connect(partial(_asked, window))
        window.show()
        QTimer.singleShot(PAINTED_MS, partial(_begin, window, tuple(paths), grouping))
        code = application.exec()
        first.close()
        return code


def make_application() -> QApplication:
    """Make the one QApplication, in the program's dress."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("MURA Desktop")
    apply_theme(application)
    return application


def make_backend(model: Path | None) -> Backend:
    """Assemble the program and hand the window what it needs of it."""
    from mura_desktop import licences  # noqa: PLC0415 - read after the window is shown
    from mura_desktop.assembly import assemble  # noqa: PLC0415 - `_begin` has imported it

    assembly = assemble(model)
    close: Callable[[], None] = assembly.close
    if assembly.scorer is None:
        return Backend(
            pipeline=assembly.pipeline,
            decoder=assembly.decoder,
            rule=None,
            input_size=1,
            model_summary="Scoring is off",
            about_model=(("Scoring is off", assembly.model_problem or ""),),
            model_problem=assembly.model_problem or "no model",
            close=close,
            notices=assembly.store.notices,
            settings=assembly.settings,
            store=assembly.store,
            source=assembly.pipeline.source,
        )
    card, engine = assembly.scorer.card, assembly.scorer.engine_description
    return Backend(
        pipeline=assembly.pipeline,
        decoder=assembly.decoder,
        rule=assembly.scorer.rule,
        input_size=card.input.size,
        model_summary=f"{card.name}  ·  {engine}",
        about_model=(*describe(card, engine), ("Contains", licences.summary())),
        model_problem=None,
        close=close,
        notices=assembly.store.notices,
        settings=assembly.settings,
        store=assembly.store,
        source=assembly.pipeline.source,
    )


def _asked(window: MainWindow, paths: tuple[Path, ...], grouping: Grouping) -> None:
    """Do what a second start was asked to do."""
    window.come_to_front()
    window.open(paths, grouping)


def _refused(model: Path | None) -> AlreadyOpenError:
    """Say why there will be no second window; also on the screen, for who has no terminal."""
    text = "A window of MURA Desktop is open on this data"
    text += " with its own model." if model else ", but does not answer."
    text += " Close it, then start again."
    box = QMessageBox(QMessageBox.Icon.Warning, "MURA Desktop", text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    QTimer.singleShot(REFUSAL_MS, box.reject)
    box.exec()
    return AlreadyOpenError(text)


def _restore(database: Path, backup: Path | None) -> None:
    from mura_desktop.store.repository import restore  # noqa: PLC0415 - see `_begin`

    restore(database, backup)


def _begin(window: MainWindow, paths: Sequence[Path], grouping: Grouping) -> None:
    """Start the work, once the window has been painted.

    Native libraries are imported here, on the main thread: imported first by a worker thread, they
    crash frozen programs. A runtime that is not installed is no problem yet.
    """
    for module in NATIVE:
        try:
            importlib.import_module(module)
        except (ImportError, OSError) as error:
            log.info("%s cannot be loaded: %s", module, error)
    window.start()
    window.open(paths, grouping)
