"""MURA Desktop: orders a worklist of bone radiographs by suspicion, for research use."""

__version__ = "0.1.0"
