"""Opening: checked, taken over, backed up; what is damaged stays until someone decides."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from mura_desktop.errors import StoreDamagedError, StoreError, StoreUnavailableError
from mura_desktop.store import sqlite
from mura_desktop.store.audit import begin_log
from mura_desktop.store.backups import (
    KEPT,
    Kind,
    backup_folder,
    backups_of,
    damaged_folder,
    sqlite_uri,
)
from mura_desktop.store.repository import Store, restore
from mura_desktop.store.sqlite import SqliteDatabase, store_lock
from mura_desktop.store.tables import METADATA, REVISION
from tests.store.examples import NORMAL, SOURCE, score, study, view
from tests.store.test_repository import save

FORMAT_1 = Path(__file__).parent / "data" / "format-1.sqlite"
"""Written by the first version of the program, before Alembic: three scores."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.sqlite"


def contents(path: Path) -> dict[str, bytes]:
    return {part.name: part.read_bytes() for part in path.parent.glob(f"{path.name}*")}


def spoil(path: Path) -> None:
    """Overwrite the middle of a closed database, as a failing disk would."""
    data = bytearray(path.read_bytes())
    data[4096 * 2 : -4096] = os.urandom(len(data) - 4096 * 3)
    path.write_bytes(data)


def test_a_database_of_the_first_version_is_taken_over_without_loss(path: Path) -> None:
    shutil.copy(FORMAT_1, path)

    store = Store(path)

    found = store.known([view(f"1.2.3.{number}") for number in range(3)], SOURCE)
    assert {uid: kept.score.score for uid, kept in found.items()} == {
        "1.2.3.0": 0,
        "1.2.3.1": 0.25,
        "1.2.3.2": 0.5,
    }
    assert found["1.2.3.2"].score == score("1.2.3.2", 0.5)


def test_before_a_migration_the_old_database_is_backed_up(path: Path) -> None:
    shutil.copy(FORMAT_1, path)

    Store(path)

    (backup,) = (copy for copy in backups_of(path) if copy.kind is Kind.MIGRATION)
    with closing(sqlite3.connect(backup.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT COUNT(*) FROM view_scores").fetchone() == (3,)


def test_a_migration_that_fails_leaves_the_old_database(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(FORMAT_1, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE audit (in_the_way)")  # the last table the step makes

    with pytest.raises(StoreError):
        Store(path)

    with closing(sqlite3.connect(path)) as connection:
        keys = connection.execute("SELECT DISTINCT model_key FROM view_scores").fetchall()
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
    assert keys == [("c" * 64,)]
    assert {name for (name,) in tables} == {"view_scores", "audit"}


def test_studies_from_before_issuers_were_kept_stay_and_learn_them_when_seen_again(
    path: Path,
) -> None:
    Store(path).remember([study("1.2.3")])
    with closing(sqlite3.connect(path)) as connection, connection:
        for column in ("issuer", "birth_date", "family_name"):
            connection.execute(f"ALTER TABLE studies DROP COLUMN {column}")
        connection.execute("UPDATE alembic_version SET version_num = '0005'")

    store = Store(path)

    (before, since) = store.stored(["1.2.3"])["1.2.3"]
    assert before == replace(study("1.2.3"), issuer="", birth_date=None, family_name="")
    store.remember([study("1.2.3")])
    assert store.stored(["1.2.3"]) == {"1.2.3": (study("1.2.3"), since)}


def test_no_migration_without_a_backup(path: Path) -> None:
    shutil.copy(FORMAT_1, path)
    backup_folder(path).touch()  # a file where the folder must be

    with pytest.raises(StoreError):
        Store(path)

    assert path.read_bytes() == FORMAT_1.read_bytes()


def test_the_migrations_make_the_tables_of_the_program(path: Path) -> None:
    opened = SqliteDatabase(path, may_begin=True, begin=lambda _: None)
    with opened.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, METADATA)
    config = Config()
    config.set_main_option("script_location", "mura_desktop.store:migrations")

    assert differences == []
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_every_connection_is_careful(path: Path) -> None:
    with SqliteDatabase(path, may_begin=True, begin=lambda _: None).reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


@pytest.mark.parametrize(
    "statement", ["PRAGMA user_version = 99", "UPDATE alembic_version SET version_num = '9999'"]
)
def test_a_database_of_a_newer_version_is_left_alone(path: Path, statement: str) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute(statement)
        before = list(connection.iterdump())

    with pytest.raises(StoreError, match="newer version"):
        Store(path)

    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before


def test_a_file_that_is_no_database_is_named_and_left_alone(path: Path) -> None:
    path.write_bytes(b"this is no database" * 500)

    with pytest.raises(StoreDamagedError, match=r"results\.sqlite are damaged"):
        Store(path)

    assert path.read_bytes() == b"this is no database" * 500


def test_a_corrupt_database_is_found_at_the_start_and_its_backups_are_offered(path: Path) -> None:
    store = Store(path)
    save(store, study("1.2.3", views=200))
    backup = store.back_up()
    store.close()
    spoil(path)
    before = contents(path)

    with pytest.raises(StoreDamagedError) as caught:
        Store(path)

    assert caught.value.backups[0] == backup.path
    assert contents(path) == before


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_database_that_has_gone_is_never_replaced_by_an_empty_one(path: Path, left: str) -> None:
    store = Store(path)
    save(store, study("1.2.3"))
    store.close()
    if left == "nothing":
        path.unlink()
    else:
        path.write_bytes(b"")

    with pytest.raises(StoreDamagedError, match=r"has gone|is empty"):
        Store(path)


def test_restoring_sets_the_damaged_one_aside_and_puts_the_backup_in_its_place(path: Path) -> None:
    store = Store(path)
    save(store, study("1.2.3", views=200))
    store.reads.sign(study("1.2.3", views=200), "reader", NORMAL)
    backup = store.back_up()
    save(store, study("1.2.4"))
    store.close()
    spoil(path)
    damaged = path.read_bytes()

    restore(path, backup.path)

    store = Store(path)
    assert [signed.read for signed in store.reads.history("1.2.3")] == [NORMAL]
    assert store.known([view("1.2.4.0")], SOURCE) == {}
    (aside,) = damaged_folder(path).glob("*.sqlite")
    assert aside.read_bytes() == damaged
    assert backup.path.exists()
    verdict = store.audit.verify()
    assert verdict.problems == ()
    assert "restored" in verdict.notes[0]


def test_beginning_anew_is_possible_where_someone_decides_so(path: Path) -> None:
    path.write_bytes(b"this is no database" * 500)

    restore(path, None)

    store = Store(path)
    save(store, study("1.2.3"))
    assert store.audit.verify().problems == ()
    assert len(list(damaged_folder(path).glob("*.sqlite"))) == 1


def test_a_damaged_backup_is_not_put_in_place(path: Path) -> None:
    store = Store(path)
    save(store, study("1.2.3", views=200))
    backup = store.back_up()
    store.close()
    spoil(backup.path)

    with pytest.raises(StoreError):
        restore(path, backup.path)

    assert not path.exists()
    with pytest.raises(StoreDamagedError):  # and still no empty one
        Store(path)


def test_a_backup_is_made_every_day_and_old_ones_go(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        moment = datetime(2026, 1, 1, tzinfo=UTC)

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return cls.moment

    monkeypatch.setattr("mura_desktop.store.backups.datetime", Clock)
    monkeypatch.setattr(sqlite, "datetime", Clock)
    for _ in range(10):
        Clock.moment += timedelta(hours=13)
        store = Store(path)
        store.remember([study("1.2.3")])
        store.close()

    days = [backup.made.day for backup in backups_of(path)]
    assert days == [5, 4, 3, 2, 1]
    for _ in range(10):
        Clock.moment += timedelta(hours=25)
        Store(path).close()
    assert len(backups_of(path)) == KEPT[Kind.DAILY]


def test_a_backup_is_whole_by_itself_while_others_write(path: Path) -> None:
    store = Store(path)
    save(store, study("1.2.3"))

    backup = store.back_up()

    assert store.known([view("1.2.3.0")], SOURCE)
    with closing(sqlite3.connect(f"{backup.path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT COUNT(*) FROM view_scores").fetchone() == (1,)
    assert [entry.name for entry in backup_folder(path).iterdir() if "part" in entry.name] == []


@pytest.mark.parametrize(
    ("file", "address"),
    [
        (PurePosixPath("/data/a b?.sqlite"), "file:///data/a%20b%3F.sqlite?mode=rw"),
        (PureWindowsPath(r"C:\data\x.sqlite"), "file:///C:/data/x.sqlite?mode=rw"),
        (PureWindowsPath(r"\\server\share\x.sqlite"), "file:////server/share/x.sqlite?mode=rw"),
        (
            PureWindowsPath(r"\\server\share\a b\x.sqlite"),
            "file:////server/share/a%20b/x.sqlite?mode=rw",
        ),
    ],
)
def test_a_file_has_an_address_for_sqlite_on_shares_of_windows_too(
    file: PurePath, address: str
) -> None:
    assert sqlite_uri(file, "rw") == address


@pytest.mark.skipif(os.name != "posix", reason="takes the first folder for a server")
def test_sqlite_opens_the_address_of_a_share(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE seen (x)")

    address = sqlite_uri(PureWindowsPath(f"/{path}"), "ro")  # //tmp/..., which is /tmp/...

    assert address.startswith("file:////")
    with closing(sqlite3.connect(address, uri=True)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("seen",)]


def test_a_daily_backup_that_fails_is_told_and_work_goes_on(path: Path) -> None:
    backup_folder(path).touch()

    store = Store(path)
    save(store, study("1.2.3"))

    assert len(store.notices) == 1
    assert "daily backup failed" in store.notices[0]
    assert store.known([view("1.2.3.0")], SOURCE)


def test_two_processes_that_begin_at_once_make_one_database(path: Path) -> None:
    script = (
        "from pathlib import Path; from tests.store.test_repository import *; import sys\n"
        f"save(Store(Path({str(path)!r})), study(sys.argv[1]))"
    )
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen([sys.executable, "-c", script, f"1.2.{number}"], cwd=root)
        for number in range(3)
    ]

    assert [process.wait() for process in running] == [0, 0, 0]
    store = Store(path)
    assert len(store.known([view(f"1.2.{number}.0") for number in range(3)], SOURCE)) == 3
    verdict = store.audit.verify()
    assert verdict.problems == ()


def test_the_first_entry_of_the_log_comes_with_the_tables(path: Path) -> None:
    SqliteDatabase(path, may_begin=True, begin=partial(begin_log, database=path)).release()

    # As if it had been killed there; by now there is even a backup.
    store = Store(path)
    save(store, study("1.2.3"))

    verdict = store.audit.verify()
    assert verdict.problems == ()
    assert verdict.head.number == 2


def test_opening_waits_while_another_process_restores(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LOCK_SECONDS", 0.1)

    with store_lock(path), pytest.raises(StoreUnavailableError, match="another program"):
        Store(path)

    Store(path)


def test_nothing_is_written_into_a_file_that_was_exchanged(path: Path) -> None:
    store = Store(path)
    shutil.copy(path, path.with_name("copy"))
    path.with_name("copy").replace(path)

    with pytest.raises(StoreError, match="exchanged"):
        save(store, study("1.2.3"))
