"""What one program does, another one hears of without asking."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest

from mura_desktop.store.watching import Watcher
from mura_desktop.studies.sharing import Changes, Kind
from tests.store.conftest import Place
from tests.store.examples import NORMAL, study
from tests.store.test_repository import save

SECONDS = 20.0
"""Patience of the test; what is heard comes within about one."""


class Listener:
    """A watcher at a workstation of its own, and what it hears."""

    def __init__(self, place: Place, retry_s: float = 0.05) -> None:
        self.changes: queue.Queue[Changes] = queue.Queue()
        self.troubles: queue.Queue[str | None] = queue.Queue()
        self.store = place.open("listener")
        self._watcher = Watcher(
            self.store, self.changes.put, self.troubles.put, self.store.last_change(), retry_s
        )

    def next(self) -> Changes:
        return self.changes.get(timeout=SECONDS)

    def until(self, uid: str, kind: str) -> None:
        """Wait until this is heard."""
        while kind not in self.next().studies.get(uid, ()):
            continue

    def close(self) -> None:
        self._watcher.close()


@pytest.fixture
def listener(place: Place) -> Iterator[Listener]:
    listener = Listener(place)
    yield listener
    listener.close()


def test_another_program_s_work_is_heard_as_it_is_done(place: Place, listener: Listener) -> None:
    other = place.open("other")
    wrist = study("1.2.3")

    save(other, wrist)
    listener.until("1.2.3", Kind.SCORED)
    other.claims.claim(wrist, "Dr Two", "ws-2")
    listener.until("1.2.3", Kind.CLAIMED)
    other.reads.sign(wrist, "Dr Two", NORMAL)
    listener.until("1.2.3", Kind.READ)


def test_nothing_is_heard_after_closing(place: Place) -> None:
    listener = Listener(place)
    listener.close()

    save(place.open("other"), study("1.2.3"))

    assert listener.changes.empty()
