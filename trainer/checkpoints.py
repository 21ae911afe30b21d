"""Where a training stands: one file an epoch, put in its place in one step.

Keras's `BackupAndRestore` writes weights and epoch number one after the other, so that a kill
between the two would train an epoch twice. Here the epoch is in the name of the only file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import keras

BACKUP = "backup"
ENDING = ".weights.h5"  # Keras takes no other


def last_checkpoint(folder: Path) -> int:
    """Return the last epoch that is wholly done; 0 before the first."""
    return max((_epoch_of(file) for file in _weights_in(folder / BACKUP)), default=0)


def checkpoint_file(folder: Path, epoch: int) -> Path:
    """Return where the state after an epoch is kept until the next one is done."""
    return folder / BACKUP / f"epoch-{epoch:03}{ENDING}"


def kept_file(folder: Path, epoch: int) -> Path:
    """Return where the weights of an epoch are kept, without the optimizer's state."""
    return folder / f"epoch-{epoch:03}{ENDING}"


def write_checkpoint(model: keras.Model, folder: Path, epoch: int) -> None:
    """Write the state of a compiled model after an epoch; from then on the epoch is done."""
    write_weights(model, checkpoint_file(folder, epoch))
    remove_all_but([checkpoint_file(folder, epoch)], folder / BACKUP)


def write_weights(model: keras.Model, file: Path) -> None:
    """Write weights, and of a compiled model the optimizer's state, in one step."""
    file.parent.mkdir(exist_ok=True)
    partial = file.with_name(f"partial.{file.name}")
    model.save_weights(partial)
    partial.replace(file)


def remove_all_but(files: Iterable[Path], folder: Path) -> None:
    """Remove the weights of all other epochs from a folder."""
    for file in set(_weights_in(folder)) - set(files):
        file.unlink()


def _weights_in(folder: Path) -> list[Path]:
    return list(folder.glob(f"epoch-*{ENDING}"))


def _epoch_of(file: Path) -> int:
    found = re.fullmatch(rf"epoch-(\d+){re.escape(ENDING)}", file.name)
    return int(found[1]) if found else 0
