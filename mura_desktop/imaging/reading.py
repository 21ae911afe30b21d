"""One door to pixels, whatever the file's format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mura_desktop.imaging.dicom import read_dicom
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.imaging.raster import read_raster
from mura_desktop.studies.model import FileFormat

BLANK = "shows one grey only"


def read_image(path: Path, file_format: FileFormat, frame: int = 1) -> GreyImage:
    """Decode an image.

    Parameters
    ----------
    path
        The file.
    file_format
        As `headers.read_facts` found it.
    frame
        Which image of the file, from 1.

    Returns
    -------
    GreyImage
        Not to be scored where all of it is one grey: a network gives a score to that too.

    Raises
    ------
    UnreadableFileError
        Where the file gives no image.
    """
    image = read_dicom(path, frame) if file_format is FileFormat.DICOM else read_raster(path, frame)
    return replace(image, not_scored=BLANK) if image.is_blank and not image.not_scored else image
