"""Two windows on one worklist: each shows within seconds what happens at the other."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mura_desktop.settings import Settings
from mura_desktop.store.repository import Source, Store
from mura_desktop.studies.model import Study
from mura_desktop.studies.reads import Conclusion, Read
from mura_desktop.studies.states import State
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.worklist_rows import Row
from tests.servers import PostgreSql
from tests.ui.conftest import RULE, Darkroom, Script, make_finding, make_study

SOURCE = Source("c" * 64, 1)
NORMAL = Read(Conclusion.NORMAL, text="No fracture.")
SOON_MS = 30_000
"""Patience on a busy machine; what is awaited comes within about a second."""


@dataclass
class Workstation:
    """A window with a store of its own on the shared database."""

    window: MainWindow
    script: Script
    store: Store
    reader: str
    close: Callable[[], bool]

    def row(self, study: Study) -> Row | None:
        return self.window.worklist.model.row_for(study.uid)

    def lists(self, study: Study) -> bool:
        return self.row(study) is not None

    def state(self, study: Study) -> State | None:
        row = self.row(study)
        return None if row is None else row.shown_state

    def choose(self, study: Study) -> None:
        shown = self.window.worklist.shown
        (place,) = (
            place for place in range(shown.rowCount()) if shown.row(place).study.uid == study.uid
        )
        self.window.worklist.choose(place)

    def said(self) -> str:
        banner = self.window.sharing.banner
        return banner.label.text() if banner.isVisible() else ""


MakeWorkstation = Callable[[str], Workstation]


@pytest.fixture
def make(
    qtbot: QtBot, postgresql: PostgreSql, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MakeWorkstation]:
    """Give a function that opens a window for a reader."""
    database = postgresql.new()
    made: list[Workstation] = []

    def open_window(reader: str) -> Workstation:
        (tmp_path / reader).mkdir()
        store = Store(tmp_path / reader / "results.sqlite", postgresql.url(database))
        script = Script()
        backend = Backend(
            pipeline=script,
            decoder=Darkroom(),
            rule=RULE,
            input_size=64,
            model_summary="test model",
            about_model=(),
            model_problem=None,
            close=store.close,
            settings=Settings(reader=reader),
            store=store,
            source=SOURCE,
        )
        monkeypatch.setattr(socket, "gethostname", lambda: f"ws-{reader}")
        window = MainWindow(lambda: backend)
        qtbot.addWidget(window)
        window.show()
        window.start()
        qtbot.waitUntil(lambda: window.backend is not None, timeout=SOON_MS)
        made.append(Workstation(window, script, store, reader, window.close))
        return made[-1]

    yield open_window
    for workstation in made:
        workstation.window.close()
    postgresql.drop(database)


def keep(store: Store, study: Study, *scores: float) -> None:
    """Score a study at some other workstation."""
    finding = make_finding(study, *scores)
    store.remember([study])
    store.save(study, finding, finding.views, SOURCE)


def test_a_study_that_another_scored_can_be_listed_without_its_files(
    make: MakeWorkstation, qtbot: QtBot
) -> None:
    one, two = make("one"), make("two")
    hot, cold, waiting = make_study("hot", 2), make_study("cold"), make_study("waiting")
    keep(one.store, hot, 0.9, 0.8)
    keep(one.store, cold, 0.1)
    one.store.remember([waiting])
    one.store.reads.sign(cold, "one", NORMAL)

    two.window.commands["open-shared"].trigger()

    qtbot.waitUntil(lambda: two.state(hot) is State.SCORED, timeout=SOON_MS)
    row = two.row(hot)
    assert row is not None
    assert row.finding == make_finding(hot, 0.9, 0.8)
    assert two.state(cold) is State.SIGNED
    assert two.state(waiting) is State.WAITING
    assert two.window.windowTitle().startswith("Shared worklist")


def test_what_another_finds_scores_and_signs_appears_by_itself(
    make: MakeWorkstation, qtbot: QtBot
) -> None:
    one, two = make("one"), make("two")
    first, later = make_study("first"), make_study("later")
    one.store.remember([first])
    two.window.commands["open-shared"].trigger()
    qtbot.waitUntil(lambda: two.state(first) is State.WAITING, timeout=SOON_MS)

    one.store.remember([later])
    qtbot.waitUntil(lambda: two.state(later) is State.WAITING, timeout=SOON_MS)
    keep(one.store, first, 0.7)
    qtbot.waitUntil(lambda: two.state(first) is State.SCORED, timeout=SOON_MS)
    one.store.reads.save_draft(later, "one", NORMAL, 0)
    qtbot.waitUntil(lambda: two.state(later) is State.IN_READING, timeout=SOON_MS)
    one.store.reads.sign(later, "one", NORMAL)
    qtbot.waitUntil(lambda: two.state(later) is State.SIGNED, timeout=SOON_MS)


def test_images_that_another_adds_to_a_listed_study_count_here_too(
    make: MakeWorkstation, qtbot: QtBot
) -> None:
    one, two = make("one"), make("two")
    before, grown, other = make_study("wrist"), make_study("wrist", 2), make_study("other")
    keep(one.store, before, 0.1)
    keep(one.store, other, 0.5)
    two.window.commands["open-shared"].trigger()
    qtbot.waitUntil(partial(two.lists, before), timeout=SOON_MS)
    two.choose(before)
    banner = two.window.anteroom.watching.banner

    keep(one.store, grown, 0.1, 0.9)

    qtbot.waitUntil(banner.isVisible, timeout=SOON_MS)
    assert banner.label.text().startswith("There is more of the study on the screen: 1 new image")
    finding = make_finding(grown, 0.1, 0.9)
    qtbot.waitUntil(
        lambda: (row := two.row(grown)) is not None and row.finding == finding, timeout=SOON_MS
    )
    shown = two.window.viewer.study
    assert shown == before  # until the reader asks for more
    banner.action.click()
    assert two.window.viewer.study == grown


def test_files_opened_here_show_what_others_do_but_gain_no_studies(
    make: MakeWorkstation, qtbot: QtBot
) -> None:
    one, two = make("one"), make("two")
    mine, other = make_study("mine"), make_study("other")
    two.window.open([Path("/films")])
    two.script.scanned(mine)
    two.script.put(None)
    qtbot.waitUntil(lambda: two.row(mine) is not None, timeout=SOON_MS)

    one.store.remember([other])
    one.store.reads.sign(mine, "one", NORMAL)

    qtbot.waitUntil(lambda: two.state(mine) is State.SIGNED, timeout=SOON_MS)
    assert two.row(other) is None


def test_a_study_in_view_is_claimed_and_others_are_told(
    make: MakeWorkstation, qtbot: QtBot
) -> None:
    one, two = make("one"), make("two")
    wrist, knee = make_study("wrist"), make_study("knee")
    keep(one.store, wrist, 0.9)
    keep(one.store, knee, 0.5)
    for workstation in (one, two):
        workstation.window.commands["open-shared"].trigger()
        qtbot.waitUntil(partial(workstation.lists, wrist), timeout=SOON_MS)
    two.choose(knee)
    one.choose(wrist)
    claims = one.store.claims
    qtbot.waitUntil(
        lambda: set(claims.who(["wrist", "knee"])) == {"wrist", "knee"}, timeout=SOON_MS
    )
    qtbot.waitUntil(lambda: two.state(wrist) is State.IN_READING, timeout=SOON_MS)
    assert two.said() == ""
    assert not two.window.commands["take-over"].isEnabled()

    two.choose(wrist)

    qtbot.waitUntil(lambda: "one has had this study in view since" in two.said(), timeout=SOON_MS)
    assert claims.who(["wrist"])["wrist"].reader == "one"
    qtbot.waitUntil(lambda: not claims.who(["knee"]), timeout=SOON_MS)
    one.choose(knee)
    qtbot.waitUntil(lambda: two.said() == "", timeout=SOON_MS)
    qtbot.waitUntil(
        lambda: {claim.reader for claim in claims.who(["wrist"]).values()} == {"two"},
        timeout=SOON_MS,
    )


def test_a_study_can_be_taken_over_by_key_and_the_other_is_told(
    make: MakeWorkstation, qtbot: QtBot
) -> None:
    one, two = make("one"), make("two")
    wrist = make_study("wrist")
    keep(one.store, wrist, 0.9)
    for workstation in (one, two):
        workstation.window.commands["open-shared"].trigger()
        qtbot.waitUntil(partial(workstation.lists, wrist), timeout=SOON_MS)
        workstation.choose(wrist)
        qtbot.waitUntil(lambda: bool(one.store.claims.who(["wrist"])), timeout=SOON_MS)
    qtbot.waitUntil(lambda: "one has had" in two.said(), timeout=SOON_MS)

    two.window.commands["take-over"].trigger()

    qtbot.waitUntil(lambda: two.said() == "", timeout=SOON_MS)
    qtbot.waitUntil(lambda: "two has had" in one.said(), timeout=SOON_MS)
    assert two.store.claims.who(["wrist"])["wrist"].reader == "two"


def test_who_changes_the_name_keeps_the_study_in_view_under_the_new_one(
    make: MakeWorkstation, qtbot: QtBot
) -> None:
    one = make("one")
    wrist = make_study("wrist")
    keep(one.store, wrist, 0.9)
    one.window.commands["open-shared"].trigger()
    who = one.store.claims.who
    qtbot.waitUntil(lambda: bool(who(["wrist"])), timeout=SOON_MS)

    one.window.take_settings(Settings(reader="anew"))

    qtbot.waitUntil(lambda: who(["wrist"])["wrist"].reader == "anew", timeout=SOON_MS)
    assert one.said() == ""
    one.window.close()
    assert who(["wrist"]) == {}


def test_a_window_that_closes_gives_its_study_back(make: MakeWorkstation, qtbot: QtBot) -> None:
    one, two = make("one"), make("two")
    wrist = make_study("wrist")
    keep(two.store, wrist, 0.9)
    one.window.commands["open-shared"].trigger()
    qtbot.waitUntil(lambda: bool(two.store.claims.who(["wrist"])), timeout=SOON_MS)

    one.window.close()

    assert two.store.claims.who(["wrist"]) == {}


def test_a_server_that_goes_away_is_told_and_what_happened_meanwhile_is_shown(
    make: MakeWorkstation, qtbot: QtBot, postgresql: PostgreSql
) -> None:
    one, two = make("one"), make("two")
    wrist = make_study("wrist")
    one.store.remember([wrist])
    two.window.commands["open-shared"].trigger()
    qtbot.waitUntil(lambda: two.row(wrist) is not None, timeout=SOON_MS)
    banner = two.window.store_banner

    postgresql.stop("immediate")
    try:
        qtbot.waitUntil(banner.isVisible, timeout=SOON_MS)
        assert "What others do is not shown until then" in banner.label.text()
    finally:
        postgresql.start()
    one.store.reads.sign(wrist, "one", NORMAL)

    qtbot.waitUntil(lambda: two.state(wrist) is State.SIGNED, timeout=SOON_MS)
    qtbot.waitUntil(lambda: not banner.isVisible(), timeout=SOON_MS)
    assert datetime.now(UTC) > one.store.reads.history("wrist")[0].signed
