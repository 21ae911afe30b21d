"""How far a study has come, and who has read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mura_desktop.studies.grouping import derived_uid
from mura_desktop.studies.model import FileFormat, Study, View
from mura_desktop.studies.reads import VERSIONS_READ, VIEWS_READ, SignedRead


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


def named_by_path(view: View) -> bool:
    """Tell whether a view has its UID from its path: the UID stays when another image lies there.

    A DICOM file with a SOPInstanceUID of its own is the same image wherever it is copied to.
    """
    if view.format is FileFormat.RASTER:
        return True
    uid = derived_uid("view", str(view.path))
    return view.uid in (uid, derived_uid("frame", uid, str(view.frame)))


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
        """Tell whether the study has images that were not there when it was signed.

        These are new views, and other images under the names of views that were read. A signature
        that does not say what it was given for covers everything.
        """
        more = {} if self.signed is None else self.signed.read.more
        read, versions = more.get(VIEWS_READ), more.get(VERSIONS_READ)
        if read is None:
            return False
        if any(view.uid not in read for view in study.views):
            return True
        if versions is None:
            return False
        return any(
            [view.uid, view.version.size, view.version.modified_ns] not in versions
            and named_by_path(view)
            for view in study.views
        )

    def done(self, study: Study) -> bool:
        """Tell whether all that there is of the study was read and signed."""
        return self.signed is not None and not self.outgrown_by(study)

    def waits_since(self, study: Study, since: datetime | None) -> datetime | None:
        """Return the moment from which a study waits that was first seen at `since`.

        Nobody knows when images came to a study that was signed: after the signature at any rate.
        """
        if self.signed is not None and self.outgrown_by(study):
            return self.signed.signed
        return since

    def state(self, scoring: State, study: Study) -> State:
        """Return the state to show: a signature or a draft says more than how scoring went.

        A study with views that nobody has read is not signed, whatever was said of the others.
        """
        if self.done(study) and not self.readers:
            return State.SIGNED
        if self.readers:
            return State.IN_READING
        return scoring


UNREAD = ReadingProgress()
"""Nobody has begun."""
