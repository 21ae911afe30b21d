"""The job itself: find studies, read, score, explain, save. Knows no Qt and prints nothing."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path

from mura_desktop.events import (
    Arrived,
    Event,
    NotScorable,
    Scanned,
    Scanning,
    Scored,
    Scoring,
    Unreadable,
)
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.imaging.model_input import PREPROCESSING
from mura_desktop.inference.card import Card
from mura_desktop.inference.engine import Precision
from mura_desktop.inference.scorer import Scorer
from mura_desktop.intake import Intake
from mura_desktop.patience import patiently
from mura_desktop.regrouping import Regrouping
from mura_desktop.scoring_queue import Canvases, ScoringQueue
from mura_desktop.store.repository import Source, Store
from mura_desktop.studies.grouping import group
from mura_desktop.studies.model import (
    FileFacts,
    Finding,
    Grouping,
    NotScored,
    Scan,
    Study,
    ViewScore,
)
from mura_desktop.turn import Turn, not_scored

log = logging.getLogger(__name__)

HEADERS_AT_ONCE = 1000
"""Headers that are read before they are kept: as many are read again after an interruption."""
MANY_STUDIES = 30
"""So many take long enough that it pays to open the engine once more, which takes a second."""
FIRST_STUDIES = 3
"""Studies of a large folder that are scored before the rest of it is read."""


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
    lists_early
        Whether a first part of a large folder is listed, and a little of it scored, before all of
        it is read: for someone who looks on.
    """

    def __init__(
        self,
        store: Store,
        decoder: Decoder,
        scorer: Scorer | None,
        patience_s: float | None = None,
        *,
        lists_early: bool = False,
    ) -> None:
        self._store = store
        self._decoder = decoder
        self._scorer = scorer
        self._source = (
            Source("", PREPROCESSING)
            if scorer is None
            else source_of(scorer.card, scorer.precision)
        )
        self._patience_s = patience_s
        self._lists_early = lists_early
        self._in_view = ""

    @property
    def source(self) -> Source:
        """What the store keeps this model's scores under."""
        return self._source

    def prefer(self, study_uid: str) -> None:
        """Score this study next, because somebody waits for it; from any thread, empty for none."""
        self._in_view = study_uid

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
            between, where the disk refuses for a while. With `lists_early`, a large folder brings a
            `Scanned` of a part first, and the same of a few of its studies.

        Raises
        ------
        StoreError
            Where results cannot be read or kept.
        ModelError
            Where the engine fails.
        """
        try:
            intake = Intake(self._decoder, cancelled, self._store.headers)
            roots = [path.absolute() for path in paths]
            first: Sequence[Study] | None = None if self._lists_early else ()
            for seen in intake.read(paths):
                yield Scanning(seen)
                yield from self._keep(intake.fresh(HEADERS_AT_ONCE), cancelled)
                if first is None and intake.has_much_to_read:
                    first = intake.first_studies(grouping, roots)
                    if first:
                        listing = partial(Scanned, part=True)
                        yield from self._list_and_score(
                            listing, first, (), cancelled, most=FIRST_STUDIES
                        )
            studies = group(intake.facts(), grouping, roots)
            fresh = intake.fresh()
            listing = partial(Scanned, again=bool(first))
            for event in self._list_and_score(listing, studies, intake.not_scored, cancelled):
                yield event
                if fresh and isinstance(event, Scored | Unreadable):  # somebody waits for these
                    yield from self._keep(fresh, cancelled)
                    fresh = ()
            yield from self._keep(fresh, cancelled)
        except CancelledError:
            log.info("job cancelled")

    def arrive(
        self, paths: Sequence[Path], folder: Path, cancelled: threading.Event
    ) -> Iterator[Event]:
        """List and score the studies that files in a watched folder belong to.

        A study that has grown is put together anew, with the views that it had before, and is
        scored as a whole; of its views only the new ones are computed.

        Parameters
        ----------
        paths
            Whole files that are new or have changed.
        folder
            The watched folder. Loose images that lie in it are studies of their own, because they
            may be of several patients; those of a sub-folder belong together as always.
        cancelled
            As in `triage`.

        Yields
        ------
        Event
            `Arrived` once, then as in `triage`.

        Raises
        ------
        StoreError, ModelError
            As in `triage`.
        """
        try:
            regrouping = Regrouping(self._decoder, self._store, paths, folder)
            yield from patiently(partial(regrouping.read, cancelled), cancelled, self._patience_s)
            yield from self._list_and_score(
                Arrived, regrouping.studies, regrouping.not_scored, cancelled
            )
        except CancelledError:
            log.info("job cancelled")

    def find(
        self,
        paths: Sequence[Path],
        grouping: Grouping,
        roots: Sequence[Path],
        cancelled: threading.Event,
    ) -> Scan:
        """Find the studies in a part of what was opened; keeps and scores nothing.

        Parameters
        ----------
        paths
            Files and folders to read.
        grouping, roots
            See `group`.
        cancelled
            As in `triage`.

        Raises
        ------
        CancelledError
            Where the job was cancelled.
        """
        intake = Intake(self._decoder, cancelled)
        for _ in intake.read(paths):
            continue
        return Scan(group(intake.facts(), grouping, roots), intake.not_scored)

    def score(self, studies: Sequence[Study], cancelled: threading.Event) -> Iterator[Event]:
        """Score studies that were found before; yields and raises as `triage` does."""
        try:
            yield from self._list_and_score(Scanned, studies, (), cancelled)
        except CancelledError:
            log.info("job cancelled")

    def _keep(self, facts: Sequence[FileFacts], cancelled: threading.Event) -> Iterator[Event]:
        if facts:
            keep = partial(self._store.headers.keep, facts)
            yield from patiently(keep, cancelled, self._patience_s)

    def _list_and_score(
        self,
        listing: Callable[..., Scanned | Arrived],
        studies: Sequence[Study],
        not_scored: Sequence[NotScored],
        cancelled: threading.Event,
        most: int | None = None,
    ) -> Iterator[Event]:
        """List studies, and score those that have no score; at most so many, None for all."""
        reasons = {
            study.uid: study.views[0].not_scored for study in studies if not study.scorable_views
        }
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
        left_out = (*not_scored, *_left_out(studies))
        uids = [study.uid for study in studies]
        since, reading = yield from patiently(
            lambda: (self._store.first_seen(uids), self._store.reads.progress(uids)),
            cancelled,
            self._patience_s,
        )
        yield listing(Scan(tuple(studies), left_out), known, since, reading)
        if self._scorer is None:
            return
        pending = [study for study in studies if study.uid not in known]
        barred = [study for study in pending if study.uid in reasons]
        open_studies = [study for study in pending if study.uid not in reasons][:most]
        total = len(barred) + len(open_studies)
        for done, study in enumerate(barred, start=1):
            yield NotScorable(study, reasons[study.uid], done, total)
        yield from self._score(
            self._scorer, open_studies, remembered, len(barred), total, cancelled
        )

    def _remembered(self, studies: Sequence[Study]) -> dict[str, tuple[ViewScore, datetime]]:
        if self._scorer is None:
            return {}
        views = list(chain.from_iterable(study.scorable_views for study in studies))
        found = self._store.known(views, self._source)
        return {uid: (entry.score, entry.created) for uid, entry in found.items()}

    def _complete(
        self, study: Study, remembered: Mapping[str, tuple[ViewScore, datetime]]
    ) -> Finding | None:
        """Return the finding of a study all of whose views are remembered."""
        views = study.scorable_views
        if self._scorer is None or not views or any(view.uid not in remembered for view in views):
            return None
        entries = [remembered[view.uid] for view in views]
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
        queue = ScoringQueue(studies, partial(self._decode, scorer, remembered), self._preferred)
        begun: Turn | None = None
        with closing(queue.__iter__()) as turns:
            for number, (study, canvases) in enumerate(turns, start=done + 1):
                waited_for = study.uid == self._in_view or not queue.is_backlog(canvases)
                if begun is not None and waited_for:
                    yield from self._finish(scorer, begun, total, cancelled)
                    begun = None
                yield Scoring(study)
                turn = Turn(study, number)
                try:
                    turn.begin(scorer, canvases, remembered, cancelled, waited_for=waited_for)
                except CancelledError:
                    if begun is not None and begun.is_scored:
                        yield from self._finish(scorer, begun, total, cancelled)
                    raise
                if begun is not None:
                    yield from self._finish(scorer, begun, total, cancelled)
                begun = turn
                if begun.is_scored:
                    yield from self._finish(scorer, begun, total, cancelled)
                    begun = None
                    if len(studies) >= MANY_STUDIES:
                        scorer.expect_many()
        if begun is not None:
            yield from self._finish(scorer, begun, total, cancelled)

    def _finish(
        self, scorer: Scorer, turn: Turn, total: int, cancelled: threading.Event
    ) -> Iterator[Event]:
        study = turn.study
        scored = turn.finish()
        created = datetime.now(UTC)
        if scored.views:
            finding = scorer.rule.finding(study, scored.views, created)
            save = partial(self._store.save, study, finding, scored.fresh, self._source)
            yield from patiently(save, cancelled, self._patience_s)
            yield Scored(study, finding, scored.failed, turn.number, total)
        else:
            yield Unreadable(study, scored.failed, turn.number, total)

    def _preferred(self) -> str:
        return self._in_view

    def _decode(
        self, scorer: Scorer, remembered: Mapping[str, tuple[ViewScore, datetime]], study: Study
    ) -> Canvases:
        """Ask for the canvases of a study's views that have no score yet."""
        size = scorer.card.input.size
        return {
            view.uid: self._decoder.canvas(view.path, view.format, size, view.frame)
            for view in study.scorable_views
            if view.uid not in remembered
        }


def source_of(card: Card, precision: Precision = Precision.SINGLE) -> Source:
    """Return under which name scores of a model are kept.

    The whole card is hashed: it names the weights' hash, and a new calibration is a new score, as
    another precision is.
    """
    words = card.model_dump_json() + precision
    return Source(hashlib.sha256(words.encode()).hexdigest(), PREPROCESSING)


def _left_out(studies: Sequence[Study]) -> list[NotScored]:
    """List views that are not scored although others of their study are."""
    return [
        not_scored(view, view.not_scored)
        for study in studies
        for view in study.views
        if view.not_scored and study.scorable_views
    ]
