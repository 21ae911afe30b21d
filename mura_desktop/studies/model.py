"""What the program speaks about. Plain frozen values; no arrays, no files, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

UNKNOWN_BODY_PART = "unknown"

FACTS_VERSION = 2
"""How headers become `FileFacts`; raised with every change, so that kept facts are read anew."""


class Band(StrEnum):
    """How urgently a scored study asks to be read. An order of work, never a diagnosis."""

    URGENT = "urgent"
    REVIEW = "review"
    LIKELY_NORMAL = "likely normal"


class Grouping(StrEnum):
    """How loose images (no DICOM, no MURA folders) become studies."""

    AUTO = "auto"
    """A folder of up to `grouping.LOOSE_STUDY_LIMIT` images is one study, a fuller one is not."""
    FOLDER = "folder"
    FILE = "file"
    INBOX = "inbox"
    """As AUTO, but images in the opened folder itself are single: they may be of many patients."""


class FileFormat(StrEnum):
    """Which reader a file needs."""

    DICOM = "dicom"
    RASTER = "raster"


@dataclass(frozen=True, slots=True)
class FileVersion:
    """Tells whether a file is still the one that was scored.

    Attributes
    ----------
    size
        Bytes.
    modified_ns
        Time of last change, nanoseconds since the epoch.
    """

    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file's header says, before any pixel is decoded; the input of grouping.

    Attributes
    ----------
    path
        Absolute path.
    format
        DICOM or raster.
    version
        Size and time of last change when the header was read.
    study_uid, series_uid, sop_uid
        StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID; empty for raster images.
    patient_id, patient_name
        PatientID and PatientName as readable text; empty where the file has none.
    issuer
        Issuer of Patient ID, within which the ID is unique (PS3.3 C.7.1.1); may be empty.
    birth_date
        PatientBirthDate, None where missing or malformed.
    family_name
        The first component of PatientName's alphabetic group; may be empty.
    body_part
        Lower case, one word of `body_parts`; `UNKNOWN_BODY_PART` where the file does not say.
    laterality
        ``"L"``, ``"R"``, ``"B"`` (both) or empty.
    projection
        ViewPosition, such as ``"AP"`` or ``"LL"``; empty where the file does not say.
    study_date
        StudyDate, None where missing or malformed.
    description
        StudyDescription, may be empty.
    series_number, instance_number
        For the order of views inside a study; 0 where missing.
    modality
        Modality in upper case, such as ``"CR"``; empty where the file does not say.
    frames
        How many images the file holds, at least 1.
    own_result
        Whether this program made the object, such as a picture with the heat map burned in.
    for_processing
        Whether these are a detector's raw data, which are not meant to be looked at.
    remarks
        What is odd about the file beside others, for the user.
    """

    path: Path
    format: FileFormat
    version: FileVersion
    study_uid: str = ""
    series_uid: str = ""
    sop_uid: str = ""
    patient_id: str = ""
    patient_name: str = ""
    issuer: str = ""
    birth_date: date | None = None
    family_name: str = ""
    body_part: str = UNKNOWN_BODY_PART
    laterality: str = ""
    projection: str = ""
    study_date: date | None = None
    description: str = ""
    series_number: int = 0
    instance_number: int = 0
    modality: str = ""
    frames: int = 1
    own_result: bool = False
    for_processing: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One radiograph of a study.

    Attributes
    ----------
    uid
        SOPInstanceUID of a first frame, else a UUID-derived UID (``2.25.``, PS3.5 B.2) made from it
        and the frame's number, or from the path.
    path
        Absolute path of the file; in an archive, the archive's path and the path inside it.
    format
        DICOM or raster.
    version
        The file as it was when it was listed.
    laterality, projection, remarks
        As in `FileFacts`.
    frame
        Which image of the file, from 1, as in Referenced Frame Number (0008,1160).
    not_scored
        Why the view is shown but never scored; empty where it may be scored.
    """

    uid: str
    path: Path
    format: FileFormat
    version: FileVersion
    laterality: str = ""
    projection: str = ""
    frame: int = 1
    remarks: tuple[str, ...] = ()
    not_scored: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """The views that are read together.

    Attributes
    ----------
    uid
        Unique within the program: the StudyInstanceUID where one patient owns it, else derived.
    patient
        What the worklist shows: name and ID, MURA's patient folder, or the folder or file name.
    body_part
        As in `FileFacts`.
    views
        At least one, in reading order.
    study_date
        None where unknown.
    description
        StudyDescription, may be empty.
    patient_id
        PatientID, or MURA's patient folder; empty where unknown.
    issuer, birth_date, family_name
        As in `FileFacts`.
    """

    uid: str
    patient: str
    body_part: str
    views: tuple[View, ...]
    study_date: date | None = None
    description: str = ""
    patient_id: str = ""
    issuer: str = ""
    birth_date: date | None = None
    family_name: str = ""

    @property
    def scorable_views(self) -> tuple[View, ...]:
        """The views that the model may score; maybe none."""
        return tuple(view for view in self.views if not view.not_scored)


@dataclass(frozen=True, slots=True)
class NotScored:
    """A file that is not part of any score, and why. Shown to the user, never dropped."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Container:
    """A file that leads to other files: a ZIP archive or a DICOMDIR.

    Attributes
    ----------
    path
        The container.
    members
        Files to open, in natural order, each once.
    not_scored
        What it names and cannot give, and what there is to say of the container itself.
    """

    path: Path
    members: tuple[Path, ...]
    not_scored: tuple[NotScored, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelId:
    """Which model made a score: its name, and the SHA-256 of its weights file (hex)."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ActivationMap:
    """A small class activation map, row by row, as the network gave it.

    Attributes
    ----------
    rows, columns
        Size of the grid over the square model input.
    values
        ``rows * columns`` values, 0 to 1, 1 at the hottest cell (all 0 where nothing spoke for
        "abnormal").
    """

    rows: int
    columns: int
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ViewScore:
    """What the model says of one view.

    Attributes
    ----------
    view_uid
        The view.
    version
        The file that was scored; a file changed since has no score.
    score
        Calibrated probability of "abnormal", 0 to 1.
    activation
        Grad-CAM of the same forward pass.
    warnings
        What was wrong with the file and did not prevent the score.
    """

    view_uid: str
    version: FileVersion
    score: float
    activation: ActivationMap
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the model says of a study.

    Attributes
    ----------
    study_uid
        The study.
    score
        Aggregate of the views' scores as the model's card says, 0 to 1.
    band
        By the card's thresholds for the study's body part.
    views
        Scores of the views that could be read, in the study's order; at least one.
    model
        The model that scored.
    created
        When, UTC.
    """

    study_uid: str
    score: float
    band: Band
    views: tuple[ViewScore, ...]
    model: ModelId
    created: datetime


@dataclass(frozen=True, slots=True)
class Scan:
    """What opening paths gave: studies to score, and files that are none."""

    studies: tuple[Study, ...] = ()
    not_scored: tuple[NotScored, ...] = field(default=())
