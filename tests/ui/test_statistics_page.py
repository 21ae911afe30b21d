"""The figures of what was read, as the window shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from mura_desktop.studies.reads import Conclusion, Read
from mura_desktop.ui.statistics_dialog import StatisticsDialog
from mura_desktop.ui.statistics_tables import bars, duration, interval_text
from tests.ui.conftest import make_finding, make_study
from tests.ui.report_room import DEMO, OTHER, Room, make_room


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    return make_room(qtbot, tmp_path, monkeypatch, DEMO, OTHER)


def sign(room: Room, name: str, conclusion: Conclusion, score: float | None, reader: str) -> None:
    study = make_study(name)
    finding = None if score is None else make_finding(study, score)
    room.store.reads.sign(study, reader, Read(conclusion), finding=finding)


def open_page(room: Room) -> StatisticsDialog:
    dialog = room.open("statistics")
    assert isinstance(dialog, StatisticsDialog)
    return dialog


def cells(table: QTableWidget) -> list[list[str]]:
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(table.columnCount())]
        found.append([item.text() for item in items if item is not None])
    return found


def test_without_reads_the_page_says_so_and_shows_no_figures(room: Room) -> None:
    dialog = open_page(room)
    assert dialog.headline.text() == "Nothing was read in these days"
    assert dialog.empty.isVisible()
    assert not dialog.agreement.isVisible()
    assert not dialog.save_as.isEnabled()
    dialog.close()


def test_the_figures_are_those_of_the_signed_reads(room: Room) -> None:
    sign(room, "a", Conclusion.ABNORMAL, 0.9, "Dr. One")
    sign(room, "b", Conclusion.NORMAL, 0.1, "Dr. One")
    sign(room, "c", Conclusion.NORMAL, 0.3, "Dr. Two")
    sign(room, "d", Conclusion.NOT_DIAGNOSTIC, 0.3, "Dr. Two")
    sign(room, "e", Conclusion.NORMAL, None, "Dr. Two")
    dialog = open_page(room)
    assert dialog.headline.text() == "5 studies read"
    assert not dialog.empty.isVisible()
    table = cells(dialog.agreement)
    assert table[0][:2] == ["All", "3 (few)"]
    assert table[0][3:5] == ["100 % (21 to 100)", "50 % (9 to 91)"]
    assert [line[0] for line in table] == [
        *("All", "Part: wrist", "Reader: Dr. One", "Reader: Dr. Two")
    ]
    waits = {line[0]: line[1:] for line in cells(dialog.waits)}
    assert waits["urgent"] == ["1", *["under 1 min"] * 3]
    assert waits["no score"][0] == "1"
    notes = dialog.notes.text()
    assert "2 studies (1 not diagnostic, 1 without a score when signed)" in notes
    assert "flatter" in notes
    assert "Wilson" in notes
    dialog.close()


def test_one_reader_can_be_looked_at_alone(room: Room) -> None:
    sign(room, "a", Conclusion.ABNORMAL, 0.9, "Dr. One")
    sign(room, "b", Conclusion.NORMAL, 0.1, "Dr. Two")
    dialog = open_page(room)
    names = [dialog.reader.itemText(at) for at in range(dialog.reader.count())]
    assert names == ["All readers", "Dr. One", "Dr. Two"]
    dialog.reader.setCurrentIndex(2)
    dialog.reader.activated.emit(2)
    room.idle()
    assert dialog.headline.text() == "1 study read"
    assert [line[0] for line in cells(dialog.agreement)][-1] == "Reader: Dr. Two"
    assert dialog.reader.currentText() == "Dr. Two"
    assert dialog.reader.count() == 3
    dialog.close()


def test_days_can_be_chosen_and_wrong_ones_are_named(room: Room) -> None:
    sign(room, "a", Conclusion.ABNORMAL, 0.9, "Dr. One")
    dialog = open_page(room)
    dialog.start.setDate(QDate(2020, 1, 1))
    dialog.end.setDate(QDate(2020, 1, 31))
    room.idle()
    assert dialog.range.currentText() == "Chosen days"
    assert dialog.empty.isVisible()
    dialog.end.setDate(QDate(2019, 1, 1))
    room.idle()
    assert "first day is after the last" in dialog.problem.text()
    dialog.range.setCurrentIndex(3)
    dialog.range.activated.emit(3)
    room.idle()
    assert dialog.headline.text() == "1 study read"
    assert not dialog.problem.isVisible()
    dialog.close()


def test_the_figures_are_written_and_noted(room: Room) -> None:
    sign(room, "a", Conclusion.ABNORMAL, 0.9, "Dr. One")
    dialog = open_page(room)
    file = room.save("figures.csv", dialog.save)
    assert "sensitivity,all,1.0," in file.read_text("utf-8-sig")
    assert '"what": "statistics"' in room.exports()[0]
    room.save("missing/figures.csv", dialog.save)
    assert "cannot be written" in dialog.problem.text()
    dialog.close()


def test_the_charts_say_to_a_screen_reader_what_they_show(room: Room) -> None:
    sign(room, "a", Conclusion.ABNORMAL, 0.9, "Dr. One")
    dialog = open_page(room)
    assert dialog.bars.accessibleName() == "Studies read by day"
    assert "at most 1" in dialog.bars.accessibleDescription()
    assert "Sensitivity: 100 % (21 to 100)" in dialog.intervals.accessibleDescription()
    assert "Specificity: –" in dialog.intervals.accessibleDescription()  # noqa: RUF001 - a dash
    dialog.close()


def test_many_days_become_weeks_or_months() -> None:
    first = date(2026, 1, 1)
    days = [(first + timedelta(days=day), 1) for day in range(1000)]
    assert bars(days[:92])[1] == days[:92]
    title, weeks = bars(days[:365])
    assert title.endswith("week")
    assert {day.weekday() for day, _ in weeks} == {0}
    title, months = bars(days)
    assert title.endswith("month")
    assert {day.day for day, _ in months} == {1}
    for joined in (weeks, months):
        assert sum(count for _, count in joined) == (365 if joined is weeks else 1000)


def test_waits_are_written_as_coarsely_as_they_matter() -> None:
    minutes = (0.2, 59, 61, 24 * 60 + 30)
    assert [duration(timedelta(minutes=one)) for one in minutes] == [
        *("under 1 min", "59 min", "1 h 1 min", "1 d 0 h")
    ]
    assert interval_text(None) == "–"  # noqa: RUF001 - a dash


def test_a_name_like_markup_is_shown_as_it_is(room: Room) -> None:
    study = replace(make_study("x"), body_part="<b>wrist</b>")
    finding = make_finding(study, 0.9)
    room.store.reads.sign(study, "<i>One</i>", Read(Conclusion.NORMAL), finding=finding)
    dialog = open_page(room)
    names = [line[0] for line in cells(dialog.agreement)]
    assert names[1:] == ["Part: <b>wrist</b>", "Reader: <i>One</i>"]
    dialog.close()
