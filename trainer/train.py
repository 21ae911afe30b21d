"""Training, top to bottom: batches, losses, schedule, checkpoints, the weights that are kept."""

from __future__ import annotations

import logging
import math
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from mura_desktop.errors import UsageError
from mura_desktop.imaging.model_input import normalise
from mura_desktop.studies.model import ActivationMap
from trainer.batches import Canvases, decode, steps_per_epoch, training_batch, training_batches
from trainer.checkpoints import checkpoint_file, last_checkpoint, write_checkpoint
from trainer.config import Recipe, Stage
from trainer.datasets import Dataset
from trainer.devices import processor_has_bfloat16
from trainer.evaluate import write_metrics
from trainer.export import closed_form_grad_cam, head_layers
from trainer.from_bundle import measure_statistics
from trainer.heat import Heat, measure_heat
from trainer.history import History
from trainer.learner import Learner, Teacher, model_input
from trainer.metrics import auroc
from trainer.networks import DENSENET169_TAPS, Start, build, build_teacher, check_start, md5
from trainer.outside_opinions import read_outside_opinions, targets
from trainer.predictions import PREDICTIONS, of_images, write_predictions
from trainer.report import write_report
from trainer.run_record import record_of
from trainer.runs import REPORT, begin_run, end_run

log = logging.getLogger(__name__)

FINAL = "final.weights.h5"
_STATISTICS_BATCHES = 60
_STATISTICS_MOMENTUM = 0.95  # Keras's 0.99 looks back over an epoch of few images
_STATISTICS_IMAGES = 240
_STATISTICS_EPOCH = 1_000_000  # its batches are none of the training's


class ShortWarmUpThenCosine(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """Rise linearly over the first 5 % of the steps, then fall as half a cosine to zero."""

    def __init__(self, peak: float, steps: int) -> None:
        self.peak = peak
        self.steps = steps

    def __call__(self, step: Any) -> Any:
        """Return the learning rate of a step."""
        step = tf.cast(step, tf.float32)
        warm = max(1.0, 0.05 * self.steps)
        progress = tf.clip_by_value((step - warm) / (self.steps - warm), 0.0, 1.0)
        cosine = 0.5 * (1 + tf.cos(math.pi * progress))
        return self.peak * tf.minimum((step + 1) / warm, cosine)

    def get_config(self) -> dict[str, Any]:
        """Return what Keras stores."""
        return {"peak": self.peak, "steps": self.steps}


class EpochLog(keras.callbacks.Callback):  # type: ignore[misc]
    """After each epoch: validate, and add a row to the history."""

    def __init__(
        self, history: History, network: keras.Model, validation: Canvases, recipe: Recipe
    ) -> None:
        super().__init__()
        self.history = history
        self.network = network
        self.validation = validation
        self.recipe = recipe
        self.began = 0.0

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Look at the clock."""
        self.began = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Validate and write a row; ``loss`` is that of the label, like ``val_loss``."""
        logits = predict(self.network, self.validation, self.recipe)
        labels = self.validation.labels
        seen = {name: float(value) for name, value in (logs or {}).items()}
        row = {
            "epoch": epoch + 1,
            "seconds": time.monotonic() - self.began,
            "accuracy": seen.pop("accuracy"),
            "loss": seen.pop("loss"),
            "val_accuracy": float(np.mean((logits > 0) == (labels > 0))),
            "val_loss": float(np.mean(np.logaddexp(0, logits) - labels * logits)),
            "val_auroc": auroc(labels, logits),
            **seen,
        }
        self.history.add(row)
        log.info("epoch %(epoch)d: AUROC on val %(val_auroc).4f", row)


class Checkpoint(keras.callbacks.Callback):  # type: ignore[misc]
    """After each epoch: keep all that going on needs."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Write the state; only then is the epoch done."""
        write_checkpoint(self.model, self.folder, epoch + 1)


def predict(network: keras.Model, canvases: Canvases, recipe: Recipe) -> npt.NDArray[np.float32]:
    """Return the logits ``(n,)`` of all canvases, unchanged by augmentation."""
    forward = tf.function(lambda inputs: network(inputs, training=False)[1], reduce_retracing=True)
    logits = []
    for start in range(0, len(canvases.labels), recipe.batch):
        batch = canvases.images[start : start + recipe.batch].astype(np.float32)
        logit = forward(normalise(batch, recipe.normalisation))
        logits.append(np.asarray(logit)[:, 0])
    return np.concatenate(logits)


def train(
    recipe: Recipe,
    data: Dataset,
    run: Path,
    start: Start,
    limit: int | None = None,
    outside: Sequence[Path] = (),
) -> Path:
    """Run all stages of a recipe; a run that was interrupted goes on after its last epoch.

    Parameters
    ----------
    recipe
        What to do.
    data
        What to learn from.
    run
        Folder of the run.
    start
        The weights to begin with.
    limit
        What `data` was cut down to, for the record.
    outside
        Tables of predictions of networks that have each not seen a fold of the training images.

    Returns
    -------
    pathlib.Path
        The weights of the last stage.

    Raises
    ------
    UsageError
        Where the recipe learns outside opinions and they are not given for every image, or where
        it does not and they are; where its starting weights are not what it takes; where a split
        lacks a label.
    """
    if bool(outside) != (recipe.outside_share > 0):
        raise UsageError(
            f"the recipe {recipe.name} needs --outside, once for each fold"
            if recipe.outside_share
            else f"the recipe {recipe.name} does not take --outside"
        )
    check_start(recipe, start)
    data.require_both_labels()
    learnt = None
    if outside:
        learnt = targets(data, read_outside_opinions(outside, data), recipe.outside_share)
    record = record_of(
        recipe.name,
        data,
        {**start.identities(), **{f"outside-{n}": md5(p) for n, p in enumerate(outside, 1)}},
        precision="float32; bfloat16 for products where the processor has it",
        limit=limit,
    )
    begin_run(run, recipe, record)
    for warning in data.warnings:
        log.warning("%s", warning)
    with fast_products():
        before = _run_stages(recipe, data, run, start, learnt)
    end_run(run)
    write_metrics(run)
    write_report([run], run / REPORT)
    return before


@contextmanager
def fast_products() -> Iterator[None]:
    """Let oneDNN multiply in bfloat16 where the processor can, and in single precision after."""
    option = "auto_mixed_precision_onednn_bfloat16"
    tf.config.optimizer.set_experimental_options({option: processor_has_bfloat16()})
    try:
        yield
    finally:
        tf.config.optimizer.set_experimental_options({option: False})


def _run_stages(
    recipe: Recipe,
    data: Dataset,
    run: Path,
    start: Start,
    learnt: npt.NDArray[np.float32] | None,
) -> Path:
    before: Path | None = None
    for stage in recipe.stages:
        folder = run / stage.name
        folder.mkdir(parents=True, exist_ok=True)
        final = folder / FINAL
        if not final.exists():
            teacher = build_teacher(recipe, start)
            network = build(recipe, stage.size, start)
            if before is not None:
                network.load_weights(before)
            elif start.is_bundle:
                measure_statistics(network, _sample(recipe, stage, data))
            run_stage(recipe, stage, network, data, folder, teacher, learnt)
        before = final
    if before is None:
        raise ValueError("a recipe has at least one stage")
    return before


def _sample(recipe: Recipe, stage: Stage, data: Dataset) -> Iterator[npt.NDArray[np.float32]]:
    """Yield some training images as the network sees them, in whole batches where it can be."""
    rows = data.part("train")
    canvases = decode(rows[:: max(1, len(rows) // _STATISTICS_IMAGES)], stage.size)
    for start in range(0, max(1, len(canvases.labels) - recipe.batch + 1), recipe.batch):
        batch = canvases.images[start : start + recipe.batch].astype(np.float32)
        yield normalise(batch, recipe.normalisation)


def renew_statistics(learner: Learner, training: Canvases, recipe: Recipe) -> None:
    """Measure the batch statistics again, which belong to other weights than the averaged ones.

    As in stochastic weight averaging (Izmailov 2018, arXiv 1803.05407, section 3.2), over batches
    that are drawn and changed like those of training.
    """
    forward = tf.function(lambda inputs: learner.network(inputs, training=True)[1])
    for index in range(min(_STATISTICS_BATCHES, 2 * steps_per_epoch(training, recipe))):
        canvas, _ = training_batch(training, recipe, _STATISTICS_EPOCH, index)
        forward(model_input(tf.constant(canvas), learner.size, recipe.normalisation))


def follow_closely(network: keras.Model) -> None:
    """Let the batch statistics follow the weights, so that each epoch is judged by what it learnt.

    With those of weights long gone, a network from chance looked like chance for half its training.
    """
    for layer in network.layers:
        if isinstance(layer, keras.layers.BatchNormalization) and layer.trainable:
            layer.momentum = _STATISTICS_MOMENTUM


def run_stage(
    recipe: Recipe,
    stage: Stage,
    network: keras.Model,
    data: Dataset,
    folder: Path,
    teacher: Teacher | None = None,
    learnt: npt.NDArray[np.float32] | None = None,
) -> None:
    """Train one stage and write its averaged weights to ``folder / FINAL``.

    What is `learnt` of the training images, ``(n,)`` from 0 to 1, is their labels where None.
    """
    keras.utils.set_random_seed(recipe.seed)
    log.info("stage %s: decoding %d images", stage.name, len(data.images))
    canvas_side = stage.size if teacher is None else teacher.size
    training = decode(data.part("train"), canvas_side)
    if learnt is not None:
        training = replace(training, targets=learnt)
    validation = decode(data.part("val"), stage.size)
    for layer in network.layers[: stage.trainable_from]:
        layer.trainable = False
    follow_closely(network)
    learner = Learner(network, recipe, stage.size, DENSENET169_TAPS, teacher)
    steps = steps_per_epoch(training, recipe)
    optimizer = keras.optimizers.AdamW(
        ShortWarmUpThenCosine(stage.learning_rate, steps * stage.epochs),
        weight_decay=recipe.weight_decay,
        global_clipnorm=1.0,
        use_ema=True,
        ema_momentum=recipe.ema,
    )
    optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias", "map_"])
    learner.compile(optimizer=optimizer, jit_compile=False)
    learner.build((None, stage.size, stage.size, 3))
    done = last_checkpoint(folder)
    if done:
        optimizer.build(learner.trainable_variables)
        learner.load_weights(checkpoint_file(folder, done))  # with the state of the optimizer
        log.info("stage %s: going on after epoch %d", stage.name, done)
    learner.fit(
        training_batches(training, recipe, done),
        steps_per_epoch=steps,
        initial_epoch=done,
        epochs=stage.epochs,
        callbacks=[
            EpochLog(History(folder, done), network, validation, recipe),
            Checkpoint(folder),
        ],
        shuffle=False,  # the batches are drawn at random already
        verbose=1 if sys.stdout.isatty() else 2,
    )
    optimizer.finalize_variable_values(learner.trainable_variables)
    renew_statistics(learner, training, recipe)
    images = data.part("val")
    probabilities, heats = opinions(network, validation, recipe)
    log.info("stage %s: AUROC on val %.4f", stage.name, auroc(validation.labels, probabilities))
    write_predictions(of_images(data, images, probabilities, heats), folder / PREDICTIONS)
    partial = folder / ("partial." + FINAL)
    network.save_weights(partial)
    partial.replace(folder / FINAL)


def opinions(
    network: keras.Model, validation: Canvases, recipe: Recipe
) -> tuple[npt.NDArray[np.float64], list[Heat | None]]:
    """Return probabilities of canvases, and of the outlined ones how the map lies to the outline.

    Returns
    -------
    tuple
        Shape ``(n,)``, 0 to 1; and None for an image without an outline.
    """
    logits = predict(network, validation, recipe)
    dense = head_layers(network)
    heats: list[Heat | None] = []
    for canvas, mask in zip(validation.images, validation.masks, strict=True):
        if not mask.any():
            heats.append(None)
            continue
        inputs = normalise(canvas[np.newaxis].astype(np.float32), recipe.normalisation)
        [grid] = np.asarray(closed_form_grad_cam(network(inputs, training=False)[0], dense))
        activation = ActivationMap(len(grid), len(grid[0]), tuple(map(float, grid.ravel())))
        heats.append(measure_heat(activation, mask))
    return 1 / (1 + np.exp(-logits.astype(np.float64))), heats
