"""Receipts of images from the network, and which studies are still to be scored because of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, update

from mura_desktop.store.database import Database
from mura_desktop.store.studies import LOOKUP, naive
from mura_desktop.store.tables import RECEIVED
from mura_desktop.store.upserts import put_new
from mura_desktop.studies.receipts import Receipt


class Received:
    """The receipts in a database.

    Parameters
    ----------
    database
        The database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, receipts: Sequence[Receipt]) -> None:
        """Note receipts, all or none; one that is noted already stays as it is."""
        rows = [
            {
                "sop_uid": receipt.sop_uid,
                "sha256": receipt.sha256,
                "study_uid": receipt.study_uid,
                "path": receipt.path,
                "calling_aet": receipt.calling_aet,
                "received": naive(receipt.received),
            }
            for receipt in receipts
        ]
        with self._database.writing() as connection:
            put_new(connection, RECEIVED, rows)

    def count(self) -> int:
        """Return how many images were received."""
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count(RECEIVED.c.sop_uid))).scalar_one())

    def images(self, study_uids: Sequence[str]) -> dict[str, int]:
        """Return how many images of studies were received, by UID; none for those without."""
        found: dict[str, int] = {}
        number = func.count(RECEIVED.c.sop_uid.distinct())
        with self._database.reading() as connection:
            for start in range(0, len(study_uids), LOOKUP):
                some = RECEIVED.c.study_uid.in_(study_uids[start : start + LOOKUP])
                query = select(RECEIVED.c.study_uid, number).where(some)
                for uid, images in connection.execute(query.group_by(RECEIVED.c.study_uid)):
                    found[uid] = images
        return found

    def unsettled(
        self, until: datetime | None = None, most: int | None = None
    ) -> dict[str, datetime]:
        """Return studies of which images came that no job has seen, with when the last one came.

        Times are UTC without saying so, as `settle` takes them.

        Parameters
        ----------
        until
            Only studies of which nothing came after this moment (UTC); None for all.
        most
            How many, those that have waited longest; None for all.
        """
        last = func.max(RECEIVED.c.received)
        query = (
            select(RECEIVED.c.study_uid, last)
            .where(RECEIVED.c.settled.is_(None))
            .group_by(RECEIVED.c.study_uid)
            .order_by(last)
            .limit(most)
        )
        if until is not None:
            query = query.having(last <= naive(until))
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def files(self, study_uids: Sequence[str]) -> tuple[Path, ...]:
        """Return the files of studies."""
        found: list[Path] = []
        with self._database.reading() as connection:
            for start in range(0, len(study_uids), LOOKUP):
                query = select(RECEIVED.c.path).where(
                    RECEIVED.c.study_uid.in_(study_uids[start : start + LOOKUP])
                )
                found.extend(connection.execute(query).scalars())
        return tuple(found)

    def settle(self, study_uid: str, until: datetime, now: datetime) -> None:
        """Note that a job has seen a study's images, up to a moment that `unsettled` gave."""
        with self._database.writing() as connection:
            connection.execute(
                update(RECEIVED)
                .where(RECEIVED.c.study_uid == study_uid, RECEIVED.c.received <= until)
                .values(settled=naive(now))
            )
