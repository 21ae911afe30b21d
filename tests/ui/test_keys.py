"""Every key leads to its command, and what no other test presses does what it says."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from mura_desktop.events import Scored
from mura_desktop.studies.states import State
from mura_desktop.ui.command_table import COMMANDS
from mura_desktop.ui.commands import Commands
from mura_desktop.ui.open_dialog import OpenDialog
from tests.ui.conftest import Stage, make_finding, make_study
from tests.ui.test_commands import press
from tests.ui.test_worklist import SIGNED

A, B, C = (make_study(name) for name in "ABC")


def test_every_key_of_every_command_triggers_it_and_nothing_else(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    commands = Commands(COMMANDS, window)
    heard: list[str] = []

    def hear(name: str, *_checked: bool) -> None:
        heard.append(name)

    for action in commands.all():
        action.setCheckable(False)
        action.triggered.connect(partial(hear, action.objectName()))
    window.addActions(commands.all())
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    for command in COMMANDS:
        for key in commands.keys(command.id):
            heard.clear()
            chord = key[0]  # type: ignore[index]
            QTest.keyClick(window, chord.key(), chord.keyboardModifiers())
            assert heard == [command.id], key.toString()


@pytest.mark.parametrize(
    ("command", "kind"),
    [("open-folder", OpenDialog), ("open-files", OpenDialog), ("watch-folder", QFileDialog)],
)
def test_a_key_asks_for_a_folder_or_files(
    stage: Stage, qtbot: QtBot, command: str, kind: type[QDialog]
) -> None:
    seen: list[QWidget | None] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(dialog)
        if isinstance(dialog, QDialog):
            dialog.reject()

    QTimer.singleShot(200, look)
    press(stage.window, command)
    assert isinstance(seen[0], kind)


def test_keys_go_to_the_next_unread_study_and_back(stage: Stage, qtbot: QtBot) -> None:
    known = {one.uid: make_finding(one, score) for one, score in ((A, 0.9), (B, 0.8), (C, 0.7))}
    stage.script.scanned(A, B, C, known=known)
    viewer = stage.window.viewer
    qtbot.waitUntil(lambda: viewer.study is A)
    stage.window.worklist.update_reading("B", SIGNED)
    press(stage.window, "next-unread")
    assert viewer.study is C
    press(stage.window, "previous-study")
    assert viewer.study in (A, B)


def test_a_key_sorts_in_what_waits_under_the_pointer(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned(A, B)
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: worklist.model.rowCount() == 2)
    inside = QPointF(5, 5)
    QApplication.sendEvent(worklist.view.viewport(), QEnterEvent(inside, inside, inside))
    stage.script.scored(B, 0.5)
    qtbot.waitUntil(worklist.hint.isVisible)
    assert stage.patients() == ["A", "B"]
    press(stage.window, "sort-now")
    assert stage.patients() == ["B", "A"]
    QApplication.sendEvent(worklist.view.viewport(), QEvent(QEvent.Type.Leave))


@pytest.mark.parametrize("command", ["filters", "columns"])
def test_a_key_opens_a_menu_that_keys_go_through(stage: Stage, qtbot: QtBot, command: str) -> None:
    stage.script.scanned(A)
    qtbot.waitUntil(lambda: stage.window.worklist.model.rowCount() == 1)
    press(stage.window, command)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()
    menu.close()


def test_a_key_cancels_scoring_and_keeps_what_is_scored(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned(A, B)
    stage.script.put(Scored(A, make_finding(A, 0.5), (), 1, 2))
    model = stage.window.worklist.model
    qtbot.waitUntil(lambda: model.table.counts()[State.SCORED] == 1)
    press(stage.window, "cancel")
    qtbot.waitUntil(lambda: not stage.window.work.running)
    assert "1 of 2" in stage.window.banner.label.text()
    assert model.table.rows[0].finding is not None


def test_a_key_closes_the_window(stage: Stage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: stage.window.backend is not None)
    press(stage.window, "quit")
    assert not stage.window.isVisible()


def test_where_nothing_is_received_the_key_says_what_to_set(stage: Stage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: stage.window.backend is not None)
    press(stage.window, "open-received")
    assert "listens" in stage.window.banner.label.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_space_and_return_press_the_button_that_has_the_focus_and_do_nothing_else(
    stage: Stage, qtbot: QtBot, key: Qt.Key
) -> None:
    window, pressed = stage.window, []
    pair = make_study("A", 2)
    stage.script.scanned(pair, B, known={"A": make_finding(pair, 0.9, 0.8)})
    qtbot.waitUntil(lambda: window.viewer.study is pair)
    window.activateWindow()
    window.banner.say("There is more.")
    window.banner.offer("Show it", lambda: pressed.append("banner"))
    window.worklist.hint.show()
    window.worklist.hint.clicked.connect(lambda: pressed.append("hint"))
    counter = window.worklist.filters.counters[State.SCORED]
    qtbot.waitUntil(counter.isVisible)
    second = window.viewer.strip.thumbnails[1]

    for button in (window.banner.action, window.worklist.hint, counter, second):
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert window.focusWidget() is button
        QTest.keyClick(button, key)

    assert pressed == ["banner", "hint"]
    assert window.worklist.filters.filter.states == {State.SCORED}
    assert second.isChecked()
    assert window.viewer.study is pair
    assert not window.viewer.enlarged
    QTest.keyClick(second, Qt.Key.Key_Escape)  # stays a command
    qtbot.waitUntil(lambda: not window.work.running)
