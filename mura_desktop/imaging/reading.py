"""One door to pixels, whatever the file's format."""

from __future__ import annotations

from pathlib import Path

from mura_desktop.imaging.dicom import read_dicom
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.imaging.raster import read_raster
from mura_desktop.studies.model import FileFormat


def read_image(path: Path, file_format: FileFormat) -> GreyImage:
    """Decode a radiograph.

    Parameters
    ----------
    path
        The file.
    file_format
        As `headers.read_facts` found it.

    Raises
    ------
    UnreadableFileError
        Where the file gives no image.
    """
    if file_format is FileFormat.DICOM:
        return read_dicom(path)
    return read_raster(path)
