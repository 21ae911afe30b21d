"""A bundle's graph back as a Keras network: for comparisons, and to go on from what was shipped.

The graph holds each batch normalisation as one factor and one summand, so the network computes what
the bundle computes, but its batch statistics are lost. `measure_statistics` finds them again;
without that, the first step of training would change what the network computes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import onnx
import tensorflow as tf

from mura_desktop.errors import UsageError
from trainer.backbones import densenet169
from trainer.cam_head import LOGIT

_Array = npt.NDArray[np.float32]


def densenet169_of(weights: Path, size: int) -> keras.Model:
    """Build DenseNet169 with the weights of a bundle that the trainer exported.

    Parameters
    ----------
    weights
        The bundle's ``.onnx`` file.
    size
        Side of the square input, pixels.

    Returns
    -------
    keras.Model
        Outputs feature maps and logit, for inference.

    Raises
    ------
    UsageError
        Where the graph is none of DenseNet169 as `trainer.export` writes it.
    """
    graph = _Graph(onnx.load(str(weights)).graph)
    network = densenet169(size, None)
    convolutions = _layers(network, keras.layers.Conv2D)
    normalisations = _layers(network, keras.layers.BatchNormalization)
    kernels, scalings, heads = list(graph.kernels()), list(graph.scalings()), list(graph.heads())
    if (len(kernels), len(scalings), len(heads)) != (len(convolutions), len(normalisations), 1):
        raise UsageError(f"{weights} holds no DenseNet169 that this trainer exported")
    for layer, kernel in zip(convolutions, kernels, strict=True):
        layer.set_weights([kernel])
    for layer, (factor, summand) in zip(normalisations, scalings, strict=True):
        zeros, ones = np.zeros_like(factor), np.ones_like(factor)
        layer.set_weights([factor * np.sqrt(1 + layer.epsilon), summand, zeros, ones])
    network.get_layer(LOGIT).set_weights(list(heads[0]))
    return network


def measure_statistics(network: keras.Model, batches: Iterable[_Array]) -> None:
    """Give every batch normalisation the mean and variance of what it sees, and change no output.

    Parameters
    ----------
    network
        Changed in place.
    batches
        Inputs of the network ``(batch, size, size, 3)``, all of one size.
    """
    layers = _layers(network, keras.layers.BatchNormalization)
    seen = keras.Model(network.input, [layer.input for layer in layers])

    @tf.function  # type: ignore[untyped-decorator]
    def moments(inputs: Any) -> Any:
        axes = (0, 1, 2)
        return [
            (tf.reduce_mean(maps, axes), tf.reduce_mean(tf.square(maps), axes))
            for maps in seen(inputs, training=False)
        ]

    measured = [moments(tf.constant(batch)) for batch in batches]
    for layer, of_layer in zip(layers, zip(*measured, strict=True), strict=True):
        mean = np.mean([np.asarray(first, np.float64) for first, _ in of_layer], axis=0)
        square = np.mean([np.asarray(second, np.float64) for _, second in of_layer], axis=0)
        variance = np.maximum(square - mean**2, 0)
        gamma, beta, old_mean, old_variance = layer.get_weights()
        factor = gamma / np.sqrt(old_variance + layer.epsilon)
        beta = beta + factor * (mean - old_mean)
        layer.set_weights([factor * np.sqrt(variance + layer.epsilon), beta, mean, variance])


def _layers(network: keras.Model, kind: type[Any]) -> list[Any]:
    return [layer for layer in network.layers if isinstance(layer, kind)]


class _Graph:
    """Finds the weights in a graph. DenseNet is a chain: its nodes come in the layers' order."""

    def __init__(self, graph: Any) -> None:
        self._nodes = list(graph.node)
        self._constants = {entry.name: entry for entry in graph.initializer}
        self._made_by = {output: node for node in self._nodes for output in node.output}

    def kernels(self) -> Iterator[_Array]:
        """Yield the kernels of the convolutions, in Keras's order of axes."""
        for node in self._nodes:
            if node.op_type == "Conv":
                yield self._kernel(node.input[1])

    def scalings(self) -> Iterator[tuple[_Array, _Array]]:
        """Yield factor and summand of each batch normalisation."""
        for node in self._nodes:
            if node.op_type != "Add" or node.input[0] not in self._made_by:
                continue
            product = self._made_by[node.input[0]]
            if product.op_type == "Mul" and self._is_per_channel(product, node):
                yield self._value(product.input[1]).ravel(), self._value(node.input[1]).ravel()

    def heads(self) -> Iterator[tuple[_Array, _Array]]:
        """Yield kernel and bias of the dense layers."""
        for node in self._nodes:
            if node.op_type == "Gemm":
                yield self._value(node.input[1]), self._value(node.input[2])

    def _is_per_channel(self, product: Any, addition: Any) -> bool:
        names = (product.input[1], addition.input[1])
        return all(
            name in self._constants and tuple(self._constants[name].dims)[2:] == (1, 1)
            for name in names
        )

    def _kernel(self, name: str) -> _Array:
        """Follow a kernel back through widening and turning of axes; ONNX has the output first."""
        turned = False
        while name not in self._constants:
            node = self._made_by[name]
            turned = turned or node.op_type == "Transpose"
            name = node.input[0]
        value = self._value(name)
        return value if turned else value.transpose(2, 3, 1, 0)

    def _value(self, name: str) -> _Array:
        return np.asarray(onnx.numpy_helper.to_array(self._constants[name]), np.float32)
