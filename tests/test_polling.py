"""New radiographs of limbs are fetched from a real archive by themselves, each once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydicom.uid import generate_uid

from mura_desktop.dicomio import query
from mura_desktop.errors import RemoteError
from mura_desktop.polling import MOST_TRIES, Polling, Tries, fetch_new
from mura_desktop.reception import Reception
from mura_desktop.remotes import Remote
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store
from tests.dicomio import peers
from tests.store.examples import study

DAY = date(2026, 1, 2)
NEVER = threading.Event()


@dataclass(frozen=True, slots=True)
class Ward:
    """An archive, and this program beside it."""

    orthanc: peers.Orthanc
    settings: Settings
    reception: Reception
    store: Store
    folder: Path

    @property
    def remote(self) -> Remote:
        return self.settings.remotes[0]

    def new(self, name: str, day: date = DAY, study: str = "", **of: str) -> str:
        """Put an image of a study, a new one if none is named, into the archive; return its UID."""
        study = study or generate_uid()
        image = peers.radiograph(study=study, day=f"{day:%Y%m%d}", **of)  # type: ignore[arg-type]
        self.orthanc.keep(peers.written(self.folder / name, [image]))
        return study

    def fetch_new(self, tries: Tries | None = None) -> int:
        return fetch_new(self.remote, self.reception, self.store, DAY, NEVER, tries)

    def here(self, *studies: str) -> set[str]:
        return set(self.store.received.images(list(studies)))


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    store = Store(tmp_path / "results.sqlite")
    with peers.orthanc(tmp_path / "orthanc") as orthanc:
        remote = Remote(name="Archive", aet="ORTHANC", host=peers.HOST, port=orthanc.port)
        settings = Settings(
            remotes=[remote], poll_minutes=1, incoming_folder=tmp_path / "incoming"
        ).model_copy(update={"poll_minutes": 0.02})  # sooner than a site may ask
        reception = Reception(settings, store)
        try:
            yield Ward(orthanc, settings, reception, store, tmp_path / "made")
        finally:
            reception.close()
            store.close()


def soon(true: Callable[[], bool]) -> bool:
    """Say whether something becomes true within a minute."""
    end = time.monotonic() + 60
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_limbs_of_today_and_yesterday_come_once_and_nothing_else_does(ward: Ward) -> None:
    wrist = ward.new("wrist")
    chest = ward.new("chest", part="CHEST")
    yesterday = ward.new("yesterday", day=date(2026, 1, 1))
    older = ward.new("older", day=date(2025, 12, 31))
    scan = ward.new("scan", modality="CT")

    assert ward.fetch_new() == 2
    assert ward.here(wrist, chest, yesterday, older, scan) == {wrist, yesterday}
    assert ward.fetch_new() == 0


def test_images_that_reached_the_archive_after_the_first_ones_come_too(ward: Ward) -> None:
    wrist = ward.new("first")
    assert ward.fetch_new() == 1
    ward.new("second", study=wrist)
    ward.new("third", study=wrist)

    assert ward.fetch_new() == 1
    assert ward.store.received.images([wrist]) == {wrist: 3}
    assert ward.fetch_new() == 0


def test_images_that_cannot_be_had_are_not_asked_for_again_and_again(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrist = ward.new("first")
    tries: Tries = Counter()
    ward.fetch_new(tries)
    ward.new("second", study=wrist)
    with monkeypatch.context() as patched:
        patched.setattr(ward.reception, "fetch", lambda *_: 0)  # hands out, but none that is kept
        assert ward.fetch_new(tries) == 1
        assert ward.fetch_new(tries) == 0

    ward.new("third", study=wrist)

    assert ward.fetch_new(tries) == 1
    assert ward.store.received.images([wrist]) == {wrist: 3}


def test_an_archive_that_fails_in_the_midst_of_a_study_is_asked_a_few_times(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrist = ward.new("first")
    tries: Tries = Counter()
    ward.fetch_new(tries)
    ward.new("second", study=wrist)

    def fail(*_: object) -> int:
        raise RemoteError("The archive is busy.")

    monkeypatch.setattr(ward.reception, "fetch", fail)
    for _ in range(MOST_TRIES):
        with pytest.raises(RemoteError):
            ward.fetch_new(tries)

    assert ward.fetch_new(tries) == 0


def test_a_study_that_is_not_handed_out_keeps_no_other_away_and_is_told_of_at_the_end(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    studies = {ward.new(name) for name in ("first", "second", "third")}
    fetch, refused = ward.reception.fetch, sorted(studies)[1]

    def mostly(remote: Remote, uid: str, *further: Any) -> int:
        if uid == refused:
            raise RemoteError("1 of 2 images were not handed out.")
        return fetch(remote, uid, *further)

    monkeypatch.setattr(ward.reception, "fetch", mostly)
    with pytest.raises(RemoteError, match="not handed out"):
        ward.fetch_new()

    assert ward.here(*studies) == studies - {refused}


def test_a_day_with_more_studies_than_are_looked_through_is_told_of_and_the_rest_comes(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    studies = [ward.new(name) for name in ("first", "second")]
    monkeypatch.setattr(query, "MOST_STUDIES", 1)

    with pytest.raises(RemoteError, match="more radiographs of a day"):
        ward.fetch_new()

    assert len(ward.here(*studies)) == 1


def test_a_study_whose_files_lie_in_a_folder_is_not_fetched(ward: Ward) -> None:
    wrist = ward.new("wrist")
    ward.store.remember([study(wrist)])

    assert ward.fetch_new() == 0


def test_what_is_cancelled_fetches_nothing_more(ward: Ward) -> None:
    wrist = ward.new("wrist")
    cancelled = threading.Event()
    cancelled.set()

    assert fetch_new(ward.remote, ward.reception, ward.store, DAY, cancelled) == 0
    assert ward.here(wrist) == set()


def test_a_study_that_arrives_between_two_rounds_comes_by_itself(ward: Ward) -> None:
    polling = Polling(ward.settings, ward.reception, ward.store)
    try:
        first = ward.new("first", day=date.today())
        assert soon(lambda: ward.here(first) == {first})
        second = ward.new("second", day=date.today())
        assert soon(lambda: ward.here(second) == {second})
    finally:
        polling.close()


def test_an_archive_that_is_off_is_told_of_and_keeps_no_study_of_another_away(ward: Ward) -> None:
    told: list[str | None] = []
    off = ward.remote.model_copy(update={"name": "Cellar", "port": peers.free_port()})
    settings = ward.settings.model_copy(update={"remotes": [off, ward.remote]})
    wrist = ward.new("wrist", day=date.today())
    polling = Polling(settings, ward.reception, ward.store, told.append)
    try:
        assert soon(lambda: ward.here(wrist) == {wrist} and bool(told))
    finally:
        polling.close()
    assert all(text is not None and "Cellar" in text for text in told)
    assert not any("Archive" in (text or "") for text in told)


def test_an_archive_that_answers_again_is_told_of_once(ward: Ward) -> None:
    told: list[str | None] = []
    port = peers.free_port()
    late = ward.remote.model_copy(update={"port": port})
    settings = ward.settings.model_copy(update={"remotes": [late]})
    polling = Polling(settings, ward.reception, ward.store, told.append)
    try:
        assert soon(lambda: bool(told))
        with peers.orthanc(ward.folder / "late", port=port):
            assert soon(lambda: told[-1] is None)
    finally:
        polling.close()
    assert told.count(None) == 1
