"""Drafts and signed reads. A signed version is never changed; who amends adds another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, tuple_

from mura_desktop.errors import ReadConflictError
from mura_desktop.store.audit import Action, AuditLog
from mura_desktop.store.changes import note
from mura_desktop.store.claims import holders
from mura_desktop.store.database import Database
from mura_desktop.store.studies import LOOKUP, naive, remember
from mura_desktop.store.tables import DRAFTS, READS, STUDIES, storable
from mura_desktop.store.upserts import put
from mura_desktop.studies.model import Finding, Study
from mura_desktop.studies.reads import Conclusion, Draft, Read, ReadStudy, SignedRead
from mura_desktop.studies.sharing import Kind
from mura_desktop.studies.states import ReadingProgress


class Reads:
    """What readers typed and signed. Every method returns only when it is on disk.

    Attributes
    ----------
    after_signing
        Told of each study that was signed, on the thread that signed it; raises nothing.
    """

    def __init__(self, database: Database, audit: AuditLog) -> None:
        self.after_signing: list[Callable[[Study], None]] = []
        self._database = database
        self._audit = audit

    def save_draft(self, study: Study, reader: str, read: Read, after: int) -> Draft:
        """Keep what was typed so far; the reader's earlier draft of this study is replaced.

        Parameters
        ----------
        study, reader
            Whose draft, of what.
        read
            As typed.
        after
            Version it is going to amend; 0 for a first read.
        """
        now = datetime.now(UTC)
        values = {
            "study_uid": study.uid,
            "reader": reader,
            "after": after,
            "content": _content(read),
            "saved": naive(now),
        }
        with self._database.writing() as connection:
            _know(connection, study, now)
            begun = _begun(connection, study.uid, reader)
            put(connection, DRAFTS, [values])
            if not begun:  # others need not hear of every word
                note(connection, Kind.READ, [study.uid])
        return Draft(study.uid, reader, read, after, now)

    def drafts(self, reader: str) -> tuple[Draft, ...]:
        """Return all that a reader has not signed, the newest first; after a crash as before."""
        query = select(DRAFTS).where(DRAFTS.c.reader == reader)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(DRAFTS.c.saved.desc())).mappings().all()
        return tuple(_draft(dict(row)) for row in rows)

    def draft(self, study_uid: str, reader: str) -> Draft | None:
        """Return a reader's draft of a study."""
        query = select(DRAFTS).where(DRAFTS.c.study_uid == study_uid, DRAFTS.c.reader == reader)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _draft(dict(row))

    def discard_draft(self, study_uid: str, reader: str) -> None:
        """Forget a reader's draft of a study."""
        with self._database.writing() as connection:
            if _begun(connection, study_uid, reader):
                _discard(connection, study_uid, reader)
                note(connection, Kind.READ, [study_uid])

    def sign(
        self,
        study: Study,
        reader: str,
        read: Read,
        *,
        after: int = 0,
        reason: str = "",
        finding: Finding | None = None,
    ) -> SignedRead:
        """Sign a read, or amend one: a new version is added and the draft is gone.

        Parameters
        ----------
        study, reader, read
            Who says what of which study. The read has a conclusion.
        after
            The version that the reader had before them; 0 where there was none.
        reason
            Why version `after` is amended; empty for a first read only.
        finding
            What the model had said when it was signed.

        Raises
        ------
        ReadConflictError
            Where another version was signed meanwhile, or another reader has claimed the study. The
            very same read is no other version, so that signing can be tried again after a failure.
        ValueError
            Without a conclusion, or without a reason for an amendment.
        """
        if read.conclusion is None:
            raise ValueError("a read without a conclusion cannot be signed")
        if bool(after) != bool(reason.strip()):
            raise ValueError("an amendment, and nothing else, has a reason")
        signed = SignedRead(
            study_uid=study.uid,
            version=after + 1,
            reader=reader,
            signed=datetime.now(UTC),
            read=read,
            reason=reason.strip(),
            score=None if finding is None else finding.score,
            band="" if finding is None else finding.band.value,
            model="" if finding is None else finding.model.sha256,
        )
        with self._database.writing() as connection:
            _know(connection, study, signed.signed)
            last = select(func.max(READS.c.version)).where(READS.c.study_uid == study.uid)
            if (found := connection.execute(last).scalar() or 0) != after:
                there = _version(connection, study.uid, found)
                if found == signed.version and replace(signed, signed=there.signed) == there:
                    # A commit that the disk refused to confirm may have reached it all the same.
                    return there
                raise ReadConflictError(
                    "This study was signed meanwhile, by another window or another reader. "
                    "Nothing was overwritten. Look at that version, then amend it."
                )
            claim = holders(connection, [study.uid]).get(study.uid)
            if claim is not None and claim.reader != reader:
                raise ReadConflictError(
                    f"{claim.reader} has this study in view at {claim.workstation}. Nothing was "
                    "signed. Take the study over, or leave it to them."
                )
            connection.execute(insert(READS), _row(signed))
            _discard(connection, study.uid, reader)
            note(connection, Kind.READ, [study.uid])
            head = self._audit.append(
                connection,
                Action.AMENDED if after else Action.SIGNED,
                study.uid,
                version=signed.version,
                reader=reader,
                conclusion=read.conclusion.value,
                agrees=read.agrees,
                score=signed.score,
                model=signed.model,
            )
        self._audit.anchor(head)
        for tell in self.after_signing:
            tell(study)
        return signed

    def history(self, study_uid: str) -> tuple[SignedRead, ...]:
        """Return all versions of a study's read, the first one first."""
        query = select(READS).where(READS.c.study_uid == study_uid)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(READS.c.version)).mappings().all()
        return tuple(_signed(dict(row)) for row in rows)

    def current(self, study_uids: Sequence[str]) -> dict[str, SignedRead]:
        """Return the valid version of each of these studies that was signed, by study UID."""
        with self._database.reading() as connection:
            return current(connection, study_uids)

    def signed_since(self, since: datetime | None = None) -> tuple[ReadStudy, ...]:
        """Return the studies whose first version was signed then or later, the earliest first.

        Parameters
        ----------
        since
            With its time zone; None returns all.
        """
        newest = select(READS.c.study_uid, func.max(READS.c.version)).group_by(READS.c.study_uid)
        ends = or_(READS.c.version == 1, tuple_(READS.c.study_uid, READS.c.version).in_(newest))
        seen = (STUDIES.c.body_part, STUDIES.c.first_seen)
        query = select(*READS.columns, *seen).join(STUDIES, STUDIES.c.uid == READS.c.study_uid)
        if since is not None:
            first = select(READS.c.study_uid).where(
                READS.c.version == 1, READS.c.signed >= naive(since)
            )
            query = query.where(READS.c.study_uid.in_(first))
        found: dict[str, ReadStudy] = {}
        with self._database.reading() as connection:
            ordered = query.where(ends).order_by(READS.c.version)
            for row in connection.execute(ordered).mappings():
                signed = _signed(dict(row))
                known = found.get(signed.study_uid)
                found[signed.study_uid] = ReadStudy(
                    first=signed if known is None else known.first,
                    current=signed,
                    body_part=row["body_part"],
                    first_seen=row["first_seen"].replace(tzinfo=UTC),
                )
        return tuple(sorted(found.values(), key=lambda one: one.first.signed))

    def progress(self, study_uids: Sequence[str]) -> dict[str, ReadingProgress]:
        """Return what readers have done with these studies, by UID; untouched ones are left out."""
        with self._database.reading() as connection:
            return progress(connection, study_uids)


def current(connection: Connection, study_uids: Sequence[str]) -> dict[str, SignedRead]:
    """Return the valid version of each of these studies that was signed, by study UID."""
    found: dict[str, SignedRead] = {}
    asked = {storable(uid): uid for uid in study_uids}
    uids = list(asked)
    newest = select(READS.c.study_uid, func.max(READS.c.version)).group_by(READS.c.study_uid)
    for start in range(0, len(uids), LOOKUP):
        some = READS.c.study_uid.in_(uids[start : start + LOOKUP])
        query = select(READS).where(
            tuple_(READS.c.study_uid, READS.c.version).in_(newest.where(some))
        )
        for row in connection.execute(query).mappings():
            found[asked[row["study_uid"]]] = _signed(dict(row))
    return found


def progress(connection: Connection, study_uids: Sequence[str]) -> dict[str, ReadingProgress]:
    """Return what readers have done with these studies, by UID; untouched ones are left out."""
    signed = current(connection, study_uids)
    readers: dict[str, list[str]] = {}
    asked = {storable(uid): uid for uid in study_uids}
    uids = list(asked)
    for start in range(0, len(uids), LOOKUP):
        query = select(DRAFTS.c.study_uid, DRAFTS.c.reader).where(
            DRAFTS.c.study_uid.in_(uids[start : start + LOOKUP])
        )
        for uid, reader in connection.execute(query):
            readers.setdefault(asked[uid], []).append(reader)
    return {
        uid: ReadingProgress(signed.get(uid), tuple(sorted(readers.get(uid, ()))))
        for uid in {**signed, **readers}
    }


def _know(connection: Connection, study: Study, now: datetime) -> None:
    """Keep a study that nobody has listed; one that is known may have grown since it was opened."""
    query = select(STUDIES.c.uid).where(STUDIES.c.uid == study.uid)
    if connection.execute(query).first() is None:
        remember(connection, [study], now)


def _version(connection: Connection, study_uid: str, version: int) -> SignedRead:
    query = select(READS).where(READS.c.study_uid == study_uid, READS.c.version == version)
    return replace(_signed(dict(connection.execute(query).mappings().one())), study_uid=study_uid)


def _begun(connection: Connection, study_uid: str, reader: str) -> bool:
    query = select(DRAFTS.c.after).where(DRAFTS.c.study_uid == study_uid, DRAFTS.c.reader == reader)
    return connection.execute(query).first() is not None


def _discard(connection: Connection, study_uid: str, reader: str) -> None:
    connection.execute(
        delete(DRAFTS).where(DRAFTS.c.study_uid == study_uid, DRAFTS.c.reader == reader)
    )


def _content(read: Read) -> dict[str, Any]:
    return {
        "conclusion": None if read.conclusion is None else read.conclusion.value,
        "agrees": read.agrees,
        "findings": list(read.findings),
        "side": read.side,
        "text": read.text,
        "more": dict(read.more),
    }


def _read(content: dict[str, Any]) -> Read:
    conclusion = content["conclusion"]
    return Read(
        conclusion=None if conclusion is None else Conclusion(conclusion),
        agrees=content["agrees"],
        findings=tuple(content["findings"]),
        side=content["side"],
        text=content["text"],
        more=content["more"],
    )


def _draft(row: dict[str, Any]) -> Draft:
    return Draft(
        row["study_uid"],
        row["reader"],
        _read(row["content"]),
        row["after"],
        row["saved"].replace(tzinfo=UTC),
    )


def _row(signed: SignedRead) -> dict[str, Any]:
    content = _content(signed.read)
    return {
        "study_uid": signed.study_uid,
        "version": signed.version,
        "reader": signed.reader,
        "signed": naive(signed.signed),
        "reason": signed.reason,
        "conclusion": content["conclusion"],
        "agrees": signed.read.agrees,
        "score": signed.score,
        "band": signed.band,
        "model": signed.model,
        "content": content,
    }


def _signed(row: dict[str, Any]) -> SignedRead:
    return SignedRead(
        study_uid=row["study_uid"],
        version=row["version"],
        reader=row["reader"],
        signed=row["signed"].replace(tzinfo=UTC),
        read=_read(row["content"]),
        reason=row["reason"],
        score=row["score"],
        band=row["band"],
        model=row["model"],
    )
