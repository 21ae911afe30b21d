"""Figures of what was read: how much, how long it waited, how far reader and model agree."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from mura_desktop.reports.tables import Row, as_csv
from mura_desktop.studies.agreement import (
    Agreement,
    Interval,
    LeftOut,
    agreement,
    count_left_out,
)
from mura_desktop.studies.model import Band
from mura_desktop.studies.reads import ReadStudy

NO_BAND = "no score"
BANDS = (*(band.value for band in Band), NO_BAND)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long studies waited from the moment they were first seen to the first signature.

    Attributes
    ----------
    studies
        How many, at least 1.
    median, ninetieth, longest
        The middle, the wait that 90 % of the studies did not exceed (nearest rank: one that
        happened, not one between two), and the greatest.
    """

    studies: int
    median: timedelta
    ninetieth: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of a set of read studies.

    Attributes
    ----------
    studies
        How many were read.
    per_day
        Studies by the day of their first signature, without gaps, from the first to the last.
    waits
        By the band that was known at the first signature, all `BANDS` in order; None where no study
        had it.
    overall
        Agreement of the current conclusion with the band that was known when it was signed.
    by_part, by_reader
        The same by part, and by who signed the current version; in alphabetical order.
    left_out
        How many studies do not count in the agreement, by reason.
    """

    studies: int
    per_day: tuple[tuple[date, int], ...]
    waits: tuple[tuple[str, Waits | None], ...]
    overall: Agreement
    by_part: tuple[tuple[str, Agreement], ...]
    by_reader: tuple[tuple[str, Agreement], ...]
    left_out: Mapping[LeftOut, int]


def statistics_of(reads: Sequence[ReadStudy], zone: tzinfo | None = None) -> Statistics:
    """Work out the figures.

    Parameters
    ----------
    reads
        The studies.
    zone
        Where a day begins; None takes the zone of this computer.
    """
    waits: dict[str, list[timedelta]] = {}
    for read in reads:
        waits.setdefault(read.first.band or NO_BAND, []).append(read.waited)
    return Statistics(
        studies=len(reads),
        per_day=_per_day(read.first.signed.astimezone(zone).date() for read in reads),
        waits=tuple((band, _waits(waits.get(band, ()))) for band in BANDS),
        overall=agreement(reads),
        by_part=_grouped(reads, lambda read: read.body_part),
        by_reader=_grouped(reads, lambda read: read.current.reader),
        left_out=count_left_out(reads),
    )


def within(
    reads: Iterable[ReadStudy],
    start: date | None,
    end: date | None,
    reader: str | None = None,
    zone: tzinfo | None = None,
) -> tuple[ReadStudy, ...]:
    """Return the studies first signed in a range of days, and now signed by a reader.

    Parameters
    ----------
    reads
        The studies.
    start, end
        First and last day; None for no limit.
    reader
        None for all.
    zone
        As in `statistics_of`.
    """

    def belongs(read: ReadStudy) -> bool:
        day = read.first.signed.astimezone(zone).date()
        in_range = (start is None or start <= day) and (end is None or day <= end)
        return in_range and reader in (None, read.current.reader)

    return tuple(read for read in reads if belongs(read))


def statistics_csv(found: Statistics) -> str:
    """Return all figures as one long table: what, of what, figure, and its 95 % interval."""
    rows: list[Row] = [_line("studies read", "all", found.studies)]
    rows += [_line("studies read", day.isoformat(), count) for day, count in found.per_day]
    for band, waits in found.waits:
        if waits is None:
            continue
        rows.append(_line("studies that waited", band, waits.studies))
        for name in ("median", "ninetieth", "longest"):
            minutes = getattr(waits, name).total_seconds() / 60
            rows.append(_line(f"wait, {name}, minutes", band, round(minutes, 2)))
    groups = [("all", found.overall)]
    groups += [(f"part: {name}", figures) for name, figures in found.by_part]
    groups += [(f"reader: {name}", figures) for name, figures in found.by_reader]
    for group, figures in groups:
        rows += _agreement_lines(group, figures)
    rows += [_line(f"left out: {why.value}", "all", count) for why, count in found.left_out.items()]
    return as_csv(rows)


def _agreement_lines(group: str, figures: Agreement) -> Iterable[Row]:
    for name in ("abnormal_flagged", "abnormal_missed", "normal_flagged", "normal_passed"):
        yield _line(name.replace("_", " "), group, getattr(figures, name))
    kappa = figures.kappa
    if kappa is not None:
        interval = kappa.interval
        yield _line("kappa", group, round(kappa.value, 4), interval)
    for name in (
        "sensitivity",
        "specificity",
        "positive_predictive_value",
        "negative_predictive_value",
    ):
        interval = getattr(figures, name)
        if interval is not None:
            yield _line(name.replace("_", " "), group, round(interval.value, 4), interval)


def _line(what: str, of: str, value: float, interval: Interval | None = None) -> Row:
    return {
        "figure": what,
        "of": of,
        "value": value,
        "low_95": None if interval is None else round(interval.low, 4),
        "high_95": None if interval is None else round(interval.high, 4),
    }


def _per_day(days: Iterable[date]) -> tuple[tuple[date, int], ...]:
    count = Counter(days)
    if not count:
        return ()
    first, last = min(count), max(count)
    all_days = (first + timedelta(days=past) for past in range((last - first).days + 1))
    return tuple((day, count[day]) for day in all_days)


def _waits(waits: Iterable[timedelta]) -> Waits | None:
    ordered = sorted(waits)
    if not ordered:
        return None
    return Waits(
        studies=len(ordered),
        median=timedelta(seconds=statistics.median(wait.total_seconds() for wait in ordered)),
        ninetieth=ordered[math.ceil(0.9 * len(ordered)) - 1],
        longest=ordered[-1],
    )


def _grouped(
    reads: Sequence[ReadStudy], key: Callable[[ReadStudy], str]
) -> tuple[tuple[str, Agreement], ...]:
    names = sorted({key(read) for read in reads})
    return tuple((name, agreement(read for read in reads if key(read) == name)) for name in names)
