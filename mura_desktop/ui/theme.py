"""Colours, shapes and the style sheet: a dark room, one accent, nothing brighter than the image."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QApplication

from mura_desktop.studies.model import Band

IMAGE_BLACK = "#050607"
WINDOW = "#14171b"
PANEL = "#1a1e23"
RAISED = "#262c34"
LINE = "#313842"
TEXT = "#e6e9ed"
MUTED = "#a2acb8"
ACCENT = "#5aa9f7"
SELECTED = "#243f5c"
WARNING = "#f0b429"
SPACE = 8
"""Distance between things, in logical pixels; larger distances are multiples of it."""


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


# Vermilion, amber and slate differ in lightness too; "likely normal" is not green, because a
# green light reads like a verdict.
BAND_MARKS = {
    Band.URGENT: Mark("#ff7d57", Shape.TRIANGLE),
    Band.REVIEW: Mark("#f2c14e", Shape.DIAMOND),
    Band.LIKELY_NORMAL: Mark("#93a7bb", Shape.RING),
}
NO_BAND_MARK = Mark("#c9a2f2", Shape.SQUARE)
"""For studies that were not scored: nobody has looked at them yet."""


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


def apply_theme(application: QApplication) -> None:
    """Give the whole program its palette and style sheet."""
    application.setStyle("Fusion")
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, WINDOW),
        (QPalette.ColorRole.WindowText, TEXT),
        (QPalette.ColorRole.Base, PANEL),
        (QPalette.ColorRole.AlternateBase, PANEL),
        (QPalette.ColorRole.Text, TEXT),
        (QPalette.ColorRole.PlaceholderText, MUTED),
        (QPalette.ColorRole.Button, RAISED),
        (QPalette.ColorRole.ButtonText, TEXT),
        (QPalette.ColorRole.BrightText, TEXT),
        (QPalette.ColorRole.ToolTipBase, RAISED),
        (QPalette.ColorRole.ToolTipText, TEXT),
        (QPalette.ColorRole.Highlight, SELECTED),
        (QPalette.ColorRole.HighlightedText, TEXT),
        (QPalette.ColorRole.Link, ACCENT),
        (QPalette.ColorRole.Light, RAISED),
        (QPalette.ColorRole.Mid, LINE),
        (QPalette.ColorRole.Dark, IMAGE_BLACK),
    ):
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#68727e"))
    application.setPalette(palette)
    font = QFont(application.font())
    font.setPointSizeF(10.0)
    application.setFont(font)
    application.setStyleSheet(STYLE_SHEET)


STYLE_SHEET = f"""
QMainWindow, QDialog {{ background: {WINDOW}; }}
QToolTip {{ background: {RAISED}; color: {TEXT}; border: 1px solid {LINE}; padding: 6px; }}

QMenuBar {{ background: {WINDOW}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {RAISED}; }}
QMenu {{ background: {PANEL}; border: 1px solid {LINE}; padding: 4px; }}
QMenu::item {{ padding: 5px 28px 5px 20px; border-radius: 4px; }}
QMenu::item:selected {{ background: {SELECTED}; }}
QMenu::item:disabled {{ color: #68727e; }}
QMenu::separator {{ height: 1px; background: {LINE}; margin: 4px 8px; }}

QSplitter::handle {{ background: {WINDOW}; }}
QSplitter::handle:hover {{ background: {ACCENT}; }}
QStatusBar {{ background: {WINDOW}; color: {MUTED}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {MUTED}; padding: 1px 8px; }}

#panel, #viewer {{ background: {PANEL}; }}
#title {{ font-size: 13pt; font-weight: 600; color: {TEXT}; }}
#muted {{ color: {MUTED}; }}
#bandText {{ font-size: 13pt; font-weight: 600; }}

QLineEdit {{
    background: {WINDOW}; border: 1px solid {LINE}; border-radius: 5px; padding: 6px 8px;
    selection-background-color: {ACCENT}; selection-color: {IMAGE_BLACK};
}}
QLineEdit:focus {{ border-color: {ACCENT}; }}

QPushButton, QToolButton, QComboBox {{
    background: {RAISED}; border: 1px solid {LINE}; border-radius: 5px; padding: 5px 12px;
}}
QToolButton {{ padding: 5px 9px; }}
QPushButton:hover, QToolButton:hover, QComboBox:hover {{ border-color: {MUTED}; }}
QPushButton:focus, QToolButton:focus, QComboBox:focus {{ border-color: {ACCENT}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {SELECTED}; }}
QToolButton:checked {{ background: {SELECTED}; border-color: {ACCENT}; }}
QPushButton:disabled, QToolButton:disabled {{ color: #68727e; }}
QPushButton#primary {{
    background: {ACCENT}; color: #06121f; border-color: {ACCENT}; font-weight: 600;
    padding: 7px 18px;
}}
QPushButton#primary:hover, QPushButton#primary:focus {{ background: #7dbbf9; }}
QComboBox QAbstractItemView {{ background: {PANEL}; border: 1px solid {LINE}; }}

QTableView {{
    background: {PANEL}; border: none; outline: none; gridline-color: {PANEL};
    selection-background-color: {SELECTED}; selection-color: {TEXT};
}}
QHeaderView {{ background: {PANEL}; border: none; }}
QHeaderView::section {{
    background: {PANEL}; color: {MUTED}; border: none; border-bottom: 1px solid {LINE};
    padding: 6px 6px;
}}
QHeaderView::section:hover {{ color: {TEXT}; }}

QProgressBar {{
    background: {WINDOW}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
}}
QProgressBar::chunk {{ background: {ACCENT}; border-radius: 3px; }}

QSlider {{ background: transparent; }}
QSlider::groove:horizontal {{ height: 4px; background: {LINE}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {ACCENT}; border-radius: 2px; }}
QSlider::handle:horizontal {{
    background: {TEXT}; width: 12px; margin: -5px 0; border-radius: 6px;
}}
QSlider::handle:horizontal:focus {{ background: {ACCENT}; }}
QSlider::add-page:horizontal {{ background: {LINE}; border-radius: 2px; }}
QSlider::sub-page:horizontal:disabled {{ background: {LINE}; }}
QSlider::handle:horizontal:disabled {{ background: #68727e; }}

QScrollBar:vertical {{ background: {PANEL}; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: {PANEL}; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: #3d4651; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: #56616e; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea {{ border: none; background: transparent; }}

#banner {{ background: #3a2f14; border-bottom: 1px solid {WARNING}; }}
#banner QLabel {{ color: #fbe3ae; }}
#banner[kind="bug"] {{ background: #46211a; border-bottom-color: #ff7d57; }}
#banner[kind="bug"] QLabel {{ color: #ffd9cd; }}
#imageWarning {{ background: #3a2f14; color: #fbe3ae; padding: 5px 12px; }}
#sortHint {{
    background: {SELECTED}; color: {TEXT}; border: 1px solid {ACCENT}; border-radius: 5px;
    padding: 5px 10px; text-align: center;
}}
#fold {{
    background: transparent; border: none; color: {MUTED}; text-align: left; padding: 6px 4px;
}}
#fold:hover, #fold:focus {{ color: {TEXT}; }}
#plainText {{ background: {PANEL}; border: 1px solid {LINE}; border-radius: 5px; padding: 8px; }}
"""
