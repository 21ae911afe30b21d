"""From a trained Keras network to the bundle's graph: logit and heat map in one forward pass."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import onnx
import tensorflow as tf
import tf2onnx

from mura_desktop.errors import ModelError, UsageError
from mura_desktop.inference.engine import Engine
from mura_desktop.inference.keras_engine import KerasEngine
from mura_desktop.inference.onnxruntime_engine import OnnxRuntimeEngine
from mura_desktop.inference.openvino_engine import OpenVinoEngine
from trainer.backbones import FEATURES, LOGIT
from trainer.graph_rewrites import drop_unused_constants, pad_while_pooling

log = logging.getLogger(__name__)

OPSET = 17
ALLOWED_DIFFERENCE = 1e-4
"""Between Keras and the runtimes: of an uncalibrated probability, and of a heat map's value."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one engine is from Keras, on the same inputs.

    Attributes
    ----------
    engine
        Its description.
    score, heat
        Greatest absolute difference of ``sigmoid(logit)`` and of a heat map's value, both 0 to 1.
    """

    engine: str
    score: float
    heat: float

    def __str__(self) -> str:
        return f"{self.engine}: scores differ by {self.score:.1e}, heat maps by {self.heat:.1e}"


def round_kernels(network: keras.Model) -> None:
    """Round the convolutions' kernels to half precision, in place.

    They are stored so; rounding the network first makes Keras and the exported graph one and the
    same model.
    """
    for kernel in _half_kernels(network):
        rounded = kernel.numpy().astype(np.float16)
        if not np.isfinite(rounded).all():
            raise UsageError(f"a kernel of {kernel.path} is too large for half precision")
        kernel.assign(rounded.astype(np.float32))


def _half_kernels(network: keras.Model) -> list[Any]:
    return [weight for weight in network.weights if weight.name == "kernel" and weight.ndim == 4]


def write_onnx(network: keras.Model, size: int, path: Path) -> None:
    """Write the graph of one view; outputs ``logit`` ``(1,)`` and ``map`` ``(1, rows, columns)``.

    One view at a time: a fixed shape compiles to the fastest code, and a view's score cannot depend
    on what is scored beside it.

    Convolution kernels are stored as float16 and widened in the graph, so that arithmetic stays
    float32. They are inputs of the converted function and become constants only afterwards:
    otherwise the converter folds normalisation into them, and they would be rounded twice.

    Parameters
    ----------
    network
        Outputs feature maps ``(n, rows, columns, channels)`` and logits ``(n, 1)``; layers as
        `head_layers` demands; kernels rounded by `round_kernels`.
    size
        Side of the square input.
    path
        File to write.
    """
    kernels = _half_kernels(network)
    names = {id(kernel): f"kernel_{index}" for index, kernel in enumerate(kernels)}
    dense = head_layers(network)

    def forward(inputs: Any, *halves: Any) -> dict[str, Any]:
        widened = {
            id(kernel): tf.cast(half, tf.float32)
            for kernel, half in zip(kernels, halves, strict=True)
        }
        (features, logit), _ = network.stateless_call(
            [widened.get(id(weight), weight.value) for weight in network.trainable_variables],
            [widened.get(id(weight), weight.value) for weight in network.non_trainable_variables],
            inputs,
            training=False,
        )
        return {"logit": logit[:, 0], "map": closed_form_grad_cam(features, dense)}

    signature = [tf.TensorSpec((1, size, size, 3), tf.float32, name="inputs")]
    signature += [
        tf.TensorSpec(kernel.shape, tf.float16, name=names[id(kernel)]) for kernel in kernels
    ]
    model, _ = tf2onnx.convert.from_function(
        tf.function(forward), input_signature=signature, opset=OPSET
    )
    _make_constant(
        model, {names[id(kernel)]: kernel.numpy().astype(np.float16) for kernel in kernels}
    )
    pad_while_pooling(model.graph)
    drop_unused_constants(model.graph)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))


def _make_constant(model: Any, values: Mapping[str, npt.NDArray[np.float16]]) -> None:
    """Turn inputs of the graph into constants."""
    kept = [graph_input for graph_input in model.graph.input if graph_input.name not in values]
    del model.graph.input[:]
    model.graph.input.extend(kept)
    model.graph.initializer.extend(
        onnx.numpy_helper.from_array(value, name) for name, value in values.items()
    )


def head_layers(network: keras.Model) -> list[Any]:
    """Return the dense layers between mean pooling and logit, in forward order.

    Raises
    ------
    UsageError
        Where the head is anything but `FEATURES`, mean pooling, and dense layers (ReLU or linear)
        down to a linear `LOGIT`: the closed form of Grad-CAM knows no other.
    """
    names = [layer.name for layer in network.layers]
    pool, *dense = network.layers[names.index(FEATURES) + 1 :]
    dense = [layer for layer in dense if not isinstance(layer, keras.layers.Dropout)]
    known = (
        isinstance(pool, keras.layers.GlobalAveragePooling2D)
        and bool(dense)
        and all(isinstance(layer, keras.layers.Dense) for layer in dense)
        and all(layer.activation.__name__ in {"relu", "linear"} for layer in dense)
        and dense[-1].name == LOGIT
        and dense[-1].activation.__name__ == "linear"
    )
    if not known:
        raise UsageError(
            "the network's head must be mean pooling and dense layers (ReLU or linear)"
        )
    return list(dense)


def closed_form_grad_cam(features: Any, dense: Sequence[Any]) -> Any:
    """Compute Grad-CAM (Selvaraju 2017, arXiv 1610.02391, eq. 1 and 2) without differentiating.

    Behind mean pooling every position has the same gradient, the one of the pooled features over
    the number of positions, which is lost in the division by the maximum. Through dense layers it
    is a product of their kernels; ReLU drops the rows of units that are off (a comparison, because
    ONNX has no gradient of ReLU).

    Parameters
    ----------
    features
        Tensor ``(n, rows, columns, channels)``.
    dense
        The layers behind mean pooling, as `head_layers` gives them.

    Returns
    -------
    tensor
        Shape ``(n, rows, columns)``, 0 to 1; all 0 where nothing is positive.
    """
    hidden = tf.reduce_mean(features, axis=(1, 2))
    on = []
    for layer in dense[:-1]:
        hidden = tf.matmul(hidden, layer.kernel.value) + layer.bias.value
        relu = layer.activation.__name__ == "relu"
        on.append(tf.cast(hidden > 0, tf.float32) if relu else tf.ones_like(hidden))
        hidden = hidden * on[-1]
    gradient = tf.transpose(dense[-1].kernel.value)
    for layer, mask in zip(reversed(dense[:-1]), reversed(on), strict=True):
        gradient = tf.matmul(gradient * mask, layer.kernel.value, transpose_b=True)
    heat = tf.nn.relu(tf.reduce_sum(features * gradient[:, tf.newaxis, tf.newaxis, :], axis=-1))
    top = tf.reduce_max(heat, axis=(1, 2), keepdims=True)
    return heat / tf.where(top > 0, top, tf.ones_like(top))


def check_parity(
    keras_file: Path, onnx_file: Path, inputs: npt.NDArray[np.float32]
) -> list[Difference]:
    """Compare ONNX Runtime and OpenVINO with Keras, whose Grad-CAM comes from a gradient tape.

    Parameters
    ----------
    keras_file, onnx_file
        The same network.
    inputs
        Real images, shape ``(n, size, size, 3)``, float32, normalised.

    Raises
    ------
    ModelError
        Where scores or maps differ by `ALLOWED_DIFFERENCE` or more.
    """
    reference = KerasEngine(keras_file).run(inputs)
    engines: list[Engine] = [OnnxRuntimeEngine(onnx_file), OpenVinoEngine(onnx_file)]
    differences = []
    for engine in engines:
        raw = engine.run(inputs)
        scores = np.abs(_sigmoid(raw.logits) - _sigmoid(reference.logits)).max()
        heat = np.abs(raw.maps - reference.maps).max()
        differences.append(Difference(engine.description, float(scores), float(heat)))
        log.info("%s (%d images)", differences[-1], len(inputs))
    # written so that NaN fails
    if not all(
        each.score < ALLOWED_DIFFERENCE and each.heat < ALLOWED_DIFFERENCE for each in differences
    ):
        raise ModelError("the export differs from Keras: " + "; ".join(map(str, differences)))
    return differences


def _sigmoid(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-logits.astype(np.float64))))
