"""A study's turn to be scored: its views are begun, and finished when something needs them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.decoder import CHANGED, Canvas
from mura_desktop.imaging.model_input import Normalisation, normalise
from mura_desktop.inference.scorer import Scorer
from mura_desktop.intake import result
from mura_desktop.pseudonyms import pseudonym
from mura_desktop.scoring_queue import Canvases
from mura_desktop.studies.model import ActivationMap, NotScored, Study, View, ViewScore

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScoredViews:
    """What became of a study's views.

    Attributes
    ----------
    views
        Scores, in the order of the views.
    fresh
        Those of them that were not remembered.
    failed
        Views that could not be scored, and why.
    """

    views: list[ViewScore]
    fresh: list[ViewScore]
    failed: tuple[NotScored, ...]


@dataclass(slots=True)
class Turn:
    """One study on its way through the engine.

    Attributes
    ----------
    study
        Whose turn it is.
    number
        Of the turn, counted from 1.
    """

    study: Study
    number: int
    _views: list[ViewScore | _Begun] = field(default_factory=list)
    _failed: list[NotScored] = field(default_factory=list)

    def begin(
        self,
        scorer: Scorer,
        canvases: Canvases,
        remembered: Mapping[str, tuple[ViewScore, datetime]],
        cancelled: threading.Event,
        *,
        waited_for: bool,
    ) -> None:
        """Give each view to the engine as soon as it is decoded.

        Every view is scored by itself, so that its score never depends on what else is open.

        Raises
        ------
        CancelledError
            Where the job was cancelled.
        ModelError
            Where the engine fails.
        """
        given = scorer.card.input
        normalisation = Normalisation(given.mean, given.std)
        for view in self.study.scorable_views:
            if view.uid in remembered:
                self._views.append(remembered[view.uid][0])
                continue
            try:
                canvas = _usable(view, result(canvases[view.uid], cancelled))
            except UnreadableFileError as error:
                self._failed.append(not_scored(view, error.reason))
                continue
            inputs = normalise(canvas.pixels[None], normalisation)
            begun = scorer.begin(inputs, waited_for=waited_for)
            self._views.append(_Begun(view, (*view.remarks, *canvas.warnings), begun))

    @property
    def is_scored(self) -> bool:
        """Whether `finish` need not wait."""
        return all(view.score.done() for view in self._views if isinstance(view, _Begun))

    def finish(self) -> ScoredViews:
        """Wait for the scores.

        Raises
        ------
        ModelError
            Where the engine failed.
        """
        views, fresh = [], []
        for view in self._views:
            if isinstance(view, _Begun):
                fresh.append(view.finish())
                views.append(fresh[-1])
            else:
                views.append(view)
        return ScoredViews(views, fresh, tuple(self._failed))


@dataclass(frozen=True, slots=True)
class _Begun:
    """A view that the engine has."""

    view: View
    warnings: tuple[str, ...]
    score: Future[list[tuple[float, ActivationMap]]]

    def finish(self) -> ViewScore:
        ((score, activation),) = self.score.result()
        for warning in self.warnings:
            log.warning("view %s: %s", pseudonym(self.view.uid), warning)
        return ViewScore(self.view.uid, self.view.version, score, activation, self.warnings)


def not_scored(view: View, reason: str) -> NotScored:
    """Say why a view has no score, and which of its file it is where there are several."""
    return NotScored(view.path, reason if view.frame == 1 else f"image {view.frame}: {reason}")


def _usable(view: View, canvas: Canvas) -> Canvas:
    """Make sure that the pixels are those of the file that was listed, enough, and numbers."""
    if canvas.version != view.version:
        raise UnreadableFileError(view.path, CHANGED)
    if canvas.not_scored:
        raise UnreadableFileError(view.path, canvas.not_scored)
    if not np.isfinite(canvas.pixels).all():  # of which some engines make a score all the same
        raise UnreadableFileError(view.path, "holds pixel values that are not numbers")
    return canvas
