"""The outline as a presentation state: it lies over the image itself and can be switched off.

One state for each view (PS3.3, A.33.1): views of a study may differ in polarity and in the units of
their grey values, and a state has one of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from highdicom.content import PresentationLUTTransformation
from highdicom.pr import (
    GraphicAnnotation,
    GraphicLayer,
    GraphicObject,
    GrayscaleSoftcopyPresentationState,
    SoftcopyVOILUTTransformation,
    TextObject,
)
from pydicom.dataset import Dataset

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.provenance import (
    Machine,
    SourceImage,
    finished,
    named_for_highdicom,
    series_of,
)
from mura_desktop.dicomio.sr import Polygon

_LAYER = "MURA OUTLINE"
_TEXT = "Region that drove the machine's score. RESEARCH USE ONLY"


def presentation_state(
    image: SourceImage,
    outlines: Sequence[Polygon],
    window: tuple[float, float] | None,
    inverse: bool,
    number: int,
    moment: datetime,
    machine: Machine,
) -> Dataset:
    """Make the presentation state of one view.

    Parameters
    ----------
    image
        The view.
    outlines
        As in `sr.ScoredImage`, at least one.
    window
        Values of the file after its modality transformation that show as the two ends of the
        scale, low before high; None leaves the VOI transformation of the file.
    inverse
        Whether low values show bright, as in MONOCHROME1. A presentation state has the last word
        on that (PS3.3, C.11.6.1.2), so it must say it.
    number
        Place of the view in the study, from 1.
    moment
        When the view was scored, UTC.
    machine
        What scored it.
    """
    header = named_for_highdicom(image.header)
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
    voi = None if window is None else [_window(*window)]
    state = GrayscaleSoftcopyPresentationState(
        referenced_images=[header],
        instance_number=number,
        content_label="MURA OUTLINE",
        content_description="Region that drove the machine's score, research use only",
        graphic_annotations=[annotation],
        graphic_layers=[layer],
        voi_lut_transformations=voi,
        presentation_lut_transformation=PresentationLUTTransformation(
            presentation_lut_shape="INVERSE" if inverse else "IDENTITY"
        ),
        **series_of(Kind.OUTLINE, header.StudyInstanceUID, machine),
    )
    state.Laterality = str(image.header.get("Laterality") or "")
    for area in state.DisplayedAreaSelectionSequence:
        _show_whole(area, image)
    return finished(state, image.header, moment)


def _show_whole(area: Dataset, image: SourceImage) -> None:
    """Correct what highdicom says of the displayed area: the image is no tile of a larger one."""
    if "PixelOriginInterpretation" in area:
        del area.PixelOriginInterpretation
    spacing = image.header.get("PixelSpacing") or image.header.get("ImagerPixelSpacing")
    if spacing and len(spacing) == 2 and spacing[0] != spacing[1]:
        area.PresentationPixelSpacing = list(spacing)
        del area.PresentationPixelAspectRatio


def _window(low: float, high: float) -> SoftcopyVOILUTTransformation:
    """Return the window of function LINEAR that shows a range (PS3.3, C.11.2.1.2.1, solved)."""
    return SoftcopyVOILUTTransformation(
        window_center=(low + high + 1) / 2,
        window_width=high - low + 1,
        window_explanation="as shown by MURA Desktop",
    )
