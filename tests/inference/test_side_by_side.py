"""Many views are scored side by side, and get the scores that each would get alone."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from mura_desktop.errors import ModelError
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.engine import Engine, RawScores, StreamingEngine
from mura_desktop.inference.openvino_engine import OpenVinoEngine
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.side_by_side import SideBySide
from tests.inference.conftest import Exported
from tests.networks import images

BUNDLED = Path(__file__).parents[2] / "resources" / "models" / "densenet169-fracatlas"


class Streams:
    """A `StreamingEngine` of two streams that is its own engine for many; its logits are 0."""

    description = "streams"
    streams = 2

    def __init__(self, logit: float = 0.0) -> None:
        self.logit = logit

    def run(self, inputs: npt.NDArray[np.float32]) -> RawScores:
        count = len(inputs)
        logits = np.full(count, self.logit, np.float32)
        return RawScores(logits, np.zeros((count, 2, 2), np.float32))

    def for_many(self) -> StreamingEngine:
        return self


class Refusing(Streams):
    """An engine that cannot be loaded a second time."""

    def for_many(self) -> StreamingEngine:
        raise ModelError("no memory for a second one")


def passes(_engine: Engine) -> None:
    """Find nothing wrong."""


def opened(engine: Engine) -> SideBySide:
    made = SideBySide(engine, passes)
    made.open()
    threads = [thread for thread in threading.enumerate() if thread.name == "streams"]
    for thread in threads:
        thread.join()
    return made


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(BUNDLED)


def test_the_bundled_model_scores_views_side_by_side_as_one_by_one(bundle: Bundle) -> None:
    engine = OpenVinoEngine(bundle.weights_path, threads=2)
    many = engine.for_many()
    assert many is not None
    inputs = images(5, bundle.card.input.size)

    with ThreadPoolExecutor(many.streams) as threads:
        beside = list(threads.map(many.run, np.split(inputs, len(inputs))))

    alone = engine.run(inputs)
    logits = np.concatenate([raw.logits for raw in beside])
    maps = np.concatenate([raw.maps for raw in beside])
    assert np.ptp(logits) > 0.1, "these views are told apart"
    assert np.abs(logits - alone.logits).max() < 1e-5
    assert np.abs(maps - alone.maps).max() < 1e-5


def test_an_engine_with_one_thread_has_nothing_to_share_out(linear: Exported) -> None:
    assert OpenVinoEngine(linear.onnx.weights_path, threads=1).for_many() is None


def test_as_many_views_run_at_a_time_as_there_are_streams_and_the_next_one_waits() -> None:
    beside = opened(Streams())
    meeting, may_end = threading.Barrier(3), threading.Event()

    def work(_engine: Engine) -> None:
        meeting.wait(10)
        may_end.wait(10)

    both = [beside.run(work) for _ in range(2)]
    meeting.wait(10)  # passes only when both run

    with ThreadPoolExecutor(1) as asking:
        third = asking.submit(beside.run, passes)
        with pytest.raises(FutureTimeoutError):
            third.result(timeout=0.2)
        may_end.set()
        third.result(timeout=10).result(timeout=10)
    for one in both:
        one.result(timeout=10)
    beside.close()


def test_what_work_raises_comes_with_its_result_and_frees_the_thread() -> None:
    beside = opened(Streams())

    def fail(_engine: Engine) -> None:
        raise ModelError("the runtime gave up")

    for _ in range(3):
        with pytest.raises(ModelError, match="gave up"):
            beside.run(fail).result(timeout=10)
    beside.close()


def test_an_engine_that_cannot_be_loaded_twice_goes_on_one_by_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        beside = opened(Refusing())
    assert not beside.is_open
    assert "one by one: no memory for a second one" in caplog.text
    beside.close()


def test_an_engine_for_many_that_computes_something_else_is_not_used(
    linear: Exported, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = linear.onnx.card.check_logit + 1
    scorer = Scorer(linear.onnx, Streams(wrong))
    with caplog.at_level(logging.WARNING):
        scorer.expect_many()
        scorer.close()
    assert "computes wrongly" in caplog.text
    assert scorer.begin(images(1), waited_for=False).done()


def test_who_is_waited_for_has_the_whole_processor(linear: Exported) -> None:
    engine = OpenVinoEngine(linear.onnx.weights_path, threads=2)
    scorer = Scorer(linear.onnx, engine)
    inputs = images(3)
    expected = scorer.score(inputs)

    scorer.expect_many()
    alone = scorer.begin(inputs, waited_for=True)
    assert alone.done()
    scorer.close()

    assert alone.result() == expected
