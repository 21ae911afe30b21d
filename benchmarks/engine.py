"""Score and heat map of one view: the program's engine, TensorFlow twice, and the processor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
import tensorflow as tf

from benchmarks.results import Limit, Row, medians
from mura_desktop import paths
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.check import check_input
from mura_desktop.inference.keras_engine import grad_cam
from mura_desktop.inference.scorer import run_as_the_card_says
from mura_desktop.inference.selection import open_engine
from trainer.from_bundle import densenet169_of

THREADS = 2
PRODUCT_SIDE = 2048
SAME_SCORE = 1e-3
"""In units of the logit."""


def measure(rounds: int, keras_file: Path) -> list[Row]:
    """Compare on one view, each contender doing what the card asks (mirroring included).

    Parameters
    ----------
    rounds
        How often each contender runs.
    keras_file
        Where to leave the network for other benchmarks.
    """
    tf.config.threading.set_intra_op_parallelism_threads(THREADS)
    bundle = load_bundle(paths.bundled_model())
    engine = open_engine(bundle, threads=THREADS)
    size = bundle.card.input.size
    view = check_input(size)
    network = densenet169_of(bundle.weights_path, size)
    network.save(keras_file)
    compiled, usual = _compiled(network, bundle), _usual(network, bundle)
    ours = run_as_the_card_says(engine, bundle.card.input, view)
    for theirs in (compiled(view), usual(view)):
        if abs(float(ours.logits[0]) - theirs) > SAME_SCORE:
            raise SystemExit(f"the contenders disagree: {float(ours.logits[0])} and {theirs}")
    product = _product()
    taken = medians(
        {
            "engine": lambda: run_as_the_card_says(engine, bundle.card.input, view),
            "compiled": lambda: compiled(view),
            "usual": lambda: usual(view),
            "numpy product": product[0],
            "TensorFlow product": product[1],
        },
        rounds,
    )
    passes = 2 if bundle.card.input.mirrored else 1
    peak = 2 * PRODUCT_SIDE**3 / min(taken["numpy product"], taken["TensorFlow product"])
    floor = passes * operations(bundle.weights_path) / peak
    at_least, at_most = Limit.AT_LEAST, Limit.AT_MOST
    once = f"{engine.description}, {passes} passes"
    return [
        Row("score and map of one view", taken["engine"] * 1e3, "ms", beside=once),
        Row(
            "compiled TensorFlow over engine",
            taken["compiled"] / taken["engine"],
            "times",
            at_least,
            3.0,
            "one tf.function for score and gradient map",
        ),
        Row(
            "usual recipe over engine",
            taken["usual"] / taken["engine"],
            "times",
            at_least,
            25.0,
            "model.predict, then Grad-CAM under an eager tape",
        ),
        Row(
            "engine over the processor's limit",
            taken["engine"] / floor,
            "times",
            at_most,
            1.6,
            f"matrix products in float32, {peak / 1e9:.0f} GFLOP/s",
        ),
    ]


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


def _product() -> tuple[Callable[[], object], Callable[[], object]]:
    draw = np.random.default_rng(0)
    left, right = draw.random((2, PRODUCT_SIDE, PRODUCT_SIDE), np.float32)
    first, second = tf.constant(left), tf.constant(right)
    return lambda: left @ right, lambda: tf.linalg.matmul(first, second).numpy()
