"""Scores of studies that were first seen lately: what thresholds are weighed by."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, and_, select

from mura_desktop.store.studies import naive
from mura_desktop.store.tables import StudyRow, ViewRow, ViewScoreRow
from mura_desktop.studies.alarms import ScoredStudy


def recent_scores(connection: Connection, since: datetime, model_key: str) -> list[ScoredStudy]:
    """Return what one model says of studies first seen since a moment, the earliest first.

    Views that are not scored are left out, and so are scores of files that have changed since.
    """
    query = (
        select(StudyRow.uid, StudyRow.body_part, StudyRow.first_seen, ViewScoreRow.score)
        .join(ViewRow, ViewRow.study_uid == StudyRow.uid)
        .join(
            ViewScoreRow,
            and_(
                ViewScoreRow.view_uid == ViewRow.uid,
                ViewScoreRow.size == ViewRow.size,
                ViewScoreRow.modified_ns == ViewRow.modified_ns,
            ),
        )
        .where(
            StudyRow.first_seen >= naive(since),
            ViewScoreRow.model_key == model_key,
            ViewRow.not_scored == "",
        )
        .order_by(StudyRow.first_seen, StudyRow.uid, ViewRow.place)
    )
    found: dict[str, tuple[str, datetime, list[float]]] = {}
    for uid, part, seen, score in connection.execute(query):
        found.setdefault(uid, (part, seen, []))[2].append(score)
    return [
        ScoredStudy(part, tuple(scores), seen.replace(tzinfo=UTC))
        for part, seen, scores in found.values()
    ]
