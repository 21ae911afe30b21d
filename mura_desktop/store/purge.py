"""Removing a patient, or everything, from the database file and all its copies.

Deleted rows are overwritten (secure_delete), the file is rebuilt without them (VACUUM), and the
write-ahead log, which still held them, is brought home and removed first. Backups hold the patient
too and go; a new one is made of what is left. What a disk keeps of a removed file, and what others
backed up, is beyond a program: an encrypted disk helps there.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from mura_desktop.store.audit import Action, AuditLog
from mura_desktop.store.backups import remove_copies
from mura_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed.

    Attributes
    ----------
    study_uids
        The studies.
    reads, drafts
        How many of them were among it.
    received
        Files that came over the network and belong to nothing any more; the caller removes them.
    """

    study_uids: tuple[str, ...]
    reads: int
    drafts: int
    received: tuple[Path, ...] = ()


def studies_of(database: Database, patient: str) -> tuple[str, ...]:
    """Return the UIDs of a patient's studies.

    Parameters
    ----------
    database
        The database.
    patient
        PatientID, or the patient as the worklist shows it; capitals do not matter.
    """
    wanted = patient.strip().casefold()
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT uid, patient_id, patient FROM studies").all()
    return tuple(
        uid
        for uid, number, shown in rows
        if wanted and wanted in (number.casefold(), shown.casefold())
    )


def remove(database: Database, audit: AuditLog, study_uids: tuple[str, ...] | None) -> Removed:
    """Remove studies with all that is known of them; None removes all.

    Scores that belong to no known study go as well: nobody can say whose they are, and opening
    their files makes them anew. The audit log stays, and notes the removal; it knows pseudonyms
    only.

    Raises
    ------
    StoreUnavailableError
        Where another connection is open. Nothing is removed then.
    """
    with database.alone() as connection:
        # Copies first: interrupted here, the patient is still found, and the call can be repeated.
        remove_copies(database.path)
        with connection.begin():
            removed = _delete(connection, study_uids)
            for uid in removed.study_uids if study_uids is not None else ():
                audit.append(connection, Action.DELETED, uid)
            head = audit.append(
                connection,
                Action.DELETED,
                everything=study_uids is None,
                studies=len(removed.study_uids),
                reads=removed.reads,
            )
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - for the type checker
        driver.execute("VACUUM")
    audit.anchor(head)
    return removed


def _delete(connection: Connection, study_uids: tuple[str, ...] | None) -> Removed:
    do = connection.exec_driver_sql
    do("CREATE TEMP TABLE going (uid TEXT PRIMARY KEY)")
    if study_uids is None:
        do("INSERT INTO going SELECT uid FROM studies")
    elif study_uids:
        do("INSERT INTO going VALUES (?)", [(uid,) for uid in study_uids])
    uids = tuple(do("SELECT uid FROM going ORDER BY uid").scalars())
    theirs = "study_uid IN (SELECT uid FROM going)"
    reads = int(do(f"SELECT COUNT(*) FROM reads WHERE {theirs}").scalar_one())  # noqa: S608
    drafts = int(do(f"SELECT COUNT(*) FROM drafts WHERE {theirs}").scalar_one())  # noqa: S608
    which = "1" if study_uids is None else theirs
    received = do(f"DELETE FROM received WHERE {which} RETURNING path").scalars()  # noqa: S608
    files = tuple(Path(os.fsdecode(path)) for path in received)
    do(f"DELETE FROM view_scores WHERE view_uid IN (SELECT uid FROM views WHERE {theirs})")  # noqa: S608
    do("DELETE FROM studies WHERE uid IN (SELECT uid FROM going)")
    do("DELETE FROM view_scores WHERE view_uid NOT IN (SELECT uid FROM views)")
    do("DROP TABLE going")
    return Removed(uids, reads, drafts, files)
