"""A filter hides studies from the list, but not from whoever is led to them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from mura_desktop.studies.model import Study
from mura_desktop.ui.worklist_panel import WorklistPanel
from tests.ui.conftest import Stage, make_finding, make_study

WRIST = make_study("W")
HAND = replace(make_study("H"), body_part="hand")


def narrow(worklist: WorklistPanel, name: str, choice: str) -> None:
    """Choose something in the menu of filters."""
    menu = worklist.filters.open_menu()
    choices = next(
        action.menu() for action in menu.actions() if name in action.text().replace("&", "")
    )
    assert isinstance(choices, QMenu)
    next(action for action in choices.actions() if action.text() == choice).setChecked(True)
    menu.close()


@pytest.mark.parametrize(
    ("name", "choice"), [("State", "scored"), ("Band", "urgent"), ("part", "wrist")]
)
def test_a_study_that_is_asked_for_is_shown_whatever_filter_hides_it(
    stage: Stage, qtbot: QtBot, name: str, choice: str
) -> None:
    stage.script.scanned(WRIST, HAND, known={"W": make_finding(WRIST, 0.9)})
    window = stage.window
    qtbot.waitUntil(lambda: window.viewer.study is WRIST)
    narrow(window.worklist, name, choice)
    assert stage.patients() == ["W"]

    window.show_anew("H")

    assert window.viewer.study is HAND
    assert stage.patients() == ["W", "H"]


def test_urgent_studies_that_a_filter_hides_are_not_forgotten(stage: Stage, qtbot: QtBot) -> None:
    wrists = [make_study(f"{number:03}") for number in range(80)]
    stage.script.scanned(*wrists, HAND, known={"000": make_finding(wrists[0], 0.3)})
    worklist = stage.window.worklist
    qtbot.waitUntil(lambda: worklist.model.rowCount() == 81)
    narrow(worklist, "part", "wrist")
    worklist.choose(70)
    stage.script.scored(wrists[10], 0.9)
    stage.script.scored(HAND, 0.95)
    qtbot.waitUntil(lambda: worklist.hint.text() == "2 urgent studies arrived: show it (G)")

    def led_to() -> Study:
        worklist.hint.click()
        assert worklist.current is not None
        return worklist.current.study

    assert led_to() is wrists[10]
    assert worklist.hint.text() == "1 urgent study arrived: show it (G)"
    assert led_to() is HAND
    assert not worklist.hint.isVisible()
