"""A study that someone reads is theirs until they leave it, or are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mura_desktop.errors import ReadConflictError
from mura_desktop.store.repository import Store
from mura_desktop.studies.sharing import CLAIM_LASTS, Kind
from tests.store.conftest import Place
from tests.store.examples import ABNORMAL, NORMAL, study

WRIST = study("1.2.3")


def let_time_pass(place: Place, by: timedelta) -> None:
    """Make all claims older, as if that time had passed."""
    seconds = int(by.total_seconds())
    place.execute(
        f"UPDATE claims SET seen = seen - interval '{seconds} s'"
        if place.is_server
        else f"UPDATE claims SET seen = strftime('%Y-%m-%d %H:%M:%f', seen, '-{seconds} seconds')"
    )


def test_who_comes_second_learns_who_has_the_study(store: Store) -> None:
    first = store.claims.claim(WRIST, "Dr One", "ws-1")
    second = store.claims.claim(WRIST, "Dr Two", "ws-2")

    assert first.is_of("Dr One", "ws-1")
    assert second.is_of("Dr One", "ws-1")
    assert store.claims.who(["1.2.3", "1.2.4"]) == {"1.2.3": second}


def test_the_same_reader_elsewhere_is_another_claim(store: Store) -> None:
    store.claims.claim(WRIST, "Dr One", "ws-1")

    assert store.claims.claim(WRIST, "Dr One", "ws-2").workstation == "ws-1"


def test_claiming_again_keeps_the_moment_it_began(store: Store) -> None:
    first = store.claims.claim(WRIST, "Dr One", "ws-1")
    again = store.claims.claim(WRIST, "Dr One", "ws-1")

    assert again.since == first.since
    assert again.seen > first.seen


def test_a_study_that_was_left_is_free(store: Store) -> None:
    store.claims.claim(WRIST, "Dr One", "ws-1")
    store.claims.release("1.2.3", "Dr Two", "ws-2")
    assert store.claims.who(["1.2.3"])["1.2.3"].reader == "Dr One"

    store.claims.release("1.2.3", "Dr One", "ws-1")

    assert store.claims.who(["1.2.3"]) == {}
    assert store.claims.claim(WRIST, "Dr Two", "ws-2").reader == "Dr Two"


def test_a_claim_that_is_not_renewed_ends(place: Place) -> None:
    store = place.open()
    store.claims.claim(WRIST, "Dr One", "ws-1")
    let_time_pass(place, CLAIM_LASTS - timedelta(seconds=30))
    assert store.claims.who(["1.2.3"])

    let_time_pass(place, timedelta(seconds=31))

    assert store.claims.who(["1.2.3"]) == {}
    assert store.claims.claim(WRIST, "Dr Two", "ws-2").reader == "Dr Two"
    assert not store.claims.renew("1.2.3", "Dr One", "ws-1")


def test_a_claim_that_is_renewed_goes_on(place: Place) -> None:
    store = place.open()
    store.claims.claim(WRIST, "Dr One", "ws-1")
    let_time_pass(place, CLAIM_LASTS - timedelta(seconds=30))

    assert store.claims.renew("1.2.3", "Dr One", "ws-1")

    let_time_pass(place, CLAIM_LASTS - timedelta(seconds=30))
    assert store.claims.who(["1.2.3"])


def test_a_study_can_be_taken_over(store: Store) -> None:
    store.claims.claim(WRIST, "Dr One", "ws-1")

    taken = store.claims.claim(WRIST, "Dr Two", "ws-2", take_over=True)

    assert taken.is_of("Dr Two", "ws-2")
    assert not store.claims.renew("1.2.3", "Dr One", "ws-1")


def test_nobody_signs_what_another_has_in_view(store: Store) -> None:
    store.claims.claim(WRIST, "Dr One", "ws-1")

    with pytest.raises(ReadConflictError, match="Dr One has this study in view at ws-1"):
        store.reads.sign(WRIST, "Dr Two", ABNORMAL)

    assert store.reads.history("1.2.3") == ()
    assert store.reads.sign(WRIST, "Dr One", NORMAL).version == 1


def test_changes_say_what_was_found_scored_claimed_and_read(store: Store) -> None:
    before = store.last_change()
    store.remember([study("1.2.4"), WRIST])
    store.claims.claim(WRIST, "Dr One", "ws-1")
    store.reads.save_draft(WRIST, "Dr One", NORMAL, 0)

    found = store.changes(before)

    assert found.studies == {
        "1.2.4": {Kind.FOUND},
        "1.2.3": {Kind.FOUND, Kind.CLAIMED, Kind.READ},
    }
    assert not found.more
    assert not store.changes(found.last)
    store.reads.save_draft(WRIST, "Dr One", ABNORMAL, 0)  # others need not hear of every word
    store.claims.renew("1.2.3", "Dr One", "ws-1")
    store.remember([WRIST])
    assert not store.changes(found.last)


def test_many_changes_come_in_portions_and_none_is_left_out(store: Store) -> None:
    store.remember([study(f"1.2.{number}") for number in range(2500)])
    since = 0
    told: set[str] = set()
    while found := store.changes(since):
        assert not told & set(found.studies)
        told |= set(found.studies)
        since = found.last

    assert len(told) == 2500


def test_after_a_removal_everything_is_to_be_asked_for_anew(place: Place) -> None:
    store = place.open()
    store.remember([WRIST, study("1.2.4", patient_id="4712")])
    since = store.last_change()

    store.purge(store.studies_of("PID-4711"))

    found = store.changes(since)
    assert found.removed
    assert found.studies == {}
    assert set(store.changes(0).studies) == {"1.2.4"}


def test_a_count_that_went_back_says_that_everything_may_have_changed(store: Store) -> None:
    assert store.changes(store.last_change() + 7).removed


def test_who_claims_signs_or_types_leaves_a_study_that_has_grown_as_it_is(store: Store) -> None:
    seen, grown = study("1.2.3", views=1), study("1.2.3", views=2)
    store.remember([grown])

    store.claims.claim(seen, "Dr One", "ws-1")
    store.reads.save_draft(seen, "Dr One", NORMAL, 0)
    store.reads.sign(seen, "Dr One", NORMAL)

    assert store.stored(["1.2.3"])["1.2.3"][0] == grown


def test_a_claim_a_draft_and_a_signature_keep_a_study_that_is_not_known_yet(store: Store) -> None:
    claimed, typed, signed = (study(f"1.2.{number}", views=2) for number in range(3))

    store.claims.claim(claimed, "Dr One", "ws-1")
    store.reads.save_draft(typed, "Dr One", NORMAL, 0)
    store.reads.sign(signed, "Dr One", NORMAL)

    kept = store.stored(["1.2.0", "1.2.1", "1.2.2"])
    assert [one for one, _since in kept.values()] == [claimed, typed, signed]
