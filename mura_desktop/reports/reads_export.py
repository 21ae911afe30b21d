"""The signed reads as a table, one line a study: its valid version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mura_desktop.reports.anonymity import Aliases
from mura_desktop.reports.tables import Cell, Row, as_csv, as_json
from mura_desktop.reports.worklist_export import (
    READ_COLUMNS,
    identity_cells,
    minutes,
    read_cells,
    written,
)
from mura_desktop.studies.model import Study
from mura_desktop.studies.reads import ReadStudy

COLUMNS = (
    *("patient", "patient_id", "study_date", "body_part", "description", "views"),
    *("state", "band", "score", "model", "waiting_minutes", "first_seen", "first_signed"),
    *READ_COLUMNS,
    *("amended_because", "text", "study_uid", "folder"),
)
ANONYMOUS_COLUMNS = (
    *("patient", "study", "body_part", "views"),
    *("state", "band", "score", "model", "waiting_minutes"),
    *(name for name in READ_COLUMNS if name != "signed"),
)
"""No name, ID, date, UID, path or description, and nothing that was typed."""


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """A study that was read, and the study itself as it was last seen."""

    read: ReadStudy
    study: Study


def entries_of(reads: Sequence[ReadStudy], studies: Mapping[str, Study]) -> list[ReadEntry]:
    """Join reads with their studies, by UID; one whose study was removed meanwhile is left out."""
    return [
        ReadEntry(read, studies[read.current.study_uid])
        for read in reads
        if read.current.study_uid in studies
    ]


def reads_rows(entries: Sequence[ReadEntry], aliases: Aliases | None = None) -> list[Row]:
    """Return a line a study, in the order given; with `aliases` the anonymous variant."""
    return [_row(entry, aliases) for entry in entries]


def reads_csv(rows: Sequence[Row], *, anonymous: bool) -> str:
    """Return the rows of `reads_rows` as CSV."""
    return as_csv(rows, ANONYMOUS_COLUMNS if anonymous else COLUMNS)


def reads_json(rows: Sequence[Row], *, anonymous: bool) -> str:
    """Return the rows of `reads_rows` as JSON."""
    return as_json("reads", rows, anonymous=anonymous)


def _row(entry: ReadEntry, aliases: Aliases | None) -> Row:
    current, first, study = entry.read.current, entry.read.first, entry.study
    cells: dict[str, Cell] = {
        **identity_cells(study, aliases),
        "body_part": study.body_part,
        "views": len(study.views),
        "state": "signed",
        "band": current.band or None,
        "score": None if current.score is None else round(current.score, 6),
        "model": current.model or None,
        "waiting_minutes": minutes(entry.read.waited),
        "first_seen": written(entry.read.first_seen),
        "first_signed": written(first.signed),
        **read_cells(current, aliases),
        "amended_because": current.reason or None,
        "text": current.read.text or None,
    }
    columns = COLUMNS if aliases is None else ANONYMOUS_COLUMNS
    return {name: cells[name] for name in columns}
