"""Saving and finding scores. One thread owns a `Store`; what `save` returned from is on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mura_desktop.errors import StoreError
from mura_desktop.store.tables import SCHEMA_VERSION, Base, ViewScoreRow
from mura_desktop.studies.model import ActivationMap, FileVersion, View, ViewScore

_LOOKUP = 500
"""Keys in one query; SQLite allows 32,766 parameters, small lots keep the statement cache small."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A score and when it was made, UTC."""

    score: ViewScore
    created: datetime


class Store:
    """The database of results.

    Parameters
    ----------
    path
        The file; it and its tables are made if missing.

    Raises
    ------
    StoreError
        Where the file is no database of this program, of a later version, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine: Engine = create_engine(f"sqlite:///{path}")
        event.listen(self._engine, "connect", _prepare_connection)
        with self._errors("opened"):
            path.touch(mode=0o600)
            with self._engine.begin() as connection:
                version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                if version > SCHEMA_VERSION:
                    raise StoreError(
                        f"The results in {path} were written by a newer version of the program. "
                        "Update it, or move that file away to begin anew."
                    )
                Base.metadata.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    def known(self, views: Sequence[View], model_key: str) -> dict[str, Remembered]:
        """Return what is remembered of these views.

        Parameters
        ----------
        views
            Views as they lie on disk now; the score of a file changed since is left out.
        model_key
            Identifies weights and card of the model.

        Returns
        -------
        dict
            By view UID.
        """
        versions = {view.uid: view.version for view in views}
        uids = list(versions)
        found: dict[str, Remembered] = {}
        with self._errors("read"), Session(self._engine) as session:
            for start in range(0, len(uids), _LOOKUP):
                query = select(ViewScoreRow).where(
                    ViewScoreRow.model_key == model_key,
                    ViewScoreRow.view_uid.in_(uids[start : start + _LOOKUP]),
                )
                for row in session.scalars(query):
                    remembered = _from_row(row)
                    if remembered.score.version == versions[row.view_uid]:
                        found[row.view_uid] = remembered
        return found

    def save(self, scores: Sequence[ViewScore], model_key: str, created: datetime) -> None:
        """Keep scores, all or none; earlier ones of the same views and model are replaced."""
        rows = [_to_row(score, model_key, created) for score in scores]
        if not rows:
            return
        statement = insert(ViewScoreRow)
        replaced = {
            column.name: statement.excluded[column.name]
            for column in ViewScoreRow.__table__.columns
            if not column.primary_key
        }
        with self._errors("written"), self._engine.begin() as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["view_uid", "model_key"], set_=replaced
                ),
                rows,
            )

    @contextmanager
    def _errors(self, verb: str) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or error
            raise StoreError(f"The results in {self.path} cannot be {verb}: {reason}.") from error
        except OSError as error:
            raise StoreError(
                f"The results in {self.path} cannot be {verb}: {error.strerror}."
            ) from error


def _prepare_connection(connection: Any, _record: Any) -> None:
    """WAL lets readers go on while a study is saved; FULL makes a commit survive a power cut."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.close()


def _to_row(score: ViewScore, model_key: str, created: datetime) -> dict[str, Any]:
    return {
        "view_uid": score.view_uid,
        "model_key": model_key,
        "size": score.version.size,
        "modified_ns": score.version.modified_ns,
        "score": score.score,
        "map_rows": score.activation.rows,
        "map_columns": score.activation.columns,
        "activation": np.array(score.activation.values, "<f4").tobytes(),
        "warnings": list(score.warnings),
        "created": created.astimezone(UTC).replace(tzinfo=None),
    }


def _from_row(row: ViewScoreRow) -> Remembered:
    values = np.frombuffer(row.activation, "<f4")
    return Remembered(
        ViewScore(
            row.view_uid,
            FileVersion(row.size, row.modified_ns),
            row.score,
            ActivationMap(row.map_rows, row.map_columns, tuple(values.tolist())),
            tuple(row.warnings),
        ),
        row.created.replace(tzinfo=UTC),
    )
