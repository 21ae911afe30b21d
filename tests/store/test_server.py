"""A server's database is begun once, kept whole by all, and missed only while it is away."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from mura_desktop.errors import StoreError, StoreUnavailableError
from mura_desktop.store import server as server_module
from mura_desktop.store.keeper import Keeper
from mura_desktop.store.repository import Store
from mura_desktop.store.tables import METADATA
from tests.servers import PostgreSql
from tests.store.conftest import Place, on_server
from tests.store.examples import ABNORMAL, NORMAL, SOURCE, finding, study
from tests.store.test_repository import save
from tests.store.test_watching import Listener

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(postgresql: PostgreSql, tmp_path: Path) -> Iterator[Place]:
    """Give a place on a server."""
    yield from on_server(postgresql, tmp_path)


@pytest.fixture
def empty(postgresql: PostgreSql, tmp_path: Path) -> Iterator[Place]:
    """Give a database that nobody has begun."""
    name = postgresql.empty()
    empty = Place(tmp_path / "results.sqlite", postgresql.url(name))
    yield empty
    empty.close()
    postgresql.drop(name)


def name_of(place: Place) -> str:
    return str(place.url).split("/")[3].partition("?")[0]


def test_the_migrations_make_the_tables_of_the_program(empty: Place) -> None:
    with empty.open().database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_workstations_that_begin_at_once_make_one_database(empty: Place) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.store.test_repository import *\n"
        "save(Store(Path(sys.argv[1]), sys.argv[2]), study(sys.argv[3]))"
    )
    running = []
    for number in range(2):
        folder = empty.path.parent / f"ws-{number}"
        folder.mkdir()
        words = (str(folder / "results.sqlite"), str(empty.url), f"1.2.{number}")
        running.append(subprocess.Popen([sys.executable, "-c", script, *words], cwd=ROOT))

    assert [process.wait() for process in running] == [0, 0]
    store = empty.open()
    assert len(store.worklist(SOURCE)) == 2
    assert store.audit.verify().problems == ()


def test_all_workstations_name_a_study_alike_in_the_audit_log(place: Place) -> None:
    save(place.open("one"), study("1.2.3"))
    save(place.open("two"), study("1.2.3"))

    rows = place.execute("SELECT study FROM audit WHERE action = 'scored'")

    assert len(rows) == 2
    assert rows[0] == rows[1]


def test_every_workstation_keeps_a_witness_of_the_log(place: Place) -> None:
    one, two = place.open("one"), place.open("two")
    save(one, study("1.2.3"))
    save(two, study("1.2.4"))
    place.execute("ALTER TABLE audit DISABLE TRIGGER USER")
    place.execute("DELETE FROM audit WHERE number > 2")
    place.execute("ALTER TABLE audit ENABLE TRIGGER USER")

    assert one.audit.verify().problems == ()  # it knew of no later entry
    assert "its end is missing" in two.audit.verify().problems[0]


def test_after_the_server_s_backup_was_put_back_the_log_is_checked_from_there(
    place: Place,
) -> None:
    store = place.open()
    save(store, study("1.2.3"))
    place.execute("ALTER TABLE audit DISABLE TRIGGER USER")
    place.execute("DELETE FROM audit WHERE number = 2")
    place.execute("ALTER TABLE audit ENABLE TRIGGER USER")
    assert store.audit.verify().problems

    store.note_restored()

    verdict = store.audit.verify()
    assert verdict.problems == ()
    assert "restored" in verdict.notes[0]


def test_a_database_that_lost_its_tables_is_not_begun_anew(
    place: Place, postgresql: PostgreSql
) -> None:
    save(place.open(), study("1.2.3"))
    place.close()
    postgresql.drop(name_of(place))
    postgresql.execute(f"CREATE DATABASE {name_of(place)}")

    with pytest.raises(StoreError, match="have gone"):
        place.open()


def test_a_newer_version_is_told_at_the_start_and_while_one_works(place: Place) -> None:
    store = place.open()
    place.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreError, match="newer version"):
        save(store, study("1.2.3"))
    with pytest.raises(StoreError, match="newer version"):
        place.open("two")

    assert store.worklist(SOURCE) == ()


@pytest.mark.parametrize(
    ("url", "said"),
    [("postgresql://nobody@/mura?host=/nowhere", "Check network"), ("sqlite:///x", "must be like")],
)
def test_an_address_that_leads_nowhere_is_named_with_a_remedy(
    tmp_path: Path, url: str, said: str
) -> None:
    with pytest.raises(StoreError, match=said):
        Store(tmp_path / "results.sqlite", url)


def test_a_database_in_another_encoding_is_refused(postgresql: PostgreSql, tmp_path: Path) -> None:
    name = postgresql.empty("ENCODING 'SQL_ASCII' TEMPLATE template0")

    with pytest.raises(StoreError, match="SQL_ASCII"):
        Store(tmp_path / "results.sqlite", postgresql.url(name))

    postgresql.drop(name)


def test_backups_are_left_to_the_server(place: Place) -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        place.open().back_up()


def test_a_removed_patient_is_gone_from_all_tables(place: Place) -> None:
    store = place.open()
    goes, stays = study("1.2.77", "Goes", 3, "PAT-1"), study("1.2.88", "Stays", 2, "PAT-2")
    for one in (goes, stays):
        save(store, one)
        store.reads.save_draft(one, "reader", ABNORMAL, 0)
        store.reads.sign(one, "reader", NORMAL)

    removed = store.purge(store.studies_of("pat-1"))

    assert (removed.study_uids, removed.reads) == (("1.2.77",), 1)
    for table in ("studies", "views", "view_scores", "drafts", "reads", "claims", "changes"):
        text = str(place.execute(f"SELECT * FROM {table}"))
        assert "Goes" not in text
        assert "1.2.77" not in text
    assert [one.study for one in store.worklist(SOURCE)] == [stays]
    assert store.audit.verify().problems == ()
    assert "server's own backups" in store.notices[0]


def test_nothing_is_removed_while_somebody_reads(place: Place) -> None:
    store = place.open()
    save(store, study("1.2.3"))
    store.claims.claim(study("1.2.3"), "Dr Two", "ws-2")

    with pytest.raises(StoreError, match="Dr Two is reading at ws-2"):
        store.purge()

    assert store.worklist(SOURCE)


def test_an_account_with_the_rights_of_docs_scaling_works_and_cannot_touch_the_log(
    place: Place, postgresql: PostgreSql
) -> None:
    place.open("owner")
    database = name_of(place)
    text = (ROOT / "docs" / "scaling.md").read_text("utf-8")
    rights = text.split("```sql")[2].split("```")[0]
    postgresql.execute("DROP ROLE IF EXISTS mura_reader")
    postgresql.execute("CREATE ROLE mura_reader LOGIN")
    for statement in rights.split(";"):
        if statement.strip():
            postgresql.execute(statement, database)
    reader = Store(place.path, postgresql.url(database, "mura_reader"))
    try:
        save(reader, study("1.2.3"))
        reader.claims.claim(study("1.2.3"), "reader", "ws")
        reader.reads.save_draft(study("1.2.3"), "reader", NORMAL, 0)
        reader.reads.sign(study("1.2.3"), "reader", NORMAL)
        reader.claims.release("1.2.3", "reader", "ws")
        for forbidden in (
            "DELETE FROM audit",
            "UPDATE reads SET conclusion = 'x'",
            "ALTER TABLE audit DISABLE TRIGGER USER",
            "DROP TRIGGER audit_keeps_entries ON audit",
        ):
            with pytest.raises(StoreError), reader.database.writing() as connection:
                connection.exec_driver_sql(forbidden)
        place.execute("UPDATE alembic_version SET version_num = '0001'")
        with pytest.raises(StoreError, match="account that owns"):
            Store(place.path, postgresql.url(database, "mura_reader"))
        assert reader.audit.verify().problems == ()
    finally:
        reader.close()
        postgresql.execute("DROP OWNED BY mura_reader", database)
        postgresql.execute("DROP ROLE mura_reader")


def test_a_server_that_goes_and_comes_back_costs_nothing_that_was_typed_or_signed(
    place: Place, postgresql: PostgreSql
) -> None:
    store = place.open()
    troubled, well = threading.Event(), threading.Event()
    keeper = Keeper(
        store.reads, lambda text: (well if text is None else troubled).set(), retry_s=0.05
    )
    listener = Listener(place)
    save(store, study("1.2.2"))
    listener.until("1.2.2", "scored")
    postgresql.stop("immediate")
    try:
        with pytest.raises(StoreUnavailableError, match="Check network, server"):
            store.worklist(SOURCE)
        keeper.draft(study("1.2.3"), "reader", ABNORMAL)
        signature = keeper.sign(study("1.2.4"), "reader", NORMAL, finding=finding(study("1.2.4")))
        assert troubled.wait(20)
        assert listener.troubles.get(timeout=20) is not None
    finally:
        postgresql.start()
    assert signature.result(20).version == 1
    assert keeper.settle(20)
    assert well.wait(20)
    while listener.troubles.get(timeout=20) is not None:
        continue
    listener.until("1.2.4", "read")
    keeper.close()
    listener.close()
    draft = store.reads.draft("1.2.3", "reader")
    assert draft is not None
    assert draft.read == ABNORMAL
    assert {one.study.uid for one in store.worklist(SOURCE)} == {"1.2.2", "1.2.3", "1.2.4"}
    assert store.audit.verify().problems == ()


HOLDS_THE_LOCK = """
import sys, time
from pathlib import Path
from mura_desktop.store.audit import Action
from mura_desktop.store.repository import Store
store = Store(Path(sys.argv[1]), sys.argv[2])
with store.database.writing() as connection:
    store.audit.append(connection, Action.SCORED, "1.2.3")
    print("holds", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def frozen(place: Place) -> Iterator[subprocess.Popen[str]]:
    """Give a workstation that stands still in the middle of a transaction."""
    folder = place.path.parent / "frozen"
    folder.mkdir()
    words = (str(folder / "results.sqlite"), str(place.url))
    command = [sys.executable, "-c", HOLDS_THE_LOCK, *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holds\n"
        yield process
        process.kill()


def test_a_workstation_killed_while_it_writes_leaves_no_trace_and_holds_up_nobody(
    place: Place, frozen: subprocess.Popen[str]
) -> None:
    frozen.send_signal(signal.SIGKILL)
    frozen.wait()
    store = place.open()

    save(store, study("1.2.4"))

    verdict = store.audit.verify()
    assert verdict.problems == ()
    assert verdict.head.number == 2


def test_a_workstation_that_hangs_while_it_writes_is_told_and_the_server_ends_it(
    place: Place, frozen: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(server_module, "LOCK_MS", 200)
    store = place.open()

    with pytest.raises(StoreUnavailableError, match="another workstation is writing"):
        save(store, study("1.2.4"))

    with store.database.reading() as connection:
        shown = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar_one()
    assert shown == "30s"
    frozen.send_signal(signal.SIGCONT)
