"""What the commands of the viewer do, and how they show what is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from mura_desktop.ui.commands import Commands
from mura_desktop.ui.options import Options
from mura_desktop.ui.pane import Pane
from mura_desktop.ui.placement import Orientation
from mura_desktop.ui.presets import Preset
from mura_desktop.ui.tools import Tool
from mura_desktop.ui.viewer import Viewer
from mura_desktop.ui.viewer_bar import LAYOUTS

ZOOM_STEP = 1.25
WINDOW_STEP = 20
"""Logical pixels of a drag that a key press stands for."""
CROSS_STEP = 8.0
PAN_STEP = 60.0
PRESETS = {
    "preset-file": Preset.FILE,
    "preset-auto": Preset.AUTO,
    "preset-bone": Preset.BONE,
    "preset-soft": Preset.SOFT,
    "preset-full": Preset.FULL,
}
WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
POINTING = (Tool.MAGNIFIER, Tool.LENGTH, Tool.ANGLE, Tool.COBB)


def connect_viewer(viewer: Viewer, commands: Commands) -> None:
    """Let the commands move the viewer, and tick those that are on."""
    acts = {**_acts(viewer), **_option_acts(viewer)}
    acts["peek"] = PeekKey(viewer, commands).press
    commands.connect_all(acts)
    commands["peek"].setAutoRepeat(False)
    viewer.options_changed.connect(partial(_tick, viewer, commands))
    _tick(viewer, commands)


class PeekKey(QObject):
    """Peeks from the press of a key to the release of any."""

    def __init__(self, viewer: Viewer, parent: QObject) -> None:
        super().__init__(parent)
        self._viewer = viewer

    def press(self) -> None:
        """Begin to peek."""
        self._viewer.peek(True)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """End it when the key is let go, or the window is left while it is held."""
        released = (
            event.type() == QEvent.Type.KeyRelease
            and isinstance(event, QKeyEvent)
            and not event.isAutoRepeat()
        )
        if released or event.type() == QEvent.Type.WindowDeactivate:
            self._viewer.peek(False)
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        return False


def _acts(viewer: Viewer) -> dict[str, Callable[[], object]]:
    def turn(change: Callable[[Orientation], Orientation]) -> None:
        viewer.canvas.turn(change(viewer.canvas.orientation))

    def move(across: int, down: int) -> None:
        pane = viewer.canvas
        if viewer.options.tool in POINTING:
            pane.move_cross(QPointF(across, down) * CROSS_STEP)
        else:
            pane.pan(QPointF(-across, -down) * PAN_STEP)

    def with_pane(act: Callable[[Pane], object]) -> Callable[[], object]:
        return lambda: act(viewer.canvas)  # the pane that is active then

    return {
        "next-view": lambda: viewer.step_view(1),
        "previous-view": lambda: viewer.step_view(-1),
        **{name: partial(viewer.apply_preset, preset) for name, preset in PRESETS.items()},
        "brighter": lambda: viewer.change_window(darker=WINDOW_STEP),
        "darker": lambda: viewer.change_window(darker=-WINDOW_STEP),
        "more-contrast": lambda: viewer.change_window(wider=-WINDOW_STEP),
        "less-contrast": lambda: viewer.change_window(wider=WINDOW_STEP),
        "invert": viewer.invert,
        "fit": with_pane(Pane.fit),
        "actual-size": with_pane(lambda pane: pane.zoom_to(1.0)),
        "zoom-in": with_pane(lambda pane: pane.zoom_by(ZOOM_STEP)),
        "zoom-out": with_pane(lambda pane: pane.zoom_by(1 / ZOOM_STEP)),
        "turn-right": lambda: turn(lambda now: now.turned(1)),
        "turn-left": lambda: turn(lambda now: now.turned(-1)),
        "flip-across": lambda: turn(Orientation.flipped_across),
        "flip-down": lambda: turn(Orientation.flipped_down),
        "reset": viewer.reset,
        **{name: partial(move, *way) for name, way in WAYS.items()},
        "place-point": with_pane(Pane.place_point),
        "remove-measurement": with_pane(Pane.remove_measurement),
        "clear-measurements": with_pane(Pane.clear_measurements),
        "enlarge": viewer.enlarge,
        "older-study": viewer.step_earlier,
    }


def _option_acts(viewer: Viewer) -> dict[str, Callable[[], object]]:
    def change(how: Callable[[Options], Options]) -> Callable[[], None]:
        return lambda: viewer.set_options(how(viewer.options))

    return {
        **{
            f"tool-{tool.value}": change(lambda now, tool=tool: replace(now, tool=tool))  # type: ignore[misc]
            for tool in Tool
        },
        **{
            name: change(lambda now, layout=layout: replace(now, layout=layout))  # type: ignore[misc]
            for layout, name in LAYOUTS.items()
        },
        "overlay": change(Options.overlay_toggled),
        "overlay-kind": change(Options.next_overlay),
        "more-opaque": change(lambda now: now.with_opacity(now.opacity + 0.1)),
        "less-opaque": change(lambda now: now.with_opacity(now.opacity - 0.1)),
        "edges": change(lambda now: replace(now, edges=not now.edges)),
        "edges-stronger": change(lambda now: now.with_edge_strength(now.edge_strength + 0.1)),
        "edges-weaker": change(lambda now: now.with_edge_strength(now.edge_strength - 0.1)),
        "compare": change(lambda now: replace(now, compares=not now.compares)),
        "link": change(lambda now: replace(now, linked=not now.linked)),
        "texts": change(lambda now: replace(now, texts=not now.texts)),
    }


def _tick(viewer: Viewer, commands: Commands) -> None:
    options = viewer.options
    on = {
        f"tool-{options.tool.value}",
        LAYOUTS[options.layout],
        *(["edges"] if options.edges else []),
        *(["compare"] if options.compares else []),
        *(["link"] if options.linked else []),
        *(["texts"] if options.texts else []),
        *(["enlarge"] if viewer.enlarged else []),
    }
    names = [f"tool-{tool.value}" for tool in Tool] + list(LAYOUTS.values())
    for name in (*names, "edges", "compare", "link", "texts", "enlarge"):
        commands[name].setChecked(name in on)
    commands["older-study"].setEnabled(viewer.can_compare)
