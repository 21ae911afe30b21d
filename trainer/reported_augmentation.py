"""The reported benchmark's augmentation: what ImageDataGenerator did, without ImageDataGenerator.

The report names Keras' removed ``ImageDataGenerator(rescale=1/255, rotation_range=30,
width_shift_range=0.2, height_shift_range=0.2, shear_range=0.2, zoom_range=0.2,
horizontal_flip=True, fill_mode="nearest")``. Today's Keras layers take the same numbers and mean
something else by them, so they are not used:

==============  ==========================================  =====================================
argument        ImageDataGenerator, and here                Keras layers
==============  ==========================================  =====================================
rotation 30     degrees, either way                         RandomRotation: share of a full turn
shear 0.2       *degrees*: at most 0.4 pixels at 224 px,    RandomShear: a slope, so 0.2 leans
                in other words none                         the image by 11 degrees
zoom 0.2        rows and columns are each scaled by their   RandomZoom: one factor for both,
                own factor, which changes proportions       unless it is given two
all of them     one matrix, one interpolation               an interpolation a layer, each of
                                                            which blurs
==============  ==========================================  =====================================

Rescaling by 1/255 is not part of this: it is the same before and after.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import keras
import tensorflow as tf

ROTATION_DEGREES = 30.0
SHIFT = 0.2
SHEAR_DEGREES = 0.2
ZOOM = 0.2
FLIP_PROBABILITY = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """What chance decided for each image of a batch; every field is a float32 tensor ``(n,)``.

    Attributes
    ----------
    rotation, shear
        In degrees.
    shift_rows, shift_columns
        In shares of the number of rows and of columns.
    zoom_rows, zoom_columns
        Factors on the coordinates: above 1 the image becomes smaller.
    flip
        1 where left and right are exchanged after everything else, else 0.
    """

    rotation: Any
    shift_rows: Any
    shift_columns: Any
    shear: Any
    zoom_rows: Any
    zoom_columns: Any
    flip: Any


def draw(count: int | Any, seed: Any) -> Draws:
    """Draw for a batch, each value uniformly and on its own.

    Parameters
    ----------
    count
        Number of images.
    seed
        Two integers, shape ``(2,)``; equal ones give equal draws.
    """
    shares = tf.random.stateless_uniform((7, count), seed)
    either_way = 2 * shares - 1
    return Draws(
        rotation=ROTATION_DEGREES * either_way[0],
        shift_rows=SHIFT * either_way[1],
        shift_columns=SHIFT * either_way[2],
        shear=SHEAR_DEGREES * either_way[3],
        zoom_rows=1 + ZOOM * either_way[4],
        zoom_columns=1 + ZOOM * either_way[5],
        flip=tf.cast(shares[6] < FLIP_PROBABILITY, tf.float32),
    )


def matrices(draws: Draws, rows: int | Any, columns: int | Any) -> Any:
    """Return where each pixel of a changed image comes from.

    With R rotation by a, T shift, S shear by s and Z zoom, as matrices on (row, column, 1) about
    the centre C of the image, and F the flip, a pixel at p comes from C R T S Z C⁻¹ F p:

    ``R = [[cos a, -sin a, 0], [sin a, cos a, 0]]``, ``T = [[1, 0, t], [0, 1, u]]``,
    ``S = [[1, -sin s, 0], [0, cos s, 0]]``, ``Z = diag(z, w, 1)``; this is
    ``apply_affine_transform`` of keras-preprocessing 1.1.2.

    Returns
    -------
    tensor
        Shape ``(n, 3, 3)``, float32, on (row, column, 1).
    """
    zero, one = tf.zeros_like(draws.rotation), tf.ones_like(draws.rotation)
    last_row = tf.cast(rows, tf.float32) - 1
    last_column = tf.cast(columns, tf.float32) - 1

    def matrix(top: tuple[Any, Any, Any], middle: tuple[Any, Any, Any]) -> Any:
        lines = [tf.stack(line, axis=-1) for line in (top, middle, (zero, zero, one))]
        return tf.stack(lines, axis=-2)

    angle, shear = draws.rotation * (math.pi / 180), draws.shear * (math.pi / 180)
    shift_rows = draws.shift_rows * (last_row + 1)
    shift_columns = draws.shift_columns * (last_column + 1)
    to_corner = matrix((one, zero, one * last_row / 2), (zero, one, one * last_column / 2))
    rotate = matrix((tf.cos(angle), -tf.sin(angle), zero), (tf.sin(angle), tf.cos(angle), zero))
    shift = matrix((one, zero, shift_rows), (zero, one, shift_columns))
    slant = matrix((one, -tf.sin(shear), zero), (zero, tf.cos(shear), zero))
    zoom = matrix((draws.zoom_rows, zero, zero), (zero, draws.zoom_columns, zero))
    to_centre = matrix((one, zero, -one * last_row / 2), (zero, one, -one * last_column / 2))
    flip = matrix((one, zero, zero), (zero, 1 - 2 * draws.flip, draws.flip * last_column))
    return to_corner @ rotate @ shift @ slant @ zoom @ to_centre @ flip


def warp(images: Any, from_where: Any) -> Any:
    """Move pixels, interpolating linearly; from outside comes the nearest pixel of the edge.

    Parameters
    ----------
    images
        Shape ``(n, rows, columns, channels)``, float32.
    from_where
        See `matrices`.

    Returns
    -------
    tensor
        As `images`.
    """
    line, column = from_where[:, 0], from_where[:, 1]
    # TensorFlow's operation counts x (columns) first.
    transforms = tf.stack(
        [column[:, 1], column[:, 0], column[:, 2], line[:, 1], line[:, 0], line[:, 2]], axis=1
    )
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=tf.pad(transforms, [[0, 0], [0, 2]]),
        output_shape=tf.shape(images)[1:3],
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="NEAREST",
    )


def augment_as_reported(images: Any, seed: Any) -> Any:
    """Change a batch; equal seeds change it equally, in any process.

    Parameters
    ----------
    images
        Shape ``(n, rows, columns, channels)``, float32.
    seed
        Two integers, shape ``(2,)``.

    Returns
    -------
    tensor
        As `images`; no value lies outside the range of the image's values.
    """
    shape = tf.shape(images)
    return warp(images, matrices(draw(shape[0], seed), shape[1], shape[2]))


class ReportedAugmentation(keras.layers.Layer):  # type: ignore[misc]  # Keras ships no types
    """`augment_as_reported` as a layer: at random in training, nothing otherwise.

    Always in single precision, so that mixed precision does not round coordinates. Unlike Keras'
    own layers (Dropout among them) it saves how far its random numbers have come along with the
    weights, so that a run that goes on after an interruption draws what it would have drawn.
    """

    def __init__(self, seed: int, **options: Any) -> None:
        super().__init__(trainable=False, **{"dtype": "float32", **options})
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.supports_jit = False  # XLA has no projective transform

    def call(self, images: Any, training: bool = False) -> Any:
        """Return images changed at random, or as they are."""
        if not training:
            return images
        return augment_as_reported(images, tf.cast(self.seed_generator.next(), tf.int64))

    def save_own_variables(self, store: Any) -> None:
        """Save the state of the random numbers."""
        store["seed_state"] = keras.ops.convert_to_numpy(self.seed_generator.state)

    def load_own_variables(self, store: Any) -> None:
        """Go on where the random numbers had come to."""
        self.seed_generator.state.assign(store["seed_state"])

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return the shape of the input."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return what Keras stores."""
        return {**super().get_config(), "seed": self.seed}


def reported_augmentation(seed: int) -> keras.Layer:
    """Return the layer.

    Parameters
    ----------
    seed
        Two layers with equal seeds draw the same.

    Returns
    -------
    keras.Layer
        Takes and gives ``(n, rows, columns, channels)``, float32; only ``training=True`` changes
        anything.
    """
    return ReportedAugmentation(seed)
