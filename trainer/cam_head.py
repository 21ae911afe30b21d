"""The head whose class activation map is exact: mean pooling and one dense layer to a logit."""

from __future__ import annotations

import keras

FEATURES = "features"
"""Name of the layer whose output Grad-CAM explains."""
LOGIT = "logit"


def with_cam_head(backbone: keras.Model, name: str) -> keras.Model:
    """Put mean pooling and one logit on a backbone.

    Parameters
    ----------
    backbone
        Gives feature maps ``(batch, rows, columns, channels)``.
    name
        Of the network.

    Returns
    -------
    keras.Model
        Outputs the feature maps and the logit ``(batch, 1)``.
    """
    features = keras.layers.Activation("linear", name=FEATURES)(backbone.output)
    pooled = keras.layers.GlobalAveragePooling2D(name="pool")(features)
    logit = keras.layers.Dense(1, name=LOGIT)(pooled)
    return keras.Model(backbone.input, [features, logit], name=name)
