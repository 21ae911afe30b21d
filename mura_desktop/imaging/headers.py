"""What a file says of itself before any pixel is decoded."""

from __future__ import annotations

import contextlib
import logging
import re
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from pydicom.filereader import read_partial
from pydicom.tag import BaseTag
from pydicom.uid import UID

from mura_desktop.errors import UnreadableFileError
from mura_desktop.studies.body_parts import normalise_body_part
from mura_desktop.studies.model import UNKNOWN_BODY_PART, FileFacts, FileFormat, FileVersion
from mura_desktop.studies.patients import readable_name

RADIOGRAPH_MODALITIES = frozenset(
    {"CR", "DX", "DR", "RG", "RF", "XA", "MG", "IO", "PX", "OT", "SC", "XR"}
)
"""Modality (0008,0060), PS3.3 C.7.3.1.1.1; OT and SC stand for digitised and exported films."""

_PART_OF_MODALITY = {"MG": "breast", "IO": "teeth", "PX": "teeth"}

_OTHER_MODALITIES = {
    "CT": "a CT image",
    "MR": "an MR image",
    "US": "an ultrasound image",
    "NM": "a nuclear medicine image",
    "PT": "a PET image",
}

_UNKNOWN_FILE = "is not a DICOM, PNG, JPEG, TIFF or BMP file"
_TEXT_LIMIT = 256
_INTEGER_STRING_LIMIT = 2**31
"""Values of the representation IS lie below this (PS3.5, 6.2)."""

_RASTER_SIGNATURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
)
_PIXEL_DATA = BaseTag(0x7FE00010)
_FIRST_PIXEL_TAG = BaseTag(0x7FE00008)
_VALUE_REPRESENTATION = re.compile(rb"[A-Z]{2}")

_KEYWORDS = (
    *("SpecificCharacterSet", "SOPClassUID", "Modality", "Rows", "Columns"),
    *("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "PatientID", "PatientName"),
    *("BodyPartExamined", "AnatomicRegionSequence", "ViewPosition", "StudyDate"),
    *("StudyDescription", "SeriesNumber", "InstanceNumber", "ImageLaterality", "Laterality"),
    *("SharedFunctionalGroupsSequence",),
)
_TAGS: list[BaseTag | int] = [
    tag for tag in (tag_for_keyword(keyword) for keyword in _KEYWORDS) if tag is not None
]


def read_facts(path: Path) -> FileFacts:
    """Read a file's header.

    The format follows from the content, never from the file's name. Values that are malformed
    count as missing, as long as there is an image.

    Parameters
    ----------
    path
        Absolute path of a regular file.

    Raises
    ------
    UnreadableFileError
        Where the file is no radiograph in a format that is known here, and nothing else.
    """
    try:
        status = path.stat()
        with path.open("rb") as file:
            version = FileVersion(status.st_size, status.st_mtime_ns)
            start = file.read(144)
            if is_raster(start):
                return FileFacts(path, FileFormat.RASTER, version)
            if not is_dicom(start):
                empty = status.st_size == 0
                raise UnreadableFileError(path, "is empty" if empty else _UNKNOWN_FILE)
            file.seek(0)
            with quiet_pydicom():
                dataset, has_pixels = _parse_header(file)
                reason = not_a_radiograph(dataset, has_pixels=has_pixels)
                if reason is not None:
                    raise UnreadableFileError(path, reason)
                return _facts(path, version, dataset)
    except UnreadableFileError:
        raise
    except OSError as error:
        raise UnreadableFileError(path, f"cannot be read ({error.strerror})") from error
    except MemoryError as error:
        raise UnreadableFileError(path, "needs more memory than is allowed for one file") from error
    except Exception as error:
        raise UnreadableFileError(path, "is a DICOM file with a damaged header") from error


def is_raster(start: bytes) -> bool:
    """Tell PNG, JPEG, TIFF and BMP from the file's first bytes (14 or more)."""
    if start[128:132] == b"DICM":
        # PS3.10, 7.1: a DICOM file may carry the head of a TIFF file in its preamble.
        return False
    # In the header of a BMP, bytes 6 to 9 are reserved and zero.
    return start.startswith(_RASTER_SIGNATURES) or (
        start.startswith(b"BM") and start[6:10] == bytes(4)
    )


def is_dicom(start: bytes) -> bool:
    """Tell DICOM from the file's first 144 bytes.

    Some archives write files without preamble. These are recognised by a first element of group
    0002 or 0008 with a plausible representation or length.
    """
    if start[128:132] == b"DICM":
        return True
    if len(start) < 16 or start[0:2] not in {b"\x02\x00", b"\x08\x00"}:
        return False
    if start[3] != 0:
        return False
    implicit_length = int.from_bytes(start[4:8], "little")
    return bool(_VALUE_REPRESENTATION.fullmatch(start[4:6])) or 0 < implicit_length <= 1024


def not_a_radiograph(dataset: Dataset, *, has_pixels: bool) -> str | None:
    """Return why a DICOM object shows no radiograph, or None where it may be one.

    Parameters
    ----------
    dataset
        The header.
    has_pixels
        Whether Pixel Data (7FE0,0010) follows.
    """
    if len(dataset) == 0:
        return "is a DICOM file with a damaged header"
    if not has_pixels or "Rows" not in dataset:
        kind = text_of(dataset, "SOPClassUID")
        name = UID(kind).name if kind else ""
        if not name or name == kind:
            return "holds no image"
        return f"holds no image ({name.removesuffix(' Storage')})"
    modality = text_of(dataset, "Modality").upper()
    if modality and modality not in RADIOGRAPH_MODALITIES:
        kind = _OTHER_MODALITIES.get(modality, "of another modality")
        return f"is {kind}, not a radiograph"
    return None


@contextlib.contextmanager
def quiet_pydicom() -> Iterator[None]:
    """Keep pydicom's remarks on values that break the standard away from console and log.

    They are written for developers and may quote patient data. What matters for the image is
    reported in `GreyImage.warnings`.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning)
        logger = logging.getLogger("pydicom")
        level = logger.level
        logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            logger.setLevel(level)


def text_of(dataset: Dataset, keyword: str) -> str:
    """Return a value as one line of printable text, empty where missing or malformed."""
    try:
        value = dataset.get(keyword)
        text = "" if value is None else str(value)
    except Exception:  # noqa: BLE001 - pydicom converts on access; malformed counts as missing
        return ""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:_TEXT_LIMIT]


def laterality_of(dataset: Dataset) -> str:
    """Return ``"L"``, ``"R"``, ``"B"`` or an empty text.

    Image Laterality (0020,0062) goes before Laterality (0020,0060) of the series; enhanced objects
    say it in Frame Laterality (0020,9072).
    """
    anatomy = _first_item(
        _first_item(dataset, "SharedFunctionalGroupsSequence"), "FrameAnatomySequence"
    )
    for source, keyword in (
        (dataset, "ImageLaterality"),
        (dataset, "Laterality"),
        (anatomy, "FrameLaterality"),
    ):
        side = text_of(source, keyword).upper()
        if side in {"L", "R", "B"}:
            return side
    return ""


def _first_item(dataset: Dataset, keyword: str) -> Dataset:
    try:
        items = dataset.get(keyword)
        return items[0] if items else Dataset()
    except Exception:  # noqa: BLE001 - a malformed sequence counts as missing
        return Dataset()


def _parse_header(file: BinaryIO) -> tuple[Dataset, bool]:
    """Parse up to Pixel Data; say whether there is any."""
    found: list[BaseTag] = []

    def at_pixels(tag: BaseTag, _: str | None, length: int) -> bool:
        if tag == _PIXEL_DATA and length != 0:
            found.append(tag)
        return bool(tag >= _FIRST_PIXEL_TAG)

    try:
        dataset = read_partial(file, stop_when=at_pixels, specific_tags=_TAGS)
    except InvalidDicomError:
        file.seek(0)
        dataset = read_partial(file, stop_when=at_pixels, specific_tags=_TAGS, force=True)
    return dataset, bool(found)


def _facts(path: Path, version: FileVersion, dataset: Dataset) -> FileFacts:
    return FileFacts(
        path=path,
        format=FileFormat.DICOM,
        version=version,
        study_uid=text_of(dataset, "StudyInstanceUID"),
        series_uid=text_of(dataset, "SeriesInstanceUID"),
        sop_uid=text_of(dataset, "SOPInstanceUID"),
        patient_id=text_of(dataset, "PatientID"),
        patient_name=readable_name(text_of(dataset, "PatientName")),
        body_part=_body_part(dataset),
        laterality=laterality_of(dataset),
        projection=text_of(dataset, "ViewPosition").upper(),
        study_date=_date(text_of(dataset, "StudyDate")),
        description=text_of(dataset, "StudyDescription"),
        series_number=_integer(text_of(dataset, "SeriesNumber")),
        instance_number=_integer(text_of(dataset, "InstanceNumber")),
    )


def _body_part(dataset: Dataset) -> str:
    region = _first_item(dataset, "AnatomicRegionSequence")
    for text in (text_of(dataset, "BodyPartExamined"), text_of(region, "CodeMeaning")):
        part = normalise_body_part(text)
        if part != UNKNOWN_BODY_PART:
            return part
    return _PART_OF_MODALITY.get(text_of(dataset, "Modality").upper(), UNKNOWN_BODY_PART)


def _date(text: str) -> date | None:
    """Read a DA value (PS3.5, 6.2), also with the dots of its predecessor ACR-NEMA."""
    digits = text.replace(".", "")
    if not re.fullmatch(r"[0-9]{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,12}", text):
        return 0
    number = int(text)
    return number if abs(number) < _INTEGER_STRING_LIMIT else 0
