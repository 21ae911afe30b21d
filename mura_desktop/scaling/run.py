"""Hands an archive out to workers, follows what becomes of it, and loses none of it.

Two kinds of tasks: one finds the studies of a part of the archive, the other scores a few studies.
Only as many are on their way as keep the workers busy, so that an archive of any size fits. Dask
gives the tasks of a dead worker to another one; what they had kept by then is known, and not done
again. A task that takes one worker after the other with it is cut into single studies, and a study
that goes on doing so is listed as not scored.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mura_desktop import paths as places
from mura_desktop.assembly import Assembly
from mura_desktop.errors import ModelError, StoreUnavailableError, UsageError
from mura_desktop.scaling import NO_DASK, no_answer, work
from mura_desktop.scaling.units import UNIT_FILES, Unit, units
from mura_desktop.scaling.work import Batch, Fault, Job, Outcome
from mura_desktop.studies.model import Grouping, NotScored, Scan, Study

if TYPE_CHECKING:
    from distributed import Client, Future

log = logging.getLogger(__name__)

CONNECT_S = 10
LOOK_S = 0.3
"""Longest time until a request to stop is heard."""
BATCH_VIEWS = 16
"""Views in a scoring task: a few seconds of work, which is what a dead worker costs."""
AHEAD = 3
"""Tasks on their way for each worker."""
MOST_FAULTS = 5
"""How often a task may come back because the store refuses, before the run ends."""
MOST_DEATHS = 2
"""How often a single study may have ended workers (each time as many as Dask allows)."""
PAUSE_S = 5.0
STOP_S = 10.0
"""How long a stop waits for what the workers are at."""
ENDED_WORKERS = "reading it ended one worker after the other; look at it by hand"


@dataclass(frozen=True, slots=True)
class Step:
    """What a task brought, to be added up.

    Attributes
    ----------
    found
        Studies that were found.
    known, scored, views
        See `Outcome`.
    not_scored
        Files without a score, with the reason.
    notice
        Something to tell the user; empty for nothing.
    """

    found: int = 0
    known: int = 0
    scored: int = 0
    views: int = 0
    not_scored: tuple[NotScored, ...] = ()
    notice: str = ""


@dataclass(slots=True, eq=False)
class _Task:
    """A task, and how often it failed; exactly one of unit and batch is there."""

    unit: Unit = ()
    batch: Batch | None = None
    faults: int = 0
    deaths: int = 0


def triage_on(
    scheduler: str,
    assembly: Assembly,
    paths: Sequence[Path],
    grouping: Grouping,
    cancelled: threading.Event,
    model: Path | None = None,
) -> Iterator[Step]:
    """Score an archive on the workers of a Dask scheduler.

    Parameters
    ----------
    scheduler
        Such as ``tcp://HOST:8786``.
    assembly
        The program here: its settings say where results are kept, its model what scores count.
    paths
        Files and folders, under the same names for this machine and all workers.
    grouping
        How loose images become studies.
    cancelled
        Ends the run; what was scored is kept.
    model
        Folder of the model, where the user named one.

    Yields
    ------
    Step
        As tasks come back.

    Raises
    ------
    UsageError
        Where the scheduler does not answer, Dask is not installed, or a worker does not fit.
    ModelError, StoreError
        Where a worker cannot score, or cannot keep scores for long.
    """
    if assembly.scorer is None:
        raise ModelError(assembly.model_problem or "There is no model.")
    job = Job(
        roots=tuple(path.absolute() for path in paths),
        grouping=grouping,
        database=assembly.settings.database,
        data=places.data_folder(),
        host=socket.gethostname(),
        model=model,
        source_key=assembly.pipeline.source.key,
        run=uuid.uuid4().hex,
    )
    with _connected(scheduler) as client:
        yield from _Run(client, job, assembly).steps(cancelled)


class _Run:
    """One run: what waits, what is on its way, and which studies were seen."""

    def __init__(self, client: Client, job: Job, assembly: Assembly) -> None:
        self._client, self._job, self._assembly = client, job, assembly
        self._units = units(job.roots, UNIT_FILES)
        self._waiting: deque[_Task] = deque()
        self._running: dict[Future[Outcome], _Task] = {}
        self._seen: set[str] = set()
        self._apart: dict[str, list[Path]] = {}
        self._joins = True
        self._pause_until = 0.0

    def steps(self, cancelled: threading.Event) -> Iterator[Step]:
        try:
            while not cancelled.is_set():
                self._hand_out()
                if not self._running and not self._waiting and not self._begin_to_join():
                    return
                yield from self._take_back()
            # What is on its way ends early; what it had scored is kept, and counted.
            self._client.run(work.stop, self._job.run, on_error="ignore")
            until = time.monotonic() + STOP_S
            while self._running and time.monotonic() < until:
                yield from self._take_back()
        finally:
            self._client.cancel(list(self._running))

    def _hand_out(self) -> None:
        if time.monotonic() < self._pause_until:
            return
        room = AHEAD * max(len(self._client.nthreads()), 1) - len(self._running)
        for _ in range(room):
            task = self._waiting.popleft() if self._waiting else self._next_unit()
            if task is None:
                return
            act: Callable[..., Outcome] = work.find if task.batch is None else work.score
            given = task.unit if task.batch is None else task.batch
            future = self._client.submit(act, self._job, given, pure=False)
            self._running[future] = task

    def _next_unit(self) -> _Task | None:
        unit = next(self._units, None)
        return None if unit is None else _Task(unit)

    def _take_back(self) -> Iterator[Step]:
        from distributed import wait  # noqa: PLC0415 - see `_connected`

        if not self._running:
            time.sleep(LOOK_S)
            return
        try:
            done = wait(list(self._running), LOOK_S, "FIRST_COMPLETED").done
        except TimeoutError:
            return
        for future in done:
            task = self._running.pop(future)
            if future.status == "finished":
                yield from self._came_back(task, future.result())
            else:
                yield from self._failed(task, future)

    def _came_back(self, task: _Task, outcome: Outcome) -> Iterator[Step]:
        if outcome.fault is Fault.FOR_NOW:
            task.faults += 1
            if task.faults > MOST_FAULTS:
                raise StoreUnavailableError(outcome.text)
            self._waiting.appendleft(task)
            self._pause_until = time.monotonic() + PAUSE_S
            yield Step(notice=outcome.text)
        elif outcome.fault is not None:
            raise UsageError(outcome.text)
        elif outcome.scan is not None:
            yield self._found(outcome.scan)
        else:
            yield Step(0, outcome.known, outcome.scored, outcome.views, outcome.not_scored)

    def _found(self, scan: Scan) -> Step:
        """Cut what a unit holds into batches; a study that was seen elsewhere waits for the end."""
        new: list[Study] = []
        for study in scan.studies:
            if self._joins and study.uid in self._seen:
                self._apart.setdefault(study.uid, []).extend(view.path for view in study.views)
            else:
                new.append(study)
        found = len(new) if self._joins else 0
        self._seen.update(study.uid for study in new)
        self._waiting.extend(_Task(batch=batch) for batch in _batches(new))
        return Step(found, not_scored=scan.not_scored)

    def _begin_to_join(self) -> bool:
        """Read the studies whose files lie in several units as a whole, once all else is done.

        What one unit held of such a study was scored, and kept as if it were all of it. False
        where there are none.
        """
        if not self._apart:
            return False
        self._joins = False
        kept = self._assembly.store.stored(list(self._apart))
        for uid, files in self._apart.items():
            study = kept.get(uid)
            before = [] if study is None else [view.path for view in study[0].views]
            self._waiting.append(_Task(tuple(dict.fromkeys(chain(before, files)))))
        self._apart.clear()
        return True

    def _failed(self, task: _Task, future: Future[Outcome]) -> Iterator[Step]:
        from distributed import KilledWorker  # noqa: PLC0415 - see `_connected`

        error = future.exception() if future.status == "error" else None
        if error is None:  # lost with its scheduler's memory of it; asked for anew
            self._waiting.append(task)
            return
        if not isinstance(error, KilledWorker):
            raise error
        log.warning("a task ended one worker after the other")
        singles = _singles(task)
        if singles:
            self._waiting.extend(singles)
            return
        task.deaths += 1
        if task.deaths < MOST_DEATHS:
            self._waiting.append(task)
            return
        (study,) = () if task.batch is None else task.batch.studies
        files = task.unit if task.batch is None else [view.path for view in study.views]
        yield Step(not_scored=tuple(NotScored(path, ENDED_WORKERS) for path in files))


def _batches(studies: Sequence[Study]) -> Iterator[Batch]:
    gathered: list[Study] = []
    views = 0
    for study in studies:
        if gathered and views + len(study.views) > BATCH_VIEWS:
            yield Batch(tuple(gathered))
            gathered, views = [], 0
        gathered.append(study)
        views += len(study.views)
    if gathered:
        yield Batch(tuple(gathered))


def _singles(task: _Task) -> list[_Task]:
    """Cut a task into its parts; none where it has only one."""
    if task.batch is None:
        return [_Task((path,)) for path in task.unit] if len(task.unit) > 1 else []
    studies = task.batch.studies
    return [_Task(batch=Batch((study,))) for study in studies] if len(studies) > 1 else []


def _connected(scheduler: str) -> Any:
    """Return a client of the scheduler, which is closed by ``with``."""
    try:
        from distributed import Client  # noqa: PLC0415 - few need it, and it is an extra
    except ImportError as error:
        raise UsageError(NO_DASK) from error
    try:
        return Client(scheduler, timeout=CONNECT_S)
    except (OSError, ValueError) as error:
        raise UsageError(no_answer(scheduler)) from error
