"""PNG, JPEG, TIFF and BMP, whole and broken."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.raster import count_frames, read_raster

GREY = np.arange(256, dtype=np.uint8).reshape(16, 16)


def test_eight_bit_images_keep_their_values_and_the_full_range(tmp_path: Path) -> None:
    for suffix in ("png", "tif", "bmp"):
        path = tmp_path / f"grey.{suffix}"
        Image.fromarray(GREY).save(path)
        image = read_raster(path)
        assert np.array_equal(image.pixels, GREY)
        assert (image.low, image.high, image.warnings) == (0, 255, ())


def test_sixteen_bit_images_are_shown_over_the_range_of_their_pixels(tmp_path: Path) -> None:
    deep = (GREY.astype(np.uint16) + 1000) * 16
    for suffix in ("png", "tif"):
        path = tmp_path / f"deep.{suffix}"
        Image.fromarray(deep).save(path)
        image = read_raster(path)
        assert np.array_equal(image.pixels, deep)
        assert (image.low, image.high) == (16000, 20080)


@pytest.mark.parametrize("ends", [(-3e38, 3e38), (0, 1e-42), (2e9, 2e9)])
def test_values_whose_range_cannot_be_displayed_are_a_reason(
    tmp_path: Path, ends: tuple[float, float]
) -> None:
    path = tmp_path / "float.tif"
    Image.fromarray(np.linspace(*ends, 256, dtype=np.float32).reshape(16, 16)).save(path)
    with pytest.raises(UnreadableFileError, match="too far apart, or too close together"):
        read_raster(path)


@pytest.mark.parametrize("ends", [(-1e38, 1e38), (0, 1e-37), (0, 1)])
def test_values_of_any_other_range_are_displayed_from_black_to_white(
    tmp_path: Path, ends: tuple[float, float]
) -> None:
    path = tmp_path / "float.tif"
    Image.fromarray(np.linspace(*ends, 256, dtype=np.float32).reshape(16, 16)).save(path)
    shown = read_raster(path).displayed()
    assert (shown.min(), shown.max()) == pytest.approx((0, 1), abs=1e-6)


def test_grey_stored_as_colour_keeps_its_values(tmp_path: Path) -> None:
    path = tmp_path / "colour.png"
    Image.fromarray(np.stack([GREY] * 3, axis=2)).save(path)
    assert np.array_equal(read_raster(path).pixels, GREY)


def test_colour_becomes_luminance(tmp_path: Path) -> None:
    path = tmp_path / "colour.png"
    Image.fromarray(np.array([[[200, 100, 50]]], np.uint8)).save(path)
    expected = 0.299 * 200 + 0.587 * 100 + 0.114 * 50
    assert read_raster(path).pixels[0, 0] == pytest.approx(expected, abs=1e-4)


def test_transparency_is_black(tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    Image.new("LA", (4, 4), (255, 0)).save(path)
    assert not read_raster(path).pixels.any()


def test_orientation_from_exif_is_applied(tmp_path: Path) -> None:
    path = tmp_path / "turned.png"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(GREY[:, :8]).save(path, exif=exif)
    assert read_raster(path).pixels.shape == (8, 16)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_tiff_images_whose_zero_is_white_are_inverted_once(
    tmp_path: Path, dtype: type[np.unsignedinteger[Any]]
) -> None:
    path = tmp_path / "white.tif"
    pixels = GREY.astype(dtype)
    Image.fromarray(pixels).save(path, tiffinfo={})
    data = bytearray(path.read_bytes())
    entry = data.index(struct.pack("<HHI", 262, 3, 1))
    assert data[entry + 8] == 1
    data[entry + 8] = 0
    path.write_bytes(data)
    assert np.array_equal(read_raster(path).pixels, np.iinfo(dtype).max - pixels)


def test_pages_of_a_tiff_file_are_counted_and_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "pages.tif"
    pages = [Image.fromarray(GREY + number) for number in range(3)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    with path.open("rb") as file:
        assert count_frames(file) == 3
    assert np.array_equal(read_raster(path, 3).pixels, GREY + 2)


def test_pillows_limit_against_bombs_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "film.png"
    Image.fromarray(GREY).save(path)
    # One pixel above the limit Pillow only warns; twice that is its own error.
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", GREY.size - 1)
    with pytest.raises(UnreadableFileError, match="more pixels than any radiograph"):
        read_raster(path)


def test_a_truncated_jpeg_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    Image.fromarray(np.tile(GREY, (16, 16))).save(path, quality=95)
    whole = read_raster(path).pixels
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    image = read_raster(path)
    assert image.warnings[0].startswith("the file ends early: ")
    assert image.not_scored.startswith("only ")
    assert image.pixels.shape == whole.shape
    assert np.array_equal(image.pixels[:64], whole[:64])


def test_the_truncated_jpegs_of_fracatlas_are_read_with_a_warning(shared: Path) -> None:
    images = shared / "fracatlas" / "images" / "Non_fractured"
    cut = next(path for path in sorted(images.iterdir()) if b"\xff\xd9" not in path.read_bytes())
    assert read_raster(cut).warnings


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no image at all", "is not a PNG"),
        (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", b""),
            "more pixels than any radiograph",
        ),
        (b"II*\x00\x08\x00\x00\x00\xff\xff", "image"),
    ],
)
def test_what_gives_no_image_gives_a_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=reason):
        read_raster(path)


def test_a_missing_file_gives_a_reason(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="No such file"):
        read_raster(tmp_path / "gone.png")
