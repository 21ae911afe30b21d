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
from pydicom.pixels.processing import convert_color_space

from mura_desktop.imaging.colour import NO_RADIOGRAPH, is_in_colour
from mura_desktop.imaging.dicom import read_dicom
from mura_desktop.imaging.grey import luminance
from mura_desktop.imaging.raster import read_raster
from tests.imaging.examples import radiograph, write

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


def as_ybr(pixels: Rgb) -> npt.NDArray[np.uint8]:
    return np.asarray(convert_color_space(pixels, "RGB", "YBR_FULL"), np.uint8)


def as_422(pixels: Rgb) -> npt.NDArray[np.uint8]:
    """Y Y Cb Cr for two pixels, as rows of bytes."""
    ybr = as_ybr(pixels).reshape(-1, 2, 3)
    return np.concatenate([ybr[:, :, 0], ybr[:, 0, 1:]], axis=1)


@pytest.mark.parametrize("photometric", ["RGB", "YBR_FULL", "YBR_FULL_422"])
def test_a_photograph_in_dicom_is_shown_and_not_scored(tmp_path: Path, photometric: str) -> None:
    for pixels, expected in ((photograph(), NO_RADIOGRAPH), (as_rgb(film()), "")):
        dataset = radiograph(pixels, bits=8, photometric=photometric)
        if photometric == "YBR_FULL":
            dataset.PixelData = as_ybr(pixels).tobytes()
        elif photometric == "YBR_FULL_422":
            dataset.PixelData = as_422(pixels).tobytes()
        image = read_dicom(write(dataset, tmp_path / "image.dcm"))
        assert image.not_scored == expected
        assert np.abs(image.pixels - luminance(pixels)).max() <= 1


def test_a_photograph_of_sixteen_bits_is_known_too(tmp_path: Path) -> None:
    deep = photograph().astype(np.uint16) * 257
    dataset = radiograph(deep, bits=16, photometric="RGB")
    assert read_dicom(write(dataset, tmp_path / "deep.dcm")).not_scored == NO_RADIOGRAPH


def test_no_radiograph_of_fracatlas_counts_as_a_picture(shared: Path) -> None:
    files = sorted((shared / "fracatlas" / "images").rglob("*.jpg"))[::40]
    assert len(files) > 50
    assert [path.name for path in files if read_raster(path).not_scored == NO_RADIOGRAPH] == []
