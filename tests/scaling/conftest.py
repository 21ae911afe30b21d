"""A scheduler and workers, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mura_desktop.assembly import Assembly
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.scaling.run import Step, triage_on
from mura_desktop.settings import Settings
from mura_desktop.studies.model import Grouping
from tests.scaling.counting_worker import assembled
from tests.servers import PostgreSql

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120.0
LONG_AGO = 1_700_000_000


@dataclass
class Cluster:
    """What is running, and what its workers noted."""

    folder: Path
    address: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _scheduler: subprocess.Popen[bytes] | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def notes(self) -> Path:
        return self.folder / "notes"

    def scored_images(self) -> int:
        return len(self.notes.read_text().splitlines()) if self.notes.exists() else 0

    def start(self, *, workers: int = 2) -> None:
        file = self.folder / "scheduler.json"
        command = [
            *(sys.executable, "-m", "distributed.cli.dask_scheduler"),
            *("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"),
            *("--scheduler-file", str(file)),
        ]
        environment = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        with (self.folder / "scheduler.log").open("wb") as log:
            self._scheduler = subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=log, stderr=log
            )
        end = time.monotonic() + PATIENCE_S
        while not file.exists() or not file.read_text():
            assert time.monotonic() < end, (self.folder / "scheduler.log").read_text()
            time.sleep(0.05)
        import json

        self.address = json.loads(file.read_text())["address"]
        for _ in range(workers):
            self.start_worker()

    def start_worker(self) -> None:
        data = self.folder / f"worker-{len(self.workers)}"
        data.mkdir()
        command = [sys.executable, "-m", "tests.scaling.counting_worker"]
        environment = os.environ | {DATA_VARIABLE: str(data), "PYTHONPATH": str(ROOT)}
        with (self.folder / "workers.log").open("ab") as log:
            self.workers.append(
                subprocess.Popen(
                    [*command, self.address, str(self.notes)],
                    cwd=ROOT,
                    env=environment,
                    stdout=log,
                    stderr=log,
                )
            )

    def replace_the_dead(self) -> threading.Thread:
        """Start a worker for each that dies, as a service manager would."""

        def watch() -> None:
            replaced: set[int] = set()
            while not self._stop.wait(0.1):
                for place, process in enumerate(list(self.workers)):
                    if place not in replaced and process.poll() is not None:
                        replaced.add(place)
                        self.start_worker()

        thread = threading.Thread(target=watch)
        thread.start()
        return thread

    def stop(self) -> None:
        self._stop.set()
        for process in (*self.workers, self._scheduler):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


@dataclass
class Site:
    """A cluster, an archive, and a database that all share."""

    cluster: Cluster
    films: Path
    settings: Settings
    assembly: Assembly

    def __post_init__(self) -> None:
        self._before = self._counted()

    def run(
        self, cancelled: threading.Event | None = None, stop_after: int | None = None
    ) -> list[Step]:
        """Hand the archive out; with `stop_after`, cancel once so many studies were scored."""
        cancelled = cancelled or threading.Event()
        steps = []
        paths = [self.films]
        for step in triage_on(self.cluster.address, self.assembly, paths, Grouping.FILE, cancelled):
            steps.append(step)
            if stop_after is not None and sum(step.scored for step in steps) >= stop_after:
                cancelled.set()
        return steps

    def kept(self) -> int:
        """Return how many studies below the films have scores in the database."""
        listed = self.assembly.store.worklist(self.assembly.pipeline.source)
        return sum(
            one.is_scored and self.films in one.study.views[0].path.parents for one in listed
        )

    def entries(self) -> int:
        """Return how often the audit log says since the beginning that a study was scored."""
        return self._counted() - self._before

    def _counted(self) -> int:
        with self.assembly.store.database.reading() as connection:
            counted = connection.exec_driver_sql(
                "SELECT COUNT(*) FROM audit WHERE action = 'scored'"
            )
            return int(counted.scalar_one())


def write_films(folder: Path, count: int, seed: int = 7) -> None:
    """Write dark films, five to a folder, as if they had lain there for long."""
    pixels = np.random.default_rng(seed)
    for number in range(count):
        path = folder / f"{number // 5:03d}" / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels.integers(0, 120, (40, 30), np.uint8)).save(path)
        os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Give a scheduler and two workers."""
    pytest.importorskip("distributed", reason="needs Dask distributed (the extra “server”)")
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def assembly(
    postgresql: PostgreSql, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assembly]:
    """Give the program of whoever hands out, on a database that all tests of a module share."""
    name = postgresql.new()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(tmp_path_factory.mktemp("data")))
        assembly = assembled(None, Settings(database=postgresql.url(name)))
        yield assembly
        assembly.close()
    postgresql.drop(name)


@pytest.fixture
def site(cluster: Cluster, assembly: Assembly, tmp_path: Path) -> Site:
    """Give an archive of 60 films that nobody has scored."""
    write_films(tmp_path / "films", 60)
    return Site(cluster, tmp_path / "films", assembly.settings, assembly)
