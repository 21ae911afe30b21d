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
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QDialog

from mura_desktop import paths
from mura_desktop.app import LateLibraries, make_application, make_window
from mura_desktop.behind import Behind
from mura_desktop.demo import demo_folder
from mura_desktop.ui.about_dialog import AboutDialog
from mura_desktop.ui.overlay import Overlay

PATIENCE_S = 120.0
ANKLE = "ANKLE"


class Studio:
    """A window that is driven by its commands, and pictures of it and of its dialogs.

    Parameters
    ----------
    target
        Folder of the pictures.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.application = make_application()
        self.behind = Behind()
        self.window = make_window(self.application, self.behind)
        LateLibraries(self.behind, self.window)
        self.window.resize(1440, 900)
        self.window.show()
        QCursor.setPos(0, 0)  # the worklist is not sorted anew while the pointer rests on it

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        until = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > until:
                raise SystemExit("the window did not get there in time")
            self.application.processEvents()
            time.sleep(0.02)

    def rest(self, seconds: float) -> None:
        """Let the window work for some time."""
        until = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > until)

    def picture(self, name: str) -> None:
        """Take a picture of the window."""
        self.wait(lambda: not self.window.images.busy)
        self.application.processEvents()
        self.window.grab().save(str(self.target / f"{name}.png"))

    def act(self, *commands: str) -> None:
        """Do what commands do."""
        for command in commands:
            self.window.commands[command].trigger()
            self.application.processEvents()

    def dialog(self, command: str, name: str, size: QSize | None = None) -> None:
        """Open a dialog by its command, and take its picture once it has loaded.

        Parameters
        ----------
        command, name
            What opens it, and what the picture is called.
        size
            Where the dialog's own size does not show everything.
        """
        before = set(self.application.topLevelWidgets())
        self.act(command)
        self.wait(lambda: not self.window.background.busy)
        self.rest(0.5)
        for widget in set(self.application.topLevelWidgets()) - before:
            if isinstance(widget, QDialog) and widget.isVisible():
                if size is not None:
                    widget.resize(size)
                    self.rest(0.2)
                widget.grab().save(str(self.target / f"{name}.png"))
                widget.close()
        self.application.processEvents()


def main(target: Path) -> None:
    """Write all pictures.

    Parameters
    ----------
    target
        Folder, made if missing.
    """
    target.mkdir(parents=True, exist_ok=True)
    studio = Studio(target)
    window = studio.window
    studio.behind.load(then=window.start)
    studio.wait(lambda: bool(window.status.text()) and "…" not in window.status.text())
    studio.picture("welcome")
    window.open([demo_folder(paths.demo_folder())])
    studio.wait(lambda: not window.work.running)
    window.banner.hide()
    studio.wait(lambda: window.viewer.canvas.image is not None)
    studio.picture("worklist")
    window.viewer.set_options(window.viewer.options.with_overlay(Overlay.HEAT_MAP))
    studio.picture("heat-map")
    window.viewer.set_options(window.viewer.options.with_overlay(Overlay.OUTLINE))
    shown = window.worklist.shown
    for place in range(shown.rowCount()):
        if ANKLE in shown.row(place).study.patient.upper():
            window.worklist.choose(place)
    studio.rest(1.5)  # a signature is refused right after a study was opened
    studio.act("read-abnormal", "finding-lesion", "side-right")
    studio.rest(1.0)
    studio.picture("reading")
    for command in ("report", "export-lists", "preferences", "report-templates", "keys"):
        studio.dialog(command, command)
    studio.act("read-sign")
    studio.rest(2.0)
    window.worklist.view.scrollToBottom()  # what is signed stands last
    studio.picture("signed")
    studio.dialog("statistics", "statistics", QSize(1080, 1030))
    about = AboutDialog(window, window.backend, window.background)
    about.tabs.setCurrentWidget(about.model)
    about.show()
    studio.rest(0.5)
    about.grab().save(str(target / "about-model.png"))
    about.close()
    window.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data:
        # Pictures never depend on what this user has opened before.
        os.environ[paths.DATA_VARIABLE] = data
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/images"))
