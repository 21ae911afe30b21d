"""Drafts survive a crash; signed versions stay for ever; nobody signs over another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from mura_desktop.errors import ReadConflictError, StoreError
from mura_desktop.store.repository import Store
from mura_desktop.studies.reads import Conclusion, Read, SignedRead
from tests.store.conftest import Place
from tests.store.examples import ABNORMAL, NORMAL, finding, study

WRIST = study("1.2.3")


def test_a_draft_is_there_as_it_was_typed_last(place: Place) -> None:
    store = place.open()
    for text in ("F", "Fr", "Frac"):
        draft = store.reads.save_draft(WRIST, "reader", replace(ABNORMAL, text=text), 0)
    store.close()

    assert place.open().reads.drafts("reader") == (draft,)
    assert draft.read.text == "Frac"


def test_a_draft_may_still_be_empty(store: Store) -> None:
    store.reads.save_draft(WRIST, "reader", Read(), 0)

    found = store.reads.draft("1.2.3", "reader")
    assert found is not None
    assert found.read == Read()


def test_drafts_of_two_readers_do_not_touch_each_other(store: Store) -> None:
    store.reads.save_draft(WRIST, "one", NORMAL, 0)
    store.reads.save_draft(WRIST, "two", ABNORMAL, 0)
    store.reads.discard_draft("1.2.3", "one")

    assert store.reads.drafts("one") == ()
    assert [draft.read for draft in store.reads.drafts("two")] == [ABNORMAL]


def test_who_reads_a_study_as_it_was_takes_no_image_from_it(store: Store) -> None:
    grown = study("1.2.3", views=2)
    store.remember([grown])

    store.reads.save_draft(WRIST, "reader", NORMAL, 0)
    assert store.stored(["1.2.3"])["1.2.3"][0] == grown

    store.reads.sign(WRIST, "reader", NORMAL)
    assert store.stored(["1.2.3"])["1.2.3"][0] == grown


def test_signing_keeps_what_the_model_said_and_ends_the_draft(store: Store) -> None:
    store.reads.save_draft(WRIST, "reader", NORMAL, 0)

    signed = store.reads.sign(WRIST, "reader", NORMAL, finding=finding(WRIST, 0.75))

    assert (signed.version, signed.score, signed.band) == (1, 0.75, "urgent")
    assert store.reads.draft("1.2.3", "reader") is None
    assert store.reads.history("1.2.3") == (signed,)


def test_an_amendment_keeps_the_old_version(store: Store) -> None:
    first = store.reads.sign(WRIST, "one", NORMAL)
    second = store.reads.sign(WRIST, "two", ABNORMAL, after=1, reason="overlooked")

    assert store.reads.history("1.2.3") == (first, second)
    assert store.reads.current(["1.2.3", "none"]) == {"1.2.3": second}


def test_current_finds_the_valid_version_of_many_studies(store: Store) -> None:
    for number in range(3):
        store.reads.sign(study(f"1.2.{number}"), "reader", NORMAL)
    amended = store.reads.sign(study("1.2.1"), "reader", ABNORMAL, after=1, reason="second look")
    asked = [f"1.2.{number}" for number in range(1200)]

    found = store.reads.current(asked)

    assert found["1.2.1"] == amended
    assert {uid: signed.version for uid, signed in found.items()} == {
        "1.2.0": 1,
        "1.2.1": 2,
        "1.2.2": 1,
    }


def test_who_signs_second_is_told_and_overwrites_nothing(store: Store) -> None:
    def sign(reader: str) -> SignedRead | None:
        try:
            return store.reads.sign(WRIST, f"Dr {reader}", NORMAL)
        except ReadConflictError:
            return None

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(sign, "abcd"))

    (signed,) = (result for result in results if result is not None)
    assert store.reads.history("1.2.3") == (signed,)


def test_signing_the_very_same_again_is_no_second_version(store: Store) -> None:
    """As after a commit that reached the disk, while its confirmation did not come back."""
    signed = store.reads.sign(WRIST, "reader", NORMAL)

    assert store.reads.sign(WRIST, "reader", NORMAL) == signed
    assert store.reads.history("1.2.3") == (signed,)
    with pytest.raises(ReadConflictError):
        store.reads.sign(WRIST, "reader", ABNORMAL)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reads SET conclusion = 'abnormal'",
        "INSERT OR REPLACE INTO reads SELECT * FROM reads",
        "INSERT INTO reads SELECT * FROM reads",
        "INSERT INTO reads SELECT * FROM reads WHERE true "
        "ON CONFLICT (study_uid, version) DO UPDATE SET conclusion = 'abnormal'",
        "TRUNCATE reads",
    ],
)
def test_the_database_itself_forbids_to_change_a_signed_read(place: Place, statement: str) -> None:
    if (place.is_server and "OR REPLACE" in statement) or (
        not place.is_server and "TRUNC" in statement
    ):
        pytest.skip("the other database's words")
    store = place.open()
    signed = store.reads.sign(WRIST, "reader", NORMAL)

    with pytest.raises(StoreError, match="cannot be changed"):
        place.execute(statement)

    assert store.reads.history("1.2.3") == (signed,)


def test_an_unfinished_read_cannot_be_signed(store: Store) -> None:
    with pytest.raises(ValueError, match="without a conclusion"):
        store.reads.sign(WRIST, "reader", Read(text="normal"))
    with pytest.raises(ValueError, match="a reason"):
        store.reads.sign(WRIST, "reader", NORMAL, after=1)

    assert store.reads.history("1.2.3") == ()


def test_what_has_no_column_yet_is_kept_as_well(store: Store) -> None:
    read = Read(Conclusion.ABNORMAL, more={"lengths": [{"mm": 12.5, "from": [1, 2]}], "Å": None})

    store.reads.sign(WRIST, "reader", read)

    assert store.reads.history("1.2.3")[0].read == read


def test_reads_are_listed_with_first_and_valid_version_part_and_first_sight(store: Store) -> None:
    seen = store.reads.save_draft(WRIST, "one", NORMAL, 0).saved
    first = store.reads.sign(WRIST, "one", NORMAL, finding=finding(WRIST))
    store.reads.sign(WRIST, "two", ABNORMAL, after=1, reason="overlooked")
    last = store.reads.sign(WRIST, "one", NORMAL, after=2, reason="after all not")
    other = store.reads.sign(study("1.2.4"), "two", ABNORMAL)

    one, two = store.reads.signed_since()

    assert (one.first, one.current, one.body_part, one.first_seen) == (first, last, "wrist", seen)
    assert one.waited == first.signed - seen
    assert (two.first, two.current) == (other, other)


def test_reads_are_asked_for_by_when_they_were_first_signed(store: Store) -> None:
    store.reads.sign(WRIST, "one", NORMAL)
    later = store.reads.sign(study("1.2.4"), "one", NORMAL)
    store.reads.sign(WRIST, "one", ABNORMAL, after=1, reason="overlooked")

    found = store.reads.signed_since(later.signed)

    assert [read.current.study_uid for read in found] == ["1.2.4"]
    assert store.reads.signed_since(later.signed + timedelta(seconds=1)) == ()
