"""The one door to background work: a thread that makes the backend and runs its jobs.

The thread speaks to the window through a queue that the window empties by a timer, a few
milliseconds at a time: however fast results come, the window still paints and answers.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from mura_desktop.errors import MuraError, StoreDamagedError, StoreUnavailableError
from mura_desktop.events import Event
from mura_desktop.logs import traced
from mura_desktop.studies.model import Grouping
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.background import OUR_BUG
from mura_desktop.ui.listing import Told, prepared
from mura_desktop.ui.translation import QT_TR_NOOP, tr
from mura_desktop.ui.worklist_rows import Row

log = logging.getLogger(__name__)

TICK_MS = 30
RETRY_S = 2.0
"""Time between two tries to open a database that a disk or a lock refuses."""
BUSY_SECONDS = 0.010
"""Longest time spent on messages in one tick; the rest of the tick is for painting and input."""
QUIET_S = 20.0
"""Nothing asked for so long: time for what nobody waits for, but the next job would."""

REMEDY = QT_TR_NOOP(
    "What was scored is kept, and F5 tries again; if that fails, start the program anew."
)
CLOSING, OPENING, ARRIVING = range(3)
"""What comes first where several things wait."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be triaged; with `inbox`, files that came to that watched folder."""

    number: int
    paths: tuple[Path, ...]
    grouping: Grouping
    inbox: Path | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class _Ready:
    backend: Backend


@dataclass(frozen=True, slots=True)
class _Engine:
    description: str
    problem: str


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


_Message = _Ready | _Engine | _Progress | _Ended | _Failed | _Waiting | _Damaged
START = 0
"""Number of the "job" that makes the backend."""


class Work(QObject):
    """Background work as the window sees it.

    Of the jobs that were opened only the newest is ever heard of. Files that arrive, in a watched
    folder or from the network, wait behind it, one job a batch, and take no job's place. What was
    cancelled of them, or failed, joins the list that is opened next: nobody brings them again.

    Parameters
    ----------
    make_backend
        Called on the worker thread, again where the disk refused or after a repair.
    parent
        Qt owner.
    """

    ready = Signal(object)
    """Backend: it is there."""
    engine_told = Signal(str, str)
    """The engine is open: its description; or an empty text, and why it cannot be opened."""
    heard = Signal(object)
    """`listing.Told`: news of the current job."""
    ended = Signal(bool)
    """The current job ended; True where it was cancelled."""
    failed = Signal(str, bool)
    """The current job failed: text for the user, and whether it is our bug."""
    taken_in = Signal(object)
    """Files (tuple of Path) that arrived, and were triaged to the end."""
    rested = Signal()
    """Nothing runs any more: the last job ended or failed."""
    waiting = Signal(str)
    """The backend cannot be made for now, and why; it is tried again until it can."""
    damaged = Signal(object)
    """StoreDamagedError: the backend is not made before `repair` was called."""

    def __init__(self, make_backend: Callable[[], Backend], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_backend = make_backend
        self._backend: Backend | None = None
        self._jobs: queue.PriorityQueue[tuple[int, int, _Job | None]] = queue.PriorityQueue()
        self._messages: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._repairs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._number = START
        self._opened: _Job | None = None
        self._awaits_engine = False
        self._arrivals: dict[int, _Job] = {}
        self._left: list[_Job] = []
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._hear)

    @property
    def running(self) -> bool:
        """Whether a job was opened, or files have arrived, and that has not ended."""
        return self._opened is not None or bool(self._arrivals)

    @property
    def left(self) -> bool:
        """Whether files that arrived were not triaged to the end, and `open` or `go_on` does it."""
        return bool(self._left)

    def start(self) -> None:
        """Begin to make the backend."""
        self._thread.start()
        self._timer.start()

    def open(self, paths: Sequence[Path], grouping: Grouping) -> None:
        """Triage these paths; what ran before is cancelled and not heard of again."""
        waiting = list(self._arrivals.values())
        self.cancel()
        self._arrivals.clear()
        self._opened = self._put(OPENING, _Job(0, tuple(paths), grouping))
        self.go_on()
        for job in waiting:  # they make room, and join the new list
            self._arrive(job)

    def go_on(self) -> None:
        """Triage files that arrived, and that were cancelled or failed."""
        left, self._left = self._left, []
        for job in left:
            self._arrive(job)

    def arrive(self, paths: Sequence[Path], inbox: Path) -> None:
        """Triage files that came to a folder, after what runs and waits."""
        self._arrive(_Job(0, tuple(paths), Grouping.INBOX, inbox))

    def prefer(self, row: Row | None) -> None:
        """Score the study in view next, where it has no score yet."""
        if self._backend is not None:
            self._backend.pipeline.prefer("" if row is None else row.study.uid)

    def repair(self, act: Callable[[], None]) -> None:
        """Do this on the worker thread, then make the backend; the answer to `damaged`."""
        self._repairs.put(act)

    def cancel(self) -> None:
        """Ask what runs and waits to stop; `ended` follows."""
        for job in (self._opened, *self._arrivals.values()):
            if job is not None:
                job.cancelled.set()

    def close(self, timeout: float = 15.0) -> None:
        """Stop everything and wait until the worker has freed what it holds."""
        self.cancel()
        self._timer.stop()
        self._closing.set()
        self._repairs.put(None)
        self._jobs.put((CLOSING, 0, None))
        if self._thread.is_alive():
            self._thread.join(timeout)
            if self._thread.is_alive():
                log.warning("the worker did not stop within %.0f s", timeout)

    def _arrive(self, job: _Job) -> None:
        placed = self._put(ARRIVING, job)
        self._arrivals[placed.number] = placed

    def _put(self, rank: int, job: _Job) -> _Job:
        self._number += 1
        numbered = replace(job, number=self._number, cancelled=threading.Event())
        self._jobs.put((rank, self._number, numbered))
        self._timer.start()
        return numbered

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
                self._backend = backend
                self._awaits_engine = backend.when_engine is not None
                self.ready.emit(backend)
                self._rest()
            case _Engine(description, problem):
                self._awaits_engine = False
                if not self.running:
                    self._timer.stop()
                self.engine_told.emit(description, problem)
            case _Waiting(text):
                self.waiting.emit(text)
            case _Damaged(error):
                self.damaged.emit(error)
            case _Progress(job, event) if self._is_heard(job):
                self.heard.emit(event)
            case _Ended(job, cancelled) if self._is_heard(job):
                arrived = self._arrivals.get(job)
                if arrived is not None and cancelled:
                    self._left.append(arrived)
                if self._over(job) or cancelled:
                    self.ended.emit(cancelled)
                elif arrived is not None:
                    self.taken_in.emit(arrived.paths)
                self._rest()
            case _Failed(job, text, bug) if job == START or self._is_heard(job):
                if job in self._arrivals:
                    self._left.append(self._arrivals[job])
                self._over(job)
                self.failed.emit(text, bug)
                self._rest()

    def _is_heard(self, number: int) -> bool:
        main = self._opened is not None and self._opened.number == number
        return main or number in self._arrivals

    def _over(self, number: int) -> bool:
        """Strike a job out; True where it was the one that was opened."""
        if self._opened is None or self._opened.number != number:
            self._arrivals.pop(number, None)
            return False
        self._opened = None
        return True

    def _rest(self) -> None:
        """Stop listening where nothing more will be told."""
        if not self.running:
            if not self._awaits_engine:
                self._timer.stop()
            self.rested.emit()

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
        if backend.when_engine is not None:
            backend.when_engine(lambda *news: self._messages.put(_Engine(*news)))
        try:
            self._work(backend)
        finally:
            backend.close()

    def _work(self, backend: Backend) -> None:
        """Do what is asked for, and once nothing has been for a while, what nobody waits for."""
        patience: float | None = None
        while True:
            try:
                job = self._jobs.get(timeout=patience)[2]
            except queue.Empty:
                patience = None
                backend.when_idle(lambda: not self._jobs.empty())
                continue
            if job is None:
                return
            self._do(backend, job)
            patience = QUIET_S

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
            for event in _events(backend, job):
                self._messages.put(_Progress(job.number, prepared(event)))
        except Exception as error:  # noqa: BLE001 - told to the user and logged
            self._messages.put(_failure(job.number, error))
        else:
            self._messages.put(_Ended(job.number, job.cancelled.is_set()))


def _events(backend: Backend, job: _Job) -> Iterator[Event]:
    if job.inbox is None:
        return backend.pipeline.triage(job.paths, job.grouping, job.cancelled)
    if backend.arrivals is None or job.cancelled.is_set():
        return iter(())
    return backend.arrivals.arrive(job.paths, job.inbox, job.cancelled)


def _failure(job: int, error: Exception) -> _Failed:
    if isinstance(error, MuraError):
        return _Failed(job, str(error), bug=False)
    log.error("background work failed:\n%s", traced(error))
    words = f"{tr(OUR_BUG)}{type(error).__name__}: {error}. {tr(REMEDY)}"
    return _Failed(job, words, bug=True)
