"""What every engine does: one forward pass, a logit and an activation map for each view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt


class Precision(StrEnum):
    """In what numbers an engine multiplies."""

    SINGLE = "single"
    EIGHT_BIT = "8 bit"


@dataclass(frozen=True, slots=True, eq=False)
class RawScores:
    """Output of one forward pass.

    Attributes
    ----------
    logits
        Shape ``(n,)``, float32, uncalibrated.
    maps
        Shape ``(n, rows, columns)``, float32. Grad-CAM (Selvaraju 2017, arXiv 1610.02391) of the
        logit on the last feature maps, negative values cut, divided by its maximum: 0 to 1, all 0
        where nothing is positive.
    """

    logits: npt.NDArray[np.float32]
    maps: npt.NDArray[np.float32]


def one_line(error: Exception) -> str:
    """Return a runtime's complaint, which may run over a page, as one line of bearable length."""
    text = " ".join(str(error).split())
    return text if len(text) <= 300 else f"{text[:300]}..."


class Engine(Protocol):
    """Runs one loaded model. Not thread-safe: one thread owns it, unless it has streams."""

    @property
    def description(self) -> str:
        """Runtime, version and device, such as ``"OpenVINO 2026.4 on CPU"``."""

    def run(self, inputs: npt.NDArray[np.float32]) -> RawScores:
        """Score a batch.

        Parameters
        ----------
        inputs
            Shape ``(n, size, size, 3)``, float32, normalised as the card says.

        Raises
        ------
        ModelError
            Where the runtime fails on this machine.
        """

    def for_many(self) -> StreamingEngine | None:
        """Load the same model once more, to score many views side by side.

        May be called from a thread of its own, and takes about a second. None where this engine
        would score them no faster.

        Raises
        ------
        ModelError
            Where the runtime refuses.
        """


class StreamingEngine(Engine, Protocol):
    """Scores views side by side, which takes longer for each and less for all of them."""

    @property
    def streams(self) -> int:
        """Threads that may call `run` at the same time."""
