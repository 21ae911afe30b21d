"""Which files are read together: from headers and folders to studies. Touches no file."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from mura_desktop.inert import readable
from mura_desktop.studies.body_parts import normalise_body_part, scorable
from mura_desktop.studies.discovery import natural_key
from mura_desktop.studies.model import (
    UNKNOWN_BODY_PART,
    FileFacts,
    FileFormat,
    Grouping,
    NotScored,
    Study,
    View,
)
from mura_desktop.studies.patients import patient_text

LOOSE_STUDY_LIMIT = 12
"""A folder of more loose images than this is a collection of patients, not one study."""

FRAME_LIMIT = 16
"""Images of one file that become views; a longer run is a film, of which each says little."""

SAME_UID = "another file has the same SOP Instance UID and other contents: one is mislabelled"

_Key = tuple[str, ...]

_MURA_PART = re.compile(r"XR_[A-Z]+", re.IGNORECASE)
_MURA_PATIENT = re.compile(r"patient\d+", re.IGNORECASE)
_MURA_STUDY = re.compile(r"study(\d+)(?:_(?:positive|negative))?", re.IGNORECASE)


def derived_uid(*names: str) -> str:
    """Return a UID that depends on the names alone (PS3.5 B.2: ``2.25.`` and a UUID as integer)."""
    # As uuid.uuid5 does, which refuses names of files that are not UTF-8.
    text = chr(0).join(names).encode("utf-8", "surrogatepass")
    digest = hashlib.sha1(uuid.NAMESPACE_URL.bytes + text, usedforsecurity=False).digest()
    return f"2.25.{uuid.UUID(bytes=digest[:16], version=5).int}"


def possible_copies(facts: Iterable[FileFacts]) -> tuple[FileFacts, ...]:
    """Return the files whose contents must be compared to tell copies from look-alikes.

    These share SOPInstanceUID and size with another file.
    """
    same: dict[tuple[str, int], list[FileFacts]] = {}
    for fact in facts:
        if fact.sop_uid:
            same.setdefault((fact.sop_uid, fact.version.size), []).append(fact)
    return tuple(fact for files in same.values() if len(files) > 1 for fact in files)


def without_duplicates(
    facts: Iterable[FileFacts], digests: Mapping[Path, str]
) -> tuple[tuple[FileFacts, ...], tuple[NotScored, ...]]:
    """Set copies apart, and flag files that share a SOPInstanceUID and are no copies.

    The latter are kept, because one of them is mislabelled or encoded in another way, and nobody
    can tell which one matters.

    Parameters
    ----------
    facts
        One entry a file.
    digests
        Hashes of the contents of `possible_copies`, as far as they could be read.

    Returns
    -------
    kept
        The first of every set of copies, in the order given, flagged where needed.
    copies
        The others, with the name of the file that stands for them.
    """
    kept: list[FileFacts] = []
    copies: list[NotScored] = []
    first_of: dict[tuple[str, str], Path] = {}
    for fact in facts:
        digest = digests.get(fact.path)
        if not fact.sop_uid or digest is None:
            kept.append(fact)
            continue
        first = first_of.setdefault((fact.sop_uid, digest), fact.path)
        if first == fact.path:
            kept.append(fact)
        else:
            copies.append(NotScored(fact.path, f"is a copy of {first}"))
    sharing = Counter(fact.sop_uid for fact in kept if fact.sop_uid)
    flagged = (
        replace(fact, remarks=(*fact.remarks, SAME_UID)) if sharing[fact.sop_uid] > 1 else fact
        for fact in kept
    )
    return tuple(flagged), tuple(copies)


def group(
    facts: Iterable[FileFacts], grouping: Grouping, roots: Collection[Path] = ()
) -> tuple[Study, ...]:
    """Put files together that are read together.

    DICOM files belong to a study by StudyInstanceUID and patient, wherever they lie; a patient is
    known by the ID, and by its issuer where files name several (PS3.3 C.7.1.1). Without a
    StudyInstanceUID each is a study of its own. Raster images in MURA's tree (part, patient, study,
    image) belong together by their folders. All other raster images are loose: a folder of up to
    `LOOSE_STUDY_LIMIT` is one study, a fuller one is single-image studies. Images that were opened
    one by one are single, because what lies beside them is not known.

    Parameters
    ----------
    facts
        One entry a file, without copies (see `without_duplicates`).
    grouping
        Overrules the rule for loose images.
    roots
        Absolute paths that the user opened.

    Returns
    -------
    tuple of Study
        In the order of their first files. UIDs of studies and of views are unique.
    """
    kept = tuple(facts)
    loose = Counter(fact.path.parent for fact in kept if _is_loose(fact))
    opened = frozenset(roots)
    issuers = _several_issuers(kept)
    members: dict[_Key, list[FileFacts]] = {}
    for fact in kept:
        if fact.format is FileFormat.DICOM:
            key = _dicom_key(fact, issuers)
        elif (mura := _mura_key(fact.path.parent)) is not None:
            key = ("mura", *mura)
        elif _is_single(fact, grouping, loose, opened):
            key = ("file", str(fact.path))
        else:
            key = ("folder", str(fact.path.parent))
        members.setdefault(key, []).append(fact)
    owners = Counter(key[1] for key in members if key[0] == "dicom")
    taken: set[str] = set()
    return tuple(_study(key, files, owners, taken) for key, files in members.items())


def _owner(fact: FileFacts) -> str:
    return fact.patient_id or fact.patient_name


def _several_issuers(facts: Iterable[FileFacts]) -> frozenset[tuple[str, str]]:
    """Return studies, with the patient's ID, whose files name more than one issuer of that ID.

    A file without an issuer contradicts none.
    """
    named = {(fact.study_uid, fact.patient_id, fact.issuer.casefold()) for fact in facts}
    counted = Counter((study, patient) for study, patient, issuer in named if patient and issuer)
    return frozenset(pair for pair, count in counted.items() if count > 1)


def _dicom_key(fact: FileFacts, several_issuers: Collection[tuple[str, str]]) -> _Key:
    if (fact.study_uid, fact.patient_id) in several_issuers:
        return ("dicom", fact.study_uid, fact.patient_id, fact.issuer.casefold())
    if fact.study_uid:
        return ("dicom", fact.study_uid, _owner(fact))
    return ("file", str(fact.path))


@lru_cache
def _mura_key(folder: Path) -> _Key | None:
    """Return tree, part, patient and study number; the label in the folder's name is no part."""
    patient = folder.parent
    part = patient.parent
    number = _MURA_STUDY.fullmatch(folder.name)
    if number and _MURA_PATIENT.fullmatch(patient.name) and _MURA_PART.fullmatch(part.name):
        return (str(part.parent), part.name, patient.name, number[1])
    return None


def _is_loose(fact: FileFacts) -> bool:
    return fact.format is FileFormat.RASTER and _mura_key(fact.path.parent) is None


def _is_single(
    fact: FileFacts, grouping: Grouping, loose: Counter[Path], opened: frozenset[Path]
) -> bool:
    if grouping is Grouping.INBOX and fact.path.parent in opened:
        return True
    if grouping in (Grouping.AUTO, Grouping.INBOX):
        return fact.path in opened or loose[fact.path.parent] > LOOSE_STUDY_LIMIT
    return grouping is Grouping.FILE


def _reading_order(fact: FileFacts) -> tuple[object, ...]:
    return (fact.series_number, fact.instance_number, natural_key(str(fact.path)))


def _study(key: _Key, files: Sequence[FileFacts], owners: Counter[str], taken: set[str]) -> Study:
    files = sorted(files, key=_reading_order)
    first = files[0]
    body_part = next(
        (file.body_part for file in files if file.body_part != UNKNOWN_BODY_PART),
        UNKNOWN_BODY_PART,
    )
    description = next((file.description for file in files if file.description), "")
    uid = derived_uid(*key)
    patient_id = first.patient_id
    if key[0] == "dicom":
        if owners[key[1]] == 1:
            uid = key[1]
        patient = patient_text(_first_name(files), first.patient_id)
    elif first.format is FileFormat.DICOM:
        patient = patient_text(first.patient_name, first.patient_id)
    elif key[0] == "mura":
        _, _, part, patient, number = key
        body_part = normalise_body_part(part)
        description = f"study {number}"
        patient_id = patient
    else:
        patient = readable(first.path.parent.name if key[0] == "folder" else first.path.stem)
    return Study(
        uid=uid,
        patient=patient,
        body_part=body_part,
        views=tuple(_views(files, taken)),
        study_date=next((file.study_date for file in files if file.study_date), None),
        description=description,
        patient_id=patient_id,
        issuer=next((file.issuer for file in files if file.issuer), ""),
        birth_date=next((file.birth_date for file in files if file.birth_date), None),
        family_name=next((file.family_name for file in files if file.family_name), ""),
    )


def _first_name(files: Sequence[FileFacts]) -> str:
    return next((file.patient_name for file in files if file.patient_name), "")


def _views(files: Sequence[FileFacts], taken: set[str]) -> Iterator[View]:
    for file in files:
        uid = file.sop_uid
        if not uid or uid in taken:
            uid = derived_uid("view", str(file.path))
        taken.add(uid)
        remarks = file.remarks
        if file.frames > FRAME_LIMIT:
            left_out = f"the file has {file.frames} images: the first {FRAME_LIMIT} are opened"
            remarks = (*remarks, left_out)
        for frame in range(1, min(file.frames, FRAME_LIMIT) + 1):
            yield View(
                uid if frame == 1 else derived_uid("frame", uid, str(frame)),
                file.path,
                file.format,
                file.version,
                file.laterality,
                file.projection,
                frame,
                remarks,
                scorable(file) or "",
            )
