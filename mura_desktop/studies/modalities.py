"""Which modalities are radiographs."""

from __future__ import annotations

RADIOGRAPH_MODALITIES = frozenset(
    {"CR", "DX", "DR", "RG", "RF", "XA", "MG", "IO", "PX", "OT", "SC", "XR"}
)
"""Modality (0008,0060), PS3.3 C.7.3.1.1.1; OT and SC stand for digitised and exported films."""

_NAMES = {
    "CT": "a CT image",
    "MR": "an MR image",
    "US": "an ultrasound image",
    "NM": "a nuclear medicine image",
    "PT": "a PET image",
}


def not_a_radiograph(modality: str) -> str | None:
    """Return why an image is no radiograph, None where it may be one.

    Parameters
    ----------
    modality
        In upper case; empty where the file does not say.
    """
    if not modality or modality in RADIOGRAPH_MODALITIES:
        return None
    return f"is {_NAMES.get(modality, 'of another modality')}, not a radiograph"
