"""How many images this machine scores an hour, alone and with workers of a Dask scheduler.

    python benchmarks/scaling.py [--films 48] [--workers 2]

Films of the size of a computed radiograph (2,000 x 2,500, 12 bits, uncompressed DICOM) are written
into a temporary folder, scored with the bundled model by one process on one core, then by workers
with one core each, and removed. Reading from a share costs its bandwidth on top.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pydicom
from pydicom.dataset import FileMetaDataset
from pydicom.uid import UID, DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian

from mura_desktop.assembly import assemble
from mura_desktop.events import Scored
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.scaling.run import triage_on
from mura_desktop.settings import load_settings
from mura_desktop.studies.model import Grouping

ROOT = Path(__file__).parents[1]
ROWS, COLUMNS = 2500, 2000


def write_film(path: Path, number: int, seed: int) -> None:
    """Write a drawn bone with noise, the noise being what makes a file hard to read fast."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS]
    bone = 1500 * np.exp(-(((columns - COLUMNS / 2) / 250) ** 2)) * (rows > 200)
    pixels = np.clip(600 + bone + random.normal(0, 60, (ROWS, COLUMNS)), 0, 4095)
    film = pydicom.Dataset()
    film.file_meta = FileMetaDataset()
    film.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    film.SOPClassUID = film.file_meta.MediaStorageSOPClassUID = (
        DigitalXRayImageStorageForPresentation
    )
    film.SOPInstanceUID = film.file_meta.MediaStorageSOPInstanceUID = UID(f"1.2.826.0.1.{number}")
    film.StudyInstanceUID = UID(f"1.2.826.0.2.{number // 3}")
    film.PatientID, film.PatientName = f"P{number // 3}", "DEMO^BENCH"
    film.Modality, film.BodyPartExamined = "DX", "WRIST"
    film.Rows, film.Columns = ROWS, COLUMNS
    film.SamplesPerPixel, film.PhotometricInterpretation = 1, "MONOCHROME2"
    film.BitsAllocated, film.BitsStored, film.HighBit, film.PixelRepresentation = 16, 12, 11, 0
    film.PixelData = pixels.astype("<u2").tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    film.save_as(path, enforce_file_format=True)


@contextmanager
def data_folder(name: str) -> Iterator[None]:
    """Keep results of this measurement apart."""
    with tempfile.TemporaryDirectory(prefix=f"mura-{name}-") as folder:
        before = os.environ.get(DATA_VARIABLE)
        os.environ[DATA_VARIABLE] = folder
        try:
            yield
        finally:
            os.environ.pop(DATA_VARIABLE)
            if before is not None:
                os.environ[DATA_VARIABLE] = before


def alone(films: Path) -> float:
    """Return seconds for all films by one process whose model has one thread."""
    with data_folder("alone"):
        settings = load_settings().model_copy(update={"threads": 1})
        assembly = assemble(None, None, settings)
        began = time.perf_counter()
        events = assembly.pipeline.triage([films], Grouping.AUTO, threading.Event())
        scored = sum(len(event.finding.views) for event in events if isinstance(event, Scored))
        seconds = time.perf_counter() - began
        assembly.close()
    say(f"alone: {scored} images in {seconds:.1f} s, {3600 * scored / seconds:,.0f} an hour")
    return seconds


def together(films: Path, workers: int) -> float:
    """Return seconds for all films by workers of a scheduler on this machine."""
    with data_folder("together"), tempfile.TemporaryDirectory() as folder:
        running = [start_scheduler(Path(folder))]
        try:
            address = address_of(Path(folder))
            command = [sys.executable, "-m", "mura_desktop", "worker", address]
            running += [subprocess.Popen(command, cwd=ROOT) for _ in range(workers)]
            assembly = assemble(None, None, load_settings())
            began = time.perf_counter()
            steps = list(triage_on(address, assembly, [films], Grouping.AUTO, threading.Event()))
            seconds = time.perf_counter() - began
            assembly.close()
        finally:
            for process in reversed(running):
                process.terminate()
                process.wait()
    views = sum(step.views for step in steps)
    say(
        f"{workers} workers: {views} images in {seconds:.1f} s, {3600 * views / seconds:,.0f} an "
        "hour, starting the workers included"
    )
    return seconds


def start_scheduler(folder: Path) -> subprocess.Popen[bytes]:
    """Start a scheduler that notes its address in a file."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1"),
            *("--port", "0", "--no-dashboard", "--scheduler-file", str(folder / "scheduler.json")),
        ],
        cwd=folder,
    )


def address_of(folder: Path) -> str:
    """Wait for the scheduler and return its address."""
    file = folder / "scheduler.json"
    while not file.exists() or not file.read_text():
        time.sleep(0.1)
    return str(json.loads(file.read_text())["address"])


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


def main() -> None:
    """Measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--films", type=int, default=48)
    arguments.add_argument("--workers", type=int, default=2)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="mura-films-") as name:
        films = Path(name)
        for number in range(options.films):
            write_film(films / f"{number // 12}" / f"{number}.dcm", number, seed=number)
        say(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        alone(films)
        together(films, options.workers)


if __name__ == "__main__":
    main()
