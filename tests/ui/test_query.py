"""Studies are found in a real archive and fetched from the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydicom.uid import generate_uid
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mura_desktop.dicomio import query
from mura_desktop.reception import Reception
from mura_desktop.remotes import Remote
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store
from mura_desktop.ui.background import Background
from mura_desktop.ui.query_dialog import QueryDialog
from tests.dicomio import peers
from tests.ui.conftest import Stage


@dataclass(frozen=True, slots=True)
class Desk:
    dialog: QueryDialog
    store: Store


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[peers.Orthanc]:
    folder = tmp_path_factory.mktemp("archive")
    with peers.orthanc(folder / "orthanc") as running:
        study = generate_uid()
        two = [peers.radiograph(study=study, seed=number) for number in range(2)]
        chest = peers.radiograph(part="CHEST", patient="DEMO^TWO", patient_id="DEMO-2")
        running.keep(peers.written(folder / "files", [*two, chest]))
        yield running


@pytest.fixture
def desk(archive: peers.Orthanc, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    remotes = (
        Remote(name="Archive", aet="ORTHANC", host=peers.HOST, port=archive.port),
        Remote(name="Wrong title", aet="NOBODY", host=peers.HOST, port=archive.port),
    )
    store = Store(tmp_path / "results.sqlite")
    reception = Reception(Settings(incoming_folder=tmp_path / "incoming"), store)
    background = Background()
    dialog = QueryDialog(None, remotes, reception, background)
    qtbot.addWidget(dialog)
    dialog.show()
    yield Desk(dialog, store)
    dialog.cancel()
    background.close()
    reception.close()
    store.close()


def ask(desk: Desk, qtbot: QtBot, day: str = "2026-01-02") -> None:
    desk.dialog.day.setText(day)
    QTest.keyClick(desk.dialog.day, Qt.Key.Key_Return)
    qtbot.waitUntil(desk.dialog.seek.isEnabled, timeout=30_000)


def listed(desk: Desk) -> set[str]:
    table = desk.dialog.table
    return {
        item.text() for row in range(table.rowCount()) if (item := table.item(row, 0)) is not None
    }


def test_studies_are_found_and_fetched_with_the_keyboard_alone(desk: Desk, qtbot: QtBot) -> None:
    ask(desk, qtbot)
    assert listed(desk) == {"DEMO, ONE (DEMO-1)", "DEMO, TWO (DEMO-2)"}

    desk.dialog.part.setText("wrist")
    ask(desk, qtbot)
    assert listed(desk) == {"DEMO, ONE (DEMO-1)"}
    assert desk.dialog.message.text() == "1 study"

    with qtbot.waitSignal(desk.dialog.fetched, timeout=30_000):
        QTest.keyClick(desk.dialog.table, Qt.Key.Key_Return)
    assert "fetched" in desk.dialog.message.text()
    assert desk.store.received.count() == 2


def test_a_list_that_lacks_studies_says_so(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "MOST_STUDIES", 1)
    ask(desk, qtbot)
    assert "Only the first 1 studies are listed" in desk.dialog.message.text()


def test_what_cannot_be_asked_is_said_before_anyone_is_asked(desk: Desk, qtbot: QtBot) -> None:
    ask(desk, qtbot, "31.1.2026")
    assert "no date" in desk.dialog.message.text()
    assert listed(desk) == set()


def test_why_an_archive_does_not_answer_stands_in_the_dialog(desk: Desk, qtbot: QtBot) -> None:
    desk.dialog.remote.setCurrentIndex(1)
    ask(desk, qtbot)
    assert "its AE title is not NOBODY" in desk.dialog.message.text()
    assert not desk.dialog.fetch.isEnabled()


def test_without_an_archive_the_window_says_where_to_name_one(stage: Stage, qtbot: QtBot) -> None:
    stage.window.commands["query"].trigger()
    assert "remotes in the settings" in stage.window.banner.label.text()
