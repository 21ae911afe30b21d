"""Figures of what was read."""

from __future__ import annotations

import csv
from datetime import UTC, date, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from mura_desktop.reports.statistics import BANDS, statistics_csv, statistics_of, within
from mura_desktop.studies.reads import Conclusion
from tests.reports.examples import SEEN, read_study


def test_days_without_a_read_are_there_with_none() -> None:
    reads = [read_study("1"), read_study("2"), read_study("3", minutes=3 * 24 * 60)]
    assert statistics_of(reads, UTC).per_day == (
        (date(2026, 3, 2), 2),
        (date(2026, 3, 3), 0),
        (date(2026, 3, 4), 0),
        (date(2026, 3, 5), 1),
    )


def test_a_day_begins_where_the_reader_is() -> None:
    late = [read_study("1", minutes=15 * 60 + 30)]  # 23:30 in Greenwich
    assert statistics_of(late, UTC).per_day[0][0] == date(2026, 3, 2)
    assert statistics_of(late, timezone(timedelta(hours=1))).per_day[0][0] == date(2026, 3, 3)


def test_waits_are_sorted_by_the_band_and_none_is_made_up() -> None:
    reads = [read_study(str(minute), band="urgent", minutes=minute) for minute in range(1, 11)]
    reads.append(read_study("x", band="", minutes=7))
    waits = dict(statistics_of(reads, UTC).waits)
    assert tuple(waits) == BANDS
    urgent, unscored = waits["urgent"], waits["no score"]
    assert urgent is not None
    assert urgent.median == timedelta(minutes=5.5)
    assert urgent.ninetieth == timedelta(minutes=9)
    assert urgent.longest == timedelta(minutes=10)
    assert unscored is not None
    assert unscored.median == unscored.ninetieth == unscored.longest == timedelta(minutes=7)
    assert waits["review"] is None


@settings(max_examples=40)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40))
def test_at_least_nine_of_ten_waited_no_longer_than_the_ninetieth(minutes: list[int]) -> None:
    reads = [read_study(str(at), band="review", minutes=wait) for at, wait in enumerate(minutes)]
    waits = dict(statistics_of(reads, UTC).waits)["review"]
    assert waits is not None
    within_it = [wait for wait in minutes if timedelta(minutes=wait) <= waits.ninetieth]
    assert len(within_it) >= 0.9 * len(minutes)
    assert waits.median <= waits.ninetieth <= waits.longest == timedelta(minutes=max(minutes))


def test_a_clock_that_was_set_back_gives_no_wait_below_zero() -> None:
    assert read_study("1", minutes=-30).waited == timedelta()


def test_parts_and_readers_have_figures_of_their_own() -> None:
    reads = [
        read_study("1", Conclusion.ABNORMAL, "urgent", reader="two", part="hand"),
        read_study("2", Conclusion.NORMAL, "likely normal", reader="one", part="hand"),
        read_study("3", Conclusion.NORMAL, "likely normal", reader="one", part="elbow"),
    ]
    found = statistics_of(reads, UTC)
    assert [(name, one.studies) for name, one in found.by_part] == [("elbow", 1), ("hand", 2)]
    assert [(name, one.studies) for name, one in found.by_reader] == [("one", 2), ("two", 1)]
    assert found.overall.studies == 3


def test_a_range_of_days_holds_both_its_ends() -> None:
    reads = [read_study(str(day), minutes=day * 24 * 60) for day in range(5)]
    some = within(reads, date(2026, 3, 3), date(2026, 3, 5), zone=UTC)
    assert [read.current.study_uid for read in some] == ["1", "2", "3"]
    assert within(reads, None, None, "someone else") == ()


def test_the_csv_holds_every_figure_and_no_formula() -> None:
    reads = [
        read_study("1", Conclusion.ABNORMAL, "urgent", reader="=HYPERLINK(1)"),
        read_study("2", Conclusion.NOT_DIAGNOSTIC, "urgent", seen=SEEN),
    ]
    text = statistics_csv(statistics_of(reads, UTC))
    rows = list(csv.DictReader(text.splitlines()))
    found = {(row["figure"], row["of"]): row for row in rows}
    assert found["sensitivity", "all"]["value"] == "1.0"
    assert found["left out: not diagnostic", "all"]["value"] == "1"
    assert ("sensitivity", "reader: =HYPERLINK(1)") in found
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_without_reads_there_are_no_figures_and_no_error() -> None:
    found = statistics_of(())
    assert (found.studies, found.per_day, found.left_out) == (0, (), {})
    assert all(waits is None for _, waits in found.waits)
    assert statistics_csv(found).splitlines()[1] == "studies read,all,0,,"
