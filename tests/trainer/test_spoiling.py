"""A spoilt image shows the same film, and the black around it stays black."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.imaging.grey import FloatImage
from trainer import spoiling
from trainer.spoiling import spoil

FILM = np.s_[20:76, :]


def a_film() -> FloatImage:
    """A film broader than high, in its square: a bright bone on a background of little grey."""
    canvas = np.zeros((96, 96), np.float32)
    canvas[FILM] = 0.05
    canvas[30:66, 40:56] = 0.7
    canvas[25:29, 4:90] = 0  # black, and yet part of the film
    return canvas


@given(seed=st.integers(0, 2**32 - 1))
def test_values_stay_in_range_and_the_border_stays_black(seed: int) -> None:
    spoilt = spoil(a_film(), np.random.default_rng(seed))
    assert spoilt.dtype == np.float32
    assert spoilt.shape == (96, 96)
    assert 0 <= spoilt.min() <= spoilt.max() <= 1
    assert not spoilt[:20].any()
    assert not spoilt[76:].any()


@given(seed=st.integers(0, 2**32 - 1))
def test_the_same_chance_spoils_alike(seed: int) -> None:
    one, two = (spoil(a_film(), np.random.default_rng(seed)) for _ in range(2))
    assert np.array_equal(one, two)


def test_images_are_made_noisy_pale_and_inverted_equally_often() -> None:
    canvas = a_film()
    random = np.random.default_rng(11)
    spoilt = [spoil(canvas, random)[FILM] for _ in range(600)]
    film = canvas[FILM]
    inverted = sum(np.array_equal(each, 1 - film) for each in spoilt)
    noisy = sum(len(np.unique(each)) > 100 for each in spoilt)
    pale = sum(len(np.unique(each)) <= 3 and np.ptp(each) < 0.95 * np.ptp(film) for each in spoilt)
    assert inverted + noisy + pale == 600
    for often in (inverted, noisy, pale):
        assert 150 < often < 250


def test_noise_keeps_the_mean_of_what_is_not_clipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spoiling, "_WAYS", (spoiling._with_noise,))
    spoilt = spoil(np.full((96, 96), 0.5, np.float32), np.random.default_rng(2))
    assert spoilt.mean() == pytest.approx(0.5, abs=0.005)
    assert 0 < spoilt.std() < spoiling.NOISE * 1.05


def test_black_spoils_to_black() -> None:
    black = np.zeros((32, 32), np.float32)
    assert not spoil(black, np.random.default_rng(0)).any()
