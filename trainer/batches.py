"""Batches of canvases, decoded once by the clinic's own code, then changed at random."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from mura_desktop.imaging.model_input import model_canvas
from mura_desktop.imaging.raster import read_raster
from trainer.augmentation import augment
from trainer.config import Recipe
from trainer.datasets import LabelledImage, outline_mask
from trainer.spoiling import spoil

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Canvases:
    """Decoded images of one split at one size.

    Attributes
    ----------
    images
        Shape ``(n, size, size)``, float16, 0 to 1.
    masks
        Shape ``(n, size, size)``, uint8, 1 inside an outline.
    labels
        Shape ``(n,)``, float32, 0 or 1.
    targets
        Shape ``(n,)``, float32, 0 to 1: what is learnt, the label or what lies between it and an
        opinion.
    """

    images: npt.NDArray[np.float16]
    masks: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.float32]
    targets: npt.NDArray[np.float32]


def decode(rows: Sequence[LabelledImage], size: int) -> Canvases:
    """Decode every image to the model's canvas; half precision keeps 8-bit grey values apart.

    A file that ends early is used as far as it goes, with a logged warning.
    """
    images = np.empty((len(rows), size, size), np.float16)
    masks = np.zeros((len(rows), size, size), np.uint8)
    for index, row in enumerate(rows):
        grey = read_raster(row.path)
        for warning in grey.warnings:
            log.warning("%s: %s", row.path.name, warning)
        images[index] = model_canvas(grey, size)
        height, width = grey.pixels.shape
        masks[index] = outline_mask(row.outlines, height, width, size)
    labels = np.array([row.label for row in rows], np.float32)
    return Canvases(images, masks, labels, labels)


def steps_per_epoch(canvases: Canvases, recipe: Recipe) -> int:
    """An epoch draws as many images as there are, in whole batches."""
    return max(1, len(canvases.labels) // recipe.batch)


def training_batch(
    canvases: Canvases, recipe: Recipe, epoch: int, index: int
) -> tuple[npt.NDArray[np.float32], dict[str, npt.NDArray[np.float32]]]:
    """Draw and change one batch; it depends on seed, epoch and index alone, so runs can resume.

    Returns
    -------
    tuple
        Canvases ``(batch, size, size)`` in 0 to 1, and ``label`` ``(batch, 1)`` and ``outline``
        ``(batch, size, size)``, both 0 or 1, ``target`` ``(batch, 1)``, 0 to 1, and ``unspoilt``,
        what a teacher sees instead of the canvases.
    """
    random = np.random.default_rng([recipe.seed, epoch, index])
    odds = np.where(canvases.labels > 0, recipe.positive_draw, 1.0)
    drawn = random.choice(len(odds), recipe.batch, p=odds / odds.sum())
    changed = [
        augment(
            canvases.images[image].astype(np.float32),
            canvases.masks[image],
            recipe.augmentation,
            random,
        )
        for image in drawn
    ]
    unspoilt = np.stack([canvas for canvas, _ in changed])
    outlines = np.stack([mask for _, mask in changed]).astype(np.float32)
    spoilt = recipe.augmentation.spoilt
    inputs = unspoilt
    if spoilt:
        inputs = np.stack(
            [spoil(each, random) if random.random() < spoilt else each for each in unspoilt]
        )
    return inputs, {
        "unspoilt": unspoilt,
        "label": canvases.labels[drawn][:, np.newaxis],
        "target": canvases.targets[drawn][:, np.newaxis],
        "outline": outlines,
    }


def training_batches(canvases: Canvases, recipe: Recipe, first_epoch: int) -> Any:
    """Return an endless ``tf.data.Dataset`` of `training_batch`, prepared ahead of the network."""
    size = canvases.images.shape[1]

    def draw() -> Iterator[tuple[npt.NDArray[np.float32], dict[str, npt.NDArray[np.float32]]]]:
        cv2.setNumThreads(1)  # the network has the cores
        for epoch in itertools.count(first_epoch):
            for index in range(steps_per_epoch(canvases, recipe)):
                yield training_batch(canvases, recipe, epoch, index)

    signature = (
        tf.TensorSpec((recipe.batch, size, size), tf.float32),
        {
            "unspoilt": tf.TensorSpec((recipe.batch, size, size), tf.float32),
            "label": tf.TensorSpec((recipe.batch, 1), tf.float32),
            "target": tf.TensorSpec((recipe.batch, 1), tf.float32),
            "outline": tf.TensorSpec((recipe.batch, size, size), tf.float32),
        },
    )
    return tf.data.Dataset.from_generator(draw, output_signature=signature).prefetch(4)
