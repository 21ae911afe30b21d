"""The best runtime that computes rightly is taken; where none does, the reasons are given."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from mura_desktop.errors import ModelError
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.card import REMEDY
from mura_desktop.inference.scorer import Scorer, calibrated
from mura_desktop.inference.selection import open_engine
from tests.inference.conftest import Exported
from tests.networks import images, tiny_bundle, tiny_network


def with_check(bundle: Bundle, logit: float) -> Bundle:
    return Bundle(bundle.card.model_copy(update={"check_logit": logit}), bundle.weights_path)


@pytest.mark.parametrize(
    ("prefer", "runtime"), [("openvino", "OpenVINO"), ("onnxruntime", "ONNX Runtime")]
)
def test_the_preferred_runtime_is_taken(linear: Exported, prefer: str, runtime: str) -> None:
    assert runtime in open_engine(linear.onnx, prefer=prefer, threads=1).description


def test_a_keras_file_is_run_by_keras(linear: Exported) -> None:
    assert "Keras" in open_engine(linear.keras).description


def test_an_unknown_runtime_is_refused(linear: Exported) -> None:
    with pytest.raises(ValueError, match="openvino, onnxruntime, keras"):
        open_engine(linear.onnx, prefer="abacus")


def test_a_runtime_that_does_not_load_gives_way_with_a_warning(
    linear: Exported, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # what Python does where a module cannot be imported
    monkeypatch.setitem(sys.modules, "mura_desktop.inference.openvino_engine", None)
    with caplog.at_level(logging.WARNING):
        engine = open_engine(linear.onnx, prefer="openvino")
    assert "ONNX Runtime" in engine.description
    assert "openvino" in caplog.text


def test_the_second_runtime_is_loaded_by_whoever_may_once_it_is_needed(
    linear: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_module("mura_desktop.inference.onnxruntime_engine")
    monkeypatch.delitem(sys.modules, "onnxruntime")  # as if it were not; nothing imports it again
    asked: list[str] = []

    open_engine(linear.onnx, load=lambda: asked.append("for nothing"))
    open_engine(linear.onnx, prefer="onnxruntime", load=lambda: asked.append("in time"))

    assert asked == ["in time"]


def test_an_engine_that_computes_wrongly_is_not_used(linear: Exported) -> None:
    exchanged = with_check(linear.onnx, linear.onnx.card.check_logit + 0.01)
    with pytest.raises(ModelError, match="computes wrongly") as caught:
        open_engine(exchanged)
    text = str(caught.value)
    assert "OpenVINO" in text
    assert "ONNX Runtime" in text
    assert text.endswith(REMEDY)


def test_a_model_that_gives_no_numbers_is_not_used(tmp_path: Path) -> None:
    network = tiny_network()
    bundle = tiny_bundle(tmp_path / "bundle", network)
    network.get_layer("logit").bias.assign([np.nan])
    folder = tmp_path / "broken"
    broken = with_check(bundle, 0.0)
    from trainer.export import write_onnx

    folder.mkdir()
    write_onnx(network, bundle.card.input.size, folder / "model.onnx")
    with pytest.raises(ModelError, match="not numbers"):
        open_engine(Bundle(broken.card, folder / "model.onnx"))


def test_weights_no_runtime_understands_are_a_model_error_with_all_reasons(
    linear: Exported, tmp_path: Path
) -> None:
    weights = tmp_path / "model.onnx"
    shutil.copy(linear.keras.weights_path, weights)
    with pytest.raises(ModelError, match=r"OpenVINO does not load.*ONNX Runtime does not load"):
        open_engine(Bundle(linear.onnx.card, weights))


def test_a_model_in_the_place_of_another_is_not_run_as_the_other_was_compiled(
    tmp_path: Path,
) -> None:
    """OpenVINO knows what it has compiled by name, size and time: a new release may share them."""
    cache, place = tmp_path / "cache", tmp_path / "model"
    logits = []
    for seed in (1, 2):
        bundle = tiny_bundle(tmp_path / f"release {seed}", tiny_network(seed=seed))
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(bundle.weights_path.parent, place)
        os.utime(place / "model.onnx", (1_000_000_000, 1_000_000_000))
        engine = open_engine(load_bundle(place), prefer="openvino", cache=cache)
        assert "OpenVINO" in engine.description
        logits.append(engine.run(images(1)).logits)
    assert len(list(cache.rglob("*.blob"))) == 2
    assert logits[0] != logits[1]


@pytest.mark.parametrize("runtime", ["openvino", "onnxruntime"])
def test_a_graph_of_any_number_of_views_gives_the_same_scores(
    linear: Exported, tmp_path: Path, runtime: str
) -> None:
    import onnx

    model = onnx.load(str(linear.onnx.weights_path))
    for value in (*model.graph.input, *model.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "n"
    onnx.save(model, str(tmp_path / "model.onnx"))
    free = open_engine(Bundle(linear.onnx.card, tmp_path / "model.onnx"), prefer=runtime)
    fixed = open_engine(linear.onnx, prefer=runtime)
    assert free.description == fixed.description
    assert np.array_equal(free.run(images(3)).logits, fixed.run(images(3)).logits)


def test_scores_are_calibrated(linear: Exported) -> None:
    engine = open_engine(linear.onnx)
    inputs = images(4)

    scored = Scorer(linear.onnx, engine).score(inputs)

    logits = engine.run(inputs).logits.astype(float)
    assert np.allclose([score for score, _ in scored], 1 / (1 + np.exp(1 - 0.5 * logits)))


def test_extreme_logits_do_not_overflow(linear: Exported) -> None:
    ends = calibrated(np.array([-1e30, 1e30], np.float32), linear.onnx.card.calibration)
    assert ends.tolist() == [0, 1]


def test_input_of_another_size_is_our_bug(linear: Exported) -> None:
    scorer = Scorer(linear.onnx, open_engine(linear.onnx))
    with pytest.raises(ValueError, match="32, 32, 3"):
        scorer.score(images(1, size=16))
    assert scorer.score(images(1)[:0]) == []


def python(code: str, home: Path) -> str:
    environment = {**os.environ, "HOME": str(home), "LOCALAPPDATA": str(home)}
    environment.pop("CI", None)  # on build machines OpenVINO's telemetry is off anyway
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_scoring_needs_no_tensorflow(linear: Exported, tmp_path: Path) -> None:
    code = f"""
import sys
sys.modules["tensorflow"] = sys.modules["keras"] = None
from pathlib import Path
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.selection import open_engine
print(any(name in sys.modules for name in ("openvino", "onnxruntime")))
print(open_engine(load_bundle(Path({str(linear.onnx.weights_path.parent)!r}))).description)
"""
    early, engine = python(code, tmp_path).splitlines()
    assert early == "False", "no runtime loads before it is asked for"
    assert "OpenVINO" in engine


def test_openvino_reports_nothing_to_anybody(tmp_path: Path) -> None:
    code = """
import sys, threading
import mura_desktop.inference.openvino_engine
print(sorted(name for name in sys.modules if name.startswith("openvino_telemetry.")))
print(threading.active_count())
"""
    assert python(code, tmp_path).split() == ["[]", "1"]
    assert list(tmp_path.iterdir()) == []


def test_a_mirrored_model_gives_a_view_and_its_mirror_image_the_same_score(
    linear: Exported,
) -> None:
    card = linear.onnx.card
    given = card.input.model_copy(update={"mirrored": True})
    bundle = Bundle(card.model_copy(update={"input": given}), linear.onnx.weights_path)
    scorer = Scorer(bundle, open_engine(bundle))
    inputs = images(3, card.input.size)

    straight = scorer.score(inputs)
    mirrored = scorer.score(np.ascontiguousarray(inputs[:, :, ::-1]))

    for (score, heat), (twin_score, twin_heat) in zip(straight, mirrored, strict=True):
        assert score == pytest.approx(twin_score, abs=1e-6)
        grid = np.reshape(heat.values, (heat.rows, heat.columns))
        twin_grid = np.reshape(twin_heat.values, (heat.rows, heat.columns))
        np.testing.assert_allclose(grid, twin_grid[:, ::-1], atol=1e-5)
        assert grid.max() in {0, 1}
