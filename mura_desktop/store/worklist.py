"""The worklist as the database holds it: what others found, scored and read. Opens no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from mura_desktop.store.claims import holders
from mura_desktop.store.reads import progress
from mura_desktop.store.scores import Remembered, known
from mura_desktop.store.studies import naive, stored
from mura_desktop.store.tables import STUDIES
from mura_desktop.studies.model import Study
from mura_desktop.studies.sharing import Claim
from mura_desktop.studies.states import UNREAD, ReadingProgress


@dataclass(frozen=True, slots=True)
class Listed:
    """A study as the database knows it.

    Attributes
    ----------
    study
        As it was last seen. Its paths are those of the workstation that found it.
    scores
        Of its views, from the model that was asked for, in the order of the views; those of files
        that changed since are left out. A rule of `mura_desktop.studies.triage` makes a finding.
    since
        When it was first seen, UTC.
    reading
        What readers have done with it.
    claim
        Who has it before them at this moment.
    """

    study: Study
    scores: tuple[Remembered, ...]
    since: datetime
    reading: ReadingProgress
    claim: Claim | None

    @property
    def is_scored(self) -> bool:
        """Whether some view that can be scored is."""
        return bool(self.scores)


def worklist(
    connection: Connection,
    source_key: str,
    uids: Sequence[str] | None = None,
    since: datetime | None = None,
    most: int | None = None,
) -> tuple[Listed, ...]:
    """Return studies in the order they were first seen.

    Parameters
    ----------
    connection
        One consistent look.
    source_key
        Whose scores are asked for.
    uids
        Of these studies; None for all.
    since
        Only studies first seen from this moment on.
    most
        How many, the latest where there are more; None for all.
    """
    if uids is None:
        query = select(STUDIES.c.uid).order_by(STUDIES.c.first_seen.desc()).limit(most)
        if since is not None:
            query = query.where(STUDIES.c.first_seen >= naive(since))
        uids = list(connection.execute(query).scalars())
    studies = stored(connection, uids)
    views = [view for study, _ in studies.values() for view in study.scorable_views]
    scores = known(connection, views, source_key)
    reading = progress(connection, uids)
    claims = holders(connection, uids)
    found = [
        Listed(
            study,
            tuple(scores[view.uid] for view in study.scorable_views if view.uid in scores),
            first_seen,
            reading.get(uid, UNREAD),
            claims.get(uid),
        )
        for uid, (study, first_seen) in studies.items()
        if since is None or first_seen >= since.astimezone(UTC)
    ]
    return tuple(sorted(found, key=lambda listed: (listed.since, listed.study.uid)))
