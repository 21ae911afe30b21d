"""The worklist's columns of numbers say what the rows say, and sort as the priority does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.studies.model import Band, Study
from mura_desktop.studies.priority import order
from mura_desktop.studies.reads import VIEWS_READ, Conclusion, Read, SignedRead
from mura_desktop.studies.states import UNREAD, ReadingProgress, State
from mura_desktop.ui.worklist_filter import NOTHING, Filter
from mura_desktop.ui.worklist_rows import Table, TextRanks
from tests.ui.conftest import make_finding, make_study

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CAP = timedelta(hours=4)


def signed(uid: str) -> ReadingProgress:
    return ReadingProgress(SignedRead(uid, 1, "reader", NOW, Read(Conclusion.NORMAL)))


def outgrown(uid: str, hours: float) -> ReadingProgress:
    """Return a signature of some hours ago, given for none of the images that are there now."""
    read = Read(Conclusion.NORMAL, more={VIEWS_READ: []})
    return ReadingProgress(SignedRead(uid, 1, "reader", NOW - timedelta(hours=hours), read))


rows = st.lists(
    st.tuples(
        st.sampled_from([State.WAITING, State.SCORED, State.UNREADABLE, State.NOT_SCORED]),
        st.floats(0, 1),
        st.one_of(st.none(), st.floats(-1, 9)),
        st.sampled_from(["unread", "in reading", "signed", "amended", "outgrown"]),
        st.text(max_size=3),
    ),
    max_size=30,
)


@given(rows)
def test_sorting_by_numbers_is_sorting_by_priority(
    given_rows: list[tuple[State, float, float | None, str, str]],
) -> None:
    table = Table()
    for number, (state, score, hours, reading, name) in enumerate(given_rows):
        one = make_study(str(number), patient=name or "?")
        since = {} if hours is None else {one.uid: NOW - timedelta(hours=hours)}
        known = {one.uid: make_finding(one, score)} if state is State.SCORED else {}
        progress = {
            "unread": UNREAD,
            "in reading": ReadingProgress(readers=("someone",)),
            "signed": signed(one.uid),
            "amended": replace(signed(one.uid), readers=("someone",)),
            "outgrown": outgrown(one.uid, 5.5 if score > 0.5 else 1.5),
        }[reading]
        table.add([one], known, since, {one.uid: progress})
        table.rows[number].state = state
        table.note(number)
    found = table.order(None, reverse=False, now=NOW, longest_wait=CAP)
    by_key = sorted(
        range(len(table)),
        key=lambda at: order(table.rows[at].standing(NOW, CAP), table.rows[at].study),
    )
    assert found.tolist() == by_key


@given(st.lists(st.text(max_size=4)), st.lists(st.text(max_size=4)))
def test_texts_that_come_later_are_ranked_among_the_others(
    first: list[str], later: list[str]
) -> None:
    ranks = TextRanks(first)
    for text in later:
        ranks.rank(text)
    everything = sorted({*first, *later})
    found = [ranks.rank(text) for text in everything]
    assert found == sorted(set(found))


@pytest.mark.parametrize("column", ["patient", "part", "description", "identity"])
def test_however_many_come_between_two_texts_the_rows_are_sorted_by_them(column: str) -> None:
    def named(uid: str, name: str) -> Study:
        return replace(
            make_study(uid, patient=name), body_part=name, description=name, patient_id=name
        )

    names = ["000", "zoe", *(f"{number:03}" for number in range(1, 200))]
    table = Table([named(name, name) for name in names[:2]])
    for name in names[2:]:
        table.add([named(name, name)], {}, {}, {})
    # Those that are renewed get their numbers in the midst of the others.
    for number in range(199, 100, -1):
        table.add([named(f"{number - 100:03}", f"000 {number}")], {}, {}, {})
    found = table.order(column, reverse=False, now=NOW, longest_wait=CAP)
    shown = [table.rows[at].study.patient for at in found]
    assert shown == sorted(shown)
    assert len(np.unique(table.numbers(column))) == len(set(shown))


def test_a_study_that_grows_keeps_its_row_and_its_reading() -> None:
    one = make_study("A")
    table = Table([one], {"A": make_finding(one, 0.9)}, {"A": NOW}, {"A": signed("A")})
    grown = make_study("A", views=2)
    assert table.add([grown], {}, {}, {}) == 0
    row = table.rows[0]
    assert (row.study, row.state, row.finding) == (grown, State.WAITING, None)
    assert row.since == NOW
    assert row.shown_state is State.SIGNED
    assert table.numbers("views")[0] == 2


def test_filters_narrow_together() -> None:
    hand = replace(make_study("A"), body_part="hand", study_date=date(2026, 11, 24))
    wrist = replace(make_study("B"), study_date=date(2026, 11, 20))
    undated = replace(make_study("C"), study_date=None)
    known = {"A": make_finding(hand, 0.9), "B": make_finding(wrist, 0.1)}
    table = Table([hand, wrist, undated], known, {}, {"B": signed("B")})

    def shown(wanted: Filter) -> str:
        mask = wanted.mask(table)
        return "".join(row.study.uid for row, kept in zip(table.rows, mask, strict=True) if kept)

    assert shown(NOTHING) == "ABC"
    assert shown(Filter(states=frozenset({State.SIGNED}))) == "B"
    assert shown(Filter(states=frozenset({State.SIGNED, State.WAITING}))) == "BC"
    assert shown(Filter(bands=frozenset({Band.URGENT}))) == "A"
    assert shown(Filter(parts=frozenset({"wrist"}))) == "BC"
    assert shown(Filter(first=date(2026, 11, 21))) == "A"
    assert shown(Filter(last=date(2026, 11, 24))) == "AB"
    assert shown(Filter(parts=frozenset({"wrist"})).with_text("likely NORMAL")) == "B"
    assert shown(Filter().with_text("signed")) == "B"


def test_more_rows_than_there_was_room_for_are_taken_in() -> None:
    table = Table()
    for number in range(2100):
        table.add([make_study(str(number))], {}, {}, {})
    assert len(table.numbers("score")) == 2100
    assert sum(table.counts().values()) == 2100
