"""Which objects are taken from the network, and in which encodings."""

from __future__ import annotations

from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)
from pynetdicom.presentation import AllStoragePresentationContexts, PresentationContext

TRANSFER_SYNTAXES: tuple[UID, ...] = (
    *(ExplicitVRLittleEndian, ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian),
    *(ExplicitVRBigEndian, JPEGLosslessSV1, JPEGLossless, JPEGLSLossless, JPEG2000Lossless),
    *(HTJ2KLossless, HTJ2KLosslessRPCL, RLELossless),
    *(JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLSNearLossless, JPEG2000, HTJ2K),
)
"""What `mura_desktop.imaging` decodes. Where a sender offers several for one object, the first of
these is chosen: nothing is lost where it need not be."""

STORAGE_CLASSES: tuple[UID, ...] = tuple(
    UID(str(context.abstract_syntax)) for context in AllStoragePresentationContexts
)
"""All of the standard. What is no radiograph is kept, listed and not scored, as it is when it lies
in a folder: a modality whose dose report is refused reports the whole study as failed."""


def storage_contexts() -> list[PresentationContext]:
    """Return a presentation context for every storage class."""
    contexts = []
    for storage_class in STORAGE_CLASSES:
        context = PresentationContext()
        context.abstract_syntax = storage_class
        context.transfer_syntax = list(TRANSFER_SYNTAXES)
        contexts.append(context)
    return contexts
