"""Saving and finding scores, and the door to reads and audit. What returned is on disk.

A `Store` may be used from several threads. It has no cache: what another process saved is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from mura_desktop.files import remove_drafts
from mura_desktop.pseudonyms import Pseudonyms
from mura_desktop.store.audit import Action, AuditLog, anchor_file, begin_log, read_anchor
from mura_desktop.store.backups import Backup, Kind, back_up, backups_of, put_back, set_aside
from mura_desktop.store.database import Database, store_lock
from mura_desktop.store.faults import faults_of
from mura_desktop.store.purge import Removed, remove, studies_of
from mura_desktop.store.reads import Reads
from mura_desktop.store.received import Received
from mura_desktop.store.recent import recent_scores
from mura_desktop.store.studies import LOOKUP, all_uids, first_seen, naive, remember, stored
from mura_desktop.store.tables import ViewScoreRow, storable
from mura_desktop.studies.alarms import ScoredStudy
from mura_desktop.studies.model import ActivationMap, FileVersion, Finding, Study, View, ViewScore

STUDIES_AT_ONCE = 2000
"""Studies in one transaction, so that others need not wait for long."""


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


class Store:
    """The database of results.

    Parameters
    ----------
    path
        The file; it and its tables are made if there never was one.

    Attributes
    ----------
    after_scoring
        Told of each study whose score was kept, on the thread that kept it; raises nothing.
    reads, audit
        Drafts and signed reads; the audit log.
    received
        Receipts of images that came over the network.

    Raises
    ------
    StoreUnavailableError
        Where disk or lock refuse for now.
    StoreDamagedError
        Where the file is corrupt, or gone although there was one.
    StoreError
        Where it is of a later version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.after_scoring: list[Callable[[Study], None]] = []
        with faults_of(path, "opened"):
            remove_drafts(anchor_file(path))
            anchored = read_anchor(path)
            begun = (anchored is not None and anchored.number > 0) or bool(backups_of(path))
        self._database = _open(path, may_begin=not begun)
        self.audit = _audit(self._database)
        self.reads = Reads(self._database, self.audit)
        self.received = Received(self._database)
        self.audit.anchor(self.audit.head())  # which one that was killed may have left behind

    @property
    def notices(self) -> tuple[str, ...]:
        """What went wrong and does not keep anyone from working, for the user."""
        return tuple(self._database.notices)

    def close(self) -> None:
        """Release the file."""
        self._database.release()

    def remember(self, studies: Sequence[Study]) -> None:
        """Keep studies as they were just found; once a day this also makes the backup."""
        self._database.back_up_daily()
        now = datetime.now(UTC)
        for start in range(0, len(studies), STUDIES_AT_ONCE):
            with self._database.writing() as connection:
                remember(connection, studies[start : start + STUDIES_AT_ONCE], now)

    def stored(self, uids: Sequence[str]) -> dict[str, tuple[Study, datetime]]:
        """Return studies as they were last seen, and when each was first seen (UTC), by UID."""
        with self._database.reading() as connection:
            return stored(connection, uids)

    def study_uids(self) -> list[str]:
        """Return the UIDs of all studies."""
        with self._database.reading() as connection:
            return all_uids(connection)

    def first_seen(self, uids: Sequence[str]) -> dict[str, datetime]:
        """Return when studies were first seen (UTC), by UID."""
        with self._database.reading() as connection:
            return first_seen(connection, uids)

    def recent_scores(self, since: datetime, source: Source) -> list[ScoredStudy]:
        """Return a source's scores of the studies first seen since a moment (UTC)."""
        with self._database.reading() as connection:
            return recent_scores(connection, since, source.key)

    def known(self, views: Sequence[View], source: Source) -> dict[str, Remembered]:
        """Return what is remembered of these views.

        Parameters
        ----------
        views
            Views as they lie on disk now; the score of a file changed since is left out.
        source
            Model and preprocessing that are asked for.

        Returns
        -------
        dict
            By view UID.
        """
        asked = {storable(view.uid): view for view in views}
        uids = list(asked)
        found: dict[str, Remembered] = {}
        with self._database.reading() as connection:
            for start in range(0, len(uids), LOOKUP):
                query = select(ViewScoreRow.__table__).where(
                    ViewScoreRow.model_key == source.key,
                    ViewScoreRow.view_uid.in_(uids[start : start + LOOKUP]),
                )
                for row in connection.execute(query).mappings():
                    remembered = _from_row(dict(row))
                    view = asked[row["view_uid"]]
                    if remembered.score.version == view.version:
                        found[view.uid] = remembered
        return found

    def save(
        self, study: Study, finding: Finding, fresh: Sequence[ViewScore], source: Source
    ) -> None:
        """Keep new scores of a study's views, all or none, with an entry in the audit log.

        Parameters
        ----------
        study, finding
            The study and what the model says of it.
        fresh
            Those of the finding's view scores that are new; earlier ones of the same views and
            source are replaced.
        source
            What made them.
        """
        statement = insert(ViewScoreRow)
        replaced = {
            column.name: statement.excluded[column.name]
            for column in ViewScoreRow.__table__.columns
            if not column.primary_key
        }
        with self._database.writing() as connection:
            remember(connection, [study], finding.created)
            if fresh:
                connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=["view_uid", "model_key"], set_=replaced
                    ),
                    [_to_row(score, source, finding.created) for score in fresh],
                )
            head = self.audit.append(
                connection,
                Action.SCORED,
                study.uid,
                score=finding.score,
                band=finding.band.value,
                views=len(finding.views),
                model=finding.model.sha256,
                card=source.card,
                preprocessing=source.preprocessing,
            )
        self.audit.anchor(head)
        for tell in self.after_scoring:
            tell(study)

    def back_up(self) -> Backup:
        """Make a backup now."""
        with faults_of(self.path, "backed up"):
            return back_up(self.path, Kind.ASKED)

    def studies_of(self, patient: str) -> tuple[str, ...]:
        """Return the UIDs of a patient's studies, by PatientID or by what the worklist shows."""
        return studies_of(self._database, patient)

    def purge(self, study_uids: tuple[str, ...] | None = None) -> Removed:
        """Remove studies and all that is known of them, from backups too; None removes everything.

        With everything goes the key of the pseudonyms, so that nothing in the logs and in the audit
        log can be led back to a patient.

        Raises
        ------
        StoreUnavailableError
            Where another process has the database open.
        """
        removed = remove(self._database, self.audit, study_uids)
        if study_uids is None:
            key = self.path.with_name("pseudonym.key")
            with faults_of(self.path, "purged"):
                key.unlink(missing_ok=True)
                self.audit = AuditLog(self._database, Pseudonyms.kept_in(key))
                self.reads = Reads(self._database, self.audit)
        self._database.back_up_daily()
        return removed


def restore(path: Path, backup: Path | None) -> None:
    """Set a database aside and put a backup, or an empty one, in its place.

    The audit log notes it, together with the last entry that had been written before.

    Parameters
    ----------
    path
        The database; no process may have it open.
    backup
        The copy to put there; None begins with an empty database.

    Raises
    ------
    StoreError
        Where the disk refuses or the backup is damaged; the old database then lies in the folder
        ``damaged``.
    """
    with faults_of(path, "restored"):
        last = read_anchor(path)
        with store_lock(path):
            aside = set_aside(path)
            if backup is not None:
                put_back(backup, path)
    database = _open(path, may_begin=True)
    try:
        audit = _audit(database)
        audit.record(
            Action.RESTORED,
            backup="" if backup is None else backup.name,
            set_aside="" if aside is None else aside.name,
            last_entry=None if last is None else [last.number, last.hash],
        )
        with faults_of(path, "restored"):
            audit.set_anchor(audit.head())
    finally:
        database.release()


def _open(path: Path, *, may_begin: bool) -> Database:
    return Database(path, may_begin=may_begin, begin=partial(begin_log, database=path))


def _audit(database: Database) -> AuditLog:
    key = database.path.with_name("pseudonym.key")
    with faults_of(database.path, "opened"), store_lock(database.path):
        return AuditLog(database, Pseudonyms.kept_in(key))


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
