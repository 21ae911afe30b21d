"""What a triage job tells while it runs. Light to import: the window needs it before the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mura_desktop.studies.model import Finding, NotScored, Scan, Study
from mura_desktop.studies.states import ReadingProgress


@dataclass(frozen=True, slots=True)
class Scanning:
    """Files looked at so far, while the number of studies is still unknown."""

    files: int


@dataclass(frozen=True, slots=True)
class Scanned:
    """The studies that were found, and the findings that are remembered from earlier.

    Attributes
    ----------
    scan
        Studies in the order found, and the files that belong to none.
    known
        Findings by study UID; studies without one are scored next.
    since
        When each study was first seen (UTC), by UID: its waiting time starts there.
    reading
        What readers have done with studies, by UID; those that nobody has begun are left out.
    part
        Whether these are only the first ones: all of them follow in another `Scanned`.
    again
        Whether such a part came before. All that it held is here too, grown or changed maybe, or
        there is no such study.
    """

    scan: Scan
    known: Mapping[str, Finding]
    since: Mapping[str, datetime] = field(default_factory=dict)
    reading: Mapping[str, ReadingProgress] = field(default_factory=dict)
    part: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """Studies that came into a watched folder: new ones, and some that have grown or changed.

    They join what was listed before; fields as in `Scanned`.
    """

    scan: Scan
    known: Mapping[str, Finding]
    since: Mapping[str, datetime] = field(default_factory=dict)
    reading: Mapping[str, ReadingProgress] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scoring:
    """Work on this study begins."""

    study: Study


@dataclass(frozen=True, slots=True)
class Scored:
    """A study's finding, already saved.

    Attributes
    ----------
    study, finding
        The study and what the model says of it.
    not_scored
        Views of it that gave no image.
    done, total
        Studies finished in this job, and studies to score in this job.
    """

    study: Study
    finding: Finding
    not_scored: tuple[NotScored, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A study none of whose views gave an image; fields as in `Scored`."""

    study: Study
    not_scored: tuple[NotScored, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class NotScorable:
    """A study the model must not score; it can be viewed all the same.

    Attributes
    ----------
    study, reason
        The study, and why there is no score, for the user.
    done, total
        As in `Scored`.
    """

    study: Study
    reason: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class NotKept:
    """Results cannot be kept for now. The job holds them, and tries again until it can.

    Attributes
    ----------
    reason
        What is wrong and what to do, for the user.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What could not be kept is kept now; the job goes on."""


Event = Scanning | Scanned | Arrived | Scoring | Scored | Unreadable | NotScorable | NotKept | Kept
