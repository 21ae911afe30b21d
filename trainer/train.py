"""Training, top to bottom: batches, losses, schedule, checkpoints, the weights that are kept."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from mura_desktop.imaging.model_input import normalise
from trainer.backbones import LOGIT, densenet169, load_head
from trainer.batches import Canvases, decode, steps_per_epoch, training_batches
from trainer.config import Recipe, Stage
from trainer.datasets import LabelledImage
from trainer.metrics import auroc

log = logging.getLogger(__name__)

FINAL = "final.weights.h5"
BACKUP = "backup"


class OutlineTrainer(keras.Model):  # type: ignore[misc]  # Keras ships no types
    """Trains a network on labels and, where there are outlines, its activation map on them.

    The head is one dense layer on mean-pooled features, so the class activation map is the same
    dense layer at every position (Zhou 2016, arXiv 1512.04150). Binary cross-entropy of that map,
    after a learnt scale and offset, against the outlines pulls it to where the fracture is; the
    scale and offset keep this from fighting the label's own loss over the mean.
    """

    def __init__(self, network: keras.Model, recipe: Recipe) -> None:
        super().__init__()
        self.network = network
        self.recipe = recipe
        self.map_scale = self.add_weight(name="map_scale", initializer="ones")
        self.map_offset = self.add_weight(
            name="map_offset", initializer=keras.initializers.Constant(-3.0)
        )
        self.losses_seen = {
            name: keras.metrics.Mean(name=name) for name in ("label_loss", "outline_loss")
        }

    @property
    def metrics(self) -> list[Any]:
        """What Keras resets at each epoch."""
        return list(self.losses_seen.values())

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Return feature maps and logit."""
        return self.network(inputs, training=training)

    def train_step(self, data: Any) -> dict[str, Any]:
        """Take one step on label and outline losses."""
        inputs, target = data
        with tf.GradientTape() as tape:
            features, logit = self(inputs, training=True)
            label_loss = self._label_loss(target["label"], logit)
            outline_loss = self._outline_loss(target["outline"], features)
            loss = label_loss + self.recipe.outline_factor * outline_loss
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        self.losses_seen["label_loss"].update_state(label_loss)
        self.losses_seen["outline_loss"].update_state(outline_loss)
        return {name: metric.result() for name, metric in self.losses_seen.items()}

    def _label_loss(self, label: Any, logit: Any) -> Any:
        smoothing = self.recipe.label_smoothing
        smooth = label * (1 - smoothing) + smoothing / 2
        return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(smooth, logit))

    def _outline_loss(self, outline: Any, features: Any) -> Any:
        kernel = self.network.get_layer(LOGIT).kernel
        positions = tf.einsum("nrcf,fk->nrck", tf.cast(features, tf.float32), kernel)
        positions = positions * self.map_scale + self.map_offset
        cells = outline.shape[1] // features.shape[1]
        target = tf.nn.max_pool2d(outline[..., tf.newaxis], cells, cells, "VALID")
        return tf.reduce_mean(
            tf.nn.weighted_cross_entropy_with_logits(
                target, positions, self.recipe.outline_positive_weight
            )
        )


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
    """After each epoch: validate, and append to ``epochs.jsonl``."""

    def __init__(
        self, run: Path, trainer: OutlineTrainer, validation: Canvases, recipe: Recipe
    ) -> None:
        super().__init__()
        self.run = run
        self.trainer = trainer
        self.validation = validation
        self.recipe = recipe

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Validate and write a line."""
        logits = predict(self.trainer.network, self.validation, self.recipe)
        row = {
            "epoch": epoch + 1,
            "val_auroc": auroc(self.validation.labels, logits),
            **{name: float(value) for name, value in (logs or {}).items()},
        }
        with (self.run / "epochs.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        log.info("epoch %(epoch)d: AUROC on val %(val_auroc).4f", row)


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
    rows: Sequence[LabelledImage],
    run: Path,
    weights: Path | None,
    head: Path | None,
) -> Path:
    """Run all stages of a recipe; a run that was interrupted goes on after its last epoch.

    Parameters
    ----------
    recipe
        What to do.
    rows
        All images; splits ``train`` and ``val`` are used as such.
    run
        Folder of the run.
    weights, head
        Where the backbone and the last layer start; None starts from chance.

    Returns
    -------
    pathlib.Path
        The weights of the last stage.
    """
    tf.config.optimizer.set_experimental_options({"auto_mixed_precision_onednn_bfloat16": True})
    before: Path | None = None
    for stage in recipe.stages:
        folder = run / stage.name
        folder.mkdir(parents=True, exist_ok=True)
        final = folder / FINAL
        if not final.exists():
            network = densenet169(stage.size, weights if before is None else None)
            if before is not None:
                network.load_weights(before)
            elif head is not None:
                load_head(network, head)
            run_stage(recipe, stage, network, rows, folder)
        before = final
    if before is None:
        raise ValueError("a recipe has at least one stage")
    return before


def epochs_done(folder: Path) -> int:
    """Return how many epochs the stage's backup holds, as Keras's BackupAndRestore writes it."""
    metadata = folder / BACKUP / "training_metadata.json"
    if not metadata.exists():
        return 0
    return int(json.loads(metadata.read_text(encoding="utf-8"))["epoch"])


def run_stage(
    recipe: Recipe,
    stage: Stage,
    network: keras.Model,
    rows: Sequence[LabelledImage],
    folder: Path,
) -> None:
    """Train one stage and write its averaged weights to ``folder / FINAL``."""
    keras.utils.set_random_seed(recipe.seed)
    log.info("stage %s: decoding %d images", stage.name, len(rows))
    training = decode([row for row in rows if row.split == "train"], stage.size)
    validation = decode([row for row in rows if row.split == "val"], stage.size)
    for layer in network.layers[: stage.trainable_from]:
        layer.trainable = False
    trainer = OutlineTrainer(network, recipe)
    steps = steps_per_epoch(training, recipe)
    optimizer = keras.optimizers.AdamW(
        ShortWarmUpThenCosine(stage.learning_rate, steps * stage.epochs),
        weight_decay=recipe.weight_decay,
        global_clipnorm=1.0,
        use_ema=True,
        ema_momentum=recipe.ema,
    )
    optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias", "map_"])
    trainer.compile(optimizer=optimizer, jit_compile=False)
    trainer.build((None, stage.size, stage.size, 3))
    backup = keras.callbacks.BackupAndRestore(
        str(folder / BACKUP), double_checkpoint=True, delete_checkpoint=False
    )
    trainer.fit(
        training_batches(training, recipe, epochs_done(folder)),
        steps_per_epoch=steps,
        epochs=stage.epochs,
        callbacks=[backup, EpochLog(folder, trainer, validation, recipe)],
        shuffle=False,  # the batches are drawn at random already
        verbose=2,
    )
    optimizer.finalize_variable_values(trainer.trainable_variables)
    logits = predict(network, validation, recipe)
    log.info("stage %s: AUROC on val %.4f", stage.name, auroc(validation.labels, logits))
    partial = folder / ("partial." + FINAL)
    network.save_weights(partial)
    partial.replace(folder / FINAL)
