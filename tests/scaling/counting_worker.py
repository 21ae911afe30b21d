"""The program's worker with an engine that does arithmetic and notes every image it is given.

Called with the scheduler's address and the file for the notes. A white image ends the process, as a
file would that a library cannot stand.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mura_desktop import paths
from mura_desktop.assembly import Assembly, open_store
from mura_desktop.dicomio.outbox import Outbox
from mura_desktop.giving_back import GivingBack
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.inference.bundle import Bundle
from mura_desktop.inference.engine import RawScores
from mura_desktop.inference.scorer import Scorer
from mura_desktop.pipeline import Pipeline
from mura_desktop.settings import Settings, load_settings

SIDE = 32
PACE_S = 0.02
"""How long an image takes, so that there is a middle in which to kill."""
WHITE = 1.9
"""Least mean of a normalised image that ends the process."""


class Counting:
    """An engine whose logit is the mean of its input."""

    description = "counting"

    def __init__(self, notes: Path | None) -> None:
        self._notes = notes

    def run(self, inputs: npt.NDArray[np.float32]) -> RawScores:
        logits = inputs.mean(axis=(1, 2, 3))
        if self._notes is not None:
            time.sleep(PACE_S)
            if (logits > WHITE).any():
                os.kill(os.getpid(), signal.SIGKILL)
            with self._notes.open("a") as file:
                file.write(f"{os.getpid()}\n")
        return RawScores(logits, np.zeros((len(inputs), 2, 2), np.float32))

    def for_many(self) -> None:
        """Have no faster way for many views."""


def assembled(notes: Path | None, settings: Settings, weights: str = "weights") -> Assembly:
    """Put the program together with that engine."""
    from tests.networks import card_for

    file = paths.data_folder() / "model.onnx"
    file.write_text(weights)
    scorer = Scorer(Bundle(card_for(file, 0.0, SIDE), file.parent), Counting(notes))
    store = open_store(settings)
    decoder = Decoder(workers=1)
    pipeline = Pipeline(store, decoder, scorer, 30)
    giving_back = GivingBack(store, None, settings, Outbox(paths.outbox()))
    return Assembly(pipeline, decoder, store, scorer, None, None, settings, giving_back)


def main() -> None:
    scheduler, notes = sys.argv[1:]
    from mura_desktop.cli.scaling import worker
    from mura_desktop.scaling import work

    def assemble(_model: object, _patience: float, settings: Settings) -> Assembly:
        return assembled(Path(notes), settings)

    vars(work)["assemble"] = assemble
    assert load_settings().database is None, "it comes with the tasks"
    worker(scheduler)


if __name__ == "__main__":
    main()
