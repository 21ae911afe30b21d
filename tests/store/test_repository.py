"""What is saved is there again, for the same file and the same model only."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mura_desktop.errors import StoreError
from mura_desktop.store.repository import Store
from mura_desktop.studies.model import (
    ActivationMap,
    FileFormat,
    FileVersion,
    View,
    ViewScore,
)

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
VERSION = FileVersion(1000, 1_764_000_000_000_000_000)
MAP = ActivationMap(2, 2, (0.0, 0.25, 0.5, 1.0))


def view(uid: str) -> View:
    return View(uid, Path("/studies") / uid, FileFormat.DICOM, VERSION)


def score(uid: str, value: float = 0.75) -> ViewScore:
    return ViewScore(uid, VERSION, value, MAP, ("ends early",))


def test_a_saved_score_comes_back_equal_after_reopening(tmp_path: Path) -> None:
    store = Store(tmp_path / "results.sqlite")
    store.save([score("1.2.3")], "card", NOW)
    store.close()

    again = Store(tmp_path / "results.sqlite").known([view("1.2.3")], "card")

    assert again["1.2.3"].score == score("1.2.3")
    assert again["1.2.3"].created == NOW


def test_a_file_that_changed_since_has_no_score(tmp_path: Path) -> None:
    store = Store(tmp_path / "results.sqlite")
    store.save([score("1.2.3")], "card", NOW)
    changed = replace(view("1.2.3"), version=FileVersion(1000, VERSION.modified_ns + 1))

    assert store.known([changed], "card") == {}


def test_another_model_has_no_score(tmp_path: Path) -> None:
    store = Store(tmp_path / "results.sqlite")
    store.save([score("1.2.3")], "card", NOW)

    assert store.known([view("1.2.3")], "another card") == {}


def test_a_new_score_replaces_the_old_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "results.sqlite")
    store.save([score("1.2.3", 0.1)], "card", NOW)
    store.save([score("1.2.3", 0.9)], "card", NOW)

    assert store.known([view("1.2.3")], "card")["1.2.3"].score.score == 0.9


def test_thousands_of_views_are_found_in_one_call(tmp_path: Path) -> None:
    store = Store(tmp_path / "results.sqlite")
    uids = [f"1.2.{number}" for number in range(2_345)]
    store.save([score(uid) for uid in uids], "card", NOW)

    assert set(store.known([view(uid) for uid in uids], "card")) == set(uids)


def test_a_saved_score_survives_a_process_that_is_killed(tmp_path: Path) -> None:
    script = f"""
import os, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.store.test_repository import *
Store(Path({str(tmp_path / "results.sqlite")!r})).save([score("1.2.3")], "card", NOW)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False)

    assert done.returncode != 0
    assert "1.2.3" in Store(tmp_path / "results.sqlite").known([view("1.2.3")], "card")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    path.write_bytes(b"this is no database" * 100)

    with pytest.raises(StoreError, match=r"results\.sqlite cannot be opened"):
        Store(path)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(StoreError, match="newer version"):
        Store(path)


def test_only_the_owner_may_read_the_results(tmp_path: Path) -> None:
    Store(tmp_path / "results.sqlite")

    assert (tmp_path / "results.sqlite").stat().st_mode & 0o077 == 0
