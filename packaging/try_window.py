"""Starts the packaged window on the demonstration worklist and waits until it has scored studies.

``python packaging/try_window.py PROGRAM``: exit code 0 where the window stayed open and its results
were kept, so that Qt's plugins, the worker, the decoders and the database all work.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

PATIENCE_S = 240.0
ENOUGH = 5
"""Views; the demonstration has more than twenty."""


def scored(database: Path) -> int:
    """Return how many views have a score, 0 while there is no database."""
    if not database.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM view_scores").fetchone()[0])
    except sqlite3.OperationalError:  # just being made, or being written
        return 0


def main(program: Path) -> int:
    """Run the window, watch its results, close it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = os.environ | {"MURA_DESKTOP_DATA": folder}
        database = Path(folder).resolve() / "results.sqlite"
        started = program.with_suffix(".exe") if os.name == "nt" else program
        with subprocess.Popen([started.resolve(), "--demo"], env=environment) as window:
            try:
                return _watch(window, database)
            finally:
                window.terminate()


def _watch(window: subprocess.Popen[bytes], database: Path) -> int:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        code = window.poll()
        if code is not None:
            print(f"The window closed by itself, exit code {code}.")
            return 1
        views = scored(database)
        if views >= ENOUGH:
            print(f"The window is open and has scored {views} views.")
            return 0
        time.sleep(1)
    print(f"No {ENOUGH} views were scored within {PATIENCE_S:.0f} s.")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
