"""What is shown in one grey is shown, and has nothing to score."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from mura_desktop.imaging.decoder import Decoder
from mura_desktop.imaging.reading import BLANK, read_image
from mura_desktop.studies.model import FileFormat
from tests.imaging.examples import radiograph, write

FLAT = np.full((6, 4), 500, np.uint16)
NEARLY = np.where(np.arange(24).reshape(6, 4) == 7, 501, FLAT).astype(np.uint16)


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_picture_of_one_grey_is_not_scored(tmp_path: Path, value: int) -> None:
    path = tmp_path / "flat.png"
    Image.fromarray(np.full((6, 4), value, np.uint8)).save(path)
    image = read_image(path, FileFormat.RASTER)
    assert image.not_scored == BLANK
    assert (image.pixels == value).all()


@pytest.mark.parametrize(("pixels", "not_scored"), [(FLAT, BLANK), (NEARLY, "")])
def test_nor_is_a_film_of_one_grey_and_one_other_value_is_enough(
    tmp_path: Path, pixels: npt.NDArray[np.uint16], not_scored: str
) -> None:
    film = write(radiograph(pixels), tmp_path / "film.dcm")
    assert read_image(film, FileFormat.DICOM).not_scored == not_scored


def test_a_reason_that_is_there_already_stays(tmp_path: Path) -> None:
    film = radiograph(FLAT, Rows=12)
    image = read_image(write(film, tmp_path / "cut.dcm"), FileFormat.DICOM)
    assert image.not_scored == "only 50 % of the image is there"


def test_the_networks_canvas_says_so_too(decoder: Decoder, tmp_path: Path) -> None:
    path = tmp_path / "flat.png"
    Image.fromarray(np.full((6, 4), 128, np.uint8)).save(path)
    assert decoder.canvas(path, FileFormat.RASTER, 32).result().not_scored == BLANK
