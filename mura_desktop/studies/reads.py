"""What a radiologist says of a study. Frozen values, like everything in this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

VIEWS_READ = "views"
"""In `Read.more` of a signed read: UIDs of the views that the reader had before them."""
VERSIONS_READ = "versions"
"""Beside `VIEWS_READ`: UID, bytes and time of last change (ns) of each view's file, as lists."""


class Conclusion(StrEnum):
    """What the study is, in the reader's judgement."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    NOT_DIAGNOSTIC = "not diagnostic"


@dataclass(frozen=True, slots=True)
class Read:
    """The content of a read; every field may still be open in a draft.

    Attributes
    ----------
    conclusion
        None while undecided.
    agrees
        Whether the reader agrees with the model's flag; None where nothing was said or flagged.
    findings
        Words of the site's list, such as ``"fracture"``.
    side
        ``"L"``, ``"R"``, ``"B"`` or empty.
    text
        The report as typed.
    more
        What else belongs to the read and has no column: JSON values, such as measurements.
    """

    conclusion: Conclusion | None = None
    agrees: bool | None = None
    findings: tuple[str, ...] = ()
    side: str = ""
    text: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A read in the making.

    Attributes
    ----------
    study_uid, reader
        Whose draft, of what; a reader has one draft of a study.
    read
        What was typed so far.
    after
        Version that it is going to amend; 0 for a first read.
    saved
        When it reached the disk, UTC.
    """

    study_uid: str
    reader: str
    read: Read
    after: int
    saved: datetime


@dataclass(frozen=True, slots=True)
class SignedRead:
    """One signed version of a read. Versions are never changed; an amendment is a new one.

    Attributes
    ----------
    study_uid
        The study.
    version
        1 for the first read, then counting.
    reader, signed
        Who signed, and when, UTC.
    read
        What was said.
    reason
        Why it was amended; empty for version 1.
    score, band, model
        What the model had said when it was signed: score 0 to 1, band, SHA-256 of the weights.
        None and empty where there was no score.
    """

    study_uid: str
    version: int
    reader: str
    signed: datetime
    read: Read
    reason: str = ""
    score: float | None = None
    band: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class ReadStudy:
    """A study that was read, for lists and figures.

    Attributes
    ----------
    first, current
        The version that was signed first, and the one that is valid now; mostly the same.
    body_part
        As in `Study`.
    first_seen
        When the program first saw the study, UTC: its waiting time starts there.
    """

    first: SignedRead
    current: SignedRead
    body_part: str
    first_seen: datetime

    @property
    def waited(self) -> timedelta:
        """From the moment it was first seen to the first signature; never below 0."""
        return max(self.first.signed - self.first_seen, timedelta())
