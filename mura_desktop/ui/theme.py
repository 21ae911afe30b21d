"""Colours, shapes and the style sheet, dark and light. Images lie on black in both.

Whoever paints asks `colours` each time: the theme may change while the window is open.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from string import Template

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QApplication

from mura_desktop import paths
from mura_desktop.studies.model import Band

IMAGE_BLACK = "#050607"
IMAGE_TEXT = "#e6e9ed"
IMAGE_MUTED = "#a2acb8"
IMAGE_ACCENT = "#5aa9f7"
IMAGE_WARNING = "#f0b429"
"""Colours of what is written on the image, which is black in every theme."""
SPACE = 8
"""Distance between things, in logical pixels; larger distances are multiples of it."""
FONT_POINTS = 10.0


class Theme(StrEnum):
    """How bright the room is."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a theme, as ``#rrggbb``; the style sheet uses them by these names."""

    window: str
    panel: str
    raised: str
    line: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    selected: str
    scroll: str
    scroll_hover: str
    warning: str
    warning_plate: str
    warning_text: str
    bug: str
    bug_plate: str
    bug_text: str
    urgent: str
    review: str
    likely_normal: str
    no_band: str
    image_black: str = IMAGE_BLACK


# Vermilion, amber and slate differ in lightness too; "likely normal" is not green, because a
# green light reads like a verdict. Every text colour has a contrast of 4.5 or more to its ground
# (WCAG 2.2, 1.4.3).
COLOURS = {
    Theme.DARK: Colours(
        window="#14171b",
        panel="#1a1e23",
        raised="#262c34",
        line="#313842",
        text="#e6e9ed",
        muted="#a2acb8",
        disabled="#68727e",
        accent="#5aa9f7",
        accent_hover="#7dbbf9",
        on_accent="#06121f",
        selected="#213a55",
        scroll="#3d4651",
        scroll_hover="#56616e",
        warning="#f0b429",
        warning_plate="#3a2f14",
        warning_text="#fbe3ae",
        bug="#ff7d57",
        bug_plate="#46211a",
        bug_text="#ffd9cd",
        urgent="#ff7d57",
        review="#f2c14e",
        likely_normal="#93a7bb",
        no_band="#c9a2f2",
    ),
    Theme.LIGHT: Colours(
        window="#e9ecef",
        panel="#f8f9fa",
        raised="#e4e8ec",
        line="#c6cdd4",
        text="#1c2127",
        muted="#515c68",
        disabled="#8d97a1",
        accent="#1767b8",
        accent_hover="#1c70c8",
        on_accent="#ffffff",
        selected="#dbeafa",
        scroll="#b3bcc5",
        scroll_hover="#939da8",
        warning="#945d00",
        warning_plate="#fdf0cf",
        warning_text="#5b3b00",
        bug="#b53a17",
        bug_plate="#fde3db",
        bug_text="#6e1f09",
        urgent="#b93a10",
        review="#8a5c00",
        likely_normal="#4d6175",
        no_band="#7340ad",
    ),
}


class _Current:
    """The theme of this process: Qt has one palette and one style sheet for all windows too."""

    theme = Theme.DARK
    has_style = False


def colours() -> Colours:
    """Return the colours of the theme that is on."""
    return COLOURS[_Current.theme]


def current_theme() -> Theme:
    """Return the theme that is on."""
    return _Current.theme


class Shape(StrEnum):
    """What a band looks like to an eye that sees no colours."""

    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    RING = "ring"
    SQUARE = "square"


@dataclass(frozen=True, slots=True)
class Mark:
    """Colour and shape of a band, always shown beside its name."""

    colour: str
    shape: Shape


def band_mark(band: Band | None) -> Mark:
    """Return a band's mark; None is a study that was not scored, which nobody has looked at yet."""
    now = colours()
    return {
        Band.URGENT: Mark(now.urgent, Shape.TRIANGLE),
        Band.REVIEW: Mark(now.review, Shape.DIAMOND),
        Band.LIKELY_NORMAL: Mark(now.likely_normal, Shape.RING),
        None: Mark(now.no_band, Shape.SQUARE),
    }[band]


def draw_mark(painter: QPainter, mark: Mark, centre: QPointF, side: float) -> None:
    """Draw a mark into a square of this side."""
    half = side / 2
    colour = QColor(mark.colour)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    x, y = centre.x(), centre.y()
    match mark.shape:
        case Shape.TRIANGLE:
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(x, y - half),
                        QPointF(x + half, y + half * 0.8),
                        QPointF(x - half, y + half * 0.8),
                    ]
                )
            )
        case Shape.DIAMOND:
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(x, y - half),
                        QPointF(x + half, y),
                        QPointF(x, y + half),
                        QPointF(x - half, y),
                    ]
                )
            )
        case Shape.RING | Shape.SQUARE:
            painter.setPen(QPen(colour, max(1.5, side / 7)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = QRectF(x - half * 0.75, y - half * 0.75, side * 0.75, side * 0.75)
            if mark.shape is Shape.RING:
                painter.drawEllipse(inner)
            else:
                painter.drawRect(inner)
    painter.restore()


def apply_theme(
    application: QApplication, theme: Theme = Theme.DARK, *, sheet: bool = True
) -> None:
    """Give the whole program its palette and style sheet; also while it runs.

    Parameters
    ----------
    application
        The program.
    theme
        How bright the room is.
    sheet
        Whether to set the style sheet too. Without one, widgets are put together in half the time:
        with it, Qt looks through all of them again at every step.

    Raises
    ------
    OSError
        Where the style sheet is missing from the installation.
    """
    _Current.theme = theme
    now = colours()
    if not _Current.has_style:
        _Current.has_style = True
        # Once: to put a new style in the place of one that widgets still use can crash Qt.
        application.setStyle("Fusion")
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, now.window),
        (QPalette.ColorRole.WindowText, now.text),
        (QPalette.ColorRole.Base, now.panel),
        (QPalette.ColorRole.AlternateBase, now.panel),
        (QPalette.ColorRole.Text, now.text),
        (QPalette.ColorRole.PlaceholderText, now.muted),
        (QPalette.ColorRole.Button, now.raised),
        (QPalette.ColorRole.ButtonText, now.text),
        (QPalette.ColorRole.BrightText, now.text),
        (QPalette.ColorRole.ToolTipBase, now.raised),
        (QPalette.ColorRole.ToolTipText, now.text),
        (QPalette.ColorRole.Highlight, now.selected),
        (QPalette.ColorRole.HighlightedText, now.text),
        (QPalette.ColorRole.Link, now.accent),
        (QPalette.ColorRole.Light, now.raised),
        (QPalette.ColorRole.Mid, now.line),
        (QPalette.ColorRole.Dark, now.image_black),
    ):
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(now.disabled))
    application.setPalette(palette)
    font = QFont(application.font())
    font.setPointSizeF(FONT_POINTS)
    application.setFont(font)
    if sheet:
        application.setStyleSheet(style_sheet(theme))


@cache
def style_sheet(theme: Theme) -> str:
    """Return the style sheet with the colours of a theme filled in."""
    folder = paths.resources() / "styles"
    sheet = (folder / "mura.qss").read_text(encoding="utf-8")
    # A style sheet draws no tick of its own; each theme has one that stands out from its accent.
    tick = (folder / f"tick-{theme}.svg").as_posix()
    return Template(sheet).substitute(asdict(COLOURS[theme]), tick=tick)
