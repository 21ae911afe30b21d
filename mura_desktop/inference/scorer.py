"""From model input to calibrated scores: what the pipeline asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial

import numpy as np
import numpy.typing as npt

from mura_desktop.errors import ModelError
from mura_desktop.inference.bundle import Bundle
from mura_desktop.inference.card import Calibration, Card, Input
from mura_desktop.inference.check import check_engine
from mura_desktop.inference.engine import Engine, Precision, RawScores
from mura_desktop.inference.opening import OpeningEngine
from mura_desktop.inference.side_by_side import SideBySide
from mura_desktop.studies.model import ActivationMap
from mura_desktop.studies.triage import Thresholds, TriageRule, with_site_thresholds


class Scorer:
    """A loaded model. Not thread-safe: one thread owns it.

    Parameters
    ----------
    bundle
        The checked bundle.
    engine
        An engine that runs the bundle's weights.
    thresholds
        The site's own bands by body part, over those of the card.
    precision
        Which of the bundle's files the engine runs.
    """

    def __init__(
        self,
        bundle: Bundle,
        engine: Engine,
        thresholds: Mapping[str, Thresholds] | None = None,
        precision: Precision = Precision.SINGLE,
    ) -> None:
        self._card = bundle.card
        self.precision = precision
        self._rule = with_site_thresholds(bundle.card.rule(precision), thresholds or {})
        self._engine = engine
        self._many = SideBySide(
            engine, partial(check_engine, card=bundle.card, precision=precision)
        )

    @property
    def card(self) -> Card:
        """The model's card."""
        return self._card

    @property
    def rule(self) -> TriageRule:
        """How the scores of views become a finding."""
        return self._rule

    def retune(self, thresholds: Mapping[str, Thresholds]) -> TriageRule:
        """Take a site's own bands over those of the card from now on, and return the new rule.

        May be called from another thread: a study is banded by the old rule or by the new one.
        """
        self._rule = with_site_thresholds(self._card.rule(self.precision), thresholds)
        return self._rule

    @property
    def engine_description(self) -> str:
        """Runtime, version, device, and precision where it is not single."""
        fast = self.precision is Precision.EIGHT_BIT
        return self._engine.description + (", 8 bit" if fast else "")

    def when_open(self, tell: Callable[[str, str], object]) -> None:
        """Tell, from any thread, what runs the model: its description, or why nothing does.

        Parameters
        ----------
        tell
            Called once with the description and an empty text, or with an empty text and the
            reason; at once where the engine is open already.
        """
        if not isinstance(self._engine, OpeningEngine):
            tell(self.engine_description, "")
            return

        def opened(engine: Future[Engine]) -> None:
            error = engine.exception()
            if error is None:
                tell(self.engine_description, "")
            else:
                tell("", str(error))

        self._engine.opened.add_done_callback(opened)

    def close(self) -> None:
        """Free the engine; nothing is scored afterwards."""
        self._many.close()
        if isinstance(self._engine, OpeningEngine):
            self._engine.close()

    def expect_many(self) -> None:
        """Prepare, beside whatever is scored now, to score many views; returns at once."""
        self._many.open()

    def begin(
        self, inputs: npt.NDArray[np.float32], *, waited_for: bool
    ) -> Future[list[tuple[float, ActivationMap]]]:
        """Score views beside others, where that is prepared and gains time, else right now.

        Parameters
        ----------
        inputs
            As in `score`.
        waited_for
            Whether these views alone count: then the whole processor scores them.

        Returns
        -------
        Future
            Gives or raises what `score` does; done already where the views were scored right now.

        Raises
        ------
        ValueError, ModelError
            As `score`, where the views were scored right now.
        """
        if self._many.is_open and not waited_for:
            return self._many.run(partial(self._score, inputs=inputs))
        done: Future[list[tuple[float, ActivationMap]]] = Future()
        done.set_result(self.score(inputs))
        return done

    def score(self, inputs: npt.NDArray[np.float32]) -> list[tuple[float, ActivationMap]]:
        """Score views.

        Parameters
        ----------
        inputs
            Shape ``(n, size, size, 3)``, float32, normalised as the card says.

        Returns
        -------
        list of tuple
            For each view the calibrated probability, 0 to 1, and its activation map.

        Raises
        ------
        ValueError
            Where the inputs have another shape, or values that are not finite.
        ModelError
            Where the engine fails or gives values that are not numbers.
        """
        return self._score(self._engine, inputs)

    def _score(
        self, engine: Engine, inputs: npt.NDArray[np.float32]
    ) -> list[tuple[float, ActivationMap]]:
        size = self._card.input.size
        if inputs.ndim != 4 or inputs.shape[1:] != (size, size, 3):
            raise ValueError(f"the model takes (n, {size}, {size}, 3), not {inputs.shape}")
        if len(inputs) == 0:
            return []
        if not np.isfinite(inputs).all():  # of which some engines make a score all the same
            raise ValueError("the model takes finite values only")
        raw = run_as_the_card_says(engine, self._card.input, inputs)
        if not (np.isfinite(raw.logits).all() and np.isfinite(raw.maps).all()):
            raise ModelError(
                f"{engine.description} gave values that are not numbers. Start again; if it "
                "goes on, choose another engine."
            )
        scores = calibrated(raw.logits, self._card.calibration)
        return [
            (float(score), ActivationMap(len(grid), len(grid[0]), tuple(map(float, grid.ravel()))))
            for score, grid in zip(scores, raw.maps, strict=True)
        ]


def run_as_the_card_says(
    engine: Engine, expected: Input, inputs: npt.NDArray[np.float32]
) -> RawScores:
    """Run views, and their left-right mirror images where the card asks for both.

    Logits are averaged; maps too, after mirroring back, and divided by their maximum again.
    """
    straight = engine.run(np.ascontiguousarray(inputs, dtype=np.float32))
    if not expected.mirrored:
        return straight
    mirrored = engine.run(np.ascontiguousarray(inputs[:, :, ::-1], dtype=np.float32))
    maps = (straight.maps + mirrored.maps[:, :, ::-1]) / 2
    hottest = maps.max(axis=(1, 2), keepdims=True)
    scaled = np.divide(maps, hottest, out=np.zeros_like(maps), where=hottest > 0)
    logits = (straight.logits + mirrored.logits) / 2
    return RawScores(logits.astype(np.float32), scaled.astype(np.float32))


def calibrated(
    logits: npt.NDArray[np.floating], calibration: Calibration
) -> npt.NDArray[np.float64]:
    """Return probabilities ``(n,)``, 0 to 1, of logits ``(n,)``; see `Calibration`."""
    scaled = calibration.slope * logits.astype(np.float64) + calibration.intercept
    small = np.exp(-np.abs(scaled))  # never overflows, and keeps the order of tiny probabilities
    return np.asarray(np.where(scaled >= 0, 1, small) / (1 + small), dtype=np.float64)
