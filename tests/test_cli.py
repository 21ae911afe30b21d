"""The command line as a script sees it: real processes, standard output, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mura_desktop.cli import window
from mura_desktop.inference.card import write_card
from mura_desktop.paths import DATA_VARIABLE
from tests.networks import tiny_bundle, tiny_network

ROOT = Path(__file__).parents[1]


def mura_desktop(data: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    environment |= {DATA_VARIABLE: str(data), "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        [sys.executable, "-m", "mura_desktop", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, rg3: Path) -> Path:
    made = tmp_path_factory.mktemp("studies")
    shutil.copy(rg3, made / "ankle.dcm")
    random = np.random.default_rng(3)
    wrist = made / "XR_WRIST" / "patient00012" / "study1_positive"
    wrist.mkdir(parents=True)
    for number in (1, 2):
        pixels = random.integers(0, 255, (80, 60), np.uint8)
        Image.fromarray(pixels).save(wrist / f"image{number}.png")
    whole = wrist / "image2.png"
    jpeg = made / "truncated.jpg"
    Image.open(whole).resize((400, 500)).save(jpeg)
    jpeg.write_bytes(jpeg.read_bytes()[:-2000])
    return made


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def test_json_lists_studies_in_worklist_order(folder: Path, data: Path) -> None:
    done = mura_desktop(data, "triage", str(folder), "--format", "json")

    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    assert set(document) == {"model", "studies", "not_scored"}
    scores = [study["score"] for study in document["studies"]]
    assert scores == sorted(scores, reverse=True)
    wrist = next(study for study in document["studies"] if study["body_part"] == "wrist")
    assert wrist["patient"] == "patient00012"
    assert wrist["score"] == pytest.approx(np.mean([view["score"] for view in wrist["views"]]))
    assert document["not_scored"] == []


def test_a_truncated_jpeg_is_scored_with_a_warning(folder: Path, data: Path) -> None:
    done = mura_desktop(data, "triage", str(folder / "truncated.jpg"), "--format", "json")

    (study,) = json.loads(done.stdout)["studies"]
    assert "ends early" in study["views"][0]["warnings"][0]
    assert "truncated.jpg" in done.stderr


def test_csv_has_a_line_for_every_study(folder: Path, data: Path) -> None:
    done = mura_desktop(data, "triage", str(folder), "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["place"] for row in rows] == ["1", "2", "3"]


def test_a_file_that_is_not_scored_changes_the_exit_code(tmp_path: Path, data: Path) -> None:
    (tmp_path / "notes.txt").write_text("not an image")

    done = mura_desktop(data, "triage", str(tmp_path), "--format", "json")

    assert done.returncode == 3
    (entry,) = json.loads(done.stdout)["not_scored"]
    assert entry["path"].endswith("notes.txt")
    assert entry["reason"]


def test_a_missing_model_is_named_and_every_file_is_listed(
    folder: Path, data: Path, tmp_path: Path
) -> None:
    done = mura_desktop(
        data, "triage", str(folder), "--format", "json", "--model", str(tmp_path / "none")
    )

    assert done.returncode == 4
    assert "Scoring is off" in done.stderr
    assert len(json.loads(done.stdout)["not_scored"]) == 4


def test_a_path_that_is_not_there_is_a_wrong_call(data: Path) -> None:
    assert mura_desktop(data, "triage", "/no/such/folder").returncode == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--help",), 0),
        (("triage", "--help"), 0),
        (("models", "--help"), 0),
        (("triage",), 2),
        (("triage", "--no-such-option", "."), 2),
        (("no-such-command-or-path",), 2),
    ],
)
def test_help_and_wrong_calls_have_their_exit_codes(
    data: Path, words: tuple[str, ...], code: int
) -> None:
    done = mura_desktop(data, *words)

    assert done.returncode == code
    assert "Usage: mura-desktop" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_display_the_window_command_prints_the_worklist(folder: Path, data: Path) -> None:
    done = mura_desktop(data, str(folder), DISPLAY="", WAYLAND_DISPLAY="")

    assert done.returncode == 0, done.stderr
    assert "no display" in done.stderr
    assert "patient00012" in done.stdout


def test_overlays_are_written_for_suspicious_views_only(
    folder: Path, data: Path, tmp_path: Path
) -> None:
    done = mura_desktop(
        data, "triage", str(folder), "--format", "json", "--overlays", str(tmp_path / "maps")
    )

    card = json.loads(mura_desktop(data, "model").stdout)
    views = [view for study in json.loads(done.stdout)["studies"] for view in study["views"]]
    shown = [view for view in views if view["score"] >= card["heat_map_from"]]
    assert len(list((tmp_path / "maps").glob("*.png"))) == len(shown)


@pytest.fixture
def pages(tmp_path: Path) -> tuple[str, ...]:
    """Return a call that scores two pages of a file, whose maps are shown whatever their score."""
    bundle = tiny_bundle(tmp_path / "bundle", tiny_network())
    write_card(bundle.card.model_copy(update={"heat_map_from": 0.0}), tmp_path / "bundle")
    ramp = np.tile(np.linspace(20, 235, 90, dtype=np.uint8), (70, 1))
    one, two = Image.fromarray(ramp), Image.fromarray(ramp[:, ::-1])
    (tmp_path / "films").mkdir()
    one.save(tmp_path / "films" / "two.tiff", save_all=True, append_images=[two])
    words = ("triage", str(tmp_path / "films"), "--model", str(tmp_path / "bundle"))
    return (*words, "--format", "json", "--overlays", str(tmp_path / "maps"))


def test_every_page_of_a_file_has_an_overlay_of_its_own(
    pages: tuple[str, ...], data: Path, tmp_path: Path
) -> None:
    done = mura_desktop(data, *pages)

    assert done.returncode == 0, done.stderr
    one, two = (np.asarray(Image.open(path)) for path in sorted((tmp_path / "maps").iterdir()))
    assert one[:, :20].mean() < one[:, -20:].mean()
    assert two[:, :20].mean() > two[:, -20:].mean()


def test_an_overlay_that_cannot_be_written_is_told_and_the_worklist_is_printed(
    pages: tuple[str, ...], data: Path, tmp_path: Path
) -> None:
    mura_desktop(data, *pages)
    refused, other = sorted((tmp_path / "maps").iterdir())
    for path in (refused, other):
        path.unlink()
    refused.mkdir()

    done = mura_desktop(data, *pages)

    assert done.returncode == 0, done.stderr
    assert f"No overlay: {refused} cannot be written" in done.stderr
    assert other.is_file()
    assert len(json.loads(done.stdout)["studies"]) == 1


def test_a_file_in_place_of_the_folder_for_overlays_is_told_before_scoring(
    pages: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "maps").write_text("no folder")
    (tmp_path / "data").mkdir()

    done = mura_desktop(tmp_path / "data", *pages)

    assert done.returncode == 2
    assert "maps cannot be a folder for pictures" in done.stderr
    assert done.stdout == ""
    assert not list((tmp_path / "data").glob("*.sqlite"))


def test_who_stops_while_overlays_are_written_gets_no_more_and_the_worklist(
    pages: tuple[str, ...], data: Path, tmp_path: Path
) -> None:
    script = (
        "import signal, sys; from mura_desktop.cli import main, triage\n"
        "write = triage.write_whole\n"
        "def write_and_stop(*words): write(*words); signal.raise_signal(signal.SIGINT)\n"
        "triage.write_whole = write_and_stop\n"
        "main(sys.argv[1:])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, *pages],
        env=os.environ | {DATA_VARIABLE: str(data), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 130, done.stderr
    assert len(list((tmp_path / "maps").iterdir())) == 1
    assert len(json.loads(done.stdout)["studies"]) == 1


def test_a_call_of_paths_alone_is_for_the_window(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert window.is_meant([])
    assert window.is_meant([str(folder), str(folder / "ankle.dcm")])
    for words in (["triage"], ["open"], ["--demo"], [str(folder), "--group", "file"]):
        assert not window.is_meant(words)
    assert not window.is_meant([str(tmp_path / "gone")])  # which is told as a wrong call
    if sys.platform == "linux":
        assert window.is_meant([str(tmp_path / ("a" * 300))])  # where the disk refuses, it says so
    monkeypatch.chdir(folder)
    assert not window.is_meant(["ankle.dcm"])  # it might be a command
    assert window.is_meant([f".{os.sep}ankle.dcm"])
    if sys.platform == "linux":
        for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        assert not window.is_meant([])


@pytest.mark.parametrize("word", ["open", "worklist"])
def test_a_start_without_a_data_folder_says_why_and_is_no_crash(tmp_path: Path, word: str) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"where the folder should be")

    done = mura_desktop(blocked / "data", word, QT_QPA_PLATFORM="offscreen")

    assert done.returncode == 5
    assert "cannot be made" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_has_no_terminal_reads_on_the_screen_why_there_is_no_window(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"where the folder should be")
    script = (
        "from mura_desktop import app; from mura_desktop.cli import window; "
        "app.QMessageBox.exec = lambda box: print(box.text()); window.run([])"
    )
    variables = {DATA_VARIABLE: str(blocked / "data"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | variables | {"LANGUAGE": "en", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5
    assert "cannot be made" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_command_line_never_imports_qt() -> None:
    script = (
        "import sys, mura_desktop.cli; sys.exit(any('PySide6' in name for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="there is no shell")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", ["--version", "model"])
def test_a_reader_who_has_seen_enough_is_no_fault(
    tmp_path: Path, words: str, unbuffered: str
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m mura_desktop {words} | true"],
        env=os.environ
        | {DATA_VARIABLE: str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("", "")
