"""The worklist as a table: every column of the window, and what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mura_desktop.reports.anonymity import Aliases
from mura_desktop.reports.tables import Cell, Row, as_csv, as_json
from mura_desktop.studies.model import Finding, ModelId, Study
from mura_desktop.studies.priority import Tier, standing
from mura_desktop.studies.reads import SignedRead
from mura_desktop.studies.states import UNREAD, ReadingProgress, State

WHY = {
    Tier.UNSCORED: "nobody has ranked it",
    Tier.OVERDUE: "has waited longer than allowed",
    Tier.SCORED: "by score",
    Tier.PENDING: "a score may still come",
    Tier.SIGNED: "done",
}
READ_COLUMNS = (*("conclusion", "agreement", "findings", "side", "reader", "signed", "version"),)
COLUMNS = (
    *("place", "patient", "patient_id", "study_date", "body_part", "description", "views"),
    *("state", "band", "score", "waiting_minutes", "first_seen", "why"),
    *READ_COLUMNS,
    *("in_reading_by", "study_uid", "folder"),
)
ANONYMOUS_COLUMNS = (
    *("place", "patient", "study", "body_part", "views"),
    *("state", "band", "score", "waiting_minutes", "why"),
    *(name for name in READ_COLUMNS if name != "signed"),
    *("in_reading_by",),
)
"""No name, ID, date, UID, path or description; the free text of a read is in no list at all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the worklist; attributes as in `mura_desktop.ui.worklist_rows.Row`."""

    study: Study
    state: State
    finding: Finding | None = None
    reason: str = ""
    since: datetime | None = None
    reading: ReadingProgress = UNREAD


def worklist_rows(
    entries: Sequence[Entry],
    now: datetime,
    longest_wait: timedelta | None,
    aliases: Aliases | None = None,
) -> list[Row]:
    """Return a line a study, in the order given.

    Parameters
    ----------
    entries
        As the window shows them.
    now
        The present moment, UTC.
    longest_wait
        The site's cap on waiting; None for none.
    aliases
        Makes the anonymous variant.
    """
    return [
        _row(place, entry, now, longest_wait, aliases) for place, entry in enumerate(entries, 1)
    ]


def worklist_csv(rows: Sequence[Row], *, anonymous: bool) -> str:
    """Return the rows of `worklist_rows` as CSV."""
    return as_csv(rows, ANONYMOUS_COLUMNS if anonymous else COLUMNS)


def worklist_json(rows: Sequence[Row], model: ModelId | None, *, anonymous: bool) -> str:
    """Return the rows of `worklist_rows` as JSON, with the model that scored them."""
    named = None if model is None else {"name": model.name, "sha256": model.sha256}
    return as_json("studies", rows, model=named, anonymous=anonymous)


def read_cells(signed: SignedRead | None, aliases: Aliases | None) -> dict[str, Cell]:
    """Return the cells of a signed read, empty ones where there is none."""
    if signed is None:
        return dict.fromkeys(READ_COLUMNS)
    read = signed.read
    return {
        "conclusion": None if read.conclusion is None else read.conclusion.value,
        "agreement": None if read.agrees is None else "agrees" if read.agrees else "disagrees",
        "findings": "; ".join(read.findings) or None,
        "side": read.side or None,
        "reader": signed.reader if aliases is None else aliases.reader(signed.reader),
        "signed": written(signed.signed),
        "version": signed.version,
    }


def identity_cells(study: Study, aliases: Aliases | None) -> dict[str, Cell]:
    """Return who and what a study is, or what stands for that."""
    if aliases is not None:
        return {"patient": aliases.patient(study), "study": aliases.study(study.uid)}
    first = study.views[0].path if study.views else None
    folder = first.parent if first is not None and len(study.views) > 1 else first
    return {
        "patient": study.patient,
        "patient_id": study.patient_id or None,
        "study_date": None if study.study_date is None else study.study_date.isoformat(),
        "description": study.description or None,
        "study_uid": study.uid,
        "folder": None if folder is None else str(folder),
    }


def written(moment: datetime | None) -> str | None:
    """Write a moment in ISO 8601, to the second, with its offset."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def minutes(wait: timedelta | None) -> float | None:
    """Write a wait in minutes."""
    return None if wait is None else round(wait.total_seconds() / 60, 1)


def _row(
    place: int,
    entry: Entry,
    now: datetime,
    longest_wait: timedelta | None,
    aliases: Aliases | None,
) -> Row:
    study, finding = entry.study, entry.finding
    state = entry.reading.state(entry.state, study)
    where = standing(study, entry.state, entry.reading, finding, entry.since, now, longest_wait)
    readers = entry.reading.readers
    if aliases is not None:
        readers = tuple(map(aliases.reader, readers))
    cells: dict[str, Cell] = {
        "place": place,
        **identity_cells(study, aliases),
        "body_part": study.body_part,
        "views": len(study.views),
        "state": state.value,
        "band": None if finding is None else finding.band.value,
        "score": None if finding is None else round(finding.score, 6),
        "waiting_minutes": minutes(where.waited),
        "first_seen": written(entry.since),
        # Reasons may quote what a file says; an anonymous list keeps to the words of this program.
        "why": (entry.reason if aliases is None else "") or WHY[where.tier],
        **read_cells(entry.reading.signed, aliases),
        "in_reading_by": "; ".join(readers) or None,
    }
    columns = COLUMNS if aliases is None else ANONYMOUS_COLUMNS
    return {name: cells[name] for name in columns}
