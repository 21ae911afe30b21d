"""One window on the data; disks that refuse; a damaged database; names that are only names."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mura_desktop.errors import StoreDamagedError, StoreUnavailableError
from mura_desktop.events import Kept, NotKept
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.store.repository import Store, restore
from mura_desktop.studies.model import Grouping, NotScored
from mura_desktop.ui import worker
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.recovery_dialog import RecoveryDialog
from mura_desktop.ui.single_instance import FirstInstance, hand_over, socket_name
from tests.ui.conftest import RULE, Darkroom, MakeStage, Script, Stage, make_study

ROOT = Path(__file__).parents[2]
HOSTILE = "<img src=x><b>DOE</b>\n=1+1"


def backend(script: Script) -> Backend:
    return Backend(
        pipeline=script,
        decoder=Darkroom(),
        rule=RULE,
        input_size=64,
        model_summary="test model",
        about_model=(),
        model_problem=None,
        close=lambda: None,
        notices=("The daily backup failed.",),
    )


@pytest.fixture
def windows(qtbot: QtBot) -> Iterator[list[MainWindow]]:
    made: list[MainWindow] = []
    yield made
    for window in made:
        qtbot.addWidget(window)
        window.work.close()


def test_a_disk_that_refuses_is_told_until_it_takes_the_results(stage: Stage, qtbot: QtBot) -> None:
    banner = stage.window.store_banner
    stage.script.scanned(make_study("A"))
    stage.script.put(NotKept("The disk is full; free some space."))
    qtbot.waitUntil(banner.isVisible)
    assert banner.label.text().startswith("The disk is full; free some space. Nothing is lost")
    stage.script.put(Kept())
    qtbot.waitUntil(lambda: not banner.isVisible())
    assert stage.window.work.running


def test_a_start_on_a_disk_that_refuses_goes_on_by_itself(
    windows: list[MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "RETRY_S", 0.02)
    well, script = threading.Event(), Script()

    def make() -> Backend:
        if not well.is_set():
            raise StoreUnavailableError("The disk is read-only.")
        return backend(script)

    window = MainWindow(make)
    windows.append(window)
    window.show()
    window.start()
    window.open([Path("/films")])
    qtbot.waitUntil(window.store_banner.isVisible)
    assert "The disk is read-only." in window.store_banner.label.text()
    well.set()
    qtbot.waitUntil(lambda: bool(script.opened))
    qtbot.waitUntil(lambda: not window.store_banner.isVisible())
    assert window.banner.label.text() == "The daily backup failed."


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "results.sqlite"
    store = Store(path)
    store.remember([make_study("kept")])
    store.back_up()
    store.close()
    path.write_bytes(b"no database" * 1000)
    return path


@pytest.mark.parametrize("choice", ["restore", "empty"])
def test_a_damaged_database_is_replaced_only_by_what_the_reader_chooses(
    damaged: Path, choice: str, windows: list[MainWindow], qtbot: QtBot
) -> None:
    script = Script()
    kept: list[bool] = []

    def make() -> Backend:
        store = Store(damaged)
        kept.append(bool(store.stored(["kept"])))
        store.close()
        return backend(script)

    window = MainWindow(make, restore)
    windows.append(window)
    window.show()
    window.start()
    window.open([Path("/films")])
    qtbot.waitUntil(lambda: bool(window.findChildren(RecoveryDialog)))
    (dialog,) = window.findChildren(RecoveryDialog)
    assert damaged.read_bytes() == b"no database" * 1000
    assert dialog.backups.count() == 2
    assert "made by hand" in dialog.backups.item(0).text()
    QTest.mouseClick(getattr(dialog, choice), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(script.opened), timeout=30_000)
    assert kept == [choice == "restore"]
    (aside,) = (damaged.parent / "damaged").glob("*.sqlite")
    assert aside.read_bytes() == b"no database" * 1000


def test_not_now_leaves_everything_as_it_is(
    damaged: Path, windows: list[MainWindow], qtbot: QtBot
) -> None:
    window = MainWindow(lambda: Store(damaged), restore)  # type: ignore[arg-type, return-value]
    windows.append(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: bool(window.findChildren(RecoveryDialog)))
    (dialog,) = window.findChildren(RecoveryDialog)
    QTest.mouseClick(dialog.later, Qt.MouseButton.LeftButton)
    assert window.store_banner.isVisible()
    window.work.close()
    assert damaged.read_bytes() == b"no database" * 1000
    assert not (damaged.parent / "damaged").exists()


def test_without_a_backup_an_empty_database_is_not_the_button_that_return_presses(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = RecoveryDialog(None, StoreDamagedError(tmp_path / "results.sqlite", "it is gone"))
    qtbot.addWidget(dialog)
    defaults = [button for button in dialog.findChildren(QPushButton) if button.isDefault()]
    assert defaults == [dialog.later]
    assert not dialog.restore.isEnabled()


def test_a_second_start_hands_its_paths_to_the_first_window(tmp_path: Path, qtbot: QtBot) -> None:
    first = FirstInstance(tmp_path)
    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from mura_desktop.ui.single_instance import *\n"
        "a = QCoreApplication([])\n"
        "sys.exit(not hand_over(Path(sys.argv[1]), [Path('/films/A')], Grouping.FILE, 30000))"
    )
    with (
        qtbot.waitSignal(first.asked, timeout=60_000) as asked,
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT) as second,
    ):
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert asked.args == [(Path("/films/A"),), Grouping.FILE]
    assert second.returncode == 0
    first.close()


def test_without_a_first_window_nobody_answers(tmp_path: Path, qtbot: QtBot) -> None:
    assert not hand_over(tmp_path, [], Grouping.AUTO, 100)


def test_a_socket_left_by_a_killed_window_is_no_hindrance(tmp_path: Path, qtbot: QtBot) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from mura_desktop.ui.single_instance import *\n"
        "a = QCoreApplication([]); f = FirstInstance(Path(sys.argv[1]))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=False)
    assert (tmp_path / "window.socket").exists()
    assert (tmp_path / "window.socket").stat().st_mode & 0o077 == 0

    first = FirstInstance(tmp_path)
    socket = QLocalSocket()
    socket.connectToServer(socket_name(tmp_path))
    assert socket.waitForConnected(1000)
    socket.write(b"not from us\n")
    socket.flush()
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    first.close()


@pytest.mark.parametrize("words", [[], ["open"]], ids=["alone", "command"])
def test_a_second_program_shows_the_first_window_and_ends(words: list[str], tmp_path: Path) -> None:
    environment = os.environ | {
        DATA_VARIABLE: str(tmp_path / "data"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "mura_desktop", *words]
    script = (
        "import sys; from PySide6.QtCore import QTimer\n"
        "from mura_desktop.ui.main_window import MainWindow\n"
        "def shown(self): print('front', flush=True); QTimer.singleShot(0, self.close)\n"
        "MainWindow.come_to_front = shown\n"
        "before = MainWindow.show\n"
        "def show(self): before(self); print('open', flush=True)\n"
        "MainWindow.show = show\n"
        f"from mura_desktop.cli import main; main({words})"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        second = subprocess.run(command, env=environment, timeout=120, check=False)
        assert first.stdout.readline() == "front\n"
    assert second.returncode == 0
    assert first.returncode == 0


def test_no_label_takes_a_name_for_markup(make_stage: MakeStage, qtbot: QtBot) -> None:
    stage = make_stage()
    hostile = make_study("A", patient=HOSTILE)
    stage.script.scanned(hostile, not_scored=(NotScored(Path("<b>x</b>.png"), "<b>odd</b>"),))
    stage.script.scored(hostile, 0.9)
    stage.script.put(None)
    qtbot.waitUntil(lambda: stage.window.viewer.study is not None)
    labels = stage.window.findChildren(QLabel)
    assert len(labels) > 5
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    tips = [label.toolTip() for label in labels]
    assert [tip for tip in tips if "<img" in tip or "<b>DOE" in tip] == []
