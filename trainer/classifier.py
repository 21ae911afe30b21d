"""Training one classifier, top to bottom: steps, validation, learning rate, checkpoints.

The loop is written out and not left to `keras.Model.fit`: with several processes `fit` of Keras 3
fails before the first step.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf
from rich.console import Console
from rich.progress import track

from mura_desktop.errors import UsageError
from trainer.checkpoints import (
    checkpoint_file,
    kept_file,
    last_checkpoint,
    remove_all_but,
    write_checkpoint,
    write_weights,
)
from trainer.datasets import Dataset
from trainer.devices import Devices
from trainer.history import History, Row, kept_epochs, read_history
from trainer.image_batches import Batch, ImageBatches
from trainer.loss_weights import LossWeights
from trainer.metrics import auroc
from trainer.recipes.classification import Classification, Member

log = logging.getLogger(__name__)

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Task:
    """One member to train, and all that it needs.

    Attributes
    ----------
    recipe, member
        What to do.
    data
        Splits ``train`` and ``val`` are used as such.
    build
        Makes the network before its first step; see `trainer.backbones.classifier`.
    run
        Folder of the run.
    devices
        What to compute on.
    """

    recipe: Classification
    member: Member
    data: Dataset
    build: Callable[[], keras.Model]
    run: Path
    devices: Devices

    @property
    def folder(self) -> Path:
        """Folder of the member."""
        return self.run / self.member.name


def train_member(task: Task) -> npt.NDArray[np.float64]:
    """Train a member; one that was interrupted goes on after its last whole epoch.

    Returns
    -------
    numpy.ndarray
        Shape ``(n,)``, probabilities of the unchanged validation images, the mean over the epochs
        whose weights were kept.

    Raises
    ------
    UsageError
        Where a file cannot be read, weights do not fit, or hosts do not see the same run folder.
    """
    recipe, member, devices, folder = task.recipe, task.member, task.devices, task.folder
    keras.utils.set_random_seed(recipe.seed)
    folder.mkdir(parents=True, exist_ok=True)
    training, validation = _batches(task)
    first = recipe.first_epoch(member) + 1
    last = first + member.epochs - 1
    done = last_checkpoint(folder)
    if not devices.agree_on(done):
        raise UsageError(f"all hosts must see the same files in {task.run}: it has to be shared")

    with devices.strategy.scope():
        network = task.build()
        network.compile(optimizer=keras.optimizers.Adam(recipe.learning_rate))
        network.optimizer.build(network.trainable_variables)
    if done:
        network.load_weights(checkpoint_file(folder, done))  # with the state of Adam
        log.info("%s: going on after epoch %d", member.name, done)
    elif member.goes_on_from is not None:
        _without_optimizer(network).load_weights(_kept(task, member.goes_on_from)[0])
    history = History(folder, done, devices.writes)
    step = _training_step(network, devices)
    forward = _forward(network)

    for epoch in range(max(first, done + 1), last + 1):
        began = time.monotonic()
        row: Row = {"epoch": epoch, "learning_rate": _learning_rate(network)}
        title = f"{member.name}, epoch {epoch} of {last}"
        _seed_dropout(network, recipe.seed, epoch)
        row |= _train(step, training, epoch, devices, title)
        _average_statistics(network, devices)
        changed_in = epoch if recipe.augment_validation else None
        probabilities = predict(forward, validation.in_order(changed_in))
        row |= _measure(probabilities, validation, network.losses)
        row["seconds"] = round(time.monotonic() - began, 3)
        if devices.writes:
            write_weights(_without_optimizer(network), kept_file(folder, epoch))
        history.add(row)
        if history.stands_still() and recipe.plateau_factor != 1:
            network.optimizer.learning_rate = row["learning_rate"] * recipe.plateau_factor
        if devices.writes:
            write_checkpoint(network, folder, epoch)
            remove_all_but(_kept(task, member.name), folder)
        log.info(
            "%s: accuracy %.4f, loss %.4f; validation: accuracy %.4f, loss %.4f, AUROC %.4f",
            title,
            *(row[name] for name in ("accuracy", "loss", "val_accuracy", "val_loss", "val_auroc")),
        )

    if not devices.agree_on(last):  # the first host has written, and removed, what it will
        raise UsageError(f"the hosts have trained {task.run} for different numbers of epochs")
    by_epoch = []
    for file in _kept(task, member.name):
        _without_optimizer(network).load_weights(file)
        by_epoch.append(predict(forward, validation.in_order()))
    mean: npt.NDArray[np.float64] = np.mean(by_epoch, axis=0)
    return mean


def _batches(task: Task) -> tuple[ImageBatches, ImageBatches]:
    training, validation = task.data.part("train"), task.data.part("val")
    weights = LossWeights(task.recipe.loss_weights, training)
    shared = {
        "worker": task.devices.worker,
        "workers": task.devices.workers,
        "divisor": task.devices.replicas,
    }
    backbone = task.member.backbone
    return (
        ImageBatches(training, task.recipe, backbone, weights, **shared),
        ImageBatches(validation, task.recipe, backbone, weights),
    )


def _losses(labels: Any, probabilities: Any, weights: Any) -> Any:
    """Return the weighted binary cross-entropy of each image, shape ``(n,)``."""
    return keras.losses.binary_crossentropy(labels, probabilities) * weights[:, 0]


def _training_step(network: keras.Model, devices: Devices) -> Any:
    """Return a function from one batch on all devices to its loss and number of right answers."""
    replicas = devices.replicas

    def on_one_device(batch: Batch) -> tuple[Any, Any]:
        images, labels, weights = batch
        count = tf.cast(tf.shape(labels)[0] * replicas, tf.float32)
        with tf.GradientTape() as tape:
            probabilities = network(images, training=True)
            loss = tf.reduce_sum(_losses(labels, probabilities, weights)) / count
            loss += tf.add_n(network.losses) / replicas if network.losses else 0.0
            scaled = network.optimizer.scale_loss(loss)
        gradients = tape.gradient(scaled, network.trainable_variables)
        network.optimizer.apply(gradients, network.trainable_variables)
        right = (probabilities > THRESHOLD) == (labels > THRESHOLD)
        return loss, tf.reduce_sum(tf.cast(right, tf.float32))

    def on_all_devices(batch: Batch) -> tuple[Any, Any]:
        sums = devices.strategy.run(on_one_device, args=(batch,))
        add = tf.distribute.ReduceOp.SUM
        return tuple(devices.strategy.reduce(add, each, axis=None) for each in sums)

    if replicas == 1:  # any length of batch, one trace: tracing DenseNet takes half a minute
        return tf.function(on_all_devices, input_signature=[_signature(network)])
    return tf.function(on_all_devices, reduce_retracing=True)


def _forward(network: keras.Model) -> Any:
    """Return a function from images to probabilities ``(n, 1)``."""

    def forward(images: Any) -> Any:
        return network(images, training=False)

    return tf.function(forward, input_signature=[_signature(network)[0]])


def _signature(network: keras.Model) -> tuple[tf.TensorSpec, ...]:
    return (
        tf.TensorSpec(network.input.shape, tf.float32),
        tf.TensorSpec((None, 1), tf.float32),
        tf.TensorSpec((None, 1), tf.float32),
    )


def _learning_rate(network: keras.Model) -> float:
    """Return it as a number with the digits of single precision, not those of its error."""
    return float(str(np.float32(network.optimizer.learning_rate)))


def _seed_dropout(network: keras.Model, seed: int, epoch: int) -> None:
    """Let dropout draw what belongs to the epoch; Keras does not save how far it has drawn."""
    for index, layer in enumerate(network.layers):
        if isinstance(layer, keras.layers.Dropout):
            drawn = np.random.SeedSequence([seed, epoch, index]).generate_state(2) >> 1
            layer.seed_generator.state.assign(drawn.astype(np.int64))


def _train(step: Any, training: ImageBatches, epoch: int, devices: Devices, title: str) -> Row:
    """Train one epoch; accuracy and loss are means over it, while the weights changed."""
    loss = right = count = 0.0
    for batch in _with_progress(training.shuffled(epoch), training.steps, devices, title):
        images = len(batch[1]) * devices.workers
        step_loss, step_right = step(_on_devices(batch, devices))
        loss += float(step_loss) * images
        right += float(step_right)
        count += images
    return {"accuracy": right / count, "loss": loss / count}


def _on_devices(batch: Batch, devices: Devices) -> Any:
    """Divide this process's part of a batch among its devices."""
    here = devices.replicas // devices.workers
    if devices.replicas == 1:
        return batch
    parts = list(zip(*(tf.split(tensor, here) for tensor in batch), strict=True))
    return devices.strategy.experimental_distribute_values_from_function(
        lambda context: parts[context.replica_id_in_sync_group % here]
    )


def _average_statistics(network: keras.Model, devices: Devices) -> None:
    """Give all devices the mean of their moving averages, so that all validate one network."""
    if devices.replicas == 1:
        return
    statistics = [
        variable.value
        for layer in network.layers
        if isinstance(layer, keras.layers.BatchNormalization) and layer.trainable
        for variable in layer.non_trainable_variables
    ]

    if not statistics:
        return
    sizes = [variable.shape.num_elements() for variable in statistics]

    def on_one_device() -> Any:
        return tf.concat([tf.reshape(variable, [-1]) for variable in statistics], axis=0)

    @tf.function  # type: ignore[untyped-decorator]
    def mean() -> Any:
        everywhere = devices.strategy.run(on_one_device)
        return devices.strategy.reduce(tf.distribute.ReduceOp.MEAN, everywhere, axis=None)

    for variable, values in zip(statistics, tf.split(mean(), sizes), strict=True):
        variable.assign(tf.reshape(values, variable.shape))


def predict(forward: Any, batches: Iterable[Batch]) -> npt.NDArray[np.float64]:
    """Return the probabilities ``(n,)`` that a function gives for all images, in their order."""
    probabilities = [np.asarray(forward(images))[:, 0] for images, _, _ in batches]
    return np.concatenate(probabilities).astype(np.float64)


def _measure(
    probabilities: npt.NDArray[np.float64], validation: ImageBatches, penalties: Sequence[Any]
) -> Row:
    labels = np.array([image.label for image in validation.images])
    losses = _losses(
        labels[:, np.newaxis].astype(np.float32),
        probabilities[:, np.newaxis].astype(np.float32),
        validation.weights,
    )
    return {
        "val_accuracy": float(np.mean((probabilities > THRESHOLD) == (labels > THRESHOLD))),
        "val_loss": float(np.mean(losses)) + sum(float(penalty) for penalty in penalties),
        "val_auroc": auroc(labels, probabilities),
    }


def _kept(task: Task, member: str) -> list[Path]:
    """Return the weights that a finished member kept, the first choice first."""
    folder = task.run / member
    return [
        kept_file(folder, epoch) for epoch in kept_epochs(read_history(folder), task.recipe.keep)
    ]


def _without_optimizer(network: keras.Model) -> keras.Model:
    """Return the same network, uncompiled, so that files hold its weights alone."""
    return keras.Model(network.inputs, network.outputs)


def _with_progress(
    batches: Iterable[Batch], steps: int, devices: Devices, title: str
) -> Iterable[Batch]:
    console = Console(stderr=True)
    shown = devices.writes and console.is_terminal
    return track(batches, title, steps, console=console, transient=True, disable=not shown)
