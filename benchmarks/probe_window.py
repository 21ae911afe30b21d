"""The real window, watched from outside: when what happened, stalls, memory; see `probe`."""

from __future__ import annotations

import json
import threading
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer

from mura_desktop import app
from mura_desktop.behind import Behind
from mura_desktop.events import Scored
from mura_desktop.studies.model import Grouping
from mura_desktop.ui.listing import Listed, Told
from mura_desktop.ui.main_window import MainWindow

HEARTBEAT_MS = 5
MEMORY_S = 1.0
"""Counting the pages of all processes takes about 15 ms, which scoring would miss."""


class Probe(QObject):
    """Watches a window from outside.

    Attributes
    ----------
    seen
        Seconds since the start of the process, by what was seen first then.
    stall
        Longest time between two beats of a timer, seconds.
    scored
        Studies scored.
    """

    def __init__(
        self, window: MainWindow, start: float, stop_after: int | None, again: bool
    ) -> None:
        super().__init__()
        self._window, self._start, self._stop_after = window, start, stop_after
        self._again = again
        self.seen: dict[str, float] = {}
        self.stall, self.scored = 0.0, 0
        self._beat = time.perf_counter()
        window.installEventFilter(self)
        window.work.heard.connect(self._hear)
        window.work.ended.connect(self._ended)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(HEARTBEAT_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Note the first painting."""
        if event.type() == QEvent.Type.Paint:
            self._note("window")
            watched.removeEventFilter(self)
        return False

    def _note(self, what: str) -> None:
        self.seen.setdefault(what, time.time() - self._start)

    def _tick(self) -> None:
        now = time.perf_counter()
        # Before that libraries are loaded, on purpose on this thread; after it the window closes.
        if "listed" in self.seen and "ended" not in self.seen:
            self.stall = max(self.stall, now - self._beat - HEARTBEAT_MS / 1e3)
        self._beat = now

    def _hear(self, event: Told) -> None:
        match event:
            case Listed():
                self._note("listed again" if "asked again" in self.seen else "listed")
            case Scored():
                self.scored += 1
                QTimer.singleShot(0, partial(self._note, "first score"))
                if self.scored == self._stop_after:
                    self._note("stop asked")
                    self._window.work.cancel()

    def _ended(self, _cancelled: bool) -> None:
        self._note("ended")
        if self._again and "asked again" not in self.seen:
            QTimer.singleShot(1000, self._open_again)
        else:
            QTimer.singleShot(0, self._window.close)

    def _open_again(self) -> None:
        self._note("asked again")
        self._window.open(self._window.opened)


def watch_memory(most: list[int], done: threading.Event) -> None:
    """Keep the largest sum of what the program and its children have to themselves, bytes."""
    import psutil  # noqa: PLC0415 - a start is timed without it

    program = psutil.Process()
    while not done.wait(MEMORY_S):
        total = 0
        for process in (program, *program.children(recursive=True)):
            try:
                total += process.memory_full_info().uss
            except psutil.Error:  # a child that has just ended
                continue
        most[0] = max(most[0], total)


def main(start: float, folder: Path, stop_after: int | None, again: bool, memory: bool) -> None:
    """Open the folder, wait for the end, print what was seen."""
    most, done = [0], threading.Event()
    if memory:
        threading.Thread(target=watch_memory, args=(most, done), daemon=True).start()
    application = app.make_application()
    behind = Behind()
    window = app.make_window(application, behind)
    probe = Probe(window, start, stop_after, again)
    window.show()
    begin = partial(app.begin, window, behind, (folder,), Grouping.AUTO)
    QTimer.singleShot(app.PAINTED_MS, begin)
    application.exec()
    done.set()
    found = {"seen": probe.seen, "stall": probe.stall, "scored": probe.scored, "memory": most[0]}
    print(json.dumps(found))
