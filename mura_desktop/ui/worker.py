"""The one door to background work: a thread that makes the backend and runs its jobs.

The thread speaks to the window through a queue that the window empties by a timer, a few
milliseconds at a time: however fast results come, the window still paints and answers.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from mura_desktop.errors import MuraError, StoreDamagedError, StoreUnavailableError
from mura_desktop.logs import traced
from mura_desktop.studies.model import Grouping
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.background import OUR_BUG
from mura_desktop.ui.listing import Told, prepared
from mura_desktop.ui.translation import tr

log = logging.getLogger(__name__)

TICK_MS = 30
RETRY_S = 2.0
"""Time between two tries to open a database that a disk or a lock refuses."""
BUSY_SECONDS = 0.010
"""Longest time spent on messages in one tick; the rest of the tick is for painting and input."""


@dataclass(frozen=True, slots=True)
class _Job:
    number: int
    paths: tuple[Path, ...]
    grouping: Grouping
    cancelled: threading.Event


@dataclass(frozen=True, slots=True)
class _Ready:
    backend: Backend


@dataclass(frozen=True, slots=True)
class _Progress:
    job: int
    event: Told


@dataclass(frozen=True, slots=True)
class _Ended:
    job: int
    cancelled: bool


@dataclass(frozen=True, slots=True)
class _Failed:
    job: int
    text: str
    bug: bool


@dataclass(frozen=True, slots=True)
class _Waiting:
    text: str


@dataclass(frozen=True, slots=True)
class _Damaged:
    error: StoreDamagedError


_Message = _Ready | _Progress | _Ended | _Failed | _Waiting | _Damaged
START = 0
"""Number of the "job" that makes the backend."""


class Work(QObject):
    """Background work as the window sees it. Only the newest job is ever heard of.

    Parameters
    ----------
    make_backend
        Called on the worker thread, again where the disk refused or after a repair.
    parent
        Qt owner.
    """

    ready = Signal(object)
    """Backend: it is there."""
    heard = Signal(object)
    """`listing.Told`: news of the current job."""
    ended = Signal(bool)
    """The current job ended; True where it was cancelled."""
    failed = Signal(str, bool)
    """The current job failed: text for the user, and whether it is our bug."""
    waiting = Signal(str)
    """The backend cannot be made for now, and why; it is tried again until it can."""
    damaged = Signal(object)
    """StoreDamagedError: the backend is not made before `repair` was called."""

    def __init__(self, make_backend: Callable[[], Backend], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_backend = make_backend
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._messages: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._repairs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._job = START
        self._cancelled = threading.Event()
        self._running = False
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._hear)

    @property
    def running(self) -> bool:
        """Whether a job was opened and has not ended."""
        return self._running

    def start(self) -> None:
        """Begin to make the backend."""
        self._thread.start()
        self._timer.start()

    def open(self, paths: Sequence[Path], grouping: Grouping) -> None:
        """Triage these paths; what ran before is cancelled and not heard of again."""
        self._cancelled.set()
        self._cancelled = threading.Event()
        self._job += 1
        self._running = True
        self._jobs.put(_Job(self._job, tuple(paths), grouping, self._cancelled))
        self._timer.start()

    def repair(self, act: Callable[[], None]) -> None:
        """Do this on the worker thread, then make the backend; the answer to `damaged`."""
        self._repairs.put(act)

    def cancel(self) -> None:
        """Ask the current job to stop; `ended` follows."""
        self._cancelled.set()

    def close(self, timeout: float = 15.0) -> None:
        """Stop everything and wait until the worker has freed what it holds."""
        self._cancelled.set()
        self._timer.stop()
        self._closing.set()
        self._repairs.put(None)
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout)
            if self._thread.is_alive():
                log.warning("the worker did not stop within %.0f s", timeout)

    def _hear(self) -> None:
        until = time.monotonic() + BUSY_SECONDS
        while time.monotonic() < until:
            try:
                message = self._messages.get_nowait()
            except queue.Empty:
                return
            self._pass_on(message)

    def _pass_on(self, message: _Message) -> None:
        match message:
            case _Ready(backend):
                self.ready.emit(backend)
                if not self._running:
                    self._timer.stop()
            case _Waiting(text):
                self.waiting.emit(text)
            case _Damaged(error):
                self.damaged.emit(error)
            case _Progress(job, event) if job == self._job:
                self.heard.emit(event)
            case _Ended(job, cancelled) if job == self._job:
                self._rest()
                self.ended.emit(cancelled)
            case _Failed(job, text, bug) if job in (self._job, START):
                self._rest()
                self.failed.emit(text, bug)

    def _rest(self) -> None:
        self._running = False
        self._timer.stop()

    # Everything below runs on the worker thread.

    def _run(self) -> None:
        try:
            backend = self._made()
        except Exception as error:  # noqa: BLE001 - told to the user and logged
            self._messages.put(_failure(START, error))
            return
        if backend is None:
            return
        self._messages.put(_Ready(backend))
        try:
            while (job := self._jobs.get()) is not None:
                self._do(backend, job)
        finally:
            backend.close()

    def _made(self) -> Backend | None:
        """Make the backend, as soon as disk and reader let it; None where the window is closed."""
        told = ""
        while not self._closing.is_set():
            try:
                return self._make_backend()
            except StoreUnavailableError as error:
                if str(error) != told:
                    told = str(error)
                    self._messages.put(_Waiting(told))
                self._closing.wait(RETRY_S)
            except StoreDamagedError as error:
                log.error("the database is damaged")
                self._messages.put(_Damaged(error))
                repair = self._repairs.get()
                if repair is None:
                    return None
                try:
                    repair()
                except MuraError as failed:
                    # What follows is another try, and with it the same question again.
                    self._messages.put(_Failed(START, str(failed), bug=False))
        return None

    def _do(self, backend: Backend, job: _Job) -> None:
        try:
            for event in backend.pipeline.triage(job.paths, job.grouping, job.cancelled):
                self._messages.put(_Progress(job.number, prepared(event)))
        except Exception as error:  # noqa: BLE001 - told to the user and logged
            self._messages.put(_failure(job.number, error))
        else:
            self._messages.put(_Ended(job.number, job.cancelled.is_set()))


def _failure(job: int, error: Exception) -> _Failed:
    if isinstance(error, MuraError):
        return _Failed(job, str(error), bug=False)
    log.error("background work failed:\n%s", traced(error))
    return _Failed(job, f"{tr(OUR_BUG)}{type(error).__name__}: {error}", bug=True)
