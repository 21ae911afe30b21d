"""The window as a whole: opening, cancelling, messages, and staying awake."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mura_desktop.errors import StoreError
from mura_desktop.events import Scanning
from mura_desktop.studies.grouping import group
from mura_desktop.studies.model import FileFacts, FileFormat, FileVersion, Grouping, NotScored
from mura_desktop.studies.states import State
from mura_desktop.ui import worker
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.open_dialog import OpenDialog
from mura_desktop.ui.overlay import Overlay
from tests.ui.conftest import MakeStage, Stage, make_finding, make_study

A, B, C = (make_study(name) for name in "ABC")


def test_a_dropped_folder_is_opened(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/a.png")])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    QApplication.sendEvent(stage.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(stage.window, QDropEvent(QPointF(9, 9), copy, data, left, none))
    qtbot.waitUntil(lambda: ((tmp_path,), Grouping.AUTO) in stage.script.opened)


def test_events_of_a_job_that_was_replaced_are_not_heard(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned(A)
    qtbot.waitUntil(lambda: stage.patients() == ["A"])
    first = stage.script.cancelled
    stage.script.scanned(B)
    stage.window.open([Path("/other")])
    assert first is not None
    assert first.is_set()
    stage.script.scanned(C)
    qtbot.waitUntil(lambda: stage.patients() == ["C"])


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_name_that_is_not_utf8_is_shown_with_a_replacement(stage: Stage, qtbot: QtBot) -> None:
    path = Path(os.fsdecode(b"/films/M\xfcller/a.png"))
    (study,) = group([FileFacts(path, FileFormat.RASTER, FileVersion(1, 1))], Grouping.AUTO)
    broken = NotScored(path.with_name(os.fsdecode(b"\xe4.png")), "is not an image")
    stage.script.scanned(study, not_scored=(broken,))
    stage.script.scored(study, 0.9)

    qtbot.waitUntil(lambda: stage.patients() == ["M\N{REPLACEMENT CHARACTER}ller"])
    qtbot.waitUntil(lambda: stage.window.worklist.not_scored.count == 1)
    name = stage.window.worklist.not_scored.table.item(0, 0)
    assert name is not None
    assert name.text() == "\N{REPLACEMENT CHARACTER}.png"


def test_cancel_keeps_what_is_scored_and_says_how_to_go_on(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned(A, B)
    stage.script.scored(A, 0.9, total=2)
    window = stage.window
    qtbot.waitUntil(lambda: window.worklist.progress.bar.value() == 1)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.work.running)
    assert window.banner.label.text() == "Cancelled: 1 of 2 studies are scored. F5 goes on."
    assert not window.worklist.progress.isVisible()
    states = {row.study.uid: row.state for row in window.worklist.model.rows}
    assert states == {"A": State.SCORED, "B": State.WAITING}
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(stage.script.opened) == 2)
    assert stage.script.opened[1] == stage.script.opened[0]


def test_progress_counts_files_then_studies(stage: Stage, qtbot: QtBot) -> None:
    progress = stage.window.worklist.progress
    stage.script.put(Scanning(1234))
    qtbot.waitUntil(lambda: progress.text.text() == "Looking for studies  ·  1\u00a0234 files")
    assert progress.bar.maximum() == 0
    stage.script.scanned(A, B)
    qtbot.waitUntil(lambda: progress.text.text() == "Scoring 1 of 2")
    stage.script.put(None)
    qtbot.waitUntil(lambda: not progress.isVisible())


def test_without_a_model_a_banner_stays_and_viewing_works(
    make_stage: MakeStage, qtbot: QtBot
) -> None:
    stage = make_stage(model_problem="the weights are damaged. Viewing still works.")
    stage.script.scanned(A, B)
    stage.script.put(None)
    window = stage.window
    qtbot.waitUntil(lambda: window.viewer.canvas.image is not None)
    assert window.model_banner.isVisible()
    text = "Scoring is off: the weights are damaged. Viewing still works."
    assert window.model_banner.label.text() == text
    assert {row.state for row in window.worklist.model.rows} == {State.NOT_SCORED}
    window.open([Path("/other")])
    assert window.model_banner.isVisible()


def test_the_list_is_there_before_the_engine_which_is_named_when_it_comes(
    make_stage: MakeStage, qtbot: QtBot
) -> None:
    ways: list[Callable[[str, str], object]] = []
    stage = make_stage(when_engine=ways.append)
    stage.script.scanned(A, B)
    stage.script.put(None)
    window = stage.window
    qtbot.waitUntil(lambda: len(window.worklist.model.rows) == 2 and not window.work.running)
    assert window.status.accessibleName() == "test model"
    ways[0]("engine 1.0", "")  # also once nothing else is told any more
    qtbot.waitUntil(lambda: window.status.accessibleName() == "test model · engine 1.0")
    assert window.backend is not None and window.backend.engine == "engine 1.0"
    assert not window.model_banner.isVisible()


def test_an_engine_that_does_not_come_is_told_beside_the_list(
    make_stage: MakeStage, qtbot: QtBot
) -> None:
    stage = make_stage(when_engine=lambda tell: tell("", "no runtime works here"))
    window = stage.window
    qtbot.waitUntil(window.model_banner.isVisible)
    assert window.model_banner.label.text() == "Scoring is off: no runtime works here"


def test_what_nobody_waits_for_waits_for_quiet_and_makes_way_for_the_next_folder(
    make_stage: MakeStage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "QUIET_S", 0.3)
    began: list[float] = []
    made_way = threading.Event()

    def idle(stopped: Callable[[], bool]) -> None:
        began.append(time.monotonic())
        while not stopped():
            time.sleep(0.01)
        made_way.set()

    stage = make_stage(when_idle=idle)
    stage.script.put(None)
    qtbot.waitUntil(lambda: not stage.window.work.running)
    ended = time.monotonic()
    qtbot.waitUntil(lambda: bool(began))
    assert began[0] - ended > 0.2, "a job that follows at once does not wait for it"

    stage.window.open([Path("/other films")])
    stage.script.scanned(A, B)
    qtbot.waitUntil(lambda: len(stage.window.worklist.model.rows) == 2)
    assert made_way.is_set()


def test_a_problem_the_user_can_mend_is_shown_in_its_own_words(stage: Stage, qtbot: QtBot) -> None:
    stage.script.put(StoreError("The disk is full. Free some space and try again."))
    banner = stage.window.banner
    qtbot.waitUntil(banner.isVisible)
    assert banner.label.text() == "The disk is full. Free some space and try again."


def test_a_bug_is_logged_and_owned_up_to(
    stage: Stage, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    stage.script.put(ZeroDivisionError("boom"))
    banner = stage.window.banner
    qtbot.waitUntil(banner.isVisible)
    assert "our bug: ZeroDivisionError: boom" in banner.label.text()
    assert "ZeroDivisionError" in caplog.text
    assert "boom" not in caplog.text  # the text of an error may quote a file


def test_a_backend_that_cannot_be_made_is_told(qtbot: QtBot) -> None:
    def fail() -> None:
        raise StoreError("The database cannot be opened.")

    window = MainWindow(fail)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(window.banner.isVisible)
    assert window.banner.label.text() == "The database cannot be opened."


def test_an_empty_folder_says_what_would_be_read(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned()
    stage.script.put(None)
    qtbot.waitUntil(stage.window.banner.isVisible)
    assert stage.window.banner.label.text().startswith("No radiographs found in films.")


def test_the_window_stays_awake_while_500_studies_stream_in(stage: Stage, qtbot: QtBot) -> None:
    studies = [make_study(f"{number:03}") for number in range(500)]
    beats = 0
    beats_before_the_end = 0

    def beat() -> None:
        nonlocal beats
        beats += 1

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(5)
    stage.script.scanned(*studies)
    for number, study in enumerate(studies, 1):
        stage.script.scored(study, number / 501, done=number, total=500)
    stage.script.put(None)
    qtbot.waitUntil(lambda: not stage.window.work.running, timeout=30_000)
    beats_before_the_end = beats
    timer.stop()
    stage.window.worklist.sort_now()
    assert stage.patients() == [study.patient for study in reversed(studies)]
    assert beats_before_the_end >= 5


def test_the_open_dialog_offers_how_loose_images_become_studies(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = OpenDialog(None, folder=True, start=str(tmp_path), grouping=Grouping.FOLDER)
    qtbot.addWidget(dialog)
    assert dialog.choice().grouping is Grouping.FOLDER
    dialog.grouping.setCurrentIndex(2)
    dialog.selectFile(str(tmp_path))
    assert dialog.choice().grouping is Grouping.FILE
    assert dialog.choice().paths == (tmp_path,)


def test_every_action_has_keys_of_its_own(stage: Stage) -> None:
    keys = [key.toString() for action in stage.window.commands.all() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_typing_in_the_filter_box_is_not_taken_for_keys(stage: Stage, qtbot: QtBot) -> None:
    known = {"A": make_finding(A, 0.9), "B": make_finding(B, 0.8)}
    stage.script.scanned(A, B, known=known)
    window = stage.window
    qtbot.waitUntil(lambda: window.viewer.study is A)
    window.activateWindow()
    window.commands["find"].trigger()
    QTest.keyClicks(window.worklist.filter_box, "join")
    assert window.worklist.filter_box.text() == "join"
    assert not window.viewer.canvas.inverted


def test_the_study_in_view_is_scored_first(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned(A, B)
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: worklist.model.rowCount() == 2)
    worklist.choose(1)
    assert stage.script.preferred[-1] == "B"


def test_a_site_can_have_the_overlay_asked_for_with_each_study(stage: Stage, qtbot: QtBot) -> None:
    window = stage.window
    qtbot.waitUntil(lambda: window.backend is not None)
    backend = window.backend
    assert backend is not None
    window.take_settings(backend.settings.model_copy(update={"overlay_at_first": False}))
    stage.script.scanned(A, B, known={"A": make_finding(A, 0.9), "B": make_finding(B, 0.8)})
    qtbot.waitUntil(lambda: window.viewer.study is A)
    seen = [window.viewer.options.overlay]
    window.commands["overlay"].trigger()
    seen.append(window.viewer.options.overlay)
    window.worklist.step(1)
    assert window.viewer.study is B
    seen.append(window.viewer.options.overlay)
    assert seen == [Overlay.OFF, Overlay.OUTLINE, Overlay.OFF]
