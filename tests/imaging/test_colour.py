"""A photograph is told from a radiograph that is tinted or marked."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mura_desktop.imaging.colour import NO_RADIOGRAPH, is_in_colour
from mura_desktop.imaging.raster import read_raster

Rgb = npt.NDArray[np.uint8]
SIDE = 120


def film(seed: int = 1) -> npt.NDArray[np.float32]:
    """Soft grey shapes, 0 to 1."""
    noise = np.random.default_rng(seed).random((SIDE, SIDE)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 6)
    return np.asarray((soft - soft.min()) / (soft.max() - soft.min()), np.float32)


def as_rgb(grey: npt.NDArray[np.float32]) -> Rgb:
    return np.repeat((grey * 255).round().astype(np.uint8)[..., np.newaxis], 3, axis=2)


def photograph(seed: int = 1) -> Rgb:
    """Every channel a picture of its own."""
    planes = [film(seed + channel) for channel in range(3)]
    return (np.stack(planes, axis=2) * 255).round().astype(np.uint8)


@given(seed=st.integers(0, 999))
def test_grey_saved_as_rgb_is_not_in_colour(seed: int) -> None:
    assert not is_in_colour(as_rgb(film(seed)))


@given(seed=st.integers(0, 999))
def test_a_photograph_is_in_colour(seed: int) -> None:
    assert is_in_colour(photograph(seed))


@given(red=st.floats(0.4, 1), green=st.floats(0.4, 1), blue=st.floats(0.4, 1))
def test_a_tint_is_no_colour(red: float, green: float, blue: float) -> None:
    tinted = (film()[..., np.newaxis] * np.array([red, green, blue]) * 255).astype(np.uint8)
    assert not is_in_colour(tinted)


@pytest.mark.parametrize("colour", [(255, 0, 0), (0, 255, 0), (40, 40, 255)])
def test_marks_do_not_make_a_film_one_in_colour(colour: tuple[int, int, int]) -> None:
    marked = as_rgb(film())
    marked[10:40, 20:80] = colour  # an eighth of the film
    assert not is_in_colour(marked)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 4000, 3), (2000, 30, 3)])
def test_any_shape_is_judged(shape: tuple[int, int, int]) -> None:
    assert not is_in_colour(np.full(shape, 90, np.uint8))


@pytest.mark.parametrize("suffix", ["png", "jpg", "bmp", "tiff"])
def test_a_photograph_is_shown_and_not_scored(tmp_path: Path, suffix: str) -> None:
    for name, pixels in (("photograph", photograph()), ("film", as_rgb(film()))):
        Image.fromarray(pixels).save(tmp_path / f"{name}.{suffix}")
    picture = read_raster(tmp_path / f"photograph.{suffix}")
    assert picture.pixels.shape == (SIDE, SIDE)
    assert picture.not_scored == NO_RADIOGRAPH
    assert read_raster(tmp_path / f"film.{suffix}").not_scored == ""


def test_no_radiograph_of_fracatlas_counts_as_a_picture(shared: Path) -> None:
    files = sorted((shared / "fracatlas" / "images").rglob("*.jpg"))[::40]
    assert len(files) > 50
    assert [path.name for path in files if read_raster(path).not_scored == NO_RADIOGRAPH] == []
