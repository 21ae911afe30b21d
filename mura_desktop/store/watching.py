"""Tells a window what others do on the same worklist, within a second or so."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from mura_desktop.errors import StoreError
from mura_desktop.logs import traced
from mura_desktop.store.repository import Store
from mura_desktop.studies.sharing import Changes

log = logging.getLogger(__name__)

RETRY_S = 2.0


class Watcher:
    """Follows the changes in a store on a thread of its own. What this program changes comes too.

    Parameters
    ----------
    store
        The store; it must stay open until `close` has returned.
    heard
        Called on the watcher's thread with changes, in their order, none left out. Where it raises
        a `StoreError`, the same changes come again.
    trouble
        Called on the watcher's thread with a text for the user when the store cannot be asked, and
        with None when it can be again.
    since
        Number of the last change that is known already; None for those of this moment.
    retry_s
        Seconds between two tries.
    """

    def __init__(
        self,
        store: Store,
        heard: Callable[[Changes], None],
        trouble: Callable[[str | None], None] = lambda _text: None,
        since: int | None = None,
        retry_s: float = RETRY_S,
    ) -> None:
        self._store, self._heard, self._trouble = store, heard, trouble
        self._since = since
        self._retry_s = retry_s
        self._told: str | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def close(self, timeout: float = 10.0) -> None:
        """Stop; nothing is heard after that."""
        self._stop.set()
        self._thread.join(timeout)
        if self._thread.is_alive():
            log.warning("the watcher did not stop within %.0f s", timeout)

    # Everything below runs on the watcher's thread.

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._follow()
            except StoreError as error:
                if str(error) != self._told:
                    log.warning("changes cannot be followed:\n%s", traced(error))
                    self._told = str(error)
                    self._trouble(self._told)
                self._stop.wait(self._retry_s)
            except Exception as error:  # noqa: BLE001 - our bug: told, logged, and work goes on
                log.error("changes are no longer followed:\n%s", traced(error))
                self._trouble(
                    "What others do is no longer shown. This is our bug: "
                    f"{type(error).__name__}. Start again to see it."
                )
                return

    def _follow(self) -> None:
        with self._store.database.news() as wait:  # listens before it looks: nothing falls between
            while not self._stop.is_set():
                self._look()
                if self._told is not None:
                    self._told = None
                    self._trouble(None)
                wait(self._stop)

    def _look(self) -> None:
        if self._since is None:
            self._since = self._store.last_change()
        while not self._stop.is_set():
            found = self._store.changes(self._since)
            if found:
                self._heard(found)
            self._since = found.last  # only now: where hearing failed, it is told again
            if not found.more:
                return
