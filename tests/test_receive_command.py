"""`mura-desktop receive` takes studies, scores them when they are whole, and stops when told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pydicom.uid import generate_uid

from mura_desktop.paths import DATA_VARIABLE
from tests.dicomio import peers

ROOT = Path(__file__).parents[1]
SECONDS = 120.0


def environment(data: Path) -> dict[str, str]:
    return os.environ | {DATA_VARIABLE: str(data), "PYTHONPATH": str(ROOT)}


def command(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mura_desktop", *words],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def worklist(data: Path) -> list[dict[str, Any]]:
    done = command(data, "worklist", "--format", "json")
    assert done.returncode == 0, done.stderr
    studies: list[dict[str, Any]] = json.loads(done.stdout)["studies"]
    return studies


def wait_for(log: Path, line: str, times: int) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if log.exists() and log.read_text("utf-8").count(line) >= times:
            return
        time.sleep(0.1)
    raise TimeoutError(f"{line!r} was not logged {times} times")


def test_studies_that_are_sent_are_scored_listed_and_scored_anew_with_a_late_image(
    tmp_path: Path,
) -> None:
    peers.program("storescu")
    data = tmp_path / "data"
    data.mkdir()
    (data / "settings.toml").write_text('allowed_callers = ["SENDER"]\nquiet_seconds = 0.5\n')
    wrist, chest = generate_uid(), generate_uid()
    images = [peers.radiograph(study=wrist, seed=number) for number in range(2)]
    images.append(peers.radiograph(study=chest, part="CHEST", patient="DEMO^TWO"))
    first, late, other = peers.written(tmp_path / "files", images)
    port = peers.free_port()
    words = (sys.executable, "-m", "mura_desktop", "receive", "--aet", "HALL", "--port", str(port))

    def send(*files: Path) -> None:
        sent = peers.call(
            "storescu", "-aet", "SENDER", "-aec", "HALL", peers.HOST, str(port), *files
        )
        assert sent.code == 0, sent.output

    with peers.running(*words, environment=environment(data)) as server:
        peers.wait_for_port(port, server)
        log = data / "logs" / "mura-desktop.log"
        send(first, other)
        wait_for(log, "is not scored", 1)
        wait_for(log, ": study ", 2)
        send(late)
        wait_for(log, ": study ", 3)
        server.send_signal(signal.SIGTERM)
        assert server.wait(SECONDS) == 0

    top, bottom = worklist(data)
    assert (top["uid"], top["state"], top["score"]) == (chest, "not scored", None)
    assert "limbs only" in top["reason"]
    assert (bottom["uid"], bottom["state"], bottom["views"]) == (wrist, "scored", 2)
    assert "of 2" in bottom["reason"]
    table, lines = command(data, "worklist"), command(data, "worklist", "--format", "csv")
    assert "DEMO" in table.stdout
    assert len(lines.stdout.splitlines()) == 3
    text = log.read_text("utf-8")
    assert [word for word in ("DEMO", wrist, chest) if word in text] == []

    assert command(data, "purge", "--everything", "--yes").returncode == 0
    assert list(data.rglob("*.dcm")) == []
    assert worklist(data) == []


def test_without_a_known_caller_the_command_says_what_to_set(tmp_path: Path) -> None:
    done = command(tmp_path, "receive", "--port", str(peers.free_port()))

    assert done.returncode == 2
    assert "allowed_callers" in done.stderr


@pytest.mark.slow
def test_studies_are_listed_and_fetched_from_the_command_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with peers.orthanc(tmp_path / "orthanc") as archive:
        wrist = generate_uid()
        archive.keep(peers.written(tmp_path / "files", [peers.radiograph(study=wrist)]))
        (data / "settings.toml").write_text(
            f'[[remotes]]\nname = "PACS"\naet = "ORTHANC"\nhost = "127.0.0.1"\n'
            f"port = {archive.port}\n"
        )

        listed = command(data, "query", "pacs", "--part", "wrist", "--format", "json")
        assert listed.returncode == 0, listed.stderr
        (found,) = json.loads(listed.stdout)
        assert (found["uid"], found["parts"]) == (wrist, ["wrist"])

        fetched = command(data, "fetch", "PACS", wrist)
        assert fetched.returncode == 0, fetched.stderr
        assert len(list((data / "incoming").rglob("*.dcm"))) == 1
        assert command(data, "query", "elsewhere").returncode == 2
