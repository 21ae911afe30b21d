"""Trains a tiny classifier in a process of its own: to be killed, or to be one of several.

``python -m tests.trainer.training_process DATA RUN STRATEGY EPOCHS``; ``none`` takes one device,
``mirrored`` two that share the processor, ``multiworker`` what ``TF_CONFIG`` says.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from trainer.datasets import read_dataset
from trainer.options import Precision, Strategy
from trainer.recipes import MURA
from trainer.recipes.classification import Classification

SIZE = 32


def tiny_recipe(epochs: int) -> Classification:
    """Return the paper's recipe with few small images: it uses all that has to be resumed."""
    return replace(MURA, size=SIZE, batch=16, learning_rate=0.05).with_epochs(epochs)


def tiny_classifier(stateless: bool = False) -> Any:
    """Return a network with batch statistics and dropout, which have a state; or without them."""
    import keras

    image = keras.Input((SIZE, SIZE, 3))
    layer = keras.layers.Conv2D(8, 3, strides=2, use_bias=False)(image)
    if not stateless:
        layer = keras.layers.BatchNormalization(momentum=0.8)(layer)
    layer = keras.layers.Activation("relu")(layer)
    layer = keras.layers.GlobalAveragePooling2D()(layer)
    penalty = keras.regularizers.L2(1e-4)
    layer = keras.layers.Dense(8, activation="relu", kernel_regularizer=penalty)(layer)
    if not stateless:
        layer = keras.layers.Dropout(0.2)(layer)
    return keras.Model(image, keras.layers.Dense(1, activation="sigmoid")(layer))


def train_tiny(
    data: Path, run: Path, strategy: Strategy, epochs: int, *, stateless: bool = False
) -> Any:
    """Train it, or go on where an earlier process was; return the probabilities."""
    from trainer.classifier import Task, train_member
    from trainer.devices import open_devices

    recipe = tiny_recipe(epochs)
    devices = open_devices(strategy, Precision.FLOAT32)
    build = partial(tiny_classifier, stateless)
    task = Task(recipe, recipe.members[0], read_dataset(data), build, run, devices)
    return train_member(task)


def main() -> None:
    """Run as the arguments say; mirrored without a state, so that one device gives the same."""
    import tensorflow as tf

    data, run, strategy, epochs = sys.argv[1:]
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    if strategy == Strategy.MIRRORED:
        [processor] = tf.config.list_physical_devices("CPU")
        two = [tf.config.LogicalDeviceConfiguration()] * 2
        tf.config.set_logical_device_configuration(processor, two)
    stateless = strategy == Strategy.MIRRORED
    train_tiny(Path(data), Path(run), Strategy(strategy), int(epochs), stateless=stateless)


if __name__ == "__main__":
    main()
