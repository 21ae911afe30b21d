"""A large folder is listed in part first, and then as a whole, under the eyes of a reader."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from mura_desktop.events import Scanned
from mura_desktop.studies.model import Finding, Scan, Study
from mura_desktop.studies.states import ReadingProgress
from mura_desktop.ui.worklist_rows import Row
from tests.ui.conftest import Stage, make_finding, make_study

A, B, C, D = (make_study(name) for name in "ABCD")
GROWN = replace(B, views=(*B.views, *make_study("B2").views))


def part(stage: Stage, *studies: Study) -> None:
    stage.script.put(Scanned(Scan(studies), {}, part=True))


def whole(stage: Stage, *studies: Study, known: dict[str, Finding] | None = None) -> None:
    stage.script.put(Scanned(Scan(studies), known or {}, again=True))


def in_view(stage: Stage, qtbot: QtBot, study: Study) -> None:
    """Choose a study, and wait until its image is there."""
    stage.window.show_anew(study.uid)
    qtbot.waitUntil(lambda: stage.window.viewer.canvas.image is not None)


def row_of(stage: Stage, study_uid: str) -> Row:
    row = stage.window.worklist.model.row_for(study_uid)
    assert row is not None
    return row


def listed(stage: Stage) -> set[str]:
    return {row.study.uid for row in stage.window.worklist.model.rows}


def test_the_study_in_view_stays_when_the_whole_list_comes(stage: Stage, qtbot: QtBot) -> None:
    part(stage, A, B)
    qtbot.waitUntil(lambda: listed(stage) == {"A", "B"})
    in_view(stage, qtbot, B)
    image = stage.window.viewer.canvas.image
    chosen: list[object] = []
    stage.window.worklist.chosen.connect(chosen.append)

    stage.script.scored(A, 0.9)
    whole(stage, A, B, C, D, known={"A": make_finding(A, 0.9)})
    qtbot.waitUntil(lambda: listed(stage) == {"A", "B", "C", "D"})

    current = stage.window.worklist.current
    assert current is not None
    assert current.study == B
    assert stage.window.viewer.canvas.image is image
    assert chosen == []


def test_a_score_that_comes_with_the_whole_list_reaches_the_study_in_view(
    stage: Stage, qtbot: QtBot
) -> None:
    part(stage, A, B)
    qtbot.waitUntil(lambda: listed(stage) == {"A", "B"})
    in_view(stage, qtbot, B)

    whole(stage, A, B, C, known={"B": make_finding(B, 0.9)})

    qtbot.waitUntil(lambda: "90 %" in stage.window.viewer.heading)


def test_a_study_in_view_that_has_grown_stays_as_it_was_and_says_so(
    stage: Stage, qtbot: QtBot
) -> None:
    part(stage, A, B)
    qtbot.waitUntil(lambda: listed(stage) == {"A", "B"})
    in_view(stage, qtbot, B)

    whole(stage, A, GROWN, C)
    banner = stage.window.anteroom.watching.banner
    qtbot.waitUntil(banner.isVisible)
    stage.script.scored(GROWN, 0.9, 0.1)
    qtbot.waitUntil(lambda: row_of(stage, "B").finding is not None)

    assert "1 new image, not shown yet" in banner.label.text()
    assert stage.window.viewer.study == B
    assert "%" not in stage.window.viewer.heading  # of the images that are not shown


def test_a_study_in_view_that_is_none_in_the_whole_list_leaves_the_view(
    stage: Stage, qtbot: QtBot
) -> None:
    part(stage, A, B)
    qtbot.waitUntil(lambda: listed(stage) == {"A", "B"})
    in_view(stage, qtbot, B)

    whole(stage, A, C)
    qtbot.waitUntil(lambda: listed(stage) == {"A", "C"})

    assert stage.window.viewer.study is None
    assert stage.window.worklist.current is None


def test_what_was_read_meanwhile_is_in_the_whole_list(stage: Stage, qtbot: QtBot) -> None:
    part(stage, A, B)
    qtbot.waitUntil(lambda: listed(stage) == {"A", "B"})
    in_view(stage, qtbot, B)
    reading = ReadingProgress(readers=("reader",))
    stage.window.worklist.update_reading("B", reading)

    whole(stage, A, B, C)
    qtbot.waitUntil(lambda: "C" in listed(stage))

    assert row_of(stage, "B").reading == reading


def test_a_job_that_is_cancelled_before_the_whole_list_says_so(stage: Stage, qtbot: QtBot) -> None:
    part(stage, A, B)
    stage.script.scored(A, 0.9, total=2)
    qtbot.waitUntil(lambda: stage.window.worklist.progress.bar.value() == 1)
    stage.window.commands["cancel"].trigger()
    qtbot.waitUntil(lambda: not stage.window.work.running)
    assert stage.window.banner.label.text() == (
        "Cancelled while studies were looked for: 1 of the first 2 studies are scored. F5 goes on."
    )
