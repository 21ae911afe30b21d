"""Lengths and angles that a reader measures on a view. Frozen values; geometry in millimetres.

Points are given in pixels of the stored image, so that a measurement stays where it is, however
the image is shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What is measured."""

    LENGTH = "length"
    ANGLE = "angle"
    COBB = "Cobb angle"

    @property
    def points(self) -> int:
        """How many points it takes."""
        return {Kind.LENGTH: 2, Kind.ANGLE: 3, Kind.COBB: 4}[self]


SPACING_NAMES = {
    "PixelSpacing": "Pixel Spacing",
    "ImagerPixelSpacing": "Imager Pixel Spacing, at the detector",
    "NominalScannedPixelSpacing": "Nominal Scanned Pixel Spacing, on the film",
}
"""How the attributes are named beside a length (PS3.6). The second and the third are not corrected
for magnification (PS3.3 10.7.1.3): the anatomy is smaller than the length says."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in an image, in pixels.

    Attributes
    ----------
    x, y
        To the right and down; the middle of the first pixel is at 0.5, 0.5.
    """

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Spacing:
    """How far pixels lie apart.

    Attributes
    ----------
    row_mm, column_mm
        Distance between neighbouring rows (down) and columns (across) in millimetres, above 0: the
        order of Pixel Spacing (PS3.3 10.7.1.3).
    source
        Keyword of the attribute it comes from.
    """

    row_mm: float
    column_mm: float
    source: str

    def __post_init__(self) -> None:
        if not all(0 < value < math.inf for value in (self.row_mm, self.column_mm)):
            raise ValueError(f"no spacing: {self.row_mm} x {self.column_mm} mm")


def spacing(millimetres: tuple[float, float] | None, source: str) -> Spacing | None:
    """Return a spacing, None where the file states none; files write 0 for what is unknown.

    Parameters
    ----------
    millimetres
        Row and column spacing as read.
    source
        Keyword of the attribute.
    """
    if millimetres is None or not all(0 < value < math.inf for value in millimetres):
        return None
    return Spacing(*millimetres, source)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement.

    Attributes
    ----------
    view_uid
        The view it lies on.
    kind
        What is measured.
    points
        A length's ends; an angle's end, apex, end; a Cobb angle's two lines, end by end.
    spacing
        Of the image it was taken on, None where the file states none.
    aspect
        Height of a pixel in widths (Pixel Aspect Ratio, PS3.3 C.7.6.3.1.7), above 0: it holds where
        there is no spacing, so that angles are right all the same.

    Raises
    ------
    ValueError
        Where the number of points does not fit, or one is no number.
    """

    view_uid: str
    kind: Kind
    points: tuple[Point, ...]
    spacing: Spacing | None = None
    aspect: float = 1.0

    def __post_init__(self) -> None:
        if len(self.points) != self.kind.points:
            raise ValueError(f"{self.kind} of {len(self.points)} points")
        if not all(math.isfinite(value) for point in self.points for value in (point.x, point.y)):
            raise ValueError("points that are not numbers")
        if not 0 < self.aspect < math.inf:
            raise ValueError(f"no shape of a pixel: {self.aspect}")

    @property
    def unit(self) -> str:
        """``"mm"``, ``"px"`` where the spacing is unknown, or ``"°"``."""
        if self.kind is not Kind.LENGTH:
            return "°"
        return "px" if self.spacing is None else "mm"

    @property
    def value(self) -> float:
        """The length, in pixels' widths where the spacing is unknown, or the angle in degrees.

        An angle lies between 0 and 180 at its apex; a Cobb angle is the smaller one between two
        lines, 0 to 90. Points that coincide give 0.
        """
        places = [self._metric(point) for point in self.points]
        if self.kind is Kind.LENGTH:
            return math.dist(places[0], places[1])
        if self.kind is Kind.ANGLE:
            return _between(_from(places[1], places[0]), _from(places[1], places[2]))
        angle = _between(_from(places[0], places[1]), _from(places[2], places[3]))
        return min(angle, 180 - angle)

    @property
    def text(self) -> str:
        """Value and unit, such as ``"12.3 mm"``."""
        if self.unit == "°":
            return f"{self.value:.1f}°"
        return f"{self.value:.1f} mm" if self.unit == "mm" else f"{self.value:.0f} px"

    @property
    def basis(self) -> str:
        """What the value rests on, such as ``"Pixel Spacing"``; empty for angles."""
        if self.kind is not Kind.LENGTH:
            return ""
        if self.spacing is None:
            return "no spacing in the file"
        return SPACING_NAMES.get(self.spacing.source, self.spacing.source)

    def moved(self, number: int, point: Point) -> Measurement:
        """Return the same measurement with one of its points elsewhere."""
        points = (*self.points[:number], point, *self.points[number + 1 :])
        return replace(self, points=points)

    def to_json(self) -> dict[str, Any]:
        """Return JSON values, for keeping; value and text are there for other programs."""
        known = self.spacing
        return {
            "view": self.view_uid,
            "kind": self.kind.value,
            "points": [[point.x, point.y] for point in self.points],
            "spacing_mm": None if known is None else [known.row_mm, known.column_mm],
            "spacing_source": "" if known is None else known.source,
            "aspect": self.aspect,
            "value": self.value,
            "unit": self.unit,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Measurement:
        """Take up what `to_json` gave.

        Raises
        ------
        ValueError, KeyError, TypeError
            Where the values are no measurement.
        """
        stated = values["spacing_mm"]
        return cls(
            view_uid=str(values["view"]),
            kind=Kind(values["kind"]),
            points=tuple(Point(float(x), float(y)) for x, y in values["points"]),
            spacing=None
            if stated is None
            else Spacing(float(stated[0]), float(stated[1]), str(values["spacing_source"])),
            aspect=float(values.get("aspect", 1.0)),  # earlier versions took pixels as square
        )

    def _metric(self, point: Point) -> tuple[float, float]:
        """Return a point in millimetres, or in pixels' widths."""
        if self.spacing is None:
            return point.x, point.y * self.aspect
        return point.x * self.spacing.column_mm, point.y * self.spacing.row_mm


_Vector = tuple[float, float]


def _from(start: _Vector, end: _Vector) -> _Vector:
    return end[0] - start[0], end[1] - start[1]


def _between(one: _Vector, other: _Vector) -> float:
    """Return the angle between two vectors, 0 to 180 degrees; exact near 0 too, unlike acos."""
    cross = one[0] * other[1] - one[1] * other[0]
    dot = one[0] * other[0] + one[1] * other[1]
    return math.degrees(math.atan2(abs(cross), dot))
