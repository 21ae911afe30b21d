"""What a mouse button does on an image is what it did when it was pressed."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.ui.pane import Pane
from mura_desktop.ui.tools import Tool

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NO_BUTTON = Qt.MouseButton.NoButton
SHIFT, NO_KEY = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


class Hand:
    """A reader's mouse on a pane, with the keys that are held meanwhile."""

    def __init__(self, pane: Pane) -> None:
        self.pane = pane
        self.down = NO_BUTTON

    def press(
        self, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY, button: Qt.MouseButton = LEFT
    ) -> None:
        self.down |= button
        self._send(QEvent.Type.MouseButtonPress, at, button, keys)

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        self._send(QEvent.Type.MouseMove, at, NO_BUTTON, keys)

    def let_go(
        self, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY, button: Qt.MouseButton = LEFT
    ) -> None:
        self.down &= ~button
        self._send(QEvent.Type.MouseButtonRelease, at, button, keys)

    def click(self, at: QPoint) -> None:
        self.press(at)
        self.let_go(at)

    def _send(
        self, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton, keys: Qt.KeyboardModifier
    ) -> None:
        spot = QPointF(at)
        QApplication.sendEvent(self.pane, QMouseEvent(kind, spot, spot, button, self.down, keys))


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    pane = Pane()
    qtbot.addWidget(pane)
    pane.resize(400, 400)
    pane.show()
    pane.show_view("view", GreyImage(np.zeros((300, 300), np.float32), 0.0, 1.0))
    pane.set_tool(Tool.LENGTH)
    return Hand(pane)


def end_of_line(pane: Pane) -> QPoint:
    """Return where the second point of the only measurement is on the screen."""
    (taken,) = pane.ruler.measurements
    return pane.placement.to_screen().map(QPointF(taken.points[1].x, taken.points[1].y)).toPoint()


def test_a_drag_that_moved_the_image_sets_no_point_when_shift_is_let_go_first(hand: Hand) -> None:
    hand.click(QPoint(100, 100))
    before = hand.pane.placement
    hand.press(QPoint(200, 200), SHIFT)
    hand.move(QPoint(230, 230), SHIFT)
    hand.move(QPoint(250, 250))
    hand.let_go(QPoint(250, 250))
    assert hand.pane.ruler.measurements == ()
    assert len(hand.pane.ruler.pending) == 1
    moved = hand.pane.placement.to_screen().map(QPointF()) - before.to_screen().map(QPointF())
    assert moved == QPointF(50, 50)


def test_a_line_is_measured_to_its_end_when_shift_is_pressed_on_the_way(hand: Hand) -> None:
    hand.press(QPoint(100, 100))
    hand.move(QPoint(200, 200), SHIFT)
    hand.let_go(QPoint(200, 200), SHIFT)
    assert end_of_line(hand.pane) == QPoint(200, 200)


def test_a_point_is_let_go_with_the_button_whatever_key_isdown(hand: Hand) -> None:
    hand.click(QPoint(100, 100))
    hand.click(QPoint(200, 200))
    hand.press(QPoint(200, 200))
    assert hand.pane.ruler.holds
    hand.let_go(QPoint(200, 200), SHIFT)
    assert not hand.pane.ruler.holds
    hand.pane.move_cross(QPointF(-60, 0))
    assert end_of_line(hand.pane) == QPoint(200, 200)


def test_another_button_does_not_cut_off_what_the_first_one_began(hand: Hand) -> None:
    hand.click(QPoint(100, 100))
    hand.click(QPoint(200, 200))
    hand.press(QPoint(200, 200))
    hand.press(QPoint(200, 200), button=MIDDLE)
    hand.let_go(QPoint(200, 200), button=MIDDLE)
    hand.move(QPoint(250, 200))
    hand.let_go(QPoint(250, 200))
    assert not hand.pane.ruler.holds
    assert end_of_line(hand.pane) == QPoint(250, 200)
    hand.click(QPoint(50, 300))
    assert len(hand.pane.ruler.pending) == 1


def test_a_press_after_a_release_that_went_astray_begins_anew(hand: Hand) -> None:
    hand.press(QPoint(300, 300), SHIFT)
    hand.down = NO_BUTTON
    hand.click(QPoint(100, 100))
    hand.click(QPoint(200, 200))
    assert end_of_line(hand.pane) == QPoint(200, 200)
