"""What the left mouse button does, and how a measurement comes about. No widgets."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from mura_desktop.studies.measurements import Kind, Measurement, Point, Spacing


class Tool(StrEnum):
    """What the left button does on an image."""

    WINDOW = "window"
    PAN = "pan"
    ZOOM = "zoom"
    MAGNIFIER = "magnifier"
    LENGTH = "length"
    ANGLE = "angle"
    COBB = "cobb"

    @property
    def kind(self) -> Kind | None:
        """What the tool measures; None for the others."""
        return {Tool.LENGTH: Kind.LENGTH, Tool.ANGLE: Kind.ANGLE, Tool.COBB: Kind.COBB}.get(self)


@dataclass(frozen=True, slots=True)
class Handle:
    """A point of a measurement that is there: which measurement, and which of its points."""

    measurement: int
    point: int


class Ruler:
    """Takes and changes the measurements of one view.

    A point is set with a click, two with a drag: a length is a drag or two clicks, a Cobb angle
    two drags or four clicks.
    """

    def __init__(self) -> None:
        self.measurements: tuple[Measurement, ...] = ()
        self.pending: tuple[Point, ...] = ()
        """Points set of a measurement that is not complete."""
        self.kind: Kind | None = None
        """What is being measured; None where the tool measures nothing."""
        self.selected: int | None = None
        self._view_uid = ""
        self._spacing: Spacing | None = None
        self._aspect = 1.0
        self._grabbed: Handle | None = None

    def show(
        self,
        view_uid: str,
        spacing: Spacing | None,
        measurements: tuple[Measurement, ...],
        aspect: float = 1.0,
    ) -> None:
        """Turn to a view and what was measured on it."""
        self._view_uid, self._spacing, self._aspect = view_uid, spacing, aspect
        self.measurements, self.pending = measurements, ()
        self.selected = self._grabbed = None

    @property
    def holds(self) -> bool:
        """Whether a point of a measurement is being moved."""
        return self._grabbed is not None

    def press(self, point: Point, reach: float) -> None:
        """Take hold of a point that is there, or set a new one.

        Parameters
        ----------
        point
            Where.
        reach
            Pixels of the image within which a point is taken hold of.
        """
        if self.kind is None:
            return
        if not self.pending:
            self._grabbed = self._handle_at(point, reach)
            if self._grabbed is not None:
                self.selected = self._grabbed.measurement
                return
        self._set(point)

    def drag(self, point: Point) -> bool:
        """Move the point that is held; False where none is."""
        if self._grabbed is None:
            return False
        at, number = self._grabbed.measurement, self._grabbed.point
        changed = self.measurements[at].moved(number, point)
        self.measurements = (*self.measurements[:at], changed, *self.measurements[at + 1 :])
        return True

    def release(self, point: Point, *, dragged: bool) -> None:
        """Let go; after a drag this sets the other end of the line."""
        if self._grabbed is not None:
            self._grabbed = None
        elif dragged and self.pending:
            self._set(point)

    def preview(self, point: Point) -> tuple[Point, ...]:
        """Return the points set so far and the one under the pointer."""
        return (*self.pending, point) if self.pending else ()

    def give_up(self) -> bool:
        """Forget a measurement that is not complete; False where there is none."""
        there = bool(self.pending)
        self.pending = ()
        return there

    def remove(self) -> bool:
        """Remove the chosen measurement, or the last one; False where there is none."""
        if self.give_up():
            return True
        if not self.measurements:
            return False
        at = len(self.measurements) - 1 if self.selected is None else self.selected
        self.measurements = (*self.measurements[:at], *self.measurements[at + 1 :])
        self.selected = None
        return True

    def clear(self) -> None:
        """Remove all measurements of the view."""
        self.give_up()
        self.measurements, self.selected = (), None

    def _set(self, point: Point) -> None:
        if self.kind is None:
            return
        self.pending = (*self.pending, point)
        if len(self.pending) == self.kind.points:
            taken = Measurement(
                self._view_uid, self.kind, self.pending, self._spacing, self._aspect
            )
            self.measurements = (*self.measurements, taken)
            self.selected, self.pending = len(self.measurements) - 1, ()

    def _handle_at(self, point: Point, reach: float) -> Handle | None:
        found = [
            (math.dist((point.x, point.y), (other.x, other.y)), at, number)
            for at, measurement in enumerate(self.measurements)
            for number, other in enumerate(measurement.points)
        ]
        nearest = min(found, default=None)
        if nearest is None or nearest[0] > reach:
            return None
        return Handle(nearest[1], nearest[2])
