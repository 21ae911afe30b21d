"""One door to pixels, whatever the file's format."""

from __future__ import annotations

from pathlib import Path

from mura_desktop.imaging.dicom import read_dicom
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.imaging.raster import read_raster
from mura_desktop.studies.model import FileFormat


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

    Raises
    ------
    UnreadableFileError
        Where the file gives no image.
    """
    if file_format is FileFormat.DICOM:
        return read_dicom(path, frame)
    return read_raster(path, frame)
