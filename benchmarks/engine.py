"""Score and heat map of one view: the program's engine, TensorFlow twice, and the processor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
import onnxruntime
import tensorflow as tf

from benchmarks.results import Limit, Row, medians
from mura_desktop import paths
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.check import check_input
from mura_desktop.inference.engine import Engine, Precision
from mura_desktop.inference.keras_engine import grad_cam
from mura_desktop.inference.scorer import run_as_the_card_says
from mura_desktop.inference.selection import open_engine
from mura_desktop.inference.self_test import Choice, run_self_test
from trainer.from_bundle import densenet169_of

THREADS = 2
PRODUCT_SIDE = 2048
SAME_SCORE = 1e-3
"""In units of the logit."""
NAMES = {Precision.SINGLE: "single precision", Precision.EIGHT_BIT: "8 bit"}


def measure(rounds: int, keras_file: Path) -> list[Row]:
    """Compare on one view, each contender doing what the card asks (mirroring included).

    The limits are for the engine that the program's self-test chooses on this machine. In single
    precision all contenders have to agree; what 8 bits change is told.

    Parameters
    ----------
    rounds
        How often each contender runs.
    keras_file
        Where to leave the network for other benchmarks.
    """
    tf.config.threading.set_intra_op_parallelism_threads(THREADS)
    bundle = load_bundle(paths.bundled_model())
    view = check_input(bundle.card.input.size)
    network = densenet169_of(bundle.weights_path, bundle.card.input.size)
    network.save(keras_file)
    compiled, usual = _compiled(network, bundle), _usual(network, bundle)
    found = run_self_test(bundle)
    chosen = Choice() if found is None else found.fastest
    engines = {Choice(): _opened(bundle, Choice()), chosen: _opened(bundle, chosen)}
    logits = {
        choice: float(run_as_the_card_says(engine, bundle.card.input, view).logits[0])
        for choice, engine in engines.items()
    }
    for theirs in (compiled(view), usual(view)):
        if abs(logits[Choice()] - theirs) > SAME_SCORE:
            raise SystemExit(f"the contenders disagree: {logits[Choice()]} and {theirs}")
    products = _products() | _products_of_bytes()
    taken = medians(
        {
            **{str(choice): _pass(engine, bundle, view) for choice, engine in engines.items()},
            "compiled": lambda: compiled(view),
            "usual": lambda: usual(view),
            **products,
        },
        rounds,
    )
    rows: list[Row] = []
    for choice, engine in engines.items():
        asked = choice == chosen
        rows += _rows(bundle, choice, engine.description, taken, asked=asked)
        if choice.precision is not Precision.SINGLE:
            apart = abs(logits[choice] - logits[Choice()])
            rows.append(Row("8 bit, logit apart", apart, beside=_cost_of_bits(bundle)))
    return rows


def _opened(bundle: Bundle, choice: Choice) -> Engine:
    return open_engine(bundle, prefer=choice.runtime, threads=THREADS, precision=choice.precision)


def _pass(engine: Engine, bundle: Bundle, view: Any) -> Callable[[], object]:
    return lambda: run_as_the_card_says(engine, bundle.card.input, view)


def _rows(
    bundle: Bundle, choice: Choice, description: str, taken: Mapping[str, float], *, asked: bool
) -> list[Row]:
    """Return the figures of one engine, with limits if it is the one that is worked with."""
    name, seconds = NAMES[choice.precision], taken[str(choice)]
    passes = 2 if bundle.card.input.mirrored else 1
    single = choice.precision is Precision.SINGLE
    products = ("numpy", "TensorFlow") if single else ("bytes",)
    peak = 2 * PRODUCT_SIDE**3 / min(taken[product] for product in products)
    floor = passes * operations(bundle.weights_path) / peak
    at_least, at_most = (Limit.AT_LEAST, Limit.AT_MOST) if asked else (None, None)
    numbers = "float32" if single else "bytes (u8 and s8)"
    here = "chosen here" if asked else "not chosen here"
    return [
        Row(
            f"score and map of one view, {name}",
            seconds * 1e3,
            "ms",
            beside=f"{description}, {passes} passes, {here}",
        ),
        Row(
            f"compiled TensorFlow over {name}",
            taken["compiled"] / seconds,
            "times",
            at_least,
            3.0,
            "one tf.function for score and gradient map",
        ),
        Row(
            f"usual recipe over {name}",
            taken["usual"] / seconds,
            "times",
            at_least,
            25.0,
            "model.predict, then Grad-CAM under an eager tape",
        ),
        Row(
            f"{name} over the processor's limit",
            seconds / floor,
            "times",
            at_most,
            1.6,
            f"matrix products of {numbers}, {peak / 1e9:.0f} GOP/s",
        ),
    ]


def _cost_of_bits(bundle: Bundle) -> str:
    found = bundle.card.eight_bit
    if found is None:
        return ""
    return (
        f"AUROC {found.auroc:.4f} instead of {found.auroc_single:.4f} on {found.measured_on}, "
        f"scores at most {found.largest_difference:.3f} apart"
    )


def operations(weights: Path) -> float:
    """Return the floating point operations of the convolutions in one pass, two a product."""
    model = onnx.shape_inference.infer_shapes(onnx.load(str(weights)))
    shapes = {
        value.name: [one.dim_value or 1 for one in value.type.tensor_type.shape.dim]
        for value in (*model.graph.value_info, *model.graph.input)
    }
    total = 0.0
    for node in model.graph.node:
        if node.op_type == "Conv":
            _, channels, rows, columns = shapes[node.output[0]]
            _, depth, height, width = shapes[node.input[1]]
            total += 2.0 * channels * rows * columns * depth * height * width
    return total


def _compiled(network: keras.Model, bundle: Bundle) -> Callable[[Any], float]:
    """The best that TensorFlow can do: one compiled function for scores and gradient maps."""
    forward = tf.function(lambda inputs: grad_cam(network, inputs))

    def run(view: Any) -> float:
        logits, _ = forward(tf.constant(_both(view, bundle)))
        return float(np.mean(logits))

    return run


def _usual(network: keras.Model, bundle: Bundle) -> Callable[[Any], float]:
    """What most write: a prediction, then Grad-CAM image by image."""
    scores = keras.Model(network.input, network.output[1])

    def run(view: Any) -> float:
        both = _both(view, bundle)
        logits = scores.predict(both, verbose=0)
        for one in both:
            grad_cam(network, tf.constant(one[np.newaxis]))
        return float(np.mean(logits))

    return run


def _both(view: Any, bundle: Bundle) -> Any:
    return np.concatenate([view, view[:, :, ::-1]]) if bundle.card.input.mirrored else view


def _products() -> dict[str, Callable[[], object]]:
    draw = np.random.default_rng(0)
    left, right = draw.random((2, PRODUCT_SIDE, PRODUCT_SIDE), np.float32)
    first, second = tf.constant(left), tf.constant(right)
    return {
        "numpy": lambda: left @ right,
        "TensorFlow": lambda: tf.linalg.matmul(first, second).numpy(),
    }


def _products_of_bytes() -> dict[str, Callable[[], object]]:
    """One product in ONNX Runtime, whose kernels use what the processor has for bytes."""
    draw = np.random.default_rng(0)
    shape = (PRODUCT_SIDE, PRODUCT_SIDE)
    left = draw.integers(0, 127, shape, np.uint8)
    right = onnx.numpy_helper.from_array(draw.integers(-64, 63, shape, np.int8), "right")
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMulInteger", ["left", "right"], ["product"])],
        "product",
        [onnx.helper.make_tensor_value_info("left", onnx.TensorProto.UINT8, shape)],
        [onnx.helper.make_tensor_value_info("product", onnx.TensorProto.INT32, shape)],
        [right],
    )
    versions = [onnx.helper.make_opsetid("", 17)]
    model = onnx.helper.make_model(graph, opset_imports=versions, ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    # Threads that wait for more by spinning would slow down whoever has its turn next.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    return {"bytes": lambda: session.run(None, {"left": left})}
