"""The image itself: fit, zoom, pan, window by drag, and what lies over it. Keeps no study."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.ui.display import Pyramid, Tile, Window, dragged, shown, stored_window
from mura_desktop.ui.overlay import Overlay, Region
from mura_desktop.ui.theme import IMAGE_BLACK, MUTED, SPACE, TEXT

MAX_ZOOM = 16.0
WHEEL_STEP = 1.2
OUTLINE_COLOUR = "#ffd166"
PAN_BUTTONS = Qt.MouseButton.MiddleButton | Qt.MouseButton.RightButton


class Canvas(QWidget):
    """Shows one image, or a sentence instead of it."""

    changed = Signal()
    """Window, zoom or inversion changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(200, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Radiograph")
        self._image: GreyImage | None = None
        self._message = ""
        self._window = Window(0.5, 1.0)
        self._inverted = False
        self._fits = True
        self._zoom = 1.0
        self._centre = QPointF()
        self._pyramid: Pyramid | None = None
        self._tile: Tile | None = None
        self._picture: QImage | None = None
        self._region: Region | None = None
        self._overlay = Overlay.OUTLINE
        self._opacity = 0.5
        self._corners: tuple[str, str] = ("", "")
        self._dragged_from: QPointF | None = None

    # What is shown.

    @property
    def image(self) -> GreyImage | None:
        """The image shown, None while there is a message instead."""
        return self._image

    @property
    def message(self) -> str:
        """The sentence shown where there is no image."""
        return self._message

    @property
    def window_shown(self) -> Window:
        """The display window."""
        return self._window

    @property
    def inverted(self) -> bool:
        """Whether dense shows dark."""
        return self._inverted

    @property
    def zoom(self) -> float:
        """Screen pixels for one image pixel."""
        return self._zoom

    @property
    def region(self) -> Region | None:
        """The region that may be laid over the image."""
        return self._region

    @property
    def centre(self) -> QPointF:
        """The image point in the middle of the widget, in image pixels."""
        return QPointF(self._centre)

    @property
    def corners(self) -> tuple[str, str]:
        """The texts of the upper corners."""
        return self._corners

    def show_message(self, message: str) -> None:
        """Take the image away and say something instead."""
        self._image, self._message, self._region = None, message, None
        self._pyramid = None
        self._corners = ("", "")
        self._forget_tile()
        self.changed.emit()

    def show_image(self, image: GreyImage) -> None:
        """Show an image as its file asks for, fitted, without overlay."""
        self._image, self._message, self._region = image, "", None
        self._pyramid = Pyramid(image)
        self._window = stored_window(image)
        self._inverted = False
        self.fit()

    def set_region(self, region: Region | None) -> None:
        """Lay a region over the image, or none."""
        self._region = region
        self.update()

    def set_overlay(self, overlay: Overlay, opacity: float) -> None:
        """Say how the region is drawn."""
        self._overlay, self._opacity = overlay, opacity
        self.update()

    def set_corners(self, left: str, right: str) -> None:
        """Write into the upper corners."""
        self._corners = (left, right)
        self.update()

    # What the reader does.

    def fit(self) -> None:
        """Show the whole image as large as it goes."""
        self._fits = True
        if self._image is not None:
            rows, columns = self._image.pixels.shape
            ratio = self.devicePixelRatioF()
            room = QSize(max(1, self.width() - 2 * SPACE), max(1, self.height() - 2 * SPACE))
            self._zoom = min(room.width() / columns, room.height() / rows) * ratio
            self._zoom = min(self._zoom, MAX_ZOOM)
            self._centre = QPointF(columns / 2, rows / 2)
        self._forget_tile()
        self.changed.emit()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, keeping the image point below ``at`` (the middle if not given) where it is."""
        if self._image is None:
            return
        middle = QPointF(self.width() / 2, self.height() / 2)
        arm = ((middle if at is None else at) - middle) * self.devicePixelRatioF()
        zoom = min(max(zoom, 0.02), MAX_ZOOM)
        self._centre += arm / self._zoom - arm / zoom
        self._zoom = zoom
        self._fits = False
        self._keep_in_sight()
        self._forget_tile()
        self.changed.emit()

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle."""
        self.zoom_to(self._zoom * factor)

    def invert(self) -> None:
        """Swap black and white."""
        if self._image is not None:
            self._inverted = not self._inverted
            self._repaint_window()

    def reset_window(self) -> None:
        """Go back to the window of the file."""
        if self._image is not None:
            self._window = stored_window(self._image)
            self._inverted = False
            self._repaint_window()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """Begin a drag."""
        self._dragged_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """Set the window with the left button, pan with any other or with Shift."""
        if self._image is None or self._dragged_from is None:
            return
        way = event.position() - self._dragged_from
        self._dragged_from = event.position()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.buttons() & PAN_BUTTONS or shift:
            self._centre -= way * self.devicePixelRatioF() / self._zoom
            self._fits = False
            self._keep_in_sight()
            self.update()
        else:
            self._window = dragged(self._window, round(way.x()), round(way.y()), self._image)
            self._repaint_window()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """End a drag."""
        self._dragged_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """Fit."""
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's
        """Zoom at the pointer."""
        steps = event.angleDelta().y() / 120
        self.zoom_to(self._zoom * WHEEL_STEP**steps, event.position())
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        """Keep a fitted image fitted."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()
        else:
            self._forget_tile()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Draw image, overlay and corners."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(IMAGE_BLACK))
        if self._image is None or self._pyramid is None:
            painter.setPen(QColor(MUTED))
            room = self.rect().adjusted(4 * SPACE, 4 * SPACE, -4 * SPACE, -4 * SPACE)
            centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(centred), self._message)
            return
        self._draw_image(painter, self._pyramid)
        self._draw_region(painter)
        self._draw_corners(painter)

    def on_screen(self) -> QRectF:
        """Return where the whole image lies, in the widget's logical pixels."""
        if self._image is None:
            return QRectF()
        rows, columns = self._image.pixels.shape
        scale = self._zoom / self.devicePixelRatioF()
        left = round(self.width() / 2 - self._centre.x() * scale)
        top = round(self.height() / 2 - self._centre.y() * scale)
        return QRectF(left, top, columns * scale, rows * scale)

    def _draw_image(self, painter: QPainter, pyramid: Pyramid) -> None:
        place = self.on_screen()
        scale = self._zoom / self.devicePixelRatioF()
        visible = QRectF(
            -place.left() / scale,
            -place.top() / scale,
            self.width() / scale,
            self.height() / scale,
        )
        seen = visible & QRectF(0, 0, place.width() / scale, place.height() / scale)
        # The edges of tiles lie on whole pixels of a level, hence the small tolerance.
        if self._tile is None or not self._tile.source.contains(
            seen.adjusted(0.5, 0.5, -0.5, -0.5)
        ):
            self._tile = pyramid.cut(self._zoom, visible)
            self._picture = None
        if self._picture is None:
            self._picture = shown(self._tile.pixels, self._window, inverted=self._inverted)
        source = self._tile.source
        target = QRectF(
            place.left() + source.left() * scale,
            place.top() + source.top() * scale,
            source.width() * scale,
            source.height() * scale,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, self._picture)

    def _draw_region(self, painter: QPainter) -> None:
        if self._region is None or self._overlay is Overlay.OFF:
            return
        place = self.on_screen()
        painter.save()
        painter.setOpacity(self._opacity)
        if self._overlay is Overlay.HEAT_MAP:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._region.heat)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # Dark below bright: visible on bone, on air and on an inverted image.
            painter.setOpacity(0.35 + 0.65 * self._opacity)
            stretch = QTransform.fromTranslate(place.left(), place.top()).scale(
                place.width(), place.height()
            )
            lines = [stretch.map(line) for line in self._region.outlines]
            for colour, width in ((QColor(0, 0, 0, 170), 4.5), (QColor(OUTLINE_COLOUR), 2.0)):
                painter.setPen(
                    QPen(colour, width, Qt.PenStyle.SolidLine, j=Qt.PenJoinStyle.RoundJoin)
                )
                for line in lines:
                    painter.drawPolygon(line)
        painter.restore()

    def _draw_corners(self, painter: QPainter) -> None:
        if self._image is None:
            return
        rows, columns = self._image.pixels.shape
        window = self._window
        # Width and centre of a 0 to 1 image would be all zeros without decimals.
        digits = 0 if window.width >= 20 else 2
        below_left = f"W {window.width:,.{digits}f}   C {window.centre:,.{digits}f}"
        if self._inverted:
            below_left += "   inverted"
        below_right = f"{self._zoom:.0%}   {columns} × {rows}"  # noqa: RUF001 - a times sign
        font = QFont(self.font())
        font.setPointSizeF(9.0)
        painter.setFont(font)
        room = QRectF(self.rect()).adjusted(12, 10, -12, -10)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        for text, flags in (
            (self._corners[0], left | top),
            (self._corners[1], right | top),
            (below_left, left | bottom),
            (below_right, right | bottom),
        ):
            if not text:
                continue
            # A dark plate keeps the text readable over bone and on an inverted image.
            plate = painter.boundingRect(room, int(flags), text).adjusted(-5, -3, 5, 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 185))
            painter.drawRoundedRect(plate, 3, 3)
            painter.setPen(QColor(TEXT))
            painter.drawText(room, int(flags), text)

    def _repaint_window(self) -> None:
        self._picture = None
        self.update()
        self.changed.emit()

    def _forget_tile(self) -> None:
        self._tile = self._picture = None
        self.update()

    def _keep_in_sight(self) -> None:
        if self._image is not None:
            rows, columns = self._image.pixels.shape
            self._centre.setX(min(max(self._centre.x(), 0.0), float(columns)))
            self._centre.setY(min(max(self._centre.y(), 0.0), float(rows)))
