"""Real child processes, on files that are whole, broken, stalling and too large."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import time
import weakref
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging import decoder as decoding
from mura_desktop.imaging.decoder import Decoder, DecoderClosedError
from mura_desktop.imaging.dicom import read_dicom
from mura_desktop.imaging.model_input import model_canvas
from mura_desktop.imaging.sources import version_of
from mura_desktop.studies.body_parts import scorable
from mura_desktop.studies.model import FileFacts, FileFormat, NotScored


def test_a_child_gives_the_same_pixels_as_this_process(decoder: Decoder, rg3: Path) -> None:
    here = read_dicom(rg3)
    image = decoder.image(rg3, FileFormat.DICOM).result()
    canvas = decoder.canvas(rg3, FileFormat.DICOM, 224).result()
    assert np.array_equal(image.pixels, here.pixels)
    assert np.array_equal(canvas.pixels, model_canvas(here, 224))
    assert (canvas.rows, canvas.columns, canvas.warnings) == (1760, 1760, ())


def test_an_image_is_freed_with_its_last_user_and_not_with_a_garbage_collection(
    decoder: Decoder, rg3: Path
) -> None:
    """Pebble's threads hold the last answer until the next: those before it must be gone."""
    gc.collect()
    gc.disable()
    try:
        used = []
        for _ in range(3):
            image = decoder.image(rg3, FileFormat.DICOM).result()
            canvas = decoder.canvas(rg3, FileFormat.DICOM, 64).result()
            [facts] = decoder.facts([rg3]).result()
            assert isinstance(facts, FileFacts)
            used += [weakref.ref(image.pixels), weakref.ref(canvas.pixels)]
        del image, canvas
        held = sum(reference() is not None for reference in used[:-2])
    finally:
        gc.enable()
    assert held == 0


def test_headers_come_in_the_order_asked_for(decoder: Decoder, rg3: Path, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no image")
    first, second, third = decoder.facts([text, rg3, tmp_path / "gone"]).result()
    assert first == NotScored(text, "is not a DICOM, PNG, JPEG, TIFF or BMP file")
    assert isinstance(second, FileFacts)
    assert second.path == rg3
    assert isinstance(third, NotScored)


def test_a_file_that_was_replaced_gives_no_image_beside_the_old_name_and_score(
    decoder: Decoder, tmp_path: Path
) -> None:
    path = tmp_path / "film.png"
    Image.fromarray(np.full((40, 30), 90, np.uint8)).save(path)
    listed = version_of(path)
    shown = decoder.image(path, FileFormat.RASTER, 1, listed).result()
    assert shown.pixels.shape == (40, 30)

    Image.fromarray(np.full((50, 30), 90, np.uint8)).save(path)
    os.utime(path, (1, 1))
    with pytest.raises(UnreadableFileError, match="has changed since it was listed"):
        decoder.image(path, FileFormat.RASTER, 1, listed).result()
    assert decoder.image(path, FileFormat.RASTER, 1, version_of(path)).result().pixels.size == 1500


def test_children_that_do_not_start_lose_no_request(
    monkeypatch: pytest.MonkeyPatch, rg3: Path
) -> None:
    started: list[object] = []

    class Broken:
        active = True

        def __init__(self, **_: object) -> None:
            started.append(self)

        def schedule(self, *_: object, **__: object) -> None:
            raise BrokenProcessPool("no memory for another process")

    monkeypatch.setattr(decoding, "ProcessPool", Broken)
    decoder = Decoder(workers=1)
    requests = [decoder.canvas(rg3, FileFormat.DICOM, 64) for _ in range(2)]
    for request in requests:
        with pytest.raises(UnreadableFileError, match="the decoder could not be started"):
            request.result(timeout=5)
    assert len(started) == 6  # three attempts for each


def test_an_empty_chunk_gives_no_results(decoder: Decoder) -> None:
    assert decoder.facts([]).result() == []


def test_every_malformed_file_gives_an_image_or_a_reason(decoder: Decoder, shared: Path) -> None:
    paths = sorted((shared / "dicom" / "malformed").iterdir())
    images = 0
    for entry in decoder.facts(paths).result():
        if isinstance(entry, FileFacts):
            assert scorable(entry)
        else:
            assert isinstance(entry, NotScored)
            assert entry.reason
    futures = [decoder.canvas(path, FileFormat.DICOM, 64) for path in paths]
    for future in futures:
        error = future.exception()
        if error is None:
            images += 1
            assert np.isfinite(future.result().pixels).all()
        else:
            assert isinstance(error, UnreadableFileError)
            assert error.reason
    assert images >= 110


def test_a_file_that_stalls_is_given_up_and_costs_only_itself(tmp_path: Path, rg3: Path) -> None:
    endless = tmp_path / "endless.dcm"
    # A private element without a value, ten million times: half a minute for a parser.
    endless.write_bytes(b"\x08\x00\x05\x00CS\x00\x00" + b"\x09\x00\x10\x10LO\x00\x00" * 10**7)
    with Decoder(workers=1, header_timeout_s=2) as decoder:
        decoder.facts([rg3]).result()
        stalled, whole = decoder.facts([endless, rg3]).result()
        assert isinstance(stalled, NotScored)
        assert stalled.reason == "took longer than 2 s to decode"
        assert isinstance(whole, FileFacts)


def test_a_child_that_hangs_is_ended_and_replaced(rg3: Path) -> None:
    with Decoder(workers=1) as decoder:
        hung = decoder._queue.submit(_hang, rg3, 1.0)
        with pytest.raises(UnreadableFileError, match="took longer than 1 s to decode"):
            hung.result(timeout=60)
        assert decoder.canvas(rg3, FileFormat.DICOM, 64).result().rows == 1760


def _hang() -> None:
    time.sleep(1000)


def test_a_child_that_dies_is_one_unreadable_file(rg3: Path) -> None:
    with Decoder(workers=1) as decoder:
        doomed = decoder._queue.submit(_die, rg3, 60.0)
        with pytest.raises(UnreadableFileError, match="the decoder died on this file"):
            doomed.result(timeout=60)
        assert decoder.canvas(rg3, FileFormat.DICOM, 64).result().rows == 1760


def _die() -> None:
    os.kill(os.getpid(), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits address space")
def test_a_file_that_wants_too_much_memory_is_one_unreadable_file(tmp_path: Path) -> None:
    huge = tmp_path / "huge.png"
    Image.new("RGB", (9000, 9000)).save(huge, compress_level=1)
    small = tmp_path / "small.png"
    Image.new("L", (12, 12)).save(small)
    with Decoder(workers=1, memory_limit_bytes=2**30) as decoder:
        with pytest.raises(UnreadableFileError, match=r"more memory|died"):
            decoder.canvas(huge, FileFormat.RASTER, 64).result()
        assert decoder.canvas(small, FileFormat.RASTER, 64).result().rows == 12


def test_the_viewer_does_not_wait_behind_the_queue(
    decoder: Decoder, tmp_path: Path, rg3: Path
) -> None:
    queue = [decoder.canvas(rg3, FileFormat.DICOM, 64) for _ in range(30)]
    decoder.image(rg3, FileFormat.DICOM).result()
    assert not queue[-1].done()
    for future in queue:
        future.cancel()


def test_a_cancelled_future_leaves_the_queue(decoder: Decoder, rg3: Path) -> None:
    futures = [decoder.canvas(rg3, FileFormat.DICOM, 64) for _ in range(5)]
    assert futures[-1].cancel()
    done, waiting = wait(futures, timeout=60)
    assert len(done) == 5
    assert not waiting


def test_closing_ends_the_children_at_once_and_cancels_what_is_open(rg3: Path) -> None:
    before = {child.pid for child in multiprocessing.active_children()}
    decoder = Decoder(workers=1)
    open_ones: list[Future[Any]] = [
        decoder._queue.submit(_hang, rg3, 1000.0),
        decoder.facts([rg3, rg3]),
    ]
    decoder.close()
    assert all(future.cancelled() for future in open_ones)
    assert {child.pid for child in multiprocessing.active_children()} <= before
    with pytest.raises(DecoderClosedError):
        decoder.image(rg3, FileFormat.DICOM)


def test_children_load_neither_qt_nor_an_engine(decoder: Decoder) -> None:
    loaded = decoder._queue.submit(_loaded_modules, Path(), 60.0).result()
    assert "pydicom" in loaded
    assert not {"PySide6", "tensorflow", "openvino", "onnxruntime"} & loaded


def _loaded_modules() -> set[str]:
    return {name.partition(".")[0] for name in sys.modules}


def test_the_error_of_a_file_survives_the_way_between_processes() -> None:
    error = UnreadableFileError(Path("a.dcm"), "is broken")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.path, copy.reason, str(copy)) == (error.path, error.reason, str(error))


def test_a_child_that_dies_while_idle_is_replaced(rg3: Path) -> None:
    before = {child.pid for child in multiprocessing.active_children()}
    with Decoder(workers=1) as own:
        own.canvas(rg3, FileFormat.DICOM, 64).result()
        (child,) = {child.pid for child in multiprocessing.active_children()} - before
        assert child is not None
        # A child that dies between two tasks breaks Pebble's pool; the next task gets a new one.
        os.kill(child, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        time.sleep(0.3)
        assert own.canvas(rg3, FileFormat.DICOM, 64).result(timeout=60).rows == 1760
