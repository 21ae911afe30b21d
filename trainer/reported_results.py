"""What the report says of its benchmark, and the same figures of a run beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from trainer.history import read_history

SOURCE = "the report"


@dataclass(frozen=True, slots=True)
class Accuracies:
    """Share of images that were classified rightly, the best of ten epochs, 0 to 1."""

    training: float
    validation: float


REPORTED_RESULTS: Mapping[str, Accuracies] = {
    "ResNet50": Accuracies(0.5970, 0.5297),
    "EfficientNetB0": Accuracies(0.5960, 0.5236),
    "VGG19": Accuracies(0.6726, 0.6537),
    "DenseNet169": Accuracies(0.748939, 0.733418),
    "DenseNet169-fine-tuned": Accuracies(0.8117, 0.7970),
}
"""By member of the recipe ``reported``; printed as far as the report gives digits."""


def side_by_side(run: Path) -> Table:
    """Return a table of the report's accuracies and those of a run.

    Both columns give the best epoch of each figure, as the report does; training and validation
    accuracy may be of different epochs.
    """
    table = Table(
        title=f"Accuracy per image, best epoch: {SOURCE} and this run",
        caption="Validation images are changed at random, as they were for the report.",
    )
    table.add_column("backbone", no_wrap=True)
    for split in ("train", "val"):
        table.add_column(f"{split}\nreported", justify="right")
        table.add_column(f"{split}\nhere", justify="right")
    table.add_column("epochs\nhere", justify="right")
    for member, reported in REPORTED_RESULTS.items():
        rows = read_history(run / member)
        best = {
            name: max((row[name] for row in rows), default=None)
            for name in ("accuracy", "val_accuracy")
        }
        table.add_row(
            member,
            f"{reported.training:.4f}",
            _number(best["accuracy"]),
            f"{reported.validation:.4f}",
            _number(best["val_accuracy"]),
            str(len(rows)),
        )
    return table


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
