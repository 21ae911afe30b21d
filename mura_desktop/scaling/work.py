"""What a worker does: read a unit of an archive, score a few studies, keep the scores itself.

Only small values travel back. What a task is given and what it says hides its content when it is
printed, because Dask logs both where something fails, and no log may name a patient.
"""

from __future__ import annotations

import logging
import socket
import threading
from concurrent.futures import CancelledError
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mura_desktop import paths
from mura_desktop.assembly import Assembly, assemble
from mura_desktop.errors import ModelError, MuraError, StoreUnavailableError, UsageError
from mura_desktop.events import NotScorable, Scanned, Scored, Unreadable
from mura_desktop.logs import traced
from mura_desktop.scaling.units import Unit
from mura_desktop.settings import load_settings
from mura_desktop.studies.model import Grouping, NotScored, Scan, Study

log = logging.getLogger(__name__)

PATIENCE_S = 30.0
"""How long a task waits for a disk or server that refuses before it is given back."""


class Fault(StrEnum):
    """Why a task gave up, sorted by what helps."""

    FOR_NOW = "for now"
    """The store refuses; the same task may succeed later, here or elsewhere."""
    FOR_GOOD = "for good"
    """Settings, model or store of the worker do not fit, or there is a bug of ours."""


@dataclass(frozen=True, slots=True, repr=False)
class Job:
    """What all tasks of a run share.

    Attributes
    ----------
    roots, grouping
        What the user opened, and how loose images become studies.
    database
        Address of the shared database; None for a file in the data folder of this machine.
    data, host
        Data folder and name of the machine that hands out the tasks.
    model
        Folder of the model, where one was named; None takes the worker's own.
    source_key
        What scores are kept under: workers with another model or another version are refused.
    run
        Name of the run, by which it is stopped.
    """

    roots: tuple[Path, ...]
    grouping: Grouping
    database: str | None
    data: Path
    host: str
    model: Path | None
    source_key: str
    run: str


@dataclass(frozen=True, slots=True, repr=False)
class Batch:
    """Studies that one task scores."""

    studies: tuple[Study, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """What became of a task.

    Attributes
    ----------
    scan
        What a unit holds; None for other tasks and after a fault.
    known, scored
        Studies that had a score before, and that got one now.
    views
        Views that were scored now.
    not_scored
        Files without a score, with the reason.
    fault, text
        Why the task gave up, for the user; None and empty where it did not. What it had scored
        until then is kept.
    """

    scan: Scan | None = None
    known: int = 0
    scored: int = 0
    views: int = 0
    not_scored: tuple[NotScored, ...] = ()
    fault: Fault | None = None
    text: str = ""


_assembly: Assembly | None = None
_made_for: tuple[str | None, Path | None] | None = None
"""Database and model that it was made with; a later run may name others."""
_stopped: dict[str, threading.Event] = {}
"""By run: whether it was stopped."""
_turn = threading.Lock()
"""The model has one owner at a time; a worker with several threads gains nothing."""


def find(job: Job, unit: Unit) -> Outcome:
    """Read the headers of a unit; nothing is kept yet."""
    with _turn:
        try:
            pipeline = _assembled(job).pipeline
            scan = pipeline.find(unit, job.grouping, job.roots, _stop_of(job.run))
        except CancelledError:
            return Outcome()
        except Exception as error:  # noqa: BLE001 - told where the tasks come from
            return _fault(error)
        return Outcome(scan)


def score(job: Job, batch: Batch) -> Outcome:
    """Score studies and keep their scores; those that have one already are left alone."""
    known = scored = views = 0
    left_out: list[NotScored] = []
    with _turn:
        try:
            for event in _assembled(job).pipeline.score(batch.studies, _stop_of(job.run)):
                match event:
                    case Scanned(scan, known_findings):
                        known = len(known_findings)
                        left_out += scan.not_scored
                    case Scored(_, finding, not_scored):
                        scored += 1
                        views += len(finding.views)
                        left_out += not_scored
                    case Unreadable(_, not_scored):
                        left_out += not_scored
                    case NotScorable(study, reason):
                        left_out += [NotScored(view.path, reason) for view in study.views]
        except Exception as error:  # noqa: BLE001 - told where the tasks come from
            return _fault(error)
    return Outcome(None, known, scored, views, tuple(left_out))


def stop(run: str) -> None:
    """Have this worker end what it does for a run, within about a tenth of a second."""
    _stop_of(run).set()


def _stop_of(run: str) -> threading.Event:
    return _stopped.setdefault(run, threading.Event())


def release() -> None:
    """End the worker's child processes and let go of its database."""
    with _turn:
        _release()


def _release() -> None:
    global _assembly  # noqa: PLW0603 - a worker process has one
    if _assembly is not None:
        _assembly.close()
        _assembly = None


def _assembled(job: Job) -> Assembly:
    """Return the program in this process, put together when the first task comes."""
    global _assembly, _made_for  # noqa: PLW0603 - a worker process has one
    _same_results(job)
    if _assembly is None or _made_for != (job.database, job.model):
        _release()
        settings = load_settings()
        settings = settings.model_copy(
            update={"database": job.database, "threads": settings.threads or 1}
        )
        _assembly = assemble(job.model, PATIENCE_S, settings)
        _made_for = (job.database, job.model)
    if _assembly.scorer is None:
        raise ModelError(f"Worker {socket.gethostname()}: {_assembly.model_problem}")
    if _assembly.pipeline.source.key != job.source_key:
        raise ModelError(
            f"Worker {socket.gethostname()} has another model, or another version of the program. "
            "Give all machines the same."
        )
    return _assembly


def _same_results(job: Job) -> None:
    """Make sure that this worker keeps scores where the others do."""
    if job.database is not None:
        return
    if socket.gethostname() != job.host or paths.data_folder().resolve() != job.data.resolve():
        raise UsageError(
            f"Worker {socket.gethostname()} does not use the same results. Workers on several "
            "machines need a database on a server (setting “database”); on one machine they need "
            "the same data folder."
        )


def _fault(error: Exception) -> Outcome:
    if isinstance(error, StoreUnavailableError):
        return Outcome(fault=Fault.FOR_NOW, text=str(error))
    log.error("a task gave up:\n%s", traced(error))
    if isinstance(error, MuraError):
        return Outcome(fault=Fault.FOR_GOOD, text=str(error))
    text = f"Something went wrong on worker {socket.gethostname()} (details are in its log). "
    return Outcome(fault=Fault.FOR_GOOD, text=f"{text}This is our bug: {type(error).__name__}.")
