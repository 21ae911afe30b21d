"""The database as a file of SQLite: opened, checked, backed up, migrated before anyone may use it.

Transactions are begun by us, not by Python's driver: so that a writer takes its lock at once
instead of failing half-way, and that a migration is done as a whole or not at all.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, Pool, QueuePool

from mura_desktop.errors import StoreError, StoreUnavailableError
from mura_desktop.files import OWNER_FILE, sync_folder
from mura_desktop.pseudonyms import Pseudonyms
from mura_desktop.store.backups import Kind, back_up, backups_of, remove_copies, sqlite_uri
from mura_desktop.store.database import GUARDS, Database, Wait, waits
from mura_desktop.store.faults import damaged, faults_of
from mura_desktop.store.schema import revision_of, upgrade
from mura_desktop.store.tables import FORMAT, REVISION

log = logging.getLogger(__name__)

LOCK_SECONDS = 30.0
BUSY_MS = 5000
POLL_S = 1.0
"""Time between two looks for what other programs have changed."""
DAY = timedelta(hours=24)
PRAGMAS = (
    "synchronous=FULL",  # a commit survives a power cut
    "foreign_keys=ON",
    "temp_store=MEMORY",  # no sorted names in a folder for temporary files
    "secure_delete=ON",  # what was deleted is overwritten
)
_WRITES = "mura_writes"
"""Execution option of connections that are going to write."""


class SqliteDatabase(Database):
    """A database in a file.

    Parameters
    ----------
    path
        The file.
    may_begin
        Whether an empty database may be made where there is none; else that is damage.
    begin
        Called with the connection of a migration, before it is committed: puts in what a database
        of this schema must never be without.

    Raises
    ------
    StoreUnavailableError
        Where the disk or another program refuses for now.
    StoreDamagedError
        Where it is corrupt, or expected and missing. Nothing is changed then.
    StoreError
        Where it was written by a later version of the program.
    """

    shared = False

    def __init__(self, path: Path, *, may_begin: bool, begin: Callable[[Connection], None]) -> None:
        self.path = path
        self.notices: list[str] = []
        self._engine: Engine | None = None
        self._doubtful = False
        with faults_of(path, "opened"), store_lock(path):
            self._identity = _present(path, may_begin)
            try:
                self._check()
                self._bring_home(alone=False)  # of one that was killed
                self._bring_up_to_date(begin)
            except BaseException:
                self.release()
                raise
        self.back_up_daily()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for one consistent look."""
        with self._connected("read", writes=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that alone may write; on disk when the block ends, or not at all."""
        with self._connected("written", writes=True) as connection:
            yield connection

    def release(self) -> None:
        """Close all connections; the next use opens new ones."""
        if self._engine is not None:
            self._engine.dispose()

    @contextmanager
    def removing(self) -> Iterator[Connection]:
        """Give the only connection there is, and rebuild the file without what it deleted.

        Deleted rows are overwritten (secure_delete), the file is rebuilt (VACUUM), and the
        write-ahead log, which still held them, is brought home and removed first. Backups go.

        Raises
        ------
        StoreUnavailableError
            Where another connection, of this or any process, is open. Nothing is removed then.
        """
        self.release()
        with faults_of(self.path, "changed"), store_lock(self.path):
            self._still_there()
            # Leaving WAL needs an exclusive lock, brings the log home and removes it.
            engine = _engine(self.path, NullPool, ("journal_mode=DELETE", *PRAGMAS))
            with engine.connect() as opened:
                connection = opened.execution_options(**{_WRITES: True})
                # Copies first: interrupted here, the patient is still found, and the call can be
                # repeated.
                remove_copies(self.path)
                with connection.begin():
                    yield connection
                driver = connection.connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - for the type checker
                driver.execute("VACUUM")

    @contextmanager
    def news(self) -> Iterator[Wait]:
        """Give a function that waits for `POLL_S`: SQLite calls nobody."""
        yield from waits(POLL_S)

    @contextmanager
    def faults(self, verb: str) -> Iterator[None]:
        """See `Database.faults`."""
        with faults_of(self.path, verb):
            yield

    def guards_missing(self, connection: Connection) -> frozenset[str]:
        """Return which triggers were removed."""
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='trigger'")
        return GUARDS - set(found.scalars())

    def pseudonyms(self, *, renewed: bool = False) -> Pseudonyms:
        """Return how the audit log names studies; the key lies beside the file."""
        key = self.path.with_name("pseudonym.key")
        with faults_of(self.path, "opened"), store_lock(self.path):
            if renewed:
                key.unlink(missing_ok=True)
            return Pseudonyms.kept_in(key)

    def back_up_daily(self) -> None:
        """Make the daily backup if it is due. A failure is a notice: work goes on without it."""
        newest = max((copy.made for copy in backups_of(self.path)), default=None)
        if newest is not None and datetime.now(UTC) - newest < DAY:
            return
        try:
            with faults_of(self.path, "backed up"):
                back_up(self.path, Kind.DAILY)
        except StoreError as error:
            log.warning("the daily backup failed: %s", type(error.__cause__).__name__)
            notice = f"The daily backup failed. {error}"
            self.notices = [*(text for text in self.notices if "backup" not in text), notice]
        else:
            self.notices = [text for text in self.notices if "backup" not in text]

    @contextmanager
    def _connected(self, verb: str, *, writes: bool) -> Iterator[Connection]:
        with faults_of(self.path, verb):
            try:
                if writes:
                    self._still_there()
                    if self._doubtful:
                        self._bring_home()
                with self._pool().connect() as opened:
                    connection = opened.execution_options(**{_WRITES: writes})
                    with connection.begin():
                        yield connection
            except BaseException as error:
                self._doubtful = self._doubtful or (writes and _disk_failed(error))
                # After an I/O error nobody knows what a connection believes; new ones do no harm.
                self.release()
                raise

    def _bring_home(self, *, alone: bool = True) -> None:
        """Write anew what stands in the write-ahead log, and empty it.

        When the disk could not be synchronised, the system may have forgotten that pages of the log
        are not on it. What is appended to such a log may be lost with it, although the disk took
        the later part; so nothing is, before its content was written and synchronised elsewhere.

        Parameters
        ----------
        alone
            Whether others who use the database just now are a reason to refuse.
        """
        connection = self._pool().raw_connection()
        try:
            cursor = connection.cursor()
            busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            cursor.close()
        finally:
            connection.close()
        if busy and alone:
            raise StoreUnavailableError(
                f"The results in {self.path} cannot be written: after an error of the disk all "
                "other programs must let go of them first. Close other windows and commands."
            )
        self._doubtful = self._doubtful and bool(busy)

    def _still_there(self) -> None:
        """Refuse to write into a file that was removed: nobody would ever read it again."""
        status = self.path.stat()
        if (status.st_dev, status.st_ino) != self._identity:
            self.release()
            raise StoreError(
                f"The results in {self.path} were exchanged while the program was running. "
                "Start it again."
            )

    def _pool(self) -> Engine:
        if self._engine is None:
            # WAL lets readers go on while a study is saved.
            self._engine = _engine(self.path, QueuePool, ("journal_mode=WAL", *PRAGMAS))
        return self._engine

    def _check(self) -> None:
        with self.reading() as connection:
            verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if verdict != "ok":
            raise damaged(self.path, " ".join(str(verdict).split()))

    def _bring_up_to_date(self, begin: Callable[[Connection], None]) -> None:
        with self.reading() as connection:
            number = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            tables = set(
                connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
                .scalars()
                .all()
            )
            revision = revision_of(connection)
        if revision == REVISION and number == FORMAT:
            return
        # Revisions are numbered, so that an older program knows a newer one.
        if number > FORMAT or (revision is not None and revision > REVISION):
            raise StoreError(
                f"The results in {self.path} were written by a newer version of the program. "
                "Update it, or move that file away to begin anew."
            )
        if tables:
            back_up(self.path, Kind.MIGRATION)
            log.info("backed up before the migration from %s", revision or f"format {number}")
        before_alembic = "view_scores" in tables and revision is None
        with self.writing() as connection:
            upgrade(connection, "0001" if before_alembic else None)
            begin(connection)


@contextmanager
def store_lock(path: Path) -> Iterator[None]:
    """Let one process at a time open, migrate, restore or purge; a killed one lets go by itself.

    Raises
    ------
    StoreUnavailableError
        Where another one holds the lock for long.
    """
    lock = FileLock(path.with_name("store.lock"), timeout=LOCK_SECONDS, mode=OWNER_FILE)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreUnavailableError(
            f"The results in {path} cannot be opened: another program is just checking or changing "
            "them. Wait until it is done."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _present(path: Path, may_begin: bool) -> tuple[int, int]:
    """Make sure there is a file, and return what tells it from any other."""
    if not path.exists() or path.stat().st_size == 0:
        if not may_begin:
            raise damaged(path, "the file is empty" if path.exists() else "the file has gone")
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_FILE))
        sync_folder(path.parent)
    elif not path.is_file():
        raise OSError(errno.EISDIR, "it is a folder, not a file")
    status = path.stat()
    if status.st_mode & 0o077 and os.name != "nt":
        path.chmod(OWNER_FILE)
    return status.st_dev, status.st_ino


def _connect(path: Path) -> sqlite3.Connection:
    """Open a file that is there; never make one, for that would hide a loss."""
    return sqlite3.connect(
        sqlite_uri(path.absolute(), "rw"),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MS / 1000,
    )


def _engine(path: Path, pool: type[Pool], pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path),
        poolclass=pool,
        hide_parameters=True,  # patients' names would stand in the texts of errors
    )

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _disk_failed(error: BaseException) -> bool:
    cause = getattr(error, "orig", error)
    name = getattr(cause, "sqlite_errorname", "")
    return isinstance(cause, OSError) or name.startswith(("SQLITE_IOERR", "SQLITE_FULL"))


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
