"""All engines say the same, and Grad-CAM in the graph is Grad-CAM by differentiation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mura_desktop.errors import ModelError
from mura_desktop.inference.engine import Engine
from mura_desktop.inference.keras_engine import KerasEngine
from mura_desktop.inference.onnxruntime_engine import OnnxRuntimeEngine
from mura_desktop.inference.openvino_engine import OpenVinoEngine
from mura_desktop.inference.scorer import Scorer
from tests.inference.conftest import Exported
from tests.networks import images, tiny_bundle, tiny_network

ENGINES: list[type[OnnxRuntimeEngine] | type[OpenVinoEngine]] = [OnnxRuntimeEngine, OpenVinoEngine]


@pytest.mark.parametrize("engine", ENGINES)
def test_scores_and_heat_maps_equal_those_of_keras(
    exported: Exported, engine: type[OnnxRuntimeEngine | OpenVinoEngine]
) -> None:
    inputs = images(12)

    there = Scorer(exported.onnx, engine(exported.onnx.weights_path)).score(inputs)
    here = Scorer(exported.keras, KerasEngine(exported.keras.weights_path)).score(inputs)

    scores = np.array([[score for score, _ in side] for side in (there, here)])
    heat = np.array([[each.values for _, each in side] for side in (there, here)])
    assert np.ptp(scores[1]) > 0.01, "these networks tell images apart"
    assert np.abs(scores[0] - scores[1]).max() < 1e-4
    assert np.abs(heat[0] - heat[1]).max() < 1e-4
    assert heat[1].max() == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_a_score_does_not_depend_on_what_is_scored_beside_it(
    linear: Exported, engine: type[OnnxRuntimeEngine | OpenVinoEngine]
) -> None:
    running = engine(linear.onnx.weights_path, threads=1)
    inputs = images(3)

    together = running.run(inputs)
    alone = [running.run(inputs[index : index + 1]) for index in range(3)]

    assert np.array_equal(together.logits, np.concatenate([raw.logits for raw in alone]))
    assert np.array_equal(together.maps, np.concatenate([raw.maps for raw in alone]))


def test_what_is_not_finite_is_never_scored(linear: Exported) -> None:
    inputs = images(2)
    inputs[1, 5, 5] = np.nan
    with pytest.raises(ValueError, match="finite"):
        Scorer(linear.onnx, OpenVinoEngine(linear.onnx.weights_path, threads=1)).score(inputs)


def test_a_cache_that_cannot_be_written_costs_no_score(linear: Exported, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the cache should be")
    weights, inputs = linear.onnx.weights_path, images(1)
    cached = OpenVinoEngine(weights, threads=1, cache=blocked / "compiled")
    plain = OpenVinoEngine(weights, threads=1)
    assert np.array_equal(cached.run(inputs).logits, plain.run(inputs).logits)


def test_where_nothing_speaks_for_abnormal_the_heat_map_is_empty(tmp_path: Path) -> None:
    network = tiny_network()
    kernel = network.get_layer("logit").kernel
    kernel.assign(np.zeros(kernel.shape))
    onnx = tiny_bundle(tmp_path / "onnx", network)
    keras = tiny_bundle(tmp_path / "keras", network, ".keras")
    engines: list[Engine] = [engine(onnx.weights_path) for engine in ENGINES]
    engines.append(KerasEngine(keras.weights_path))
    for engine in engines:
        raw = engine.run(images(2))
        assert not raw.maps.any(), engine.description


@pytest.mark.parametrize("engine", [*ENGINES, KerasEngine])
def test_a_file_that_is_no_network_is_a_model_error(
    tmp_path: Path, engine: type[OnnxRuntimeEngine | OpenVinoEngine | KerasEngine]
) -> None:
    weights = tmp_path / f"model{'.keras' if engine is KerasEngine else '.onnx'}"
    weights.write_bytes(b"not a network")
    with pytest.raises(ModelError, match="model"):
        engine(weights)


def test_kernels_are_stored_in_half_precision(linear: Exported) -> None:
    import onnx

    graph = onnx.load(str(linear.onnx.weights_path)).graph
    kernels = [entry for entry in graph.initializer if entry.name.startswith("kernel_")]
    assert [entry.name for entry in graph.input] == ["inputs"]
    assert len(kernels) == 2
    assert all(entry.data_type == onnx.TensorProto.FLOAT16 for entry in kernels)
