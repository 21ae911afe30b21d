"""Every command has a key, says so everywhere, and does what it says when the key is pressed."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from mura_desktop.studies.measurements import Kind
from mura_desktop.ui.command_palette import CommandPalette, matches
from mura_desktop.ui.command_table import COMMANDS
from mura_desktop.ui.commands import Commands
from mura_desktop.ui.key_editor import KeyEditor
from mura_desktop.ui.key_sheet import KeySheet, sheet, write_pdf
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.remembered import load
from mura_desktop.ui.theme import Theme, apply_theme, current_theme
from mura_desktop.ui.viewer import Viewer
from tests.ui.conftest import Stage, make_finding, make_study
from tests.ui.test_viewer_values import bone

NOW = replace(make_study("now", 2), patient_id="77")
BEFORE = replace(make_study("before", 2), patient_id="77", study_date=date(2023, 1, 2))
OLDER = replace(make_study("older", 1), patient_id="77", study_date=date(2021, 1, 2))


@pytest.fixture
def open_stage(stage: Stage, qtbot: QtBot) -> Stage:
    """Give a window on a study of two views with two earlier ones."""
    known = {
        "now": make_finding(NOW, 0.9, 0.8),
        "before": make_finding(BEFORE, 0.4, 0.2),
        "older": make_finding(OLDER, 0.1),
    }
    stage.script.scanned(NOW, BEFORE, OLDER, known=known)
    viewer = stage.window.viewer
    qtbot.waitUntil(lambda: viewer.canvas.image is not None and not stage.window.images.busy)
    stage.window.activateWindow()
    return stage


def press(window: MainWindow, identity: str) -> None:
    """Press the first key of a command."""
    chord = window.commands.keys(identity)[0][0]  # type: ignore[index]
    QTest.keyClick(window, chord.key(), chord.keyboardModifiers())


Seen = Callable[[Viewer], object]
VISIBLE: dict[str, Seen] = {
    "next-view": lambda viewer: viewer.number,
    "preset-auto": lambda viewer: viewer.canvas.window_shown,
    "preset-bone": lambda viewer: viewer.canvas.window_shown,
    "preset-soft": lambda viewer: viewer.canvas.window_shown,
    "preset-full": lambda viewer: viewer.canvas.window_shown,
    "brighter": lambda viewer: -viewer.canvas.window_shown.centre,
    "darker": lambda viewer: viewer.canvas.window_shown.centre,
    "more-contrast": lambda viewer: -viewer.canvas.window_shown.width,
    "less-contrast": lambda viewer: viewer.canvas.window_shown.width,
    "invert": lambda viewer: viewer.canvas.inverted,
    "link": lambda viewer: viewer.options.linked,
    "actual-size": lambda viewer: viewer.canvas.zoom == 1,
    "zoom-in": lambda viewer: viewer.canvas.zoom,
    "zoom-out": lambda viewer: -viewer.canvas.zoom,
    "turn-right": lambda viewer: viewer.canvas.orientation.turns == 1,
    "turn-left": lambda viewer: viewer.canvas.orientation.turns == 3,
    "flip-across": lambda viewer: viewer.canvas.orientation.mirrored,
    "flip-down": lambda viewer: viewer.canvas.orientation.mirrored,
    "tool-pan": lambda viewer: viewer.canvas.tool,
    "tool-zoom": lambda viewer: viewer.canvas.tool,
    "tool-magnifier": lambda viewer: viewer.canvas.tool,
    "tool-length": lambda viewer: viewer.canvas.tool,
    "tool-angle": lambda viewer: viewer.canvas.tool,
    "tool-cobb": lambda viewer: viewer.canvas.tool,
    "left": lambda viewer: -viewer.canvas.centre.x(),
    "right": lambda viewer: viewer.canvas.centre.x(),
    "up": lambda viewer: -viewer.canvas.centre.y(),
    "down": lambda viewer: viewer.canvas.centre.y(),
    "overlay": lambda viewer: viewer.options.overlay,
    "overlay-kind": lambda viewer: viewer.options.overlay,
    "more-opaque": lambda viewer: viewer.options.opacity,
    "less-opaque": lambda viewer: -viewer.options.opacity,
    "edges": lambda viewer: viewer.options.edges,
    "edges-stronger": lambda viewer: viewer.options.edge_strength,
    "edges-weaker": lambda viewer: -viewer.options.edge_strength,
    "layout-1x1": lambda viewer: -len(viewer.grid.panes),
    "layout-1x2": lambda viewer: viewer.options.layout,
    "layout-2x2": lambda viewer: viewer.options.layout,
    "enlarge": lambda viewer: viewer.enlarged,
    "compare": lambda viewer: -len([slot for slot in viewer.slots if slot and slot.earlier]),
    "older-study": lambda viewer: [
        slot.study.uid for slot in viewer.slots if slot and slot.earlier
    ],
    "texts": lambda viewer: viewer.heading,
}
"""What a key changes; numbers become greater."""


@pytest.mark.usefixtures("qapp")
def test_each_key_changes_what_its_command_names(open_stage: Stage) -> None:
    window, viewer = open_stage.window, open_stage.window.viewer
    start = viewer.options
    viewer.canvas.zoom_to(1.0)
    for identity, seen in VISIBLE.items():
        viewer.reset()
        viewer.show_view(0)
        viewer.set_options(start)
        if identity == "actual-size":
            viewer.canvas.zoom_to(3.0)
        if identity.startswith("preset"):
            viewer.canvas.show_view("now/0", bone())
        before = seen(viewer)
        press(window, identity)
        after = seen(viewer)
        assert after != before, identity
        if isinstance(before, float):
            assert isinstance(after, float)
            assert after > before, identity
        if viewer.enlarged:
            viewer.enlarge()


def test_keys_take_back_what_keys_did(open_stage: Stage) -> None:
    window, viewer = open_stage.window, open_stage.window.viewer
    stored, fitted = viewer.canvas.window_shown, viewer.canvas.zoom
    for identity in ("preset-bone", "invert", "zoom-in", "turn-left", "flip-down", "left"):
        press(window, identity)
    press(window, "fit")
    assert viewer.canvas.placement.fitted
    press(window, "preset-file")
    assert viewer.canvas.window_shown == stored
    press(window, "reset")
    assert (viewer.canvas.window_shown, viewer.canvas.zoom) == (stored, fitted)
    assert not viewer.canvas.inverted
    assert viewer.canvas.badges == ()
    press(window, "layout-1x1")
    press(window, "layout-all")
    assert len(viewer.grid.panes) == 4
    press(window, "tool-cobb")
    press(window, "tool-window")
    assert viewer.canvas.tool.value == "window"


def test_a_length_is_measured_moved_and_removed_by_keys_alone(open_stage: Stage) -> None:
    window, viewer = open_stage.window, open_stage.window.viewer
    heard: list[str] = []
    viewer.measured.connect(heard.append)
    press(window, "tool-length")
    press(window, "place-point")
    for _ in range(4):
        press(window, "down")
    press(window, "place-point")
    (length,) = viewer.measurements(NOW)
    assert length.kind is Kind.LENGTH
    assert length.text.endswith("px")
    assert length.value > 0
    assert heard == ["now"]
    press(window, "place-point")  # takes hold of the end below the cross
    press(window, "down")
    press(window, "place-point")
    assert viewer.measurements(NOW)[0].value > length.value
    press(window, "next-view")
    press(window, "previous-view")
    assert len(viewer.canvas.ruler.measurements) == 1
    press(window, "remove-measurement")
    assert viewer.measurements(NOW) == ()
    viewer.set_measurements(NOW, [length])
    assert viewer.canvas.ruler.measurements == (length,)
    press(window, "clear-measurements")
    assert viewer.measurements(NOW) == ()


def test_escape_leaves_one_thing_a_press(open_stage: Stage) -> None:
    window, viewer = open_stage.window, open_stage.window.viewer
    press(window, "enlarge")
    press(window, "tool-angle")
    press(window, "place-point")
    assert viewer.canvas.ruler.pending
    press(window, "stop")
    assert not viewer.canvas.ruler.pending
    assert viewer.options.tool.value == "angle"
    press(window, "stop")
    assert viewer.options.tool.value == "window"
    assert viewer.enlarged
    press(window, "stop")
    assert not viewer.enlarged


def test_peeking_lasts_as_long_as_the_key_is_held(open_stage: Stage) -> None:
    window, pane = open_stage.window, open_stage.window.viewer.canvas
    plain = pane.grab().toImage()
    QTest.keyPress(window, Qt.Key.Key_P)
    assert pane.peeking
    assert pane.grab().toImage() != plain
    QTest.keyRelease(window, Qt.Key.Key_P)
    assert not pane.peeking
    assert pane.grab().toImage() == plain


def test_the_room_around_the_images_follows_keys(open_stage: Stage, qtbot: QtBot) -> None:
    window = open_stage.window
    press(window, "worklist")
    assert not window.worklist.isVisible()
    press(window, "worklist")
    assert window.worklist.isVisible()
    press(window, "full-screen")
    assert window.isFullScreen()
    assert not window.menuBar().isVisible()
    press(window, "stop")
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert window.worklist.isVisible()
    press(window, "second-monitor")
    images = window.surroundings.image_window
    assert images is not None
    assert window.viewer.window() is images
    before = window.viewer.canvas.inverted
    images.activateWindow()
    QTest.keyClick(images, Qt.Key.Key_I)
    assert window.viewer.canvas.inverted != before
    images.close()
    assert window.viewer.window() is window
    assert window.surroundings.image_window is None


def test_the_theme_changes_and_back(open_stage: Stage) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, Theme.DARK)
    dark = open_stage.window.grab().toImage().pixelColor(5, 300).lightness()
    press(open_stage.window, "theme")
    assert current_theme() is Theme.LIGHT
    assert open_stage.window.grab().toImage().pixelColor(5, 300).lightness() > dark + 100
    press(open_stage.window, "theme")
    assert current_theme() is Theme.DARK


def dialogs() -> list[QDialog]:
    """Return the dialogs in sight."""
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog) and widget.isVisible()
    ]


@pytest.mark.parametrize(
    ("identity", "kind"),
    [("palette", CommandPalette), ("keys", KeySheet), ("change-keys", KeyEditor)],
)
def test_help_opens_by_key(open_stage: Stage, identity: str, kind: type[QDialog]) -> None:
    press(open_stage.window, identity)
    (dialog,) = dialogs()
    assert isinstance(dialog, kind)
    dialog.close()


def test_the_palette_finds_and_does(open_stage: Stage) -> None:
    window = open_stage.window
    press(window, "palette")
    (palette,) = dialogs()
    assert isinstance(palette, CommandPalette)
    QTest.keyClicks(palette.line, "black white")
    assert palette.model.item(0, 0).text() == "Invert"
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.viewer.canvas.inverted
    assert dialogs() == []


def test_what_is_found_by_its_name_comes_before_what_is_found_by_its_tip(
    open_stage: Stage,
) -> None:
    found = [command.id for command in matches(open_stage.window.commands, "window")]
    assert found[0] == "preset-file"
    assert found.index("tool-window") < found.index("reset")
    assert matches(open_stage.window.commands, "no such thing") == []


def test_the_palette_does_not_do_what_is_not_possible_now(open_stage: Stage) -> None:
    open_stage.script.put(None)
    press(open_stage.window, "palette")
    (palette,) = dialogs()
    assert isinstance(palette, CommandPalette)
    QTest.keyClicks(palette.line, "about")
    assert palette.model.item(0, 0).isEnabled() == open_stage.window.commands["about"].isEnabled()
    palette.close()


def test_every_command_has_a_key_a_text_and_a_tool_tip_that_names_the_key(
    open_stage: Stage,
) -> None:
    commands = open_stage.window.commands
    for command in commands:
        keys = commands.keys(command.id)
        assert keys, command.id
        native = keys[0].toString(QKeySequence.SequenceFormat.NativeText)
        assert native in commands[command.id].toolTip()
        assert command.plain


def test_every_command_is_in_a_menu_and_does_something(open_stage: Stage) -> None:
    window = open_stage.window
    listed = [
        action
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()  # type: ignore[attr-defined]
        if not action.isSeparator()
    ]
    assert {action.objectName() for action in listed} == {command.id for command in COMMANDS}
    signal = "2triggered(bool)"
    assert [one.id for one in COMMANDS if not window.commands[one.id].receivers(signal)] == []


def test_letters_for_alt_are_unique_in_each_menu() -> None:
    letters: dict[str, list[str]] = {}
    for command in COMMANDS:
        _, mark, after = command.text.partition("&")
        if mark:
            letters.setdefault(command.group, []).append(after[0].lower())
    for group, found in letters.items():
        assert len(found) == len(set(found)), (group, sorted(found))


def test_a_key_that_is_changed_works_is_shown_and_is_taken_from_its_owner(
    open_stage: Stage,
) -> None:
    window, commands = open_stage.window, open_stage.window.commands
    editor = KeyEditor(window, commands)
    editor.choose("invert")
    editor.edit.setKeySequence("Ctrl+R")
    assert "“Turn right”, which would lose it" in editor.message.text()
    editor.use.click()
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert window.viewer.canvas.inverted
    assert window.viewer.canvas.orientation.turns == 0
    assert "Ctrl+R" in commands["invert"].toolTip()
    assert commands.keys("turn-right") == []
    assert commands.changed() == {"invert": ["Ctrl+R"], "turn-right": []}
    assert "no key" in sheet(commands)
    editor.default.click()
    assert "invert" not in commands.changed()
    commands.reset_keys()
    assert commands.changed() == {}
    editor.close()


def test_the_key_editor_finds_commands_by_name_and_by_key(open_stage: Stage) -> None:
    editor = KeyEditor(open_stage.window, open_stage.window.commands)
    editor.search.setText("cobb")
    hidden = [group.isHidden() for group, _ in editor.groups]
    assert hidden.count(False) == 1
    editor.close()


def test_the_sheet_names_every_command_and_can_be_printed(
    open_stage: Stage, tmp_path: Path
) -> None:
    commands = open_stage.window.commands
    text = html.unescape(sheet(commands))
    assert all(command.plain in text for command in COMMANDS if "&" not in command.plain)
    write_pdf(commands, tmp_path / "keys.pdf")
    assert (tmp_path / "keys.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(OSError, match="No such file"):
        write_pdf(commands, tmp_path / "missing" / "keys.pdf")


def test_the_window_remembers_looks_and_keys(
    open_stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    memory = tmp_path / "window.json"

    def fail() -> None:
        raise RuntimeError("no backend is needed here")

    first = MainWindow(fail, memory=memory)  # type: ignore[arg-type]
    qtbot.addWidget(first)
    first.resize(1010, 707)
    first.show()
    for identity in ("overlay-kind", "more-opaque", "layout-2x2", "link", "compare", "theme"):
        first.commands[identity].trigger()
    first.commands.set_keys("invert", ["Ctrl+I"])
    options = first.viewer.options
    first.close()
    apply_theme(QApplication.instance(), Theme.DARK)  # type: ignore[arg-type]
    second = MainWindow(fail, memory=memory)  # type: ignore[arg-type]
    qtbot.addWidget(second)
    assert second.viewer.options == options
    assert current_theme() is Theme.LIGHT
    assert second.height() == 707
    assert second.commands.changed() == {"invert": ["Ctrl+I"]}
    second.commands["theme"].trigger()
    second.close()


@pytest.mark.parametrize("content", [b"", b"{", b'{"opacity": 7}', b'{"theme": "pink"}', b"\xff"])
def test_a_damaged_memory_gives_the_defaults(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "window.json"
    file.write_bytes(content)
    assert load(file) == load(None)
    assert "cannot be read" in caplog.text


def test_keys_of_commands_that_are_gone_are_left_out(open_stage: Stage) -> None:
    commands = Commands(
        COMMANDS[:6], open_stage.window.viewer, {"gone": ["X"], "open-again": ["F6"]}
    )
    assert commands.changed() == {"open-again": ["F6"]}
    for action in commands.all():
        open_stage.window.viewer.removeAction(action)


def test_dragging_measures_and_ends_can_be_dragged(open_stage: Stage) -> None:
    window, pane = open_stage.window, open_stage.window.viewer.canvas
    press(window, "tool-length")
    middle = pane.rect().center()

    def drag(start: QPoint, end: QPoint) -> None:
        QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(pane, end)
        QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=end)

    drag(middle - QPoint(20, 20), middle + QPoint(20, 10))
    (taken,) = pane.ruler.measurements
    drag(middle + QPoint(20, 10), middle + QPoint(20, 40))
    (changed,) = pane.ruler.measurements
    assert changed.value > taken.value
    assert changed.points[0] == taken.points[0]
    assert pane.window_shown.width == 255
