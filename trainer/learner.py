"""One training step: the losses on labels, outlines and, where there is one, a teacher."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from mura_desktop.imaging.model_input import Normalisation
from trainer.cam_head import FEATURES, LOGIT
from trainer.config import Recipe


class Teacher:
    """A frozen network whose feature maps and probability a student imitates.

    Not a Keras object on purpose: Keras would count its weights among the student's.

    Parameters
    ----------
    network
        With a `with_cam_head` head.
    taps
        Names of the layers whose outputs are imitated, at strides 8, 16 and 32.
    size
        Side of its square input, pixels.
    normalisation
        Of its input.
    """

    def __init__(
        self, network: keras.Model, taps: tuple[str, ...], size: int, normalisation: Normalisation
    ) -> None:
        network.trainable = False
        self.size = size
        self.normalisation = normalisation
        self.network = network
        self._tapped = tapped(network, taps)
        self.maps = tuple(self._tapped.output[:-1])

    def __call__(self, canvas: Any) -> tuple[list[Any], Any]:
        """Return feature maps and logit of canvases ``(batch, side, side)`` in 0 to 1."""
        *maps, logit = self._tapped(model_input(canvas, self.size, self.normalisation))
        return maps, logit


def tapped(network: keras.Model, taps: tuple[str, ...]) -> keras.Model:
    """Return the same network with the outputs of the named layers, then its logit."""
    outputs = [network.get_layer(name).output for name in taps]
    return keras.Model(network.input, [*outputs, network.get_layer(LOGIT).output])


def model_input(canvas: Any, size: int, normalisation: Normalisation) -> Any:
    """Scale canvases ``(batch, side, side)`` to a size and normalise them, on the device."""
    grey = canvas[..., tf.newaxis]
    if canvas.shape[1] != size:
        grey = tf.image.resize(grey, (size, size), "bilinear", antialias=True)
    mean, std = tf.constant(normalisation.mean), tf.constant(normalisation.std)
    return (tf.repeat(grey, 3, axis=-1) - mean) / std


class Learner(keras.Model):  # type: ignore[misc]  # Keras ships no types
    """Trains a network on labels, on outlines, and on what a teacher sees.

    The head is one dense layer on mean-pooled features, so the class activation map is the same
    dense layer at every position (Zhou 2016, arXiv 1512.04150). Binary cross-entropy of that map,
    after a learnt scale and offset, against the outlines pulls it to where the fracture is; the
    scale and offset keep this from fighting the label's own loss over the mean.

    A teacher's feature maps are imitated through a 1 x 1 projection each (Romero 2015, FitNets,
    arXiv 1412.6550), by smooth L1 against the teacher's maps with every channel standardised.

    Parameters
    ----------
    network
        The student.
    recipe
        Factors of the losses.
    size
        Side of the student's input, pixels.
    taps
        The student's layers that imitate, in the order of the teacher's.
    teacher
        None learns from labels and outlines alone.
    """

    def __init__(
        self,
        network: keras.Model,
        recipe: Recipe,
        size: int,
        taps: tuple[str, ...] = (),
        teacher: Teacher | None = None,
    ) -> None:
        super().__init__()
        self.network = network
        self.recipe = recipe
        self.size = size
        self.teacher = teacher
        self.map_scale = self.add_weight(name="map_scale", initializer="ones")
        self.map_offset = self.add_weight(
            name="map_offset", initializer=keras.initializers.Constant(-3.0)
        )
        names = ["loss", "accuracy", "outline_loss"]
        self.tapped = tapped(network, (FEATURES,))
        if teacher is not None:
            self.tapped = tapped(network, (*taps, FEATURES))
            widths = [maps.shape[-1] for maps in teacher.maps]
            self.projections = [
                keras.layers.Conv2D(width, 1, name=f"projection_{name}")
                for width, name in zip(widths, taps, strict=True)
            ]
            self.standardisations = [
                keras.layers.BatchNormalization(center=False, scale=False, name=f"standard_{name}")
                for name in taps
            ]
            for layer, maps in zip(self.projections, self.tapped.output, strict=False):
                layer.build(maps.shape)
            for layer, maps in zip(self.standardisations, teacher.maps, strict=True):
                layer.build(maps.shape)
            names.append("imitation_loss")
        self.seen = {name: keras.metrics.Mean(name=name) for name in names}

    @property
    def metrics(self) -> list[Any]:
        """What Keras resets at each epoch."""
        return list(self.seen.values())

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Return the tapped feature maps and the logit."""
        *maps, logit = self.tapped(inputs, training=training)
        if self.teacher is not None:
            projected = [
                project(each) for project, each in zip(self.projections, maps[:-1], strict=True)
            ]
            maps = [*projected, maps[-1]]
        return [*maps, logit]

    def train_step(self, data: Any) -> dict[str, Any]:
        """Take one step on a batch as `trainer.batches.training_batch` returns it."""
        canvas, truth = data
        target = truth["target"]
        lesson: list[Any] = []
        if self.teacher is not None:
            lesson, opinion = self.teacher(truth["unspoilt"])
            share = self.recipe.teacher_share
            target = (1 - share) * target + share * tf.sigmoid(tf.cast(opinion, tf.float32))
        inputs = model_input(canvas, self.size, self.recipe.normalisation)
        with tf.GradientTape() as tape:
            *maps, features, logit = self(inputs, training=True)
            seen = {
                "loss": self._label_loss(target, logit),
                "outline_loss": self._outline_loss(truth["outline"], truth["label"], features),
            }
            loss = seen["loss"] + self.recipe.outline_factor * seen["outline_loss"]
            if self.teacher is not None:
                seen["imitation_loss"] = self._imitation_loss(lesson, maps)
                loss += self.recipe.imitation_factor * seen["imitation_loss"]
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        right = tf.equal(logit > 0, truth["label"] > 0)
        seen["accuracy"] = tf.reduce_mean(tf.cast(right, tf.float32))
        for name, value in seen.items():
            self.seen[name].update_state(value)
        return {name: metric.result() for name, metric in self.seen.items()}

    def _label_loss(self, target: Any, logit: Any) -> Any:
        smoothing = self.recipe.label_smoothing
        smooth = target * (1 - smoothing) + smoothing / 2
        logit = tf.cast(logit, tf.float32)
        return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(smooth, logit))

    def _outline_loss(self, outline: Any, label: Any, features: Any) -> Any:
        """Return the loss of the map; that of a positive without an outline says nothing."""
        kernel = self.network.get_layer(LOGIT).kernel
        positions = tf.einsum("nrcf,fk->nrck", tf.cast(features, tf.float32), kernel)
        positions = positions * self.map_scale + self.map_offset
        grid = features.shape[1]
        cell = -(-outline.shape[1] // grid)  # pixels a side, after scaling to whole cells
        whole = tf.image.resize(outline[..., tf.newaxis], (grid * cell, grid * cell), "nearest")
        target = tf.nn.max_pool2d(whole, cell, cell, "VALID")
        loss = tf.nn.weighted_cross_entropy_with_logits(
            target, positions, self.recipe.outline_positive_weight
        )
        drawn = tf.reduce_max(outline, axis=(1, 2))
        known = tf.maximum(drawn, 1 - label[:, 0])
        return tf.reduce_mean(loss * known[:, tf.newaxis, tf.newaxis, tf.newaxis])

    def _imitation_loss(self, lesson: list[Any], maps: list[Any]) -> Any:
        losses = []
        for standardise, taught, learnt in zip(self.standardisations, lesson, maps, strict=True):
            even = standardise(tf.cast(taught, tf.float32), training=True)
            aim = tf.image.resize(even, learnt.shape[1:3], "bilinear", antialias=True)
            difference = tf.abs(tf.stop_gradient(aim) - tf.cast(learnt, tf.float32))
            smooth = tf.where(difference < 1, 0.5 * tf.square(difference), difference - 0.5)
            losses.append(tf.reduce_mean(smooth))
        return tf.add_n(losses) / len(losses)
