"""The whole job on real files with the bundled model: find, read, score, keep, go on."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pydicom
import pytest
from PIL import Image

from mura_desktop.assembly import Assembly, assemble
from mura_desktop.events import Event, NotScorable, Scanned, Scored, Scoring, Unreadable
from mura_desktop.imaging.decoder import Canvas
from mura_desktop.inference.engine import Engine
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.side_by_side import SideBySide
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.studies.model import FileFormat, Grouping

FILE = Grouping.FILE


@pytest.fixture
def assembly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assembly]:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    made = assemble()
    yield made
    made.close()


@pytest.fixture
def clinic(tmp_path: Path, rg3: Path) -> Path:
    """A folder as clinics have them: a DICOM study, a loose image, a broken file, a text."""
    folder = tmp_path / "clinic"
    (folder / "loose").mkdir(parents=True)
    shutil.copy(rg3, folder / "ankle.dcm")
    random = np.random.default_rng(1)
    Image.fromarray(random.integers(0, 255, (120, 90), np.uint8)).save(folder / "loose" / "a.png")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"nothing" * 20)
    (folder / "notes.txt").write_text("not an image")
    (folder / "._ankle.dcm").write_bytes(b"left by another system")
    return folder


def run(assembly: Assembly, *paths: Path, grouping: Grouping = Grouping.AUTO) -> list[Event]:
    return list(assembly.pipeline.triage(paths, grouping, threading.Event()))


def scored(events: list[Event]) -> list[Scored]:
    return [event for event in events if isinstance(event, Scored)]


def loose_images(folder: Path, count: int) -> Path:
    folder.mkdir()
    random = np.random.default_rng(2)
    for number in range(count):
        pixels = random.integers(0, 255, (64, 64), np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:02}.png")
    return folder


def expect_many(scorer: Scorer) -> None:
    """Wait until views can be scored side by side."""
    scorer.expect_many()
    for thread in threading.enumerate():
        if thread.name == "streams":
            thread.join()


def test_every_file_is_scored_or_listed_with_a_reason(assembly: Assembly, clinic: Path) -> None:
    events = run(assembly, clinic)

    (scanned,) = (event for event in events if isinstance(event, Scanned))
    done = {view.path.name for event in scored(events) for view in event.study.views}
    not_done = {entry.path.name: entry.reason for entry in scanned.scan.not_scored}
    for event in events:
        if isinstance(event, Unreadable):
            not_done |= {entry.path.name: entry.reason for entry in event.not_scored}
    assert done == {"ankle.dcm", "a.png"}
    assert set(not_done) == {"broken.png", "notes.txt"}
    assert all(not_done.values())


def test_a_finding_belongs_to_the_model_and_lies_in_range(assembly: Assembly, clinic: Path) -> None:
    assert assembly.scorer is not None
    for event in scored(run(assembly, clinic)):
        assert 0 <= event.finding.score <= 1
        assert event.finding.model == assembly.scorer.rule.model
        (view,) = event.finding.views
        assert event.finding.score == view.score
        assert 0 <= min(view.activation.values) <= max(view.activation.values) <= 1


def test_reopening_shows_what_is_known_and_scores_nothing_again(
    assembly: Assembly, clinic: Path
) -> None:
    first = {event.study.uid: event.finding for event in scored(run(assembly, clinic))}

    events = run(assembly, clinic)

    (scanned,) = (event for event in events if isinstance(event, Scanned))
    assert {uid: finding.score for uid, finding in scanned.known.items()} == {
        uid: finding.score for uid, finding in first.items()
    }
    assert scored(events) == []


def test_a_file_that_changed_is_scored_again(assembly: Assembly, clinic: Path) -> None:
    run(assembly, clinic)
    changed = clinic / "loose" / "a.png"
    Image.fromarray(np.arange(3000, dtype=np.uint8).reshape(50, 60)).save(changed)
    os.utime(changed, ns=(1, 1))

    again = scored(run(assembly, clinic))

    assert [view.path for event in again for view in event.study.views] == [changed]


def test_a_cancelled_job_ends_and_the_next_one_goes_on_from_there(
    assembly: Assembly, tmp_path: Path
) -> None:
    folder = loose_images(tmp_path / "many", 5)
    cancelled = threading.Event()
    done = []
    for event in assembly.pipeline.triage([folder], Grouping.FILE, cancelled):
        if isinstance(event, Scored):
            done.append(event)
            if len(done) == 2:
                cancelled.set()

    rest = scored(run(assembly, folder, grouping=Grouping.FILE))

    assert len(done) == 2
    assert len(rest) == 3


def test_a_backlog_is_scored_side_by_side_with_the_same_scores_in_the_same_order(
    assembly: Assembly, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = loose_images(tmp_path / "many", 12)
    one_by_one = [event.finding.score for event in scored(run(assembly, folder, grouping=FILE))]
    began: list[bool] = []
    run_beside = SideBySide.run

    def counting(beside: SideBySide, work: Callable[[Engine], Any]) -> Future[Any]:
        began.append(True)
        return run_beside(beside, work)

    monkeypatch.setattr(SideBySide, "run", counting)
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "other data"))
    with closing(assemble()) as other:
        assert other.scorer is not None
        expect_many(other.scorer)
        events = run(other, folder, grouping=FILE)

    assert len(began) >= 6, "the first may be waited for, and the last"
    assert [event.done for event in scored(events)] == list(range(1, 13))
    assert [event.study.views[0].path.name for event in scored(events)] == [
        f"{number:02}.png" for number in range(12)
    ]
    assert [event.finding.score for event in scored(events)] == pytest.approx(one_by_one, abs=1e-6)


def test_a_cancelled_backlog_keeps_every_score_that_was_there(
    assembly: Assembly, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = loose_images(tmp_path / "many", 12)
    assert assembly.scorer is not None
    expect_many(assembly.scorer)
    begin, computed = assembly.scorer.begin, list[Future[Any]]()

    def remembering(inputs: npt.NDArray[np.float32], *, waited_for: bool) -> Future[Any]:
        computed.append(begin(inputs, waited_for=waited_for))
        return computed[-1]

    monkeypatch.setattr(assembly.scorer, "begin", remembering)
    cancelled = threading.Event()
    done = []
    for event in assembly.pipeline.triage([folder], FILE, cancelled):
        if isinstance(event, Scored):
            done.append(event)
            if len(done) == 4:
                cancelled.set()
        elif isinstance(event, Scoring) and cancelled.is_set():
            wait(computed)

    rest = scored(run(assembly, folder, grouping=FILE))

    assert len(done) + len(rest) == 12
    assert len(computed) == 12, "a score was computed twice"


def test_a_score_does_not_wait_for_the_slow_file_after_it(
    assembly: Assembly, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = loose_images(tmp_path / "many", 5)
    assert assembly.scorer is not None
    expect_many(assembly.scorer)
    decode, late = assembly.decoder.canvas, Future[Canvas]()

    def canvas(path: Path, kind: FileFormat, size: int, frame: int = 1) -> Future[Canvas]:
        found = decode(path, kind, size, frame)
        if path.name != "03.png":
            return found
        read.append(found)
        return late

    read: list[Future[Canvas]] = []
    monkeypatch.setattr(assembly.decoder, "canvas", canvas)
    in_time: list[str] = []
    too_late = threading.Timer(20, lambda: late.set_result(read[0].result()))
    too_late.start()
    for event in assembly.pipeline.triage([folder], FILE, threading.Event()):
        if isinstance(event, Scored):
            if not late.done():
                in_time.append(event.study.views[0].path.name)
            if len(in_time) == 3:
                too_late.cancel()
                if not late.done():
                    late.set_result(read[0].result())

    assert in_time == ["00.png", "01.png", "02.png"]


def test_monochrome1_and_its_inverted_twin_have_the_identical_score(
    assembly: Assembly, tmp_path: Path, rg3: Path
) -> None:
    original = pydicom.dcmread(rg3)
    assert original.PhotometricInterpretation == "MONOCHROME1"
    top = 2**original.BitsStored - 1
    twin = pydicom.dcmread(rg3)
    twin.PixelData = (top - original.pixel_array).astype("<u2").tobytes()
    twin.PhotometricInterpretation = "MONOCHROME2"
    # The linear window of PS3.3 C.11.2.1.2.1 is not symmetric about its centre: hence the 1.
    twin.WindowCenter = top + 1 - original.WindowCenter
    twin.StudyInstanceUID = pydicom.uid.generate_uid(entropy_srcs=["twin"])
    twin.SOPInstanceUID = pydicom.uid.generate_uid(entropy_srcs=["twin view"])
    twin.file_meta.MediaStorageSOPInstanceUID = twin.SOPInstanceUID
    folder = tmp_path / "twins"
    folder.mkdir()
    shutil.copy(rg3, folder / "one.dcm")
    twin.save_as(folder / "two.dcm")

    one, two = scored(run(assembly, folder))

    assert one.finding.score == two.finding.score
    assert one.finding.views[0].activation == two.finding.views[0].activation


def test_an_image_that_cannot_be_displayed_ends_no_job_and_gets_no_score(
    assembly: Assembly, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = loose_images(tmp_path / "films", 2)
    wide = np.linspace(-3e38, 3e38, 4096, dtype=np.float32).reshape(64, 64)
    Image.fromarray(wide).save(folder / "wide.tif")
    decode = assembly.decoder.canvas

    def canvas(path: Path, kind: FileFormat, size: int, frame: int = 1) -> Future[Canvas]:
        made = decode(path, kind, size, frame)
        if path.name == "01.png":
            made.result().pixels[9, 9] = np.nan
        return made

    monkeypatch.setattr(assembly.decoder, "canvas", canvas)
    events = run(assembly, folder, grouping=FILE)

    assert [event.study.views[0].path.name for event in scored(events)] == ["00.png"]
    reasons = {
        entry.path.name: entry.reason
        for event in events
        if isinstance(event, Unreadable)
        for entry in event.not_scored
    }
    assert reasons.keys() == {"01.png", "wide.tif"}
    assert "not numbers" in reasons["01.png"]
    assert "too far apart" in reasons["wide.tif"]


def test_a_chest_is_listed_but_never_scored(assembly: Assembly, tmp_path: Path, rg3: Path) -> None:
    chest = pydicom.dcmread(rg3)
    chest.BodyPartExamined = "CHEST"
    path = tmp_path / "chest.dcm"
    chest.save_as(path)

    events = run(assembly, path)

    assert scored(events) == []
    (event,) = (event for event in events if isinstance(event, NotScorable))
    assert "chest" in event.reason


def test_an_exchanged_model_turns_scoring_off_and_viewing_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clinic: Path
) -> None:
    from mura_desktop.paths import bundled_model

    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    bundle = tmp_path / "bundle"
    shutil.copytree(bundled_model(), bundle)
    weights = bundle / "model.onnx"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)

    assembly = assemble(bundle)
    try:
        assert assembly.scorer is None
        assert assembly.model_problem
        (scanned,) = (event for event in run(assembly, clinic) if isinstance(event, Scanned))
        ankle = next(s for s in scanned.scan.studies if s.views[0].path.name == "ankle.dcm")
        view = ankle.views[0]
        assert assembly.decoder.image(view.path, view.format).result().pixels.shape == (1760, 1760)
    finally:
        assembly.close()
