"""What the network brings joins the list by itself, and is settled once it is scored."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydicom.uid import generate_uid
from pytestqt.qtbot import QtBot

from mura_desktop.events import Arrived, Event, Scored
from mura_desktop.reception import Reception
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store
from mura_desktop.studies.model import FileFormat, Scan, Study, View
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.main_window import MainWindow
from tests.ui.conftest import RULE, VERSION, Darkroom, Script, make_finding, make_study

NOW = datetime.now(UTC)
HERE = make_study("opened")


def study_of(files: Sequence[Path]) -> Study:
    """Return a study as a pipeline would find it: one view a file."""
    views = tuple(View(path.name, path, FileFormat.RASTER, VERSION) for path in files)
    return Study(uid=files[0].parent.name, patient="sent", body_part="wrist", views=views)


@dataclass
class Arrivals:
    """Lists and scores what arrives, as soon as the test lets it."""

    asked: list[tuple[Path, ...]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    problem: queue.SimpleQueue[Exception] = field(default_factory=queue.SimpleQueue)

    def arrive(
        self, paths: Sequence[Path], folder: Path, cancelled: threading.Event
    ) -> Iterator[Event]:
        self.asked.append(tuple(paths))
        while not self.go.wait(0.02):
            if cancelled.is_set():
                return
        if not self.problem.empty():
            raise self.problem.get()
        study = study_of(paths)
        yield Arrived(Scan((study,)), {}, {study.uid: NOW})
        yield Scored(study, make_finding(study, *(0.8 for _ in paths)), (), 1, 1)


@dataclass
class Ward:
    window: MainWindow
    reception: Reception
    store: Store
    arrivals: Arrivals

    def send(self, study_uid: str) -> Path:
        """Keep an image as the listener does."""
        kept = self.reception.incoming.take(generate_uid(), study_uid, "CR_ROOM", [b"film"])
        return kept.path

    @property
    def patients(self) -> list[str]:
        shown = self.window.worklist.shown
        return [shown.row(place).study.patient for place in range(shown.rowCount())]

    @property
    def label(self) -> str:
        return self.window.networking.label.text()


@pytest.fixture
def scoring() -> bool:
    return True


@pytest.fixture
def ward(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, scoring: bool
) -> Iterator[Ward]:
    monkeypatch.setattr("mura_desktop.ui.networking.LOOK_MS", 20)
    store = Store(tmp_path / "results.sqlite")
    settings = Settings(incoming_folder=tmp_path / "incoming", quiet_seconds=0)
    reception, arrivals = Reception(settings, store), Arrivals()
    script = Script()

    def backend() -> Backend:
        return Backend(
            pipeline=script,
            decoder=Darkroom(),
            rule=RULE if scoring else None,
            input_size=64,
            model_summary="test model",
            about_model=(),
            model_problem=None if scoring else "the model is missing",
            close=lambda: None,
            settings=settings,
            reception=reception,
            arrivals=arrivals,
        )

    window = MainWindow(backend)
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.backend is not None)
    yield Ward(window, reception, store, arrivals)
    window.networking.close()
    window.work.close()
    window.background.close()
    reception.close()
    store.close()


def test_what_comes_is_listed_scored_and_shown_while_nothing_is_open(
    ward: Ward, qtbot: QtBot
) -> None:
    ward.arrivals.go.set()

    ward.send(generate_uid())

    qtbot.waitUntil(lambda: ward.patients == ["sent"])
    qtbot.waitUntil(lambda: ward.window.viewer.study is not None)
    qtbot.waitUntil(lambda: not ward.store.received.unsettled())
    qtbot.waitUntil(lambda: "new stud" not in ward.label)
    assert len(ward.arrivals.asked) == 1


def test_what_comes_joins_the_list_that_is_open_and_moves_nothing(ward: Ward, qtbot: QtBot) -> None:
    ward.arrivals.go.set()
    script = ward.window.backend.pipeline if ward.window.backend else None
    assert isinstance(script, Script)
    ward.window.open([Path("/films")])
    script.scanned(HERE, known={HERE.uid: make_finding(HERE, 0.4)})
    script.put(None)
    qtbot.waitUntil(lambda: ward.window.viewer.study is HERE)

    ward.send(generate_uid())

    qtbot.waitUntil(lambda: sorted(ward.patients) == ["opened", "sent"])
    qtbot.waitUntil(lambda: not ward.store.received.unsettled())
    assert ward.window.viewer.study is HERE


def test_what_comes_does_not_replace_a_study_that_a_filter_hides(ward: Ward, qtbot: QtBot) -> None:
    ward.arrivals.go.set()
    script = ward.window.backend.pipeline if ward.window.backend else None
    assert isinstance(script, Script)
    ward.window.open([Path("/films")])
    script.scanned(HERE, known={HERE.uid: make_finding(HERE, 0.4)})
    script.put(None)
    qtbot.waitUntil(lambda: ward.window.viewer.study is HERE)
    qtbot.waitUntil(lambda: not ward.window.work.running)
    ward.window.worklist.filter_box.setText("sent")

    ward.send(generate_uid())

    qtbot.waitUntil(lambda: ward.patients == ["sent"])
    qtbot.waitUntil(lambda: not ward.store.received.unsettled())
    assert ward.window.viewer.study is HERE


def test_a_late_image_brings_its_study_once_more_as_a_whole(ward: Ward, qtbot: QtBot) -> None:
    ward.arrivals.go.set()
    study = generate_uid()
    first = ward.send(study)
    qtbot.waitUntil(lambda: not ward.store.received.unsettled())

    late = ward.send(study)

    qtbot.waitUntil(lambda: len(ward.arrivals.asked) == 2)
    assert set(ward.arrivals.asked[1]) == {first, late}
    qtbot.waitUntil(lambda: not ward.store.received.unsettled())
    assert ward.patients == ["sent"]


def test_what_was_cancelled_still_waits_and_the_status_bar_says_so(
    ward: Ward, qtbot: QtBot
) -> None:
    ward.send(generate_uid())
    qtbot.waitUntil(lambda: len(ward.arrivals.asked) == 1)

    ward.window.work.cancel()

    qtbot.waitUntil(lambda: not ward.window.work.running)
    assert ward.store.received.unsettled()
    assert "1 new study (Ctrl+Alt+R)" in ward.label


def test_what_was_cancelled_goes_on_with_f5_although_nothing_was_opened(
    ward: Ward, qtbot: QtBot
) -> None:
    ward.send(generate_uid())
    qtbot.waitUntil(lambda: len(ward.arrivals.asked) == 1)
    ward.window.work.cancel()
    qtbot.waitUntil(lambda: not ward.window.work.running)
    ward.arrivals.go.set()

    ward.window.commands["open-again"].trigger()

    qtbot.waitUntil(lambda: ward.patients == ["sent"])
    qtbot.waitUntil(lambda: not ward.store.received.unsettled())
    qtbot.waitUntil(lambda: "new stud" not in ward.label)
    assert not ward.window.commands["open-again"].isEnabled()


def test_what_failed_still_waits(ward: Ward, qtbot: QtBot) -> None:
    ward.arrivals.problem.put(OSError("no such luck"))
    ward.arrivals.go.set()

    ward.send(generate_uid())

    qtbot.waitUntil(lambda: len(ward.arrivals.asked) == 1)
    qtbot.waitUntil(lambda: not ward.window.work.running)
    assert ward.store.received.unsettled()


def test_what_failed_joins_what_is_opened_next(ward: Ward, qtbot: QtBot) -> None:
    ward.arrivals.problem.put(OSError("no such luck"))
    ward.arrivals.go.set()
    ward.send(generate_uid())
    qtbot.waitUntil(lambda: len(ward.arrivals.asked) == 1)
    qtbot.waitUntil(lambda: not ward.window.work.running)
    script = ward.window.backend.pipeline if ward.window.backend else None
    assert isinstance(script, Script)

    ward.window.open([Path("/films")])
    script.scanned(HERE, known={HERE.uid: make_finding(HERE, 0.4)})
    script.put(None)

    qtbot.waitUntil(lambda: sorted(ward.patients) == ["opened", "sent"])
    qtbot.waitUntil(lambda: not ward.store.received.unsettled())


@pytest.mark.parametrize("scoring", [False])
def test_without_a_model_studies_are_listed_and_still_wait(ward: Ward, qtbot: QtBot) -> None:
    ward.arrivals.go.set()

    ward.send(generate_uid())

    qtbot.waitUntil(lambda: ward.patients == ["sent"])
    qtbot.waitUntil(lambda: not ward.window.work.running)
    assert ward.store.received.unsettled()
