"""The database on a PostgreSQL server, so that several workstations share one worklist.

The server keeps, checks and backs up; whoever runs it answers for that. What is ours is that one
writer comes at a time, as with a file: every writing transaction first takes the same lock, so that
entries of the audit log form one chain and changes are counted in the order they are committed.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, func, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from mura_desktop.errors import StoreError
from mura_desktop.files import private_folder
from mura_desktop.logs import traced
from mura_desktop.pseudonyms import KEY_BYTES, Pseudonyms
from mura_desktop.store.changes import CHANNEL
from mura_desktop.store.claims import any_holder
from mura_desktop.store.database import GUARDS, Database, Wait
from mura_desktop.store.faults import server_faults, sqlstate
from mura_desktop.store.schema import revision_of, upgrade
from mura_desktop.store.tables import REVISION, SECRETS
from mura_desktop.store.upserts import put, put_new

log = logging.getLogger(__name__)

LOCK = int.from_bytes(b"mura")
"""Number of the advisory lock that a writer holds until its transaction ends."""
CONNECT_S = 5
LOCK_MS = 10_000
"""How long a writer waits for another one."""
IDLE_MS = 30_000
"""After so long without a word inside a transaction the server ends it: a workstation that sleeps
must not keep the others from writing."""
LOST_MS = 15_000
"""How long the network may swallow what is sent before the connection counts as lost."""
LISTEN_S = 0.5
"""How long one wait for a call takes, so that a thread that shall end does."""
LOOK_S = 10.0
"""Longest time between two looks, called or not: a call may be lost with a connection."""
SERVER_GUARDS = GUARDS | {"audit_is_never_emptied", "reads_are_never_emptied"}
KEY = "pseudonym.key"
_MIGRATION_DENIED = "42501"  # insufficient_privilege


class ServerDatabase(Database):
    """A database on a server.

    Parameters
    ----------
    url
        ``postgresql://USER@HOST/NAME``; the password stands in a password file.
    folder
        Where this workstation notes what it knows of the database.
    begin
        Called with the connection of a migration, before it is committed.
    may_begin
        Whether an empty database may be filled with tables; else that is a loss.

    Raises
    ------
    StoreUnavailableError
        Where server or network refuse for now.
    StoreError
        Where the database is of a later version, or empty although it was not before.
    """

    shared = True

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        begin: Callable[[Connection], None],
        may_begin: bool,
    ) -> None:
        self.notices: list[str] = []
        self._url = parsed(url)
        self.name = f"“{self._url.database}” on {self._url.host or 'this computer'}"
        with self.faults("opened"):
            self.path = private_folder(folder) / "results"
        try:
            self._engine = _engine(self._url)
        except ModuleNotFoundError as error:
            raise StoreError(
                f"The results in {self.name} cannot be opened: the package psycopg is missing. "
                "Install the program with its extra “server”."
            ) from error
        try:
            with self.faults("opened"):
                self._bring_up_to_date(begin, may_begin)
        except BaseException:
            self.release()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for one consistent look."""
        with self.faults("read"), self._engine.connect() as opened:
            connection = opened.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that alone may write; kept when the block ends, or not at all."""
        with self.faults("written"), self._engine.connect() as connection, connection.begin():
            _lock(connection)
            if (found := revision_of_marked(connection)) != REVISION:
                raise StoreError(_other_version(self.name, found))
            yield connection

    @contextmanager
    def removing(self) -> Iterator[Connection]:
        """Give a connection as `writing` does, and have the server rebuild its tables after it."""
        with self.writing() as connection:
            claim = any_holder(connection)
            if claim is not None:
                raise StoreError(
                    f"{claim.reader} is reading at {claim.workstation}, and what is in view there "
                    "would be kept again. Close the windows of all workstations first."
                )
            yield connection
        tables = ", ".join(
            ("studies", "views", "view_scores", "drafts", "reads", "changes", "received")
        )
        try:
            with self._engine.connect() as opened:
                connection = opened.execution_options(isolation_level="AUTOCOMMIT")
                connection.execute(text(f"VACUUM (FULL) {tables}"))
        except SQLAlchemyError as error:
            log.warning("the server did not rebuild its tables:\n%s", traced(error))
        self.notices.append(
            "Rows are removed. What the server's own backups and its write-ahead log hold of them "
            "is for whoever runs the server to remove."
        )

    @contextmanager
    def news(self) -> Iterator[Wait]:
        """Give a function that returns as soon as another workstation has committed a change."""
        dialect = self._engine.dialect
        words, options = dialect.create_connect_args(self._url.difference_update_query(["options"]))
        with self.faults("read"):
            listening: Any = dialect.loaded_dbapi.connect(
                *words, **{**options, **_connect_args(self._url)}, autocommit=True
            )
        with listening:
            with self.faults("read"):
                listening.execute(f"LISTEN {CHANNEL}")

            def wait(stop: Event) -> None:
                with self.faults("read"):
                    for _ in range(round(LOOK_S / LISTEN_S)):
                        called = list(listening.notifies(timeout=LISTEN_S, stop_after=1))
                        if called or stop.is_set():
                            return

            yield wait

    @contextmanager
    def faults(self, verb: str) -> Iterator[None]:
        """See `Database.faults`."""
        with server_faults(self.name, verb):
            yield

    def guards_missing(self, connection: Connection) -> frozenset[str]:
        """Return which triggers were removed or disabled."""
        found = connection.execute(
            text(
                "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
                "AND relname IN ('audit', 'reads') AND pg_table_is_visible(pg_class.oid)"
            )
        )
        return SERVER_GUARDS - set(found.scalars())

    def pseudonyms(self, *, renewed: bool = False) -> Pseudonyms:
        """Return how the audit log names studies; the key is the database's, one for all."""
        query = select(SECRETS.c.value).where(SECRETS.c.name == KEY)
        if not renewed:
            with self.reading() as connection:
                key = connection.execute(query).scalar()
            if key is not None:
                return Pseudonyms(key)
        fresh = {"name": KEY, "value": secrets.token_bytes(KEY_BYTES)}
        with self.writing() as connection:
            (put if renewed else put_new)(connection, SECRETS, [fresh])
            return Pseudonyms(connection.execute(query).scalar_one())

    def back_up_daily(self) -> None:
        """Do nothing: backups of a server are made by whoever runs it."""

    def release(self) -> None:
        """Close all connections; the next use opens new ones."""
        self._engine.dispose()

    def _bring_up_to_date(self, begin: Callable[[Connection], None], may_begin: bool) -> None:
        with self._engine.connect() as connection:
            found = revision_of(connection)
        if found == REVISION:
            return
        with self._engine.connect() as connection, connection.begin():
            _lock(connection)
            found = revision_of(connection)  # another workstation may have been faster
            if found == REVISION:
                return
            if found is not None and found > REVISION:
                raise StoreError(_other_version(self.name, found))
            if found is None and not may_begin:
                raise StoreError(
                    f"The results in {self.name} have gone: this workstation has worked with them, "
                    "and now there are no tables. Nothing was changed. Ask who runs the server to "
                    "put back a backup."
                )
            encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
            if encoding != "UTF8":
                raise StoreError(
                    f"The database {self.name} has the encoding {encoding}. Make one with "
                    "ENCODING 'UTF8'."
                )
            if found is None and inspect(connection).has_table("studies"):
                raise StoreError(
                    f"The database {self.name} has tables of something else. Make one for this "
                    "program alone."
                )
            try:
                upgrade(connection)
            except SQLAlchemyError as error:
                if sqlstate(error) != _MIGRATION_DENIED:
                    raise
                raise StoreError(
                    f"The database {self.name} has to be brought from step {found or 'nothing'} to "
                    f"step {REVISION}, which this account may not do. Start the program once with "
                    "the account that owns the tables."
                ) from error
            begin(connection)


def parsed(url: str) -> URL:
    """Return an address with the driver that we use.

    Raises
    ------
    StoreError
        Where it is no address of a PostgreSQL database.
    """
    try:
        parts = make_url(url)
    except ArgumentError as error:
        raise StoreError("The setting “database” is no address of a database.") from error
    if parts.get_backend_name() != "postgresql" or not parts.database:
        raise StoreError(
            "The setting “database” must be like postgresql://USER@HOST/NAME. Leave it out to keep "
            "results in the data folder."
        )
    return parts.set(drivername="postgresql+psycopg")


def local_folder(data: Path, url: str) -> Path:
    """Return where a workstation notes what it knows of a server's database."""
    parts = parsed(url)
    place = f"{parts.host or ''}:{parts.port or 5432}/{parts.database}"
    return data / f"server-{hashlib.sha256(place.encode()).hexdigest()[:12]}"


def revision_of_marked(connection: Connection) -> str:
    """Return the revision of a database that has one, in one question."""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _other_version(name: str, found: str) -> str:
    if found > REVISION:
        return f"The results in {name} were written by a newer version of the program. Update it."
    return f"The results in {name} were put back to an earlier state. Start the program again."


def _lock(connection: Connection) -> None:
    connection.execute(select(func.pg_advisory_xact_lock(LOCK)))


def _connect_args(url: URL) -> dict[str, Any]:
    """Return what every connection is made with, besides the address."""
    options = (
        *(f"-c lock_timeout={LOCK_MS}", f"-c idle_in_transaction_session_timeout={IDLE_MS}"),
        "-c synchronous_commit=on",  # what returned is on the server's disk
    )
    given = url.query.get("options", "")
    own = given if isinstance(given, str) else " ".join(given)
    return {
        "connect_timeout": CONNECT_S,
        "application_name": "mura-desktop",
        "client_encoding": "utf8",
        "options": " ".join((*options, own)).strip(),
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": LOST_MS,
    }


def _engine(url: URL) -> Engine:
    try:
        return create_engine(
            url.difference_update_query(["options"]),
            pool_pre_ping=True,  # a server that was restarted costs no error
            pool_recycle=1800,
            hide_parameters=True,  # patients' names would stand in the texts of errors
            connect_args=_connect_args(url),
        )
    except NoSuchModuleError as error:
        raise StoreError("The setting “database” names a database that is not known.") from error
