"""From an opened study to a signed read, by keys alone; nothing typed is ever lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mura_desktop.errors import StoreError
from mura_desktop.settings import Settings
from mura_desktop.studies.measurements import Kind, Measurement, Point
from mura_desktop.studies.reads import Conclusion, Read
from mura_desktop.studies.states import State
from mura_desktop.ui import reading_desk
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.reading_case import DRAFT
from mura_desktop.ui.reading_column import PANEL_HEIGHT, PANEL_SHARE, ReadingColumn
from mura_desktop.ui.reading_text import FINDINGS
from tests.ui.conftest import MakeRoom
from tests.ui.reading_room import HIGH, LOW, MIDDLE, READER, Room


def test_a_study_is_read_and_signed_by_keys_and_the_next_one_opens(room: Room) -> None:
    room.press("read-abnormal", "finding-fracture", "side-left", "read-agree", "read-text")
    room.type(" Displaced.")
    room.press("read-sign")

    signed = room.signed(HIGH)

    assert signed.read.conclusion is Conclusion.ABNORMAL
    assert signed.read.findings == ("fracture",)
    assert signed.read.side == "L"
    assert signed.read.agrees is True
    assert signed.read.text.endswith("Fracture. Displaced.")
    assert (signed.reader, signed.score, signed.band) == (READER, 0.9, "urgent")
    room.opened(MIDDLE)
    assert room.row(HIGH).shown_state is State.SIGNED
    assert room.window.focusWidget() is room.window.viewer.canvas
    assert room.draft(HIGH) is None


def test_every_field_has_a_key(room: Room) -> None:
    words = tuple(FINDINGS)
    room.press(*(f"finding-{word}" for word in words))
    assert room.case.read.findings == words
    room.press("finding-fracture")
    assert room.case.read.findings == words[1:]
    for command, side in (("left", "L"), ("right", "R"), ("both", "B"), ("none", "")):
        room.press(f"side-{command}")
        assert room.case.read.side == side
    for command, conclusion in (
        ("read-normal", Conclusion.NORMAL),
        ("read-abnormal", Conclusion.ABNORMAL),
        ("read-not-diagnostic", Conclusion.NOT_DIAGNOSTIC),
    ):
        room.press(command)
        assert room.case.read.conclusion is conclusion
    for command, agrees in (("read-agree", True), ("read-disagree", False)):
        room.press(command)
        assert room.case.read.agrees is agrees
    room.press("read-disagree")
    assert room.case.read.agrees is None


def test_buttons_show_what_is_chosen_and_do_the_same_as_keys(room: Room) -> None:
    form = room.window.reading.panel.form
    fracture = form.findings.buttons["fracture"]
    QTest.mouseClick(fracture, Qt.MouseButton.LeftButton)
    assert room.case.read.findings == ("fracture",)
    assert fracture.isChecked()
    assert form.conclusion.buttons[Conclusion.ABNORMAL].isChecked()
    form.conclusion.buttons[Conclusion.NORMAL].setFocus()
    QTest.keyClick(room.window.focusWidget(), Qt.Key.Key_Space)
    assert room.case.read.conclusion is Conclusion.NORMAL
    assert room.case.study is HIGH
    assert "Ctrl+Shift+F" in fracture.toolTip()


def test_letters_typed_into_the_text_are_letters(room: Room) -> None:
    room.press("read-text")
    typed = "jk SOFT [x] 12345. "
    room.type(typed)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Space):
        QTest.keyClick(room.window.focusWidget(), key)
    room.type("e")
    QTest.keyClick(
        room.window.focusWidget(), Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier
    )
    assert room.case.read.text == typed + "\n e"
    assert room.case.study is HIGH
    assert not room.window.viewer.options.edges

    QTest.keyClick(room.window.focusWidget(), Qt.Key.Key_Escape)
    assert room.window.focusWidget() is room.window.viewer.canvas
    room.press("next-study")
    room.opened(MIDDLE)


def test_the_reason_is_a_line_of_letters_too(room: Room) -> None:
    room.store.reads.sign(HIGH, READER, Read(Conclusion.NORMAL, text="Fine."))
    room.choose(LOW)
    room.choose(HIGH)
    room.press("read-amend")
    room.type("jjk on 1.")
    QTest.keyClick(room.window.focusWidget(), Qt.Key.Key_Down)
    assert room.case.reason == "jjk on 1."
    QTest.keyClick(room.window.focusWidget(), Qt.Key.Key_Return)
    assert room.window.focusWidget() is room.window.reading.panel.form.text
    room.type(" More.")
    assert room.case.read.text == "Fine. More."


def test_what_was_typed_is_there_again_after_the_window_was_closed(
    room: Room, make_room: MakeRoom
) -> None:
    room.press("read-not-diagnostic", "read-disagree", "read-text")
    room.type("Motion blur.")
    room.window.close()
    assert not room.window.isVisible()

    again = make_room()

    assert again.row(HIGH).shown_state is State.IN_READING
    again.choose(HIGH)
    assert again.case.read.text == "Motion blur."
    assert again.case.read.conclusion is Conclusion.NOT_DIAGNOSTIC
    assert again.case.read.agrees is False
    assert again.status.startswith("Draft saved")


def test_a_draft_is_on_disk_soon_after_typing_without_any_closing(room: Room) -> None:
    room.press("read-text")
    room.type("Half a sen")
    assert room.drafted(HIGH).read.text == "Half a sen"
    assert room.row(HIGH).shown_state is State.IN_READING
    room.wait(lambda: room.status.startswith("Draft saved"))


def test_leaving_a_study_keeps_its_draft_and_shows_none_of_it_beside_another(room: Room) -> None:
    room.press("read-text")
    room.type("Only of the first.")
    room.press("read-abnormal")
    room.choose(MIDDLE)
    form = room.window.reading.panel.form
    assert form.text.toPlainText() == ""
    form.text.undo()
    assert form.text.toPlainText() == ""
    assert room.drafted(HIGH).read.text == "Only of the first."
    assert room.draft(MIDDLE) is None


def test_undo_never_brings_back_the_text_of_another_study(room: Room) -> None:
    room.press("read-text")
    room.type("Gone")
    for _ in "Gone":
        QTest.keyClick(room.window.focusWidget(), Qt.Key.Key_Backspace)
    room.choose(MIDDLE)
    room.press("read-text")
    QTest.keyClick(room.window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert room.case.read.text == ""
    assert room.window.reading.panel.form.text.toPlainText() == ""


def test_measurements_are_part_of_the_read_and_come_back(room: Room, make_room: MakeRoom) -> None:
    room.press("tool-length", "place-point", "down", "down", "place-point", "stop")
    (length,) = room.window.viewer.measurements(HIGH)
    assert room.drafted(HIGH).read.more["measurements"] == [length.to_json()]
    room.press("read-not-diagnostic", "read-sign")
    assert room.signed(HIGH).read.more == {
        "measurements": [length.to_json()],
        "views": ["high/0", "high/1"],
        "versions": [["high/0", 1, 1], ["high/1", 1, 1]],
    }
    room.window.close()

    again = make_room()
    again.choose(HIGH)
    assert again.window.viewer.measurements(HIGH) == (length,)
    assert "1 measurement" in again.window.reading.panel.version.chosen.text()


def test_a_measurement_on_a_view_that_is_not_there_today_stays_in_the_read(room: Room) -> None:
    away = Measurement("elsewhere", Kind.LENGTH, (Point(0, 0), Point(3, 4))).to_json()
    room.store.reads.save_draft(LOW, READER, Read(more={"measurements": [away, {"odd": 1}]}), 0)
    room.choose(LOW)
    assert room.status == "Some measurements of this read cannot be shown."
    room.press("tool-length", "place-point", "down", "place-point")
    room.wait(lambda: room.case.read.more["measurements"][:1] == [away])
    assert len(room.drafted(LOW).read.more["measurements"]) == 3


def test_signing_needs_a_conclusion_and_says_so(room: Room) -> None:
    room.press("read-sign")
    assert room.status.startswith("Choose a conclusion first")
    assert room.store.reads.history(HIGH.uid) == ()


def test_abnormal_needs_a_finding_or_words(room: Room) -> None:
    room.press("read-abnormal", "read-sign")
    assert room.status.startswith("Abnormal: choose a finding")
    room.press("read-text")
    room.type("Odd density.")
    room.press("read-sign")
    assert "Odd density." in room.signed(HIGH).read.text


def test_normal_with_a_finding_is_not_signed(room: Room) -> None:
    room.press("finding-lesion", "read-normal", "read-sign")
    assert "contradict" in room.status
    assert room.store.reads.history(HIGH.uid) == ()


def test_a_study_that_has_only_just_opened_is_not_signed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_desk, "GLANCE_S", 60.0)
    room.choose(LOW)
    room.press("read-sign")
    assert room.status.startswith("This study has only just opened")
    assert not room.window.commands["read-sign"].autoRepeat()
    assert room.store.reads.history(LOW.uid) == ()


def test_a_hidden_panel_is_shown_before_anything_is_signed(room: Room) -> None:
    room.press("read-not-diagnostic", "reading-panel")
    panel = room.window.reading.panel
    assert not panel.isVisible()
    room.press("read-sign")
    assert panel.isVisible()
    assert room.status == "Look at the read, then sign."
    assert room.window.commands["reading-panel"].isChecked()
    assert room.store.reads.history(HIGH.uid) == ()


def test_without_opening_the_next_the_signed_read_stays_in_view(make_room: MakeRoom) -> None:
    room = make_room(settings=Settings(opens_next=False))
    room.press("read-not-diagnostic", "read-sign")
    room.wait(lambda: room.case.version is not None)
    assert room.case.study is HIGH
    assert room.status.startswith(f"Signed by {READER} at ")
    assert room.status.endswith("version 1")
    room.press("read-abnormal")
    assert room.status == "This study is signed. Amend the read to change it."
    assert room.store.reads.history(HIGH.uid)[0].read.conclusion is Conclusion.NOT_DIAGNOSTIC


def test_an_amendment_is_another_version_and_the_old_one_stays_in_view(room: Room) -> None:
    first = Read(Conclusion.NORMAL, text="My own words.")
    room.store.reads.sign(LOW, READER, first)
    room.choose(LOW)
    assert room.case.shown == first
    room.press("read-amend")
    assert room.window.focusWidget() is room.window.reading.panel.form.reason
    room.type("Second look.")
    room.press("finding-effusion")
    assert room.case.read.text == "My own words."
    draft = room.drafted(LOW)
    assert draft.after == 1
    assert draft.read.more["reason"] == "Second look."
    assert room.row(LOW).shown_state is State.IN_READING

    room.press("read-sign")
    second = room.signed(LOW, 2)
    assert (second.reason, second.read.findings, second.read.more) == (
        "Second look.",
        ("effusion",),
        {"views": ["low/0"], "versions": [["low/0", 1, 1]]},
    )
    room.wait(lambda: room.case.version is not None and room.case.version.version == 2)
    assert room.case.study is LOW
    assert room.row(LOW).shown_state is State.SIGNED
    room.press("read-older")
    assert room.case.shown == first
    assert room.window.reading.panel.pages.place.text() == "version 1 of 2"
    room.press("read-newer")
    assert room.case.shown == second.read


def test_an_amendment_that_says_nothing_yet_is_not_kept(room: Room) -> None:
    room.store.reads.sign(HIGH, READER, Read(Conclusion.NORMAL))
    room.choose(LOW)
    room.choose(HIGH)
    room.press("read-amend")
    room.choose(MIDDLE)
    assert room.draft(HIGH) is None
    assert room.row(HIGH).shown_state is State.SIGNED


def test_an_amendment_goes_on_after_a_crash(room: Room) -> None:
    room.store.reads.sign(HIGH, READER, Read(Conclusion.NORMAL))
    draft = Read(Conclusion.ABNORMAL, text="Now seen.", more={"reason": "Second look."})
    room.store.reads.save_draft(HIGH, READER, draft, 1)
    room.choose(LOW)
    room.choose(HIGH)
    assert (room.case.page, room.case.reason) == (DRAFT, "Second look.")
    assert room.case.read == replace(draft, more={})
    room.press("read-sign")
    assert room.signed(HIGH, 2).reason == "Second look."


def test_the_panel_is_hidden_by_key_and_remembered_with_its_height(
    qtbot: QtBot, tmp_path: Path
) -> None:
    def fail() -> Backend:
        raise StoreError("no backend is needed here")

    def opened() -> MainWindow:
        window = MainWindow(fail, memory=tmp_path / "window.json")
        qtbot.addWidget(window)
        window.resize(1200, 900)
        window.show()
        window.open([Path("/films")])
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    first = opened()
    first.column.set_panel_height(410)
    first.close()
    second = opened()
    assert abs(second.reading.panel.height() - 410) < 20
    QTest.keyClick(second, Qt.Key.Key_F8)
    assert not second.reading.panel.isVisible()
    second.close()
    third = opened()
    assert not third.reading.panel.isVisible()
    QTest.keyClick(third, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not third.column.isVisible()  # the images have all the room
    QTest.keyClick(third, Qt.Key.Key_F8)
    assert third.reading.panel.isVisible()
    third.close()


def test_a_low_window_leaves_the_list_its_part(qtbot: QtBot) -> None:
    column = ReadingColumn(QWidget(), QWidget())
    qtbot.addWidget(column)
    column.resize(400, 900)
    column.show()
    assert column.sizes()[1] == PANEL_HEIGHT
    column.resize(400, 600)
    assert column.sizes()[1] == round(PANEL_SHARE * 600)
    assert column.panel_height == PANEL_HEIGHT  # nothing that anybody chose
    column.set_panel_height(350)
    column.resize(400, 610)
    assert abs(column.sizes()[1] - 350) < 5


def test_full_screen_gives_the_images_all_room_until_somebody_reads(room: Room) -> None:
    panel = room.window.reading.panel
    room.press("full-screen")
    assert not panel.isVisible()
    room.press("read-abnormal")
    assert panel.isVisible()
    assert room.case.read.conclusion is Conclusion.ABNORMAL
    room.press("full-screen")
    assert panel.isVisible()
    assert room.window.worklist.isVisible()


def test_the_end_of_a_job_opens_nothing_while_a_filter_hides_the_study_being_read(
    room: Room,
) -> None:
    worklist = room.window.worklist
    room.choose(MIDDLE)
    worklist.filter_box.setText(LOW.patient)
    assert worklist.current is None
    room.press("read-text")
    room.type("Fracture of the distal")
    room.script.put(None)
    room.wait(lambda: not room.window.work.running)
    assert room.window.viewer.study is MIDDLE
    room.type(" radius.")
    assert room.drafted(MIDDLE).read.text == "Fracture of the distal radius."
    assert room.draft(LOW) is None
