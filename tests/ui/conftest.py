"""A window on a pipeline whose steps the test decides."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mura_desktop.events import Event, Scanned, Scored
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.studies.model import (
    ActivationMap,
    FileFormat,
    FileVersion,
    Finding,
    Grouping,
    ModelId,
    NotScored,
    Scan,
    Study,
    View,
    ViewScore,
)
from mura_desktop.studies.triage import Aggregation, Thresholds, TriageRule
from mura_desktop.ui.backend import Backend, ImageReader
from mura_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from tests.ui.reading_room import Room

VERSION = FileVersion(1, 1)
RULE = TriageRule(
    ModelId("test model", "0" * 64), Aggregation.MEAN, {"default": Thresholds(0.2, 0.6)}, 0.3
)
HOT_CORNER = ActivationMap(2, 2, (1.0, 0.0, 0.0, 0.0))


def make_study(name: str, views: int = 1, patient: str | None = None) -> Study:
    """Return a study of files that nobody reads."""
    return Study(
        uid=name,
        patient=patient or name,
        body_part="wrist",
        views=tuple(
            View(
                f"{name}/{number}", Path(f"/films/{name}-{number}.png"), FileFormat.RASTER, VERSION
            )
            for number in range(views)
        ),
        study_date=date(2024, 5, 6),
    )


def make_finding(study: Study, *scores: float) -> Finding:
    """Return what the model says of a study, a score a view."""
    return RULE.finding(
        study,
        [
            ViewScore(view.uid, VERSION, score, HOT_CORNER)
            for view, score in zip(study.views, scores, strict=True)
        ],
        datetime(2024, 5, 6, tzinfo=UTC),
    )


@dataclass
class Script:
    """A pipeline that gives the events a test puts in, until it puts in None."""

    events: queue.SimpleQueue[Event | Exception | None] = field(default_factory=queue.SimpleQueue)
    opened: list[tuple[tuple[Path, ...], Grouping]] = field(default_factory=list)
    cancelled: threading.Event | None = None
    preferred: list[str] = field(default_factory=list)

    def triage(
        self, paths: Sequence[Path], grouping: Grouping, cancelled: threading.Event
    ) -> Iterator[Event]:
        self.opened.append((tuple(paths), grouping))
        self.cancelled = cancelled
        while not cancelled.is_set():
            try:
                event = self.events.get(timeout=0.02)
            except queue.Empty:
                continue
            if event is None:
                return
            if isinstance(event, Exception):
                raise event
            yield event

    def prefer(self, study_uid: str) -> None:
        self.preferred.append(study_uid)

    def put(self, *events: Event | Exception | None) -> None:
        for event in events:
            self.events.put(event)

    def scanned(
        self,
        *studies: Study,
        not_scored: tuple[NotScored, ...] = (),
        known: dict[str, Finding] | None = None,
    ) -> None:
        self.put(Scanned(Scan(studies, not_scored), known or {}))

    def scored(self, study: Study, *scores: float, done: int = 1, total: int = 1) -> None:
        self.put(Scored(study, make_finding(study, *scores), (), done, total))


@dataclass
class Darkroom:
    """A decoder whose images come when the test says so."""

    asked: dict[str, Future[GreyImage]] = field(default_factory=dict)
    at_once: bool = True

    def image(
        self, path: Path, file_format: FileFormat, frame: int, version: FileVersion, /
    ) -> Future[GreyImage]:
        assert file_format is FileFormat.RASTER
        future: Future[GreyImage] = Future()
        self.asked[path.name] = future
        if self.at_once:
            future.set_result(film())
        return future


def film(grey: float = 100.0, warnings: tuple[str, ...] = ()) -> GreyImage:
    """Return a small image of one grey with a bright spot in its upper left."""
    pixels = np.full((60, 40), grey, np.float32)
    pixels[:10, :10] = 255
    return GreyImage(pixels, 0, 255, warnings=warnings)


@dataclass
class Stage:
    """A window and the strings it hangs on."""

    window: MainWindow
    script: Script
    darkroom: Darkroom

    def patients(self) -> list[str]:
        """Return the patients in the order shown."""
        shown = self.window.worklist.shown
        return [shown.row(place).study.patient for place in range(shown.rowCount())]


MakeStage = Callable[..., Stage]


@pytest.fixture
def make_stage(qtbot: QtBot) -> Iterator[MakeStage]:
    """Give a function that opens a window on a fake backend."""
    windows: list[MainWindow] = []

    def make(
        *,
        model_problem: str | None = None,
        decoder: ImageReader | None = None,
        at_once: bool = True,
        when_engine: Callable[[Callable[[str, str], object]], object] | None = None,
        when_idle: Callable[[Callable[[], bool]], object] = lambda _stopped: None,
    ) -> Stage:
        script, darkroom = Script(), Darkroom(at_once=at_once)

        def backend() -> Backend:
            return Backend(
                pipeline=script,
                decoder=decoder or darkroom,
                rule=None if model_problem else RULE,
                input_size=64,
                model_summary="test model",
                about_model=(("Model", "test model"),),
                model_problem=model_problem,
                close=lambda: None,
                when_engine=when_engine,
                when_idle=when_idle,
            )

        window = MainWindow(backend)
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(1440, 900)  # more than the screen that is none
        window.show()
        window.start()
        window.open([Path("/films")])
        return Stage(window, script, darkroom)

    yield make
    for window in windows:
        window.work.close()


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    """Give a window that has opened a folder and waits for events."""
    return make_stage()


MakeRoom = Callable[..., "Room"]


@pytest.fixture
def make_room(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeRoom]:
    """Give a function that opens a window on three studies and a real database."""
    from mura_desktop.ui import reading_desk
    from tests.ui.reading_room import SCORES, open_room

    monkeypatch.setattr(reading_desk, "GLANCE_S", 0.0)
    monkeypatch.setattr(reading_desk, "TYPING_MS", 20)
    rooms: list[Room] = []

    def make(**changes: object) -> Room:
        rooms.append(open_room(tmp_path, qtbot, SCORES, **changes))  # type: ignore[arg-type]
        return rooms[-1]

    yield make
    for made in rooms:
        made.reads.refuses = False
        made.window.close()
        made.window.work.close()
        made.window.deleteLater()


@pytest.fixture
def room(make_room: MakeRoom) -> Room:
    """Give a window on three studies, the most suspicious one in view."""
    return make_room()
