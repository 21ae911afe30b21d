"""Pictures of a data set: bars of its counts, samples of each part, and one image turned into six.

Drawn into files without a display.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.grey import FloatImage
from mura_desktop.imaging.model_input import model_canvas
from mura_desktop.imaging.raster import read_raster
from trainer.data_summary import ALL, CountRow, summarise
from trainer.datasets import SPLITS, Dataset, LabelledImage
from trainer.datasets.table import patient_hash

log = logging.getLogger(__name__)

COLOURS = ("#0072b2", "#d55e00")
"""Normal and abnormal; told apart without colour vision (Okabe and Ito 2008)."""
LABELS = ("normal", "abnormal")
SAMPLES = 3
"""Pictures of each part and label."""
VARIANTS = 6
SIZE = 224
"""Side of a picture in pixels, as the benchmark's networks see it."""
_TITLES = {"train": "training", "val": "validation"}


def write_charts(dataset: Dataset, folder: Path) -> tuple[Path, ...]:
    """Draw all pictures.

    Parameters
    ----------
    dataset
        What is drawn. Files that give no image are passed over, with a logged warning.
    folder
        Made where it does not exist; pictures of the same names are replaced.

    Returns
    -------
    tuple of Path
        ``studies.png``, ``images.png``, ``samples.png`` and, where any image can be read,
        ``augmentation.png``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = summarise(dataset).rows
    drawn = {
        "studies.png": bar_chart(rows, "studies"),
        "images.png": bar_chart(rows, "images"),
        "samples.png": contact_sheet(dataset),
    }
    readable = _readable(by_hash(dataset.part("train") or dataset.images))
    if (example := next(readable, None)) is not None:
        drawn["augmentation.png"] = augmentation_sheet(example)
    for name, figure in drawn.items():
        figure.savefig(folder / name)
    return tuple(folder / name for name in drawn)


def bar_chart(rows: Sequence[CountRow], unit: str) -> Figure:
    """Draw normal beside abnormal for each part, a panel for each split.

    Parameters
    ----------
    rows
        See `summarise`.
    unit
        ``studies`` or ``images``.
    """
    figure = Figure(figsize=(12, 4.5), dpi=120, layout="constrained")
    panels = figure.subplots(1, len(SPLITS))
    for axes, split in zip(panels, SPLITS, strict=True):
        parts = [row for row in rows if row.split == split and row.body_part != ALL]
        (total,) = (row for row in rows if row.split == split and row.body_part == ALL)
        positions = np.arange(len(parts))
        for label, name in enumerate(LABELS):
            heights = [_number(row, unit, label) for row in parts]
            place = positions + (label - 0.5) * 0.4
            legend = f"{name} ({_number(total, unit, label):,})"
            bars = axes.bar(place, heights, 0.38, color=COLOURS[label], label=legend)
            axes.bar_label(bars, [f"{height:,}" for height in heights], fontsize=6.5, padding=1)
        axes.set_xticks(positions, [row.body_part for row in parts], rotation=30, ha="right")
        axes.set_title(f"{_TITLES[split]} {unit}", fontsize=11, pad=26)
        axes.set_ylabel(unit)
        axes.spines[["top", "right"]].set_visible(False)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend(frameon=False, fontsize=9, ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1))
    return figure


def _number(row: CountRow, unit: str, label: int) -> int:
    counts = row.studies if unit == "studies" else row.images
    return counts.abnormal if label else counts.normal


def contact_sheet(dataset: Dataset) -> Figure:
    """Show `SAMPLES` normal and as many abnormal images of each part, of different patients."""
    parts = sorted({image.body_part for image in dataset.images})
    columns = SAMPLES * len(LABELS)
    size = (1.5 * columns, 1.6 * len(parts) + 0.3)
    figure = Figure(figsize=size, dpi=120, layout="constrained")
    grid = figure.subplots(len(parts), columns, squeeze=False)
    for axes in grid.flat:
        axes.set_axis_off()
    for line, part in zip(grid, parts, strict=True):
        for label, name in enumerate(LABELS):
            images = [
                image for image in dataset.images if (image.body_part, image.label) == (part, label)
            ]
            places = line[label * SAMPLES : (label + 1) * SAMPLES]
            for axes, canvas in zip(places, _readable(by_hash(images)), strict=False):
                _show(axes, canvas, f"{part}, {name}", COLOURS[label])
    return figure


def augmentation_sheet(canvas: FloatImage) -> Figure:
    """Show an image and what the reported augmentation makes of it `VARIANTS` times.

    Parameters
    ----------
    canvas
        Shape ``(size, size)``, float32, 0 to 1.
    """
    from trainer.reported_augmentation import augment_as_reported  # noqa: PLC0415  # TensorFlow

    batch = np.repeat(canvas[np.newaxis, ..., np.newaxis], VARIANTS, axis=0)
    changed = np.asarray(augment_as_reported(batch, (0, 1)))[..., 0]
    figure = Figure(figsize=(1.8 * (VARIANTS + 1), 2.1), dpi=120, layout="constrained")
    first, *others = figure.subplots(1, VARIANTS + 1)
    _show(first, canvas, "as it is", "black")
    for number, (axes, variant) in enumerate(zip(others, changed, strict=True), 1):
        _show(axes, variant, f"augmented {number}", "black")
    return figure


def _show(axes: Axes, canvas: FloatImage, title: str, colour: str) -> None:
    axes.imshow(canvas, cmap="gray", vmin=0, vmax=1)
    axes.set_title(title, fontsize=8, color=colour)
    axes.set_axis_off()


def by_hash(images: Sequence[LabelledImage]) -> list[LabelledImage]:
    """Return the first image of each patient, in an order that looks random and never changes."""
    first: dict[str, LabelledImage] = {}
    for image in images:
        first.setdefault(image.patient, image)
    return sorted(first.values(), key=lambda image: patient_hash(image.patient))


def _readable(images: Sequence[LabelledImage]) -> Iterator[FloatImage]:
    """Yield the canvases of those images that can be read."""
    for image in images:
        try:
            yield model_canvas(read_raster(image.path), SIZE)
        except UnreadableFileError as error:
            log.warning("%s is not shown: %s", image.path, error.reason)
