"""The real window on a folder of many studies: speed, first score, stalls, memory, reopening."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import films
from benchmarks.results import Limit, Row
from mura_desktop import paths
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.imaging.model_input import Normalisation, normalise
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.engine import RawScores
from mura_desktop.inference.selection import open_engine
from mura_desktop.studies.model import FileFormat

ENGINE_VIEWS = 44
WARM_UP = 4


def run(code: list[str], data: Path, **more: str) -> Mapping[str, Any]:
    """Run a process of this interpreter that prints one JSON object last, and return that."""
    environment = os.environ | {paths.DATA_VARIABLE: str(data), "QT_QPA_PLATFORM": "offscreen"}
    # What is installed has its bytecode; under this variable a start would compile the program.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, *code], env=environment | more, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(code)} failed:\n{done.stderr[-2000:]}")
    found: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def open_window(folder: Path, data: Path, *more: str) -> Mapping[str, Any]:
    """Open a folder in a window of its own, to the end; see `benchmarks.probe`."""
    return run(["-m", "benchmarks.probe", str(time.time()), str(folder), *more], data)


def measure(scratch: Path, studies: int) -> list[Row]:
    """Open a folder of so many studies; then open it again, and once more to be stopped."""
    views = films.write(scratch, studies)
    folder = scratch / "films"
    before = _engine_rates(folder)
    first = open_window(folder, scratch / "data", "--memory")
    after = _engine_rates(folder)
    again = open_window(folder, scratch / "data", "--again")
    stopped = open_window(folder, scratch / "other", "--stop-after", "5")
    seen = first["seen"]
    rate = views / (seen["ended"] - seen["first score"])
    over_one, over_many = (2 * rate / (one + two) for one, two in zip(before, after, strict=True))
    reopened = again["seen"]["listed"] - again["seen"]["window"]
    reopened_here = again["seen"]["listed again"] - again["seen"]["asked again"]
    most, least = Limit.AT_MOST, Limit.AT_LEAST
    what = f"folder of {studies:,} studies ({views:,} views)"
    return [
        Row(what, seen["ended"] - seen["listed"], "s", beside=f"{first['scored']:,} scored"),
        Row(
            "views a second over engine alone", over_one, "times", least, 0.9, "one by one, decoded"
        ),
        Row("views a second over the same", over_many, "times", beside="side by side, decoded"),
        Row("window to first score", seen["first score"] - seen["window"], "s", most, 3.0),
        Row("longest stall of the window", first["stall"] * 1e3, "ms", most, 100),
        Row("memory of program and children", first["memory"] / 2**20, "MB", most, 1024),
        Row("reopening it, all scored: window to list", reopened, "s", most, 2.0),
        Row("the same in a window that is open", reopened_here, "s", most, 2.0),
        Row(
            "stopping it",
            stopped["seen"]["ended"] - stopped["seen"]["stop asked"],
            "s",
            most,
            0.5,
        ),
    ]


def _engine_rates(folder: Path) -> tuple[float, float]:
    """Return the views a second that the engine alone scores on decoded arrays.

    First one by one, as somebody who waits is served; then side by side, as a backlog is.
    """
    bundle = load_bundle(paths.bundled_model())
    engine = open_engine(bundle)
    many = engine.for_many()
    given = bundle.card.input
    files = sorted(folder.rglob("image*"))[:ENGINE_VIEWS]
    with Decoder(workers=1) as decoder:
        inputs = []
        for path in files:
            kind = FileFormat.DICOM if path.suffix == ".dcm" else FileFormat.RASTER
            canvas = decoder.canvas(path, kind, given.size).result()
            normalised = normalise(canvas.pixels[None], Normalisation(given.mean, given.std))
            inputs.append(normalised)
    one_by_one = _rate(map(engine.run, inputs))
    if many is None:
        return one_by_one, one_by_one
    with ThreadPoolExecutor(many.streams) as threads:
        return one_by_one, _rate(threads.map(many.run, inputs))


def _rate(scores: Iterator[RawScores]) -> float:
    """Return how many come a second, the first ones left out."""
    for _ in range(WARM_UP):
        next(scores)
    began = time.perf_counter()
    return sum(1 for _ in scores) / (time.perf_counter() - began)
