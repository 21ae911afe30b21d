"""How a patient is written in the worklist."""

from __future__ import annotations

UNKNOWN_PATIENT = "unknown patient"


def readable_name(text: str) -> str:
    """Write a DICOM person name as people write it.

    Parameters
    ----------
    text
        A value of the representation PN (PS3.5, 6.2.1): up to three groups, alphabetic,
        ideographic and phonetic, parted by ``=``; in each, family name, given name, middle name,
        prefix and suffix, parted by ``^``.

    Returns
    -------
    str
        Such as ``"DOE, JANE"``. The ideographic group follows the alphabetic one; the phonetic
        group is used only where both are empty.
    """
    groups = [_readable_group(group) for group in text.split("=")]
    shown = [group for group in groups[:2] if group] or [group for group in groups[2:] if group]
    return " / ".join(shown)


def family_name(text: str) -> str:
    """Return the family name of the alphabetic group of a DICOM person name; may be empty.

    Parameters
    ----------
    text
        As in `readable_name`. A comma parts components too: many write names in that way.
    """
    alphabetic = text.partition("=")[0]
    family = alphabetic.partition("^")[0].partition(",")[0]
    return " ".join(family.split())


def _readable_group(group: str) -> str:
    parts = [" ".join(part.split()) for part in group.split("^")]
    family, given, middle, prefix, suffix = (parts + [""] * 5)[:5]
    first_names = " ".join(part for part in (prefix, given, middle) if part)
    return ", ".join(part for part in (family, first_names, suffix) if part)


def patient_text(name: str, patient_id: str) -> str:
    """Return name and ID for the worklist, with whatever is there."""
    if name and patient_id:
        return f"{name} ({patient_id})"
    return name or patient_id or UNKNOWN_PATIENT
