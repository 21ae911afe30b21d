"""From what a user opens to the facts of files: walk, look inside archives, read headers."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import TypeVar

from mura_desktop.errors import StoreUnavailableError, UnreadableFileError
from mura_desktop.imaging.decoder import Decoder, Entry
from mura_desktop.store.headers import Headers
from mura_desktop.studies.discovery import find_files
from mura_desktop.studies.grouping import group, possible_copies, without_duplicates
from mura_desktop.studies.model import (
    Container,
    FileFacts,
    FileVersion,
    Grouping,
    NotScored,
    Study,
)

log = logging.getLogger(__name__)

HEADERS_A_TASK = 32
"""Files in one request for headers: enough to hide the cost of a request, few enough to cancel."""
HEADER_TASKS_AHEAD = 4
FILES_A_QUESTION = 512
"""Files in one question to the store; the first are smaller, so that reading begins at once."""
FIRST_FILES = 64
"""Files that are read before a first part of a large folder is worth listing."""
CANCEL_POLL_S = 0.1

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Answer:
    """Which files the store was asked for, as they are now, and what it knew of them."""

    asked: Mapping[Path, FileVersion]
    known: Mapping[Path, FileFacts]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Files of one request: what the store said of these and others, and what is read."""

    files: Sequence[Path]
    answer: _Answer
    reading: Future[list[Entry]] | None


class Intake:
    """Reads the headers of everything that lies below some paths. For one job.

    Parameters
    ----------
    decoder
        Reads headers in child processes.
    cancelled
        Set from any thread to end the job within about a tenth of a second.
    headers
        What is known from earlier of files that have not changed; None reads all.
    """

    def __init__(
        self, decoder: Decoder, cancelled: threading.Event, headers: Headers | None = None
    ) -> None:
        self._decoder = decoder
        self._cancelled = cancelled
        self._headers = headers
        self._at_once = HEADERS_A_TASK
        self._answered: deque[tuple[Sequence[Path], _Answer]] = deque()
        self._waiting: deque[_Chunk] = deque()
        self._asked: set[Path] = set()
        self._opened: deque[Path | NotScored] = deque()
        self._facts: list[FileFacts] = []
        self._fresh: list[FileFacts] = []
        self._read = 0
        self._not_scored: list[NotScored] = []

    def read(self, paths: Sequence[Path]) -> Iterator[int]:
        """Read all headers; `facts` and `not_scored` hold what was found.

        Archives and DICOMDIR are opened like folders; no file is read twice.

        Yields
        ------
        int
            Files looked at so far.

        Raises
        ------
        CancelledError
            Where the job was cancelled.
        """
        walk = find_files(paths, cancelled=self._cancelled.is_set)
        waiting = self._waiting
        seen = 0
        while True:
            if not self._answered:
                self._ask(walk)
            all_begun = not self._answered
            if not all_begun:
                waiting.append(self._begin(*self._answered.popleft()))
            if len(waiting) > HEADER_TASKS_AHEAD or (waiting and all_begun):
                chunk = waiting.popleft()
                self._take(chunk)
                seen += len(chunk.files)
                yield seen
            elif all_begun:
                return

    def facts(self) -> tuple[FileFacts, ...]:
        """Return the images that were found; copies are set apart and listed as not scored.

        Raises
        ------
        CancelledError
            Where the job was cancelled.
        """
        asked = [(fact, self._decoder.digest(fact.path)) for fact in possible_copies(self._facts)]
        digests: dict[Path, str] = {}
        for fact, future in asked:
            try:
                digests[fact.path] = result(future, self._cancelled)
            except UnreadableFileError:
                continue  # no copy then; what is wrong is said when its pixels are read
        kept, copies = without_duplicates(self._facts, digests)
        self._not_scored += copies
        return kept

    @property
    def has_much_to_read(self) -> bool:
        """Whether many files were read while `read` has come this far, and many still are."""
        return len(self._waiting) >= HEADER_TASKS_AHEAD and self._read >= FIRST_FILES

    def first_studies(self, grouping: Grouping, roots: Sequence[Path]) -> tuple[Study, ...]:
        """Return studies that are whole, as far as can be told before all is read.

        In most archives a study lies in folders of its own. So those count as whole that have no
        file in the folder that was read last. Files that may be copies are left for later.
        """
        if not self._facts:
            return ()
        doubtful = {fact.path for fact in possible_copies(self._facts)}
        last = self._facts[-1].path.parent
        return tuple(
            study
            for study in group(self._facts, grouping, roots)
            if all(view.path.parent != last and view.path not in doubtful for view in study.views)
        )

    @property
    def not_scored(self) -> tuple[NotScored, ...]:
        """Files that are no image, with the reason."""
        return tuple(self._not_scored)

    def fresh(self, least: int = 1) -> tuple[FileFacts, ...]:
        """Return facts that were read from files since the last call, to be known the next time.

        Parameters
        ----------
        least
            Fewer are left for a later call.
        """
        if len(self._fresh) < least:
            return ()
        fresh, self._fresh = tuple(self._fresh), []
        return fresh

    def _ask(self, walk: Iterator[Path | NotScored]) -> None:
        """Ask the store for the next files."""
        files = self._next_files(walk)
        self._at_once = min(2 * self._at_once, FILES_A_QUESTION)
        versions = {path: version for path in files if (version := _version(path)) is not None}
        answer = _Answer(versions, self._known(versions))
        self._answered.extend(
            (files[start : start + HEADERS_A_TASK], answer)
            for start in range(0, len(files), HEADERS_A_TASK)
        )

    def _next_files(self, walk: Iterator[Path | NotScored]) -> list[Path]:
        """Return the next files to read: those in containers first, then those of the walk."""
        files: list[Path] = []
        while len(files) < self._at_once:
            entry = self._opened.popleft() if self._opened else next(walk, None)
            if entry is None:
                break
            if isinstance(entry, NotScored):
                self._not_scored.append(entry)
            elif entry not in self._asked:
                self._asked.add(entry)
                files.append(entry)
        return files

    def _begin(self, files: Sequence[Path], answer: _Answer) -> _Chunk:
        """Begin to read those that the store does not know."""
        others = [path for path in files if path not in answer.known]
        return _Chunk(files, answer, self._decoder.facts(others) if others else None)

    def _known(self, versions: Mapping[Path, FileVersion]) -> dict[Path, FileFacts]:
        """Return what the store knows; where it cannot say, the files themselves are read."""
        if self._headers is None:
            return {}
        try:
            return self._headers.known(versions)
        except StoreUnavailableError as error:
            log.warning("all headers are read: %s", type(error.__cause__ or error).__name__)
            self._headers = None
            return {}

    def _take(self, chunk: _Chunk) -> None:
        read = [] if chunk.reading is None else result(chunk.reading, self._cancelled)
        entries = iter(read)
        for path in chunk.files:
            known = chunk.answer.known.get(path)
            entry = next(entries) if known is None else known
            if isinstance(entry, Container):
                self._opened.extend(entry.members)
                self._not_scored += entry.not_scored
            elif isinstance(entry, NotScored):
                self._not_scored.append(entry)
            else:
                self._facts.append(entry)
                if known is None and path in chunk.answer.asked:
                    self._read += 1
                    self._fresh.append(entry)


def _version(path: Path) -> FileVersion | None:
    """Return the version of a file on disk; None where it lies in an archive, or cannot be seen."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None  # whoever reads it says what is wrong
    return FileVersion(status.st_size, status.st_mtime_ns) if S_ISREG(status.st_mode) else None


def result(future: Future[_T], cancelled: threading.Event) -> _T:
    """Wait for a future, but no longer than until the job is cancelled.

    Raises
    ------
    CancelledError
        Where the job was cancelled.
    """
    while not cancelled.is_set():
        try:
            return future.result(timeout=CANCEL_POLL_S)
        except FutureTimeoutError:
            if future.done():
                raise
            continue
    future.cancel()
    raise CancelledError
