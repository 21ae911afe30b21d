"""What all results have in common: whose they are, which machine made them, and their names.

A result belongs to the study of its source images (same patient and study modules), stands in a
series of its own, and says that software made it, for research. It is dated by what it tells and
named by its content: the same result made twice is the same object, and any other is another one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from highdicom.base_content import ContributingEquipment
from highdicom.enum import ContentQualificationValues
from highdicom.sr import CodedConcept
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset
from pydicom.multival import MultiValue
from pydicom.sr.codedict import codes
from pydicom.uid import UID, generate_uid

import mura_desktop
from mura_desktop import __version__
from mura_desktop.dicomio.kinds import Kind
from mura_desktop.studies.reads import SignedRead

MANUFACTURER = mura_desktop.MANUFACTURER
PROGRAM = "MURA Desktop"
RESEARCH_USE = "RESEARCH USE ONLY. Machine output that orders a worklist; no diagnosis."
UNICODE = "ISO_IR 192"

_TYPE_2 = (
    *("PatientID", "PatientName", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime"),
    *("StudyID", "AccessionNumber", "ReferringPhysicianName"),
)
"""Attributes that may be empty and must be there (PS3.3, C.7.1.1 and C.7.2.1)."""
_WELL_FORMED = {
    "PatientBirthDate": re.compile(r"\d{8}"),
    "StudyDate": re.compile(r"\d{8}"),
    "StudyTime": re.compile(r"\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?"),
    "PatientSex": re.compile(r"[MFO]"),
}
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)")
_NAMES = ("PatientName", "ReferringPhysicianName")


_SERIES: Mapping[Kind, tuple[int, str]] = MappingProxyType(
    {
        Kind.REPORT: (9801, "MURA Desktop results (research use only)"),
        Kind.PICTURE: (9802, "MURA Desktop overlays (research use only)"),
        Kind.OUTLINE: (9803, "MURA Desktop outlines (research use only)"),
        Kind.DOCUMENT: (9804, "MURA Desktop signed report (research use)"),
    }
)
"""High numbers, so that results stand behind the images in any list."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What made a score.

    Attributes
    ----------
    model
        Name of the model; empty where nothing was scored.
    sha256
        Of its weights, hex.
    version
        Of this program.
    """

    model: str = ""
    sha256: str = ""
    version: str = __version__

    def seen_by(self, signed: SignedRead) -> Machine:
        """Return what had scored a study when it was signed; its name where it is still loaded.

        A signature attests what its reader saw (PS3.3, C.17.2), and that may be an older model's.
        """
        if signed.score is not None and signed.model == self.sha256:
            return self
        return Machine(sha256="" if signed.score is None else signed.model, version=self.version)


@dataclass(frozen=True, slots=True, eq=False)
class SourceImage:
    """A radiograph that a result is about.

    Attributes
    ----------
    header
        Its data set without pixels, as `prepared` returns it.
    frame
        Which of its frames, from 1.
    """

    header: Dataset
    frame: int = 1

    @property
    def frames(self) -> list[int] | None:
        """The frame as references name it; None where the object has one image only."""
        return [self.frame] if int(self.header.get("NumberOfFrames") or 1) > 1 else None


@dataclass(frozen=True, slots=True)
class Alike:
    """What all images of a study say alike; empty where they differ or say nothing.

    A series of results holds all views of a study, and these attributes are of the whole series
    (PS3.3, C.7.3.1).

    Attributes
    ----------
    body_part
        Body Part Examined, as it is written in the files.
    laterality
        ``"L"``, ``"R"``, ``"B"`` or empty.
    """

    body_part: str = ""
    laterality: str = ""


def prepared(header: Dataset) -> Dataset:
    """Return a header that results can be bound to: text in Unicode, and nothing missing.

    What must be there is added empty; what is malformed becomes empty. The argument stays as it is.
    """
    source = deepcopy(header)
    source.decode()
    source.walk(_free_name)
    source.SpecificCharacterSet = UNICODE
    for keyword in _TYPE_2:
        text = str(source.get(keyword) or "")
        form = _WELL_FORMED.get(keyword)
        if not text or (form is not None and not form.fullmatch(text)):
            setattr(source, keyword, "")
    return source


def _free_name(_dataset: Dataset, element: DataElement) -> None:
    """Make a name text: pydicom keeps its bytes, which are in another character set than ours."""
    if element.VR == "PN" and not element.is_empty:
        many = isinstance(element.value, MultiValue)
        names = [str(name) for name in (element.value if many else [element.value])]
        element.value = names if many else names[0]


def series_of(kind: Kind, study_uid: str, machine: Machine) -> dict[str, Any]:
    """Return the arguments of highdicom's constructors that tell series and equipment."""
    number, description = _SERIES[kind]
    return {
        "series_instance_uid": generate_uid(entropy_srcs=[PROGRAM, kind.value, study_uid]),
        "series_number": number,
        "series_description": description,
        "sop_instance_uid": generate_uid(entropy_srcs=[PROGRAM]),  # `finished` gives the real one
        "manufacturer": MANUFACTURER,
        "manufacturer_model_name": PROGRAM,
        "device_serial_number": machine.sha256[:16] or "none",
        "software_versions": versions(machine),
        "content_qualification": ContentQualificationValues.RESEARCH,
        "specific_character_set": UNICODE,
        "contributing_equipment": [_scoring_equipment(machine)],
    }


def versions(machine: Machine) -> list[str]:
    """Return program, model and the hash of its weights, each as a value of LO (64 characters)."""
    named = (f"{PROGRAM} {machine.version}", long_string(machine.model), machine.sha256)
    return [name for name in named if name]


def long_string(text: str) -> str:
    """Return text as LO takes it: one line of at most 64 characters, without a backslash."""
    return " ".join(text.replace("\\", "/").split())[:64]


def person_name(text: str) -> str:
    """Return a reader's name as PN; one without components is a family name (PS3.5, 6.2.1)."""
    name = " ".join(text.replace("\\", "/").replace("=", "-").split())[:64]
    return name if "^" in name else f"{name}^"


def pixel_aspect(header: Dataset) -> list[int]:
    """Return height to width of a pixel whose Pixel Spacing is not known, as whole numbers.

    By Imager Pixel Spacing, else Pixel Aspect Ratio (PS3.3, C.7.6.3.1.7), else 1 to 1.
    """
    for keyword in ("ImagerPixelSpacing", "PixelAspectRatio"):
        try:
            height, width = (Fraction(str(value)) for value in header.get(keyword) or ())
        except (TypeError, ValueError):
            continue
        if height > 0 and width > 0:
            ratio = (height / width).limit_denominator(1000)
            return [ratio.numerator, ratio.denominator] if ratio else [1, 1]
    return [1, 1]


def source_reference(image: SourceImage) -> Dataset:
    """Return an item of a sequence that names what a result was made from."""
    item = Dataset()
    item.ReferencedSOPClassUID = image.header.SOPClassUID
    item.ReferencedSOPInstanceUID = image.header.SOPInstanceUID
    if image.frames:
        item.ReferencedFrameNumber = image.frames
    item.PurposeOfReferenceCodeSequence = [
        CodedConcept("121322", "DCM", "Source image for image processing operation")
    ]
    return item


def named_for_highdicom(header: Dataset) -> Dataset:
    """Return a header whose names are in components, as highdicom wants them."""
    source = deepcopy(header)
    for keyword in _NAMES:
        name = str(source.get(keyword) or "")
        if name and "^" not in name:
            setattr(source, keyword, f"{name}^")
    return source


def finished(result: Dataset, source: Dataset, moment: datetime) -> Dataset:
    """Date a result and give it its UID.

    Parameters
    ----------
    result
        Made by highdicom; changed.
    source
        The header that it is bound to.
    moment
        When what it tells was made or signed, UTC.
    """
    local = local_to(source, moment)
    for keyword in _NAMES:
        setattr(result, keyword, source[keyword].value)
    day, time = local.strftime("%Y%m%d"), local.strftime("%H%M%S")
    result.InstanceCreationDate, result.InstanceCreationTime = day, time
    for kind in ("Content{}", "PresentationCreation{}", "{}OfSecondaryCapture"):
        if kind.format("Date") in result:
            setattr(result, kind.format("Date"), day)
            setattr(result, kind.format("Time"), time)
    if "TimezoneOffsetFromUTC" in source:
        result.TimezoneOffsetFromUTC = source.TimezoneOffsetFromUTC
    for equipment in result.get("ContributingEquipmentSequence", ()):
        if "ContributionDateTime" in equipment:
            del equipment.ContributionDateTime
    uid = _content_uid(result)
    result.SOPInstanceUID = uid
    result.file_meta.MediaStorageSOPInstanceUID = uid
    return result


def local_to(source: Dataset, moment: datetime) -> datetime:
    """Return a moment in the time zone that a header's own times are in, else in this machine's."""
    stated = _OFFSET.fullmatch(str(source.get("TimezoneOffsetFromUTC") or "").strip())
    if stated is None:
        return moment.astimezone()
    offset = timedelta(hours=int(stated["hours"]), minutes=int(stated["minutes"]))
    return moment.astimezone(timezone(-offset if stated["sign"] == "-" else offset))


def _content_uid(result: Dataset) -> UID:
    buffer = DicomBytesIO()
    buffer.is_implicit_VR = result.file_meta.TransferSyntaxUID.is_implicit_VR
    buffer.is_little_endian = result.file_meta.TransferSyntaxUID.is_little_endian
    write_dataset(buffer, result, parent_encoding="utf8")
    return generate_uid(entropy_srcs=[hashlib.sha256(buffer.getvalue()).hexdigest()])


def _scoring_equipment(machine: Machine) -> ContributingEquipment:
    return ContributingEquipment(
        manufacturer=MANUFACTURER,
        manufacturer_model_name=long_string(machine.model) or PROGRAM,
        software_versions=versions(machine),
        purpose_of_reference=codes.DCM.ProcessingEquipment,
        contribution_description=RESEARCH_USE,
    )
