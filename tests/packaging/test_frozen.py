"""The packaged program, built and started: no network, no Python on the path.

Takes many minutes, so it runs with `-m slow` only. `MURA_DESKTOP_FROZEN` may name a folder that was
built already.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pydicom
import pytest

from mura_desktop.paths import DATA_VARIABLE
from tests.dicomio import peers
from tests.servers import PostgreSql

pytestmark = pytest.mark.slow

COMPRESSED = {"RG3_J2KI.dcm", "RG3_J2KR.dcm"}
"""What pydicom-data has of RG3 in compressed form."""


@pytest.fixture(scope="module")
def frozen(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = os.environ.get("MURA_DESKTOP_FROZEN")
    if built:
        return Path(built).resolve()
    pytest.importorskip("PyInstaller")
    folder = tmp_path_factory.mktemp("frozen")
    command = [sys.executable, "-m", "PyInstaller", "build.spec", "--noconfirm"]
    places = ["--distpath", str(folder / "dist"), "--workpath", str(folder / "build")]
    environment = dict(os.environ)
    slim = root / "build" / "slim"
    if (slim / "cv2").is_dir() and (slim / "numpy").is_dir():
        environment["PYTHONPATH"] = str(slim)
    options = [] if "PYTHONPATH" in environment else ["--", "--any-size"]
    subprocess.run([*command, *places, *options], cwd=root, env=environment, check=True)
    return folder / "dist" / "mura-desktop"


def without_network() -> list[str]:
    """Return a command that takes the network away, where this user may."""
    tool = shutil.which("unshare")
    if tool is None:
        return []
    tried = subprocess.run([tool, "--net", "true"], capture_output=True, check=False)
    return [tool, "--net"] if tried.returncode == 0 else []


def bare_environment(home: Path) -> dict[str, str]:
    """Return what a machine without Python has."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    return {"PATH": str(home), "HOME": str(home)} | kept


def program(frozen: Path) -> Path:
    return frozen / f"mura-desktop-cli{'.exe' if os.name == 'nt' else ''}"


def started(frozen: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the console program as a machine without Python and without a network would."""
    command = [*without_network(), str(program(frozen)), *words]
    return subprocess.run(
        command, cwd=home, env=bare_environment(home), capture_output=True, text=True, check=False
    )


def called(
    frozen: Path, home: Path, settings: str, *words: str
) -> subprocess.CompletedProcess[str]:
    """Run the console program in a clinic's network."""
    (home / "settings.toml").write_text(settings, "utf-8")
    return subprocess.run(
        [str(program(frozen)), *words],
        env=bare_environment(home) | {DATA_VARIABLE: str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_decodes_scores_and_keeps_every_compressed_film_as_the_source_tree_does(
    frozen: Path, root: Path, tmp_path: Path
) -> None:
    unfrozen = tmp_path / "unfrozen.json"
    command = [sys.executable, "-m", "mura_desktop", "smoke-test", "--report", str(unfrozen)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    report = tmp_path / "report.json"

    done = started(
        frozen, tmp_path, "smoke-test", "--report", str(report), "--compare", str(unfrozen)
    )

    assert done.returncode == 0, done.stdout + done.stderr
    document = json.loads(report.read_text("utf-8"))
    assert document["frozen"] is True
    films = {film["file"]: film for film in document["films"]}
    assert films.keys() >= COMPRESSED
    scores = {film["file"]: film["score"] for film in json.loads(unfrozen.read_text())["films"]}
    for name, film in films.items():
        assert film["score"] == pytest.approx(scores[name], abs=1e-3)


def test_it_reads_further_films_from_a_folder(frozen: Path, shared: Path, tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    for film in (shared / "dicom" / "radiographs").glob("RG3_*.dcm"):
        shutil.copy(film, films)
    report = tmp_path / "report.json"

    done = started(frozen, tmp_path, "smoke-test", "--files", str(films), "--report", str(report))

    assert done.returncode == 0, done.stdout + done.stderr
    scored = {film["file"] for film in json.loads(report.read_text("utf-8"))["films"]}
    assert {"RG3_JPH.dcm", "RG3_JPLL.dcm", "RG3_JPLY.dcm", "RG3_JLSN.dcm", "RG3_RLE.dcm"} <= scored


def test_it_lists_its_model_as_ready_and_has_the_notices(frozen: Path, tmp_path: Path) -> None:
    done = started(frozen, tmp_path, "models")

    assert done.returncode == 0, done.stderr
    assert "ready" in done.stdout
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (frozen / "THIRD-PARTY.txt").read_text("utf-8")


def test_it_is_made_without_tensorflow(frozen: Path) -> None:
    names = {path.name.lower() for path in (frozen / "_internal").iterdir()}
    assert not names & {"tensorflow", "keras", "torch"}


def listed_by(frozen: Path, home: Path, settings: str) -> list[dict[str, Any]]:
    done = called(frozen, home, settings, "worklist", "--format", "json")
    assert done.returncode == 0, done.stderr
    studies: list[dict[str, Any]] = json.loads(done.stdout)["studies"]
    return studies


def test_it_receives_scores_and_gives_results_back(frozen: Path, tmp_path: Path) -> None:
    port, archive = peers.free_port(), peers.free_port()
    settings = (
        'allowed_callers = ["SENDER"]\nquiet_seconds = 0.5\n[[remotes]]\nname = "PACS"\n'
        f'aet = "PACS"\nhost = "{peers.HOST}"\nport = {archive}\n'
    )
    (tmp_path / "settings.toml").write_text(settings, "utf-8")
    (film,) = peers.written(tmp_path / "films", [peers.radiograph(rows=900, columns=700)])
    words = (program(frozen), "receive", "--aet", "MURA", "--port", str(port))
    environment = bare_environment(tmp_path) | {DATA_VARIABLE: str(tmp_path)}

    with peers.running(*words, environment=environment) as receiver:
        peers.wait_for_port(port, receiver)
        to = ("-aec", "MURA", peers.HOST, str(port))
        assert peers.call("storescu", "-aet", "SENDER", *to, film).code == 0
        end = time.monotonic() + 60
        found = listed_by(frozen, tmp_path, settings)
        # A study is in the list before it is scored.
        while not any(study["score"] for study in found) and time.monotonic() < end:
            time.sleep(0.5)
            found = listed_by(frozen, tmp_path, settings)
    (study,) = found
    assert 0 < study["score"] < 1

    taken = tmp_path / "archive"
    taken.mkdir()
    storing = (peers.program("storescp"), "-od", taken, "-aet", "PACS", "+xa", str(archive))
    with peers.running(*storing) as pacs:
        peers.wait_for_port(archive, pacs)
        given = called(
            *(frozen, tmp_path, settings, "give-back", "--study", study["uid"]),
            *("--to", "PACS", "--kinds", "sr,sc,pr"),
        )
    assert given.returncode == 0, given.stdout + given.stderr
    kinds = {pydicom.dcmread(file).Modality for file in taken.iterdir()}
    assert kinds == {"SR", "OT", "PR"}


def test_it_shares_a_worklist_on_a_server(
    frozen: Path, postgresql: PostgreSql, tmp_path: Path
) -> None:
    name = postgresql.new()
    settings = f'database = "{postgresql.url(name)}"\n'
    written = peers.written(tmp_path / "films", [peers.radiograph(rows=900, columns=700)])
    try:
        done = called(frozen, tmp_path, settings, "triage", str(written[0].parent))
        assert done.returncode == 0, done.stdout + done.stderr

        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (study,) = listed_by(frozen, elsewhere, settings)
        assert 0 < study["score"] < 1
    finally:
        postgresql.drop(name)
