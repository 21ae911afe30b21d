"""From files to what a classifier is fed: `tf.data` of pixels, labels and loss weights."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf
from PIL import Image

from mura_desktop.errors import UnreadableFileError, UsageError
from mura_desktop.imaging.grey import FloatImage, GreyImage
from mura_desktop.imaging.model_input import model_canvas
from mura_desktop.imaging.raster import read_raster
from trainer.datasets import LabelledImage
from trainer.loss_weights import LossWeights
from trainer.mura_augmentation import augment_as_in_mura
from trainer.recipes.classification import BackboneName, Classification
from trainer.reported_augmentation import augment_as_reported

log = logging.getLogger(__name__)

Batch = tuple[Any, Any, Any]
"""Images ``(n, size, size, 3)``, labels ``(n, 1)`` and loss weights ``(n, 1)``, float32 tensors."""

_MODULES: dict[BackboneName, Any] = {
    "ResNet50": keras.applications.resnet50,
    "EfficientNetB0": keras.applications.efficientnet,
    "VGG19": keras.applications.vgg19,
    "DenseNet169": keras.applications.densenet,
}


def stretched(grey: GreyImage, size: int) -> FloatImage:
    """Resize to a square by nearest neighbour, as Keras's old generators did by default.

    Returns
    -------
    numpy.ndarray
        Shape ``(size, size)``, float32, 0 to 1; the aspect ratio is lost.
    """
    image = Image.fromarray(grey.displayed())
    return np.asarray(image.resize((size, size), Image.Resampling.NEAREST), np.float32)


class ImageBatches:
    """The images of one split, in batches that depend on seed, epoch and step alone.

    Parameters
    ----------
    images
        At least one.
    recipe
        Size, batch, pixels, scaling, augmentation and seed.
    backbone
        Whose ``preprocess_input`` is meant by "own" scaling.
    weights
        Of the images in the loss.
    worker, workers
        Of each batch, the part that this process computes.
    divisor
        Of the batch's length, so that all devices get equally many.
    """

    def __init__(
        self,
        images: Sequence[LabelledImage],
        recipe: Classification,
        backbone: BackboneName,
        weights: LossWeights,
        *,
        worker: int = 0,
        workers: int = 1,
        divisor: int = 1,
    ) -> None:
        if recipe.batch % divisor:
            raise UsageError(
                f"the batch of {recipe.batch} images cannot be shared among {divisor} devices; "
                f"use a number of devices that divides {recipe.batch}"
            )
        self.images = images
        self._recipe = recipe
        self._scale = _scaling(recipe, backbone)
        self._augment = (
            augment_as_reported if recipe.augmentation == "reported" else augment_as_in_mura
        )
        self._labels = np.array([[image.label] for image in images], np.float32)
        self.weights = weights.of_all(images)[:, np.newaxis]
        self._worker = worker
        self._workers = workers
        self._divisor = divisor
        self._failure: UsageError | None = None

    def shuffled(self, epoch: int) -> Iterator[Batch]:
        """Yield an epoch of training: a new order, randomly changed images.

        What is left over when the images do not share out equally among devices is left out, in
        every epoch something else.
        """
        random = np.random.default_rng([self._recipe.seed, epoch])
        order = random.permutation(len(self.images))
        order = order[: len(order) - len(order) % self._divisor]
        size = self._recipe.batch // self._workers
        yield from self._batches(
            self._own_share(order), size, (self._recipe.seed, epoch, self._worker)
        )

    def in_order(self, changed_in_epoch: int | None = None) -> Iterator[Batch]:
        """Yield all images in their order, randomly changed if an epoch is given."""
        seed = None
        if changed_in_epoch is not None:
            seed = (self._recipe.seed, changed_in_epoch, self._workers)  # no training share has it
        yield from self._batches(np.arange(len(self.images)), self._recipe.batch, seed)

    @property
    def steps(self) -> int:
        """Batches in an epoch of training."""
        usable = len(self.images) - len(self.images) % self._divisor
        return -(-usable // self._recipe.batch)

    def _own_share(self, order: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        size = self._recipe.batch
        batches = [order[start : start + size] for start in range(0, len(order), size)]
        shares = [np.split(batch, self._workers)[self._worker] for batch in batches]
        return np.concatenate(shares) if shares else order

    def _batches(
        self, order: npt.NDArray[np.int64], size: int, seed: tuple[int, ...] | None
    ) -> Iterator[Batch]:
        data = tf.data.Dataset.from_tensor_slices(order)
        data = data.map(self._read, num_parallel_calls=tf.data.AUTOTUNE)
        data = data.batch(size).enumerate()

        def finish(step: Any, batch: Batch) -> Batch:
            images, *rest = batch
            if seed is not None:
                images = self._augment(images, tf.stack([start, step]))
            return self._scale(images), *rest

        start = None if seed is None else _one_number(seed)
        data = data.map(finish, num_parallel_calls=tf.data.AUTOTUNE)
        try:
            yield from data.prefetch(tf.data.AUTOTUNE)
        except tf.errors.OpError as error:
            if self._failure:
                raise self._failure from error
            raise

    def _read(self, index: Any) -> Batch:
        size = self._recipe.size
        grey = tf.numpy_function(self._pixels, [index], tf.float32)
        grey = tf.ensure_shape(grey, (size, size))
        pixels = tf.repeat(grey[..., tf.newaxis], 3, axis=-1)
        return pixels, tf.gather(self._labels, index), tf.gather(self.weights, index)

    def _pixels(self, index: int) -> FloatImage:
        path = self.images[index].path
        try:
            grey = read_raster(path)
        except UnreadableFileError as error:
            self._failure = UsageError(
                f"{path} cannot be trained on ({error.reason}); mend the file, or take it out of "
                "the data set's lists"
            )
            raise
        for warning in grey.warnings:
            log.warning("%s: %s", path, warning)
        to_square = stretched if self._recipe.pixels == "stretched" else model_canvas
        return to_square(grey, self._recipe.size)


def _scaling(recipe: Classification, backbone: BackboneName) -> Callable[[Any], Any]:
    if recipe.scaling == "divided by 255":
        return lambda images: images  # pixels are read as 0 to 1 already
    module = _MODULES[backbone]
    return lambda images: module.preprocess_input(images * 255.0)


def _one_number(seed: tuple[int, ...]) -> int:
    return int(np.random.SeedSequence(seed).generate_state(1)[0])
