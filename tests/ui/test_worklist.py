"""The worklist while results stream in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from mura_desktop.events import NotScorable, Scanned, Scoring, Unreadable
from mura_desktop.studies.model import NotScored, Scan
from mura_desktop.studies.reads import Conclusion, Read, SignedRead
from mura_desktop.studies.states import ReadingProgress, State
from mura_desktop.ui import wording
from mura_desktop.ui.theme import SPACE, apply_theme
from mura_desktop.ui.translation import install_language
from mura_desktop.ui.words import word
from mura_desktop.ui.worklist_columns import Column
from mura_desktop.ui.worklist_model import OVERDUE_ROLE
from tests.ui.conftest import MakeStage, Stage, make_finding, make_study

A, B, C, D = (make_study(name) for name in "ABCD")
SIGNED = ReadingProgress(
    SignedRead("any", 1, "reader", datetime(2026, 11, 25, tzinfo=UTC), Read(Conclusion.NORMAL))
)
SHIFT = Qt.KeyboardModifier.ShiftModifier


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
        stage.script.scored(study, 0.5)
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
    stage.script.scored(C, 0.5)
    qtbot.waitUntil(worklist.hint.isVisible)
    qtbot.wait(700)
    assert stage.patients() == ["A", "B", "C"]
    assert worklist.hint.text() == "1 new result: sort now"
    worklist.hint.click()
    assert stage.patients() == ["C", "A", "B"]
    assert not worklist.hint.isVisible()
    stage.script.scored(B, 0.55)
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


def test_urgent_studies_that_arrive_out_of_sight_are_told_and_a_key_leads_to_them(
    stage: Stage, qtbot: QtBot
) -> None:
    studies = [make_study(f"{number:03}") for number in range(80)]
    stage.script.scanned(*studies, known={"000": make_finding(studies[0], 0.3)})
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: worklist.model.rowCount() == 80)
    worklist.choose(70)
    for study in studies[10:13]:
        stage.script.scored(study, 0.9)
    qtbot.waitUntil(lambda: worklist.hint.text() == "3 urgent studies arrived: show it (G)")
    QTest.keyClick(stage.window, Qt.Key.Key_G)
    assert worklist.current is not None
    assert worklist.current.study is studies[10]
    assert not worklist.hint.isVisible()


def test_every_row_says_why_it_stands_where_it_stands(stage: Stage, qtbot: QtBot) -> None:
    two = make_study("A", views=2)
    since = datetime.now(UTC) - timedelta(minutes=14, seconds=5)
    event = Scanned(Scan((two,)), {"A": make_finding(two, 0.2, 0.9)}, {"A": since})
    stage.script.put(event)
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: worklist.current is not None)
    expected = "review 55 % (90 % in view 2 of 2); waiting 14 min"
    assert worklist.model.index(0, Column.WHY).data() == expected
    assert worklist.why.toolTip() == wording.tooltip(expected)
    tip = worklist.model.index(0, Column.PRIORITY).data(Qt.ItemDataRole.ToolTipRole)
    assert expected in tip


def test_who_waited_too_long_rises_and_is_marked(stage: Stage, qtbot: QtBot) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=2)
    known = {"A": make_finding(A, 0.9), "B": make_finding(B, 0.05)}
    stage.script.put(Scanned(Scan((A, B)), known, {"A": datetime.now(UTC), "B": long_ago}))
    qtbot.waitUntil(lambda: stage.patients() == ["B", "A"])
    model = stage.window.worklist.model
    assert model.index(0, Column.WAITING).data() == "2 d"
    assert model.index(0, Column.WAITING).data(OVERDUE_ROLE)
    assert "overdue" in model.index(0, Column.WHY).data()
    stage.window.worklist.set_longest_wait(None)
    stage.window.worklist.sort_now()
    assert stage.patients() == ["A", "B"]


def test_a_signed_study_sinks_and_the_next_unread_one_is_found(stage: Stage, qtbot: QtBot) -> None:
    known = {one.uid: make_finding(one, score) for one, score in ((A, 0.9), (B, 0.8), (C, 0.7))}
    stage.script.scanned(A, B, C, known=known)
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: stage.window.viewer.study is A)
    worklist.update_reading("A", SIGNED)
    worklist.sort_now()
    assert stage.patients() == ["B", "C", "A"]
    assert worklist.choose_next_unread()
    assert stage.window.viewer.study is B
    worklist.update_reading("B", SIGNED)
    worklist.update_reading("C", ReadingProgress(readers=("somebody",)))
    assert worklist.choose_next_unread()
    assert stage.window.viewer.study is C
    worklist.update_reading("C", SIGNED)
    assert not worklist.choose_next_unread()
    qtbot.waitUntil(lambda: worklist.filters.counters[State.SIGNED].text() == "signed 3")


def test_counters_filter_and_a_key_shows_everything_again(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned(A, B, C, known={"B": make_finding(B, 0.9)})
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: stage.window.viewer.study is B)
    counter = worklist.filters.counters[State.WAITING]
    assert counter.text() == "waiting 2"
    assert not worklist.filters.counters[State.SIGNED].isVisible()
    counter.click()
    assert stage.patients() == ["A", "C"]
    assert stage.window.viewer.study is B
    worklist.filter_box.setText("nobody")
    assert stage.patients() == []
    assert "Shift+F" in worklist.view.message
    QTest.keyClick(stage.window, Qt.Key.Key_F, SHIFT)
    assert stage.patients() == ["B", "A", "C"]
    assert worklist.current is not None
    assert worklist.current.study is B


def test_filters_of_the_menu_become_chips_that_take_them_away(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned(A, B, known={"B": make_finding(B, 0.9)})
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: stage.window.viewer.study is B)
    menu = worklist.filters.open_menu()
    bands = next(action.menu() for action in menu.actions() if "Band" in action.text())
    assert isinstance(bands, QMenu)
    bands.actions()[0].setChecked(True)
    menu.close()
    assert stage.patients() == ["B"]
    chip = next(
        button
        for button in worklist.filters.findChildren(QToolButton)
        if button.accessibleName() == "Remove the filter urgent"
    )
    chip.click()
    assert stage.patients() == ["B", "A"]


def test_several_studies_can_be_marked(stage: Stage, qtbot: QtBot) -> None:
    stage.script.scanned(A, B, C, known={"B": make_finding(B, 0.9)})
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: stage.window.viewer.study is B)
    worklist.view.setFocus()
    QTest.keyClick(worklist.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert [row.study.uid for row in worklist.selected_rows()] == ["B", "A", "C"]
    assert stage.window.viewer.study is B


def test_columns_are_chosen_and_remembered(stage: Stage, qtbot: QtBot) -> None:
    view = stage.window.worklist.view
    menu = stage.window.worklist.view.choose_columns()
    why = next(action for action in menu.actions() if action.text() == "Why here")
    assert not why.isChecked()
    why.setChecked(True)
    menu.close()
    header = view.horizontalHeader()
    assert not header.isSectionHidden(Column.WHY)
    header.moveSection(header.visualIndex(Column.STATE), 0)
    kept = view.columns()
    view.reset_columns()
    assert header.isSectionHidden(Column.WHY)
    view.set_columns("bm9uc2Vuc2U=")
    assert header.isSectionHidden(Column.WHY)
    view.set_columns(kept)
    assert not header.isSectionHidden(Column.WHY)
    assert header.visualIndex(Column.STATE) == 0


@pytest.mark.parametrize(
    ("language", "patient"), [("en", "DEMO, CHEST (DEMO-1)"), ("de", "DEMO, CHEST")]
)
def test_at_first_a_list_shows_states_whole_and_patients_as_far_as_there_is_room(
    language: str, patient: str, make_stage: MakeStage, qapp: QApplication
) -> None:
    apply_theme(qapp, sheet=False)  # for its font
    install_language(qapp, language)
    view = make_stage().window.worklist.view
    header, metrics = view.horizontalHeader(), view.fontMetrics()
    widest = max(metrics.horizontalAdvance(word(state)) for state in State)
    install_language(qapp, "en")
    margins = round(1.5 * SPACE)
    assert header.sectionSize(Column.STATE) >= widest + margins
    assert (
        header.sectionViewportPosition(Column.STATE) + widest + margins <= view.viewport().width()
    )
    assert header.sectionSize(Column.PATIENT) >= metrics.horizontalAdvance(patient) + margins


def test_studies_that_come_later_join_without_moving_what_is_there(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.script.scanned(A, B, known={"A": make_finding(A, 0.5), "B": make_finding(B, 0.4)})
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: stage.window.viewer.study is A)
    assert worklist.add_studies([C], {"C": make_finding(C, 0.45)}, {}, {}) == 1
    assert stage.patients() == ["A", "B", "C"]
    assert stage.window.viewer.study is A
    qtbot.waitUntil(lambda: stage.patients() == ["A", "C", "B"])


@pytest.mark.slow
def test_a_hundred_thousand_studies_never_stop_the_window_for_long() -> None:
    from benchmarks.worklist import measure

    stalls = measure(100_000, 500)
    assert max(stalls.values()) < 0.1, stalls
