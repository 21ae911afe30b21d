"""The bar of tools above the images, made from the commands. What does not fit folds away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from mura_desktop.ui.commands import Commands
from mura_desktop.ui.icons import SIDE, icon
from mura_desktop.ui.layouts import Layout
from mura_desktop.ui.overlay_tools import OverlayTools
from mura_desktop.ui.reading_keys import press_by_keys
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr
from mura_desktop.ui.viewer import Viewer

PRESETS = ("preset-file", "preset-auto", "preset-bone", "preset-soft", "preset-full")
LAYOUTS = {
    Layout.ALL: "layout-all",
    Layout.ONE: "layout-1x1",
    Layout.TWO: "layout-1x2",
    Layout.FOUR: "layout-2x2",
}
TOOLS = (
    *("tool-window", "tool-pan", "tool-zoom", "tool-magnifier"),
    *("tool-length", "tool-angle", "tool-cobb"),
)
_TURNS = ("turn-left", "turn-right", "flip-across", "flip-down")


class ViewerBar(QWidget):
    """Tools and windows to the left, the overlay to the right."""

    def __init__(self, viewer: Viewer, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewer, self._commands = viewer, commands
        self.bar = QToolBar()
        self.bar.setIconSize(QSize(SIDE, SIDE))
        self.bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._menus: dict[QToolButton, str] = {}
        self._add(*TOOLS)
        self.bar.addSeparator()
        self._add_menu(tr("Window presets"), "preset", PRESETS)
        self._add("invert", "reset")
        self.bar.addSeparator()
        self._layouts = self._add_menu(tr("Layout"), "layout-all", tuple(LAYOUTS.values()))
        self._add("compare", "link")
        self.bar.addSeparator()
        self._add("edges")
        self.bar.addSeparator()
        self._add(*_TURNS)
        self.bar.addSeparator()
        self._add("fit", "texts", "full-screen")
        self.overlay = OverlayTools(viewer, commands)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 2 * SPACE, 6)
        layout.setSpacing(SPACE)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.overlay)
        viewer.options_changed.connect(self._follow)
        self._draw()
        self._follow()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "overlay"):
            self._draw()
            self._follow()

    def _add(self, *names: str) -> None:
        for name in names:
            self.bar.addAction(self._commands[name])
            button = self.bar.widgetForAction(self._commands[name])
            if isinstance(button, QToolButton):
                press_by_keys(button)
                button.setAccessibleName(self._commands.table[name].plain)

    def _add_menu(self, text: str, drawing: str, names: tuple[str, ...]) -> QToolButton:
        button = QToolButton()
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(text)
        button.setAccessibleName(text)
        press_by_keys(button)
        menu = QMenu(button)
        for name in names:
            menu.addAction(self._commands[name])
        button.setMenu(menu)
        self._menus[button] = drawing
        self.bar.addWidget(button)
        return button

    def _draw(self) -> None:
        for command in self._commands:
            if command.icon:
                self._commands[command.id].setIcon(icon(command.icon))
        more = self.bar.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:
            more.setIcon(icon("more"))
            more.setAccessibleName(tr("More tools"))
            more.setToolTip(tr("More tools"))
        for button, drawing in self._menus.items():
            button.setIcon(icon(drawing))

    def _follow(self) -> None:
        self._layouts.setIcon(icon(LAYOUTS[self._viewer.options.layout]))
