"""The worklist's columns: their headings, what they say of a study, and what they sort by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from mura_desktop.studies.priority import Standing, Tier
from mura_desktop.studies.states import UNSCORED
from mura_desktop.ui import wording
from mura_desktop.ui.reasons import told
from mura_desktop.ui.translation import QT_TR_NOOP, tr
from mura_desktop.ui.words import word
from mura_desktop.ui.worklist_rows import Row


class Column(IntEnum):
    """The columns. Their numbers are in what is remembered of a list; they must not change."""

    PRIORITY = 0
    SCORE = 1
    PATIENT = 2
    PART = 3
    DATE = 4
    VIEWS = 5
    STATE = 6
    WAITING = 7
    WHY = 8
    READER = 9
    DESCRIPTION = 10
    PATIENT_ID = 11


PLACES = (
    *(Column.PRIORITY, Column.SCORE, Column.PATIENT, Column.PART, Column.STATE, Column.DATE),
    *(Column.VIEWS, Column.WAITING, Column.WHY, Column.READER, Column.DESCRIPTION),
    Column.PATIENT_ID,
)
"""From left to right at first. A narrow list is cut at its right: there stands what can wait."""
HIDDEN_AT_FIRST = (Column.VIEWS, Column.WHY, Column.READER, Column.DESCRIPTION, Column.PATIENT_ID)

HEADINGS = {
    Column.PRIORITY: QT_TR_NOOP("Priority"),
    Column.SCORE: QT_TR_NOOP("Score"),
    Column.PATIENT: QT_TR_NOOP("Patient"),
    Column.PART: QT_TR_NOOP("Body part"),
    Column.DATE: QT_TR_NOOP("Date"),
    Column.VIEWS: QT_TR_NOOP("Views"),
    Column.STATE: QT_TR_NOOP("State"),
    Column.WAITING: QT_TR_NOOP("Waiting"),
    Column.WHY: QT_TR_NOOP("Why here"),
    Column.READER: QT_TR_NOOP("Reader"),
    Column.DESCRIPTION: QT_TR_NOOP("Description"),
    Column.PATIENT_ID: QT_TR_NOOP("Patient ID"),
}
SORTED_BY = {
    Column.PATIENT: "patient",
    Column.PART: "part",
    Column.DATE: "day",
    Column.VIEWS: "views",
    Column.STATE: "state",
    Column.WAITING: "since",
    Column.DESCRIPTION: "description",
    Column.PATIENT_ID: "identity",
}
"""Columns of numbers in `worklist_rows.Table`; the others sort by priority."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment that waiting times are told for, and the site's cap on them."""

    now: datetime
    longest_wait: timedelta | None

    def standing(self, row: Row) -> Standing:
        """Say where a study stands, and why."""
        return row.standing(self.now, self.longest_wait)


def text(row: Row, column: Column, clock: Clock) -> str:
    """Return what a cell shows."""
    return _TEXTS[column](row, clock)


def why(row: Row, clock: Clock) -> str:
    """Say in a line why a study stands where it stands."""
    place, finding = clock.standing(row), row.finding
    said = []
    if place.tier is Tier.SIGNED:
        said.append(tr("signed"))
    if place.tier is Tier.OVERDUE:
        said.append(tr("overdue"))
    if row.reading.outgrown_by(row.study):
        said.append(tr("new images since it was signed"))
    if finding is not None:
        number = wording.percent(finding.score)
        hottest = max((view.score for view in finding.views), default=finding.score)
        if place.views > 1 and place.hottest:
            where = tr("{band} {score} ({highest} in view {view} of {views})")
            said.append(
                where.format(
                    band=word(finding.band),
                    score=number,
                    highest=wording.percent(hottest),
                    view=place.hottest,
                    views=place.views,
                )
            )
        else:
            said.append(f"{word(finding.band)} {number}")
    elif place.tier is Tier.UNSCORED:
        reason = f": {told(row.reason)}" if row.reason else ""
        said.append(tr("not ranked by the model") + reason)
    elif place.tier is Tier.PENDING or row.state not in UNSCORED:
        said.append(tr("no score yet") + (f": {told(row.reason)}" if row.reason else ""))
    if place.waited is not None:
        said.append(tr("waiting {time}").format(time=wording.waited(place.waited)))
    return "; ".join(said)


def explanation(row: Row, column: Column, clock: Clock) -> str:
    """Return the tool tip of a cell: as long as it takes."""
    if column in (Column.PRIORITY, Column.SCORE) and row.finding is not None:
        return f"{why(row, clock)}\n{wording.score_meaning(row.study, row.finding)}"
    if column in (Column.PRIORITY, Column.SCORE, Column.STATE, Column.WAITING, Column.WHY):
        state = word(row.shown_state)
        lines = [f"{state}: {told(row.reason)}" if row.reason else state, why(row, clock)]
        if clock.standing(row).tier is Tier.UNSCORED:
            lines.append(tr("Stands above the scores: nobody has looked at it yet."))
        return "\n".join(lines)
    if column is Column.READER:
        return _reader(row)
    return f"{wording.patient(row.study)}\n{wording.study_details(row.study)}"


def _reader(row: Row) -> str:
    reading = row.reading
    if reading.readers:
        return ", ".join(reading.readers)
    return wording.NO_VALUE if reading.signed is None else reading.signed.reader


def _band(row: Row, _clock: Clock) -> str:
    return wording.NO_VALUE if row.finding is None else word(row.finding.band)


def _score(row: Row, _clock: Clock) -> str:
    return wording.NO_VALUE if row.finding is None else wording.percent(row.finding.score)


def _waiting(row: Row, clock: Clock) -> str:
    waited = clock.standing(row).waited
    return wording.NO_VALUE if waited is None else wording.waited(waited)


_TEXTS: dict[Column, Callable[[Row, Clock], str]] = {
    Column.PRIORITY: _band,
    Column.SCORE: _score,
    Column.PATIENT: lambda row, _: wording.patient(row.study),
    Column.PART: lambda row, _: word(row.study.body_part),
    Column.DATE: lambda row, _: wording.day(row.study.study_date),
    Column.VIEWS: lambda row, _: str(len(row.study.views)),
    Column.STATE: lambda row, _: word(row.shown_state),
    Column.WAITING: _waiting,
    Column.WHY: why,
    Column.READER: lambda row, _: _reader(row),
    Column.DESCRIPTION: lambda row, _: row.study.description,
    Column.PATIENT_ID: lambda row, _: row.study.patient_id,
}
