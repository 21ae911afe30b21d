"""The controls for what lies over the image: outline, heat map or nothing, and how dense."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QSlider, QToolButton, QWidget

from mura_desktop.ui.commands import Commands, written
from mura_desktop.ui.icons import SIDE, icon
from mura_desktop.ui.options import OVERLAYS
from mura_desktop.ui.overlay import Overlay
from mura_desktop.ui.reading_keys import press_by_keys
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import QT_TR_NOOP, tr
from mura_desktop.ui.viewer import Viewer

NAMES = {
    Overlay.OUTLINE: QT_TR_NOOP("Outline"),
    Overlay.HEAT_MAP: QT_TR_NOOP("Heat map"),
    Overlay.OFF: QT_TR_NOOP("No overlay"),
}
ICONS = {
    Overlay.OUTLINE: "overlay-outline",
    Overlay.HEAT_MAP: "overlay-heat",
    Overlay.OFF: "overlay-off",
}


class OverlayTools(QWidget):
    """Three buttons and a slider, in step with the viewer."""

    def __init__(self, viewer: Viewer, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewer, self._commands = viewer, commands
        self.setObjectName("overlayTools")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        group = QButtonGroup(self)
        self.buttons: dict[Overlay, QToolButton] = {}
        for overlay in OVERLAYS:
            button = QToolButton()
            button.setAccessibleName(tr("Overlay: {kind}").format(kind=tr(NAMES[overlay])))
            button.setCheckable(True)
            button.setIconSize(QSize(SIDE, SIDE))
            press_by_keys(button)
            button.clicked.connect(
                lambda _=False, o=overlay: viewer.set_options(viewer.options.with_overlay(o))
            )
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            group.addButton(button)
            layout.addWidget(button)
            self.buttons[overlay] = button
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(10, 100)
        # In a narrow window the slider gives way; its keys still work.
        self.slider.setMinimumWidth(0)
        self.slider.setMaximumWidth(80)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setAccessibleName(tr("Opacity of the overlay"))
        self.slider.valueChanged.connect(
            lambda value: viewer.set_options(viewer.options.with_opacity(value / 100))
        )
        layout.addSpacing(SPACE // 2)
        layout.addWidget(self.slider)
        viewer.options_changed.connect(self._follow)
        commands.keys_changed.connect(self._explain)
        self._explain()
        self._draw()
        self._follow()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "slider"):
            self._draw()

    def _draw(self) -> None:
        for overlay, button in self.buttons.items():
            button.setIcon(icon(ICONS[overlay]))

    def _explain(self) -> None:
        keys = {
            name: written(self._commands.keys(name))
            for name in ("overlay", "overlay-kind", "less-opaque", "more-opaque")
        }
        for overlay, button in self.buttons.items():
            button.setToolTip(
                tr("{kind}: what drove the score ({toggle}: on or off, {next}: next kind)").format(
                    kind=tr(NAMES[overlay]), toggle=keys["overlay"], next=keys["overlay-kind"]
                )
            )
        self.slider.setToolTip(
            tr("Opacity of the overlay ({less} and {more})").format(
                less=keys["less-opaque"], more=keys["more-opaque"]
            )
        )

    def _follow(self) -> None:
        options = self._viewer.options
        self.buttons[options.overlay].setChecked(True)
        self.slider.setEnabled(options.overlay is not Overlay.OFF)
        self.slider.blockSignals(True)
        self.slider.setValue(round(options.opacity * 100))
        self.slider.blockSignals(False)
