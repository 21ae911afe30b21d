"""Saving and finding scores, and the door to reads and audit. What returned is on disk.

A `Store` may be used from several threads. It has no cache: what another process saved is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mura_desktop.errors import StoreError
from mura_desktop.files import remove_drafts, write_whole
from mura_desktop.store.audit import Action, AuditLog, anchor_file, begin_log, read_anchor
from mura_desktop.store.backups import (
    Backup,
    back_up,
    backups_of,
    put_back,
    set_aside,
)
from mura_desktop.store.backups import (
    Kind as BackupKind,
)
from mura_desktop.store.changes import changes, last_change, note
from mura_desktop.store.claims import Claims
from mura_desktop.store.database import Database
from mura_desktop.store.faults import faults_of
from mura_desktop.store.headers import Headers
from mura_desktop.store.purge import Removed, remove, studies_of
from mura_desktop.store.reads import Reads
from mura_desktop.store.received import Received
from mura_desktop.store.recent import recent_scores
from mura_desktop.store.scores import Remembered, Source, keep, known
from mura_desktop.store.server import ServerDatabase, local_folder
from mura_desktop.store.sqlite import SqliteDatabase, store_lock
from mura_desktop.store.studies import all_uids, first_seen, remember, stored
from mura_desktop.store.worklist import Listed, worklist
from mura_desktop.studies.alarms import ScoredStudy
from mura_desktop.studies.model import Finding, Study, View, ViewScore
from mura_desktop.studies.sharing import Changes, Kind

__all__ = ["Remembered", "Source", "Store", "restore"]

STUDIES_AT_ONCE = 2000
"""Studies in one transaction, so that others need not wait for long."""


class Store:
    """The database of results.

    Parameters
    ----------
    path
        The file; it and its tables are made if there never was one.
    url
        Address of a database on a server, which then takes the file's place.

    Attributes
    ----------
    path
        The file, or the place of what this workstation knows of the server's database.
    after_scoring
        Told of each study whose score was kept, on the thread that kept it; raises nothing.
    reads, audit, claims
        Drafts and signed reads; the audit log; who has which study in view.
    received
        Receipts of images that came over the network.
    headers
        What headers of files said.

    Raises
    ------
    StoreUnavailableError
        Where disk, lock, server or network refuse for now.
    StoreDamagedError
        Where the file is corrupt, or gone although there was one.
    StoreError
        Where it is of a later version.
    """

    def __init__(self, path: Path, url: str | None = None) -> None:
        self._database = _open_file(path) if url is None else _open_server(path.parent, url)
        self.path = self._database.path
        self.after_scoring: list[Callable[[Study], None]] = []
        self.audit = AuditLog(self._database, self._database.pseudonyms())
        self.reads = Reads(self._database, self.audit)
        self.claims = Claims(self._database)
        self.received = Received(self._database)
        self.headers = Headers(self._database)
        self._meet()

    def _meet(self) -> None:
        """Note the log's last entry, or move the note on to what a killed process left behind.

        Of a server's database that this workstation never worked with, there is nothing to compare
        with: the present entry is noted, and later ones must follow from it.
        """
        if self._database.shared and not _met(self.path).exists():
            with self._database.faults("opened"):
                self.audit.set_anchor(self.audit.head())
                write_whole(_met(self.path), b"")
        self.audit.anchor(self.audit.head())

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

    def worklist(
        self,
        source: Source,
        uids: Sequence[str] | None = None,
        since: datetime | None = None,
        most: int | None = None,
    ) -> tuple[Listed, ...]:
        """Return studies with scores, reads and claims, as one consistent look; opens no file.

        Parameters
        ----------
        source
            Whose scores are asked for.
        uids
            Of these studies; None for all.
        since
            Only studies first seen from this moment on.
        most
            How many, the latest where there are more; None for all.
        """
        with self._database.reading() as connection:
            return worklist(connection, source.key, uids, since, most)

    @property
    def shared(self) -> bool:
        """Whether other workstations use the database too."""
        return self._database.shared

    @property
    def database(self) -> Database:
        """What is behind the store."""
        return self._database

    def last_change(self) -> int:
        """Return the number of the last change; what comes after it is new."""
        with self._database.reading() as connection:
            return last_change(connection)

    def changes(self, since: int) -> Changes:
        """Return what this and other programs have changed after a number."""
        with self._database.reading() as connection:
            return changes(connection, since)

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
        with self._database.reading() as connection:
            return known(connection, views, source.key)

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
        with self._database.writing() as connection:
            remember(connection, [study], finding.created)
            keep(connection, fresh, source, finding.created)
            note(connection, Kind.SCORED, [study.uid])
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
        """Make a backup now.

        Raises
        ------
        StoreError
            Where there is no room, or where the database is a server's.
        """
        if self.shared:
            raise StoreError(
                "The results are on a server, and whoever runs it makes the backups, with pg_dump "
                "or the server's archive (docs/scaling.md). Nothing was done."
            )
        with faults_of(self.path, "backed up"):
            return back_up(self.path, BackupKind.ASKED)

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
            self.audit = AuditLog(self._database, self._database.pseudonyms(renewed=True))
            self.reads = Reads(self._database, self.audit)
        self._database.back_up_daily()
        return removed

    def note_restored(self) -> None:
        """Say that whoever runs the server has put back a backup: the log is checked from here on.

        The audit log notes it, with the last entry that this workstation knew of before.
        """
        last = read_anchor(self.path)
        self.audit.record(
            Action.RESTORED,
            backup="by who runs the server",
            last_entry=None if last is None else [last.number, last.hash],
        )
        with self._database.faults("restored"):
            self.audit.set_anchor(self.audit.head())


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
    database = _file(path, may_begin=True)
    try:
        audit = AuditLog(database, database.pseudonyms())
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


def _open_file(path: Path) -> Database:
    with faults_of(path, "opened"):
        remove_drafts(anchor_file(path))
        begun = _begun(path) or bool(backups_of(path))
    return _file(path, may_begin=not begun)


def _file(path: Path, *, may_begin: bool) -> Database:
    return SqliteDatabase(path, may_begin=may_begin, begin=partial(begin_log, database=path))


def _open_server(data: Path, url: str) -> Database:
    folder = local_folder(data, url)
    place = folder / "results"
    with faults_of(place, "opened"):
        begun = _begun(place)
    return ServerDatabase(
        url, folder, begin=partial(begin_log, database=place), may_begin=not begun
    )


def _begun(path: Path) -> bool:
    """Tell whether a log had entries here."""
    anchored = read_anchor(path)
    return anchored is not None and anchored.number > 0


def _met(path: Path) -> Path:
    """Return the file whose presence says that a server's log was met before."""
    return path.with_name("met")
