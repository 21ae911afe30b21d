"""A rewritten graph computes what it computed before, with fewer nodes or products."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from mura_desktop.inference.onnxruntime_engine import OnnxRuntimeEngine
from trainer.cam_head import with_cam_head
from trainer.export import round_kernels, write_onnx
from trainer.graph_rewrites import (
    activate_before_rounding,
    drop_unused_constants,
    pad_while_pooling,
    read_one_channel,
    round_to_bytes,
)

SIZE = 12


def model(nodes: list[Any], constants: dict[str, Any]) -> Any:
    """A graph from ``inputs``, as a bundle's, to ``out``."""
    graph = helper.make_graph(
        nodes,
        "example",
        [helper.make_tensor_value_info("inputs", TensorProto.FLOAT, [1, SIZE, SIZE, 3])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [None] * 4)],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 9
    onnx.checker.check_model(made)
    return made


def padded_pooling(
    sides: tuple[int, int, int, int] = (1, 1, 1, 1),
    mode: str = "constant",
    value: float = 0.0,
    before: str = "Relu",
    channels: int = 0,
    pool: tuple[int, ...] = (0, 0, 0, 0),
) -> Any:
    top, left, bottom, right = sides
    nodes = [
        helper.make_node("Transpose", ["inputs"], ["turned"], perm=[0, 3, 1, 2]),
        helper.make_node(before, ["turned"], ["made"]),
        helper.make_node("Pad", ["made", "amounts", "value"], ["padded"], mode=mode),
        helper.make_node(
            "MaxPool", ["padded"], ["out"], kernel_shape=[3, 3], strides=[2, 2], pads=pool
        ),
    ]
    amounts = np.array([0, channels, top, left, 0, 0, bottom, right], np.int64)
    return model(nodes, {"amounts": amounts, "value": np.float32(value)})


def convolution() -> Any:
    nodes = [
        helper.make_node("Transpose", ["inputs"], ["turned"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["turned", "kernel"], ["out"], pads=[3, 3, 3, 3], strides=[2, 2]),
    ]
    kernel = np.random.default_rng(2).normal(size=(8, 3, 7, 7)).astype(np.float32)
    return model(nodes, {"kernel": kernel})


def kinds(made: Any) -> list[str]:
    return [node.op_type for node in made.graph.node]


def outputs(made: Any, inputs: Any) -> Any:
    onnx.checker.check_model(made, full_check=True)
    session = onnxruntime.InferenceSession(made.SerializeToString())
    return session.run(["out"], {"inputs": inputs})[0]


def noise(seed: int) -> Any:
    return np.random.default_rng(seed).normal(size=(1, SIZE, SIZE, 3)).astype(np.float32)


def grey(seed: int) -> Any:
    return np.repeat(noise(seed)[..., :1], 3, axis=3)


SIDE = st.integers(0, 2)


@given(sides=st.tuples(SIDE, SIDE, SIDE, SIDE), seed=st.integers(0, 99))
def test_pooling_after_relu_pads_by_itself(sides: tuple[int, int, int, int], seed: int) -> None:
    made = padded_pooling(sides)
    before = outputs(made, noise(seed))
    pad_while_pooling(made.graph)
    assert kinds(made) == ["Transpose", "Relu", "MaxPool"]
    assert np.array_equal(outputs(made, noise(seed)), before)


@pytest.mark.parametrize(
    "made",
    [
        padded_pooling(before="Tanh"),
        padded_pooling(mode="reflect"),
        padded_pooling(value=1.0),
        padded_pooling(channels=1),
        padded_pooling(pool=(1, 1, 1, 1)),
    ],
    ids=[
        "of negative values too",
        "with a mirror image",
        "with something else than zero",
        "of channels",
        "before a pooling that pads already",
    ],
)
def test_padding_that_pooling_cannot_do_stays(made: Any) -> None:
    before = made.SerializeToString()
    pad_while_pooling(made.graph)
    assert made.SerializeToString() == before


@given(seed=st.integers(0, 99))
def test_one_channel_of_three_equal_ones_is_enough(seed: int) -> None:
    made = convolution()
    before = outputs(made, grey(seed))
    read_one_channel(made.graph)
    drop_unused_constants(made.graph)
    kernel = next(each for each in made.graph.initializer if each.name == "summed_kernel")
    assert list(kernel.dims) == [8, 1, 7, 7]
    assert "kernel" not in {each.name for each in made.graph.initializer}
    assert outputs(made, grey(seed)) == pytest.approx(before, abs=1e-4)


def test_a_convolution_of_something_else_than_the_input_stays() -> None:
    made = padded_pooling()
    before = made.SerializeToString()
    read_one_channel(made.graph)
    assert made.SerializeToString() == before


def test_an_output_in_bytes_is_off_by_half_a_step_at_most() -> None:
    made = padded_pooling()
    before = outputs(made, noise(1))
    round_to_bytes(made.graph, "made", 2.0)
    assert kinds(made)[2:4] == ["QuantizeLinear", "DequantizeLinear"]
    after = outputs(made, noise(1))
    assert after == pytest.approx(np.minimum(before, 2.0), abs=0.5 * 2.0 / 255 + 1e-6)
    assert len(np.unique(np.round(after / (2.0 / 255), 3) % 1)) == 1  # whole steps


def rounded_twice(before: str = "Conv", also_read: str = "") -> Any:
    """A convolution whose output is rounded to bytes before ReLU and after it."""
    first = ["turned", "kernel"] if before == "Conv" else ["turned"]
    steps = [
        ("QuantizeLinear", ["made", "wide", "middle"], "made_bytes"),
        ("DequantizeLinear", ["made_bytes", "wide", "middle"], "made_again"),
        ("Relu", ["made_again"], "activated"),
        ("QuantizeLinear", ["activated", "narrow", "none"], "bytes"),
        ("DequantizeLinear", ["bytes", "narrow", "none"], "again"),
        ("Add", ["again", also_read or "zero"], "out"),
    ]
    nodes = [
        helper.make_node("Transpose", ["inputs"], ["turned"], perm=[0, 3, 1, 2]),
        helper.make_node(before, first, ["made"]),
        *(helper.make_node(kind, inputs, [output]) for kind, inputs, output in steps),
    ]
    kernel = np.random.default_rng(4).normal(size=(3, 3, 1, 1)).astype(np.float32)
    constants = {
        "kernel": kernel,
        "wide": np.float32(16 / 255),
        "middle": np.uint8(128),
        "narrow": np.float32(8 / 255),
        "none": np.uint8(0),
        "zero": np.float32(0),
    }
    if before != "Conv":
        del constants["kernel"]
    return model(nodes, constants)


@given(seed=st.integers(0, 2**32 - 1))
def test_what_relu_reads_of_a_convolution_is_rounded_once(seed: int) -> None:
    inputs = np.random.default_rng(seed).normal(size=(1, SIZE, SIZE, 3)).astype(np.float32)
    exact = rounded_twice()
    del exact.graph.node[2:4]  # by hand: no rounding before ReLU
    exact.graph.node[2].input[0] = "made"
    made = rounded_twice()
    activate_before_rounding(made.graph)
    assert kinds(made).count("QuantizeLinear") == 1
    assert np.array_equal(outputs(made, inputs), outputs(exact, inputs))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(rounded_twice(before="Softsign"), id="no convolution"),
        pytest.param(rounded_twice(also_read="made_again"), id="others read what is rounded"),
        pytest.param(rounded_twice(also_read="made"), id="others read the output"),
    ],
)
def test_an_output_that_is_not_relus_alone_stays_rounded(made: Any) -> None:
    before = made.SerializeToString()
    activate_before_rounding(made.graph)
    assert made.SerializeToString() == before


def test_constants_that_are_read_stay() -> None:
    made = padded_pooling()
    drop_unused_constants(made.graph)
    assert {each.name for each in made.graph.initializer} == {"amounts", "value"}


def test_an_exported_network_pads_nothing_beforehand(tmp_path: Path) -> None:
    import keras

    keras.utils.set_random_seed(3)
    image = keras.Input((SIZE, SIZE, 3))
    layer = keras.layers.Conv2D(4, 3, activation="relu")(image)
    layer = keras.layers.ZeroPadding2D(1)(layer)
    layer = keras.layers.MaxPooling2D(3, strides=2)(layer)
    network = with_cam_head(keras.Model(image, layer), "padded")
    round_kernels(network)

    write_onnx(network, SIZE, tmp_path / "model.onnx")

    assert {"MaxPool", "Pad"} & set(kinds(onnx.load(str(tmp_path / "model.onnx")))) == {"MaxPool"}
    logits = OnnxRuntimeEngine(tmp_path / "model.onnx").run(noise(1)).logits
    assert logits == pytest.approx(np.asarray(network(noise(1))[1])[:, 0], abs=1e-5)
