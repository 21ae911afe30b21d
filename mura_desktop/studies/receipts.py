"""What is known of an image that came over the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Receipt:
    """An image that was received and lies on disk.

    Attributes
    ----------
    sop_uid, study_uid
        Whose image it is; both are well-formed (PS3.5, 9.1).
    sha256
        Of the file, hexadecimal: two images of one UID may differ.
    path
        Of the file, absolute.
    calling_aet
        AE title, or web address, that it came from.
    received
        When, UTC.
    """

    sop_uid: str
    study_uid: str
    sha256: str
    path: Path
    calling_aet: str
    received: datetime
