"""The worklist while results stream in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mura_desktop.events import NotScorable, Scoring, Unreadable
from mura_desktop.studies.model import NotScored
from mura_desktop.studies.states import State
from mura_desktop.ui.worklist_model import Column
from tests.ui.conftest import Stage, make_finding, make_study

A, B, C, D = (make_study(name) for name in "ABCD")


def test_the_most_suspicious_come_first_and_what_waits_comes_last(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.script.scanned(A, B, C, D)
    stage.script.scored(C, 0.3)
    stage.script.scored(D, 0.9)
    qtbot.waitUntil(lambda: stage.patients() == ["D", "C", "A", "B"])


def test_what_could_not_be_scored_stands_above_every_score(stage: Stage, qtbot: QtBot) -> None:
    broken = (NotScored(B.views[0].path, "is damaged"),)
    stage.script.scanned(A, B, C)
    stage.script.scored(A, 0.99)
    stage.script.put(Unreadable(B, broken, 2, 3), NotScorable(C, "chest is no bone", 3, 3))
    qtbot.waitUntil(lambda: stage.patients() == ["B", "C", "A"])
    worklist = stage.window.worklist
    assert [row.state for row in worklist.model.rows] == [
        State.UNREADABLE,
        State.NOT_SCORED,
        State.SCORED,
    ]
    tip = worklist.model.index(1, Column.STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert "chest is no bone" in tip
    assert worklist.not_scored.count == 1


def test_a_study_says_when_it_is_being_scored(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned(A, B)
    stage.script.put(Scoring(B))
    model = stage.window.worklist.model
    qtbot.waitUntil(lambda: [row.state for row in model.rows] == [State.WAITING, State.SCORING])


def test_remembered_findings_are_shown_at_once_and_the_first_is_opened(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.script.scanned(A, B, known={"A": make_finding(A, 0.2), "B": make_finding(B, 0.8)})
    qtbot.waitUntil(lambda: stage.patients() == ["B", "A"])
    assert stage.window.viewer.study is B


def test_no_study_opens_itself_before_the_end_and_then_the_most_suspicious_does(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.script.scanned(A, B, C)
    stage.script.scored(B, 0.1)
    stage.script.scored(C, 0.9)
    qtbot.waitUntil(lambda: stage.patients() == ["C", "B", "A"])
    assert stage.window.viewer.study is None
    stage.script.put(None)
    qtbot.waitUntil(lambda: stage.window.viewer.study is C)


def test_a_chosen_study_stays_chosen_and_stays_where_it_is_on_the_screen(
    stage: Stage, qtbot: QtBot
) -> None:
    studies = [make_study(f"{number:03}") for number in range(80)]
    stage.script.scanned(*studies)
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: worklist.model.rowCount() == 80)
    worklist.choose(4)
    chosen = worklist.current
    assert chosen is not None
    before = worklist.view.rowViewportPosition(4)
    for study in studies[40:60]:
        stage.script.scored(study, 0.9)
    qtbot.waitUntil(lambda: worklist.shown.row(0).finding is not None)
    assert worklist.current is chosen
    place = worklist.shown.place(chosen.study.uid)
    assert place == 24
    assert worklist.view.rowViewportPosition(place) == before
    assert stage.window.viewer.study is chosen.study
    assert "above" in worklist.hint.text()
    worklist.hint.click()
    assert worklist.view.verticalScrollBar().value() == 0
    assert not worklist.hint.isVisible()


def test_nothing_moves_under_the_pointer_until_it_leaves_or_the_reader_asks(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.script.scanned(A, B, C)
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: worklist.model.rowCount() == 3)
    worklist.choose(0)
    inside = QPointF(5, 5)
    QApplication.sendEvent(worklist.view.viewport(), QEnterEvent(inside, inside, inside))
    stage.script.scored(C, 0.9)
    qtbot.waitUntil(worklist.hint.isVisible)
    qtbot.wait(700)
    assert stage.patients() == ["A", "B", "C"]
    assert worklist.hint.text() == "1 new result: sort now"
    worklist.hint.click()
    assert stage.patients() == ["C", "A", "B"]
    assert not worklist.hint.isVisible()
    stage.script.scored(B, 0.95)
    qtbot.waitUntil(worklist.hint.isVisible)
    QApplication.sendEvent(worklist.view.viewport(), QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: stage.patients() == ["B", "C", "A"])


def test_the_filter_looks_for_every_word_in_patient_part_band_date_and_state(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.script.scanned(A, B, C, known={"B": make_finding(B, 0.9)})
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: worklist.model.rowCount() == 3)
    for text, expected in (
        ("URGENT wrist", ["B"]),
        ("waiting", ["A", "C"]),
        ("2024-05", ["B", "A", "C"]),
        ("shoulder", []),
        ("", ["B", "A", "C"]),
    ):
        worklist.filter_box.setText(text)
        assert stage.patients() == expected
    worklist.filter_box.setText("urgent")
    assert worklist.count.text() == "1 of 3 studies"


def test_a_result_shows_up_in_a_filtered_list_once_it_fits(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned(A, B)
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: worklist.model.rowCount() == 2)
    worklist.filter_box.setText("urgent")
    assert stage.patients() == []
    stage.script.scored(B, 0.9)
    qtbot.waitUntil(lambda: stage.patients() == ["B"])


def test_a_name_with_tags_in_it_stays_a_name(stage: Stage, qtbot: QtBot) -> None:
    name = "<img src=x><b>Doe</b>"
    study = make_study("E", patient=name)
    stage.script.scanned(study, known={"E": make_finding(study, 0.7)})
    qtbot.waitUntil(lambda: stage.window.viewer.study is study)
    model = stage.window.worklist.model
    tip = model.index(0, Column.PATIENT).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img src=x&gt;" in tip
    assert "<img" not in tip
    assert name in stage.window.viewer.heading
    for label in stage.window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    assert "<img" not in stage.window.viewer.findChildren(QLabel)[0].toolTip()


@pytest.mark.parametrize(
    ("column", "expected"),
    [(Column.PATIENT, ["A", "B", "C"]), (Column.VIEWS, ["B", "A", "C"])],
)
def test_other_columns_sort_too(
    stage: Stage, qtbot: QtBot, column: Column, expected: list[str]
) -> None:
    two = make_study("A", views=2)
    three = make_study("C", views=3)
    stage.script.scanned(three, two, B)
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: worklist.model.rowCount() == 3)
    worklist.view.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    assert stage.patients() == expected
    worklist.view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    assert stage.patients() == expected[::-1]


def test_files_without_a_study_are_listed_with_their_reason_and_folded_away(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.script.scanned(A, not_scored=(NotScored(Path("/films/notes.txt"), "is not an image"),))
    panel = stage.window.worklist.not_scored
    qtbot.waitUntil(panel.isVisible)
    assert panel.fold.text() == "Not scored (1)"
    assert not panel.table.isVisible()
    stage.window.commands["not-scored"].trigger()
    assert panel.table.isVisible()
    texts = []
    for column in (0, 1):
        item = panel.table.item(0, column)
        assert item is not None
        texts.append(item.text())
    assert texts == ["notes.txt", "is not an image"]
