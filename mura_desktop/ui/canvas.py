"""One pane: an image, what lies over it, and what the mouse does. Keeps no study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mura_desktop.imaging.grey import FloatImage, GreyImage
from mura_desktop.studies.measurements import spacing
from mura_desktop.ui import canvas_paint as paint
from mura_desktop.ui.display import (
    Pyramid,
    Tile,
    Window,
    shown,
    stored_window,
    window_text,
)
from mura_desktop.ui.overlay import Overlay, Region
from mura_desktop.ui.placement import Orientation, Placement
from mura_desktop.ui.theme import IMAGE_BLACK, IMAGE_MUTED, SPACE
from mura_desktop.ui.translation import tr

TABBED = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
SMALL = 250
"""Logical pixels of width below which a pane shows only the most important texts."""


@dataclass(frozen=True, slots=True)
class CanvasState:
    """How a view was left, so that it is found the same way again."""

    window: Window
    inverted: bool
    placement: Placement


class Canvas(QWidget):
    """Shows one image, or a sentence instead of it."""

    changed = Signal()
    """Window, zoom, orientation or inversion changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(120, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Radiograph"))
        self._image: GreyImage | None = None
        self._message = ""
        self._window = Window(0.5, 1.0)
        self._inverted = False
        self._placement = Placement(1, 1, QSizeF(1, 1))
        self._pyramid: Pyramid | None = None
        self._edges: Pyramid | None = None
        self._tile: Tile | None = None
        self._picture: QImage | None = None
        self._region: Region | None = None
        self._overlay = Overlay.OUTLINE
        self._opacity = 0.5
        self._corners: tuple[str, str] = ("", "")
        self._small_corners: tuple[str, str] = ("", "")
        self._badges: tuple[paint.Badge, ...] = ()
        self._texts_shown = True
        self._peeking = False
        self._frame: tuple[bool, bool] | None = None
        self._tabbed = False
        """Whether keys brought the focus here."""

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
    def placement(self) -> Placement:
        """Where the image lies."""
        return self._placement

    @property
    def zoom(self) -> float:
        """Screen pixels for one image pixel."""
        return self._placement.zoom

    @property
    def orientation(self) -> Orientation:
        """How the image is turned."""
        return self._placement.orientation

    @property
    def region(self) -> Region | None:
        """The region that may be laid over the image."""
        return self._region

    @property
    def centre(self) -> QPointF:
        """The image point in the middle of the widget, in image pixels."""
        return QPointF(self._placement.centre_x, self._placement.centre_y)

    @property
    def corners(self) -> tuple[str, str]:
        """The texts of the upper corners."""
        return self._corners

    @property
    def badges(self) -> tuple[str, ...]:
        """What stays written on the image even where other texts are hidden."""
        return tuple(badge.text for badge in self._all_badges())

    @property
    def shows_edges(self) -> bool:
        """Whether an edge view is shown instead of the image."""
        return self._edges is not None and not self._peeking

    @property
    def peeking(self) -> bool:
        """Whether everything over the image is taken away for the moment."""
        return self._peeking

    @property
    def state(self) -> CanvasState | None:
        """How the image is shown, for later; None where there is none."""
        if self._image is None:
            return None
        return CanvasState(self._window, self._inverted, self._placement)

    def show_message(self, message: str) -> None:
        """Take the image away and say something instead."""
        self._image, self._message, self._region = None, message, None
        self._pyramid = self._edges = None
        self._corners, self._badges = ("", ""), ()
        self._describe()
        self._forget_tile()
        self.changed.emit()

    def show_image(self, image: GreyImage, state: CanvasState | None = None) -> None:
        """Show an image as its file asks for, or as it was left; without overlay."""
        self._image, self._message, self._region = image, "", None
        self._pyramid, self._edges = Pyramid(image.pixels), None
        if state is None:
            rows, columns = image.pixels.shape
            known = spacing(image.spacing_mm, image.spacing_source)
            aspect = image.aspect if known is None else known.row_mm / known.column_mm
            self._window, self._inverted = stored_window(image), False
            self._placement = Placement(
                rows, columns, QSizeF(self.size()), self.devicePixelRatioF(), aspect
            )
            self.fit()
        else:
            self._window, self._inverted = state.window, state.inverted
            self._placement = state.placement
            self._follow_size()
            self.changed.emit()

    def set_edges(self, pixels: FloatImage | None) -> None:
        """Show other pixels of the same shape and units instead, or the image itself again."""
        self._edges = None if pixels is None else Pyramid(pixels)
        self._forget_tile()

    def set_region(self, region: Region | None) -> None:
        """Lay a region over the image, or none."""
        self._region = region
        self.update()

    def set_overlay(self, overlay: Overlay, opacity: float) -> None:
        """Say how the region is drawn."""
        self._overlay, self._opacity = overlay, opacity
        self.update()

    def set_corners(self, left: str, right: str, small: tuple[str, str] = ("", "")) -> None:
        """Write into the upper corners; ``small`` is what a small pane has room for."""
        self._corners, self._small_corners = (left, right), small
        self._describe()
        self.update()

    def set_badges(self, badges: Sequence[paint.Badge]) -> None:
        """Write what stays on the image even where other texts are hidden."""
        self._badges = tuple(badges)
        self._describe()
        self.update()

    def set_texts_shown(self, shown_: bool) -> None:
        """Show or hide the texts in the corners."""
        self._texts_shown = shown_
        self._describe()
        self.update()

    def set_peeking(self, peeking: bool) -> None:
        """Show the image as it is, without anything over it."""
        if peeking != self._peeking:
            self._peeking = peeking
            self._forget_tile()

    def set_frame(self, *, several: bool, active: bool, earlier: bool) -> None:
        """Draw a frame where the pane stands beside others."""
        self._frame = (active, earlier) if several else None
        self.update()

    # What the reader does.

    def fit(self) -> None:
        """Show the whole image as large as it goes."""
        self._follow_size()
        self._place(self._placement.fit(SPACE))

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, keeping the image point below ``at`` (the middle if not given) where it is."""
        self._place(self._placement.zoomed(zoom, at))

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle."""
        self.zoom_to(self.zoom * factor)

    def pan(self, way: QPointF) -> None:
        """Move the image by logical pixels."""
        self._place(self._placement.panned(way))

    def turn(self, orientation: Orientation) -> None:
        """Turn or mirror the image; what was fitted stays fitted."""
        turned = replace(self._placement, orientation=orientation)
        self._place(turned.fit(SPACE) if turned.fitted else turned)

    def set_window(self, window: Window, *, inverted: bool | None = None) -> None:
        """Show another window."""
        if self._image is None:
            return
        self._window = window
        if inverted is not None:
            self._inverted = inverted
        self._picture = None
        self.update()
        self.changed.emit()

    def invert(self) -> None:
        """Swap black and white."""
        self.set_window(self._window, inverted=not self._inverted)

    def reset_window(self) -> None:
        """Go back to the window of the file."""
        if self._image is not None:
            self.set_window(stored_window(self._image), inverted=False)

    def reset(self) -> None:
        """Show the image as its file asks for: window, orientation, size."""
        self.reset_window()
        self._place(replace(self._placement, orientation=Orientation()).fit(SPACE))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        """Keep a fitted image fitted."""
        super().resizeEvent(event)
        self._follow_size()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's
        """Show that keys go here, to a reader who came by keys."""
        super().focusInEvent(event)
        self._tabbed = event.reason() in TABBED
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's
        """Show that they do no longer."""
        super().focusOutEvent(event)
        self._tabbed = False
        self.update()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Draw image, overlay, measurements and texts."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(IMAGE_BLACK))
        room = QRectF(self.rect())
        if self._image is None:
            painter.setPen(QColor(IMAGE_MUTED))
            centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            inner = room.adjusted(3 * SPACE, 2 * SPACE, -3 * SPACE, -2 * SPACE)
            painter.drawText(inner, int(centred), self._message)
        else:
            if self._placement.ratio != self.devicePixelRatioF():
                self._follow_size()  # the window came to a screen of another density
            self._draw_image(painter)
            if not self._peeking:
                self._draw_over(painter)
            self.draw_tools(painter)
            paint.paint_texts(painter, room, self._texts(), self._all_badges())
        if self._frame is not None:
            paint.paint_frame(painter, room, active=self._frame[0], earlier=self._frame[1])
        if self._tabbed:
            paint.paint_focus(painter, room)

    def on_screen(self) -> QRectF:
        """Return where the whole image lies, in the widget's logical pixels."""
        return QRectF() if self._image is None else self._placement.on_screen()

    def draw_tools(self, painter: QPainter) -> None:
        """Draw what belongs to tools; a canvas has none."""

    def source(self) -> Pyramid | None:
        """Return the pixels shown: the image's own or an edge view's."""
        return self._edges if self.shows_edges else self._pyramid

    def _draw_image(self, painter: QPainter) -> None:
        pyramid, placement = self.source(), self._placement
        if pyramid is None:
            return
        visible = placement.visible()
        seen = visible & QRectF(0, 0, placement.columns, placement.rows)
        # The edges of tiles lie on whole pixels of a level, hence the small tolerance.
        inner = seen.adjusted(0.5, 0.5, -0.5, -0.5)
        if self._tile is None or not self._tile.source.contains(inner):
            self._tile, self._picture = pyramid.cut(placement.zoom, visible), None
        if self._picture is None:
            self._picture = shown(self._tile.pixels, self._window, inverted=self._inverted)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(placement.to_screen(), True)
        painter.drawImage(self._tile.source, self._picture)
        painter.restore()

    def _draw_over(self, painter: QPainter) -> None:
        to_screen = self._placement.to_screen()
        if self._region is not None:
            size = (self._placement.rows, self._placement.columns)
            paint.paint_region(painter, self._region, self._overlay, self._opacity, to_screen, size)

    def _texts(self) -> tuple[str, str, str, str]:
        if not self._texts_shown:
            return "", "", "", ""
        left, right = self._corners
        window, size = self._lower_corners()
        if self.width() < SMALL:
            # The image needs the room: which view it is and its score must do.
            return *self._small_corners, window, ""
        return left, right, window, size

    def _lower_corners(self) -> tuple[str, str]:
        if self._image is None:
            return "", ""
        rows, columns = self._image.pixels.shape
        window = window_text(self._window, self._image)
        size = f"{100 * self.zoom:.0f} %   {columns} × {rows}"  # noqa: RUF001 - a times sign
        return window + ("   " + tr("inverted") if self._inverted else ""), size

    def _all_badges(self) -> tuple[paint.Badge, ...]:
        turned = self.orientation.text
        return (*((paint.Badge(turned),) if turned else ()), *self._badges)

    # Parts.

    def _describe(self) -> None:
        """Say for screen readers what is written on the image; hidden texts stay hidden."""
        texts = self._corners if self._texts_shown else ()
        badges = (badge.text for badge in self._badges)
        lines = [self._message, *badges, *"\n".join(texts).split("\n")]
        self.setAccessibleDescription(". ".join(line for line in lines if line))

    def _place(self, placement: Placement) -> None:
        if self._image is None:
            return
        cut_anew = placement.zoom != self._placement.zoom
        self._placement = placement
        if cut_anew:
            self._forget_tile()
        self.update()
        self.changed.emit()

    def _follow_size(self) -> None:
        """Take over the widget's size and the screen's density."""
        if self._image is None:
            return
        placement = replace(
            self._placement, room=QSizeF(self.size()), ratio=self.devicePixelRatioF()
        )
        self._placement = placement.fit(SPACE) if placement.fitted else placement
        self._forget_tile()

    def _forget_tile(self) -> None:
        self._tile = self._picture = None
        self.update()
