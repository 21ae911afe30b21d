"""Codes of what results say: SNOMED CT's and DICOM's where there is one, else those of 99MURA.

99MURA is private to this program. Its meanings stand beside its codes in each object, and in
`docs/results.md`.
"""

from __future__ import annotations

from collections.abc import Mapping

from highdicom.coding_schemes import CodingSchemeIdentificationItem
from highdicom.sr.coding import CodedConcept
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

from mura_desktop.studies.model import Band
from mura_desktop.studies.reads import Conclusion

SCHEME = "99MURA"


def _own(value: str, meaning: str) -> CodedConcept:
    return CodedConcept(value, SCHEME, meaning)


SCORE = _own("SCORE", "Calibrated probability of abnormal, machine estimate")
REVIEW_FROM = _own("REVIEW-FROM", "Least score of band review")
URGENT_FROM = _own("URGENT-FROM", "Least score of band urgent")
BAND = _own("BAND", "Triage band, an order of reading")
REGION = _own("REGION", "Region that drove the machine's score")
AGREEMENT = _own("AGREEMENT", "Reader agrees with the machine's band")
VERSION = _own("VERSION", "Version of the signed read")
AMENDED = _own("AMENDED", "Reason of the amendment")

BANDS: Mapping[Band, CodedConcept] = {
    Band.URGENT: _own("BAND-URGENT", "Urgent"),
    Band.REVIEW: _own("BAND-REVIEW", "Review"),
    Band.LIKELY_NORMAL: _own("BAND-NORMAL", "Likely normal"),
}
CONCLUSIONS: Mapping[Conclusion, Code | CodedConcept] = {
    Conclusion.NORMAL: codes.SCT.Normal,
    Conclusion.ABNORMAL: codes.SCT.Abnormal,
    Conclusion.NOT_DIAGNOSTIC: _own("NOT-DIAGNOSTIC", "Not diagnostic"),
}
_FINDINGS: Mapping[str, Code] = {
    "fracture": Code("125605004", "SCT", "Fracture of bone"),
    "dislocation": Code("108367008", "SCT", "Dislocation of joint"),
    "degenerative": Code("396275006", "SCT", "Osteoarthritis"),
}
_PARTS: Mapping[str, Code] = {
    "ankle": codes.SCT.AnkleJoint,
    "calcaneus": codes.SCT.Calcaneus,
    "clavicle": codes.SCT.Clavicle,
    "elbow": codes.SCT.ElbowJoint,
    "femur": codes.SCT.Femur,
    "finger": codes.SCT.Finger,
    "foot": codes.SCT.Foot,
    "forearm": codes.SCT.Forearm,
    "hand": codes.SCT.Hand,
    "hip": codes.SCT.Hip,
    "humerus": codes.SCT.Humerus,
    "knee": codes.SCT.Knee,
    "leg": codes.SCT.LowerLeg,
    "patella": codes.SCT.Patella,
    "pelvis": codes.SCT.Pelvis,
    "scapula": codes.SCT.Scapula,
    "shoulder": codes.SCT.Shoulder,
    "thumb": codes.SCT.Thumb,
    "tibia": codes.SCT.Tibia,
    "toe": codes.SCT.Toe,
    "wrist": codes.SCT.WristJoint,
}
_SIDES: Mapping[str, Code] = {
    "L": codes.SCT.Left,
    "R": codes.SCT.Right,
    "B": codes.SCT.RightAndLeft,
}


def finding(word: str) -> Code | CodedConcept:
    """Return the code of a word of the site's list; one that has none is coded by itself."""
    known = _FINDINGS.get(word.casefold())
    if known is not None:
        return known
    value = "".join(sign if sign.isalnum() else "-" for sign in word.upper())[:16].strip("-")
    return _own(value or "FINDING", " ".join(word.split())[:64] or "Finding")


def body_part(word: str) -> Code | None:
    """Return the code of a body part as `studies.body_parts` names it; None where it has none."""
    return _PARTS.get(word)


def side(letter: str) -> Code | None:
    """Return the code of ``"L"``, ``"R"`` or ``"B"``; None for anything else."""
    return _SIDES.get(letter)


def scheme() -> CodingSchemeIdentificationItem:
    """Return what identifies the private scheme (PS3.3, C.12.1.1.2)."""
    return CodingSchemeIdentificationItem(
        designator=SCHEME,
        name="MURA Desktop's own codes",
        responsible_organization="MURA Desktop, open source",
    )
