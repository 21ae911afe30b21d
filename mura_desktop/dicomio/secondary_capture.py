"""The picture: a copy of a view with the heat and the outline burned in, and below it what it is.

The original is never touched; this is another object in another series, and a strip below the
image says so. Nothing of the patient is written into the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from highdicom.sc import SCImage
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.provenance import (
    PROGRAM,
    Alike,
    Machine,
    SourceImage,
    finished,
    named_for_highdicom,
    pixel_aspect,
    series_of,
    source_reference,
)

RgbImage = npt.NDArray[np.uint8]

WARNING = "RESEARCH USE ONLY - NOT FOR DIAGNOSIS"
_WARNING_COLOUR = (255, 214, 0)
_TEXT_COLOUR = (235, 235, 235)
_LEAST_TEXT = 11
"""Pixels; smaller letters cannot be read."""


def captioned(picture: RgbImage, lines: Sequence[str]) -> RgbImage:
    """Return a picture with a strip below it: the warning, then these lines.

    Parameters
    ----------
    picture
        Shape ``(rows, columns, 3)``, uint8, RGB.
    lines
        Text without anything about the patient.

    Returns
    -------
    numpy.ndarray
        Shape ``(more rows, columns, 3)``; the first rows are the picture as it was.
    """
    columns = picture.shape[1]
    texts = [WARNING, *lines]
    size = max(_LEAST_TEXT, round(columns / 32))
    while size > _LEAST_TEXT and max(_width(text, size) for text in texts) > columns * 0.96:
        size -= 1
    step = round(size * 1.4)
    strip = Image.new("RGB", (columns, step * len(texts) + size), (0, 0, 0))
    draw = ImageDraw.Draw(strip)
    for number, text in enumerate(texts):
        draw.text(
            (round(columns * 0.02), size // 2 + number * step),
            text,
            fill=_TEXT_COLOUR if number else _WARNING_COLOUR,
            font=ImageFont.load_default(size),
        )
    return np.ascontiguousarray(np.vstack([picture, np.asarray(strip, np.uint8)]))


def secondary_capture(
    image: SourceImage,
    picture: RgbImage,
    number: int,
    spacing_mm: tuple[float, float] | None,
    laterality: str,
    moment: datetime,
    machine: Machine,
    alike: Alike | None = None,
) -> Dataset:
    """Make the secondary capture of one view.

    Parameters
    ----------
    image
        The view.
    picture
        Shape ``(rows, columns, 3)``, uint8, RGB, with everything burned in.
    number
        Its place in the study, from 1.
    spacing_mm
        Row and column spacing of the picture's pixels, where the view's Pixel Spacing tells.
    laterality
        Of this image: ``"L"``, ``"R"``, ``"B"`` or anything else.
    moment
        When the view was scored, UTC.
    machine
        What scored it.
    alike
        What its series may say of all views.
    """
    header = image.header
    arguments = series_of(Kind.PICTURE, header.StudyInstanceUID, machine)
    capture = SCImage.from_ref_dataset(
        ref_dataset=named_for_highdicom(header),
        pixel_array=picture,
        photometric_interpretation="RGB",
        bits_allocated=8,
        coordinate_system="PATIENT",
        instance_number=number,
        pixel_spacing=spacing_mm,  # type: ignore[arg-type]  # it takes fractions
        patient_orientation=("L", "F"),  # the file's own, which may be empty, follows
        transfer_syntax_uid=ExplicitVRLittleEndian,
        **arguments,
    )
    orientation: Any = header.get("PatientOrientation") or ""
    capture.PatientOrientation = orientation
    capture.ConversionType = "WSD"
    capture.BurnedInAnnotation = "YES"
    capture.DerivationDescription = (
        f"{PROGRAM}: activation map and outline of the region that drove the machine's score, "
        "burned into a copy. Research use only."
    )
    capture.ImageComments = WARNING
    for keyword in ("LossyImageCompression", "LossyImageCompressionRatio"):
        _copy(header, capture, keyword)
    _copy(header, capture, "LossyImageCompressionMethod")
    aspect = pixel_aspect(header)
    if spacing_mm is None and aspect != [1, 1]:
        capture.PixelAspectRatio = aspect
    if laterality in ("L", "R", "B"):
        capture.ImageLaterality = laterality
    if alike is not None and alike.body_part:
        capture.BodyPartExamined = alike.body_part
    capture.SourceImageSequence = [source_reference(image)]
    return finished(capture, header, moment)


def _copy(source: Dataset, target: Dataset, keyword: str) -> None:
    if keyword in source:
        target[keyword] = source[keyword]


def _width(text: str, size: int) -> float:
    return float(ImageFont.load_default(size).getlength(text))
