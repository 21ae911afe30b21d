"""How work grows with the folder: finding, grouping, keeping and listing of many small studies.

The engine does arithmetic here, because all but the network is measured; `benchmarks.folder` has
the network.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import psutil
from PIL import Image

from benchmarks.folder import run
from benchmarks.results import Limit, Row
from mura_desktop import paths
from mura_desktop.events import Scored
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.engine import RawScores
from mura_desktop.inference.scorer import Scorer
from mura_desktop.pipeline import Pipeline
from mura_desktop.store.repository import Store
from mura_desktop.studies.model import Grouping


class Arithmetic:
    """An engine that takes the mean."""

    description = "arithmetic"

    def run(self, inputs: npt.NDArray[np.float32]) -> RawScores:
        """Return means as logits and even maps."""
        logits = inputs.mean(axis=(1, 2, 3)).astype(np.float32)
        return RawScores(logits, np.zeros((len(inputs), 7, 7), np.float32))

    def for_many(self) -> None:
        """Have no faster way for many views."""


def measure(scratch: Path, sizes: tuple[int, int]) -> list[Row]:
    """Run the job on a small and on a large folder, each in a process of its own."""
    figures = []
    for size in sizes:
        folder = scratch / str(size)
        _write(folder / "films", size)
        figures.append(run(["-m", "benchmarks.growth", str(folder)], folder / "data"))
    small, large = figures
    per_study = [one["seconds"] / size for one, size in zip(figures, sizes, strict=True)]
    what = f"{sizes[1]:,} studies beside {sizes[0]:,}"
    most = Limit.AT_MOST
    return [
        Row(f"time a study, {what}", per_study[1] / per_study[0], "times", most, 1.5),
        Row(
            f"memory added, {what}",
            (large["memory"] - small["memory"]) / 2**20,
            "MB",
            most,
            100,
            f"{small['memory'] / 2**20:.0f} MB with {sizes[0]:,}",
        ),
    ]


def _write(folder: Path, studies: int) -> None:
    draw = np.random.default_rng(0)
    for number in range(studies):
        study = folder / "XR_HAND" / f"patient{number:05d}" / "study1"
        study.mkdir(parents=True)
        pixels = draw.integers(0, 255, (32, 32), np.uint8)
        Image.fromarray(pixels).save(study / "image1.png")


def _scored(folder: Path) -> Iterator[None]:
    bundle = load_bundle(paths.bundled_model())
    store = Store(paths.database())
    with Decoder(workers=1) as decoder:
        pipeline = Pipeline(store, decoder, Scorer(bundle, Arithmetic()))
        for event in pipeline.triage([folder], Grouping.AUTO, threading.Event()):
            if isinstance(event, Scored):
                yield
    store.close()


def main(folder: Path) -> None:
    """Score all studies and print time and memory as JSON."""
    began = time.perf_counter()
    scored = sum(1 for _ in _scored(folder / "films"))
    seconds = time.perf_counter() - began
    memory = psutil.Process().memory_full_info().uss
    print(json.dumps({"seconds": seconds, "scored": scored, "memory": memory}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
