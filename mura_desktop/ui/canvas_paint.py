"""What is drawn over an image: region, measurements, texts. Functions on a painter, no state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTransform

from mura_desktop.studies.measurements import Kind, Measurement, Point
from mura_desktop.ui.overlay import Overlay, Region
from mura_desktop.ui.theme import IMAGE_ACCENT, IMAGE_BLACK, IMAGE_TEXT, IMAGE_WARNING
from mura_desktop.ui.words import word

OUTLINE_COLOUR = "#ffd166"
MEASURE_COLOUR = "#7fe3ff"
CHOSEN_COLOUR = "#ffffff"
EARLIER_COLOUR = "#c9a2f2"
_PLATE = QColor(0, 0, 0, 185)
_FAINT = QColor(0, 0, 0, 56)
"""Ground of what is written into corners: a side marker below it stays readable."""
_SHADOW = QColor(0, 0, 0, 170)
TEXT_POINTS = 9.0
EDGE = 8.0
"""Logical pixels between the edge of the pane and a text."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A line that stays on the image even where other texts are hidden."""

    text: str
    colour: str = IMAGE_WARNING


def paint_region(
    painter: QPainter,
    region: Region,
    overlay: Overlay,
    opacity: float,
    to_screen: QTransform,
    size: tuple[int, int],
) -> None:
    """Lay a region over the image.

    Parameters
    ----------
    painter
        On the widget.
    region, overlay, opacity
        What, how, and how dense (0 to 1).
    to_screen
        From image pixels to the widget.
    size
        Rows and columns of the image.
    """
    if overlay is Overlay.OFF:
        return
    rows, columns = size
    painter.save()
    if overlay is Overlay.HEAT_MAP:
        painter.setOpacity(opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(to_screen, True)
        painter.drawImage(QRectF(0, 0, columns, rows), region.heat)
    else:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.35 + 0.65 * opacity)
        stretch = QTransform.fromScale(columns, rows) * to_screen
        lines = [stretch.map(line) for line in region.outlines]
        # Dark below bright: visible on bone, on air and on an inverted image.
        for colour, width in ((_SHADOW, 4.5), (QColor(OUTLINE_COLOUR), 2.0)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, j=Qt.PenJoinStyle.RoundJoin))
            for line in lines:
                painter.drawPolygon(line)
    painter.restore()


def paint_measurement(
    painter: QPainter,
    kind: Kind,
    points: Sequence[Point],
    to_screen: QTransform,
    *,
    text: str = "",
    chosen: bool = False,
) -> None:
    """Draw a measurement, also one that is not complete."""
    colour = QColor(CHOSEN_COLOUR if chosen else MEASURE_COLOUR)
    spots = [to_screen.map(QPointF(point.x, point.y)) for point in points]
    lines = _lines(kind, spots)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pen in (QPen(_SHADOW, 4.0), QPen(colour, 1.6)):
        painter.setPen(pen)
        for line in lines:
            painter.drawLine(line)
    if kind is Kind.COBB and len(spots) == 4:
        painter.setPen(QPen(colour, 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(lines[0].center(), lines[1].center()))
    for spot in spots:
        painter.setPen(QPen(_SHADOW, 3.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(spot, 3.5, 3.5)
        painter.setPen(QPen(colour, 1.4))
        painter.drawEllipse(spot, 3.5, 3.5)
    if text:
        painter.setFont(text_font(painter.font()))
        middle = spots[1] if kind is Kind.ANGLE and len(spots) > 1 else spots[-1]
        if kind is Kind.COBB and len(spots) == 4:
            middle = QLineF(lines[0].center(), lines[1].center()).center()
        _beside(painter, text, middle, colour)
    painter.restore()


def measurement_text(measurement: Measurement) -> str:
    """Return value and, for a length, what it rests on."""
    basis = word(measurement.basis) if measurement.basis else ""
    return "\n".join(line for line in (measurement.text, basis) if line)


def paint_cross(painter: QPainter, at: QPointF) -> None:
    """Draw the cross that keys move."""
    painter.save()
    for pen in (QPen(_SHADOW, 4.0), QPen(QColor(MEASURE_COLOUR), 1.4)):
        painter.setPen(pen)
        for arm in (QPointF(11, 0), QPointF(0, 11)):
            painter.drawLine(at - arm, at - arm / 4)
            painter.drawLine(at + arm / 4, at + arm)
    painter.restore()


def paint_frame(painter: QPainter, room: QRectF, *, active: bool, earlier: bool) -> None:
    """Draw the frame of a pane that stands beside others."""
    colour = EARLIER_COLOUR if earlier else IMAGE_ACCENT
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(colour if active else "#313842"), 2.0 if active else 1.0)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    half = pen.widthF() / 2
    painter.drawRect(room.adjusted(half, half, -half, -half))
    painter.restore()


def paint_focus(painter: QPainter, room: QRectF) -> None:
    """Draw the dashed line inside the pane that keys go to."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(_SHADOW, 3.0), QPen(QColor(IMAGE_TEXT), 1.0, Qt.PenStyle.DashLine)):
        painter.setPen(pen)
        painter.drawRect(room.adjusted(4.5, 4.5, -4.5, -4.5))
    painter.restore()


def text_font(base: QFont) -> QFont:
    """Return the font of texts on the image."""
    font = QFont(base)
    font.setPointSizeF(TEXT_POINTS)
    return font


def paint_texts(
    painter: QPainter,
    room: QRectF,
    corners: tuple[str, str, str, str],
    badges: Sequence[Badge],
) -> None:
    """Write into the corners of a pane.

    Parameters
    ----------
    painter
        With the font of the widget.
    room
        The pane.
    corners
        Texts of the upper left, upper right, lower left and lower right corner; may be empty.
    badges
        Lines below the upper left text.
    """
    painter.save()
    painter.setFont(text_font(painter.font()))
    inner = room.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
    used = _plate(painter, inner, _share(painter, corners[1], corners[0], inner), right | top)
    own = inner.width() - (used.width() + EDGE if corners[1] else 0)
    below = _plate(painter, inner, _elided(painter, corners[0], own), left | top).bottom()
    start = max(inner.top(), below + 4) if corners[0] else inner.top()
    for badge in badges:
        spot = QRectF(inner.left(), start, inner.width(), inner.height())
        if start < used.bottom() and corners[1]:
            spot.setWidth(own)
        plate = _plate(painter, spot, badge.text, left | top, badge.colour, wraps=True)
        start = plate.bottom() + 4
    if badges and start > inner.bottom() - 2 * QFontMetricsF(painter.font()).height():
        painter.restore()  # a low pane: what must be known has the room, numbers have none
        return
    low_right = _plate(
        painter, inner, _share(painter, corners[3], corners[2], inner), right | bottom
    )
    own = inner.width() - (low_right.width() + EDGE if corners[3] else 0)
    _plate(painter, inner, _elided(painter, corners[2], own), left | bottom)
    painter.restore()


def _lines(kind: Kind, spots: Sequence[QPointF]) -> list[QLineF]:
    if kind is Kind.COBB:
        return [QLineF(one, other) for one, other in zip(spots[::2], spots[1::2], strict=False)]
    return [QLineF(one, other) for one, other in pairwise(spots)]


def _beside(painter: QPainter, text: str, spot: QPointF, colour: QColor) -> None:
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    size = painter.boundingRect(QRectF(0, 0, 2000, 2000), flags, text).size()
    place = QRectF(spot + QPointF(12, 8), size)
    whole = QRectF(painter.window())
    # The label stays in sight at the edges of the pane.
    place.moveRight(min(place.right(), whole.right() - EDGE))
    place.moveBottom(min(place.bottom(), whole.bottom() - EDGE))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(place.adjusted(-5, -2, 5, 2), 3, 3)
    painter.setPen(colour)
    painter.drawText(place, flags, text)


def _share(painter: QPainter, text: str, other: str, room: QRectF) -> str:
    """Leave to the text in the corner opposite what it needs, at most half of the width."""
    metrics = QFontMetricsF(painter.font())
    wide = max((metrics.horizontalAdvance(line) + 10 for line in other.split("\n")), default=0.0)
    left = min(wide + EDGE, room.width() / 2) if other else 0.0
    return _elided(painter, text, room.width() - left)


def _elided(painter: QPainter, text: str, width: float) -> str:
    metrics = QFontMetricsF(painter.font())
    room = max(0.0, width - 10)
    right = Qt.TextElideMode.ElideRight
    return "\n".join(metrics.elidedText(line, right, room) for line in text.split("\n"))


def _plate(
    painter: QPainter,
    room: QRectF,
    text: str,
    flags: Qt.AlignmentFlag,
    colour: str = IMAGE_TEXT,
    *,
    wraps: bool = False,
) -> QRectF:
    """Write with a dark outline, which keeps the text readable over bone and on an inverted image.

    Films have their side marker in a corner too. The plate only quietens what lies below it.
    """
    if not text:
        return QRectF(room.topLeft(), room.topLeft())
    how = int(flags) | (int(Qt.TextFlag.TextWordWrap) if wraps else 0)
    inner = room.adjusted(5, 3, -5, -3)
    place = painter.boundingRect(inner, how, text)
    plate = place.adjusted(-5, -3, 5, 3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_FAINT)
    painter.drawRoundedRect(plate, 3, 3)
    painter.setPen(QColor(IMAGE_BLACK))
    for x, y in product((-1.0, 0.0, 1.0), repeat=2):
        painter.drawText(place.translated(x, y), how, text)
    painter.setPen(QColor(colour))
    painter.drawText(place, how, text)
    return plate
