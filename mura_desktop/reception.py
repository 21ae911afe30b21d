"""Receiving for both surfaces: the listener, the folder, the receipts, and when a study is whole.

Which studies still wait for their job stands in the database, so a stop at any moment loses none.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mura_desktop import paths
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.receiver import Address, Guests, Receiver
from mura_desktop.dicomio.tls import Credentials, credentials
from mura_desktop.settings import Settings
from mura_desktop.store.audit import Action
from mura_desktop.store.repository import Store
from mura_desktop.studies.receipts import Receipt

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Whole:
    """A study of which nothing has come for a while.

    Attributes
    ----------
    study_uid
        The study.
    files
        All its files, those of earlier times too.
    until
        When the last of them came; what comes later makes it whole once more.
    """

    study_uid: str
    files: tuple[Path, ...]
    until: datetime


class Reception:
    """Keeps what comes, and tells what is whole.

    Parameters
    ----------
    settings
        Who may send, and where files go.
    store
        Keeps receipts.
    arrived
        Called on another thread with what is new.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        arrived: Callable[[Sequence[Receipt]], None] = lambda _receipts: None,
    ) -> None:
        self._quiet = timedelta(seconds=settings.quiet_seconds)
        self._store = store
        self._told = arrived
        self._news = threading.Event()
        self._news.set()  # what an earlier run left
        self._settings = settings
        self.incoming = Incoming(incoming_folder(settings), store.received.keep, self._arrived)
        self.receiver: Receiver | None = None

    def listen(self) -> Receiver:
        """Begin to take associations.

        Raises
        ------
        UsageError
            Where the settings let nobody in, or the port is taken.
        """
        self.receiver = Receiver(
            address_of(self._settings),
            guests_of(self._settings),
            self.incoming,
            credentials_of(self._settings),
        )
        return self.receiver

    def whole(self) -> list[Whole]:
        """Return studies of which nothing has come for the quiet time, and that no job has seen.

        Raises
        ------
        StoreError
            Where the database refuses.
        """
        if not self._news.is_set():
            return []
        self._news.clear()
        try:
            unsettled = self._store.received.unsettled()
        except BaseException:
            self._news.set()
            raise
        border = datetime.now(UTC).replace(tzinfo=None) - self._quiet
        quiet = {uid: moment for uid, moment in unsettled.items() if moment <= border}
        if unsettled:
            self._news.set()  # these are asked for again, until they are whole and settled
        return [
            Whole(uid, self._store.received.files([uid]), moment) for uid, moment in quiet.items()
        ]

    def settle(self, whole: Whole) -> None:
        """Note that a job has seen a study."""
        self._store.received.settle(whole.study_uid, whole.until, datetime.now(UTC))
        self._store.audit.record(Action.RECEIVED, whole.study_uid, files=len(whole.files))

    def close(self) -> None:
        """Stop listening, and finish what was handed over."""
        if self.receiver is not None:
            self.receiver.close()
        self.incoming.close()

    def _arrived(self, receipts: Sequence[Receipt]) -> None:
        self._news.set()
        self._told(receipts)


def incoming_folder(settings: Settings) -> Path:
    """Return where received images lie; it need not exist."""
    return settings.incoming_folder or paths.data_folder() / "incoming"


def address_of(settings: Settings) -> Address:
    """Return under which name and where this program listens."""
    return Address(settings.aet, str(settings.listen_address), settings.port)


def guests_of(settings: Settings) -> Guests:
    """Return who may send: named callers, and the archives that studies are fetched from."""
    aets = dict.fromkeys(
        [*settings.allowed_callers, *(one.aet for one in settings.remotes if one.aet)]
    )
    return Guests(tuple(aets), tuple(settings.allowed_addresses))


def credentials_of(settings: Settings) -> Credentials | None:
    """Return the certificates of the settings, None for none."""
    return credentials(settings.tls_certificate, settings.tls_key, settings.tls_authority)


def remove_received(files: Iterable[Path]) -> list[Path]:
    """Remove files that were received, and folders that are empty then; return what stays."""
    stay = []
    for path in files:
        try:
            path.unlink(missing_ok=True)
            if path.parent.is_dir() and not any(path.parent.iterdir()):
                path.parent.rmdir()
        except OSError as error:
            log.error("a received file stays: %s", type(error).__name__)
            stay.append(path)
    return stay
