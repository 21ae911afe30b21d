"""What the keeper of reads tells on its own thread, as signals that the window may hear."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mura_desktop.studies.reads import Draft


class KeeperNews(QObject):
    """Stands between `mura_desktop.store.keeper.Keeper` and the window."""

    trouble = Signal(object)
    """Why reads cannot be kept for now, for the user; None once all are kept again."""
    drafted = Signal(object)
    """A `Draft` that is on disk."""

    def tell_trouble(self, text: str | None) -> None:
        """Pass it on; called on the keeper's thread."""
        self.trouble.emit(text)

    def tell_drafted(self, draft: Draft) -> None:
        """Pass it on; called on the keeper's thread."""
        self.drafted.emit(draft)
