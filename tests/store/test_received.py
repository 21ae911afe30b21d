"""Receipts: each once, and a study waits for its job until one has seen all of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mura_desktop.reception import remove_received
from mura_desktop.store.repository import Store
from mura_desktop.studies.receipts import Receipt
from tests.store.examples import study

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def receipt(number: int, study_uid: str = "1.2", minutes: int = 0, content: str = "a") -> Receipt:
    path = Path(f"/incoming/{study_uid}/{number}{content}.dcm")
    return Receipt(
        f"{study_uid}.{number}", study_uid, content, path, "CR1", NOON + timedelta(minutes=minutes)
    )


def test_a_receipt_is_noted_once_and_another_content_beside_it(store: Store) -> None:
    store.received.keep([receipt(1), receipt(2)])
    store.received.keep([receipt(1, minutes=5), receipt(1, content="b")])

    assert store.received.count() == 3
    assert len(store.received.files(["1.2"])) == 3
    assert store.received.images(["1.2", "1.3"]) == {"1.2": 2}


def test_a_study_waits_until_it_is_settled_and_once_more_after_a_late_image(store: Store) -> None:
    store.received.keep([receipt(1), receipt(2, minutes=1), receipt(1, "1.3")])
    waiting = store.received.unsettled()
    assert waiting.keys() == {"1.2", "1.3"}

    store.received.keep([receipt(3, minutes=2)])  # while the job runs
    store.received.settle("1.2", waiting["1.2"], NOON)
    assert store.received.unsettled()["1.2"] > waiting["1.2"]

    store.received.settle("1.2", store.received.unsettled()["1.2"], NOON)
    assert store.received.unsettled().keys() == {"1.3"}
    store.received.keep([receipt(1, minutes=9)])  # a copy brings nothing new
    assert store.received.unsettled().keys() == {"1.3"}


def test_those_that_have_waited_longest_come_first_and_not_before_they_are_quiet(
    store: Store,
) -> None:
    for number, minutes in enumerate((30, 10, 20, 0)):
        store.received.keep([receipt(1, f"1.{number}", minutes=minutes)])
    store.received.keep([receipt(2, "1.1", minutes=40)])  # which is not quiet any more

    quiet = store.received.unsettled(NOON + timedelta(minutes=30))
    assert list(quiet) == ["1.3", "1.2", "1.0"]
    assert list(store.received.unsettled(NOON + timedelta(minutes=30), most=2)) == ["1.3", "1.2"]
    assert len(store.received.unsettled()) == 4


def test_what_is_purged_leaves_neither_receipt_nor_file(store: Store, tmp_path: Path) -> None:
    gone, stays = tmp_path / "a" / "1.dcm", tmp_path / "b" / "1.dcm"
    for uid, path in (("1.2", gone), ("1.3", stays)):
        path.parent.mkdir()
        path.write_bytes(b"image")
        store.received.keep([Receipt(f"{uid}.1", uid, "a", path, "CR1", NOON)])
    store.remember([study("1.2"), study("1.3")])

    removed = store.purge(("1.2",))
    assert removed.received == (gone,)
    assert remove_received(removed.received) == []
    assert not gone.parent.exists()
    assert store.received.images(["1.2", "1.3"]) == {"1.3": 1}

    assert store.purge(None).received == (stays,)
    assert store.received.count() == 0
