"""The networks: a Keras backbone, mean pooling, and dense layers down to one logit."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np

from mura_desktop.errors import UsageError

FEATURES = "features"
"""Name of the layer whose output Grad-CAM explains."""
LOGIT = "logit"


def densenet169(size: int | None, weights: Path | None) -> keras.Model:
    """Build DenseNet169 with mean pooling and one logit.

    Parameters
    ----------
    size
        Side of the square input; None accepts any.
    weights
        File for ``keras.applications.DenseNet169(include_top=False)``; None starts from chance.

    Returns
    -------
    keras.Model
        Input ``(batch, size, size, 3)`` as `normalise` gives it; outputs the last feature maps
        ``(batch, rows, columns, 1664)`` and the logit ``(batch, 1)``.

    Raises
    ------
    UsageError
        Where the weights file is missing.
    """
    if weights is not None and not weights.is_file():
        raise UsageError(f"the weights {weights} are not there")
    backbone = keras.applications.DenseNet169(
        include_top=False,
        weights=None if weights is None else str(weights),
        input_shape=(size, size, 3),
    )
    features = keras.layers.Activation("linear", name=FEATURES)(backbone.output)
    pooled = keras.layers.GlobalAveragePooling2D(name="pool")(features)
    logit = keras.layers.Dense(1, name=LOGIT)(pooled)
    return keras.Model(backbone.input, [features, logit], name="densenet169")


def load_head(model: keras.Model, head: Path) -> None:
    """Set the last dense layer from an ``.npz`` with ``kernel`` (1664, 1) and ``bias`` (1,)."""
    with np.load(head) as arrays:
        model.get_layer(LOGIT).set_weights([arrays["kernel"], arrays["bias"]])
