"""What waits to be sent: a folder that survives whatever happens to the program.

Each job is a folder with ``job.json`` and, once it is prepared, its DICOM files. Names of jobs sort
by age. The state is written whole or not at all, before and after every step that others can see,
so a job that was killed goes on where it was; objects keep their UIDs, so an object that is sent
twice is the same object twice.

Jobs for one remote go out in order. While a remote cannot be reached, all its jobs wait; an object
that is refused stops its own job only.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.errors import MuraError, NotTakenError, RemoteError, StoreUnavailableError
from mura_desktop.files import OWNER_FILE, private_folder, remove_drafts, write_whole
from mura_desktop.logs import traced

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
PATIENCE = timedelta(days=3)
"""A remote that was out of reach for longer needs a person: the job is given up, and says so."""
MOST_REFUSALS = 4
"""Tries of an object that the remote refuses; most refusals are for good."""
KEPT = timedelta(days=30)
MOST_KEPT = 200
"""How long, and of how many jobs, the list remembers that they were sent."""

_STATE = "job.json"
_DRAFT = ".new-"


class JobState(StrEnum):
    """How far a job has come."""

    ASKED = "asked"
    """Somebody wants it; its objects are not made yet."""
    WAITING = "waiting"
    """Its objects lie here."""
    SENT = "sent"
    GIVEN_UP = "given up"


OPEN = (JobState.ASKED, JobState.WAITING)


@dataclass(frozen=True, slots=True)
class Job:
    """Results of one study on their way to one remote.

    Attributes
    ----------
    name
        Of its folder; sorts by age.
    study_uid, patient
        Whose results, and as what the worklist shows them.
    remote
        Name of the remote in the settings.
    kinds
        What was asked for.
    state
        How far it has come.
    files
        Names of its objects in the order they are sent, and which of them the remote has.
    sent
        Those of `files` that the remote has.
    created, changed
        UTC.
    tries
        Failures in a row.
    next_try
        Not before, UTC.
    since
        Since when it fails, UTC; None while it does not.
    refused
        Whether it was the remote's answer that it failed on, and not the way there.
    reason
        Why it waits or was given up; a sentence for the user.
    note
        What was left out of it, and why.
    wishes
        How often it was asked for before it was prepared: what was read for it by then may be old.
    """

    name: str
    study_uid: str
    patient: str
    remote: str
    kinds: tuple[Kind, ...]
    state: JobState
    created: datetime
    changed: datetime
    files: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    tries: int = 0
    next_try: datetime | None = None
    since: datetime | None = None
    refused: bool = False
    reason: str = ""
    note: str = ""
    wishes: int = field(default=1, compare=False)

    @property
    def for_window(self) -> bool:
        """Whether a window must prepare it: a signed report is printed there, and nowhere else."""
        return self.state is JobState.ASKED and Kind.DOCUMENT in self.kinds


_JOB = TypeAdapter(Job)


class Outbox:
    """The folder and its jobs. Several processes may ask; one at a time sends.

    Parameters
    ----------
    folder
        Made if missing, readable by its owner only.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._read_before: dict[str, tuple[int, Job]] = {}
        with _disk(folder):
            private_folder(folder)

    def ask(self, study_uid: str, patient: str, remote: str, kinds: Sequence[Kind]) -> Job:
        """Note that results of a study shall go to a remote; returns when that is on disk.

        The same wish that still waits to be prepared is not noted twice; where it is being prepared
        just now, it is prepared once more.

        Raises
        ------
        StoreUnavailableError
            Where the disk refuses.
        """
        wanted = tuple(dict.fromkeys(kinds))
        now = datetime.now(UTC)
        with self._noting():
            for known in self.jobs():
                same = (known.study_uid, known.remote, known.kinds) == (study_uid, remote, wanted)
                job = self._now(known) if same else None
                if job is not None and job.state is JobState.ASKED:
                    return self._change(job, changed=job.changed, wishes=job.wishes + 1)
            name = f"{time.time_ns():020d}"
            job = Job(name, study_uid, patient, remote, wanted, JobState.ASKED, now, now)
            draft = self._folder / f"{_DRAFT}{name}"
            with _disk(self._folder):
                draft.mkdir(mode=0o700)
                write_whole(draft / _STATE, _JOB.dump_json(job))
                draft.rename(self._folder / name)
        return job

    def jobs(self) -> list[Job]:
        """Return all jobs, the oldest first. A folder whose state is damaged is listed as given up.

        Raises
        ------
        StoreUnavailableError
            Where the disk refuses.
        """
        with _disk(self._folder):
            folders = sorted(
                path for path in self._folder.iterdir() if path.is_dir() and path.name.isdigit()
            )
        found = []
        for folder in folders:
            job = self._read(folder)
            if job is not None:
                found.append(job)
        return found

    def prepared(self, job: Job, objects: Sequence[tuple[str, Dataset]], note: str) -> Job:
        """Keep the objects of a job; from then on they are what is sent, whatever changes.

        A job that was asked for again since it was read stays one that was asked for: its objects
        may tell of what was signed before.

        Parameters
        ----------
        job
            One that was asked for.
        objects
            Names of files and what is in them, in the order they shall be sent.
        note
            What was left out, and why; may be empty.
        """
        folder = self._folder / job.name
        with _disk(self._folder):
            for name, dataset in objects:
                content = BytesIO()
                dataset.save_as(content, enforce_file_format=True)
                write_whole(folder / name, content.getvalue())
        names = tuple(name for name, _ in objects)
        now = self._unless_asked_again(job, state=JobState.WAITING, files=names, note=note)
        if now.state is JobState.ASKED:
            with _disk(self._folder):
                for name in names:
                    self.path(job, name).unlink(missing_ok=True)
        return now

    def give_up(self, job: Job, reason: str) -> Job:
        """Note that a job will not be tried again by itself, and why; not if asked for again."""
        log.warning("results were given up")
        return self._unless_asked_again(job, state=JobState.GIVEN_UP, reason=reason, next_try=None)

    def retry(self, names: Sequence[str]) -> None:
        """Try jobs again at once, also given up ones, and with them what stands in their way."""
        jobs = self.jobs()
        remotes = {job.remote for job in jobs if job.name in names}
        for job in jobs:
            named = job.name in names and job.state is not JobState.SENT
            if named or (job.state is JobState.WAITING and job.remote in remotes):
                state = JobState.WAITING if job.files else JobState.ASKED
                self._change(job, state=state, tries=0, next_try=None, since=None, refused=False)

    def remove(self, names: Sequence[str]) -> None:
        """Forget jobs with their objects; what was sent stays where it is."""
        with _disk(self._folder):
            for name in names:
                if name.isdigit():
                    shutil.rmtree(self._folder / name, ignore_errors=True)

    def purge(self, study_uids: Sequence[str] | None) -> None:
        """Forget all jobs of these studies; None means of all."""
        if study_uids is None:
            with _disk(self._folder):
                for path in self._folder.iterdir():
                    if path.is_dir():
                        shutil.rmtree(path, ignore_errors=True)
            return
        gone = set(study_uids)
        self.remove([job.name for job in self.jobs() if job.study_uid in gone])

    def path(self, job: Job, name: str) -> Path:
        """Return where an object of a job lies."""
        return self._folder / job.name / name

    @contextlib.contextmanager
    def sending(self) -> Iterator[bool]:
        """Hold the right to prepare and send; gives False where another process has it."""
        lock = FileLock(self._folder / "sending.lock", timeout=0, mode=OWNER_FILE)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        except OSError as error:
            raise _refused(self._folder, error) from error
        try:
            yield True
        finally:
            lock.release()

    def due(self, now: datetime) -> list[Job]:
        """Return prepared jobs to send, the oldest of each remote that does not wait."""
        found: list[Job] = []
        blocked: set[str] = set()
        for job in self.jobs():
            if job.state is not JobState.WAITING or job.remote in blocked:
                continue
            ready = job.next_try is None or job.next_try <= now
            if ready or not job.refused:
                blocked.add(job.remote)
            if ready:
                found.append(job)
        return found

    def deliver(
        self, job: Job, send: Callable[[Sequence[Path], Callable[[Path], None]], None]
    ) -> Job:
        """Send what the remote does not have yet.

        Parameters
        ----------
        job
            One that waits.
        send
            Sends files in order and tells of each that was taken; see `send.send`.

        Returns
        -------
        Job
            As it is now: sent, waiting for another try, or given up.
        """
        left = [name for name in job.files if name not in job.sent]
        now = job

        def taken(file: Path) -> None:
            nonlocal now
            now = self._change(now, sent=(*now.sent, file.name))

        try:
            send([self.path(job, name) for name in left], taken)
        except RemoteError as error:
            return self.put_off(now, error)
        except MuraError as error:
            return self.give_up(now, str(error))
        if set(now.sent) != set(now.files):
            return now  # stopped in between; the rest follows
        done = self._change(now, state=JobState.SENT, tries=0, next_try=None, since=None, reason="")
        with _disk(self._folder):
            for name in done.files:
                self.path(done, name).unlink(missing_ok=True)
        return done

    def put_off(self, job: Job, error: RemoteError) -> Job:
        """Try a job again later, or give it up where it has failed for too long."""
        now = datetime.now(UTC)
        since = job.since or now
        refused = isinstance(error, NotTakenError)
        if refused and job.refused and job.tries + 1 >= MOST_REFUSALS:
            return self.give_up(job, f"{error} Given up after {MOST_REFUSALS} tries.")
        if now - since > PATIENCE:
            return self.give_up(job, f"{error} Given up after {PATIENCE.days} days.")
        pause = min(FIRST_PAUSE * 2 ** min(job.tries, 20), LONGEST_PAUSE)
        log.warning("results wait: try %d failed (%s)", job.tries + 1, type(error).__name__)
        return self._change(
            job,
            tries=job.tries + 1 if refused == job.refused else 1,
            next_try=now + pause,
            since=since,
            refused=refused,
            reason=str(error),
        )

    def tidy(self) -> None:
        """Remove what was sent long ago, and what a killed process left half made."""
        border = datetime.now(UTC) - KEPT
        sent = [job for job in self.jobs() if job.state is JobState.SENT]
        self.remove([job.name for job in sent if job.changed < border])
        self.remove([job.name for job in sent[:-MOST_KEPT]])
        with _disk(self._folder):
            for job in sent:
                for name in job.files:
                    self.path(job, name).unlink(missing_ok=True)
            for draft in self._folder.glob(f"{_DRAFT}*"):
                if time.time() - draft.stat().st_mtime > 60:
                    shutil.rmtree(draft, ignore_errors=True)

    @contextlib.contextmanager
    def _noting(self) -> Iterator[None]:
        """Change what depends on how a job is, alone among threads and processes."""
        turn = FileLock(self._folder / "noting.lock", mode=OWNER_FILE)
        with self._guard:
            with _disk(self._folder):
                turn.acquire()
            try:
                yield
            finally:
                turn.release()

    def _unless_asked_again(self, job: Job, **values: object) -> Job:
        with self._noting():
            now = self._now(job)
            if now is not None and now.wishes != job.wishes:
                return now
            return self._change(job, **values)

    def _now(self, job: Job) -> Job | None:
        """Read a job anew: clocks of file systems are too coarse to tell quick changes apart."""
        self._read_before.pop(job.name, None)
        return self._read(self._folder / job.name)

    def _read(self, folder: Path) -> Job | None:
        file = folder / _STATE
        try:
            changed = file.stat().st_mtime_ns
            known = self._read_before.get(folder.name)
            if known is not None and known[0] == changed:
                return known[1]
            job = _JOB.validate_json(file.read_bytes())
        except FileNotFoundError:
            return None  # being removed
        except OSError as error:
            raise _refused(self._folder, error) from error
        except ValidationError as error:
            log.error("a job of the outbox is damaged:\n%s", traced(error))
            return _damaged(folder)
        self._read_before[folder.name] = (changed, job)
        return job

    def _change(self, job: Job, **values: object) -> Job:
        values = {"changed": datetime.now(UTC), **values}
        changed = replace(job, **values)  # type: ignore[arg-type]
        folder = self._folder / job.name
        with _disk(self._folder):
            remove_drafts(folder / _STATE)
            # A job that was removed meanwhile does not come back.
            with contextlib.suppress(FileNotFoundError):
                write_whole(folder / _STATE, _JOB.dump_json(changed))
        self._read_before.pop(job.name, None)
        return changed


def _damaged(folder: Path) -> Job:
    """Stand in for a job whose note cannot be read, so that somebody hears of it."""
    made = datetime.fromtimestamp(int(folder.name) / 1e9, UTC)
    return Job(
        name=folder.name,
        study_uid="",
        patient="?",
        remote="?",
        kinds=(),
        state=JobState.GIVEN_UP,
        created=made,
        changed=made,
        reason=f"The note in {folder} is damaged. Remove it, then send the study again.",
    )


@contextlib.contextmanager
def _disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _refused(folder, error) from error


def _refused(folder: Path, error: OSError) -> StoreUnavailableError:
    return StoreUnavailableError(
        f"The outbox in {folder} cannot be used: {error.strerror or type(error).__name__}. Make "
        "room on that disk, or give access to it."
    )
