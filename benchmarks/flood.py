"""A caller that sends images without end, and whether an honest one still gets in meanwhile.

``python benchmarks/flood.py`` starts ``mura-desktop receive`` and lets DCMTK's storescu send a
million tiny images of one study, which is cut off; with ``--per-study N`` of as many studies as
that takes, all of which are kept. All the while another storescu sends a study of two images now
and then. It needs Debian's dcmtk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

import psutil
from pydicom.uid import generate_uid

from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.store.repository import Store
from tests.dicomio import peers

CALLERS = ("HOSTILE", "HONEST")


def sending(aet: str, port: int, *words: str | Path) -> list[str]:
    """Return the call of storescu; it goes on after an image that is refused."""
    command = [peers.program("storescu"), "-nh", "-aet", aet, "-aec", "MURA"]
    return [*command, *map(str, words[:-1]), peers.HOST, str(port), str(words[-1])]


def honest_seconds(folder: Path, port: int) -> float:
    """Send a new study of two images, and return how long that took."""
    study = generate_uid()
    peers.written(folder, [peers.radiograph(study=study, seed=seed) for seed in range(2)])
    began = time.perf_counter()
    words = sending("HONEST", port, "+sd", folder)
    done = subprocess.run(words, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return time.perf_counter() - began


def main() -> None:
    """Flood, and print what became of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=1_000_000)
    parser.add_argument("--per-study", type=int, help="images of each study; one study without it")
    parser.add_argument("--every", type=float, default=15, help="seconds between honest studies")
    options = parser.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # and tidy up, as after Ctrl+C
    folder = Path(tempfile.mkdtemp(prefix="flood-", dir=Path.cwd()))
    data = folder / "data"
    data.mkdir()
    # Nothing is scored meanwhile: this is about receiving.
    (data / "settings.toml").write_text(
        f"allowed_callers = {list(CALLERS)}\nquiet_seconds = 86400\n"
    )
    [tiny] = peers.written(folder / "tiny", [peers.radiograph(rows=2, columns=2)])
    # Another instance each time; storescu would begin a series after 100, a study after 5,000.
    spread = ["+II", "+IR", str(options.per_study or options.images), "+IS", "1"]
    port = peers.free_port()
    environment = os.environ | {
        DATA_VARIABLE: str(data),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    words = (sys.executable, "-m", "mura_desktop", "receive", "--port", str(port))
    waits: list[float] = []
    try:
        with peers.running(*words, environment=environment) as server:
            peers.wait_for_port(port, server)
            process = psutil.Process(server.pid)
            began = time.perf_counter()
            call = sending("HOSTILE", port, *spread, "--repeat", str(options.images), tiny)
            with peers.running(*call) as flood:
                most = 0
                while flood.poll() is None:
                    waits.append(honest_seconds(folder / f"honest{len(waits)}", port))
                    most = max(most, process.memory_info().rss)
                    store = Store(data / "results.sqlite")
                    print(
                        f"{time.perf_counter() - began:7.0f} s  kept {store.received.count():9,d}  "
                        f"honest study {waits[-1]:5.2f} s  memory {most / 1e6:5.0f} MB",
                        flush=True,
                    )
                    store.close()
                    try:
                        flood.wait(options.every)
                    except subprocess.TimeoutExpired:
                        continue
            seconds = time.perf_counter() - began
            waits.append(honest_seconds(folder / "after", port))
            alive = server.poll() is None
        store = Store(data / "results.sqlite")
        kept = store.received.count()
        store.close()
        files = sum(1 for _ in (data / "incoming").rglob("*.dcm"))
        logs = sum(path.stat().st_size for path in data.rglob("*.log*"))
        print(
            f"storescu, to send {options.images:,d} images, ended with {flood.returncode} after "
            f"{seconds:.0f} s; rows {kept:,d}, files {files:,d}, of them honest {2 * len(waits)}\n"
            f"honest study: median {median(waits):.2f} s, longest {max(waits):.2f} s; "
            f"memory {most / 1e6:.0f} MB; logs {logs / 1e6:.1f} MB; service alive: {alive}"
        )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
