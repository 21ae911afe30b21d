"""Several readers on one worklist: who has a study in view, and what changed lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

CLAIM_LASTS = timedelta(minutes=3)
"""A claim that was not renewed for so long is void: the workstation was switched off, or lost."""
CLAIM_RENEWED = timedelta(seconds=30)
"""How often a workstation renews the claim of the study in view."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A study that someone has before them.

    Attributes
    ----------
    study_uid
        The study.
    reader, workstation
        Who, and where.
    since, seen
        When it was claimed and when it was renewed last: UTC, by the clock of the database.
    """

    study_uid: str
    reader: str
    workstation: str
    since: datetime
    seen: datetime

    def is_of(self, reader: str, workstation: str) -> bool:
        """Tell whether this reader holds it at this workstation."""
        return (self.reader, self.workstation) == (reader, workstation)


class Kind(StrEnum):
    """What changed of a study."""

    FOUND = "found"
    """It is new, or its views are others."""
    SCORED = "scored"
    READ = "read"
    """A draft was begun or dropped, a read was signed."""
    CLAIMED = "claimed"
    """Somebody took it into view, or out of it."""
    REMOVED = "removed"
    """Studies were removed; nobody says which."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a moment.

    Attributes
    ----------
    last
        Number of the last change that is told here; ask from there on.
    studies
        What changed of which study, by UID, in the order of the changes.
    removed
        Whether studies were removed, so that a list must be asked for anew.
    more
        Whether there is more than is told here.
    """

    last: int
    studies: Mapping[str, frozenset[Kind]] = field(default_factory=dict)
    removed: bool = False
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.studies) or self.removed
