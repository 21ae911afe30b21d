"""MURA Desktop: orders a worklist of bone radiographs by suspicion, for research use."""

__version__ = "0.1.0"

MANUFACTURER = "MURA Desktop, open source"
"""Manufacturer (0008,0070) of what this program makes; it is also known again by that."""
