"""Scores of views, and what made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from mura_desktop.store.studies import LOOKUP, naive
from mura_desktop.store.tables import VIEW_SCORES, storable
from mura_desktop.store.upserts import put
from mura_desktop.studies.model import ActivationMap, FileVersion, View, ViewScore


@dataclass(frozen=True, slots=True)
class Remembered:
    """A score and when it was made, UTC."""

    score: ViewScore
    created: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """What made a score.

    Attributes
    ----------
    card
        Hash of the model's card, which holds the hash of the weights: another calibration is
        another source, as other weights are.
    preprocessing
        Version of what lies between file and network.
    """

    card: str
    preprocessing: int

    @property
    def key(self) -> str:
        """As the table keeps it."""
        return f"{self.card}/{self.preprocessing}"


def keep(
    connection: Connection, scores: Sequence[ViewScore], source: Source, created: datetime
) -> None:
    """Keep scores; earlier ones of the same views and source are replaced."""
    put(connection, VIEW_SCORES, [_to_row(score, source, created) for score in scores])


def known(connection: Connection, views: Sequence[View], source_key: str) -> dict[str, Remembered]:
    """Return what is remembered of views, by UID; see `Store.known`."""
    asked = {storable(view.uid): view for view in views}
    uids = list(asked)
    found: dict[str, Remembered] = {}
    for start in range(0, len(uids), LOOKUP):
        query = select(VIEW_SCORES).where(
            VIEW_SCORES.c.model_key == source_key,
            VIEW_SCORES.c.view_uid.in_(uids[start : start + LOOKUP]),
        )
        for row in connection.execute(query).mappings().all():
            remembered = _from_row(dict(row))
            view = asked[row["view_uid"]]
            if remembered.score.version == view.version:
                found[view.uid] = remembered
    return found


def _to_row(score: ViewScore, source: Source, created: datetime) -> dict[str, Any]:
    return {
        "view_uid": score.view_uid,
        "model_key": source.key,
        "size": score.version.size,
        "modified_ns": score.version.modified_ns,
        "score": score.score,
        "map_rows": score.activation.rows,
        "map_columns": score.activation.columns,
        "activation": np.array(score.activation.values, "<f4").tobytes(),
        "warnings": list(score.warnings),
        "created": naive(created),
    }


def _from_row(row: dict[str, Any]) -> Remembered:
    values = np.frombuffer(row["activation"], "<f4")
    return Remembered(
        ViewScore(
            row["view_uid"],
            FileVersion(row["size"], row["modified_ns"]),
            row["score"],
            ActivationMap(row["map_rows"], row["map_columns"], tuple(values.tolist())),
            tuple(row["warnings"]),
        ),
        row["created"].replace(tzinfo=UTC),
    )
