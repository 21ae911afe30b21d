"""Logs tell what happened and never of whom."""

from __future__ import annotations

import ast
import logging
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image

from mura_desktop.errors import UnreadableFileError
from mura_desktop.logs import NAME, REPEATS, ROOT, start_logging, traced
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.pseudonyms import Pseudonyms

SOURCES = Path(__file__).parents[1] / "mura_desktop"
NAMES = ("Zwetschkenbaum", "PAT-0815", "1.2.77.42", "Hofrat", "18991231", "geheim")
METHODS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
FORBIDDEN = {
    *("path", "paths", "patient", "patient_id", "patient_name", "uid", "study_uid", "view_uid"),
    *("sop_uid", "reason", "exc_info", "stack_info"),
}


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger(ROOT)
    hooks = sys.excepthook, threading.excepthook
    level = root.level
    start_logging(tmp_path / "logs")
    yield tmp_path / "logs" / NAME
    (handler,) = root.handlers
    root.removeHandler(handler)
    handler.close()
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hooks


def calls() -> list[tuple[str, ast.Call]]:
    """Return every call that writes into the log, with the place where it stands."""
    found = []
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in METHODS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in ("log", "logger", "logging")
            ):
                found.append((f"{file.relative_to(SOURCES)}:{node.lineno}", node))
    return found


def words_of(node: ast.AST) -> set[str]:
    """Return names used in an argument; what goes through `pseudonym` or `traced` is hidden."""
    hides = ("pseudonym", "traced", "type")
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in hides:
        return set()
    own = {getattr(node, "id", ""), getattr(node, "attr", "")}
    return own.union(*(words_of(child) for child in ast.iter_child_nodes(node)))


def test_no_call_hands_names_paths_or_whole_exceptions_to_the_log() -> None:
    found = calls()
    assert len(found) > 10
    guilty = {
        place: words
        for place, call in found
        for argument in (*call.args, *call.keywords)
        if (words := (words_of(argument) | {getattr(argument, "arg", "") or ""}) & FORBIDDEN)
    }
    assert guilty == {}


def test_a_run_over_known_patients_leaves_none_of_them_in_the_log(
    tmp_path: Path, rg3: Path
) -> None:
    folder = tmp_path / "films" / "Zwetschkenbaum PAT-0815"
    folder.mkdir(parents=True)
    film = pydicom.dcmread(rg3)
    film.PatientName, film.PatientID = "Zwetschkenbaum^Hofrat", "PAT-0815"
    film.PatientBirthDate, film.StudyDescription = "18991231", "geheim"
    film.StudyInstanceUID, film.SOPInstanceUID = "1.2.77.42", "1.2.77.42.1"
    film.save_as(folder / "Zwetschkenbaum.dcm")
    broken = (folder / "Zwetschkenbaum.dcm").read_bytes()
    (folder / "geheim.dcm").write_bytes(broken[: len(broken) // 2])
    pixels = np.zeros((60, 40), np.uint8)
    Image.fromarray(pixels).resize((300, 400)).save(folder / "Hofrat PAT-0815.jpg")
    cut = folder / "Hofrat PAT-0815.jpg"
    cut.write_bytes(cut.read_bytes()[:-300])
    data = tmp_path / "data"

    for words in (["triage", str(folder), "--format", "csv"], ["purge", "--everything", "--yes"]):
        done = subprocess.run(
            [sys.executable, "-m", "mura_desktop", *words],
            env=os.environ | {DATA_VARIABLE: str(data), "PYTHONPATH": str(SOURCES.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 3), done.stderr
        if words[0] == "triage":
            assert "Zwetschkenbaum" in done.stdout

    text = "".join(path.read_text("utf-8") for path in (data / "logs").iterdir())
    assert text
    assert [name for name in NAMES if name in text] == []
    assert (data / "logs" / NAME).stat().st_mode & 0o077 == 0
    # After the removal of everything they are in no other file either.
    everything = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert [name for name in NAMES if name.encode() in everything] == []


def test_an_error_is_logged_with_its_place_and_without_its_text(log_file: Path) -> None:
    def read() -> None:
        raise UnreadableFileError(Path("Zwetschkenbaum.dcm"), "geheim")

    try:
        try:
            read()
        except UnreadableFileError as error:
            raise KeyError("PAT-0815") from error
    except KeyError as error:
        logging.getLogger("mura_desktop.test").error("it failed:\n%s", traced(error))

    text = log_file.read_text()
    assert "builtins.KeyError" in text
    assert "UnreadableFileError" in text
    assert re.search(r"test_logs.py:\d+ read", text)
    assert [name for name in NAMES if name in text] == []


def test_what_nobody_caught_is_logged_without_its_text(tmp_path: Path) -> None:
    script = (
        "import sys, threading; from pathlib import Path\n"
        "from mura_desktop.logs import start_logging\n"
        "start_logging(Path(sys.argv[1]))\n"
        "def fail(): raise ValueError('Zwetschkenbaum')\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join(); fail()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=SOURCES.parent,
        capture_output=True,
        check=False,
    )

    text = (tmp_path / NAME).read_text()
    assert done.returncode == 1
    assert "a bug ended a thread" in text
    assert "a bug was not caught" in text
    assert "Zwetschkenbaum" not in text


def test_what_is_said_again_and_again_does_not_push_out_what_else_was_said(log_file: Path) -> None:
    log = logging.getLogger(f"{ROOT}.dicomio")
    log.warning("said once")
    for _ in range(30_000):
        log.warning("an image from %s was refused", "10.0.0.7")
    text = log_file.read_text()
    assert "said once" in text
    assert text.count("10.0.0.7 was refused\n") == REPEATS
    assert text.count("was refused") == REPEATS + 3  # the 100th, the 1,000th, the 10,000th
    assert "was refused (x 10,000)\n" in text


def test_what_is_said_again_later_is_written(
    log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = logging.getLogger(f"{ROOT}.dicomio")
    monkeypatch.setattr("mura_desktop.logs.REPEATS_SECONDS", 0.0)
    for _ in range(3 * REPEATS):
        log.warning("an image was refused")
    assert log_file.read_text().count("an image was refused\n") == 3 * REPEATS


def test_libraries_do_not_write_into_the_log(log_file: Path) -> None:
    logging.getLogger("pydicom").error("Zwetschkenbaum")
    logging.getLogger("mura_desktop.store").info("opened")

    assert "Zwetschkenbaum" not in log_file.read_text()
    assert "opened" in log_file.read_text()


def test_a_pseudonym_is_the_same_in_one_installation_only(tmp_path: Path) -> None:
    here = Pseudonyms.kept_in(tmp_path / "here.key")
    again = Pseudonyms.kept_in(tmp_path / "here.key")
    there = Pseudonyms.kept_in(tmp_path / "there.key")

    assert here.of("PAT-0815") == again.of("PAT-0815") != there.of("PAT-0815")
    assert here.of("PAT-0815") != here.of("PAT-0816")
    assert "0815" not in here.of("PAT-0815")
    assert (tmp_path / "here.key").stat().st_mode & 0o077 == 0


def test_without_a_place_for_the_log_the_program_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file where the folder must be")

    start_logging(tmp_path / "logs")

    assert "There is no log" in capsys.readouterr().err
