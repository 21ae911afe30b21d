"""Which images are radiographs, by what their headers say."""

from __future__ import annotations

RADIOGRAPH_MODALITIES = frozenset(
    {"CR", "DX", "DR", "RG", "RF", "XA", "MG", "IO", "PX", "OT", "SC", "XR"}
)
"""Modality (0008,0060), PS3.3 C.7.3.1.1.1; OT and SC stand for digitised and exported films."""

OWN_RESULT = "was made by this program from another image"
"""Why a picture with its heat map burned in is not scored as another radiograph of the patient."""
FOR_PROCESSING = "raw data for processing, not for presentation"
"""Why images with this Presentation Intent Type (0008,0068) are not scored: they are linear and
often inverted, no film that a network has seen (PS3.3 C.8.11.1.1.1)."""

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
