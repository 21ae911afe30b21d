"""When a received study is whole, and how many make a job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydicom.uid import generate_uid

from mura_desktop import reception
from mura_desktop.reception import Reception
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store


@pytest.fixture
def received(tmp_path: Path) -> Iterator[Reception]:
    store = Store(tmp_path / "results.sqlite")
    settings = Settings(incoming_folder=tmp_path / "incoming", quiet_seconds=0)
    made = Reception(settings, store)
    yield made
    made.close()
    store.close()


def test_however_much_has_come_a_job_is_a_lot_of_it_the_oldest_first(
    received: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reception, "LOT", 2)
    for number in range(5):
        received.incoming.take(generate_uid(), f"1.2.{number}", "CR_ROOM", [b"film"])

    first = received.whole()
    assert [study.study_uid for study in first] == ["1.2.0", "1.2.1"]
    more = received.whole(beside=len(first))
    assert [study.study_uid for study in more] == ["1.2.0", "1.2.1", "1.2.2", "1.2.3"]

    for study in more:
        received.settle(study)
    assert [study.study_uid for study in received.whole()] == ["1.2.4"]
