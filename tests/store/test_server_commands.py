"""The commands say plainly what is the server's business, and do what is theirs."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mura_desktop.errors import UsageError
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.settings import load_settings
from tests.servers import PostgreSql
from tests.store.conftest import Place, on_server
from tests.store.examples import study
from tests.store.test_repository import save

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(postgresql: PostgreSql, tmp_path: Path) -> Iterator[Place]:
    yield from on_server(postgresql, tmp_path)


def test_commands_on_a_server_s_database(place: Place, tmp_path: Path) -> None:
    store = place.open()
    save(store, study("1.2.3", patient_id="PAT-1"))

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        variables = {DATA_VARIABLE: str(tmp_path), "MURA_DESKTOP_DATABASE": str(place.url)}
        return subprocess.run(
            [sys.executable, "-m", "mura_desktop", *words],
            env=os.environ | variables | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    backup, listed = call("backup"), call("restore")
    noted, whole = call("restore", "--restored", "--yes"), call("audit", "verify")
    key = tmp_path / "pseudonym.key"
    key.write_bytes(b"k" * 32)
    purged = call("purge", "--patient", "PAT-1", "--yes")
    kept = key.exists()
    emptied = call("purge", "--everything", "--yes")

    assert (backup.returncode, listed.returncode) == (5, 2)
    assert "pg_dump" in backup.stderr
    assert "pg_restore" in listed.stderr
    assert (noted.returncode, whole.returncode) == (0, 0), whole.stdout + noted.stderr
    assert "restored" in whole.stderr
    assert purged.returncode == 0, purged.stderr
    assert "server's own backups" in purged.stderr
    assert store.studies_of("PAT-1") == ()
    assert emptied.returncode == 0, emptied.stderr
    assert kept
    assert not key.exists()
    folders = [path for path in tmp_path.iterdir() if path.name.startswith("server-")]
    for path in (*folders, *folders[0].iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://reader:geheim@db/mura", "password file"),
        ("postgresql://reader@db/mura?password=geheim", "password file"),
        ("mysql://reader@db/mura", "must be like"),
        ("postgresql://reader@db", "must be like"),
    ],
)
def test_an_address_with_a_secret_or_of_something_else_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, said: str
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    monkeypatch.setenv("MURA_DESKTOP_DATABASE", address)

    with pytest.raises(UsageError, match=said) as caught:
        load_settings()

    assert "geheim" not in str(caught.value)
