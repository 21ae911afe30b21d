"""The job itself: find studies, read, score, explain, save. Knows no Qt and prints nothing."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from mura_desktop.errors import UnreadableFileError
from mura_desktop.events import (
    Event,
    NotScorable,
    Scanned,
    Scanning,
    Scored,
    Scoring,
    Unreadable,
)
from mura_desktop.imaging.decoder import Canvas, Decoder
from mura_desktop.imaging.model_input import PREPROCESSING, Normalisation, normalise
from mura_desktop.inference.scorer import Scorer
from mura_desktop.patience import patiently
from mura_desktop.pseudonyms import pseudonym
from mura_desktop.store.repository import Source, Store
from mura_desktop.studies.body_parts import scorable
from mura_desktop.studies.discovery import find_files
from mura_desktop.studies.grouping import group, without_duplicates
from mura_desktop.studies.model import (
    FileFacts,
    Finding,
    Grouping,
    NotScored,
    Scan,
    Study,
    View,
    ViewScore,
)

log = logging.getLogger(__name__)

HEADERS_A_TASK = 32
"""Files in one request for headers: enough to hide the cost of a request, few enough to cancel."""
HEADER_TASKS_AHEAD = 4
VIEWS_AHEAD = 6
"""Views that are decoded while one is scored; each waits as a small canvas."""
CANCEL_POLL_S = 0.1

_T = TypeVar("_T")


class Pipeline:
    """Joins reading, scoring and memory. One thread owns it and runs one job at a time.

    Parameters
    ----------
    store
        Where results are kept.
    decoder
        Reads headers and pixels in child processes.
    scorer
        The loaded model; None where scoring is off: studies are found and can be viewed.
    patience_s
        Seconds to wait for a disk that refuses; None waits until the job is cancelled.
    """

    def __init__(
        self,
        store: Store,
        decoder: Decoder,
        scorer: Scorer | None,
        patience_s: float | None = None,
    ) -> None:
        self._store = store
        self._decoder = decoder
        self._scorer = scorer
        self._source = Source("" if scorer is None else _card_hash(scorer), PREPROCESSING)
        self._patience_s = patience_s

    def triage(
        self, paths: Sequence[Path], grouping: Grouping, cancelled: threading.Event
    ) -> Iterator[Event]:
        """Open paths and score every study that has no score yet.

        A cancelled job just ends; what was scored is kept, and the next job goes on from there.

        Parameters
        ----------
        paths
            Files and folders.
        grouping
            How loose images become studies.
        cancelled
            Set from any thread to end the job within about a tenth of a second.

        Yields
        ------
        Event
            `Scanning` now and then, `Scanned` once, then for every study that is not yet known
            `Scoring` and one of `Scored`, `Unreadable` and `NotScorable`; `NotKept` and `Kept` in
            between, where the disk refuses for a while.

        Raises
        ------
        StoreError
            Where results cannot be read or kept.
        ModelError
            Where the engine fails.
        """
        try:
            yield from self._triage(paths, grouping, cancelled)
        except CancelledError:
            log.info("job cancelled")

    def _triage(
        self, paths: Sequence[Path], grouping: Grouping, cancelled: threading.Event
    ) -> Iterator[Event]:
        facts: list[FileFacts] = []
        not_scored: list[NotScored] = []
        seen = 0
        for batch in self._headers(paths, cancelled):
            for entry in batch:
                if isinstance(entry, NotScored):
                    not_scored.append(entry)
                else:
                    facts.append(entry)
            seen += len(batch)
            yield Scanning(seen)
        kept, copies = without_duplicates(facts)
        roots = [path.absolute() for path in paths]
        studies = group(kept, grouping, roots)
        reasons = _reasons_against(studies, kept)
        yield from patiently(partial(self._store.remember, studies), cancelled, self._patience_s)
        scorable_studies = [study for study in studies if study.uid not in reasons]
        remembered = yield from patiently(
            partial(self._remembered, scorable_studies), cancelled, self._patience_s
        )
        known = {
            study.uid: finding
            for study in studies
            if (finding := self._complete(study, remembered)) is not None
        }
        yield Scanned(Scan(studies, (*not_scored, *copies)), known)
        if self._scorer is None:
            return
        pending = [study for study in studies if study.uid not in known]
        total = len(pending)
        barred = [study for study in pending if study.uid in reasons]
        for done, study in enumerate(barred, start=1):
            yield NotScorable(study, reasons[study.uid], done, total)
        open_studies = [study for study in pending if study.uid not in reasons]
        yield from self._score(
            self._scorer, open_studies, remembered, len(barred), total, cancelled
        )

    def _headers(
        self, paths: Sequence[Path], cancelled: threading.Event
    ) -> Iterator[list[FileFacts | NotScored]]:
        """Walk and read headers, some requests ahead; order is that of the walk."""
        walk = find_files(paths, cancelled=cancelled.is_set)
        waiting: deque[tuple[Future[list[FileFacts | NotScored]], list[NotScored]]] = deque()
        while True:
            chunk = list(islice(walk, HEADERS_A_TASK))
            if chunk:
                files = [entry for entry in chunk if isinstance(entry, Path)]
                failed = [entry for entry in chunk if isinstance(entry, NotScored)]
                waiting.append((self._decoder.facts(files), failed))
            if len(waiting) > HEADER_TASKS_AHEAD or (waiting and not chunk):
                future, failed = waiting.popleft()
                yield [*failed, *_result(future, cancelled)]
            elif not chunk:
                return

    def _remembered(self, studies: Sequence[Study]) -> dict[str, tuple[ViewScore, datetime]]:
        if self._scorer is None:
            return {}
        views = list(chain.from_iterable(study.views for study in studies))
        found = self._store.known(views, self._source)
        return {uid: (entry.score, entry.created) for uid, entry in found.items()}

    def _complete(
        self, study: Study, remembered: Mapping[str, tuple[ViewScore, datetime]]
    ) -> Finding | None:
        """Return the finding of a study all of whose views are remembered."""
        if self._scorer is None or any(view.uid not in remembered for view in study.views):
            return None
        entries = [remembered[view.uid] for view in study.views]
        created = max(created for _, created in entries)
        return self._scorer.rule.finding(study, [score for score, _ in entries], created)

    def _score(
        self,
        scorer: Scorer,
        studies: Sequence[Study],
        remembered: Mapping[str, tuple[ViewScore, datetime]],
        done: int,
        total: int,
        cancelled: threading.Event,
    ) -> Iterator[Event]:
        ahead = self._decoded_ahead(scorer.card.input.size, studies, remembered)
        for number, study in enumerate(studies, start=done + 1):
            yield Scoring(study)
            scores: list[ViewScore] = []
            fresh: list[ViewScore] = []
            failed: list[NotScored] = []
            for view in study.views:
                if view.uid in remembered:
                    scores.append(remembered[view.uid][0])
                    continue
                try:
                    canvas = _result(next(ahead), cancelled)
                    _still_the_same(view)
                except UnreadableFileError as error:
                    failed.append(NotScored(view.path, error.reason))
                    continue
                fresh.append(_score_view(scorer, view, canvas))
                scores.append(fresh[-1])
            created = datetime.now(UTC)
            if scores:
                finding = scorer.rule.finding(study, scores, created)
                save = partial(self._store.save, study, finding, fresh, self._source)
                yield from patiently(save, cancelled, self._patience_s)
                yield Scored(study, finding, tuple(failed), number, total)
            else:
                yield Unreadable(study, tuple(failed), number, total)

    def _decoded_ahead(
        self,
        size: int,
        studies: Sequence[Study],
        remembered: Mapping[str, tuple[ViewScore, datetime]],
    ) -> Iterator[Future[Canvas]]:
        """Give the futures of all views to score in order, with the next ones already on the way.

        The rest is cancelled when the job ends early.
        """
        views = (view for study in studies for view in study.views if view.uid not in remembered)
        waiting: deque[Future[Canvas]] = deque()
        try:
            while True:
                for view in islice(views, VIEWS_AHEAD + 1 - len(waiting)):
                    waiting.append(self._decoder.canvas(view.path, view.format, size))
                if not waiting:
                    return
                yield waiting.popleft()
        finally:
            for future in waiting:
                future.cancel()


def _card_hash(scorer: Scorer) -> str:
    """Hash the whole card: it names the weights' hash, and a new calibration is a new score."""
    return hashlib.sha256(scorer.card.model_dump_json().encode()).hexdigest()


def _reasons_against(studies: Sequence[Study], facts: Sequence[FileFacts]) -> dict[str, str]:
    """Return why studies must not be scored, by study UID; one such view bars its study."""
    by_path = {fact.path: reason for fact in facts if (reason := scorable(fact)) is not None}
    return {
        study.uid: by_path[view.path]
        for study in studies
        for view in study.views
        if view.path in by_path
    }


def _still_the_same(view: View) -> None:
    """Make sure that the pixels just read are those of the file that was listed."""
    try:
        status = view.path.stat()
    except OSError as error:
        raise UnreadableFileError(view.path, f"has gone ({error.strerror})") from error
    if (status.st_size, status.st_mtime_ns) != (view.version.size, view.version.modified_ns):
        raise UnreadableFileError(view.path, "changed while it was read; open it again")


def _result(future: Future[_T], cancelled: threading.Event) -> _T:
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
            continue
    future.cancel()
    raise CancelledError


def _score_view(scorer: Scorer, view: View, canvas: Canvas) -> ViewScore:
    """Score one view by itself, so that its score never depends on what else is open."""
    given = scorer.card.input
    inputs = normalise(canvas.pixels[None], Normalisation(given.mean, given.std))
    ((score, activation),) = scorer.score(inputs)
    for warning in canvas.warnings:
        log.warning("view %s: %s", pseudonym(view.uid), warning)
    return ViewScore(view.uid, view.version, score, activation, canvas.warnings)
