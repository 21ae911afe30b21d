"""What each epoch of a training gave: ``history.csv``, and the same for TensorBoard."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import tensorflow as tf

from trainer.recipes.classification import Keep

HISTORY = "history.csv"
TENSORBOARD = "tensorboard"

Row = dict[str, float]


class History:
    """The epochs of one member, one row each, ``epoch`` counting from 1.

    The file is written anew with each epoch and put in its place in one step, so that it is never
    cut off; epochs after the last checkpoint are forgotten, so that none is there twice.

    Parameters
    ----------
    folder
        Of the member.
    last_epoch
        Of the checkpoint that training goes on from; 0 before the first.
    writes
        Whether to write files, or only keep the rows.
    """

    def __init__(self, folder: Path, last_epoch: int, writes: bool = True) -> None:
        self._folder = folder
        self._writes = writes
        self._board = (
            tf.summary.create_file_writer(str(folder / TENSORBOARD))
            if writes
            else tf.summary.create_noop_writer()
        )
        self.rows: list[Row] = [row for row in read_history(folder) if row["epoch"] <= last_epoch]

    def add(self, row: Row) -> None:
        """Add an epoch, in memory and on disk."""
        self.rows.append(row)
        if self._writes:
            write_history(self._folder, self.rows)
        with self._board.as_default():
            for name, value in row.items():
                tf.summary.scalar(name, value, step=int(row["epoch"]))
        self._board.flush()

    def stands_still(self) -> bool:
        """Say whether the last epoch did not bring ``val_loss`` below all before."""
        losses = [row["val_loss"] for row in self.rows]
        return len(losses) > 1 and losses[-1] >= min(losses[:-1])


def kept_epochs(rows: Sequence[Mapping[str, float]], keep: Keep) -> list[int]:
    """Return the epochs that `keep` asks for, the first choice first."""

    def rank(row: Mapping[str, float]) -> tuple[float, float]:
        if keep.best is None:
            return -row["epoch"], 0
        value = row[keep.best]
        return (-value if keep.best == "val_accuracy" else value), row["epoch"]

    return [int(row["epoch"]) for row in sorted(rows, key=rank)[: keep.epochs]]


def read_history(folder: Path) -> list[Row]:
    """Return the rows of a member's ``history.csv``; none where there is no file yet."""
    path = folder / HISTORY
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


def write_history(folder: Path, rows: Sequence[Row]) -> None:
    """Write ``history.csv`` anew, in one step."""
    partial = folder / f"partial.{HISTORY}"
    with partial.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "epoch": int(row["epoch"])} for row in rows)
    partial.replace(folder / HISTORY)
