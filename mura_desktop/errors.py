"""What can go wrong, sorted by who can do something about it.

Every error carries a sentence for the user. Anything that is not a `MuraError` is a bug of ours.
"""

from __future__ import annotations

from pathlib import Path


class MuraError(Exception):
    """A problem that has a name and a remedy; its text is shown to the user as it is."""


class UnreadableFileError(MuraError):
    """One file gives no image. The file is listed with its reason; nothing else stops.

    Parameters
    ----------
    path
        The file.
    reason
        What is wrong with it, in plain words, without the path and without patient data.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path.name}: {self.reason}"


class ModelError(MuraError):
    """The model bundle is missing, damaged or exchanged, or no engine can run it: no scoring."""


class StoreError(MuraError):
    """The database of results cannot be opened or written."""


class UsageError(MuraError):
    """The user asked for something that cannot be done as asked; the text says what would work."""
