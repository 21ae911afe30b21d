"""The viewer: the right image beside the right score, and what keys and mouse do."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.imaging.sources import version_of
from mura_desktop.studies.measurements import Kind, Point
from mura_desktop.studies.model import FileFormat, FileVersion, Study, View
from mura_desktop.ui.overlay import Overlay
from mura_desktop.ui.pane import Pane
from tests.ui.conftest import MakeStage, Stage, film, make_finding, make_study

HIGH, LOW = make_study("high", views=2), make_study("low")


@pytest.fixture
def open_stage(stage: Stage, qtbot: QtBot) -> Stage:
    """Give a window with two scored studies, the first in view."""
    known = {"high": make_finding(HIGH, 0.9, 0.1), "low": make_finding(LOW, 0.05)}
    stage.script.scanned(HIGH, LOW, known=known)
    qtbot.waitUntil(lambda: stage.window.viewer.canvas.image is not None)
    return stage


def test_an_image_that_comes_too_late_is_not_shown_beside_another_score(
    make_stage: MakeStage, qtbot: QtBot
) -> None:
    stage = make_stage(at_once=False)
    known = {"high": make_finding(HIGH, 0.9, 0.9), "low": make_finding(LOW, 0.05)}
    stage.script.scanned(HIGH, LOW, known=known)
    viewer, asked = stage.window.viewer, stage.darkroom.asked
    qtbot.waitUntil(lambda: viewer.study is HIGH)
    late: Future[GreyImage] = asked["high-0.png"]
    late.set_running_or_notify_cancel()
    stage.window.worklist.step(1)
    assert viewer.study is LOW
    assert viewer.canvas.message == "Reading low-0.png …"
    late.set_result(film(1))
    asked["low-0.png"].set_result(film(2))
    qtbot.waitUntil(lambda: viewer.canvas.image is not None)
    qtbot.wait(50)
    image = viewer.canvas.image
    assert image is not None
    assert image.pixels[-1, -1] == 2
    assert "low" in viewer.heading


def test_an_image_that_cannot_be_read_gives_its_reason(make_stage: MakeStage, qtbot: QtBot) -> None:
    stage = make_stage(at_once=False)
    stage.script.scanned(LOW, known={"low": make_finding(LOW, 0.05)})
    qtbot.waitUntil(lambda: "low-0.png" in stage.darkroom.asked)
    stage.darkroom.asked["low-0.png"].set_exception(
        UnreadableFileError(Path("/films/low-0.png"), "is damaged")
    )
    message = "low-0.png cannot be shown.\n\nis damaged"
    qtbot.waitUntil(lambda: stage.window.viewer.canvas.message == message)


def test_a_warning_of_the_file_is_visible(make_stage: MakeStage, qtbot: QtBot) -> None:
    stage = make_stage(at_once=False)
    stage.script.scanned(LOW, known={"low": make_finding(LOW, 0.05)})
    qtbot.waitUntil(lambda: "low-0.png" in stage.darkroom.asked)
    stage.darkroom.asked["low-0.png"].set_result(film(warnings=("the file ends early",)))
    qtbot.waitUntil(stage.window.viewer.warning.isVisible)
    assert stage.window.viewer.warning.text() == "the file ends early"


def test_no_region_is_shown_below_the_score_the_model_states(open_stage: Stage) -> None:
    viewer = open_stage.window.viewer
    assert viewer.canvas.region is not None
    viewer.step_view(1)
    assert viewer.canvas.image is not None
    assert viewer.canvas.region is None
    assert "no map below 30 %" in viewer.canvas.corners[1]


def test_a_score_of_an_older_file_shows_no_region(stage: Stage, qtbot: QtBot) -> None:
    view = LOW.views[0]
    changed = View(view.uid, view.path, view.format, FileVersion(2, 2))
    newer = Study("low", "low", "wrist", (changed,))
    stage.script.scanned(newer, known={"low": make_finding(LOW, 0.9)})
    viewer = stage.window.viewer
    qtbot.waitUntil(lambda: viewer.canvas.image is not None)
    assert viewer.canvas.region is None


def test_the_region_lies_where_the_model_looked(open_stage: Stage) -> None:
    region = open_stage.window.viewer.canvas.region
    assert region is not None
    assert region.outlines
    for outline in region.outlines:
        middle = outline.boundingRect().center()
        assert middle.x() < 0.5
        assert middle.y() < 0.5


def test_keys_go_through_studies_and_views(open_stage: Stage, qtbot: QtBot) -> None:
    window, viewer = open_stage.window, open_stage.window.viewer
    window.activateWindow()
    for key, study, number in (
        (Qt.Key.Key_Right, HIGH, 1),
        (Qt.Key.Key_Right, HIGH, 1),
        (Qt.Key.Key_Left, HIGH, 0),
        (Qt.Key.Key_Down, LOW, 0),
        (Qt.Key.Key_Down, LOW, 0),
        (Qt.Key.Key_K, HIGH, 0),
        (Qt.Key.Key_J, LOW, 0),
    ):
        QTest.keyClick(window, key)
        assert (viewer.study, viewer.number) == (study, number)


def test_keys_invert_reset_and_change_the_overlay(open_stage: Stage, qtbot: QtBot) -> None:
    window, viewer = open_stage.window, open_stage.window.viewer
    QTest.keyClick(window, Qt.Key.Key_I)
    assert viewer.canvas.inverted
    QTest.keyClick(window, Qt.Key.Key_R)
    assert not viewer.canvas.inverted
    seen = []
    for key in (Qt.Key.Key_O, Qt.Key.Key_O, Qt.Key.Key_H, Qt.Key.Key_H, Qt.Key.Key_H):
        QTest.keyClick(window, key)
        seen.append(viewer.options.overlay)
    assert seen == [
        Overlay.OFF,
        Overlay.OUTLINE,
        Overlay.HEAT_MAP,
        Overlay.OFF,
        Overlay.OUTLINE,
    ]
    before = viewer.options.opacity
    QTest.keyClick(window, Qt.Key.Key_BracketRight)
    assert viewer.options.opacity == pytest.approx(before + 0.1)


def test_inverting_swaps_black_and_white_on_the_screen(open_stage: Stage) -> None:
    canvas = open_stage.window.viewer.canvas
    viewer = open_stage.window.viewer
    viewer.set_options(viewer.options.with_overlay(Overlay.OFF))
    spot = (canvas.on_screen().center() + QPointF(0, 30)).toPoint()
    assert canvas.grab().toImage().pixelColor(spot).red() == pytest.approx(100, abs=1)
    canvas.invert()
    assert canvas.grab().toImage().pixelColor(spot).red() == pytest.approx(155, abs=1)


def test_the_overlay_changes_what_is_painted_and_off_leaves_the_image_alone(
    open_stage: Stage,
) -> None:
    viewer = open_stage.window.viewer

    def pictures() -> list[bytes]:
        taken = []
        for overlay in Overlay:
            viewer.set_options(viewer.options.with_overlay(overlay))
            viewer.canvas.set_corners("", "")
            picture = viewer.canvas.grab().toImage()  # kept, for its bits go with it
            taken.append(bytes(picture.constBits()))
        return taken

    outline, heat, off = pictures()
    assert len({outline, heat, off}) == 3
    viewer.show_view(1)  # its score is too low for a region
    assert len(set(pictures())) == 1


def test_dragging_sets_the_window_and_reset_takes_it_back(open_stage: Stage, qtbot: QtBot) -> None:
    canvas = open_stage.window.viewer.canvas
    stored = canvas.window_shown
    start = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, start + QPoint(40, 20))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 20))
    assert canvas.window_shown.width > stored.width
    assert canvas.window_shown.centre < stored.centre
    canvas.reset_window()
    assert canvas.window_shown == stored


def test_the_wheel_zooms_at_the_pointer(open_stage: Stage) -> None:
    canvas = open_stage.window.viewer.canvas
    at = QPointF(canvas.on_screen().topLeft() + QPointF(30, 30))

    def below_pointer() -> QPointF:
        place = canvas.on_screen()
        return (at - place.topLeft()) / canvas.zoom

    before, zoom = below_pointer(), canvas.zoom
    QApplication.sendEvent(
        canvas,
        QWheelEvent(
            at,
            canvas.mapToGlobal(at),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )
    assert canvas.zoom > zoom
    after = below_pointer()
    assert abs(after.x() - before.x()) < 1
    assert abs(after.y() - before.y()) < 1
    canvas.fit()
    assert canvas.zoom == zoom


def test_thumbnails_show_the_score_of_each_view_and_choose_it(
    open_stage: Stage, qtbot: QtBot
) -> None:
    viewer = open_stage.window.viewer
    assert [thumbnail.score for thumbnail in viewer.strip.thumbnails] == ["90 %", "10 %"]
    qtbot.waitUntil(lambda: all(thumbnail.has_image for thumbnail in viewer.strip.thumbnails))
    viewer.strip.thumbnails[1].click()
    assert viewer.number == 1


def test_the_next_study_is_read_ahead(open_stage: Stage) -> None:
    assert "low-0.png" in open_stage.darkroom.asked


def test_a_real_radiograph_comes_from_a_real_decoder(
    make_stage: MakeStage, qtbot: QtBot, decoder: Decoder, rg3: Path
) -> None:
    stage = make_stage(decoder=decoder)
    view = View("rg3", rg3, FileFormat.DICOM, version_of(rg3))
    stage.script.scanned(Study("rg3", "RG3", "ankle", (view,)))
    stage.script.put(None)
    qtbot.waitUntil(lambda: stage.window.viewer.canvas.image is not None, timeout=30_000)
    image = stage.window.viewer.canvas.image
    assert image is not None
    assert image.pixels.shape == (1760, 1760)


def test_pixels_that_a_file_calls_oblong_are_shown_and_measured_so(qtbot: QtBot) -> None:
    pane = Pane()
    qtbot.addWidget(pane)
    pane.show_view("1.2.3", replace(film(1), aspect=2.0))
    assert pane.placement.aspect == 2
    pane.ruler.kind = Kind.ANGLE
    for point in (Point(20, 0), Point(0, 0), Point(20, 10)):
        pane.ruler.press(point, 0.1)
        pane.ruler.release(point, dragged=False)
    (taken,) = pane.ruler.measurements
    assert taken.value == pytest.approx(45)
