"""How fast images are received, beside Orthanc on the same machine, disk and loopback.

Both are sent the same files by DCMTK's storescu, in turns, so that a busy machine is busy for both.
Both answer an image once it is on disk: Orthanc with its default of ``SyncStorageArea``.

Run it with ``python benchmarks/receiving.py``; it needs Debian's orthanc and dcmtk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from pydicom.uid import generate_uid

from mura_desktop.paths import DATA_VARIABLE
from tests.dicomio import peers

LARGE = (2048, 1536)
"""Rows and columns of 16 bit: 6.3 MB, a radiograph of a hand."""


def send(files: list[Path], aet: str, port: int) -> None:
    """Send files over one association."""
    words: list[str | Path] = ["-aet", "SENDER", "-aec", aet, peers.HOST, str(port), *files]
    sent = peers.call("storescu", *words, seconds=1200)
    if sent.code:
        raise RuntimeError(sent.output)


def rate(senders: list[list[Path]], aet: str, port: int) -> float:
    """Return images a second of several senders at once."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(len(senders)) as pool:
        list(pool.map(lambda files: send(files, aet, port), senders))
    return sum(map(len, senders)) / (time.perf_counter() - begin)


def batch(folder: Path, count: int, size: tuple[int, int]) -> list[Path]:
    """Write a study."""
    study = generate_uid()
    rows, columns = size
    made = [
        peers.radiograph(study=study, seed=number, rows=rows, columns=columns)
        for number in range(count)
    ]
    return peers.written(folder, made)


def compare(
    name: str, make: Callable[[Path], list[list[Path]]], ports: dict[str, int], rounds: int
) -> None:
    """Print the rates of both, and their ratio."""
    rates: dict[str, list[float]] = {aet: [] for aet in ports}
    for turn in range(rounds):
        for aet in sorted(ports, reverse=bool(turn % 2)):
            with tempfile.TemporaryDirectory() as folder:
                senders = make(Path(folder))
                os.sync()  # what is to be sent would else be written while it is received
                rates[aet].append(rate(senders, aet, ports[aet]))
    ours, theirs = median(rates["MURA"]), median(rates["ORTHANC"])
    print(f"{name:44} {ours:9.1f} {theirs:9.1f} {ours / theirs:7.2f}", flush=True)


def main() -> None:
    """Run both, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=200, help="small images a round")
    parser.add_argument("--large", type=int, default=8, help="radiographs of each sender a round")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="receiving-", dir=Path.cwd()))
    data = folder / "data"
    data.mkdir()
    # Nothing is scored meanwhile: this is about receiving.
    (data / "settings.toml").write_text('allowed_callers = ["SENDER"]\nquiet_seconds = 86400\n')
    port = peers.free_port()
    words = (sys.executable, "-m", "mura_desktop", "receive", "--port", str(port))
    environment = os.environ | {
        DATA_VARIABLE: str(data),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    try:
        with (
            peers.running(*words, environment=environment, output=subprocess.DEVNULL) as server,
            peers.orthanc(folder / "orthanc") as orthanc,
        ):
            peers.wait_for_port(port, server)
            ports = {"MURA": port, "ORTHANC": orthanc.port}
            print(f"{'images a second':44} {'here':>9} {'Orthanc':>9} {'ratio':>7}")
            compare(
                "6 kB, one sender",
                lambda place: [batch(place, options.small, (64, 48))],
                ports,
                options.rounds,
            )
            compare(
                "6 kB, four senders",
                lambda place: [
                    batch(place / str(number), options.small // 2, (64, 48)) for number in range(4)
                ],
                ports,
                options.rounds,
            )
            compare(
                "6.3 MB, four senders",
                lambda place: [
                    batch(place / str(number), options.large, LARGE) for number in range(4)
                ],
                ports,
                options.rounds,
            )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
