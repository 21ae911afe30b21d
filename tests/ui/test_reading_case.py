"""A read as a value, its words, and its panel in little room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from mura_desktop.studies.reads import Conclusion, Read, SignedRead
from mura_desktop.ui.reading_case import DRAFT, Case, Stage
from mura_desktop.ui.reading_panel import ReadingPanel
from mura_desktop.ui.reading_status import status
from mura_desktop.ui.reading_text import FINDINGS, PlainTemplates, agreed_side, clock, summary
from tests.ui.conftest import make_finding, make_study

STUDY = make_study("A", 2)
PLAIN = PlainTemplates()
SIGNED = SignedRead(
    "A", 1, "Dr DEMO", datetime(2024, 11, 25, 9, 31, tzinfo=UTC), Read(Conclusion.NORMAL)
)


def sided(*sides: str) -> Case:
    views = zip(make_study("A", len(sides)).views, sides, strict=True)
    return Case(replace(STUDY, views=tuple(replace(view, laterality=side) for view, side in views)))


@pytest.mark.parametrize(
    ("sides", "agreed"),
    [(("L", "L"), "L"), (("R",), "R"), (("L", "R"), ""), (("R", ""), ""), (("", ""), "")],
)
def test_the_side_is_taken_from_the_views_only_where_all_agree(
    sides: tuple[str, ...], agreed: str
) -> None:
    case = sided(*sides)
    assert agreed_side(case.study) == case.blank().read.side == agreed


def test_a_side_that_contradicts_all_views_is_pointed_out() -> None:
    case = sided("R", "R").blank()
    assert case.plate == ""
    assert case.sided("L", PLAIN).plate == "The views state: Right. The read says: Left."
    assert case.sided("", PLAIN).plate == ""
    assert sided("R", "L").blank().sided("L", PLAIN).plate == ""


texts = st.text(max_size=20)
reads = st.builds(
    Read,
    st.none() | st.sampled_from(Conclusion),
    st.none() | st.booleans(),
    st.lists(st.sampled_from([*FINDINGS, "a word of later"]), unique=True).map(tuple),
    st.sampled_from(["", "L", "R", "B"]),
    texts,
    st.dictionaries(st.sampled_from(["measurements", "other"]), st.just([])),
)


@given(reads, texts, texts, st.booleans())
def test_a_draft_that_is_kept_comes_back_as_it_was(
    read: Read, reason: str, template: str, prepared: bool
) -> None:
    case = replace(
        Case(STUDY).blank(),
        read=read,
        reason=reason,
        template=template,
        prepared=prepared,
        begun=True,
    )
    assert Case(STUDY).drafted(case.to_draft(), 0, []) == case


@given(st.lists(st.sampled_from([*FINDINGS, *Conclusion, "L", "R", ""]), max_size=8))
def test_no_choice_changes_a_text_that_somebody_typed(steps: list[str]) -> None:
    case = Case(STUDY).blank().typed("Mine.")
    for step in steps:
        if isinstance(step, Conclusion):
            case = case.concluded(step, PLAIN)
        elif step in FINDINGS:
            case = case.found(step, PLAIN)
        else:
            case = case.sided(step, PLAIN)
    assert case.read.text == "Mine."


def test_pages_end_with_the_draft_and_turning_stops_at_the_ends() -> None:
    case = Case(STUDY).signed([SIGNED, replace(SIGNED, version=2)])
    assert (case.pages, case.page, case.writable) == ((1, 2), 2, False)
    amended = case.amended(PLAIN)
    assert (amended.pages, amended.page, amended.writable) == ((1, 2, DRAFT), DRAFT, True)
    assert amended.turned(1) is amended
    assert amended.turned(-1).turned(-1).page == 1
    assert not amended.turned(-1).writable
    assert not replace(amended, stage=Stage.BUSY).writable


def test_a_moment_of_another_day_bears_its_date() -> None:
    now = datetime.now(UTC)
    assert clock(now, now) == f"{now.astimezone():%H:%M}"
    before = now - timedelta(days=2)
    assert clock(before, now) == f"{before.astimezone():%Y-%m-%d %H:%M}"


def test_a_draft_that_is_not_on_disk_does_not_say_it_is() -> None:
    case = Case(STUDY).blank().typed("x")
    assert status(case, None, "")[0] == "Draft, not saved yet"
    assert status(case, SIGNED.signed, "The disk is full.")[0].startswith("Not saved: ")
    assert status(case, SIGNED.signed, "")[0].startswith("Draft saved 2024-11-25")


def test_a_summary_names_everything_that_was_chosen() -> None:
    read = Read(Conclusion.ABNORMAL, False, ("fracture", "odd"), "B", "", {"measurements": [1, 2]})
    expected = "Fracture, odd  ·  Both  ·  disagrees with the flag  ·  2 measurements"
    assert summary(read) == expected


def test_a_finding_of_another_list_is_never_out_of_sight(qtbot: QtBot) -> None:
    panel = ReadingPanel()
    qtbot.addWidget(panel)
    read = Read(Conclusion.ABNORMAL, findings=("<b>osteolysis</b>",))
    panel.show_case(Case(STUDY).drafted(read, 0, []))
    assert panel.form.findings.buttons["<b>osteolysis</b>"].isChecked()


def test_all_of_a_read_fits_into_480_by_320_and_less_scrolls(qtbot: QtBot) -> None:
    panel = ReadingPanel()
    qtbot.addWidget(panel)
    prepared = Case(STUDY, make_finding(STUDY, 0.1, 0.1)).blank().prepared_normal(PLAIN)
    panel.show_case(prepared, "A reader of a very long name " * 5)
    panel.resize(480, 320)
    panel.show()
    assert (panel.width(), panel.height()) == (480, 320)
    (area,) = (one for one in panel.findChildren(QScrollArea) if one.widget() is panel.form)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    for part in (panel.form.text, panel.form.side, panel.sign, panel.plate):
        assert not part.visibleRegion().isEmpty()
    panel.resize(330, 200)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert panel.form.width() <= area.viewport().width()
    assert not panel.sign.visibleRegion().isEmpty()
