"""The reported augmentation moves pixels where ImageDataGenerator's matrix says."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage  # type: ignore[import-untyped]  # ships no types

from trainer.reported_augmentation import (
    Draws,
    augment_as_reported,
    draw,
    matrices,
    reported_augmentation,
    warp,
)

tf.config.threading.set_intra_op_parallelism_threads(1)
NONE = Draws(*(tf.constant([value]) for value in (0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0)))


def _dot(row: int, column: int, rows: int = 41, columns: int = 61) -> np.ndarray:
    image = np.zeros((1, rows, columns, 1), np.float32)
    image[0, row, column] = 1
    return image


def _moved(image: np.ndarray, **changes: float) -> np.ndarray:
    draws = replace(NONE, **{name: tf.constant([value]) for name, value in changes.items()})
    return np.asarray(warp(image, matrices(draws, *image.shape[1:3])))[0, ..., 0]


def _centre(image: np.ndarray) -> tuple[float, float]:
    row, column = ndimage.center_of_mass(image)
    return float(row), float(column)


def test_nothing_drawn_changes_nothing() -> None:
    random = np.random.default_rng(1).random((1, 20, 30, 3), np.float32)
    np.testing.assert_array_equal(warp(random, matrices(NONE, 20, 30)), random)


def test_a_quarter_turn_is_clockwise_about_the_centre() -> None:
    # 41 rows, 61 columns: the centre is (20, 30); ten to its right becomes ten below it
    assert _centre(_moved(_dot(20, 40), rotation=90.0)) == pytest.approx((30, 30), abs=1e-3)


@pytest.mark.parametrize("degrees", [-30.0, -7.0, 12.0, 30.0])
def test_a_rotation_is_in_degrees(degrees: float) -> None:
    angle = math.radians(degrees)
    expected = (20 + 15 * math.sin(angle), 30 + 15 * math.cos(angle))
    assert _centre(_moved(_dot(20, 45), rotation=degrees)) == pytest.approx(expected, abs=0.3)


def test_shifts_are_shares_of_rows_and_columns_and_move_against_their_sign() -> None:
    image = _dot(20, 30, rows=40, columns=60)
    assert _centre(_moved(image, shift_rows=0.1)) == pytest.approx((16, 30))
    assert _centre(_moved(image, shift_columns=-0.2)) == pytest.approx((20, 42))


def test_shear_is_in_degrees_so_that_the_reported_shear_is_next_to_none() -> None:
    # 15 columns from the centre, 0.2 degrees: a twentieth of a pixel
    row, column = _centre(_moved(_dot(20, 45), shear=0.2))
    assert row == pytest.approx(20 + 15 * math.sin(math.radians(0.2)), abs=1e-3)
    assert column == pytest.approx(45, abs=1e-3)
    steep, _ = _centre(_moved(_dot(20, 45), shear=30.0))
    assert steep > 27


def test_zoom_scales_rows_and_columns_apart_and_above_1_makes_smaller() -> None:
    assert _centre(_moved(_dot(10, 45), zoom_rows=1.25)) == pytest.approx((12, 45), abs=0.1)
    assert _centre(_moved(_dot(10, 45), zoom_columns=0.75)) == pytest.approx((10, 50), abs=0.1)


def test_the_flip_exchanges_left_and_right_after_everything_else() -> None:
    turned = _moved(_dot(20, 45), rotation=30.0, shift_rows=0.1)
    flipped = _moved(_dot(20, 45), rotation=30.0, shift_rows=0.1, flip=1.0)
    np.testing.assert_allclose(flipped, turned[:, ::-1], atol=1e-5)


def test_what_comes_from_outside_is_the_nearest_pixel_of_the_edge() -> None:
    image = np.zeros((1, 10, 10, 1), np.float32)
    image[0, 0] = 0.7
    moved = _moved(image, shift_rows=-0.4)
    np.testing.assert_allclose(moved[:5], 0.7)
    np.testing.assert_allclose(moved[5:], 0)


@settings(max_examples=25)
@given(seed=st.integers(0, 2**31), rows=st.integers(5, 40), columns=st.integers(5, 40))
def test_pixels_are_those_of_scipys_affine_transform(seed: int, rows: int, columns: int) -> None:
    """ImageDataGenerator gave its matrix to ``scipy.ndimage.affine_transform``."""
    image = np.random.default_rng(seed).random((rows, columns), np.float32)
    matrix = np.asarray(matrices(draw(1, [seed, 0]), rows, columns))
    ours = np.asarray(warp(image[None, ..., None], matrix))[0, ..., 0]
    theirs = ndimage.affine_transform(
        image, matrix[0, :2, :2], matrix[0, :2, 2], order=1, mode="nearest"
    )
    np.testing.assert_allclose(ours, theirs, atol=2e-4)


def test_draws_are_uniform_in_the_reported_ranges() -> None:
    draws = draw(4000, [3, 4])
    for name, low, high in (
        ("rotation", -30, 30),
        ("shift_rows", -0.2, 0.2),
        ("shift_columns", -0.2, 0.2),
        ("shear", -0.2, 0.2),
        ("zoom_rows", 0.8, 1.2),
        ("zoom_columns", 0.8, 1.2),
    ):
        values = np.asarray(getattr(draws, name))
        assert low <= values.min() < low + (high - low) / 100
        assert high - (high - low) / 100 < values.max() <= high
        assert values.mean() == pytest.approx((low + high) / 2, abs=(high - low) / 50)
    assert set(np.asarray(draws.flip)) == {0.0, 1.0}
    assert np.asarray(draws.flip).mean() == pytest.approx(0.5, abs=0.03)
    table = np.stack([np.asarray(getattr(draws, field.name)) for field in fields(Draws)])
    off_diagonal = np.corrcoef(table) - np.eye(len(table))
    assert np.abs(off_diagonal).max() < 0.06, "nothing is drawn together"


def test_each_image_of_a_batch_is_changed_in_its_own_way_and_all_channels_alike() -> None:
    image = np.repeat(np.random.default_rng(2).random((1, 24, 24, 1), np.float32), 3, axis=3)
    batch = np.asarray(augment_as_reported(np.repeat(image, 4, axis=0), [1, 2]))
    assert len({each.tobytes() for each in batch}) == 4
    np.testing.assert_array_equal(batch[..., 0], batch[..., 2])
    assert batch.min() >= image.min()
    assert batch.max() <= image.max()


def test_the_layer_changes_nothing_outside_training() -> None:
    images = np.random.default_rng(3).random((2, 16, 16, 3), np.float32)
    layer = reported_augmentation(5)
    np.testing.assert_array_equal(layer(images), images)
    assert not np.array_equal(layer(images, training=True), images)


def test_equal_seeds_draw_the_same_and_every_call_anew() -> None:
    images = np.random.default_rng(4).random((2, 16, 16, 3), np.float32)
    one, two = reported_augmentation(5), reported_augmentation(5)
    first = np.asarray(one(images, training=True))
    np.testing.assert_array_equal(first, two(images, training=True))
    assert not np.array_equal(first, one(images, training=True))
    assert not np.array_equal(first, reported_augmentation(6)(images, training=True))


def test_the_state_of_chance_is_saved_with_the_weights(tmp_path: Path) -> None:
    images = np.random.default_rng(4).random((2, 16, 16, 3), np.float32)
    network = keras.Sequential([keras.Input((16, 16, 3)), reported_augmentation(5)])
    network(images, training=True)
    weights = tmp_path / "x.weights.h5"
    network.save_weights(weights)
    next_time = np.asarray(network(images, training=True))

    again = keras.Sequential([keras.Input((16, 16, 3)), reported_augmentation(5)])
    again.load_weights(weights)
    np.testing.assert_array_equal(again(images, training=True), next_time)


def test_the_layer_works_in_a_tf_data_pipeline_and_in_mixed_precision() -> None:
    images = np.random.default_rng(5).random((6, 16, 16, 3), np.float32)
    layer = reported_augmentation(5)
    data = tf.data.Dataset.from_tensor_slices(images).batch(2)
    batches = list(data.map(lambda batch: layer(batch, training=True)).as_numpy_iterator())
    assert [batch.shape for batch in batches] == [(2, 16, 16, 3)] * 3
    before = keras.mixed_precision.global_policy()
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    try:
        assert reported_augmentation(5)(images, training=True).dtype == tf.float32
    finally:
        keras.mixed_precision.set_global_policy(before)
