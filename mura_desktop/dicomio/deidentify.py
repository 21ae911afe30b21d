"""De-identified copies by the Basic Application Level Confidentiality Profile (PS3.15, annex E).

The actions are those of table E.1-1 of edition 2026c (``resources/dicom``), the options of which
are not used: nothing is kept that the basic profile takes away. Where the table leaves a choice
that depends on the kind of object, the one is taken that every kind allows:

======  ==========================================================
action  what is done
======  ==========================================================
X       removed
Z, X/Z  emptied
D, …/D  replaced by a dummy of the same representation
U       replaced by a UID that is the same wherever it occurs
X/Z/U*  the sequence stays, and the UIDs in it are replaced
======  ==========================================================

All private elements go, and all that the data dictionary does not know. Objects whose content is
more than an image (reports, documents, drawings) are not exported: nobody can tell from outside
what their text says.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from pydicom.datadict import dictionary_has_tag
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.multival import MultiValue
from pydicom.sequence import Sequence as Items
from pydicom.tag import BaseTag

from mura_desktop import __version__, paths
from mura_desktop.errors import HeldBackError
from mura_desktop.pseudonyms import Pseudonyms
from mura_desktop.studies.patients import readable_name

EDITION = "2026c"
METHOD = f"MURA Desktop {__version__}, PS3.15 {EDITION}"
BASIC_PROFILE = ("113100", "DCM", "Basic Application Confidentiality Profile")

_STRUCTURED = ("ContentSequence", "EncapsulatedDocument", "GraphicAnnotationSequence")
_TYPE_2 = (
    *("PatientBirthDate", "PatientSex", "StudyDate", "StudyTime", "StudyID", "AccessionNumber"),
    "ReferringPhysicianName",
)
"""May be empty and must be there (PS3.3, C.7.1.1 and C.7.2.1)."""
_FROM_SCREENS = frozenset({"SC", "OT", "US", "DOC"})
"""Modalities whose pictures often have names in them: captures, scans of paper, ultrasound."""
_DUMMIES: Mapping[str, object] = {
    **dict.fromkeys(("AE", "CS"), "ANON"),
    **dict.fromkeys(("LO", "LT", "SH", "ST", "UC", "UT"), "ANONYMIZED"),
    **dict.fromkeys(("DS", "IS"), "0"),
    **dict.fromkeys(("SS", "US", "SL", "UL", "SV", "UV"), 0),
    **dict.fromkeys(("FD", "FL"), 0.0),
    **dict.fromkeys(("OB", "OW", "OD", "OF", "OL", "OV", "UN"), b"\0\0"),
    "AS": "000Y",
    "AT": 0,
    "DA": "19000101",
    "DT": "19000101000000",
    "PN": "ANON^ANON",
    "TM": "000000",
    "UR": "http://anonymized.invalid",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """A de-identified object.

    Attributes
    ----------
    dataset
        Ready to be written.
    folder
        Where it belongs: pseudonym of the patient and UID of the study.
    name
        Of its file.
    doubt
        What a person must look at before it leaves the house; empty where nothing speaks for it.
    """

    dataset: Dataset
    folder: Path
    name: str
    doubt: str

    def encoded(self) -> bytes:
        """Return the file."""
        content = BytesIO()
        self.dataset.save_as(content, enforce_file_format=True)
        return content.getvalue()


class Deidentifier:
    """Replaces what identifies a patient, in the same way for all files under one key.

    Parameters
    ----------
    pseudonyms
        Whoever has their key can tell which study became which; nobody else can.
    with_burned_in
        Whether pictures that say that there is text in them are exported all the same; they are
        then not marked as free of identity.
    """

    def __init__(self, pseudonyms: Pseudonyms, *, with_burned_in: bool = False) -> None:
        self._pseudonyms = pseudonyms
        self._with_burned_in = with_burned_in

    def copy(self, dataset: Dataset) -> Copy:
        """Return a de-identified copy; the argument is used up.

        Raises
        ------
        HeldBackError
            With the reason.
        """
        if any(keyword in dataset for keyword in _STRUCTURED) or "PixelData" not in dataset:
            raise HeldBackError("is no image, or more than one: its text may name the patient")
        burned = str(dataset.get("BurnedInAnnotation") or "").upper()
        captured = str(dataset.get("Modality") or "").upper() in _FROM_SCREENS
        captured |= "ConversionType" in dataset
        if (burned == "YES" or (captured and burned != "NO")) and not self._with_burned_in:
            raise HeldBackError(
                "has text burned into its picture, or may have: look at it, then use --burned-in"
            )
        patient = self._pseudonyms.of(_patient(dataset))[:10].upper()
        self._clean(dataset)
        dataset.PatientID = f"ANON-{patient}"
        dataset.PatientName = f"ANON^{patient}"
        for keyword in _TYPE_2:
            if keyword not in dataset:
                setattr(dataset, keyword, "")
        dataset.PatientIdentityRemoved = "NO" if burned == "YES" or captured else "YES"
        dataset.DeidentificationMethod = METHOD
        dataset.DeidentificationMethodCodeSequence = [_code(*BASIC_PROFILE)]
        dataset.LongitudinalTemporalInformationModified = "REMOVED"
        dataset.file_meta = self._meta(dataset)
        dataset.preamble = b"\0" * 128
        doubt = "" if burned == "NO" else "does not say whether there is text in its picture"
        if burned == "YES" or captured:
            doubt = "has text in its picture, or may have"
        folder = Path(f"ANON-{patient}") / str(dataset.StudyInstanceUID)
        return Copy(dataset, folder, f"{dataset.SOPInstanceUID}.dcm", doubt)

    def uid(self, original: str) -> str:
        """Return the UID that takes another one's place: ``2.25.`` and 128 bits (PS3.5, B.2)."""
        digits = "".join(self._pseudonyms.of(f"{half} {original}") for half in ("high", "low"))
        return f"2.25.{int(digits, 16)}"

    def _clean(self, dataset: Dataset) -> None:
        for element in _known(dataset):
            action = action_of(element.tag)
            if action in ("Z", "X/Z"):
                element.value = Items() if element.VR == "SQ" else _empty(element)
            elif action == "U":
                self._replace_uids(element)
            elif "D" in action:
                self._replace(element)
            elif element.VR == "SQ":
                for item in element.value:
                    self._clean(item)

    def _replace(self, element: DataElement) -> None:
        if element.VR == "SQ":
            for item in element.value:
                for inner in _known(item):
                    self._replace(inner)
        elif element.VR == "UI":
            # Those that the table does not name, such as SOP Classes, are the standard's own.
            if action_of(element.tag):
                self._replace_uids(element)
        elif not element.is_empty:
            element.value = _DUMMIES[element.VR]

    def _replace_uids(self, element: DataElement) -> None:
        if element.is_empty:
            return
        if isinstance(element.value, MultiValue):
            element.value = [self.uid(str(one)) for one in element.value]
        else:
            element.value = self.uid(str(element.value))

    def _meta(self, dataset: Dataset) -> FileMetaDataset:
        """Return new file meta information: the old one names the machine that sent the file."""
        meta = FileMetaDataset()
        meta.TransferSyntaxUID = dataset.file_meta.TransferSyntaxUID
        meta.MediaStorageSOPClassUID = dataset.SOPClassUID
        meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
        return meta


def _known(dataset: Dataset) -> Iterator[DataElement]:
    """Give the elements that may stay in some form, and remove all others on the way."""
    for tag in list(dataset.keys()):
        if tag.is_private or not dictionary_has_tag(tag) or action_of(tag) == "X":
            del dataset[tag]
        else:
            yield dataset[tag]


def _patient(dataset: Dataset) -> str:
    """Return what tells a patient from all others; each kind of key has a beginning of its own.

    A PatientID may be empty, and is unique only within its issuer (PS3.3, C.7.1.1). A name alone is
    no identity: two patients made one cannot be parted again in copies, so images then belong
    together by their study.
    """
    number, issuer, birth_date, study = (
        str(dataset.get(keyword) or "").strip()
        for keyword in ("PatientID", "IssuerOfPatientID", "PatientBirthDate", "StudyInstanceUID")
    )
    name = readable_name(str(dataset.get("PatientName") or "")).casefold()
    if number and issuer:
        return f"issued {(number, issuer.casefold())!r}"
    if number:
        return f"patient {number}"
    if name and birth_date:
        return f"named {(name, birth_date)!r}"
    return f"study {study}"


def action_of(tag: BaseTag) -> str:
    """Return the basic profile's action for an attribute, such as ``"X/Z"``; empty for none."""
    single, ranges = _table()
    name = f"{int(tag):08X}"
    if name in single:
        return single[name]
    return next((action for pattern, action in ranges if pattern.fullmatch(name)), "")


@lru_cache(maxsize=1)
def _table() -> tuple[Mapping[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Read table E.1-1; an ``x`` in a tag stands for any digit."""
    file = paths.resources() / "dicom" / f"basic-profile-{EDITION}.csv"
    with file.open(encoding="ascii", newline="") as lines:
        rows = [(row["tag"], row["action"]) for row in csv.DictReader(lines)]
    single = {tag: action for tag, action in rows if "x" not in tag}
    ranges = tuple(
        (re.compile(tag.replace("x", "[0-9A-F]")), action) for tag, action in rows if "x" in tag
    )
    return single, ranges


def _empty(element: DataElement) -> object:
    return element.empty_value


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item
