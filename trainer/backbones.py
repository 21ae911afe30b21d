"""The networks: a Keras backbone and a head, down to one logit or probability."""

from __future__ import annotations

import warnings
from pathlib import Path

import keras
import numpy as np

from mura_desktop.errors import UsageError
from trainer.imagenet_weights import ImagenetWeights
from trainer.recipes.classification import BackboneName, Head, Member

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


def classifier(member: Member, size: int, start: ImagenetWeights) -> keras.Model:
    """Build a backbone with a member's head, and freeze what the member does not train.

    Parameters
    ----------
    member
        Backbone, head, and from which layer on the backbone is trained.
    size
        Side of the square input.
    start
        Weights of the backbone. The head always starts from chance (Keras's seed decides).

    Returns
    -------
    keras.Model
        Input ``(batch, size, size, 3)``, scaled as the recipe says; output ``(batch, 1)``,
        float32, the probability of abnormal. The first layers are those of the backbone, in
        its order.

    Raises
    ------
    UsageError
        Where the weights do not fit the backbone.
    """
    backbone = imagenet_backbone(member.backbone, size, start)
    for index, layer in enumerate(backbone.layers):
        layer.trainable = member.trainable_from is not None and index >= member.trainable_from
    return keras.Model(backbone.input, _head(member.head, backbone.output), name=member.backbone)


def imagenet_backbone(name: BackboneName, size: int, start: ImagenetWeights) -> keras.Model:
    """Build a backbone of `keras.applications` without its top; see `classifier`."""
    build = getattr(keras.applications, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # Keras skips what fits only in part
            backbone = build(
                include_top=False, weights=start.for_keras, input_shape=(size, size, 3)
            )
    except (ValueError, OSError, KeyError, UserWarning) as error:
        if start.file is None:
            raise
        raise UsageError(
            f"the weights {start.file} do not fit {name} without its top ({_first_line(error)}); "
            "give the file that Keras offers for include_top=False"
        ) from error
    if name == "EfficientNetB0" and start.file is not None:
        _mend_normalisation(backbone)
    return backbone


def _head(head: Head, features: keras.KerasTensor) -> keras.KerasTensor:
    if head.pooling == "flatten":
        layer = keras.layers.Flatten(name="flatten")(features)
    else:
        layer = keras.layers.GlobalAveragePooling2D(name="mean")(features)
    for number, dense in enumerate(head.hidden, 1):
        penalty = keras.regularizers.L2(dense.l2) if dense.l2 else None
        layer = keras.layers.Dense(
            dense.units, activation="relu", kernel_regularizer=penalty, name=f"dense{number}"
        )(layer)
        if dense.dropout:
            layer = keras.layers.Dropout(dense.dropout, name=f"dropout{number}")(layer)
    return keras.layers.Dense(1, activation="sigmoid", dtype="float32", name="probability")(layer)


def _mend_normalisation(efficientnet: keras.Model) -> None:
    """Make the network divide by ImageNet's standard deviation once, as it was trained.

    The official file stores the deviation where the layer expects its square. Keras repairs that
    with a second rescaling layer, but only for weights that it downloads itself
    (github.com/tensorflow/tensorflow/issues/49930).
    """
    [layer] = [each for each in efficientnet.layers if isinstance(each, keras.layers.Normalization)]
    if np.allclose(layer.adapt_variance, (0.229, 0.224, 0.225), atol=1e-3):
        layer.adapt_variance.assign(np.square(layer.adapt_variance))
        layer.finalize_state()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
