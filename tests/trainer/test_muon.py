"""Muon on kernels: what a step is, and that it learns."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from trainer.muon import ConvolutionMuon, orthogonal

JORDANS = (3.4445, -4.7750, 2.0315)


@pytest.mark.parametrize("shape", [(64, 32), (32, 288), (16, 16)])
def test_a_step_keeps_the_directions_and_evens_their_lengths(shape: tuple[int, int]) -> None:
    matrix = np.random.default_rng(1).normal(size=shape).astype(np.float32)
    left, lengths, right = np.linalg.svd(matrix, full_matrices=False)
    large = lengths > 0.05 * lengths.max()

    step = np.asarray(orthogonal(tf.constant(matrix), 5, JORDANS), np.float64)

    evened = np.diag(left.T @ step @ right.T)
    assert ((evened[large] > 0.6) & (evened[large] < 1.3)).all()
    np.testing.assert_allclose(left @ np.diag(evened) @ right, step, atol=2e-3)


def test_it_is_the_iteration_that_keras_has_for_matrices() -> None:
    matrix = np.random.default_rng(2).normal(size=(40, 24)).astype(np.float32)
    of_keras = keras.optimizers.Muon().zeropower_via_newtonschulz5(tf.constant(matrix), 5)
    np.testing.assert_allclose(orthogonal(tf.constant(matrix), 5, JORDANS), of_keras, atol=1e-3)


def test_only_kernels_of_convolutions_are_moved_so() -> None:
    layers = [
        keras.layers.Conv2D(4, 3, name="plain"),
        keras.layers.Conv2D(4, 1, name="projection_x"),
        keras.layers.BatchNormalization(),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(1),
    ]
    network = keras.Sequential([keras.Input((8, 8, 3)), *layers])
    optimizer = ConvolutionMuon(1e-3, exclude_layers=["projection"])
    chosen = [v.path for v in network.trainable_variables if not optimizer._should_use_adamw(v)]
    assert [path.split("/")[-2:] for path in chosen] == [["plain", "kernel"]]


def test_a_kernel_is_learnt_back() -> None:
    keras.utils.set_random_seed(3)
    images = np.random.default_rng(3).normal(size=(64, 6, 6, 3)).astype(np.float32)
    teacher = keras.layers.Conv2D(5, 3, use_bias=False)
    wanted = np.asarray(teacher(images))
    network = keras.Sequential([keras.Input((6, 6, 3)), keras.layers.Conv2D(5, 3, use_bias=False)])
    schedule = keras.optimizers.schedules.CosineDecay(0.03, 150)
    network.compile(optimizer=ConvolutionMuon(schedule, weight_decay=None), loss="mse")
    before = network.evaluate(images, wanted, verbose=0)
    network.fit(images, wanted, batch_size=64, epochs=150, verbose=0)
    assert network.evaluate(images, wanted, verbose=0) < 1e-3 * before
