"""Muon for the kernels of convolutions, AdamW for all else.

A step of Muon moves a kernel along the orthogonal matrix nearest to its momentum, so that rare
directions are learnt as fast as frequent ones (Jordan 2024, kellerjordan.github.io/posts/muon; with
the scaling of Liu 2025, arXiv 2502.16982, that lets it share AdamW's learning rate). Keras has it
for matrices; here a kernel ``(rows, columns, in, out)`` counts as one of ``(rows * columns * in,
out)``, as in Jordan's.
"""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf


class ConvolutionMuon(keras.optimizers.Muon):  # type: ignore[misc]  # Keras ships no types
    """`keras.optimizers.Muon` that takes the kernels of convolutions, and no other variable."""

    def _should_use_adamw(self, variable: Any) -> bool:
        excluded = any(word in variable.path for word in self.exclude_layers)
        return len(variable.shape) != 4 or excluded

    def _muon_update_step(self, gradient: Any, variable: Any, lr: Any, m: Any) -> None:
        self.assign_add(m, gradient + m * (self.momentum - 1))
        ahead = gradient + self.momentum * m if self.nesterov else m
        matrix = tf.reshape(ahead, (-1, variable.shape[-1]))
        step = orthogonal(matrix, self.ns_steps, (self.muon_a, self.muon_b, self.muon_c))
        size = self.rms_rate * max(matrix.shape) ** 0.5
        self.assign_sub(variable, tf.reshape(lr * size * step, variable.shape))


def orthogonal(matrix: Any, steps: int, factors: tuple[float, float, float]) -> Any:
    """Return about the orthogonal matrix that is nearest: all singular values near 1.

    The Newton-Schulz iteration ``X <- (a + b X X' + c (X X')^2) X`` in the smaller of the two Gram
    matrices: its polynomials commute, so the long side is multiplied only twice.

    Parameters
    ----------
    matrix
        Shape ``(rows, columns)``, float32.
    steps
        Iterations; with Jordan's factors, 5 bring singular values from 0.01 of the largest on to
        between 0.7 and 1.2.
    factors
        a, b and c.
    """
    a, b, c = factors
    tall = matrix.shape[0] > matrix.shape[1]
    matrix = matrix / (tf.norm(matrix) + 1e-7)
    gram = tf.matmul(matrix, matrix, transpose_a=tall, transpose_b=not tall)
    identity = tf.eye(gram.shape[0])
    total = identity
    for _ in range(steps):
        polynomial = a * identity + b * gram + c * gram @ gram
        total = polynomial @ total
        gram = polynomial @ gram @ polynomial
    return matrix @ total if tall else total @ matrix
