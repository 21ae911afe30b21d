"""What is given back. Imports nothing, so that whoever only lists results starts at once."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is given back."""

    REPORT = "sr"
    """A structured report, TID 1500."""
    PICTURE = "sc"
    """A secondary capture of each view whose map may be shown."""
    OUTLINE = "pr"
    """A presentation state with the outline over the image itself."""
    DOCUMENT = "pdf"
    """The signed report as a PDF."""
