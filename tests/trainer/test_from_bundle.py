"""The shipped graph as a Keras network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from mura_desktop import paths
from mura_desktop.errors import UsageError
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.check import check_input
from trainer.from_bundle import densenet169_of, measure_statistics


def test_the_network_computes_what_the_card_of_the_bundle_says() -> None:
    bundle = load_bundle(paths.bundled_model())
    size = bundle.card.input.size
    network = densenet169_of(bundle.weights_path, size)
    features, logit = network(check_input(size), training=False)
    assert features.shape[-1] == 1664
    assert float(logit[0, 0]) == pytest.approx(bundle.card.check_logit, abs=1e-4)


def test_its_statistics_are_found_again_and_change_no_score() -> None:
    bundle = load_bundle(paths.bundled_model())
    size = 64
    sample = np.random.default_rng(1).normal(size=(8, size, size, 3)).astype(np.float32)
    network = densenet169_of(bundle.weights_path, size)
    before = np.asarray(network(sample, training=False)[1])
    measure_statistics(network, [sample])
    assert np.asarray(network(sample, training=False)[1]) == pytest.approx(before, abs=1e-3)
    # in training a batch is normalised with its own statistics: here those that were measured
    assert np.asarray(network(sample, training=True)[1]) == pytest.approx(before, abs=1e-2)


def test_a_graph_of_another_network_is_refused(tmp_path: Path) -> None:
    kernel = onnx.numpy_helper.from_array(np.zeros((1, 3, 3, 3), np.float32), "kernel")
    node = onnx.helper.make_node("Conv", ["inputs", "kernel"], ["logit"])
    of_type = onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        [node],
        "other",
        [onnx.helper.make_tensor_value_info("inputs", of_type, (1, 3, 32, 32))],
        [onnx.helper.make_tensor_value_info("logit", of_type, (1, 1, 30, 30))],
        [kernel],
    )
    path = tmp_path / "other.onnx"
    onnx.save(onnx.helper.make_model(graph), str(path))
    with pytest.raises(UsageError, match="no DenseNet169"):
        densenet169_of(path, 32)
