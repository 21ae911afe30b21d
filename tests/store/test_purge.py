"""What was removed is in no byte of the data folder any more, and the audit log stays whole."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from mura_desktop.errors import StoreUnavailableError
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.store.backups import damaged_folder
from mura_desktop.store.repository import Store
from mura_desktop.studies.reads import Read
from tests.store.examples import NORMAL, SOURCE, study, view
from tests.store.test_repository import save

ROOT = Path(__file__).parents[2]
GOES = [study(f"1.2.77.{number}", "Zwetschkenbaum", 3, "PAT-0815") for number in range(15)]
STAYS = [study(f"1.2.88.{number}", "Bleibtreu", 2, "PAT-0042") for number in range(15)]
SECRETS = (b"Zwetschkenbaum", b"PAT-0815", b"1.2.77.", b"sehr geheimer Befund")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of two patients, with drafts, reads, a backup and a database set aside."""
    store = Store(tmp_path_factory.mktemp("filled") / "results.sqlite")
    for one in (*GOES, *STAYS):
        save(store, one)
    text = "sehr geheimer Befund " * 300
    store.reads.save_draft(GOES[0], "reader", Read(text=text), 0)
    store.reads.sign(GOES[1], "reader", NORMAL)
    store.reads.sign(STAYS[0], "reader", NORMAL)
    backup = store.back_up()
    damaged_folder(store.path).mkdir()
    (damaged_folder(store.path) / "results-1.sqlite").write_bytes(backup.path.read_bytes())
    store.close()
    return store.path.parent


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Store:
    shutil.copytree(filled, tmp_path / "data")
    store = Store(tmp_path / "data" / "results.sqlite")
    text = "sehr geheimer Befund"  # so that the write-ahead log has something to tell as well
    store.reads.save_draft(GOES[0], "reader", Read(text=text), 0)
    return store


def traces(folder: Path) -> dict[str, list[bytes]]:
    """Return which secrets stand in which files."""
    return {
        str(path.relative_to(folder)): found
        for path in folder.rglob("*")
        if path.is_file()
        and (found := [secret for secret in SECRETS if secret in path.read_bytes()])
    }


def test_before_a_removal_the_patient_is_in_many_files(store: Store) -> None:
    found = traces(store.path.parent)

    assert {"results.sqlite", "results.sqlite-wal", "damaged/results-1.sqlite"} <= set(found)
    assert any(name.startswith("backups/") for name in found)
    assert {secret for secrets in found.values() for secret in secrets} == set(SECRETS)


@pytest.mark.parametrize("called", ["PAT-0815", "pat-0815", "Zwetschkenbaum (PAT-0815)"])
def test_a_removed_patient_is_in_no_byte_and_others_stay(store: Store, called: str) -> None:
    removed = store.purge(store.studies_of(called))

    assert (len(removed.study_uids), removed.reads, removed.drafts) == (15, 1, 1)
    assert traces(store.path.parent) == {}
    assert set(store.known(STAYS[3].views, SOURCE)) == {view.uid for view in STAYS[3].views}
    assert store.reads.history(STAYS[0].uid)[0].read == NORMAL
    store.close()
    assert traces(store.path.parent) == {}


def test_removing_everything_leaves_the_log_and_nothing_that_leads_to_a_patient(
    store: Store,
) -> None:
    key = store.path.with_name("pseudonym.key").read_bytes()

    removed = store.purge()

    assert len(removed.study_uids) == 30
    assert traces(store.path.parent) == {}
    assert b"Bleibtreu" not in store.path.read_bytes()
    assert store.path.with_name("pseudonym.key").read_bytes() != key
    save(store, study("1.2.99"))
    assert "1.2.99.0" in store.known([view("1.2.99.0")], SOURCE)


def test_the_audit_log_stays_whole_and_tells_of_the_removal(store: Store) -> None:
    before = store.audit.verify().head

    store.purge(store.studies_of("PAT-0815"))

    verdict = store.audit.verify(before.hash)
    assert verdict.problems == ()
    with closing(sqlite3.connect(store.path)) as connection:
        rows = connection.execute("SELECT study, detail FROM audit WHERE action = 'deleted'")
        entries = rows.fetchall()
    assert len(entries) == 16
    assert json.loads(entries[-1][1]) == {"everything": False, "reads": 1, "studies": 15}


def test_scores_of_which_nobody_knows_the_patient_go_too(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE views SET uid = 'other' || uid WHERE study_uid = '1.2.88.5'")
        connection.commit()

    store.purge(store.studies_of("PAT-0815"))

    assert store.known(STAYS[5].views, SOURCE) == {}
    assert store.known(STAYS[6].views, SOURCE)


def test_nothing_is_removed_while_another_process_has_the_database_open(store: Store) -> None:
    other = Store(store.path)
    other.known([view("1")], SOURCE)

    with pytest.raises(StoreUnavailableError):
        store.purge(store.studies_of("PAT-0815"))

    assert store.studies_of("PAT-0815")
    assert traces(store.path.parent)
    other.close()
    store.purge(store.studies_of("PAT-0815"))
    assert not store.studies_of("PAT-0815")


def mura_desktop(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mura_desktop", *words],
        env=os.environ | {DATA_VARIABLE: str(data), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_asks_removes_and_says_what(store: Store) -> None:
    data = store.path.parent
    store.close()

    unasked = mura_desktop(data, "purge", "--patient", "PAT-0815")
    unknown = mura_desktop(data, "purge", "--patient", "nobody", "--yes")
    done = mura_desktop(data, "purge", "--patient", "PAT-0815", "--yes")

    assert (unasked.returncode, unknown.returncode, done.returncode) == (2, 2, 0), done.stderr
    assert "15 studies" in unasked.stderr
    assert "Removed: 15 studies, 1 signed reads, 1 drafts." in done.stderr
    assert traces(data) == {}


def test_the_key_of_copies_goes_with_everything_and_with_no_patient(store: Store) -> None:
    data = store.path.parent
    store.close()
    (data / "export.key").write_bytes(b"k" * 32)

    one = mura_desktop(data, "purge", "--patient", "PAT-0815", "--yes")
    kept = (data / "export.key").exists()
    everything = mura_desktop(data, "purge", "--everything", "--yes")

    assert (one.returncode, everything.returncode) == (0, 0), everything.stderr
    assert kept
    assert not (data / "export.key").exists()


def test_a_key_that_cannot_be_removed_is_told_and_all_else_goes(store: Store) -> None:
    data = store.path.parent
    store.close()
    (data / "export.key").mkdir()  # which no removal of a file takes away

    done = mura_desktop(data, "purge", "--everything", "--yes")

    assert done.returncode == 0, done.stderr
    assert "export.key could not be removed. Remove it by hand." in " ".join(done.stderr.split())
    assert "Removed: 30 studies" in done.stderr
    assert traces(data) == {}


def test_the_command_verifies_the_log_and_finds_what_was_cut(store: Store) -> None:
    data = store.path.parent
    store.close()

    whole = mura_desktop(data, "audit", "verify")
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("DROP TRIGGER audit_loses_no_entry")
        connection.execute("DELETE FROM audit WHERE number > 20")
        connection.commit()
    cut = mura_desktop(data, "audit", "verify", "--head", whole.stdout.split()[-1])

    assert whole.returncode == 0, whole.stderr
    assert len(whole.stdout.split()[-1]) == 64
    assert cut.returncode == 7
    assert "its end is missing" in cut.stdout


def test_the_command_lists_backups_and_puts_one_in_place(store: Store) -> None:
    data = store.path.parent
    store.close()
    store.path.write_bytes(b"no database" * 1000)

    refused = mura_desktop(data, "audit", "verify")
    listed = mura_desktop(data, "restore")
    done = mura_desktop(data, "restore", "--latest", "--yes")

    assert refused.returncode == 5
    assert "mura-desktop restore" in refused.stderr
    assert len(listed.stdout.splitlines()) == 2
    assert done.returncode == 0, done.stderr
    assert Store(store.path).studies_of("PAT-0815")
