"""Receiving for both surfaces: the listener, the folder, the receipts, and when a study is whole.

Which studies still wait for their job stands in the database, so a stop at any moment loses none.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mura_desktop import paths
from mura_desktop.dicomio.archive import open_archive
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.query import Archive, Told
from mura_desktop.dicomio.receiver import Address, Guests, Receiver
from mura_desktop.dicomio.tls import Credentials, credentials
from mura_desktop.remotes import Remote
from mura_desktop.settings import Settings
from mura_desktop.store.audit import Action
from mura_desktop.store.repository import Store
from mura_desktop.studies.receipts import Receipt

log = logging.getLogger(__name__)

LOT = 200
"""Studies of one job."""


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
        self._settings = settings
        self.incoming = Incoming(incoming_folder(settings), store.received.keep, arrived)
        self.receiver: Receiver | None = None
        self._turn = threading.Lock()
        self._borrowers = 0
        """Fetches for whose time only somebody listens."""

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

    def whole(self, beside: int = 0) -> list[Whole]:
        """Return studies of which nothing has come for the quiet time, and that no job has seen.

        However many there are, `LOT` of them make a job: those that have waited longest.

        Parameters
        ----------
        beside
            How many the caller has been told of already; they are among those returned.

        Raises
        ------
        StoreError
            Where the database refuses.
        """
        quiet = self._store.received.unsettled(datetime.now(UTC) - self._quiet, LOT + beside)
        return [
            Whole(uid, self._store.received.files([uid]), moment) for uid, moment in quiet.items()
        ]

    def settle(self, whole: Whole) -> None:
        """Note that a job has seen a study."""
        self._store.received.settle(whole.study_uid, whole.until, datetime.now(UTC))
        self._store.audit.record(Action.RECEIVED, whole.study_uid, files=len(whole.files))

    def archive(self, remote: Remote) -> Archive:
        """Return a remote that is asked for studies; what is fetched is kept like what is sent."""
        return open_archive(
            remote, self.incoming, credentials_of(self._settings), self._settings.aet
        )

    def fetch(self, remote: Remote, study_uid: str, told: Told, cancelled: threading.Event) -> int:
        """Fetch a study and return how many images came.

        A remote that sends instead of handing out needs the listener; where nobody listens under
        this program's name yet, it is on until the study has come.

        Raises
        ------
        RemoteError
            Where the remote does not do it.
        """
        with self._listening() if remote.url is None and remote.moves else nullcontext():
            return self.archive(remote).fetch(study_uid, told, cancelled)

    def close(self) -> None:
        """Stop listening, and finish what was handed over."""
        if self.receiver is not None:
            self.receiver.close()
        self.incoming.close()

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Have somebody listen for a while; the last of several fetches at once ends it."""
        with self._turn:
            alone = self.receiver is None and not self._someone_listens()
            if alone:
                self.listen()
            borrows = alone or self._borrowers > 0
            self._borrowers += borrows
        try:
            yield
        finally:
            with self._turn:
                self._borrowers -= borrows
                if borrows and not self._borrowers and self.receiver is not None:
                    self.receiver.close()
                    self.receiver = None

    def _someone_listens(self) -> bool:
        """Tell whether another process of this program receives already."""
        address = address_of(self._settings)
        with socket.socket(socket.AF_INET6 if ":" in address.host else socket.AF_INET) as probe:
            probe.settimeout(1)
            return probe.connect_ex((address.host, address.port)) == 0


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
