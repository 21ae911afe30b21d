"""The network's part of a running window, and the search for new studies in the archives.

Radiographs of limbs of today and yesterday that are not here yet are fetched every few minutes.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mura_desktop.assembly import Assembly
from mura_desktop.dicomio.archive import queried
from mura_desktop.dicomio.query import LIMBS, FoundStudy, Query
from mura_desktop.errors import MuraError, RemoteError, UsageError
from mura_desktop.logs import traced
from mura_desktop.pseudonyms import pseudonym
from mura_desktop.reception import Reception
from mura_desktop.remotes import Remote
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store

log = logging.getLogger(__name__)

MODALITIES = ("CR", "DX")


MOST_TRIES = 3
"""How often the missing images of a study are asked for while the archive has no more of it."""

Tries = Counter[tuple[str, int | None]]
"""How often studies were asked for, by UID and number of images in the archive."""


def fetch_new(
    remote: Remote,
    reception: Reception,
    store: Store,
    today: date,
    cancelled: threading.Event,
    tries: Tries | None = None,
) -> int:
    """Fetch radiographs of limbs that are not here, and return how many studies were fetched.

    Those of today and of yesterday, because the last ones of a day are done while nobody asks. A
    study of which the archive has more images than came is fetched again: the modality had not
    sent them all. One that a reader removed comes back; one of which no body part is known does
    not come, because it may be a chest.

    Parameters
    ----------
    remote, reception, store
        Whom to ask, and where studies go.
    today
        The day.
    cancelled
        Set it, and no more is fetched.
    tries
        What was asked of this archive before, and noted here. Not all that an archive counts can
        be fetched; what once was handed out is not asked for again before the number changes.

    Raises
    ------
    RemoteError
        Where the archive does not answer; also, once all studies were asked for, where it did not
        hand out one of them, or has more than are looked through.
    """
    tries = Counter() if tries is None else tries
    archive = reception.archive(remote)
    found: list[FoundStudy] = []
    failed: dict[str, None] = {}
    for day in (today, today - timedelta(days=1)):  # one by one: long answers are cut
        answer = archive.find(
            Query(first_day=day, last_day=day, parts=LIMBS, modalities=MODALITIES), cancelled
        )
        found += answer.studies
        if answer.cut:
            failed[
                f"{remote.name} has more radiographs of a day than are looked through. Some may "
                "not come by themselves; find and fetch them by patient."
            ] = None
    uids = [study.uid for study in found]
    came = store.received.images(uids)
    here = store.stored(uids).keys() | came.keys()
    fetched = 0
    for study in sorted(found, key=lambda one: one.uid in here):  # unknown ones cannot wait
        if cancelled.is_set():
            break
        asked = (study.uid, study.images)
        if study.uid in here and (tries[asked] >= MOST_TRIES or not _lacks(study, came)):
            continue
        tries[asked] += 1
        try:
            reception.fetch(remote, study.uid, lambda _done, _total: None, cancelled)
        except RemoteError as error:
            log.warning("study %s was not fetched:\n%s", pseudonym(study.uid), traced(error))
            failed[str(error)] = None
            continue
        if not cancelled.is_set():
            tries[asked] = MOST_TRIES
        log.info("study %s was fetched", pseudonym(study.uid))
        fetched += 1
    for asked in tries.keys() - {(study.uid, study.images) for study in found}:
        del tries[asked]
    if failed:
        raise RemoteError(" ".join(failed))
    return fetched


def _lacks(study: FoundStudy, came: Mapping[str, int]) -> bool:
    """Tell whether an archive has more of a study than came; other studies lie in folders."""
    return study.images is not None and study.images > came.get(study.uid, study.images)


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
        self._tries: defaultdict[str, Tries] = defaultdict(Counter)
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
            tries = self._tries[remote.name]
            fetch_new(remote, self._reception, self._store, date.today(), self._cancelled, tries)
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
