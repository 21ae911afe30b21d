"""What a file says of itself before any pixel is decoded."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag
from pydicom.uid import (
    UID,
    BreastProjectionXRayImageStorageForProcessing,
    DigitalIntraOralXRayImageStorageForProcessing,
    DigitalMammographyXRayImageStorageForProcessing,
    DigitalXRayImageStorageForProcessing,
    MediaStorageDirectoryStorage,
)

from mura_desktop import MANUFACTURER
from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.archives import ZIP_SIGNATURES, list_dicomdir, list_zip
from mura_desktop.imaging.part10 import START, HeaderError, is_dicom, quiet_pydicom, read_header
from mura_desktop.imaging.pixel_module import number_of_frames
from mura_desktop.imaging.raster import count_frames
from mura_desktop.imaging.sources import Source, open_source
from mura_desktop.studies.anatomic_regions import part_of_code
from mura_desktop.studies.body_parts import normalise_body_part
from mura_desktop.studies.model import (
    UNKNOWN_BODY_PART,
    Container,
    FileFacts,
    FileFormat,
    FileVersion,
)
from mura_desktop.studies.patients import family_name, readable_name

_PART_OF_MODALITY = {"MG": "breast", "IO": "teeth", "PX": "teeth"}
_FOR_PROCESSING = frozenset(
    {
        BreastProjectionXRayImageStorageForProcessing,
        DigitalIntraOralXRayImageStorageForProcessing,
        DigitalMammographyXRayImageStorageForProcessing,
        DigitalXRayImageStorageForProcessing,
    }
)

_ESCAPE = re.compile(r"\x1b[\x20-\x2f]*[\x30-\x7e]")
"""What is left of designations of character sets (ISO/IEC 2022, 13.2) once a text is decoded."""
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

_KEYWORDS = (
    *("SpecificCharacterSet", "SOPClassUID", "Modality", "Rows", "Columns"),
    *("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "PatientID", "PatientName"),
    *("BodyPartExamined", "AnatomicRegionSequence", "ViewPosition", "StudyDate"),
    *("StudyDescription", "SeriesNumber", "InstanceNumber", "ImageLaterality", "Laterality"),
    *("SharedFunctionalGroupsSequence", "NumberOfFrames"),
    *("Manufacturer", "PresentationIntentType", "IssuerOfPatientID", "PatientBirthDate"),
)
_TAGS: list[BaseTag | int] = [
    tag for tag in (tag_for_keyword(keyword) for keyword in _KEYWORDS) if tag is not None
]


def read_facts(path: Path) -> FileFacts | Container:
    """Read a file's header.

    The format follows from the content, never from the file's name. Values that are malformed
    count as missing, as long as there is an image.

    Parameters
    ----------
    path
        Absolute path of a regular file, or of one in an archive (see `sources`).

    Returns
    -------
    FileFacts or Container
        A container where the file leads to other files.

    Raises
    ------
    UnreadableFileError
        Where the file is no image in a format that is known here, and nothing else.
    """
    try:
        with open_source(path) as source:
            start = source.file.read(START)
            if start.startswith(ZIP_SIGNATURES):
                return list_zip(path, source)
            if is_raster(start):
                frames = count_frames(source.file)
                return FileFacts(path, FileFormat.RASTER, source.version, frames=frames)
            if not is_dicom(start):
                empty = source.version.size == 0
                raise UnreadableFileError(path, "is empty" if empty else _UNKNOWN_FILE)
            with quiet_pydicom():
                return _dicom_facts(path, source)
    except UnreadableFileError:
        raise
    except HeaderError as error:
        raise UnreadableFileError(path, str(error)) from error
    except OSError as error:
        if error.strerror is None:  # a library's word for damage
            raise UnreadableFileError(path, "is a DICOM file with a damaged header") from error
        raise UnreadableFileError(path, f"cannot be read ({error.strerror})") from error
    except MemoryError as error:
        raise UnreadableFileError(path, "needs more memory than is allowed for one file") from error
    except Exception as error:
        raise UnreadableFileError(path, "is a DICOM file with a damaged header") from error


def _dicom_facts(path: Path, source: Source) -> FileFacts | Container:
    header = read_header(source.file, _TAGS)
    if _is_dicomdir(header.dataset):
        whole = read_header(source.file)
        return list_dicomdir(path, whole.dataset, source)
    reason = no_image(header.dataset, has_pixels=header.pixels is not None)
    if reason is not None:
        raise UnreadableFileError(path, reason)
    return _facts(path, source.version, header.dataset)


def _is_dicomdir(dataset: Dataset) -> bool:
    meta = getattr(dataset, "file_meta", Dataset())
    return text_of(meta, "MediaStorageSOPClassUID") == MediaStorageDirectoryStorage


def is_raster(start: bytes) -> bool:
    """Tell PNG, JPEG, TIFF and BMP from the file's first bytes (14 or more)."""
    if start[128:132] == b"DICM":
        # PS3.10, 7.1: a DICOM file may carry the head of a TIFF file in its preamble.
        return False
    # In the header of a BMP, bytes 6 to 9 are reserved and zero.
    return start.startswith(_RASTER_SIGNATURES) or (
        start.startswith(b"BM") and start[6:10] == bytes(4)
    )


def no_image(dataset: Dataset, *, has_pixels: bool) -> str | None:
    """Return why a DICOM object shows no image, or None where it may show one.

    Parameters
    ----------
    dataset
        The header.
    has_pixels
        Whether Pixel Data (7FE0,0010), or its twins for floating-point numbers, follow.
    """
    if has_pixels and "Rows" in dataset:
        return None
    if has_pixels:
        return "lacks the size of its image"
    if len(dataset) == 0:
        return "holds no image, or its header is damaged"
    kind = text_of(dataset, "SOPClassUID")
    name = UID(kind).name if kind else ""
    if not name or name == kind:
        return "holds no image"
    return f"holds no image ({name.removesuffix(' Storage')})"


def text_of(dataset: Dataset, keyword: str) -> str:
    """Return a value as one line of printable text, empty where missing or malformed."""
    try:
        value = dataset.get(keyword)
        text = "" if value is None else str(value)
    except Exception:  # noqa: BLE001 - pydicom converts on access; malformed counts as missing
        return ""
    text = _ESCAPE.sub("", text)
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())[:_TEXT_LIMIT]


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
        issuer=text_of(dataset, "IssuerOfPatientID"),
        birth_date=_date(text_of(dataset, "PatientBirthDate")),
        family_name=family_name(text_of(dataset, "PatientName")),
        body_part=_body_part(dataset),
        laterality=laterality_of(dataset),
        projection=text_of(dataset, "ViewPosition").upper(),
        study_date=_date(text_of(dataset, "StudyDate")),
        description=text_of(dataset, "StudyDescription"),
        series_number=_integer(text_of(dataset, "SeriesNumber")),
        instance_number=_integer(text_of(dataset, "InstanceNumber")),
        modality=text_of(dataset, "Modality").upper(),
        frames=number_of_frames(dataset),
        own_result=is_own_result(dataset),
        for_processing=_is_for_processing(dataset),
    )


def is_own_result(dataset: Dataset) -> bool:
    """Tell whether an object is a result of this program: not scored, and nothing is made of it."""
    return text_of(dataset, "Manufacturer") == MANUFACTURER


def _is_for_processing(dataset: Dataset) -> bool:
    """Tell raw data by Presentation Intent Type (PS3.3 C.8.11.1.1.1), or by the SOP Class."""
    intent = text_of(dataset, "PresentationIntentType").upper()
    return intent == "FOR PROCESSING" or text_of(dataset, "SOPClassUID") in _FOR_PROCESSING


def _body_part(dataset: Dataset) -> str:
    part = normalise_body_part(text_of(dataset, "BodyPartExamined"))
    if part != UNKNOWN_BODY_PART:
        return part
    region = _first_item(dataset, "AnatomicRegionSequence")
    coded = part_of_code(text_of(region, "CodingSchemeDesignator"), text_of(region, "CodeValue"))
    if coded is not None:
        return coded
    # The meaning is no key (PS3.3, 8.3): it counts only where the code is of a scheme unknown here.
    part = normalise_body_part(text_of(region, "CodeMeaning"))
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
