"""What surrounds the reading room: notice, welcome, recent folders, log, reports, about."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mura_desktop import crashes, paths
from mura_desktop.inference.card import read_card
from mura_desktop.logs import NAME
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.studies.model import Grouping
from mura_desktop.ui.about_dialog import AboutDialog
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.crash_dialog import CrashDialog
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.notice import NOTICE_VERSION
from mura_desktop.ui.recent import shown_name
from mura_desktop.ui.remembered import Remembered, load, save
from tests.ui.conftest import RULE, Darkroom, Script
from tests.ui.test_commands import press

HOSTILE = "<b>DEMO & SONS"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv(DATA_VARIABLE, str(folder))
    paths.log_folder().mkdir(parents=True)
    return folder


class Room:
    """A window that keeps what it remembers, and its pipeline."""

    def __init__(self, qtbot: QtBot) -> None:
        self.script = Script()
        self.window = MainWindow(self._backend, None, paths.window_state())
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.start()
        qtbot.waitUntil(lambda: self.window.backend is not None)
        qtbot.waitUntil(lambda: not self.window.background.busy)

    def _backend(self) -> Backend:
        return Backend(
            pipeline=self.script,
            decoder=Darkroom(),
            rule=RULE,
            input_size=64,
            model_summary="test model",
            about_model=(("Limits", "<b>only</b> bones"),),
            model_problem=None,
            close=lambda: None,
            card=read_card(paths.bundled_model()),
            engine="test engine",
        )


@pytest.fixture
def rooms(qtbot: QtBot) -> Iterator[list[Room]]:
    made: list[Room] = []
    yield made
    for room in made:
        room.window.work.close()
        room.window.background.close()


@pytest.fixture
def room(qtbot: QtBot, rooms: list[Room]) -> Room:
    """Give a window whose notice has been read."""
    save(paths.window_state(), Remembered(notice_seen=NOTICE_VERSION))
    rooms.append(Room(qtbot))
    return rooms[0]


def test_the_notice_is_acknowledged_once_by_key(qtbot: QtBot, rooms: list[Room]) -> None:
    first = Room(qtbot)
    rooms.append(first)
    notice = first.window.anteroom.notice
    assert notice is not None
    assert notice.isVisible()
    QTest.keyClick(notice, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: load(paths.window_state()).notice_seen == NOTICE_VERSION)
    assert first.window.isVisible()

    second = Room(qtbot)
    rooms.append(second)
    assert second.window.anteroom.notice is None


def test_who_does_not_acknowledge_the_notice_leaves_the_program(
    qtbot: QtBot, rooms: list[Room]
) -> None:
    room = Room(qtbot)
    rooms.append(room)
    assert room.window.anteroom.notice is not None
    QTest.keyClick(room.window.anteroom.notice, Qt.Key.Key_Escape)
    assert not room.window.isVisible()
    assert load(paths.window_state()).notice_seen == 0


def test_an_older_notice_must_be_read_anew(
    qtbot: QtBot, rooms: list[Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    save(paths.window_state(), Remembered(notice_seen=NOTICE_VERSION))
    monkeypatch.setattr("mura_desktop.ui.anteroom.NOTICE_VERSION", NOTICE_VERSION + 1)
    rooms.append(Room(qtbot))
    assert rooms[0].window.anteroom.notice is not None


def test_the_drop_target_invites_while_files_hover_and_opens_what_is_dropped(
    room: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    welcome = room.window.welcome
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    ground = welcome.viewport()
    QApplication.sendEvent(ground, QDragEnterEvent(QPoint(9, 9), copy, mime, left, none))
    assert welcome.target.property("invites") is True
    assert welcome.title.text() == "Let go to open"
    QApplication.sendEvent(ground, QDragLeaveEvent())
    assert welcome.target.property("invites") is False
    QApplication.sendEvent(ground, QDragEnterEvent(QPoint(9, 9), copy, mime, left, none))
    QApplication.sendEvent(ground, QDropEvent(QPointF(9, 9), copy, mime, left, none))
    qtbot.waitUntil(lambda: room.script.opened == [((tmp_path,), Grouping.AUTO)])
    assert welcome.target.property("invites") is False


def test_folders_opened_last_are_remembered_and_opened_by_key(
    room: Room, rooms: list[Room], qtbot: QtBot, tmp_path: Path
) -> None:
    one, two = tmp_path / HOSTILE, tmp_path / "two"
    one.mkdir()
    room.window.open([one])
    room.window.open([two])
    qtbot.waitUntil(lambda: load(paths.window_state()).recent == (str(two), str(one)))

    again = Room(qtbot)
    rooms.append(again)
    qtbot.waitUntil(again.window.welcome.recent_title.isVisible)
    buttons = {
        button.text(): button.isEnabled()
        for button in again.window.welcome.findChildren(QPushButton, "recent")
    }
    assert buttons == {
        shown_name(one).replace("&", "&&"): True,
        f"{shown_name(two)}  (not there any more)": False,
    }
    again.window.activateWindow()
    press(again.window, "open-recent")
    menu = again.window.anteroom.recent.menu
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: again.script.opened == [((one,), Grouping.AUTO)])


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_folder_whose_name_is_not_utf8_is_remembered(tmp_path: Path) -> None:
    file, window = tmp_path / "window.json", Remembered(recent=(os.fsdecode(b"/films/M\xfcller"),))
    save(file, window)
    assert load(file) == window
    assert shown_name(Path(window.recent[0])) == "films/M\N{REPLACEMENT CHARACTER}ller"


def test_a_recent_folder_that_is_gone_is_told_and_not_opened(
    room: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    room.window.anteroom.recent.open(tmp_path / "gone")
    qtbot.waitUntil(room.window.banner.isVisible)
    assert "is not there any more" in room.window.banner.label.text()
    assert room.script.opened == []


def test_a_share_that_does_not_answer_holds_up_neither_the_others_nor_the_end(
    room: Room, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share, over, exists = tmp_path / "share", threading.Event(), Path.exists

    def stuck(path: Path) -> bool:
        if path == share:
            over.wait(20)
        return exists(path)

    monkeypatch.setattr(Path, "exists", stuck)
    try:
        for folder in (share, tmp_path / "gone", share, tmp_path / "gone"):
            room.window.open([folder])
        recent = room.window.anteroom.recent
        qtbot.waitUntil(lambda: recent._missing == {tmp_path / "gone"})
        buttons = room.window.welcome.findChildren
        qtbot.waitUntil(lambda: len(buttons(QPushButton, "recent")) == 2)
        answered: list[int] = []
        room.window.background.run(lambda: 1, answered.append)
        qtbot.waitUntil(lambda: answered == [1])

        room.window.close()

        assert not over.is_set()
        assert not room.window.isVisible()
    finally:
        over.set()


def test_recent_folders_can_be_forgotten_and_are_hidden_with_the_texts(
    room: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    recent = room.window.anteroom.recent
    room.window.open([tmp_path])
    recent.menu.aboutToShow.emit()
    assert len(recent.menu.actions()) == 3
    press(room.window, "texts")
    recent.menu.aboutToShow.emit()
    (hidden,) = recent.menu.actions()
    assert tmp_path.name not in hidden.text()
    assert not hidden.isEnabled()
    press(room.window, "texts")
    recent.menu.aboutToShow.emit()
    recent.menu.actions()[-1].trigger()
    qtbot.waitUntil(lambda: load(paths.window_state()).recent == ())
    recent.set_remembers(False)
    room.window.open([tmp_path])
    assert recent.kept == ()


def test_the_demonstration_opens_by_key(
    room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(folder: Path) -> Path:  # drawing it takes seconds, and has tests of its own
        folder.mkdir()
        return folder

    monkeypatch.setattr("mura_desktop.demo.demo_folder", draw)
    room.window.activateWindow()
    press(room.window, "open-demo")
    qtbot.waitUntil(lambda: room.script.opened == [((paths.demo_folder(),), Grouping.AUTO)])


def test_the_log_is_shown_filtered_copied_and_followed(room: Room, qtbot: QtBot) -> None:
    log = paths.log_folder() / NAME
    with log.open("w") as file:
        for number in range(30_000):
            level = "WARNING" if number % 1000 == 0 else "INFO"
            file.write(
                f"2026-01-02 03:04:05,678 {level} mura_desktop.x: entry number {number:09} "
                f"{'x' * 40}\n"
            )
    assert log.stat().st_size > 3_000_000
    room.window.activateWindow()
    press(room.window, "show-log")
    viewer = room.window.anteroom.log
    assert viewer is not None
    qtbot.waitUntil(lambda: viewer.model.rowCount() == 30_000, timeout=20_000)
    viewer.level.setCurrentIndex(1)
    assert viewer.model.rowCount() == 30
    QTest.keyClicks(viewer.search, "000029000")
    assert viewer.model.rowCount() == 1
    viewer.copy.click()
    assert "entry number 000029000" in QGuiApplication.clipboard().text()
    viewer.search.clear()
    with log.open("a") as file:
        file.write("2026-01-02 03:04:05,678 ERROR mura_desktop.x: it failed\n  place.py:3 act\n")
    qtbot.waitUntil(lambda: viewer.model.rowCount() == 32, timeout=10_000)
    viewer.level.setCurrentIndex(2)
    assert [viewer.model.index(row).data() for row in range(2)][1] == "  place.py:3 act"
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_a_crash_of_last_time_is_told_once_and_can_be_read(
    qtbot: QtBot, rooms: list[Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    save(paths.window_state(), Remembered(notice_seen=NOTICE_VERSION))
    monkeypatch.setattr(crashes._Reporter, "folder", paths.log_folder())
    crashes.report(ZeroDivisionError("geheim"), "here")
    room = Room(qtbot)
    rooms.append(room)
    banner = room.window.anteroom.report_banner
    qtbot.waitUntil(banner.isVisible)
    assert banner.action.text() == "Show report"
    banner.action.click()
    (dialog,) = room.window.findChildren(CrashDialog)
    qtbot.waitUntil(lambda: "ZeroDivisionError" in dialog.text.toPlainText())
    assert not banner.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: bool(load(paths.window_state()).report_seen))

    again = Room(qtbot)
    rooms.append(again)
    assert not again.window.anteroom.report_banner.isVisible()


def test_about_holds_the_whole_card_as_plain_text_and_is_searched_by_key(
    room: Room, qtbot: QtBot
) -> None:
    room.window.activateWindow()
    press(room.window, "about")
    (dialog,) = room.window.findChildren(AboutDialog)
    card = read_card(paths.bundled_model())
    assert "<b>only</b> bones" in dialog.model.toPlainText()
    assert "research use only" in dialog.program.toPlainText()
    assert "test engine" in dialog.program.toPlainText()
    assert dialog.figures.rowCount() == len(card.metrics)
    first = [dialog.figures.item(0, column) for column in range(3)]
    metric = card.metrics[0]
    assert [item.text() for item in first if item is not None] == [
        metric.name,
        f"{metric.value:.3f}",
        f"{metric.low:.3f} – {metric.high:.3f}",  # noqa: RUF001
    ]
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert dialog.tabs.currentWidget() is dialog.model
    QTest.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.search, "bones")
    assert dialog.model.textCursor().selectedText() == "bones"
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.software.rowCount() > 10)
    dialog.tabs.setCurrentIndex(3)
    dialog.search.setText("pydicom")
    rows = [
        row for row in range(dialog.software.rowCount()) if not dialog.software.isRowHidden(row)
    ]
    assert 0 < len(rows) < 5
    dialog.software.setCurrentCell(rows[0], 0)
    qtbot.waitUntil(lambda: "opyright" in dialog.licence.toPlainText())
    dialog.reject()
