"""The network's part of a running window, and the search for new studies in the archives.

Today's radiographs of limbs that are not here yet are fetched every few minutes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mura_desktop.assembly import Assembly
from mura_desktop.dicomio.archive import queried
from mura_desktop.dicomio.query import LIMBS, Query
from mura_desktop.errors import MuraError, UsageError
from mura_desktop.logs import traced
from mura_desktop.pseudonyms import pseudonym
from mura_desktop.reception import Reception
from mura_desktop.remotes import Remote
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store

log = logging.getLogger(__name__)

MODALITIES = ("CR", "DX")


def fetch_new(
    remote: Remote,
    reception: Reception,
    store: Store,
    today: date,
    cancelled: threading.Event,
) -> int:
    """Fetch today's radiographs of limbs that are unknown here, and return how many studies came.

    A study that a reader removed today comes back; one of which no body part is known does not
    come, because it may be a chest.

    Raises
    ------
    RemoteError
        Where the archive does not answer.
    """
    archive = reception.archive(remote)
    found = archive.find(
        Query(first_day=today, last_day=today, parts=LIMBS, modalities=MODALITIES), cancelled
    )
    uids = [study.uid for study in found]
    here = store.received.known(uids) | store.stored(uids).keys()
    came = 0
    for study in found:
        if cancelled.is_set():
            break
        if study.uid not in here:
            reception.fetch(remote, study.uid, lambda _done, _total: None, cancelled)
            log.info("study %s was fetched", pseudonym(study.uid))
            came += 1
    return came


class Polling:
    """Does that every few minutes on a thread of its own, until `close`.

    Parameters
    ----------
    settings
        Whom to ask, and how often.
    reception, store
        Where studies go.
    told
        Called on that thread with a text for people when an archive fails, and with None when all
        answer again.
    """

    def __init__(
        self,
        settings: Settings,
        reception: Reception,
        store: Store,
        told: Callable[[str | None], object] = lambda _text: None,
    ) -> None:
        self._settings = settings
        self._reception = reception
        self._store = store
        self._told = told
        self._cancelled = threading.Event()
        self._failing = False
        self._thread = threading.Thread(target=self._run, name="polling", daemon=True)
        if settings.poll_minutes is not None and queried(settings.remotes):
            self._thread.start()

    def close(self) -> None:
        """Stop after the image that is on its way."""
        self._cancelled.set()
        if self._thread.is_alive():
            self._thread.join()

    # Everything below runs on its thread.

    def _run(self) -> None:
        pause = 60 * (self._settings.poll_minutes or 0)
        while True:
            failed = [text for one in queried(self._settings.remotes) if (text := self._ask(one))]
            if failed:
                self._told(" ".join(failed))
            elif self._failing:
                self._told(None)
            self._failing = bool(failed)
            if self._cancelled.wait(pause):
                return

    def _ask(self, remote: Remote) -> str:
        """Ask one archive; return what went wrong, for people."""
        try:
            fetch_new(remote, self._reception, self._store, date.today(), self._cancelled)
        except MuraError as error:
            log.warning("an archive was asked in vain:\n%s", traced(error))
            return str(error)
        except Exception as error:  # noqa: BLE001 - the next round may do better
            log.error("asking an archive failed:\n%s", traced(error))
            return f"Asking {remote.name} failed. This is our bug; details are in the log."
        return ""


@dataclass(slots=True)
class Network:
    """What of the network runs beside the window.

    Attributes
    ----------
    reception
        None where nothing is received or fetched.
    notices
        What does not work, for the user.
    """

    reception: Reception | None = None
    polling: Polling | None = None
    notices: tuple[str, ...] = ()

    def close(self) -> None:
        """Stop all of it."""
        if self.polling is not None:
            self.polling.close()
        if self.reception is not None:
            self.reception.close()


def start_network(assembly: Assembly) -> Network:
    """Start what the settings ask for; what cannot be is a notice, and the window opens."""
    settings = assembly.settings
    network = Network()
    try:
        network.reception = Reception(settings, assembly.store)
        if settings.listens:
            network.reception.listen()
    except UsageError as error:
        log.warning("nothing is received:\n%s", traced(error))
        network.notices = (f"Studies are not received. {error}",)
    if network.reception is not None:
        network.polling = Polling(settings, network.reception, assembly.store)
    return network
