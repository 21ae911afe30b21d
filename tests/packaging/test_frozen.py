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
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

COMPRESSED = {"RG3_J2KI.dcm", "RG3_J2KR.dcm"}
"""What pydicom-data has of RG3 in compressed form."""


@pytest.fixture(scope="module")
def frozen(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = os.environ.get("MURA_DESKTOP_FROZEN")
    if built:
        return Path(built)
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


def started(frozen: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the console program as a machine without Python would."""
    suffix = ".exe" if os.name == "nt" else ""
    environment = {"PATH": str(home), "HOME": str(home)}
    environment |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    command = [*without_network(), str(frozen / f"mura-desktop-cli{suffix}"), *words]
    return subprocess.run(
        command, cwd=home, env=environment, capture_output=True, text=True, check=False
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
