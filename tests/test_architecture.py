"""The layers of docs/architecture.md hold, and what must start lean does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def loaded_after(statement: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter holds after a statement."""
    code = f"{statement}; import sys; print(' '.join({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_every_import_contract_is_kept() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 broken." in done.stdout


@pytest.mark.parametrize("module", ["mura_desktop.cli", "mura_desktop.__main__"])
def test_the_command_line_starts_without_qt_and_without_tensorflow(module: str) -> None:
    assert not loaded_after(f"import {module}") & {"PySide6", "tensorflow", "keras", "trainer"}


def test_the_window_is_shown_before_anything_is_loaded_that_works_behind_it() -> None:
    libraries = {"sqlalchemy", "pydicom", "pynetdicom", "highdicom", "openvino", "onnxruntime"}
    behind = libraries | {"tomlkit"}
    never = {"tensorflow", "keras", "trainer"}
    assert not loaded_after("import mura_desktop.cli.program") & (behind | never | {"numpy"})
    assert not loaded_after("import mura_desktop.app") & (behind | never)
    commands = {"typer", "rich", "click", "numpy", "PySide6"}
    assert not loaded_after("import mura_desktop.cli.window") & (behind | never | commands)


def test_decoding_children_load_nothing_of_the_script_that_started_the_program() -> None:
    """Each of them imports that script again, while the first list waits for them."""
    assert not loaded_after("import mura_desktop.cli") & {"typer", "rich", "pydantic", "numpy"}


def test_no_file_is_longer_than_500_lines() -> None:
    folders = ("mura_desktop", "trainer", "tests", "tools", "benchmarks")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    lengths = {str(path): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {path: length for path, length in lengths.items() if length > 500} == {}
