"""The outline as a presentation state: it lies over the image itself and can be switched off.

One state for each view (PS3.3, A.33.1): views of a study may differ in polarity and in the units of
their grey values, and a state has one of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
from highdicom.content import PresentationLUTTransformation
from highdicom.pr import (
    GraphicAnnotation,
    GraphicLayer,
    GraphicObject,
    GrayscaleSoftcopyPresentationState,
    TextObject,
)
from pydicom.dataset import Dataset
from pydicom.valuerep import format_number_as_ds

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.provenance import (
    Alike,
    Machine,
    SourceImage,
    finished,
    named_for_highdicom,
    pixel_aspect,
    series_of,
)
from mura_desktop.dicomio.sr import Polygon

_LAYER = "MURA OUTLINE"
_TEXT = "Region that drove the machine's score. RESEARCH USE ONLY"


_GREY_VALUES = (
    *("ModalityLUTSequence", "RescaleSlope", "RescaleIntercept", "RescaleType"),
    *("VOILUTSequence", "WindowCenter", "WindowWidth", "WindowCenterWidthExplanation"),
    "VOILUTFunction",
)
_SIGNED_LIMIT, _WORD = 2**15, 2**16


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A lookup table with entries of 16 bits (PS3.3, C.11.1.1.1 and C.11.2.1.1).

    Attributes
    ----------
    first
        Input value of the first entry.
    entries
        Output values, 1 to 65536 of them. Those of a VOI LUT are 65535 where the viewer is white.
    kind
        Modality LUT Type; of a VOI LUT empty.
    """

    first: int
    entries: npt.NDArray[np.uint16]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Rescale:
    """Rescale Slope, Rescale Intercept and Rescale Type (PS3.3, C.11.1)."""

    slope: float
    intercept: float
    kind: str


@dataclass(frozen=True, slots=True)
class Window:
    """Window Center, Window Width and VOI LUT Function (PS3.3, C.11.2.1.2 and C.11.2.1.3)."""

    centre: float
    width: float
    function: str = "LINEAR"

    @classmethod
    def showing(cls, low: float, high: float) -> Window:
        """Return the window of function LINEAR that shows a range (C.11.2.1.2.1, solved)."""
        return cls((low + high + 1) / 2, high - low + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the viewer does to stored values; a state that is silent means identity (PS3.4, N.2).

    Attributes
    ----------
    modality
        To the units of the modality; None where they stay as they are.
    voi
        From there to grey.
    inverse
        Whether low values show bright, as in MONOCHROME1. A presentation state has the last word
        on that (PS3.3, C.11.6.1.2), so it must say it.
    spacing_mm
        Row and column spacing, None where the file does not say.
    """

    modality: Table | Rescale | None
    voi: Table | Window
    inverse: bool
    spacing_mm: tuple[float, float] | None = None


def presentation_state(
    image: SourceImage,
    outlines: Sequence[Polygon],
    shown: Shown,
    number: int,
    moment: datetime,
    machine: Machine,
    alike: Alike | None = None,
) -> Dataset:
    """Make the presentation state of one view.

    Parameters
    ----------
    image
        The view.
    outlines
        As in `sr.ScoredImage`, at least one.
    shown
        How the viewer shows it.
    number
        Place of the view in the study, from 1.
    moment
        When the view was scored, UTC.
    machine
        What scored it.
    alike
        What its series may say of all views.
    """
    header = _plain(image.header)
    layer = GraphicLayer(_LAYER, 1, "Region that drove the machine's score, research use only")
    annotation = GraphicAnnotation(
        referenced_images=[header],
        graphic_layer=layer,
        referenced_frame_number=image.frames,
        graphic_objects=[
            GraphicObject("POLYLINE", np.vstack([line, line[:1]]), units="PIXEL")
            for line in outlines
        ],
        text_objects=[TextObject(_TEXT, units="DISPLAY", bounding_box=(0.02, 0.93, 0.98, 0.98))],
    )
    state = GrayscaleSoftcopyPresentationState(
        referenced_images=[header],
        instance_number=number,
        content_label="MURA OUTLINE",
        content_description="Region that drove the machine's score, research use only",
        graphic_annotations=[annotation],
        graphic_layers=[layer],
        presentation_lut_transformation=PresentationLUTTransformation(
            presentation_lut_shape="INVERSE" if shown.inverse else "IDENTITY"
        ),
        **series_of(Kind.OUTLINE, header.StudyInstanceUID, machine),
    )
    # Of type 2C: empty says that no one side is that of the whole series.
    state.Laterality = "" if alike is None else alike.laterality
    if alike is not None and alike.body_part:
        state.BodyPartExamined = alike.body_part
    for area in state.DisplayedAreaSelectionSequence:
        _show_whole(area, image.header, shown.spacing_mm)
    for series in state.ReferencedSeriesSequence if image.frames else ():
        series.ReferencedImageSequence[0].ReferencedFrameNumber = image.frames
    _add_grey_values(state, shown)
    return finished(state, image.header, moment)


def _plain(header: Dataset) -> Dataset:
    """Return a header for highdicom without grey values: what was shown is said instead.

    It would copy what the viewer did not apply, and refuses what it does not expect. Of objects
    that may have several frames it asks for functional groups, which only enhanced ones have.
    """
    plain = named_for_highdicom(header)
    for keyword in _GREY_VALUES:
        plain.pop(keyword, None)
    plain.SharedFunctionalGroupsSequence = [Dataset()]
    plain.PerFrameFunctionalGroupsSequence = []
    return plain


def _show_whole(area: Dataset, header: Dataset, spacing: tuple[float, float] | None) -> None:
    """Correct what highdicom says of the displayed area: shape of pixels, and no larger image."""
    if "PixelOriginInterpretation" in area:
        del area.PixelOriginInterpretation
    if spacing is None:
        area.PresentationPixelAspectRatio = pixel_aspect(header)
    elif spacing[0] != spacing[1]:
        area.PresentationPixelSpacing = [_decimal(value) for value in spacing]
        del area.PresentationPixelAspectRatio


def _add_grey_values(state: Dataset, shown: Shown) -> None:
    if isinstance(shown.modality, Table):
        item = _table(shown.modality)
        item.ModalityLUTType = shown.modality.kind or "US"
        state.ModalityLUTSequence = [item]
    elif shown.modality is not None:
        state.RescaleSlope = _decimal(shown.modality.slope)
        state.RescaleIntercept = _decimal(shown.modality.intercept)
        state.RescaleType = shown.modality.kind or "US"
    voi = Dataset()
    if isinstance(shown.voi, Table):
        voi.VOILUTSequence = [_table(shown.voi)]
    else:
        voi.WindowCenter = _decimal(shown.voi.centre)
        voi.WindowWidth = _decimal(shown.voi.width)
        voi.WindowCenterWidthExplanation = "as shown by MURA Desktop"
        if shown.voi.function != "LINEAR":
            voi.VOILUTFunction = shown.voi.function
    state.SoftcopyVOILUTSequence = [voi]


def _table(table: Table) -> Dataset:
    """Return an item with the table, whatever byte order and representation its file has."""
    item = Dataset()
    count = len(table.entries) % _WORD
    if table.first < 0:
        # All three are then of VR SS, and the number of entries is unsigned all the same.
        count -= _WORD if count >= _SIGNED_LIMIT else 0
        item.add_new("LUTDescriptor", "SS", [count, table.first, 16])
    else:
        item.add_new("LUTDescriptor", "US", [count, table.first, 16])
    item.add_new("LUTData", "OW", table.entries.astype("<u2").tobytes())
    return item


def _decimal(value: float) -> str:
    """Return a number as DS takes it: at most 16 characters (PS3.5, 6.2)."""
    return format_number_as_ds(value)
