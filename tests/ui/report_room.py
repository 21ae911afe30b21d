"""A window with a real database, for the tests of what leaves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from mura_desktop.reports.templates import Templates
from mura_desktop.store.repository import Store
from mura_desktop.studies.model import Study
from mura_desktop.studies.reads import Conclusion, Read
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.main_window import MainWindow
from tests.ui.conftest import RULE, Darkroom, Script, make_finding, make_study

DEMO = replace(
    make_study("demo", 2, patient="DEMO, ONE (77)"), patient_id="77", description="two planes"
)
OTHER = replace(make_study("other", 1, patient="DEMO, TWO (78)"), patient_id="78")
KNOWN = {"demo": make_finding(DEMO, 0.9, 0.1), "other": make_finding(OTHER, 0.05)}
ABNORMAL = Read(Conclusion.ABNORMAL, True, ("fracture",), "L", "Fracture of the radius.")


@dataclass
class Room:
    """The window, what it keeps, and where a file dialog would write."""

    window: MainWindow
    store: Store
    templates: Templates
    folder: Path
    bot: QtBot
    names: list[str]

    def idle(self) -> None:
        """Wait until nothing goes on beside the window's thread."""
        self.bot.waitUntil(lambda: not self.window.background.busy)

    def open(self, command: str) -> QDialog:
        """Trigger a command and return its dialog, once it has what it asked for."""
        self.window.commands[command].trigger()
        self.idle()
        (dialog,) = (
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, QDialog) and widget.isVisible()
        )
        return dialog

    def save(self, name: str, act: Callable[[], None]) -> Path:
        """Let a dialog save under a name, and return the file."""
        self.names.append(str(self.folder / name))
        act()
        self.idle()
        return self.folder / name

    def exports(self) -> list[str]:
        """Return the details of the exports that the audit log notes."""
        with self.store._database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT detail FROM audit WHERE action = 'exported' ORDER BY number"
            )
            return list(rows.scalars())


def make_room(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *studies: Study
) -> Room:
    """Open a window on studies that are scored."""
    monkeypatch.setenv("MURA_DESKTOP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MURA_DESKTOP_READER", "Dr. One")
    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "data").mkdir()
    store = Store(tmp_path / "data" / "results.sqlite")
    store.remember(studies)
    templates = Templates("en", tmp_path / "templates")
    script, names = Script(), list[str]()
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_: (names.pop() if names else "", ""))
    )

    def backend() -> Backend:
        return Backend(
            pipeline=script,
            decoder=Darkroom(),
            rule=RULE,
            input_size=64,
            model_summary="test model",
            about_model=(),
            model_problem=None,
            close=lambda: None,
            store=store,
            templates=templates,
        )

    window = MainWindow(backend)
    qtbot.addWidget(window, before_close_func=lambda _: window.work.close())
    window.show()
    window.start()
    window.open([Path("/films")])
    script.scanned(*studies, known={uid: KNOWN[uid] for uid in KNOWN})
    script.put(None)
    viewer = window.viewer
    qtbot.waitUntil(lambda: not window.work.running and len(window.worklist.model.rows) > 0)
    qtbot.waitUntil(lambda: viewer.canvas.image is not None and not window.images.busy)
    return Room(window, store, templates, folder, qtbot, names)
