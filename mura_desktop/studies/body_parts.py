"""Body parts as words, and which of them the model may score."""

from __future__ import annotations

import re

from mura_desktop.studies.anatomic_regions import part_of_term
from mura_desktop.studies.modalities import FOR_PROCESSING, OWN_RESULT, not_a_radiograph
from mura_desktop.studies.model import UNKNOWN_BODY_PART, FileFacts

MURA_PARTS = frozenset({"elbow", "finger", "forearm", "hand", "humerus", "shoulder", "wrist"})
"""The seven study types of MURA (arXiv 1712.06957, section 2.1)."""

OTHER_LIMB_PARTS = frozenset(
    {
        *("acromioclavicular joint", "ankle", "ankle joint", "arm", "calcaneus", "clavicle"),
        *("extremity", "femur", "fibula", "foot", "heel", "hip", "joint", "knee", "leg"),
        *("lower extremity", "patella", "pelvis", "radius", "sacroiliac joint", "scaphoid"),
        *("scapula", "thigh", "thumb", "tibia", "toe", "ulna", "upper extremity"),
    }
)
"""Limbs and girdles outside MURA; terms of PS3.16 Annex L, Table L-1, in lower case."""

TRUNK_AND_HEAD = frozenset(
    {
        *("abdomen", "brain", "breast", "cervical spine", "chest", "coccyx", "colon", "esophagus"),
        *("face", "head", "heart", "jaw", "kidney", "lumbar spine", "lung", "mandible", "maxilla"),
        *("neck", "nose", "orbit", "rib", "sacrum", "sinus", "skull", "spine", "sternum"),
        *("stomach", "teeth", "thoracic spine", "thorax", "whole body", "whole spine", "zygoma"),
    }
)
"""Parts of which the model has seen nothing; a score for them would mean nothing."""

_KNOWN = MURA_PARTS | OTHER_LIMB_PARTS | TRUNK_AND_HEAD

_SYNONYMS = {
    "upper arm": "humerus",
    "upperarm": "humerus",
    "lower arm": "forearm",
    "lowerarm": "forearm",
    "fore arm": "forearm",
    "radius ulna": "forearm",
    "radius and ulna": "forearm",
    "digit": "finger",
    "fingers": "finger",
    "feet": "foot",
    "toes": "toe",
    "os calcis": "heel",
    "lower leg": "leg",
    "lowerleg": "leg",
    "tibia fibula": "leg",
    "tibia and fibula": "leg",
    "extremities": "extremity",
    "up exm": "upper extremity",
    "upper limb": "upper extremity",
    "low exm": "lower extremity",
    "lower limb": "lower extremity",
    "cspine": "cervical spine",
    "c spine": "cervical spine",
    "tspine": "thoracic spine",
    "t spine": "thoracic spine",
    "lspine": "lumbar spine",
    "l spine": "lumbar spine",
    "ribs": "rib",
    "tl spine": "spine",
    "tlspine": "spine",
    "ls spine": "spine",
    "lsspine": "spine",
    "ct spine": "spine",
    "ctspine": "spine",
    "sspine": "sacrum",
    "chestabdomen": "chest",
    "chestabdpelvis": "chest",
    "abdomenpelvis": "abdomen",
    "neckchest": "neck",
    "neckchestabdomen": "neck",
    "neckchestabdpelv": "neck",
    "wholebody": "whole body",
    "tmj": "jaw",
    "temporomandibular joint": "jaw",
    "radiusulna": "forearm",
    "tooth": "teeth",
    "dental": "teeth",
    "mamma": "breast",
}
_WORDS = re.compile(r"[^\W\d_]+")


def normalise_body_part(text: str) -> str:
    """Return the body part a text names, in lower case.

    Parameters
    ----------
    text
        BodyPartExamined (0018,0015), the meaning of an anatomic code, or a MURA folder such as
        ``XR_WRIST``. Sides, projections and other words beside the part are ignored.

    Returns
    -------
    str
        One of the words known here, else `UNKNOWN_BODY_PART`. Where a text names several parts,
        the one that comes first, longer terms before shorter ones.
    """
    defined = part_of_term(text)
    if defined is not None:
        return defined
    words = [word.casefold() for word in _WORDS.findall(text)]
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            term = " ".join(words[start : start + length])
            for candidate in (term, _SYNONYMS.get(term), term.removesuffix("s")):
                if candidate in _KNOWN:
                    return str(candidate)
    return UNKNOWN_BODY_PART


def scorable(facts: FileFacts) -> str | None:
    """Return why a view must not be scored, or None where it may be.

    Unknown parts may be scored: most loose images do not say what they show.
    """
    if facts.own_result:
        return OWN_RESULT
    reason = not_a_radiograph(facts.modality)
    if reason is not None:
        return reason
    if facts.for_processing:
        return FOR_PROCESSING
    if facts.body_part in TRUNK_AND_HEAD:
        return f"{facts.body_part}: the model has learnt limbs only"
    return None
