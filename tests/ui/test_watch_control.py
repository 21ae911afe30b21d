"""The watched folder in the window: studies join the list, and nothing else moves."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mura_desktop.events import Arrived, Event, Scanned, Scored
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.settings import load_settings, save_settings
from mura_desktop.studies.model import FileFormat, FileVersion, Grouping, Scan, Study, View
from mura_desktop.studies.reads import Conclusion, Read, SignedRead
from mura_desktop.studies.states import ReadingProgress, State
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.listing import prepared
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.watching import Times
from tests.ui.conftest import RULE, Darkroom, Script, make_finding, make_study
from tests.ui.test_commands import press

NOW = datetime.now(UTC)
A, B, C = (make_study(name) for name in "ABC")
GROWN = make_study("A", 2)


@dataclass
class Postbox:
    """Arrivals whose events the test puts in, until it puts in None."""

    events: queue.SimpleQueue[Event | None] = field(default_factory=queue.SimpleQueue)
    asked: list[tuple[tuple[Path, ...], Path]] = field(default_factory=list)

    def arrive(
        self, paths: Sequence[Path], folder: Path, cancelled: threading.Event
    ) -> Iterator[Event]:
        self.asked.append((tuple(paths), folder))
        while not cancelled.is_set():
            try:
                event = self.events.get(timeout=0.02)
            except queue.Empty:
                continue
            if event is None:
                return
            yield event

    def came(self, *studies: Study) -> None:
        self.events.put(Arrived(Scan(studies), {}, {study.uid: NOW for study in studies}))


@dataclass
class Room:
    window: MainWindow
    script: Script
    post: Postbox
    inbox: Path


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    folder = tmp_path / "inbox"
    folder.mkdir()
    quick = Times(still=0.2, folder=2, stuck=2, tick=0.05, poll=0.05, rescan=60, retry=0.1)
    monkeypatch.setattr("mura_desktop.watching.Times", lambda: quick)
    return folder


MakeRoom = Callable[..., Room]


@pytest.fixture
def make_room(inbox: Path, qtbot: QtBot) -> Iterator[MakeRoom]:
    rooms: list[Room] = []

    def make(opened: Path | None = Path("/films"), *, watches: bool = True) -> Room:
        script, post = Script(), Postbox()
        if watches:
            save_settings({"watched_folder": str(inbox)})

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
                settings=load_settings(),
                arrivals=post,
            )

        window = MainWindow(backend)
        qtbot.addWidget(window)
        rooms.append(Room(window, script, post, inbox))
        window.show()
        window.start()
        if opened is not None:
            window.open([opened])
        qtbot.waitUntil(lambda: window.backend is not None)
        if watches:
            qtbot.waitUntil(lambda: window.anteroom.watching._began)
        return rooms[-1]

    yield make
    for room in rooms:
        room.window.anteroom.close()
        room.window.work.close()
        room.window.background.close()


def drop(room: Room, name: str) -> Path:
    path = room.inbox / name
    path.write_bytes(b"film")
    return path


def patients(room: Room) -> list[str]:
    shown = room.window.worklist.shown
    return [shown.row(place).study.patient for place in range(shown.rowCount())]


def list_a_and_b(room: Room, qtbot: QtBot) -> None:
    known = {"A": make_finding(A, 0.9), "B": make_finding(B, 0.3)}
    room.script.scanned(A, B, known=known)
    room.script.put(None)
    qtbot.waitUntil(lambda: room.window.viewer.study is A)
    qtbot.waitUntil(lambda: not room.window.work.running)


def test_without_anything_open_the_watched_folder_is_listed(
    make_room: MakeRoom, qtbot: QtBot
) -> None:
    room = make_room(None)
    qtbot.waitUntil(lambda: room.script.opened == [((room.inbox,), Grouping.INBOX)])


def test_a_file_that_comes_joins_the_list_and_moves_neither_choice_nor_image(
    make_room: MakeRoom, qtbot: QtBot
) -> None:
    room = make_room()
    list_a_and_b(room, qtbot)
    window = room.window
    film = drop(room, "c.dcm")
    qtbot.waitUntil(lambda: room.post.asked == [((film,), room.inbox)], timeout=10_000)
    assert len(room.script.opened) == 1
    room.post.came(C)
    qtbot.waitUntil(lambda: patients(room) == ["A", "B", "C"])
    room.post.events.put(Scored(C, make_finding(C, 0.95), (), 1, 1))
    room.post.events.put(None)
    qtbot.waitUntil(lambda: not window.work.running)
    window.worklist.sort_now()
    assert patients(room) == ["C", "A", "B"]
    assert window.viewer.study is A
    current = window.worklist.current
    assert current is not None
    assert current.study is A
    assert not window.worklist.progress.isVisible()


def test_the_status_bar_counts_what_is_new_today(
    make_room: MakeRoom, qtbot: QtBot, inbox: Path
) -> None:
    room = make_room()
    list_a_and_b(room, qtbot)
    status = room.window.anteroom.watching.status
    assert status.text() == "Watching inbox  ·  0 new today"
    path = inbox / "new.png"
    view = View("n", path, FileFormat.RASTER, FileVersion(1, 1))
    room.window.work.heard.emit(
        Arrived(Scan((Study("N", "N", "wrist", (view,)), C)), {}, {"N": NOW, "C": NOW})
    )
    assert status.text() == "Watching inbox  ·  1 new today"
    another = Study("M", "M", "wrist", (replace(view, uid="m"),))
    scan = Scan((Study("N", "N", "wrist", (view,)), another))
    # As the worker tells it where the folder itself is opened.
    room.window.work.heard.emit(prepared(Scanned(scan, {}, {"N": NOW, "M": NOW})))
    assert status.text() == "Watching inbox  ·  2 new today"


def test_a_study_that_grows_stays_on_the_screen_as_it_was_until_it_is_asked_for(
    make_room: MakeRoom, qtbot: QtBot
) -> None:
    room = make_room()
    list_a_and_b(room, qtbot)
    window, banner = room.window, room.window.anteroom.watching.banner
    drop(room, "late.dcm")
    room.post.came(GROWN)
    qtbot.waitUntil(banner.isVisible, timeout=10_000)
    text = "There is more of the study on the screen: 1 new image, not shown yet."
    assert banner.label.text() == text
    room.post.events.put(Scored(GROWN, make_finding(GROWN, 0.1, 0.2), (), 1, 1))
    room.post.events.put(None)
    qtbot.waitUntil(lambda: not window.work.running)
    shown = window.viewer.study
    assert shown is not None
    assert len(shown.views) == 1
    row = window.worklist.model.row_for("A")
    assert row is not None
    assert row.study == GROWN
    assert row.state is State.SCORED
    assert row.finding is not None
    assert len(row.finding.views) == 2
    banner.action.click()
    shown = window.viewer.study
    assert shown is not None
    assert len(shown.views) == 2
    assert not banner.isVisible()


def test_an_image_that_is_replaced_is_not_taken_for_more_of_the_study(
    make_room: MakeRoom, qtbot: QtBot
) -> None:
    room = make_room()
    list_a_and_b(room, qtbot)
    shown = room.window.viewer.study
    assert shown is not None
    (view,) = shown.views
    drop(room, "again.png")
    room.post.came(replace(shown, views=(replace(view, version=FileVersion(2, 2)),)))
    banner = room.window.anteroom.watching.banner
    qtbot.waitUntil(banner.isVisible, timeout=10_000)
    assert banner.label.text() == (
        "The study on the screen has other files under the same names: 1 new image, not shown yet."
    )


def test_a_dicom_object_that_is_copied_again_is_no_news_of_a_signed_study(
    make_room: MakeRoom, qtbot: QtBot
) -> None:
    room = make_room()
    list_a_and_b(room, qtbot)
    worklist = room.window.worklist
    (view,) = make_study("B").views
    copied = replace(view, format=FileFormat.DICOM, version=FileVersion(2, 2))
    signed = SignedRead("B", 1, "reader", NOW, Read(Conclusion.NORMAL))
    worklist.update_reading("B", ReadingProgress(signed=signed))
    row = worklist.model.row_for("B")
    assert row is not None
    drop(room, "again.dcm")
    room.post.came(replace(make_study("B"), views=(copied,)))
    qtbot.waitUntil(lambda: worklist.model.row_for("B") is not row, timeout=10_000)
    assert not room.window.anteroom.watching.banner.isVisible()


def test_an_image_that_comes_for_a_signed_study_is_told(make_room: MakeRoom, qtbot: QtBot) -> None:
    room = make_room()
    list_a_and_b(room, qtbot)
    signed = SignedRead("B", 1, "reader", NOW, Read(Conclusion.NORMAL))
    room.window.worklist.update_reading("B", ReadingProgress(signed=signed))
    drop(room, "late.dcm")
    room.post.came(make_study("B", 2))
    banner = room.window.anteroom.watching.banner
    qtbot.waitUntil(banner.isVisible, timeout=10_000)
    assert "A study that is signed has got 1 new image since" in banner.label.text()


def test_opening_another_folder_lets_waiting_arrivals_join_the_new_list(
    make_room: MakeRoom, qtbot: QtBot
) -> None:
    room = make_room()
    list_a_and_b(room, qtbot)
    drop(room, "c.dcm")
    qtbot.waitUntil(lambda: len(room.post.asked) == 1, timeout=10_000)
    room.window.open([Path("/other")])
    room.script.scanned(B)
    room.script.put(None)
    qtbot.waitUntil(lambda: len(room.post.asked) == 2, timeout=10_000)
    room.post.came(C)
    room.post.events.put(None)
    qtbot.waitUntil(lambda: sorted(patients(room)) == ["B", "C"])
    qtbot.waitUntil(lambda: not room.window.work.running)


def test_cancelling_arrivals_says_how_to_go_on(make_room: MakeRoom, qtbot: QtBot) -> None:
    room = make_room()
    list_a_and_b(room, qtbot)
    drop(room, "c.dcm")
    room.post.came(C)
    qtbot.waitUntil(lambda: len(patients(room)) == 3, timeout=10_000)
    QTest.keyClick(room.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not room.window.work.running)
    assert room.window.banner.label.text() == "Cancelled: 2 of 3 studies are scored. F5 goes on."


def test_arrivals_that_were_cancelled_go_on_with_f5(make_room: MakeRoom, qtbot: QtBot) -> None:
    room = make_room()
    list_a_and_b(room, qtbot)
    drop(room, "c.dcm")
    room.post.came(C)
    qtbot.waitUntil(lambda: len(patients(room)) == 3, timeout=10_000)
    QTest.keyClick(room.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not room.window.work.running)

    QTest.keyClick(room.window, Qt.Key.Key_F5)
    room.script.scanned(A, B)
    room.script.put(None)
    room.post.came(C)
    room.post.events.put(Scored(C, make_finding(C, 0.9), (), 1, 1))
    room.post.events.put(None)

    qtbot.waitUntil(lambda: not room.window.work.running)
    assert room.post.asked[0] == room.post.asked[1]
    row = room.window.worklist.model.row_for("C")
    assert row is not None
    assert row.state is State.SCORED


def test_watching_stops_and_goes_on_by_key_and_the_folder_stays(
    make_room: MakeRoom, qtbot: QtBot
) -> None:
    room = make_room()
    window, control = room.window, room.window.anteroom.watching
    window.activateWindow()
    press(window, "watching")
    assert not control.running
    assert control.status.text() == "Not watching inbox"
    assert load_settings().watched_folder == room.inbox
    press(window, "watching")
    assert control.running
    press(window, "open-watched")
    qtbot.waitUntil(lambda: room.script.opened[-1] == ((room.inbox,), Grouping.INBOX))
    window.open([Path("/other")])
    qtbot.waitUntil(lambda: room.script.opened[-1] == ((Path("/other"),), Grouping.AUTO))


def test_another_folder_is_watched_from_now_on_and_at_every_start(
    make_room: MakeRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    room = make_room(watches=False)
    control = room.window.anteroom.watching
    assert not control.status.isVisible()
    control.watch(room.inbox)
    qtbot.waitUntil(lambda: control.running)
    assert load_settings().watched_folder == room.inbox
    assert control.status.isVisible()


def test_a_folder_that_is_gone_is_told_with_what_to_do_until_it_is_back(
    make_room: MakeRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    room = make_room()
    list_a_and_b(room, qtbot)
    control = room.window.anteroom.watching
    room.inbox.rename(tmp_path / "away")
    qtbot.waitUntil(control.banner.isVisible, timeout=10_000)
    assert "cannot be reached" in control.banner.label.text()
    assert "tried again" in control.banner.label.text()
    assert control.status.text() == "inbox is out of reach"
    (tmp_path / "away").rename(room.inbox)
    qtbot.waitUntil(lambda: not control.banner.isVisible(), timeout=10_000)
    drop(room, "after.dcm")
    qtbot.waitUntil(lambda: len(room.post.asked) == 1, timeout=10_000)
