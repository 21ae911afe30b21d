"""Pictures of a report, as they stand in its HTML."""

from __future__ import annotations

import base64
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its size on paper.

    Attributes
    ----------
    png
        The file.
    width, height
        Size on paper in pixels of 1/96 inch.
    caption
        What it shows, one line.
    """

    png: bytes
    width: int
    height: int
    caption: str

    @property
    def source(self) -> str:
        """The picture as data URI (RFC 2397)."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")


@dataclass(frozen=True, slots=True)
class PicturePair:
    """A view as it is and, where there is one, with the region that drove its score.

    Attributes
    ----------
    caption
        Which view.
    pictures
        One or two.
    note
        Why there is only one; may be empty.
    """

    caption: str
    pictures: tuple[Picture, ...]
    note: str = ""
