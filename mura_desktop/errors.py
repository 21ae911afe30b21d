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
    """The database of results cannot be opened, read or written."""


class StoreUnavailableError(StoreError):
    """The disk or a lock refuses for now; the same call may succeed later, so keep what you hold.

    A full, read-only, failing or vanished disk, and a database that another program has locked.
    """


class StoreDamagedError(StoreError):
    """The database is corrupt, or gone although there was one. Nothing was changed.

    Parameters
    ----------
    path
        The database.
    reason
        What is wrong with it.
    backups
        Copies that could take its place, the newest first.
    """

    def __init__(self, path: Path, reason: str, backups: tuple[Path, ...] = ()) -> None:
        super().__init__(path, reason, backups)
        self.path = path
        self.reason = reason
        self.backups = backups

    def __str__(self) -> str:
        if self.backups:
            number = len(self.backups)
            remedy = f"There are backups ({number}): open the window to choose, or use"
        else:
            remedy = "There is no backup. To begin with an empty one, open the window, or use"
        return (
            f"The results in {self.path} are damaged: {self.reason}. Nothing was changed. "
            f"{remedy} “mura-desktop restore”."
        )


class ReadConflictError(StoreError):
    """Someone else has signed this study since it was opened; nothing was overwritten."""


class RemoteError(MuraError):
    """Another system on the network cannot be reached, or will not do what it is asked."""


class AlreadyOpenError(MuraError):
    """Another window of this program holds the same data."""


class UsageError(MuraError):
    """The user asked for something that cannot be done as asked; the text says what would work."""
