"""How far a study has come, and who has read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mura_desktop.studies.model import Study
from mura_desktop.studies.reads import VIEWS_READ, SignedRead


class State(StrEnum):
    """How far a study has come."""

    WAITING = "waiting"
    SCORING = "scoring"
    SCORED = "scored"
    IN_READING = "in reading"
    SIGNED = "signed"
    NOT_SCORED = "not scored"
    UNREADABLE = "unreadable"


UNSCORED = (State.NOT_SCORED, State.UNREADABLE)
"""There will be no score: nobody has looked at such a study yet, not even the model."""
PENDING = (State.WAITING, State.SCORING)
"""A score may still come."""


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """What readers have done with a study.

    Attributes
    ----------
    signed
        The valid signed version, None where there is none.
    readers
        Who has a draft of it that is not signed, in alphabetical order.
    """

    signed: SignedRead | None = None
    readers: tuple[str, ...] = ()

    def outgrown_by(self, study: Study) -> bool:
        """Tell whether the study has views that were not there when it was signed.

        A signature that does not say what it was given for covers everything.
        """
        read = None if self.signed is None else self.signed.read.more.get(VIEWS_READ)
        return read is not None and any(view.uid not in read for view in study.views)

    def state(self, scoring: State, study: Study) -> State:
        """Return the state to show: a signature or a draft says more than how scoring went.

        A study with views that nobody has read is not signed, whatever was said of the others.
        """
        if self.signed is not None and not self.readers and not self.outgrown_by(study):
            return State.SIGNED
        if self.readers:
            return State.IN_READING
        return scoring


UNREAD = ReadingProgress()
"""Nobody has begun."""
