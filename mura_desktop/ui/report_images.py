"""Key images of a report: what the viewer shows, as a whole, once bare and once with the region.

`key_views` notes on the window's thread how the views are shown; `picture_pair` draws them on any.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.reports.pictures import Picture, PicturePair
from mura_desktop.reports.study_report import view_name
from mura_desktop.reports.words import Words
from mura_desktop.studies.measurements import Measurement
from mura_desktop.studies.model import ActivationMap, Study
from mura_desktop.studies.triage import TriageRule
from mura_desktop.ui import canvas_paint as paint
from mura_desktop.ui.canvas import CanvasState
from mura_desktop.ui.display import Pyramid, shown, window_text
from mura_desktop.ui.options import Options
from mura_desktop.ui.overlay import Overlay, Region, region
from mura_desktop.ui.pane import Pane
from mura_desktop.ui.placement import Placement
from mura_desktop.ui.shown_view import ShownView
from mura_desktop.ui.theme import IMAGE_BLACK

PAPER = QSizeF(316, 372)
"""Room for a picture in pixels of 1/96 inch: two stand side by side on A4."""
FINENESS = 2.5
"""Pixels of a picture for one of the paper: 240 to the inch."""


@dataclass(frozen=True, slots=True, eq=False)
class KeyView:
    """How a view is shown at the moment.

    Attributes
    ----------
    study, number
        The view: its study, and its place there from 0.
    image, state
        Its pixels, and window, inversion and orientation; None where it is not on the screen yet.
    measurements
        As drawn.
    activation
        The map of its score, None where it is not shown.
    overlay, opacity
        How the region is drawn.
    """

    study: Study
    number: int
    image: GreyImage | None
    state: CanvasState | None
    measurements: tuple[Measurement, ...]
    activation: ActivationMap | None
    overlay: Overlay
    opacity: float


def key_views(
    shown_views: Iterable[tuple[Pane, ShownView | None]],
    options: Options,
    rule: TriageRule | None,
) -> tuple[KeyView, ...]:
    """Return the views of the study that is read, as they are in sight; earlier studies are not.

    Parameters
    ----------
    shown_views
        The viewer's panes, and what each shows.
    options
        How the viewer shows them. The edge view is left out: a report shows the image itself.
    rule
        Of the model; None where scoring is off.
    """
    found = []
    for pane, slot in shown_views:
        if slot is None or slot.earlier:
            continue
        speaks = slot.speaks(rule)
        found.append(
            KeyView(
                study=slot.study,
                number=slot.number,
                image=pane.image,
                state=pane.state,
                measurements=pane.ruler.measurements,
                activation=None if speaks is None else speaks.activation,
                overlay=Overlay.OUTLINE if options.overlay is Overlay.OFF else options.overlay,
                opacity=options.opacity,
            )
        )
    return tuple(found)


def picture_pair(key: KeyView, input_size: int, words: Words) -> PicturePair:
    """Draw a view; no text of the patient is drawn into it.

    Parameters
    ----------
    key
        The view.
    input_size
        Side of the model's square input.
    words
        Of the report.
    """
    name = view_name(key.study, key.number, words)
    image, state = key.image, key.state
    if image is None or state is None:
        return PicturePair(name, (), words.say("not_read"))
    placement = _on_paper(state.placement)
    rows, columns = image.pixels.shape
    bare = _grey(image, state, placement)
    corners = (name, window_text(state.window, image))
    pictures = [
        _picture(_drawn(bare, placement, key, None, corners, words), f"{name}: {words.say('bare')}")
    ]
    if key.activation is None:
        return PicturePair(name, tuple(pictures), words.say("no_overlay"))
    hot = region(key.activation, rows, columns, input_size)
    overlaid = _drawn(bare, placement, key, hot, corners, words)
    pictures.append(_picture(overlaid, f"{name}: {words.say('overlaid')}"))
    return PicturePair(name, tuple(pictures))


def _on_paper(placement: Placement) -> Placement:
    """Return the whole image in the room of the paper, turned as it is on the screen."""
    across, down = float(placement.columns), placement.rows * placement.aspect
    if placement.orientation.turns % 2:
        across, down = down, across
    scale = min(PAPER.width() / across, PAPER.height() / down)
    room = QSizeF(max(1, round(across * scale)), max(1, round(down * scale)))
    return replace(placement, room=room, ratio=FINENESS).fit()


def _grey(image: GreyImage, state: CanvasState, placement: Placement) -> QImage:
    rows, columns = image.pixels.shape
    whole = QRectF(0, 0, columns, rows)
    tile = Pyramid(image.pixels).cut(placement.zoom, whole)
    picture = _blank(placement)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(placement.to_screen(), True)
    painter.drawImage(tile.source, shown(tile.pixels, state.window, inverted=state.inverted))
    painter.end()
    return picture


def _drawn(
    bare: QImage,
    placement: Placement,
    key: KeyView,
    hot: Region | None,
    corners: tuple[str, str],
    words: Words,
) -> QImage:
    """Draw what lies over a view; its name stays with it, wherever the picture goes."""
    picture = bare.copy()
    to_screen = placement.to_screen()
    painter = QPainter(picture)
    if hot is not None:
        size = (placement.rows, placement.columns)
        paint.paint_region(painter, hot, key.overlay, key.opacity, to_screen, size)
    for taken in key.measurements:
        paint.paint_measurement(
            painter, taken.kind, taken.points, to_screen, text=paint.measurement_text(taken)
        )
    inverted = key.state is not None and key.state.inverted
    said = (placement.orientation.text, words.say("inverted") if inverted else "")
    badges = [paint.Badge(text) for text in said if text]
    paint.paint_texts(painter, QRectF(0, 0, *_size(placement)), ("", "", *corners), badges)
    painter.end()
    return picture


def _blank(placement: Placement) -> QImage:
    width, height = _size(placement)
    picture = QImage(round(width * FINENESS), round(height * FINENESS), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(FINENESS)
    picture.fill(QColor(IMAGE_BLACK))
    return picture


def _size(placement: Placement) -> tuple[float, float]:
    return placement.room.width(), placement.room.height()


def _picture(drawn: QImage, caption: str) -> Picture:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawn.save(buffer, "PNG")  # type: ignore[call-overload]
    width, height = drawn.width() / FINENESS, drawn.height() / FINENESS
    return Picture(bytes(buffer.data().data()), round(width), round(height), caption)
