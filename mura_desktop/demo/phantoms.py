"""Draws phantoms of limbs as a projection of tubes: soft tissue around bones with a cortex.

They look like radiographs and are none: no patient, no anatomy beyond what a few tubes can show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

SOFT_TISSUE_PER_MM = 0.008
MARROW_PER_MM = 0.020
CORTEX_PER_MM = 0.060
"""Attenuation, in units that make a good picture; their order is that of nature."""

MARKER_BRIGHTNESS = 0.97
"""Lead lets nothing through."""


@dataclass(frozen=True, slots=True)
class Node:
    """A point of a tube's axis.

    Attributes
    ----------
    x, y
        Position in the picture, millimetres from the top left corner.
    radius
        Of the tube, millimetres.
    """

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Fracture:
    """A break across a tube.

    Attributes
    ----------
    at
        Where along the axis, 0 to 1.
    slope
        Direction of the gap to the picture's rows, degrees.
    gap_mm
        Width of the gap.
    shift_mm
        How far the part beyond the break has moved sideways.
    bend_deg
        By what angle it has turned.
    """

    at: float
    slope: float
    gap_mm: float
    shift_mm: float = 0.0
    bend_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Bone:
    """A tube of cortex filled with marrow.

    Attributes
    ----------
    axis
        At least two nodes; between them axis and radius run smoothly.
    cortex
        Thickness of the wall in the middle of the shaft as a part of the radius, 0 to 1.
    fracture
        None for a bone that is whole.
    """

    axis: tuple[Node, ...]
    cortex: float = 0.35
    fracture: Fracture | None = None


@dataclass(frozen=True, slots=True)
class Phantom:
    """Everything on one picture.

    Attributes
    ----------
    width_mm, height_mm
        Size of the picture.
    tissue
        Tubes of soft tissue, melted into one.
    bones
        Bones, which add up where they overlap.
    marker
        Side, ``"L"`` or ``"R"``.
    seed
        Of noise and texture: equal phantoms give equal pixels.
    """

    width_mm: float
    height_mm: float
    tissue: tuple[tuple[Node, ...], ...]
    bones: tuple[Bone, ...]
    marker: str
    seed: int


def draw(phantom: Phantom, spacing_mm: float) -> FloatArray:
    """Project a phantom.

    Parameters
    ----------
    phantom
        What to draw.
    spacing_mm
        Of rows and columns.

    Returns
    -------
    numpy.ndarray
        Shape ``(rows, columns)``, float32, 0 (black) to 1 (white), brighter is denser.
    """
    shape = (round(phantom.height_mm / spacing_mm), round(phantom.width_mm / spacing_mm))
    rng = np.random.default_rng(phantom.seed)
    tissue = np.zeros(shape, np.float32)
    for axis in phantom.tissue:
        np.maximum(tissue, _tissue_depth(_smooth(axis), shape, spacing_mm), out=tissue)
    tissue = _blurred(tissue, 1.2 / spacing_mm)
    grain = _texture(rng, shape, 0.5 / spacing_mm)
    streaks = _texture(rng, shape, 3.0 / spacing_mm)
    attenuation = SOFT_TISSUE_PER_MM * tissue * (1 + 0.06 * streaks)
    for bone in phantom.bones:
        attenuation += _bone(bone, shape, spacing_mm, grain, rng)
    attenuation = _blurred(attenuation, 0.25 / spacing_mm)
    # Quantum noise is strongest where few photons arrive, which is behind bone.
    quanta = 0.010 * np.exp(0.5 * attenuation)
    attenuation += quanta * rng.standard_normal(shape, np.float32)
    film = 0.05 + 0.93 * (1 - np.exp(-1.25 * np.maximum(attenuation, 0)))
    picture = _collimated(film.astype(np.float32), rng, spacing_mm)
    _mark(picture, phantom.marker, spacing_mm)
    picture += 0.006 * rng.standard_normal(shape, np.float32)
    return np.clip(picture, 0, 1, out=picture)


@dataclass(frozen=True, slots=True, eq=False)
class _Axis:
    """A sampled axis: positions, shape ``(n, 2)``, and radii, shape ``(n,)``, all in mm."""

    positions: npt.NDArray[np.float64]
    radii: npt.NDArray[np.float64]


def _smooth(nodes: Sequence[Node], samples: int = 400) -> _Axis:
    """Run a smooth curve along the nodes: cosine steps for the radius, rounded corners."""
    places = np.array([(node.x, node.y) for node in nodes])
    radii = np.array([node.radius for node in nodes])
    lengths = np.hypot(*np.diff(places, axis=0).T)
    knots = np.concatenate(([0.0], np.cumsum(lengths))) / lengths.sum()
    along = np.linspace(0, 1, samples)
    index = np.clip(np.searchsorted(knots, along, side="right") - 1, 0, len(nodes) - 2)
    part = (along - knots[index]) / (knots[index + 1] - knots[index])
    eased = (1 - np.cos(np.pi * part)) / 2
    positions = np.stack([np.interp(along, knots, places[:, k]) for k in (0, 1)], axis=1)
    # A running mean rounds the corners; odd reflection keeps both ends where they are.
    reach = samples // 12
    padded = np.pad(positions, ((reach, reach), (0, 0)), mode="reflect", reflect_type="odd")
    window = np.full(2 * reach + 1, 1 / (2 * reach + 1))
    rounded = np.stack([np.convolve(padded[:, k], window, "valid") for k in (0, 1)], axis=1)
    return _Axis(rounded, radii[index] + eased * (radii[index + 1] - radii[index]))


def _distances(
    axis: _Axis, shape: tuple[int, int], spacing_mm: float
) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    """Return each pixel's distance to the axis in mm, and the sample of the axis it is nearest to.

    The distance transform labels every pixel with the axis pixel it is nearest to, which is turned
    into a sample of the axis; radii and walls follow from that. Outside the picture the axis is
    kept by a margin, so that tubes may run over the edge.
    """
    margin = round(70 / spacing_mm)
    rows, columns = shape
    canvas = np.ones((rows + 2 * margin, columns + 2 * margin), np.uint8)
    pixels = np.rint(axis.positions / spacing_mm).astype(int) + margin
    inside = (
        (pixels >= 0).all(axis=1)
        & (pixels[:, 0] < canvas.shape[1])
        & (pixels[:, 1] < canvas.shape[0])
    )
    numbers = np.flatnonzero(inside)
    x, y = pixels[inside].T
    canvas[y, x] = 0
    distance, labels = cv2.distanceTransformWithLabels(
        canvas, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    sample_of_label = np.zeros(int(labels.max()) + 1, np.intp)
    sample_of_label[labels[y, x]] = numbers
    crop = np.s_[margin : margin + rows, margin : margin + columns]
    return distance[crop] * np.float32(spacing_mm), sample_of_label[labels[crop]]


def _spread(values: npt.NDArray[np.float64], nearest: npt.NDArray[np.intp]) -> FloatArray:
    """Give each pixel the value of its axis sample, without the steps between samples."""
    return _blurred(values.astype(np.float32)[nearest], 4)


def _chord(radius: FloatArray, distance: FloatArray) -> FloatArray:
    """Return how much of a tube a ray crosses, in mm."""
    return np.asarray(2 * np.sqrt(np.maximum(radius**2 - distance**2, 0)), np.float32)


def _tissue_depth(axis: _Axis, shape: tuple[int, int], spacing_mm: float) -> FloatArray:
    distance, nearest = _distances(axis, shape, spacing_mm)
    return _chord(_spread(axis.radii, nearest), distance)


def _bone(
    bone: Bone,
    shape: tuple[int, int],
    spacing_mm: float,
    grain: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    """Return a bone's attenuation beyond that of the tissue it displaces."""
    axis = _smooth(bone.axis)
    if bone.fracture is not None:
        axis = _displaced(axis, bone.fracture)
    distance, nearest = _distances(axis, shape, spacing_mm)
    along = np.linspace(0, 1, len(axis.radii))
    # The wall is thick in the shaft and thin at the ends, where the marrow is full of trabeculae.
    shaft = np.clip(np.minimum(along, 1 - along) / 0.3, 0, 1)
    outer = axis.radii
    inner = outer * (1 - bone.cortex * (0.25 + 0.75 * shaft)) - 0.15
    whole = _chord(_spread(outer, nearest), distance)
    marrow = np.minimum(_chord(_spread(np.maximum(inner, 0), nearest), distance), whole)
    trabeculae = 1 + _spread(0.4 - 0.25 * shaft, nearest) * grain
    shown = (CORTEX_PER_MM - SOFT_TISSUE_PER_MM) * (whole - marrow)
    shown += (MARROW_PER_MM - SOFT_TISSUE_PER_MM) * marrow * trabeculae
    if bone.fracture is not None:
        shown *= 1 - _gap(bone.fracture, axis, shape, spacing_mm, rng)
    return shown.astype(np.float32)


def _displaced(axis: _Axis, fracture: Fracture) -> _Axis:
    """Move and turn the part of an axis beyond the break."""
    at = round(fracture.at * (len(axis.radii) - 1))
    pivot = axis.positions[at]
    ahead = axis.positions[at + 1] - axis.positions[at - 1]
    sideways = np.array([-ahead[1], ahead[0]]) / np.hypot(*ahead)
    angle = np.radians(fracture.bend_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    beyond = (axis.positions[at:] - pivot) @ turn.T + pivot + fracture.shift_mm * sideways
    return _Axis(np.concatenate([axis.positions[:at], beyond]), axis.radii)


def _gap(
    fracture: Fracture,
    axis: _Axis,
    shape: tuple[int, int],
    spacing_mm: float,
    rng: np.random.Generator,
) -> FloatArray:
    """Return a jagged line over the break, 1 where no bone is left."""
    at = round(fracture.at * (len(axis.radii) - 1))
    middle = (axis.positions[at - 1] + axis.positions[at]) / 2
    reach = 1.5 * axis.radii[at] + abs(fracture.shift_mm)
    steps = np.linspace(-1, 1, 13)
    teeth = rng.uniform(-0.09, 0.09, steps.size) * reach
    slope = np.radians(fracture.slope)
    x = middle[0] + reach * steps * np.cos(slope) - teeth * np.sin(slope)
    y = middle[1] + reach * steps * np.sin(slope) + teeth * np.cos(slope)
    line = np.zeros(shape, np.float32)
    points = np.rint(np.stack([x, y], axis=1) / spacing_mm * 16).astype(np.int32)
    width = max(1, round(fracture.gap_mm / spacing_mm))
    cv2.polylines(line, [points], False, 1.0, width, cv2.LINE_AA, 4)
    return np.asarray(np.clip(_blurred(line, 0.3 / spacing_mm) * 1.2, 0, 0.92), np.float32)


def _texture(rng: np.random.Generator, shape: tuple[int, int], sigma: float) -> FloatArray:
    """Return noise of one coarseness, mean 0 and standard deviation 1."""
    noise = _blurred(rng.standard_normal(shape, np.float32), sigma)
    return np.asarray((noise - noise.mean()) / noise.std(), np.float32)


def _blurred(image: npt.NDArray[np.float32], sigma: float) -> FloatArray:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), max(sigma, 0.3)), np.float32)


def _collimated(picture: FloatArray, rng: np.random.Generator, spacing_mm: float) -> FloatArray:
    """Darken what lies outside the collimator's field, a slightly tilted rectangle."""
    rows, columns = picture.shape
    centre = (columns / 2, rows / 2)
    edge = 7 / spacing_mm
    box = (centre, (columns - edge, rows - edge), float(rng.uniform(-1.2, 1.2)))
    field = np.zeros_like(picture)
    cv2.fillConvexPoly(field, np.rint(cv2.boxPoints(box)).astype(np.int32), 1.0)
    return picture * (0.12 + 0.88 * _blurred(field, 0.4 / spacing_mm))


def _mark(picture: FloatArray, marker: str, spacing_mm: float) -> None:
    """Lay the side marker and the word PHANTOM on the film."""
    lead = np.zeros(picture.shape, np.uint8)
    left, top = round(8 / spacing_mm), round(19 / spacing_mm)
    texts = ((marker, 0.34, 0.9, top), ("PHANTOM", 0.115, 0.4, top + round(6 / spacing_mm)))
    for text, size, weight, row in texts:
        cv2.putText(
            lead, text, (left, row), cv2.FONT_HERSHEY_SIMPLEX, size / spacing_mm, 255,
            max(1, round(weight / spacing_mm)), cv2.LINE_AA,
        )  # fmt: skip
    np.maximum(picture, lead * np.float32(MARKER_BRIGHTNESS / 255), out=picture)
