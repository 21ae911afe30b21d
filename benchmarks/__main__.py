"""Measures the program against its targets: ``python -m benchmarks [--quick] [--json FILE]``.

Needs the trainer's packages, some free gigabytes, and an otherwise idle machine. Full size
takes about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Some machines pin an old kernel of OpenBLAS, and the processor would look slower than it is.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    if name in os.environ:
        del os.environ[name]
        os.execv(sys.executable, [sys.executable, "-m", "benchmarks", *sys.argv[1:]])

from benchmarks import engine, folder, growth, levels, startup  # noqa: E402 - see above
from benchmarks.results import Row, table  # noqa: E402

PARTS = ("engine", "startup", "folder", "growth", "levels")


def main() -> int:
    """Run the parts asked for; 1 where a limit was missed."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="small; figures are rough")
    arguments.add_argument("--json", type=Path, help="file to write")
    arguments.add_argument("--only", choices=PARTS, action="append", help="a part of it")
    options = arguments.parse_args()
    quick: bool = options.quick
    with tempfile.TemporaryDirectory() as temporary:
        rows = _measure(Path(temporary), set(options.only or PARTS), quick=quick)
    Console(width=None if sys.stdout.isatty() else 160).print(table(rows))
    if options.json:
        machine = {"processor": platform.processor(), "cores": os.cpu_count(), "quick": quick}
        found = {"machine": machine, "rows": [asdict(row) | {"holds": row.holds} for row in rows]}
        options.json.write_text(json.dumps(found, indent=2), "utf-8")
    return int(any(row.holds is False for row in rows))


def _measure(scratch: Path, wanted: set[str], *, quick: bool) -> list[Row]:
    keras_file = scratch / "network.keras"
    console = Console(stderr=True)
    parts: dict[str, Callable[[], list[Row]]] = {
        "engine": lambda: engine.measure(5 if quick else 25, keras_file),
        "startup": lambda: startup.measure(scratch / "startup", keras_file, 2 if quick else 7),
        "folder": lambda: folder.measure(scratch / "folder", 30 if quick else 1000),
        "growth": lambda: growth.measure(scratch / "growth", (50, 500) if quick else (100, 10_000)),
        "levels": lambda: levels.measure(3 if quick else 15),
    }
    if "startup" in wanted:
        wanted = wanted | {"engine"}  # which leaves the network behind
    rows: list[Row] = []
    for name, act in parts.items():
        if name in wanted:
            console.print(f"measuring: {name}")
            rows += act()
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
