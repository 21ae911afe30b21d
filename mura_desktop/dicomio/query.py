"""What is asked of an archive, and what it answers, whatever protocol it speaks."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from pydicom.dataset import Dataset

from mura_desktop.errors import UsageError
from mura_desktop.studies.body_parts import (
    MURA_PARTS,
    OTHER_LIMB_PARTS,
    normalise_body_part,
)
from mura_desktop.studies.model import UNKNOWN_BODY_PART
from mura_desktop.studies.patients import patient_text, readable_name

MOST_STUDIES = 500
"""Longer answers are cut: nobody reads them, and the question was too wide."""
MOST_ASKED = 2000
"""So many studies are looked through for those with the right body part, which only series name."""
LIMBS = MURA_PARTS | OTHER_LIMB_PARTS

STUDY_KEYS = (
    *("PatientName", "PatientID", "StudyDate", "StudyTime", "StudyDescription", "AccessionNumber"),
    *("ModalitiesInStudy", "StudyInstanceUID", "NumberOfStudyRelatedInstances"),
)
SERIES_KEYS = ("Modality", "BodyPartExamined", "SeriesInstanceUID", "SeriesDescription")


@dataclass(frozen=True, slots=True)
class Query:
    """Which studies are looked for; what is empty does not matter.

    Attributes
    ----------
    patient
        PatientID where it holds a digit, else how the patient's name begins.
    first_day, last_day
        Of the study, both included.
    parts
        Body parts, in the words of `normalise_body_part`.
    modalities
        Such as ``("CR", "DX")``: a study with one of them.
    """

    patient: str = ""
    first_day: date | None = None
    last_day: date | None = None
    parts: frozenset[str] = frozenset()
    modalities: tuple[str, ...] = ()

    def identifier(self, modality: str = "") -> dict[str, str]:
        """Return the matching keys of a study-level query (PS3.4, C.2.2.2), for one modality."""
        keys = dict.fromkeys(STUDY_KEYS, "")
        patient = _plain(self.patient)
        if any(sign.isdigit() for sign in patient):
            keys["PatientID"] = patient
        elif patient:
            keys["PatientName"] = f"{patient.replace(', ', '^')}*"
        if self.first_day or self.last_day:
            keys["StudyDate"] = _range(self.first_day, self.last_day)
        keys["ModalitiesInStudy"] = modality
        return keys


@dataclass(frozen=True, slots=True)
class FoundStudy:
    """A study that an archive has.

    Attributes
    ----------
    uid
        StudyInstanceUID.
    patient
        As the worklist shows it.
    day
        Of the study.
    description, accession
        As the archive has them; may be empty.
    modalities, parts
        Of its series.
    images
        How many; None where the archive does not say.
    """

    uid: str
    patient: str
    day: date | None
    description: str
    accession: str
    modalities: tuple[str, ...]
    parts: tuple[str, ...] = ()
    images: int | None = None

    def matches(self, query: Query) -> bool:
        """Tell whether it is what was asked for; archives may ignore keys they do not know."""
        right_modality = (
            not query.modalities
            or not self.modalities
            or bool(set(query.modalities).intersection(self.modalities))
        )
        return right_modality and (not query.parts or bool(query.parts.intersection(self.parts)))


Told = Callable[[int, int | None], object]
"""Images so far, and of how many; None where that is unknown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an archive was found to have.

    Attributes
    ----------
    studies
        The newest first, `MOST_STUDIES` at most.
    cut
        Whether the archive may have more that fit the question.
    """

    studies: tuple[FoundStudy, ...] = ()
    cut: bool = False


class Archive(Protocol):
    """A remote system that is asked for studies."""

    def find(self, query: Query, cancelled: threading.Event) -> Answer:
        """Return the studies that are asked for; RemoteError where it fails."""

    def fetch(self, study_uid: str, told: Told, cancelled: threading.Event) -> int:
        """Fetch a study and return how many images came; RemoteError where it fails."""


def found_study(answer: Dataset) -> FoundStudy | None:
    """Return the study that an answer at study level tells of; None where it names none."""
    uid = _text(answer, "StudyInstanceUID")
    if not uid:
        return None
    number = _text(answer, "NumberOfStudyRelatedInstances")
    return FoundStudy(
        uid=uid,
        patient=patient_text(
            readable_name(_text(answer, "PatientName")), _text(answer, "PatientID")
        ),
        day=_day(_text(answer, "StudyDate")),
        description=_text(answer, "StudyDescription"),
        accession=_text(answer, "AccessionNumber"),
        modalities=_several(answer, "ModalitiesInStudy"),
        images=int(number) if number.isdecimal() else None,
    )


def with_series(study: FoundStudy, series: Iterable[Dataset]) -> FoundStudy:
    """Return a study with what its series say of modality and body part."""
    modalities: dict[str, None] = dict.fromkeys(study.modalities)
    parts: dict[str, None] = {}
    for one in series:
        modality = _text(one, "Modality").upper()
        if modality:
            modalities[modality] = None
        for text in (_text(one, "BodyPartExamined"), _text(one, "SeriesDescription")):
            part = normalise_body_part(text)
            if part != UNKNOWN_BODY_PART:
                parts[part] = None
                break
    if not parts:
        part = normalise_body_part(study.description)
        parts = {} if part == UNKNOWN_BODY_PART else {part: None}
    return replace(study, modalities=tuple(modalities), parts=tuple(parts))


def sifted(studies: Iterable[FoundStudy], query: Query, *, cut: bool) -> Answer:
    """Return the studies that are asked for.

    Parameters
    ----------
    studies
        Each once, with what their series say; no more are taken than are returned.
    query
        What is asked for.
    cut
        Whether the archive has more than these.
    """
    kept: list[FoundStudy] = []
    for study in studies:
        if not study.matches(query):
            continue
        if len(kept) == MOST_STUDIES:
            cut = True
            break
        kept.append(study)
    kept.sort(key=lambda study: (-(study.day or date.min).toordinal(), study.patient))
    return Answer(tuple(kept), cut)


def parse_days(text: str, today: date) -> tuple[date | None, date | None]:
    """Return first and last day of ``2026-01-31``, ``2026-01-01..2026-01-31`` or ``today``.

    Raises
    ------
    UsageError
        Where it is none of these.
    """
    words = text.strip().lower()
    if not words:
        return None, None
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        days = [
            None if not part else named.get(part) or date.fromisoformat(part)
            for part in words.split("..")
        ]
    except ValueError as error:
        raise _no_days(text) from error
    if len(days) == 1:
        return days[0], days[0]
    if len(days) != 2 or days == [None, None] or (days[0] and days[1] and days[0] > days[1]):
        raise _no_days(text)
    return days[0], days[1]


def parse_parts(text: str) -> frozenset[str]:
    """Return body parts of ``"wrist, hand"``; ``"limbs"`` names all that the model may score.

    Raises
    ------
    UsageError
        Where a word is no body part.
    """
    parts: set[str] = set()
    for word in filter(None, (part.strip() for part in text.split(","))):
        part = normalise_body_part(word)
        if word.lower() in ("limbs", "limb", "extremities"):
            parts |= LIMBS
        elif part == UNKNOWN_BODY_PART:
            raise UsageError(f"“{word}” is no body part known here, such as wrist, or limbs.")
        else:
            parts.add(part)
    return frozenset(parts)


def parse_modalities(text: str) -> tuple[str, ...]:
    """Return modalities of ``"CR, DX"``.

    Raises
    ------
    UsageError
        Where one is no code string (PS3.5, 6.2, CS).
    """
    found = [word.strip().upper() for word in text.split(",") if word.strip()]
    for word in found:
        if not re.fullmatch(r"[A-Z0-9_]{1,16}", word):
            raise UsageError(f"“{word}” is no modality, such as CR or DX.")
    return tuple(dict.fromkeys(found))


def _no_days(text: str) -> UsageError:
    return UsageError(
        f"“{text}” is no date. Write 2026-01-31, 2026-01-01..2026-01-31, today or yesterday."
    )


def _plain(text: str) -> str:
    """Take out what an archive would read as a pattern or as a list (PS3.4, C.2.2.2.4)."""
    return re.sub(r"[*?\\\x00-\x1f]", "", text).strip()[:64]


def _range(first: date | None, last: date | None) -> str:
    if first == last and first is not None:
        return f"{first:%Y%m%d}"
    return f"{_dicom_day(first)}-{_dicom_day(last)}"


def _dicom_day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y%m%d}"


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def _text(answer: Dataset, keyword: str) -> str:
    try:
        value = answer.get(keyword)
    except (ValueError, TypeError, NotImplementedError):  # a value that is none of its kind
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        value = value[0] if len(value) else ""
    return "" if value is None else str(value).strip(" \0")


def _several(answer: Dataset, keyword: str) -> tuple[str, ...]:
    value = answer.get(keyword)
    if value is None or value == "":
        return ()
    values = [value] if isinstance(value, str) else list(value)
    return tuple(dict.fromkeys(str(one).strip().upper() for one in values if one))
