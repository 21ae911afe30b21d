"""From what a user opens to the facts of files: walk, look inside archives, read headers."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from typing import TypeVar

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.decoder import Decoder, Entry
from mura_desktop.studies.discovery import find_files
from mura_desktop.studies.grouping import possible_copies, without_duplicates
from mura_desktop.studies.model import Container, FileFacts, NotScored

HEADERS_A_TASK = 32
"""Files in one request for headers: enough to hide the cost of a request, few enough to cancel."""
HEADER_TASKS_AHEAD = 4
CANCEL_POLL_S = 0.1

_T = TypeVar("_T")


class Intake:
    """Reads the headers of everything that lies below some paths. For one job.

    Parameters
    ----------
    decoder
        Reads headers in child processes.
    cancelled
        Set from any thread to end the job within about a tenth of a second.
    """

    def __init__(self, decoder: Decoder, cancelled: threading.Event) -> None:
        self._decoder = decoder
        self._cancelled = cancelled
        self._asked: set[Path] = set()
        self._opened: deque[Path | NotScored] = deque()
        self._facts: list[FileFacts] = []
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
        waiting: deque[Future[list[Entry]]] = deque()
        seen = 0
        while True:
            chunk = self._next_files(walk)
            if chunk:
                waiting.append(self._decoder.facts(chunk))
            if len(waiting) > HEADER_TASKS_AHEAD or (waiting and not chunk):
                entries = result(waiting.popleft(), self._cancelled)
                self._sort(entries)
                seen += len(entries)
                yield seen
            elif not chunk:
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
    def not_scored(self) -> tuple[NotScored, ...]:
        """Files that are no image, with the reason."""
        return tuple(self._not_scored)

    def _next_files(self, walk: Iterator[Path | NotScored]) -> list[Path]:
        """Return the next files to read: those in containers first, then those of the walk."""
        chunk: list[Path] = []
        while len(chunk) < HEADERS_A_TASK:
            entry = self._opened.popleft() if self._opened else next(walk, None)
            if entry is None:
                break
            if isinstance(entry, NotScored):
                self._not_scored.append(entry)
            elif entry not in self._asked:
                self._asked.add(entry)
                chunk.append(entry)
        return chunk

    def _sort(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if isinstance(entry, Container):
                self._opened.extend(entry.members)
                self._not_scored += entry.not_scored
            elif isinstance(entry, NotScored):
                self._not_scored.append(entry)
            else:
                self._facts.append(entry)


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
