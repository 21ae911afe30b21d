"""A pane of the viewer: a canvas with tools, which the mouse and the keys move."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.studies.measurements import Measurement, Point, spacing
from mura_desktop.ui import canvas_paint as paint
from mura_desktop.ui.canvas import TABBED, Canvas, CanvasState
from mura_desktop.ui.display import dragged, shown
from mura_desktop.ui.theme import IMAGE_ACCENT, IMAGE_BLACK
from mura_desktop.ui.tools import Ruler, Tool

WHEEL_STEP = 1.2
ZOOM_PER_PIXEL = 1.01
DRAG_BEGINS = 4.0
"""Logical pixels that the pointer moves before a click becomes a drag."""
REACH = 9.0
"""Logical pixels within which a point is taken hold of."""
LOUPE_RADIUS = 120.0
LOUPE_ZOOM = 2.5
CURSORS = {
    Tool.WINDOW: Qt.CursorShape.ArrowCursor,
    Tool.PAN: Qt.CursorShape.OpenHandCursor,
    Tool.ZOOM: Qt.CursorShape.SizeVerCursor,
    Tool.MAGNIFIER: Qt.CursorShape.CrossCursor,
}


class Pane(Canvas):
    """Shows one view; left button as the tool says, middle button pans, right button zooms."""

    used = Signal()
    """The reader turned to this pane."""
    windowed = Signal()
    """The reader changed the window or the inversion here."""
    measured = Signal()
    """The measurements changed."""
    enlarge = Signal()
    """A double click."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.ruler = Ruler()
        self._tool = Tool.WINDOW
        self._pointer: QPointF | None = None
        self._by_keys = False
        self._pressed_at: QPointF | None = None
        self._dragged_from: QPointF | None = None
        self._dragged = False
        self._button = Qt.MouseButton.NoButton
        self._acting: Tool | None = None
        """What that button does until it is let go, whatever becomes of keys meanwhile."""

    def show_message(self, message: str) -> None:
        """Take the image away and say something instead."""
        self.ruler.show("", None, ())
        super().show_message(message)

    def show_view(
        self,
        view_uid: str,
        image: GreyImage,
        state: CanvasState | None = None,
        measurements: tuple[Measurement, ...] = (),
    ) -> None:
        """Show a view as its file asks for, or as it was left, with what was measured on it."""
        known = spacing(image.spacing_mm, image.spacing_source)
        self.ruler.show(view_uid, known, measurements, image.aspect)
        self.show_image(image, state)

    @property
    def tool(self) -> Tool:
        """What the left button does."""
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        """Say what the left button does."""
        self._tool = tool
        self.ruler.give_up()
        self.ruler.kind = tool.kind
        self.setCursor(CURSORS.get(tool, Qt.CursorShape.CrossCursor))
        self.update()

    def move_cross(self, way: QPointF) -> None:
        """Move the cross by keys, from the middle or from where the pointer was."""
        start = self._pointer or QPointF(self.width() / 2, self.height() / 2)
        spot = start + way
        self._pointer = QPointF(
            min(max(spot.x(), 0.0), self.width() - 1.0),
            min(max(spot.y(), 0.0), self.height() - 1.0),
        )
        self._by_keys = True
        if self.ruler.kind is not None and self.ruler.drag(self._point(self._pointer)):
            self.measured.emit()
        self.update()

    def place_point(self) -> None:
        """Set a point at the cross, or take hold of the one there and let go of it again."""
        if self.image is None or self.ruler.kind is None:
            return
        if self._pointer is None:
            self.move_cross(QPointF())
        assert self._pointer is not None  # noqa: S101 - for the type checker
        point = self._point(self._pointer)
        if self.ruler.holds:
            self.ruler.release(point, dragged=False)
        else:
            self.ruler.press(point, self._reach())
        self._by_keys = True
        self.measured.emit()
        self.update()

    def remove_measurement(self) -> None:
        """Remove the chosen measurement, or the last one."""
        if self.ruler.remove():
            self.measured.emit()
            self.update()

    def clear_measurements(self) -> None:
        """Remove all measurements of the view."""
        self.ruler.clear()
        self.measured.emit()
        self.update()

    def give_up(self) -> bool:
        """Forget a measurement that is not complete; False where there is none."""
        self.update()
        return self.ruler.give_up()

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """Begin a drag, or set a point."""
        if event.button() != self._button and event.buttons() & self._button:
            return  # One button at a time: the other would cut off what this one has begun.
        self.used.emit()
        self._button, self._acting = event.button(), self._asked_for(event)
        self._pressed_at = self._dragged_from = event.position()
        self._dragged = self._by_keys = False
        if self._measures():
            self.ruler.press(self._point(event.position()), self._reach())
            self.measured.emit()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """Do what the button's tool does."""
        spot = event.position()
        self._pointer, self._by_keys = spot, False
        if self.image is None:
            return
        if self._dragged_from is None or self._pressed_at is None:
            if self._tool is Tool.MAGNIFIER or self.ruler.pending:
                self.update()
            return
        way, start = spot - self._dragged_from, self._pressed_at
        self._dragged = self._dragged or (spot - start).manhattanLength() >= DRAG_BEGINS
        self._dragged_from = spot
        match self._acting:
            case Tool.PAN:
                self.pan(way)
            case Tool.ZOOM:
                self.zoom_to(self.zoom * ZOOM_PER_PIXEL ** -way.y(), start)
            case Tool.WINDOW:
                window = dragged(self.window_shown, round(way.x()), round(way.y()), self.image)
                self.set_window(window)
                self.windowed.emit()
            case Tool.MAGNIFIER:
                self.update()
            case _:
                if self.ruler.drag(self._point(spot)):
                    self.measured.emit()
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """End a drag."""
        if event.button() != self._button:
            return
        if self._measures():
            self.ruler.release(self._point(event.position()), dragged=self._dragged)
            self.measured.emit()
            self.update()
        self._pressed_at = self._dragged_from = self._acting = None
        self._button = Qt.MouseButton.NoButton

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """Enlarge the pane; while measuring, a second click is a click."""
        if self._tool.kind is not None:
            self.mousePressEvent(event)
        else:
            self.enlarge.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's
        """Zoom at the pointer."""
        self.used.emit()
        self.zoom_to(self.zoom * WHEEL_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's
        """Let the loupe come."""
        self._pointer, self._by_keys = event.position(), False
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's
        """Let the loupe go."""
        self._pointer = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's
        """Become the pane that keys mean."""
        super().focusInEvent(event)
        if event.reason() in TABBED:
            self.used.emit()

    def _asked_for(self, event: QMouseEvent) -> Tool:
        """Return what the button does that is pressed now."""
        if event.button() == Qt.MouseButton.MiddleButton:
            return Tool.PAN
        if event.button() == Qt.MouseButton.RightButton:
            return Tool.ZOOM
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return Tool.PAN if shift else self._tool

    def _measures(self) -> bool:
        return self.image is not None and self._acting is not None and self._acting.kind is not None

    # Painting.

    def draw_tools(self, painter: QPainter) -> None:
        """Draw measurements, the loupe or the cross."""
        if not self.peeking:
            self._draw_measurements(painter)
        if self._pointer is None:
            return
        if self._tool is Tool.MAGNIFIER:
            self._draw_loupe(painter, self._pointer)
        elif self._by_keys:
            paint.paint_cross(painter, self._pointer)

    def _draw_measurements(self, painter: QPainter) -> None:
        to_screen = self.placement.to_screen()
        for at, measurement in enumerate(self.ruler.measurements):
            paint.paint_measurement(
                painter,
                measurement.kind,
                measurement.points,
                to_screen,
                text=paint.measurement_text(measurement),
                chosen=at == self.ruler.selected and self.ruler.kind is not None,
            )
        if self.ruler.kind is not None and self._pointer is not None:
            points = self.ruler.preview(self._point(self._pointer))
            paint.paint_measurement(painter, self.ruler.kind, points, to_screen)

    def _draw_loupe(self, painter: QPainter, at: QPointF) -> None:
        pyramid = self.source()
        if pyramid is None:
            return
        radius = min(LOUPE_RADIUS, self.width() / 3, self.height() / 3)
        nearer = self.placement.zoomed(self.zoom * LOUPE_ZOOM, at)
        circle = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        tile = pyramid.cut(nearer.zoom, nearer.to_image().mapRect(circle))
        clip = QPainterPath()
        clip.addEllipse(circle)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.setClipPath(clip)
        painter.fillRect(circle, QColor(IMAGE_BLACK))
        painter.save()
        painter.setTransform(nearer.to_screen(), True)
        painter.drawImage(
            tile.source, shown(tile.pixels, self.window_shown, inverted=self.inverted)
        )
        painter.restore()
        painter.setClipping(False)
        painter.setPen(QPen(QColor(IMAGE_ACCENT), 2))
        painter.drawEllipse(circle)
        painter.restore()

    def _point(self, spot: QPointF) -> Point:
        """Return the image point below a spot of the widget, kept inside of the image."""
        at = self.placement.to_image().map(spot)
        rows, columns = self.placement.rows, self.placement.columns
        return Point(min(max(at.x(), 0.0), columns), min(max(at.y(), 0.0), rows))

    def _reach(self) -> float:
        return REACH * self.placement.ratio / self.placement.zoom
