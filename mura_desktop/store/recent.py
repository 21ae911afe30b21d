"""Scores of studies that were first seen lately: what thresholds are weighed by."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, and_, select

from mura_desktop.store.studies import naive
from mura_desktop.store.tables import STUDIES, VIEW_SCORES, VIEWS
from mura_desktop.studies.alarms import ScoredStudy


def recent_scores(connection: Connection, since: datetime, model_key: str) -> list[ScoredStudy]:
    """Return what one model says of studies first seen since a moment, the earliest first.

    Views that are not scored are left out, and so are scores of files that have changed since.
    """
    query = (
        select(STUDIES.c.uid, STUDIES.c.body_part, STUDIES.c.first_seen, VIEW_SCORES.c.score)
        .join(VIEWS, VIEWS.c.study_uid == STUDIES.c.uid)
        .join(
            VIEW_SCORES,
            and_(
                VIEW_SCORES.c.view_uid == VIEWS.c.uid,
                VIEW_SCORES.c.size == VIEWS.c.size,
                VIEW_SCORES.c.modified_ns == VIEWS.c.modified_ns,
            ),
        )
        .where(
            STUDIES.c.first_seen >= naive(since),
            VIEW_SCORES.c.model_key == model_key,
            VIEWS.c.not_scored == "",
        )
        .order_by(STUDIES.c.first_seen, STUDIES.c.uid, VIEWS.c.place)
    )
    found: dict[str, tuple[str, datetime, list[float]]] = {}
    for uid, part, seen, score in connection.execute(query):
        found.setdefault(uid, (part, seen, []))[2].append(score)
    return [
        ScoredStudy(part, tuple(scores), seen.replace(tzinfo=UTC))
        for part, seen, scores in found.values()
    ]
