"""A changed image keeps its outline, its range, and its black border."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.imaging.model_input import normalise
from trainer.augmentation import augment
from trainer.config import GREY_IMAGENET, Augmentation

SEEDS = st.integers(0, 2**32 - 1)
SHAPE_ONLY = Augmentation(gamma=0, contrast=0, brightness=0)


def blob() -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float32]], np.ndarray]:
    """A lopsided shape: a mirror image or a turn that reached only one of the two would show."""
    mask = np.zeros((96, 96), np.uint8)
    cv2.ellipse(mask, (40, 52), (22, 10), 30, 0, 360, [1], -1)
    cv2.circle(mask, (58, 40), 9, [1], -1)
    return mask.astype(np.float32) * 0.8, mask


@given(seed=SEEDS)
def test_the_mask_stays_on_the_image(seed: int) -> None:
    canvas, mask = blob()

    moved, moved_mask = augment(canvas, mask, SHAPE_ONLY, np.random.default_rng(seed))

    seen = moved > 0.4
    assert moved_mask.any()
    overlap = (seen & (moved_mask > 0)).sum() / (seen | (moved_mask > 0)).sum()
    assert overlap > 0.9


@given(seed=SEEDS)
def test_values_stay_in_range_and_black_stays_black(seed: int) -> None:
    canvas, mask = blob()

    changed, moved_mask = augment(canvas, mask, Augmentation(), np.random.default_rng(seed))

    assert changed.dtype == np.float32
    assert 0 <= changed.min() <= changed.max() <= 1
    assert set(np.unique(moved_mask)) <= {0, 1}
    corners = changed[[0, 0, -1, -1], [0, -1, 0, -1]]
    assert not corners.any()


@given(seed=SEEDS)
def test_the_same_chance_gives_the_same_image(seed: int) -> None:
    canvas, mask = blob()
    one, two = (
        augment(canvas, mask, Augmentation(), np.random.default_rng(seed)) for _ in range(2)
    )
    assert np.array_equal(one[0], two[0])
    assert np.array_equal(one[1], two[1])


def test_half_of_the_images_are_mirrored() -> None:
    canvas, mask = blob()
    still = Augmentation(rotation=0, scale=(1, 1), shift=0, gamma=0, contrast=0, brightness=0)
    random = np.random.default_rng(3)
    moved = [augment(canvas, mask, still, random)[1] for _ in range(200)]
    same = sum(np.array_equal(each, mask) for each in moved)
    mirrored = sum(np.array_equal(each, mask[:, ::-1]) for each in moved)
    assert same + mirrored == 200
    assert 70 < mirrored < 130


def test_images_lie_on_a_side_or_on_their_head_as_often_as_asked() -> None:
    canvas, mask = blob()
    still = Augmentation(
        flip=0, turned=0.6, rotation=0, scale=(1, 1), shift=0, gamma=0, contrast=0, brightness=0
    )
    random = np.random.default_rng(5)
    seen = [0, 0, 0, 0]
    for _ in range(400):
        moved, moved_mask = augment(canvas, mask, still, random)
        for turns in range(4):
            if np.array_equal(moved_mask, np.rot90(mask, turns)):
                assert moved == pytest.approx(np.rot90(canvas, turns), abs=1e-4)
                seen[turns] += 1
    assert sum(seen) == 400
    assert 130 < seen[0] < 190  # 40 % stay upright
    assert all(50 < turned < 110 for turned in seen[1:])


def test_grey_is_normalised_as_the_base_weights_expect() -> None:
    canvas = np.full((1, 4, 4), 100 / 255, np.float32)
    expected = (100 / 255 - 0.449) / 0.226
    assert normalise(canvas, GREY_IMAGENET) == pytest.approx(expected, abs=1e-6)
