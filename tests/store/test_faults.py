"""Disks fill up, fail and vanish: a message, nothing lost, and work goes on when the disk does."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mura_desktop import patience
from mura_desktop.errors import StoreUnavailableError
from mura_desktop.events import Event, Kept, NotKept
from mura_desktop.patience import patiently
from mura_desktop.store import sqlite
from mura_desktop.store.keeper import Keeper
from mura_desktop.store.repository import Store
from tests.store.examples import NORMAL, SOURCE, finding, study, view
from tests.store.faults import eio_library, immutable, remount, small_disk
from tests.store.test_repository import save

ROOT = Path(__file__).parents[2]


def fill(folder: Path) -> Path:
    """Leave no byte free."""
    rubbish = folder / "rubbish"
    with rubbish.open("ab", buffering=0) as stream:
        for size in (65536, 512, 1):
            try:
                while True:
                    stream.write(b"x" * size)
            except OSError:
                continue
    return rubbish


def intact(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


class Listener:
    """Hears what a keeper says."""

    def __init__(self) -> None:
        self.said: list[str | None] = []
        self.troubled = threading.Event()
        self.well = threading.Event()

    def __call__(self, text: str | None) -> None:
        self.said.append(text)
        (self.well if text is None else self.troubled).set()


@contextmanager
def keeper_of(store: Store) -> Iterator[tuple[Keeper, Listener]]:
    listener = Listener()
    keeper = Keeper(store.reads, listener, retry_s=0.05)
    try:
        yield keeper, listener
    finally:
        keeper.close()


def type_and_sign_through(store: Store, listener: Listener, keeper: Keeper, mend: object) -> None:
    """Type and sign while the disk is broken, mend it, and find everything on it."""
    drafted, wrist = study("1.2.3"), study("1.2.4")
    for text in ("F", "Fr", "Frac"):
        keeper.draft(drafted, "reader", replace(NORMAL, text=text))
    signature = keeper.sign(wrist, "reader", NORMAL, finding=finding(wrist))
    assert listener.troubled.wait(30)
    assert {unsaved.study.uid for unsaved in keeper.unsaved()} == {"1.2.3", "1.2.4"}
    assert not signature.done()
    assert callable(mend)
    mend()
    assert signature.result(30).version == 1
    assert keeper.settle(30)
    assert listener.well.wait(30)
    draft = store.reads.draft("1.2.3", "reader")
    assert draft is not None
    assert draft.read.text == "Frac"
    assert store.reads.history("1.2.4")[0].read == NORMAL
    assert store.audit.verify().problems == ()


def test_a_full_disk_is_named_and_reads_are_kept_as_soon_as_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4000) as disk:
        store = Store(disk / "results.sqlite")
        save(store, study("1.2.2"))
        rubbish = fill(disk)
        with keeper_of(store) as (keeper, listener):
            type_and_sign_through(store, listener, keeper, rubbish.unlink)
            assert "full" in str(listener.said[0])
        assert "1.2.2.0" in store.known([view("1.2.2.0")], SOURCE)
        store.close()
        assert intact(store.path)


def test_a_disk_that_turns_read_only_is_named_and_reads_are_kept_when_it_is_writable_again(
    tmp_path: Path,
) -> None:
    with small_disk(tmp_path / "disk", 4000) as disk:
        store = Store(disk / "results.sqlite")
        store.close()
        remount(disk, "ro")
        with keeper_of(store) as (keeper, listener):
            type_and_sign_through(store, listener, keeper, lambda: remount(disk, "rw"))
        store.close()
        assert intact(store.path)


def test_a_file_that_nobody_may_change_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "results.sqlite")
    store.close()

    with immutable(store.path), pytest.raises(StoreUnavailableError, match="cannot be"):
        save(store, study("1.2.3"))

    save(store, study("1.2.3"))
    assert "1.2.3.0" in store.known([view("1.2.3.0")], SOURCE)


def test_a_lock_of_another_process_is_named_and_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 100)
    store = Store(tmp_path / "results.sqlite")
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); input(); c.execute('ROLLBACK')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        stdin = holder.stdin

        def let_go() -> None:
            stdin.write("\n")
            stdin.flush()
            holder.wait(30)

        with keeper_of(store) as (keeper, listener):
            type_and_sign_through(store, listener, keeper, let_go)
        assert "another program" in str(listener.said[0])


EIO_SCRIPT = """
import sys
from pathlib import Path
from mura_desktop.errors import StoreUnavailableError
from mura_desktop.store.repository import Store
from tests.store.examples import *
from tests.store.test_repository import save

path, broken = Path(sys.argv[1]), Path(sys.argv[2])
store = Store(path)
save(store, study("1.2.1"))
broken.touch()
for _ in range(3):
    try:
        save(store, study("1.2.2"))
    except StoreUnavailableError as error:
        print("refused:", error)
    else:
        print("taken")
    try:
        store.reads.sign(study("1.2.2"), "reader", NORMAL)
    except StoreUnavailableError as error:
        print("refused:", error)
    else:
        print("taken")
broken.unlink()
save(store, study("1.2.3"))
store.reads.sign(study("1.2.2"), "reader", NORMAL)
assert store.audit.verify().problems == (), store.audit.verify()
print("kept")
"""


def test_a_disk_that_fails_to_write_is_named_and_acknowledges_nothing(tmp_path: Path) -> None:
    library = eio_library(tmp_path)
    path = tmp_path / "data" / "results.sqlite"
    path.parent.mkdir()
    broken = tmp_path / "broken"
    done = subprocess.run(
        [sys.executable, "-c", EIO_SCRIPT, str(path), str(broken)],
        cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": str(library), "BROKEN": str(broken)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 7
    assert all("the disk reports an error" in line for line in lines[:6])
    assert lines[6] == "kept"
    assert intact(path)
    store = Store(path)
    assert {"1.2.1.0", "1.2.3.0"} <= set(store.known([view("1.2.1.0"), view("1.2.3.0")], SOURCE))
    assert store.audit.verify().problems == ()


def test_a_job_waits_for_the_disk_and_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "RETRY_S", 0.05)
    with small_disk(tmp_path / "disk", 4000) as disk:
        store = Store(disk / "results.sqlite")
        rubbish = fill(disk)
        events: list[Event] = []
        for event in patiently(lambda: save(store, study("1.2.3")), threading.Event(), None):
            events.append(event)
            rubbish.unlink(missing_ok=True)
        assert "1.2.3.0" in store.known([view("1.2.3.0")], SOURCE)
        store.close()

    (not_kept, kept) = events
    assert isinstance(not_kept, NotKept)
    assert "full" in not_kept.reason
    assert kept == Kept()


def test_a_command_gives_up_after_its_patience(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "RETRY_S", 0.01)

    def refuse() -> None:
        raise StoreUnavailableError("The disk is full.")

    with pytest.raises(StoreUnavailableError):
        list(patiently(refuse, threading.Event(), 0.05))


def test_what_cannot_be_kept_at_the_end_is_handed_back(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4000) as disk:
        store = Store(disk / "results.sqlite")
        fill(disk)
        keeper = Keeper(store.reads, Listener(), retry_s=0.05)
        keeper.draft(study("1.2.3"), "reader", NORMAL)

        (unsaved,) = keeper.close()

        assert (unsaved.study, unsaved.read) == (study("1.2.3"), NORMAL)
        store.close()


def test_a_commit_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    """Order of system calls: the write-ahead log is synchronised, and only then a word is said."""
    if subprocess.run(["which", "strace"], capture_output=True, check=False).returncode:
        pytest.skip("needs strace")
    script = (
        "from pathlib import Path; from tests.store.test_repository import *\n"
        f"store = Store(Path({str(tmp_path / 'results.sqlite')!r}))\n"
        "import os; os.write(1, b'begin'); save(store, study('1.2.3')); os.write(1, b'said')"
    )
    trace = tmp_path / "trace"
    calls = "trace=fsync,fdatasync,write,pwrite64"
    done = subprocess.run(
        ["strace", "-f", "-y", "-e", calls, "-o", str(trace), sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"strace is not allowed here: {done.stderr[-200:]}")

    lines = trace.read_text().splitlines()
    begin = next(number for number, line in enumerate(lines) if '"begin"' in line)
    said = next(number for number, line in enumerate(lines) if '"said"' in line)
    log = [
        line.split("(")[0].split()[-1]
        for line in lines[begin:said]
        if "results.sqlite-wal>" in line
    ]
    assert "pwrite64" in log
    assert log[-1] in ("fsync", "fdatasync")
