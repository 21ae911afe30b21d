"""What nobody caught leaves a report on this disk, without the texts of errors, names and paths."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mura_desktop import crashes
from mura_desktop.crashes import KEPT, note_settings, report, reports, start_reports
from mura_desktop.logs import NAME, LogReader
from mura_desktop.paths import DATA_VARIABLE

ROOT = Path(__file__).parents[1]
BEGIN = (
    "import sys, threading; from pathlib import Path\n"
    "from mura_desktop.crashes import note_settings, start_reports\n"
    "from mura_desktop.logs import start_logging\n"
    "start_logging(Path(sys.argv[1])); start_reports(Path(sys.argv[1]))\n"
    "note_settings({'reader': 'Zwetschkenbaum', 'threads': 3, 'model': Path('/geheim'),"
    " 'institution': '', 'opens_next': True})\n"
)
THREAD = (
    "def fail(): raise ValueError('Zwetschkenbaum')\n"
    "thread = threading.Thread(target=fail, name='worker'); thread.start(); thread.join()\n"
)
SLOT = (
    "from PySide6.QtCore import QCoreApplication, QTimer\n"
    "application = QCoreApplication([])\n"
    "def slot(): raise KeyError('Zwetschkenbaum')\n"
    "QTimer.singleShot(0, slot); QTimer.singleShot(50, application.quit); application.exec()\n"
)
NATIVE = "import ctypes\ndef touch(): ctypes.string_at(0)\ntouch()\n"


def run(folder: Path, script: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", BEGIN + script, str(folder)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=False,
    ).returncode


@pytest.mark.parametrize(
    ("script", "kind", "where"),
    [
        (THREAD, "builtins.ValueError", "in the thread “worker”"),
        (SLOT, "builtins.KeyError", "a window's action"),
        ("raise OSError('Zwetschkenbaum')", "builtins.OSError", "in the main thread"),
    ],
    ids=["thread", "slot of Qt", "main thread"],
)
def test_what_nobody_caught_leaves_a_report(
    tmp_path: Path, script: str, kind: str, where: str
) -> None:
    run(tmp_path, script)
    (path,) = reports(tmp_path)
    text = path.read_text("utf-8")
    assert kind in text
    assert where in text
    assert "MURA Desktop" in text
    assert "threads: 3" in text
    assert "opens_next: True" in text
    assert "reader: set" in text
    assert "institution: not set" in text
    assert "Zwetschkenbaum" not in text
    assert "geheim" not in text
    assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob("native-*")) == []
    assert "a bug" in (tmp_path / NAME).read_text()


FAULTS = {
    "command": ("mura_desktop.cli.triage", "run_triage", ["triage"]),
    "window with an option": ("mura_desktop.app", "run", ["open", "--group", "file"]),
}


@pytest.mark.parametrize(("module", "function", "words"), FAULTS.values(), ids=FAULTS)
def test_a_crash_of_a_command_leaves_a_report_and_is_in_the_log(
    tmp_path: Path, module: str, function: str, words: list[str]
) -> None:
    films, data = tmp_path / "DOE^JANE", tmp_path / "data"
    films.mkdir()
    data.mkdir()
    script = (
        f"import sys, {module} as module\n"
        "from mura_desktop.cli import main\n"
        "def fail(opened, *_): raise OSError(28, 'No space left on device', str(opened[0]))\n"
        f"module.{function} = fail\n"
        "main(sys.argv[1:])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, *words, str(films)],
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", DATA_VARIABLE: str(data)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    (path,) = reports(data / "logs")
    log = path.with_name(NAME).read_text("utf-8")
    assert "a bug was not caught" in log
    for text in (path.read_text("utf-8"), log):
        assert "builtins.OSError" in text
        assert "program.py" in text
        assert "DOE" not in text


@pytest.mark.skipif(os.name == "nt", reason="a signal ends it on POSIX")
def test_a_native_crash_is_a_report_at_the_next_start(tmp_path: Path) -> None:
    assert run(tmp_path, NATIVE) == -signal.SIGSEGV
    assert reports(tmp_path) == []

    assert run(tmp_path, "pass") == 0

    (path,) = reports(tmp_path)
    text = path.read_text("utf-8")
    assert "Native crash" in text
    assert "Segmentation fault" in text
    assert "in touch" in text
    assert "threads: 3" in text
    assert str(ROOT) not in text
    assert os.sep + "ctypes" not in text
    assert list(tmp_path.glob("native-*")) == []


def test_a_program_that_ends_as_it_should_leaves_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "pass") == 0
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_the_file_of_a_process_that_runs_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / f"native-{os.getppid()}.tmp"
    other.write_text("")
    assert run(tmp_path, "pass") == 0
    assert other.exists()


def test_the_last_reports_are_kept_and_the_newest_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crashes._Reporter, "folder", tmp_path)
    written = [report(ValueError(str(number)), "here") for number in range(KEPT + 3)]
    assert reports(tmp_path) == written[:2:-1]


def test_without_a_place_for_reports_the_program_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "logs").write_text("a file where the folder must be")
    hook = sys.excepthook
    start_reports(tmp_path / "logs")
    note_settings({})
    assert sys.excepthook is hook
    assert report(ValueError(), "here") is None


def entry(level: str, text: str) -> str:
    return f"2026-01-02 03:04:05,678 {level} mura_desktop: {text}\n"


def test_the_log_is_read_from_its_oldest_file_and_then_only_what_is_new(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.1").write_text(entry("INFO", "old"))
    log = tmp_path / NAME
    log.write_text(entry("ERROR", "it failed:") + "  place.py:3 act\n" + "2026-01-02 03:0")
    reader = LogReader(tmp_path)
    lines = reader.read()
    assert [(line.level, line.text[-9:]) for line in lines] == [
        ("INFO", "ktop: old"),
        ("ERROR", "t failed:"),
        ("ERROR", ".py:3 act"),
    ]
    assert reader.read() == []
    with log.open("a") as more:
        more.write("4:05,678 WARNING mura_desktop: half\n")
    assert [(line.level, line.text[-4:]) for line in reader.read()] == [("WARNING", "half")]


def test_reading_goes_on_in_the_new_file_after_the_log_was_turned_over(tmp_path: Path) -> None:
    log = tmp_path / NAME
    log.write_text(entry("INFO", "one"))
    reader = LogReader(tmp_path)
    assert len(reader.read()) == 1
    with log.open("a") as more:
        more.write(entry("INFO", "two"))
    log.rename(tmp_path / f"{NAME}.1")
    log.write_text(entry("INFO", "three"))
    assert [line.text.split()[-1] for line in reader.read()] == ["two", "three"]
    assert LogReader(tmp_path / "none").read() == []
