"""Makes the pictures of the documentation from the real window and the demonstration worklist.

Run ``python -m tools.screenshots [FOLDER]`` in the project's root; without a display set
``QT_QPA_PLATFORM=offscreen``.
Only the demonstration is ever shown: phantoms, and films that may be published.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QCursor

from mura_desktop import paths
from mura_desktop.app import make_application, make_backend
from mura_desktop.demo import demo_folder
from mura_desktop.ui.about_dialog import AboutDialog
from mura_desktop.ui.key_sheet import KeySheet
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.overlay import Overlay

PATIENCE_S = 120.0
ANKLE = "ANKLE"


def main(target: Path) -> None:
    """Write all pictures.

    Parameters
    ----------
    target
        Folder, made if missing.
    """
    target.mkdir(parents=True, exist_ok=True)
    application = make_application()
    window = MainWindow(partial(make_backend, None))
    window.resize(1440, 900)
    window.show()
    QCursor.setPos(0, 0)  # the worklist is not sorted anew while the pointer rests on it

    def wait(condition: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > until:
                raise SystemExit("the window did not get there in time")
            application.processEvents()
            time.sleep(0.02)

    def picture(name: str) -> None:
        wait(lambda: not window.images.busy)
        application.processEvents()
        window.grab().save(str(target / f"{name}.png"))

    window.start()
    wait(lambda: bool(window.status.text()) and "…" not in window.status.text())
    picture("welcome")
    window.open([demo_folder(paths.demo_folder())])
    wait(lambda: not window.work.running)
    window.banner.hide()
    wait(lambda: window.viewer.canvas.image is not None)
    picture("worklist")
    window.viewer.set_options(window.viewer.options.with_overlay(Overlay.HEAT_MAP))
    picture("heat-map")
    window.viewer.set_options(window.viewer.options.with_overlay(Overlay.OUTLINE))
    shown = window.worklist.shown
    for place in range(shown.rowCount()):
        if ANKLE in shown.row(place).study.patient.upper():
            window.worklist.choose(place)
    wait(lambda: window.viewer.canvas.image is not None)
    picture("ankle")
    backend = window.backend
    if backend is not None:
        about = AboutDialog(window, backend, window.background)
        about.tabs.setCurrentWidget(about.model)
        for name, dialog in (
            ("keys", KeySheet(window, window.commands)),
            ("about-model", about),
        ):
            dialog.show()
            application.processEvents()
            dialog.grab().save(str(target / f"{name}.png"))
            dialog.close()
    window.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data:
        # Pictures never depend on what this user has opened before.
        os.environ[paths.DATA_VARIABLE] = data
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/images"))
