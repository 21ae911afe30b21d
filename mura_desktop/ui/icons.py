"""Icons in the colours of the theme, drawn from line drawings in the resources."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mura_desktop import paths
from mura_desktop.ui.theme import Colours, colours

SIDE = 20
"""Side of an icon in logical pixels."""
_DENSITIES = (1, 2, 3)
_INK = "#000"
"""Colour of the drawings, which that of the theme takes the place of."""


def icon(name: str) -> QIcon:
    """Return an icon for the theme that is on.

    Parameters
    ----------
    name
        File in ``resources/icons`` without its ending.

    Raises
    ------
    OSError
        Where it is missing from the installation.
    """
    return _icon(name, colours())


@cache
def _icon(name: str, palette: Colours) -> QIcon:
    drawing = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, palette.text),
        (QIcon.Mode.Disabled, palette.disabled),
    ):
        renderer = QSvgRenderer(QByteArray(drawing.replace(_INK, colour).encode()))
        for density in _DENSITIES:
            picture = QPixmap(QSize(SIDE, SIDE) * density)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            renderer.render(painter, QRectF(0, 0, SIDE * density, SIDE * density))
            painter.end()
            picture.setDevicePixelRatio(density)
            made.addPixmap(picture, mode)
    return made
