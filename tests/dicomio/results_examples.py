"""A scored study of real films and phantoms, as the makers of results get it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pydicom import dcmread
from pydicom.dataset import Dataset

from mura_desktop.dicomio.provenance import Machine, SourceImage, prepared
from mura_desktop.dicomio.sr import Polygon, ScoredImage, Scores
from mura_desktop.imaging.dicom import read_dicom
from mura_desktop.imaging.grey import FloatImage, GreyImage
from mura_desktop.imaging.heatmap import outline, simplified, spread
from mura_desktop.studies.model import ActivationMap, Band
from mura_desktop.studies.reads import Conclusion, Read, SignedRead
from mura_desktop.studies.triage import Thresholds

INPUT_SIZE = 320
SCORED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
MACHINE = Machine("densenet169-test", "ab" * 32, "9.9")
PDF = b"%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


def hot_spot(row: int = 2, column: int = 4) -> ActivationMap:
    """Return a map of 7 x 7 cells with one hot one."""
    grid = np.zeros((7, 7), np.float32)
    grid[row, column] = 1
    return ActivationMap(7, 7, tuple(grid.ravel().tolist()))


@dataclass(frozen=True, eq=False)
class Film:
    """A file with its header, its pixels as the viewer shows them, and a region."""

    path: Path
    image: SourceImage
    pixels: GreyImage
    outlines: tuple[Polygon, ...]

    def heat(self) -> FloatImage:
        """Return the map over the image."""
        rows, columns = self.pixels.pixels.shape
        return spread(hot_spot(), rows, columns, INPUT_SIZE)

    @property
    def header(self) -> Dataset:
        return self.image.header

    def scores(self, score: float = 0.81) -> Scores:
        """Return scores of a study of this one view."""
        view = ScoredImage(self.image, "1 AP L", score, "L", "ankle", self.outlines)
        return Scores(score, Band.URGENT, Thresholds(0.2, 0.6), (view,), SCORED)


def film(path: Path) -> Film:
    """Read a file."""
    pixels = read_dicom(path)
    rows, columns = pixels.pixels.shape
    outlines = simplified(outline(spread(hot_spot(), rows, columns, INPUT_SIZE)))
    header = prepared(dcmread(path, stop_before_pixels=True))
    return Film(path, SourceImage(header), pixels, tuple(outlines))


def signed(version: int = 1, reason: str = "", seen: float | None = None) -> SignedRead:
    """Return a signed read, of which the reader saw a score of this machine or none."""
    read = Read(
        Conclusion.ABNORMAL, True, ("fracture", "effusion"), "L", "Bruch → Speiche.\nZweite Zeile."
    )
    if seen is None:
        return SignedRead("1", version, "Jane Doe", SCORED, read, reason)
    band = Thresholds(0.2, 0.6).band(seen).value
    return SignedRead("1", version, "Jane Doe", SCORED, read, reason, seen, band, MACHINE.sha256)
