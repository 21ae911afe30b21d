"""Worklist and reads as files: what the dialog writes, and what it says where it cannot."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mura_desktop.studies.reads import Conclusion, Read
from mura_desktop.ui.export_dialog import ExportDialog
from tests.ui.report_room import ABNORMAL, DEMO, KNOWN, OTHER, Room, make_room


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    return make_room(qtbot, tmp_path, monkeypatch, DEMO, OTHER)


def open_lists(room: Room) -> ExportDialog:
    dialog = room.open("export-lists")
    assert isinstance(dialog, ExportDialog)
    return dialog


def lines(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))


def test_the_worklist_is_written_as_shown_with_what_was_signed_meanwhile(room: Room) -> None:
    room.store.reads.sign(OTHER, "Dr. Two", Read(Conclusion.NORMAL), finding=KNOWN["other"])
    room.store.reads.save_draft(DEMO, "Dr. One", ABNORMAL, 0)
    dialog = open_lists(room)
    written = lines(room.save("list.csv", dialog.save))
    assert [line["patient"] for line in written] == ["DEMO, ONE (77)", "DEMO, TWO (78)"]
    assert [line["state"] for line in written] == ["in reading", "signed"]
    assert [line["conclusion"] for line in written] == ["", "normal"]
    assert written[0]["first_seen"]
    assert float(written[0]["waiting_minutes"]) >= 0
    assert "list.csv" in dialog.said.text()
    dialog.close()


def test_only_what_the_filter_shows_is_written(room: Room) -> None:
    room.window.worklist.filter_box.setText("(78)")
    dialog = open_lists(room)
    texts = [label.text() for label in dialog.findChildren(type(dialog.said))]
    assert "1 study in sight, of 2, in the order shown" in texts
    assert [line["patient_id"] for line in lines(room.save("list.csv", dialog.save))] == ["78"]
    dialog.close()


def test_reads_are_written_as_json_and_anonymous_ones_name_nobody(room: Room) -> None:
    room.store.reads.sign(DEMO, "Dr. One", ABNORMAL, finding=KNOWN["demo"])
    room.store.reads.sign(
        DEMO, "Dr. Two", replace(ABNORMAL, side="R"), after=1, reason="other side"
    )
    dialog = open_lists(room)
    dialog.reads.setChecked(True)
    dialog.json.setChecked(True)
    (read,) = json.loads(room.save("reads.json", dialog.save).read_text("utf-8"))["reads"]
    assert (read["reader"], read["side"], read["version"]) == ("Dr. Two", "R", 2)
    assert read["text"] == "Fracture of the radius."
    dialog.anonymous.setChecked(True)
    text = room.save("anonymous.json", dialog.save).read_text("utf-8")
    for secret in ("DEMO", "Dr.", "(77", "2024-", "radius", "films", "two planes"):
        assert secret not in text.replace(read["model"] or "-", ""), secret
    assert [json.loads(note)["anonymous"] for note in room.exports()] == [False, True]
    dialog.close()


def test_without_reads_there_is_no_empty_file(room: Room) -> None:
    dialog = open_lists(room)
    dialog.reads.setChecked(True)
    file = room.save("reads.csv", dialog.save)
    assert not file.exists()
    assert "Nothing was signed yet" in dialog.problem.text()
    assert room.exports() == []
    dialog.close()


def test_a_file_that_cannot_be_written_is_named(room: Room) -> None:
    dialog = open_lists(room)
    room.save("missing/list.csv", dialog.save)
    assert "cannot be written" in dialog.problem.text()
    assert dialog.save_as.isEnabled()
    room.save("list.csv", dialog.save)
    assert not dialog.problem.isVisible()
    dialog.close()


def test_nothing_is_written_where_the_file_dialog_is_left(room: Room) -> None:
    dialog = open_lists(room)
    dialog.save()
    room.idle()
    assert list(room.folder.iterdir()) == []
    assert room.exports() == []
    dialog.close()
