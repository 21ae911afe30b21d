"""The controls for what lies over the image: outline, heat map or nothing, and how dense."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QSlider, QToolButton, QWidget

from mura_desktop.ui.overlay import Overlay
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.viewer import OVERLAYS, Viewer

NAMES = {Overlay.OUTLINE: "Outline", Overlay.HEAT_MAP: "Heat map", Overlay.OFF: "Off"}


class OverlayTools(QWidget):
    """Three buttons and a slider, in step with the viewer."""

    def __init__(self, viewer: Viewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewer = viewer
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        group = QButtonGroup(self)
        self.buttons: dict[Overlay, QToolButton] = {}
        for overlay in OVERLAYS:
            button = QToolButton()
            button.setText(NAMES[overlay])
            button.setAccessibleName(f"Overlay: {NAMES[overlay]}")
            button.setToolTip("What drove the score (O: on or off, H: next kind)")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, o=overlay: viewer.set_overlay(o))
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            group.addButton(button)
            layout.addWidget(button)
            self.buttons[overlay] = button
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(10, 100)
        # In a narrow window the slider gives way; its keys still work.
        self.slider.setMinimumWidth(0)
        self.slider.setMaximumWidth(90)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setAccessibleName("Opacity of the overlay")
        self.slider.setToolTip("Opacity of the overlay ([ and ])")
        self.slider.valueChanged.connect(lambda value: viewer.set_opacity(value / 100))
        layout.addSpacing(SPACE)
        layout.addWidget(self.slider)
        viewer.overlay_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.buttons[self._viewer.overlay].setChecked(True)
        self.slider.setEnabled(self._viewer.overlay is not Overlay.OFF)
        self.slider.blockSignals(True)
        self.slider.setValue(round(self._viewer.opacity * 100))
        self.slider.blockSignals(False)
