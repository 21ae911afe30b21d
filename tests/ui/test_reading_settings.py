"""Changed preferences count from the moment they are accepted, in the study in view too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mura_desktop.dicomio.outbox import Outbox
from mura_desktop.giving_back import GivingBack
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store
from mura_desktop.studies.reads import Conclusion, Read
from mura_desktop.ui.reading_case import Stage
from tests.ui.conftest import MakeRoom
from tests.ui.reading_room import HIGH, LOW, MIDDLE, READER, Room


@pytest.fixture
def giving(tmp_path: Path) -> Iterator[GivingBack]:
    store = Store(tmp_path / "giving" / "results.sqlite")
    yield GivingBack(store, None, Settings(), Outbox(tmp_path / "outbox"))
    store.close()


def test_who_changes_the_name_signs_with_the_new_one(room: Room) -> None:
    room.window.take_settings(Settings(reader="Dr NEW"))
    room.opened(HIGH)

    room.press("read-abnormal", "finding-fracture", "read-sign")

    assert room.signed(HIGH).reader == "Dr NEW"


def test_what_was_written_stays_with_whoever_wrote_it(room: Room) -> None:
    room.press("read-abnormal")

    room.window.take_settings(Settings(reader="Dr NEW"))

    assert room.drafted(HIGH).reader == READER
    room.wait(lambda: room.case.stage is Stage.OPEN)
    assert room.case.read.conclusion is None
    assert room.store.reads.drafts("Dr NEW") == ()


def test_what_could_not_be_signed_stays_with_whoever_was_to_sign_it(room: Room) -> None:
    room.reads.refuses = True
    room.press("read-abnormal", "finding-fracture", "read-sign")
    room.window.take_settings(Settings(reader="Dr NEW"))
    room.store.reads.sign(HIGH, "Dr OTHER", Read(Conclusion.NORMAL))

    room.reads.refuses = False

    assert room.drafted(HIGH).reader == READER
    assert room.store.reads.drafts("Dr NEW") == ()
    assert [one.reader for one in room.store.reads.history(HIGH.uid)] == ["Dr OTHER"]


def test_without_another_name_the_read_in_hand_stays(room: Room) -> None:
    room.press("read-abnormal")
    before = room.case

    room.window.take_settings(Settings(opens_next=False))

    assert room.case is before


def test_what_opens_and_is_prepared_after_signing_follows_the_settings(make_room: MakeRoom) -> None:
    room = make_room(settings=Settings(opens_next=False, prepares_normal_reports=True))

    room.window.take_settings(Settings(opens_next=True, prepares_normal_reports=False))
    room.press("read-abnormal", "finding-fracture", "read-sign")

    room.signed(HIGH)
    room.opened(MIDDLE)
    room.choose(LOW)
    assert not room.case.prepared


def test_results_for_archives_are_made_with_the_settings_of_now(
    room: Room, giving: GivingBack
) -> None:
    assert room.window.backend is not None
    room.window._backend = replace(room.window.backend, giving_back=giving)
    changed = Settings(institution="New clinic")

    room.window.take_settings(changed)

    assert giving._settings is changed
    printer = giving.make_pdf.__self__  # type: ignore[union-attr] # a method of `ReportSource`
    assert printer.institution == "New clinic"
