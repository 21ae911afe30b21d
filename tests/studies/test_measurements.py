"""Lengths and angles in the image's own geometry."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.studies.measurements import Kind, Measurement, Point, Spacing, spacing

SQUARE = Spacing(0.2, 0.2, "PixelSpacing")
FLAT = Spacing(0.5, 0.1, "ImagerPixelSpacing")
"""Rows lie 0.5 mm apart, columns 0.1 mm."""
places = st.floats(-4000, 4000)
points = st.builds(Point, places, places)
spacings = st.none() | st.builds(
    Spacing, st.floats(0.01, 2), st.floats(0.01, 2), st.just("PixelSpacing")
)


def measured(kind: Kind, *at: tuple[float, float], known: Spacing | None = None) -> Measurement:
    return Measurement("1.2.3", kind, tuple(Point(x, y) for x, y in at), known)


def test_a_length_is_in_millimetres_and_says_what_it_rests_on() -> None:
    line = measured(Kind.LENGTH, (0, 0), (30, 40), known=SQUARE)
    assert line.value == pytest.approx(10)
    assert (line.text, line.basis) == ("10.0 mm", "Pixel Spacing")


def test_a_length_at_the_detector_says_so() -> None:
    line = measured(Kind.LENGTH, (0, 0), (0, 10), known=FLAT)
    assert line.text == "5.0 mm"
    assert line.basis == "Imager Pixel Spacing, at the detector"


def test_rows_and_columns_may_lie_apart_differently() -> None:
    assert measured(Kind.LENGTH, (0, 0), (10, 0), known=FLAT).value == pytest.approx(1)
    assert measured(Kind.LENGTH, (0, 0), (0, 10), known=FLAT).value == pytest.approx(5)
    # 50 columns of 0.1 mm and 10 rows of 0.5 mm are 5 mm each way: half a right angle.
    corner = measured(Kind.ANGLE, (50, 0), (0, 0), (50, 10), known=FLAT)
    assert corner.value == pytest.approx(45)


def test_without_spacing_a_length_is_in_pixels() -> None:
    line = measured(Kind.LENGTH, (0, 0), (3, 4))
    assert (line.text, line.basis) == ("5 px", "no spacing in the file")


def test_pixels_that_are_no_squares_give_right_angles_and_lengths_in_widths() -> None:
    corner = (Point(50, 0), Point(0, 0), Point(50, 10))
    assert Measurement("v", Kind.ANGLE, corner, aspect=5).value == pytest.approx(45)
    down = Measurement("v", Kind.LENGTH, (Point(0, 0), Point(0, 10)), aspect=5)
    assert (down.text, down.basis) == ("50 px", "no spacing in the file")
    assert down.moved(1, Point(0, 20)).text == "100 px"
    assert Measurement.from_json(down.to_json()) == down


def test_what_was_measured_before_pixels_had_a_shape_keeps_its_value() -> None:
    line = measured(Kind.LENGTH, (0, 0), (3, 4))
    kept = line.to_json()
    del kept["aspect"]
    assert Measurement.from_json(kept) == line


def test_a_length_on_a_scanned_film_says_so() -> None:
    line = measured(
        Kind.LENGTH, (0, 0), (0, 10), known=Spacing(0.5, 0.5, "NominalScannedPixelSpacing")
    )
    assert line.basis == "Nominal Scanned Pixel Spacing, on the film"


@pytest.mark.parametrize("stated", [None, (0.0, 0.0), (0.2, 0.0), (-1.0, 0.2), (math.inf, 0.2)])
def test_a_spacing_of_nothing_is_unknown(stated: tuple[float, float] | None) -> None:
    assert spacing(stated, "PixelSpacing") is None


def test_a_spacing_has_the_order_of_the_standard_row_first() -> None:
    assert spacing((0.5, 0.1), "ImagerPixelSpacing") == FLAT


def test_an_angle_is_the_one_at_its_apex() -> None:
    assert measured(Kind.ANGLE, (1, 0), (0, 0), (0, 1)).text == "90.0°"
    assert measured(Kind.ANGLE, (1, 0), (0, 0), (-1, 0)).text == "180.0°"
    assert measured(Kind.ANGLE, (1, 0), (0, 0), (-1, 1)).text == "135.0°"


def test_a_cobb_angle_is_the_smaller_one_between_two_lines_wherever_they_lie() -> None:
    tilted = math.tan(math.radians(20))
    upper, lower = ((0, 0), (100, 100 * tilted)), ((500, 900), (600, 900 - 100 * tilted))
    assert measured(Kind.COBB, *upper, *lower).text == "40.0°"
    assert measured(Kind.COBB, *upper, *reversed(lower)).text == "40.0°"


@given(st.sampled_from(Kind), st.lists(points, min_size=4, max_size=4), spacings)
def test_every_value_is_a_number_in_its_range_and_survives_json(
    kind: Kind, at: list[Point], known: Spacing | None
) -> None:
    taken = Measurement("1.2.3", kind, tuple(at[: kind.points]), known)
    limit = {Kind.LENGTH: math.inf, Kind.ANGLE: 180, Kind.COBB: 90}[kind]
    assert 0 <= taken.value <= limit
    assert Measurement.from_json(json.loads(json.dumps(taken.to_json()))) == taken


@given(st.lists(points, min_size=3, max_size=3), places, places)
def test_moving_everything_changes_no_angle(at: list[Point], right: float, down: float) -> None:
    before = Measurement("v", Kind.ANGLE, tuple(at), FLAT)
    shifted = tuple(Point(point.x + right, point.y + down) for point in at)
    if min(math.dist((p.x, p.y), (at[1].x, at[1].y)) for p in (at[0], at[2])) > 1:
        assert Measurement("v", Kind.ANGLE, shifted, FLAT).value == pytest.approx(
            before.value, abs=1e-4
        )


def test_a_point_can_be_moved() -> None:
    line = measured(Kind.LENGTH, (0, 0), (3, 4)).moved(1, Point(6, 8))
    assert line.value == pytest.approx(10)


@pytest.mark.parametrize("at", [((0, 0),), ((0, 0), (math.nan, 1)), ((0, 0), (1, 1), (2, 2))])
def test_what_is_no_length_is_refused(at: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValueError, match="points"):
        measured(Kind.LENGTH, *at)
