"""The editor of report templates."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from mura_desktop.ui.report_templates import TemplateDialog
from tests.ui.report_room import DEMO, OTHER, Room, make_room


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    return make_room(qtbot, tmp_path, monkeypatch, DEMO, OTHER)


def open_editor(room: Room, name: str) -> TemplateDialog:
    dialog = room.open("report-templates")
    assert isinstance(dialog, TemplateDialog)
    dialog.choose(name)
    room.idle()
    return dialog


def write(room: Room, dialog: TemplateDialog, text: str) -> None:
    dialog.text.setPlainText(text)
    room.bot.waitUntil(lambda: not dialog._timer.isActive())
    room.idle()


def test_a_template_is_shown_with_what_it_makes_of_a_sample(room: Room) -> None:
    dialog = open_editor(room, "normal-wrist")
    assert "{{ where }}" in dialog.text.toPlainText()
    assert "left wrist" in dialog.preview.toPlainText()
    assert not dialog.save.isEnabled()
    assert not dialog.reset.isEnabled()
    dialog.close()


def test_what_is_saved_is_what_reports_begin_with_from_then_on(room: Room) -> None:
    dialog = open_editor(room, "normal-wrist")
    write(room, dialog, "Own text of the {{ where }}.")
    assert dialog.preview.toPlainText() == "Own text of the left wrist."
    assert room.templates.normal_text(DEMO) != "Own text of the wrist."
    dialog.save.click()
    room.idle()
    assert room.templates.normal_text(DEMO) == "Own text of the wrist."
    assert dialog.unsaved == ()
    assert dialog.names.currentItem().text().endswith("own")
    dialog.reset.click()
    room.idle()
    assert "carpal" in dialog.text.toPlainText()
    assert "carpal" in room.templates.normal_text(DEMO)
    dialog.close()


def test_a_fault_is_named_beside_the_text_and_nothing_is_saved(room: Room) -> None:
    dialog = open_editor(room, "abnormal")
    before = room.templates.template("abnormal").text
    write(room, dialog, "Fine.\n{{ patiant }}")
    assert dialog.problem.isVisible()
    assert dialog.problem.text().startswith("Line 2: “patiant” is not known here.")
    assert dialog.preview.toPlainText() == ""
    dialog.save.click()
    room.idle()
    assert room.templates.template("abnormal").text == before
    assert dialog.unsaved == ("abnormal",)
    write(room, dialog, "Fine.")
    assert not dialog.problem.isVisible()
    dialog.reset.click()
    room.idle()
    assert len(dialog.unsaved) == 0
    dialog.close()


def test_what_was_typed_stays_while_others_are_looked_at(room: Room) -> None:
    dialog = open_editor(room, "normal")
    write(room, dialog, "In the making.")
    dialog.choose("abnormal")
    room.idle()
    assert "In the making." not in dialog.text.toPlainText()
    dialog.choose("normal")
    room.idle()
    assert dialog.text.toPlainText() == "In the making."
    assert "not saved" in dialog.names.currentItem().text()
    dialog.reset.click()
    room.idle()
    dialog.close()


def test_texts_that_are_not_saved_are_asked_about(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_editor(room, "normal")
    write(room, dialog, "In the making.")
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    asked = []

    def answer(_parent: object, _title: str, text: str, *_: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return answers[len(asked) - 1]

    monkeypatch.setattr(QMessageBox, "question", staticmethod(answer))
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()
    assert len(asked) == 2
    assert "Normal: all other parts" in asked[0]
    assert room.templates.template("normal").own is False


def test_a_disk_that_refuses_is_told_and_the_text_is_kept(room: Room, tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("a file where the folder must be")
    dialog = open_editor(room, "normal")
    write(room, dialog, "Own.")
    dialog.save.click()
    room.idle()
    assert "cannot be changed" in dialog.problem.text()
    assert dialog.unsaved == ("normal",)
    dialog._edited.clear()
    dialog.close()
