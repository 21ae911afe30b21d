"""Keras: runs ``.keras`` files where TensorFlow is installed. The only import of it in here.

Grad-CAM is computed with a gradient tape, independently of the closed form in exported graphs: the
parity tests hold one against the other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from mura_desktop.errors import ModelError
from mura_desktop.inference.engine import RawScores, one_line

FEATURES = "features"
"""Name of the layer whose output Grad-CAM explains."""
LOGIT = "logit"
"""Name of the layer that ends in the logit."""


class KerasEngine:
    """An `Engine`; see there.

    Parameters
    ----------
    weights
        A ``.keras`` file with layers `FEATURES` and `LOGIT`; code in it is refused.

    Raises
    ------
    ModelError
        Where Keras does not accept the model.
    """

    def __init__(self, weights: Path) -> None:
        try:
            model = keras.models.load_model(weights, compile=False, safe_mode=True)
            explained = keras.Model(
                model.inputs, [model.get_layer(name).output for name in (FEATURES, LOGIT)]
            )
        except (ValueError, TypeError, OSError) as error:
            raise ModelError(f"Keras does not load {weights.name} ({one_line(error)})") from error
        self._forward = tf.function(lambda inputs: grad_cam(explained, inputs))

    @property
    def description(self) -> str:
        """Runtime, version and device."""
        device = "GPU" if tf.config.list_physical_devices("GPU") else "CPU"
        return f"Keras {keras.__version__} (TensorFlow {tf.__version__}) on {device}"

    def run(self, inputs: npt.NDArray[np.float32]) -> RawScores:
        """Score a batch; see `Engine.run`."""
        logits, maps = [], []
        for view in inputs:  # one at a time, as in the other engines
            try:
                logit, grid = self._forward(tf.constant(view[np.newaxis]))
            except tf.errors.OpError as error:
                raise ModelError(f"{self.description} failed ({one_line(error)})") from error
            logits.append(logit.numpy())
            maps.append(grid.numpy())
        return RawScores(np.concatenate(logits), np.concatenate(maps))

    def for_many(self) -> None:
        """Have no faster way for many views."""


def grad_cam(network: keras.Model, inputs: Any) -> tuple[Any, Any]:
    """Compute logits and Grad-CAM (Selvaraju 2017, arXiv 1610.02391, equations 1 and 2).

    Parameters
    ----------
    network
        Gives feature maps ``(n, rows, columns, channels)`` and logits ``(n, 1)``.
    inputs
        Tensor ``(n, size, size, 3)``.

    Returns
    -------
    tuple
        Logits ``(n,)``; maps ``(n, rows, columns)``, divided by their maximum, 0 where it is 0.
    """
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        features, logit = network(inputs, training=False)
    gradient = tape.gradient(logit, features)
    weights = tf.reduce_mean(gradient, axis=(1, 2), keepdims=True)
    heat = tf.nn.relu(tf.reduce_sum(weights * features, axis=-1))
    return logit[:, 0], tf.math.divide_no_nan(heat, tf.reduce_max(heat, axis=(1, 2), keepdims=True))
