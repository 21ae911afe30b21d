"""What is written down of reads: the door from the reading desk to the keeper and the database."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from mura_desktop.settings import Settings
from mura_desktop.studies.model import Study
from mura_desktop.studies.reads import SignedRead
from mura_desktop.studies.states import ReadingProgress
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.background import Background
from mura_desktop.ui.reading_case import Case, Stage
from mura_desktop.ui.reading_loading import Kept, discard, load

log = logging.getLogger(__name__)

SETTLE_S = 0.5
"""How long the window waits for the disk before it asks what to do."""

Failed = Callable[[str, bool], object]
"""Gets a text for the user, and whether it is our bug."""


class Records(QObject):
    """Keeps, signs and brings back reads of one reader; never waits for the disk.

    Questions to the database have threads of their own: reading waits for no report that is being
    written to a slow share, and for no archive.
    """

    trouble = Signal(object)
    """Why reads cannot be kept for now, for the user; None once all are kept."""
    drafted = Signal(object)
    """A `Draft` of this reader that is on disk."""
    signed = Signal(object, object)
    """`Case` as it was when it was to be signed, and the `SignedRead` that is on disk."""
    refused = Signal(object, object)
    """`Case` that could not be signed, and the error; what it says is kept as a draft."""
    _ended = Signal(object, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._backend: Backend | None = None
        self._signing: dict[str, Case] = {}
        self._trouble: str | None = None
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def begin(self, backend: Backend) -> None:
        """Take keeper and database."""
        self._backend = backend
        news = backend.keeper_news
        if news is not None:
            news.trouble.connect(self._hear_trouble, Qt.ConnectionType.QueuedConnection)
            news.drafted.connect(self.drafted, Qt.ConnectionType.QueuedConnection)

    def take(self, backend: Backend) -> None:
        """Take changed settings; keeper and database stay those of the start."""
        if self._backend is not None:
            self._backend = backend

    @property
    def there(self) -> bool:
        """Whether reads can be kept at all."""
        backend = self._backend
        return backend is not None and backend.keeper is not None and backend.store is not None

    @property
    def begun(self) -> bool:
        """Whether it is known yet what is behind the window."""
        return self._backend is not None

    @property
    def reader(self) -> str:
        """Who reads."""
        return "" if self._backend is None else self._backend.reader

    @property
    def settings(self) -> Settings:
        """As they are now."""
        return Settings() if self._backend is None else self._backend.settings

    @property
    def why_unsaved(self) -> str:
        """Why reads cannot be kept for now; empty where they can."""
        return self._trouble or ""

    def signing(self, study_uid: str) -> Case | None:
        """Return the case of a study that is being signed."""
        return self._signing.get(study_uid)

    def load(self, study: Study, then: Callable[[Kept], object], failed: Failed) -> None:
        """Ask what was written of a study before."""
        backend = self._backend
        if backend is None or backend.keeper is None or backend.store is None:
            return
        reads, keeper = backend.store.reads, backend.keeper
        self._background.run(partial(load, reads, keeper, study.uid, self.reader), then, failed)

    def keep(self, case: Case, reader: str = "") -> None:
        """Keep what a case says as a draft of a reader, without a name that of who reads now."""
        if self._backend is not None and self._backend.keeper is not None:
            keeper = self._backend.keeper
            keeper.draft(case.study, reader or self.reader, case.to_draft(), case.after)

    def sign(self, case: Case) -> None:
        """Sign a case as it is; `signed` or `refused` follows."""
        if self._backend is None or self._backend.keeper is None:
            return
        self._signing[case.study.uid] = replace(case, stage=Stage.BUSY)
        reader = self.reader
        future = self._backend.keeper.sign(
            case.study,
            reader,
            case.to_sign(),
            after=case.after,
            reason=case.reason,
            finding=case.finding,
        )
        future.add_done_callback(lambda done: self._ended.emit(case, done, reader))

    def discard(
        self, study: Study, then: Callable[[ReadingProgress], object], failed: Failed
    ) -> None:
        """Throw a draft away."""
        backend = self._backend
        if backend is None or backend.keeper is None or backend.store is None:
            return
        reads, keeper = backend.store.reads, backend.keeper
        self._background.run(partial(discard, reads, keeper, study.uid, self.reader), then, failed)

    # When the window closes.

    def settle(self) -> bool:
        """Tell whether everything is on disk, or soon is."""
        keeper = None if self._backend is None else self._backend.keeper
        return keeper is None or keeper.settle(SETTLE_S)

    def unsaved(self) -> list[str]:
        """Return the patients whose reads are not on disk."""
        keeper = None if self._backend is None else self._backend.keeper
        held = () if keeper is None else keeper.unsaved()
        return [unsaved.study.patient for unsaved in held]

    def close(self) -> None:
        """Stop keeping; the database may be closed then."""
        self._background.close()
        keeper = None if self._backend is None else self._backend.keeper
        lost = () if keeper is None else keeper.close()
        self._backend = None
        if lost:
            log.warning("%d reads could not be kept when the window closed", len(lost))

    # What the keeper tells.

    def _end(self, case: Case, future: Future[SignedRead], reader: str) -> None:
        self._signing.pop(case.study.uid, None)
        error = future.exception()
        if error is None:
            self.signed.emit(case, future.result())
        elif self._backend is not None:
            self.keep(case, reader)
            self.refused.emit(case, error)

    def _hear_trouble(self, text: str | None) -> None:
        self._trouble = text
        self.trouble.emit(text)
