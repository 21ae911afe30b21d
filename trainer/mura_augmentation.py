"""The MURA paper's augmentation: lateral inversion, and rotation by up to 30 degrees."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from trainer.reported_augmentation import Draws, matrices, warp

ROTATION_DEGREES = 30.0
FLIP_PROBABILITY = 0.5


def augment_as_in_mura(images: Any, seed: Any) -> Any:
    """Change a batch (Rajpurkar 2018, arXiv 1712.06957, section 3.2).

    The paper does not say what comes in from outside a turned image: here the edge's pixels.

    Parameters
    ----------
    images
        Shape ``(n, rows, columns, channels)``, float32.
    seed
        Two integers, shape ``(2,)``; equal ones change a batch equally.

    Returns
    -------
    tensor
        As `images`.
    """
    shape = tf.shape(images)
    shares = tf.random.stateless_uniform((2, shape[0]), seed)
    still, full_size = tf.zeros_like(shares[0]), tf.ones_like(shares[0])
    draws = Draws(
        rotation=ROTATION_DEGREES * (2 * shares[0] - 1),
        shift_rows=still,
        shift_columns=still,
        shear=still,
        zoom_rows=full_size,
        zoom_columns=full_size,
        flip=tf.cast(shares[1] < FLIP_PROBABILITY, tf.float32),
    )
    return warp(images, matrices(draws, shape[1], shape[2]))
