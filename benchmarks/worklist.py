"""The longest time the window stands still because of the worklist.

``python -m benchmarks.worklist [ROWS]`` tells it for 100,000 rows.
A timer beats every five milliseconds; what is told is the longest gap between two beats, less the
five. The rows are invented, the widget is the real one.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PySide6.QtCore import Qt, QTimer

from mura_desktop.app import make_application
from mura_desktop.events import Scanned
from mura_desktop.studies.model import (
    ActivationMap,
    FileFormat,
    FileVersion,
    Finding,
    ModelId,
    Scan,
    Study,
    View,
    ViewScore,
)
from mura_desktop.studies.states import State
from mura_desktop.studies.triage import Aggregation, Thresholds, TriageRule
from mura_desktop.ui.listing import make_table
from mura_desktop.ui.theme import apply_theme
from mura_desktop.ui.worklist_columns import Column
from mura_desktop.ui.worklist_panel import WorklistPanel

BEAT_MS = 5
PARTS = ("wrist", "hand", "elbow", "finger", "forearm", "humerus", "shoulder")
RULE = TriageRule(ModelId("m", "0" * 64), Aggregation.MAX, {"default": Thresholds(0.3, 0.8)}, 0.3)
NO_MAP = ActivationMap(1, 1, (0.0,))


class Heart:
    """Beats on the window's thread, and keeps the longest gap."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.longest = 0.0
        self._timer = QTimer()
        self._timer.setInterval(BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last - BEAT_MS / 1e3)
        self._last = now

    def take(self) -> float:
        """Return the longest gap in seconds since the last call."""
        self._beat()
        longest, self.longest = self.longest, 0.0
        return longest


def invent(count: int) -> tuple[list[Study], dict[str, Finding]]:
    """Make up studies, and findings for nine in ten of them."""
    draw = np.random.default_rng(0)
    version = FileVersion(1, 1)
    studies, known = [], {}
    for number, score in enumerate(draw.random(count).tolist()):
        uid = f"1.2.{number}"
        view = View(f"{uid}.1", Path(f"/films/{number}"), FileFormat.RASTER, version)
        day = date(2020, 1, 1) + timedelta(days=number % 2000)
        name = f"PHANTOM {draw.integers(1_000_000):06}"
        study = Study(uid, name, PARTS[number % 7], (view,), day, "drawn", f"P{number}")
        studies.append(study)
        if number % 10:
            seen = ViewScore(view.uid, version, score, NO_MAP)
            known[uid] = RULE.finding(study, [seen], datetime.now(UTC))
    return studies, known


def measure(count: int, streamed: int) -> dict[str, float]:
    """Return the longest gap in seconds, by what was done.

    Parameters
    ----------
    count
        Studies in the list that is sorted and filtered.
    streamed
        Studies that are scored while the list is on the screen.
    """
    application = make_application()
    panel = WorklistPanel()
    apply_theme(application)
    panel.resize(900, 800)
    panel.show()
    heart, found = Heart(), {}
    studies, known = invent(count)
    since = dict.fromkeys(known, datetime.now(UTC) - timedelta(hours=1))

    def settle(seconds: float = 0.3) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            application.processEvents()
            time.sleep(0.001)

    def stall(what: str, act: Callable[[], object]) -> None:
        settle(0.1)
        heart.take()
        act()
        settle()
        found[what] = heart.take()

    with ThreadPoolExecutor(1) as worker:
        settle()
        heart.take()
        making = worker.submit(make_table, Scanned(Scan(tuple(studies)), known, since))
        while not making.done():
            settle(0.01)
        found["making the table beside the window"] = heart.take()
        stall("showing it", lambda: panel.show_table(making.result(), ()))
    for column in Column:
        stall(
            f"sorting by {column.name.lower()}",
            partial(panel.view.sortByColumn, column, Qt.SortOrder.AscendingOrder),
        )
    panel.view.sortByColumn(Column.PRIORITY, Qt.SortOrder.AscendingOrder)
    for text in ("p", "ph", "phantom 12", "wrist urgent", "no such patient", ""):
        stall(f"filtering by {text!r}", partial(panel.filter_box.setText, text))
    stall("filtering by state", panel.filters.counters[State.WAITING].click)
    stall("showing all again", panel.clear_filters)
    stall("waiting times", panel.model.tick)
    stall("marking all", panel.view.selectAll)
    waiting = [study for study in studies if study.uid not in known][:streamed]
    version = FileVersion(1, 1)

    def stream() -> None:
        for number, study in enumerate(waiting):
            seen = ViewScore(study.views[0].uid, version, number % 100 / 100, NO_MAP)
            finding = RULE.finding(study, [seen], datetime.now(UTC))
            panel.update_study(study, State.SCORED, finding)
            settle(0.01)

    stall(f"{len(waiting)} results streaming in", stream)
    panel.close()
    return found


def main() -> int:
    """Print the gaps; 1 where one is longer than a tenth of a second."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    stalls = measure(count, 500)
    for what, seconds in stalls.items():
        print(f"{seconds * 1e3:7.1f} ms  {what}")
    return int(max(stalls.values()) > 0.1)


if __name__ == "__main__":
    raise SystemExit(main())
