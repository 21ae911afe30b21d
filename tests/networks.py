"""Networks small enough to export in a test, with the layers that export and Grad-CAM ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mura_desktop.inference.bundle import Bundle, load_bundle, sha256
from mura_desktop.inference.card import (
    Calibration,
    Card,
    Input,
    Labels,
    Training,
    Weights,
    write_card,
)
from mura_desktop.studies.triage import DEFAULT_PART, Aggregation, Thresholds

SIZE = 32


def tiny_network(hidden: Sequence[int] = (), seed: int = 1, size: int = SIZE) -> Any:
    """Return a network with normalisation that does something, and dense ReLU layers if asked."""
    import keras

    from trainer.backbones import FEATURES, LOGIT

    keras.utils.set_random_seed(seed)
    image = keras.Input((size, size, 3))
    layer = keras.layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False)(image)
    layer = keras.layers.BatchNormalization()(layer)
    layer = keras.layers.Activation("relu")(layer)
    layer = keras.layers.Conv2D(12, 3, strides=2, padding="same")(layer)
    features = keras.layers.Activation("linear", name=FEATURES)(layer)
    layer = keras.layers.GlobalAveragePooling2D(name="pool")(features)
    for units in hidden:
        layer = keras.layers.Dense(units, activation="relu")(layer)
    logit = keras.layers.Dense(1, name=LOGIT)(layer)
    network = keras.Model(image, [features, logit])
    random = np.random.default_rng(seed)
    for weight in network.weights:
        if weight.name != "kernel":  # as if trained: no zeros and ones
            values = random.uniform(0.5, 1.5, weight.shape)
            weight.assign(values if "variance" in weight.name else values - 0.8)
    for layer in network.layers:
        if isinstance(layer, keras.layers.Dense):
            layer.kernel.assign(random.normal(0, 1, layer.kernel.shape))  # for and against
    head = network.get_layer(LOGIT)
    logits = np.asarray(network(images(32, size))[1])
    scale = 1.5 / logits.std()  # images are told apart
    head.kernel.assign(head.kernel * scale)
    head.bias.assign((head.bias - logits.mean()) * scale)
    return network


def images(count: int, size: int = SIZE, seed: int = 2) -> npt.NDArray[np.float32]:
    """Return model input: noise with a bright spot somewhere."""
    random = np.random.default_rng(seed)
    inputs = random.normal(0, 1, (count, size, size, 3))
    for index in range(count):
        row, column = random.integers(0, size - 8, 2)
        inputs[index, row : row + 8, column : column + 8] += random.uniform(0, 6)
        inputs[index] *= random.uniform(0.3, 2)
    return inputs.astype(np.float32)


def card_for(weights: Path, check_logit: float, size: int = SIZE) -> Card:
    """Return a card for weights, with a calibration that does something."""
    return Card(
        name="tiny",
        weights=Weights(file=weights.name, sha256=sha256(weights)),
        input=Input(size=size, mean=(0.5,) * 3, std=(0.25,) * 3),
        labels=Labels(negative="normal", positive="abnormal"),
        aggregation=Aggregation.MEAN,
        calibration=Calibration(slope=0.5, intercept=-1, fitted_on="nothing"),
        thresholds={DEFAULT_PART: Thresholds(0.2, 0.6), "hand": Thresholds(0.3, 0.7)},
        heat_map_from=0.2,
        check_logit=check_logit,
        training=Training(data="none", licence="none", attribution="none", start="", recipe=""),
        metrics=(),
        intended_use="tests",
        limits=("knows nothing",),
    )


def tiny_bundle(folder: Path, network: Any, suffix: str = ".onnx") -> Bundle:
    """Write a bundle of a network, its kernels rounded in place, and load it."""
    from mura_desktop.inference.check import check_input
    from trainer.export import round_kernels, write_onnx

    folder.mkdir(parents=True)
    round_kernels(network)
    weights = folder / f"model{suffix}"
    if suffix == ".onnx":
        write_onnx(network, SIZE, weights)
    else:
        network.save(weights)
    logit = float(np.asarray(network(check_input(SIZE))[1])[0, 0])
    write_card(card_for(weights, logit), folder)
    return load_bundle(folder)
