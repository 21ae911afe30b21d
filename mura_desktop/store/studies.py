"""Which studies were seen, with their views: what a stored worklist and a removal need."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, delete, insert, select, type_coerce

from mura_desktop.store.changes import note
from mura_desktop.store.tables import STUDIES, VIEWS, storable
from mura_desktop.store.upserts import put
from mura_desktop.studies.model import FileFormat, FileVersion, Study, View
from mura_desktop.studies.sharing import Kind

LOOKUP = 500
"""Keys in one query; SQLite allows 32,766 parameters, small lots keep the statement cache small."""
_VIEW = tuple(
    type_coerce(column, LargeBinary).label("path") if column is VIEWS.c.path else column
    for column in VIEWS.c
)
"""Paths as bytes: one that is there already need not be made a second time."""


def naive(moment: datetime) -> datetime:
    """Return a moment as the tables keep it: UTC without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def remember(connection: Connection, studies: Sequence[Study], now: datetime) -> None:
    """Keep studies as they are now; the moment one was first seen stays."""
    paths = {os.fsencode(view.path): view.path for study in studies for view in study.views}
    before = stored(connection, [study.uid for study in studies], paths)
    changed = [
        study for study in studies if study.uid not in before or before[study.uid][0] != study
    ]
    if changed:
        _write(connection, changed, now)
        note(connection, Kind.FOUND, [study.uid for study in changed])


def remember_new(connection: Connection, study: Study, now: datetime) -> None:
    """Keep a study that is not known yet; one that is known stays as it is.

    For readers: the study before them stays as they saw it while jobs find more images of it, and
    must not replace what those jobs have kept.
    """
    if study.uid not in first_seen(connection, [study.uid]):
        remember(connection, [study], now)


def _write(connection: Connection, studies: Sequence[Study], now: datetime) -> None:
    put(
        connection,
        STUDIES,
        [
            {
                "uid": study.uid,
                "patient": study.patient,
                "patient_id": study.patient_id,
                "issuer": study.issuer,
                "birth_date": study.birth_date,
                "family_name": study.family_name,
                "body_part": study.body_part,
                "study_date": study.study_date,
                "description": study.description,
                "first_seen": naive(now),
            }
            for study in studies
        ],
        kept=("first_seen",),
    )
    for start in range(0, len(studies), LOOKUP):
        some = [study.uid for study in studies[start : start + LOOKUP]]
        connection.execute(delete(VIEWS).where(VIEWS.c.study_uid.in_(some)))
    connection.execute(
        insert(VIEWS),
        [
            _view_row(study.uid, place, view)
            for study in studies
            for place, view in enumerate(study.views)
        ],
    )


def stored(
    connection: Connection, uids: Sequence[str], paths: Mapping[bytes, Path] | None = None
) -> dict[str, tuple[Study, datetime]]:
    """Return studies as they were last seen, with the moment they were first seen, by UID.

    Parameters
    ----------
    connection
        To the database.
    uids
        Of the studies.
    paths
        Paths that were made before, as the system knows them.
    """
    found: dict[str, tuple[Study, datetime]] = {}
    asked = {storable(uid): uid for uid in uids}
    for start in range(0, len(uids), LOOKUP):
        some = uids[start : start + LOOKUP]
        views: dict[str, list[View]] = {}
        query = select(*_VIEW).where(VIEWS.c.study_uid.in_(some))
        for row in connection.execute(query.order_by(VIEWS.c.place)).mappings().all():
            views.setdefault(row["study_uid"], []).append(_view(dict(row), paths or {}))
        studies = select(STUDIES).where(STUDIES.c.uid.in_(some))
        for row in connection.execute(studies).mappings().all():
            study = _study(dict(row), tuple(views.get(row["uid"], ())))
            found[asked[study.uid]] = (study, row["first_seen"].replace(tzinfo=UTC))
    return found


def all_uids(connection: Connection) -> list[str]:
    """Return the UIDs of all studies, as the database holds them."""
    return list(connection.execute(select(STUDIES.c.uid).order_by(STUDIES.c.uid)).scalars())


def first_seen(connection: Connection, uids: Sequence[str]) -> dict[str, datetime]:
    """Return when studies were first seen, UTC, by UID; unknown ones are left out."""
    asked = {storable(uid): uid for uid in uids}
    keys = list(asked)
    found: dict[str, datetime] = {}
    for start in range(0, len(keys), LOOKUP):
        query = select(STUDIES.c.uid, STUDIES.c.first_seen).where(
            STUDIES.c.uid.in_(keys[start : start + LOOKUP])
        )
        for uid, moment in connection.execute(query):
            found[asked[uid]] = moment.replace(tzinfo=UTC)
    return found


def _view_row(study_uid: str, place: int, view: View) -> dict[str, Any]:
    return {
        "study_uid": study_uid,
        "uid": view.uid,
        "place": place,
        "path": view.path,
        "format": view.format.value,
        "size": view.version.size,
        "modified_ns": view.version.modified_ns,
        "laterality": view.laterality,
        "projection": view.projection,
        "frame": view.frame,
        "remarks": list(view.remarks),
        "not_scored": view.not_scored,
    }


def _view(row: dict[str, Any], paths: Mapping[bytes, Path]) -> View:
    name = bytes(row["path"])
    return View(
        uid=row["uid"],
        path=paths.get(name) or Path(os.fsdecode(name)),
        format=FileFormat(row["format"]),
        version=FileVersion(row["size"], row["modified_ns"]),
        laterality=row["laterality"],
        projection=row["projection"],
        frame=row["frame"],
        remarks=tuple(row["remarks"]),
        not_scored=row["not_scored"],
    )


def _study(row: dict[str, Any], views: tuple[View, ...]) -> Study:
    study_date: date | None = row["study_date"]
    return Study(
        uid=row["uid"],
        patient=row["patient"],
        body_part=row["body_part"],
        views=views,
        study_date=study_date,
        description=row["description"],
        patient_id=row["patient_id"],
        issuer=row["issuer"],
        birth_date=row["birth_date"],
        family_name=row["family_name"],
    )
