"""Who has a study before them, so that two readers do not read the same one.

A claim holds for `CLAIM_LASTS` after it was renewed. All times are the database's, because the
clocks of workstations differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from mura_desktop.store.changes import note
from mura_desktop.store.database import Database
from mura_desktop.store.studies import LOOKUP, remember_new
from mura_desktop.store.tables import CLAIMS, storable
from mura_desktop.store.upserts import put
from mura_desktop.studies.model import Study
from mura_desktop.studies.sharing import CLAIM_LASTS, Claim, Kind


class Claims:
    """The claims in a database.

    Parameters
    ----------
    database
        The database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self, study: Study, reader: str, workstation: str, *, take_over: bool = False
    ) -> Claim:
        """Claim a study, unless another reader or workstation has it.

        Parameters
        ----------
        study
            The study; it is kept if it is not known yet.
        reader, workstation
            Who, and where.
        take_over
            Whether to end another's claim: they walked away, say.

        Returns
        -------
        Claim
            The one that holds now: this reader's (`Claim.is_of`), or the other's.
        """
        with self._database.writing() as connection:
            now = clock(connection)
            found = _live(connection, [study.uid], now).get(study.uid)
            if found is not None and not found.is_of(reader, workstation) and not take_over:
                return found
            remember_new(connection, study, now.replace(tzinfo=UTC))
            ours = found is not None and found.is_of(reader, workstation)
            since = found.since.replace(tzinfo=None) if found is not None and ours else now
            row = {
                "study_uid": study.uid,
                "reader": reader,
                "workstation": workstation,
                "since": since,
                "seen": now,
            }
            put(connection, CLAIMS, [row])
            if not ours:
                note(connection, Kind.CLAIMED, [study.uid])
        return Claim(study.uid, reader, workstation, _aware(since), _aware(now))

    def renew(self, study_uid: str, reader: str, workstation: str) -> bool:
        """Say that the study is still before this reader; False where the claim is lost."""
        with self._database.writing() as connection:
            renewed = connection.execute(
                update(CLAIMS)
                .where(*_is(study_uid, reader, workstation))
                .values(seen=clock(connection))
            )
            return renewed.rowcount > 0

    def release(self, study_uid: str, reader: str, workstation: str) -> None:
        """Give a study back; another's claim stays."""
        with self._database.writing() as connection:
            ended = connection.execute(delete(CLAIMS).where(*_is(study_uid, reader, workstation)))
            if ended.rowcount:
                note(connection, Kind.CLAIMED, [study_uid])

    def who(self, study_uids: Sequence[str]) -> dict[str, Claim]:
        """Return the claims that hold, by study UID."""
        with self._database.reading() as connection:
            return holders(connection, study_uids)


def holders(connection: Connection, study_uids: Sequence[str]) -> dict[str, Claim]:
    """Return the claims of studies that hold at this moment, by study UID."""
    return _live(connection, study_uids, clock(connection))


def any_holder(connection: Connection) -> Claim | None:
    """Return some claim that holds at this moment."""
    now = clock(connection)
    query = select(CLAIMS).where(CLAIMS.c.seen > now - CLAIM_LASTS).limit(1)
    row = connection.execute(query).mappings().first()
    return None if row is None else _claim(row["study_uid"], dict(row))


def clock(connection: Connection) -> datetime:
    """Return the time of the database: UTC without saying so."""
    if connection.dialect.name == "postgresql":
        now = func.timezone("UTC", func.clock_timestamp())
        moment: datetime = connection.execute(select(now)).scalar_one()
        return moment
    return datetime.now(UTC).replace(tzinfo=None)


def _live(connection: Connection, study_uids: Sequence[str], now: datetime) -> dict[str, Claim]:
    asked = {storable(uid): uid for uid in study_uids}
    keys = list(asked)
    found: dict[str, Claim] = {}
    for start in range(0, len(keys), LOOKUP):
        query = select(CLAIMS).where(
            CLAIMS.c.study_uid.in_(keys[start : start + LOOKUP]), CLAIMS.c.seen > now - CLAIM_LASTS
        )
        for row in connection.execute(query).mappings():
            uid = asked[row["study_uid"]]
            found[uid] = _claim(uid, dict(row))
    return found


def _claim(uid: str, row: dict[str, object]) -> Claim:
    since, seen = row["since"], row["seen"]
    assert isinstance(since, datetime) and isinstance(seen, datetime)  # noqa: S101
    return Claim(uid, str(row["reader"]), str(row["workstation"]), _aware(since), _aware(seen))


def _is(study_uid: str, reader: str, workstation: str) -> tuple[ColumnElement[bool], ...]:
    return (
        CLAIMS.c.study_uid == study_uid,
        CLAIMS.c.reader == reader,
        CLAIMS.c.workstation == workstation,
    )


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
