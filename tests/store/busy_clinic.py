"""A process that imports, scores, types drafts and signs until it is killed, and says what is safe.

What it prints was acknowledged: it must be there whatever happens next. Scores come from an engine
that does arithmetic instead of a network, because keeping is tested here; reading and decoding, the
pipeline and the store are the program's own. With ``--real`` the bundled model scores.
"""

from __future__ import annotations

import argparse
import itertools
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mura_desktop import paths
from mura_desktop.assembly import assemble
from mura_desktop.events import Scanned, Scored
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.inference.bundle import Bundle
from mura_desktop.inference.engine import RawScores
from mura_desktop.inference.scorer import Scorer
from mura_desktop.pipeline import Pipeline
from mura_desktop.store.keeper import Keeper
from mura_desktop.store.repository import Store
from mura_desktop.studies.model import Grouping, Study
from mura_desktop.studies.reads import Conclusion, Read

READER = "reader"
SIDE = 32


class Arithmetic:
    """An engine whose logit is the mean of its input; it gives the same on every machine."""

    description = "arithmetic"

    def run(self, inputs: npt.NDArray[np.float32]) -> RawScores:
        logits = inputs.mean(axis=(1, 2, 3))
        return RawScores(logits, np.zeros((len(inputs), 2, 2), np.float32))

    def for_many(self) -> None:
        """Have no faster way for many views."""


def scorer(folder: Path, model: str) -> Scorer:
    from tests.networks import card_for

    weights = folder / f"{model}.onnx"
    weights.write_text(model)
    return Scorer(Bundle(card_for(weights, 0.0, SIDE), folder), Arithmetic())


def say(*words: object) -> None:
    """Acknowledge, on a line of its own."""
    print(*words, flush=True)  # noqa: T201 - for the test that reads it


def read(keeper: Keeper, store: Store, study: Study, number: int) -> None:
    """Type a draft, then sign or amend it."""
    typed = Read(text=f"{number}")
    keeper.draft(study, READER, typed)
    if keeper.settle(60):
        say("draft", study.uid, number)
    versions = len(store.reads.history(study.uid))
    whole = replace(typed, conclusion=Conclusion.NORMAL)
    reason = "second look" if versions else ""
    signed = keeper.sign(study, READER, whole, after=versions, reason=reason).result(60)
    say("signed", study.uid, signed.version, number)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="a")
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--endless", action="store_true")
    given = parser.parse_args()
    if given.real:
        assembly = assemble()
        store, decoder, pipeline = assembly.store, assembly.decoder, assembly.pipeline
    else:
        store = Store(paths.database())
        decoder = Decoder(workers=1)
        pipeline = Pipeline(store, decoder, scorer(paths.data_folder(), given.model))
    keeper = Keeper(store.reads, heard=lambda text: say("trouble", text))
    numbers = itertools.count(store.audit.head().number)
    studies: tuple[Study, ...] = ()
    for event in pipeline.triage([given.folder], Grouping.FILE, threading.Event()):
        if isinstance(event, Scanned):
            studies = event.scan.studies
            say("scanned", len(studies), len(event.known))
        elif isinstance(event, Scored):
            say("scored", event.study.uid, repr(event.finding.score))
            if len(event.study.uid) % 3 == 0:
                read(keeper, store, event.study, next(numbers))
    say("done")
    for study in itertools.cycle(studies) if given.endless else ():
        read(keeper, store, study, next(numbers))
    keeper.close()
    decoder.close()
    store.close()


if __name__ == "__main__":
    main()
