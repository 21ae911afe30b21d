"""What the worklist knows of its studies, in columns of numbers, so that 100,000 sort at once.

Sorting a list of tuples in Python stops the window for longer than anyone should notice; NumPy
sorts the same as numbers in a fraction of that. Whatever a row is sorted or filtered by lies in an
array here, and is changed together with the row.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import merge
from typing import Any

import numpy as np
import numpy.typing as npt

from mura_desktop.studies.model import Band, Finding, Study
from mura_desktop.studies.priority import Standing, Tier, standing
from mura_desktop.studies.states import PENDING, UNREAD, UNSCORED, ReadingProgress, State
from mura_desktop.studies.triage import TriageRule
from mura_desktop.ui import wording
from mura_desktop.ui.words import word

STATES = tuple(State)
BANDS = tuple(Band)
_STATE_CODE = {state: code for code, state in enumerate(STATES)}
_BAND_CODE: dict[Band | None, int] = {None: -1, **{band: code for code, band in enumerate(BANDS)}}
NEVER = math.inf
"""Seconds since the epoch of what was never seen before."""
SPARE = 1024
"""Rows that there is room for beyond those that are there."""
STEP = 2048
"""Texts that are sorted at once."""
SORTED_TEXTS: dict[str, Callable[[Study], str]] = {
    "patient": lambda study: study.patient.casefold(),
    "part": lambda study: study.body_part,
    "description": lambda study: study.description.casefold(),
    "identity": lambda study: study.patient_id.casefold(),
}
"""Columns whose numbers stand for texts."""

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


@dataclass(slots=True)
class Row:
    """A study and what is known of it.

    Attributes
    ----------
    study
        The study.
    state
        How far scoring has come.
    finding
        Its score, where it has one.
    reason
        Why it has none, where that is known.
    since
        When it was first seen, UTC; None where unknown.
    reading
        What readers have done with it.
    """

    study: Study
    state: State = State.WAITING
    finding: Finding | None = None
    reason: str = ""
    since: datetime | None = None
    reading: ReadingProgress = UNREAD

    @property
    def shown_state(self) -> State:
        """The state to show: of reading, else of scoring."""
        return self.reading.state(self.state, self.study)

    def standing(self, now: datetime, longest_wait: timedelta | None) -> Standing:
        """Say where the study stands in the worklist, and why."""
        return standing(
            self.study, self.state, self.reading, self.finding, self.since, now, longest_wait
        )


def rebanded(rows: Sequence[Row], rule: TriageRule) -> list[Row]:
    """Return copies of those rows whose finding has another band by this rule."""
    found = []
    for row in rows:
        if row.finding is not None:
            band = rule.band(row.study.body_part, row.finding.score)
            if band is not row.finding.band:
                found.append(replace(row, finding=replace(row.finding, band=band)))
    return found


class TextRanks:
    """Numbers in the order of texts; a text that comes later gets one between its neighbours."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._sorted = _sorted_in_steps(list(set(texts)))
        self._rank = {text: float(place) for place, text in enumerate(self._sorted)}

    def rank(self, text: str) -> float:
        """Return the number of a text."""
        self.add(text)
        return self._rank[text]

    def add(self, text: str) -> Numbers | None:
        """Give a text a number, where it has none.

        Returns
        -------
        array or None
            Where there was no number left between its neighbours, and all texts got others: the
            numbers until then in order, the first of which is 0 now, the next one 1, and so on.
        """
        if text in self._rank:
            return None
        place = bisect_left(self._sorted, text)
        below = self._rank[self._sorted[place - 1]] if place else None
        above = self._rank[self._sorted[place]] if place < len(self._sorted) else None
        if below is None:
            found = 0.0 if above is None else above - 1
        else:
            found = below + 1 if above is None else (below + above) / 2
        before = None
        if found in (below, above):
            # Some fifty texts one after the other in one gap use up what a float can tell apart.
            before = np.fromiter((self._rank[known] for known in self._sorted), np.float64)
            self._rank = {known: float(at) for at, known in enumerate(self._sorted)}
            found = place - 0.5
        self._sorted.insert(place, text)
        self._rank[text] = found
        return before


def _sorted_in_steps(texts: list[str]) -> list[str]:
    """Sort without holding up other threads, which one call of `sorted` would for its length."""
    parts = (sorted(texts[start : start + STEP]) for start in range(0, len(texts), STEP))
    return list(merge(*parts))


class Table:
    """All rows, in the order they were found, and what they are sorted and filtered by.

    Building one for 100,000 studies takes some tenths of a second: do it beside the window's
    thread.

    Parameters
    ----------
    studies
        The studies.
    known
        Findings that are remembered, by study UID.
    since, reading
        As in `Scanned`.
    """

    def __init__(
        self,
        studies: Sequence[Study] = (),
        known: Mapping[str, Finding] | None = None,
        since: Mapping[str, datetime] | None = None,
        reading: Mapping[str, ReadingProgress] | None = None,
    ) -> None:
        self.rows: list[Row] = []
        self.searchable: list[str] = []
        """What the filter box looks into, lower case; band and state are looked up beside it."""
        self.index: dict[str, int] = {}
        self.by_patient: dict[str, list[int]] = {}
        self._ranks = {
            name: TextRanks(text(study) for study in studies) for name, text in SORTED_TEXTS.items()
        }
        size = len(studies) + SPARE
        self._numbers: dict[str, Numbers] = {
            name: np.empty(size, np.float64)
            for name in (
                *("state", "scoring", "signed", "band", "score", "since", "day", "views"),
                *SORTED_TEXTS,
            )
        }
        self.add(studies, known or {}, since or {}, reading or {})

    def __len__(self) -> int:
        return len(self.rows)

    def numbers(self, name: str) -> Numbers:
        """Return a column: one number a row."""
        return self._numbers[name][: len(self.rows)]

    def add(
        self,
        studies: Sequence[Study],
        known: Mapping[str, Finding],
        since: Mapping[str, datetime],
        reading: Mapping[str, ReadingProgress],
    ) -> int:
        """Add studies, and renew those that have changed; returns how many are new."""
        before = len(self.rows)
        for study in studies:
            uid = study.uid
            finding = known.get(uid)
            state = State.WAITING if finding is None else State.SCORED
            at = self.index.get(uid)
            if at is None:
                at = len(self.rows)
                self.index[uid] = at
                seen, read = since.get(uid), reading.get(uid, UNREAD)
                self.rows.append(Row(study, state, finding, "", seen, read))
                self.searchable.append("")
                if study.patient_id:
                    self.by_patient.setdefault(study.patient_id, []).append(at)
            elif self.rows[at].study != study or finding is not None:
                # Another row, because what is on the screen goes on showing the study of then.
                self.rows[at] = replace(
                    self.rows[at], study=study, state=state, finding=finding, reason=""
                )
            else:
                continue
            self._note_study(at)
            self.note(at)
        return len(self.rows) - before

    def renew_reading(self, row: Row) -> None:
        """Take over what readers have done with a study, where that was told later."""
        at = self.index.get(row.study.uid)
        if at is not None:
            self.rows[at].reading = row.reading
            self.note(at)

    def note(self, at: int) -> None:
        """Take over a change of a row's state, finding or reading into the columns."""
        row, numbers = self.rows[at], self._numbers
        finding = row.finding
        numbers["state"][at] = _STATE_CODE[row.shown_state]
        numbers["scoring"][at] = _STATE_CODE[row.state]
        done = row.reading.done(row.study)
        since = row.since if done else row.reading.waits_since(row.study, row.since)
        numbers["signed"][at] = done
        numbers["since"][at] = NEVER if since is None else since.timestamp()
        numbers["band"][at] = _BAND_CODE[None if finding is None else finding.band]
        numbers["score"][at] = math.nan if finding is None else finding.score

    def _note_study(self, at: int) -> None:
        if at >= len(self._numbers["state"]):
            room = len(self._numbers["state"]) // 2 + SPARE
            self._numbers = {
                name: np.concatenate([column, np.empty(room)])
                for name, column in self._numbers.items()
            }
        row, numbers = self.rows[at], self._numbers
        study, day = row.study, row.study.study_date
        numbers["day"][at] = -1 if day is None else day.toordinal()
        numbers["views"][at] = len(study.views)
        for name, text in SORTED_TEXTS.items():
            ranks = self._ranks[name]
            before, column = ranks.add(text(study)), self.numbers(name)
            if before is not None:
                column[:] = np.searchsorted(before, column)
            column[at] = ranks.rank(text(study))
        part = study.body_part
        words = (study.patient, study.patient_id, part, word(part), study.description)
        self.searchable[at] = " ".join((*words, wording.day(day))).casefold()

    def tiers(self, now: datetime, longest_wait: timedelta | None) -> Numbers:
        """Return the tier of every row; the same as `priority.standing` says, row by row."""
        scoring, score = self.numbers("scoring"), self.numbers("score")
        unknown = np.isnan(score)
        tiers = np.where(unknown, float(Tier.PENDING), float(Tier.SCORED))
        if longest_wait is not None:
            waited = np.maximum(now.timestamp() - self.numbers("since"), 0)
            late = waited > longest_wait.total_seconds()
            tiers[late & (self.numbers("signed") == 0)] = Tier.OVERDUE
        pending = among(scoring, codes_of(PENDING))
        tiers[among(scoring, codes_of(UNSCORED)) | (unknown & ~pending)] = Tier.UNSCORED
        tiers[among(self.numbers("state"), codes_of((State.SIGNED,)))] = Tier.SIGNED
        return tiers

    def order(
        self, column: str | None, *, reverse: bool, now: datetime, longest_wait: timedelta | None
    ) -> Indices:
        """Return the rows' indices in order.

        Parameters
        ----------
        column
            Name of a column of numbers; None orders by priority alone. Equal rows are ordered by
            priority.
        reverse
            From the last to the first.
        now, longest_wait
            As in `priority.standing`.
        """
        tiers = self.tiers(now, longest_wait)
        overdue = np.where(tiers == Tier.OVERDUE, self.numbers("since"), 0.0)
        score = np.nan_to_num(-self.numbers("score"), nan=1.0)
        keys: tuple[Any, ...] = (self.numbers("patient"), score, overdue, tiers)
        if column is not None:
            keys = (*keys, self.numbers(column))
        found = np.lexsort(keys)
        return found[::-1] if reverse else found

    def refuse_all(self, reason: str) -> None:
        """Say of every study why it gets no score."""
        for at, row in enumerate(self.rows):
            row.state, row.reason = State.NOT_SCORED, reason
            self.note(at)

    def counts(self) -> dict[State, int]:
        """Return how many studies are in each state."""
        counts = np.bincount(self.numbers("state").astype(np.intp), minlength=len(STATES))
        return dict(zip(STATES, counts.tolist(), strict=True))


def codes_of(states: Iterable[State]) -> list[int]:
    """Return the numbers that stand for states in the column ``"state"``."""
    return [_STATE_CODE[state] for state in states]


def codes_of_bands(bands: Iterable[Band]) -> list[int]:
    """Return the numbers that stand for bands in the column ``"band"``."""
    return [_BAND_CODE[band] for band in bands]


def among(column: Numbers, codes: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Return where a column holds one of some codes.

    `numpy.isin` does the same, but loads numpy's masked arrays for it: the window would wait.
    """
    found = np.zeros(column.shape, dtype=np.bool_)
    for code in codes:
        found |= column == code
    return found
