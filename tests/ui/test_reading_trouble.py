"""What may come between a reader and a signature: disks, other readers, the end of the day."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from mura_desktop.events import Arrived
from mura_desktop.store.repository import Store
from mura_desktop.studies.model import FileVersion, Scan
from mura_desktop.studies.reads import Conclusion, Read, SignedRead
from mura_desktop.studies.states import State
from mura_desktop.ui import reading_records
from mura_desktop.ui.reading_case import DRAFT, Stage
from mura_desktop.ui.reading_leave import LeaveDialog
from tests.ui.conftest import make_study
from tests.ui.reading_room import FULL, HIGH, LOW, MIDDLE, READER, Room


def test_who_moves_on_while_it_is_signed_stays_where_they_are(room: Room) -> None:
    room.reads.refuses = True
    room.press("read-not-diagnostic", "read-sign")
    assert room.status.startswith(("Signing", "Not signed yet"))
    room.press("read-abnormal")
    assert "is being signed" in room.status
    room.choose(LOW)
    room.reads.refuses = False
    assert room.signed(HIGH).read.conclusion is Conclusion.NOT_DIAGNOSTIC
    room.wait(lambda: room.row(HIGH).shown_state is State.SIGNED)
    assert room.case.study is LOW
    assert room.store.reads.history(LOW.uid) == ()


def test_a_disk_that_refuses_is_told_and_nothing_is_lost(room: Room) -> None:
    room.reads.refuses = True
    room.press("read-text")
    room.type("Held.")
    room.wait(lambda: room.status == f"Not saved: {FULL} It is held.")
    banner = room.window.store_banner
    assert banner.isVisible()
    assert FULL in banner.label.text()
    # Going away and coming back shows what is held, not what is on disk.
    room.choose(LOW)
    room.choose(HIGH)
    assert room.case.read.text == "Held."
    room.press("read-not-diagnostic", "read-sign")
    room.wait(lambda: room.status == f"Not signed yet: {FULL} It is held.")
    assert room.row(HIGH).shown_state is State.IN_READING
    room.reads.refuses = False
    assert room.signed(HIGH).read.text == "Held."
    room.wait(lambda: not banner.isVisible())


def test_a_window_is_not_closed_on_reads_that_are_not_saved(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_records, "SETTLE_S", 0.05)
    room.reads.refuses = True
    room.press("read-text")
    room.type("Held.")
    room.window.close()
    (dialog,) = room.window.findChildren(LeaveDialog)
    assert room.window.isVisible()
    assert dialog.text.text().startswith("1 read is not on the disk yet.")
    assert dialog.list.item(0).text() == HIGH.patient
    assert [one for one in dialog.findChildren(QPushButton) if one.isDefault()] == [dialog.wait]
    room.reads.refuses = False
    room.wait(lambda: not room.window.isVisible())
    assert Store(room.store.path).reads.draft(HIGH.uid, READER) is not None


def test_reads_are_given_up_only_by_choice(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_records, "SETTLE_S", 0.05)
    room.reads.refuses = True
    room.press("read-abnormal")
    room.window.close()
    (dialog,) = room.window.findChildren(LeaveDialog)
    QTest.mouseClick(dialog.wait, Qt.MouseButton.LeftButton)
    assert room.window.isVisible()
    room.window.close()
    dialog = room.window.findChildren(LeaveDialog)[-1]
    QTest.mouseClick(dialog.lose, Qt.MouseButton.LeftButton)
    assert not room.window.isVisible()


def test_a_study_that_was_signed_meanwhile_shows_the_other_version(room: Room) -> None:
    other = Read(Conclusion.NORMAL, text="Seen elsewhere.")
    room.store.reads.sign(HIGH, "Dr TWO", other)
    room.press("finding-fracture", "read-sign")
    room.wait(lambda: room.case.overtaken)
    assert room.case.shown == other
    panel = room.window.reading.panel
    assert panel.plate.text().startswith("Meanwhile signed by Dr TWO at ")
    assert panel.version.text.toPlainText() == "Seen elsewhere."
    room.press("read-sign")  # a version in view is nothing to sign
    assert "Turn to your draft first" in room.status

    room.press("read-newer")
    assert room.case.page == DRAFT
    assert room.case.read.findings == ("fracture",)
    room.press("read-sign")
    assert room.status == "Say why it is amended, then sign."
    room.type("Fracture overlooked.")
    room.press("read-sign")
    second = room.signed(HIGH, 2)
    assert (second.reader, second.reason) == (READER, "Fracture overlooked.")
    assert room.store.reads.history(HIGH.uid)[0].read == other


def test_a_study_that_another_reader_has_claimed_is_not_signed_and_says_why(room: Room) -> None:
    room.store.claims.claim(HIGH, "Dr TWO", "ward 3")
    room.press("read-not-diagnostic", "read-sign")
    room.wait(lambda: not room.window.reading.records.signing(HIGH.uid))
    room.opened(HIGH)
    assert room.status.startswith("Not signed, kept as a draft. Dr TWO has this study in view")
    assert room.drafted(HIGH).read.conclusion is Conclusion.NOT_DIAGNOSTIC
    assert room.store.reads.history(HIGH.uid) == ()


def test_a_draft_is_thrown_away_only_when_asked_twice(room: Room) -> None:
    room.press("read-abnormal", "read-discard")
    assert room.status.startswith("This throws your draft away.")
    room.drafted(HIGH)
    room.press("read-discard")
    room.wait(lambda: room.draft(HIGH) is None)
    room.opened(HIGH)
    assert room.case.read.conclusion is None
    assert room.row(HIGH).shown_state is State.SCORED


def test_drafts_of_others_are_named(room: Room) -> None:
    room.store.reads.save_draft(HIGH, "Dr TWO", Read(text="Theirs."), 0)
    room.choose(LOW)
    room.choose(HIGH)
    assert room.case.read.text == ""
    assert "also in reading by Dr TWO" in room.window.reading.panel.who.accessibleName()
    assert room.row(HIGH).shown_state is State.IN_READING


def test_a_study_with_images_that_are_not_on_the_screen_is_not_signed(room: Room) -> None:
    banner = room.window.anteroom.watching.banner
    room.press("read-not-diagnostic")
    room.script.put(Arrived(Scan((make_study("high", 3),)), {}))
    room.wait(banner.isVisible)
    banner.say("Something else.")
    room.press("read-sign")
    assert room.status == "There are new images of this study. Look at them first, then sign."
    assert "1 new image, not shown yet" in banner.label.text()

    QTest.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    room.opened(HIGH)
    assert len(room.case.study.views) == 3
    assert room.case.read.conclusion is Conclusion.NOT_DIAGNOSTIC
    room.press("read-sign")
    assert room.signed(HIGH).read.conclusion is Conclusion.NOT_DIAGNOSTIC


def test_a_signed_study_comes_up_again_when_there_are_images_that_nobody_has_read(
    room: Room,
) -> None:
    room.press("read-normal", "read-sign")
    room.signed(HIGH)
    room.wait(lambda: room.row(HIGH).shown_state is State.SIGNED)
    room.opened(MIDDLE)

    room.script.put(Arrived(Scan((make_study("high", 3),)), {}))

    room.wait(lambda: room.row(HIGH).shown_state is State.WAITING)
    room.window.worklist.sort_now()
    room.choose(HIGH)
    assert "new images since it was signed" in room.window.worklist.why.toolTip()
    assert room.window.reading.panel.plate.text() == (
        "There are images that came after this was signed."
    )
    room.press("read-amend")
    room.type("Another view.")
    room.press("read-sign")
    room.signed(HIGH, 2)
    room.wait(lambda: room.row(HIGH).shown_state is State.SIGNED)


def test_a_signed_study_comes_up_again_when_an_image_is_replaced_under_its_name(
    room: Room,
) -> None:
    room.press("read-normal", "read-sign")
    room.signed(HIGH)
    room.wait(lambda: room.row(HIGH).shown_state is State.SIGNED)
    room.opened(MIDDLE)
    signed = room.row(HIGH).study
    views = tuple(replace(view, version=FileVersion(2, 2)) for view in signed.views)

    room.script.put(Arrived(Scan((replace(signed, views=views),)), {}))

    room.wait(lambda: room.row(HIGH).shown_state is State.WAITING)
    banner = room.window.anteroom.watching.banner
    assert "has got 2 new images since" in banner.label.text()
    QTest.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    room.opened(HIGH)
    assert room.window.reading.panel.plate.text() == (
        "There are images that came after this was signed."
    )


def test_reading_does_not_wait_for_other_work(room: Room) -> None:
    over = threading.Event()
    for _ in range(4):  # reports that are written to a slow share, an archive that is asked
        room.window.background.run(over.wait)
    try:
        room.choose(LOW)
        room.press("read-not-diagnostic")
        assert room.drafted(LOW).read.conclusion is Conclusion.NOT_DIAGNOSTIC
    finally:
        over.set()


class Slow:
    """Answers of a database that come when the test says so."""

    def __init__(self, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = threading.Event()
        history = room.reads.history

        def later(study_uid: str) -> tuple[SignedRead, ...]:
            self.go.wait(20)
            return history(study_uid)

        monkeypatch.setattr(room.store.reads, "history", later)


def test_what_was_entered_before_the_study_had_opened_is_not_lost_in_silence(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(room, monkeypatch)
    room.window.worklist.choose(2)
    assert room.case.stage is Stage.LOADING
    room.press("read-abnormal")
    room.press("previous-study")
    assert room.window.banner.label.text() == (
        "What was entered for low was not taken: the study had not opened yet."
    )
    slow.go.set()
    room.opened(MIDDLE)
    assert room.draft(LOW) is None


def test_a_window_is_not_closed_on_what_was_entered_before_the_study_had_opened(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(room, monkeypatch)
    room.window.worklist.choose(2)
    room.press("read-abnormal")
    room.window.close()
    (dialog,) = room.window.findChildren(LeaveDialog)
    assert room.window.isVisible()
    assert dialog.list.item(0).text() == LOW.patient
    slow.go.set()
    room.wait(lambda: not room.window.isVisible())
    draft = Store(room.store.path).reads.draft(LOW.uid, READER)
    assert draft is not None
    assert draft.read.conclusion is Conclusion.ABNORMAL
