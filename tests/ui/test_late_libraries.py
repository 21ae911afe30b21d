"""What few need is loaded on the window's thread, when nobody waits or when somebody asks."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mura_desktop import behind as behind_window
from mura_desktop.app import LateLibraries
from mura_desktop.behind import Behind
from mura_desktop.paths import DATA_VARIABLE
from tests.ui.conftest import Stage


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Return what was loaded, and whether on the main thread, in the place of loading it."""
    seen: list[tuple[str, bool]] = []

    def load(module: str) -> None:
        seen.append((module, threading.current_thread() is threading.main_thread()))

    monkeypatch.setattr(behind_window, "_load", load)
    return seen


@pytest.fixture
def behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Behind:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    made = Behind()
    made._later = ["one", "two", "three"]
    return made


def test_a_library_after_the_other_once_nothing_runs(
    stage: Stage, behind: Behind, loaded: list[tuple[str, bool]], qtbot: QtBot
) -> None:
    LateLibraries(behind, stage.window)
    assert loaded == []

    stage.window.work.rested.emit()

    assert loaded == [("one", True)]
    qtbot.waitUntil(lambda: len(loaded) == 3)
    assert behind._all_loaded.is_set()


def test_at_once_where_another_thread_waits_for_it(
    stage: Stage, behind: Behind, loaded: list[tuple[str, bool]], qtbot: QtBot
) -> None:
    LateLibraries(behind, stage.window)
    waiting = threading.Thread(target=behind._wait_for_all)

    waiting.start()

    qtbot.waitUntil(lambda: not waiting.is_alive())
    assert loaded == [("one", True), ("two", True), ("three", True)]


def test_before_the_demonstration_is_drawn_on_another_thread(
    stage: Stage,
    behind: Behind,
    loaded: list[tuple[str, bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    LateLibraries(behind, stage.window)
    begun: list[int] = []
    monkeypatch.setattr(stage.window.background, "run", lambda *_: begun.append(len(loaded)))

    stage.window.anteroom.open_demo()

    assert begun == [3]
