"""Where an image lies on the screen: turned, mirrored, zoomed, moved. Values only, no widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

from mura_desktop.ui.translation import tr

SMALLEST_ZOOM = 0.02
GREATEST_ZOOM = 16.0


@dataclass(frozen=True, slots=True)
class Orientation:
    """How an image is turned and mirrored against its file.

    Attributes
    ----------
    turns
        Quarter turns clockwise, 0 to 3, after mirroring.
    mirrored
        Whether left and right were exchanged first.
    """

    turns: int = 0
    mirrored: bool = False

    def turned(self, quarters: int) -> Orientation:
        """Return the image turned clockwise, as seen on the screen."""
        return Orientation((self.turns + quarters) % 4, self.mirrored)

    def flipped_across(self) -> Orientation:
        """Return the image with left and right of the screen exchanged."""
        return Orientation(-self.turns % 4, not self.mirrored)

    def flipped_down(self) -> Orientation:
        """Return the image with top and bottom of the screen exchanged."""
        return self.flipped_across().turned(2)

    @property
    def text(self) -> str:
        """What a reader must know of it; empty for an image as it was filed."""
        if self.mirrored:
            if self.turns == 0:
                return tr("MIRRORED left and right: marks in the image too")
            if self.turns == 2:
                return tr("MIRRORED top and bottom: marks in the image too")
            text = tr("MIRRORED and turned {angle}°: marks in the image too")
        else:
            text = tr("TURNED {angle}°") if self.turns else ""
        return text.format(angle=90 * self.turns)


UPRIGHT = Orientation()


@dataclass(frozen=True, slots=True)
class Placement:
    """An image in a widget.

    Attributes
    ----------
    rows, columns
        Shape of the image.
    room
        Size of the widget in logical pixels.
    ratio
        Physical pixels of the screen for one logical pixel.
    aspect
        Height of a pixel of the image over its width.
    orientation
        How it is turned.
    zoom
        Physical pixels of the screen for the width of an image pixel.
    centre_x, centre_y
        The image point in the middle of the widget, in image pixels.
    fitted
        Whether it shall stay as large as the widget allows.
    """

    rows: int
    columns: int
    room: QSizeF
    ratio: float = 1.0
    aspect: float = 1.0
    orientation: Orientation = UPRIGHT
    zoom: float = 1.0
    centre_x: float = 0.0
    centre_y: float = 0.0
    fitted: bool = True

    def fit(self, margin: float = 0.0) -> Placement:
        """Return the whole image as large as it goes."""
        across, down = float(self.columns), self.rows * self.aspect
        if self.orientation.turns % 2:
            across, down = down, across
        wide = max(1.0, self.room.width() - 2 * margin)
        high = max(1.0, self.room.height() - 2 * margin)
        zoom = min(wide / across, high / down) * self.ratio
        return replace(
            self,
            zoom=min(zoom, GREATEST_ZOOM),
            centre_x=self.columns / 2,
            centre_y=self.rows / 2,
            fitted=True,
        )

    def zoomed(self, zoom: float, at: QPointF | None = None) -> Placement:
        """Return another zoom; the image point below ``at`` (the widget's middle) stays there."""
        middle = QPointF(self.room.width() / 2, self.room.height() / 2)
        spot = middle if at is None else at
        below = self.to_image().map(spot)
        zoom = min(max(zoom, SMALLEST_ZOOM), GREATEST_ZOOM)
        changed = replace(self, zoom=zoom, fitted=False)
        arm = changed._plain().inverted()[0].map(spot - middle)
        return changed._centred(below.x() - arm.x(), below.y() - arm.y())

    def panned(self, way: QPointF) -> Placement:
        """Return the image moved by logical pixels of the screen."""
        moved = self._plain().inverted()[0].map(way)
        return replace(self, fitted=False)._centred(
            self.centre_x - moved.x(), self.centre_y - moved.y()
        )

    def to_screen(self) -> QTransform:
        """Return the way from image pixels to logical pixels of the widget.

        The image begins on a whole physical pixel, so that it is sharp at 100 %.
        """
        plain = self._plain()
        middle = plain.map(QPointF(self.centre_x, self.centre_y))
        x = round((self.room.width() / 2 - middle.x()) * self.ratio) / self.ratio
        y = round((self.room.height() / 2 - middle.y()) * self.ratio) / self.ratio
        return plain * QTransform.fromTranslate(x, y)

    def to_image(self) -> QTransform:
        """Return the way back."""
        return self.to_screen().inverted()[0]

    def on_screen(self) -> QRectF:
        """Return where the whole image lies, in logical pixels of the widget."""
        return self.to_screen().mapRect(QRectF(0, 0, self.columns, self.rows))

    def visible(self) -> QRectF:
        """Return what the widget shows, in image pixels; may reach beyond the image."""
        return self.to_image().mapRect(QRectF(QPointF(0, 0), self.room))

    def _plain(self) -> QTransform:
        """Return turn, mirror and scale, without the move."""
        scale = self.zoom / self.ratio
        turned = QTransform().rotate(90 * self.orientation.turns)
        across = -scale if self.orientation.mirrored else scale
        return turned.scale(across, scale * self.aspect)

    def _centred(self, x: float, y: float) -> Placement:
        """Return another centre, at most at the image's edge: it never gets lost."""
        return replace(
            self,
            centre_x=min(max(x, 0.0), float(self.columns)),
            centre_y=min(max(y, 0.0), float(self.rows)),
        )
