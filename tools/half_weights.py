"""Writes Keras weights with their kernels in half precision: to hand on a training that goes on.

``python -m tools.half_weights RUN/STAGE/final.weights.h5 TARGET.weights.h5``. Vectors (statistics
of batches, offsets) stay as they are.
"""

from __future__ import annotations

import sys
from pathlib import Path

import h5py
import numpy as np


def halve(source: Path, target: Path) -> None:
    """Copy a file of weights; kernels become float16, and come back as float32 when loaded."""
    with h5py.File(source) as given, h5py.File(target, "w") as made:

        def copy(name: str, entry: h5py.Group | h5py.Dataset) -> None:
            if isinstance(entry, h5py.Group):
                group = made.require_group(name)
                group.attrs.update(dict(entry.attrs))
                return
            values = np.asarray(entry)
            kernel = values.ndim > 1 and values.dtype == np.float32
            made.create_dataset(name, data=values.astype(np.float16) if kernel else values)

        made.attrs.update(dict(given.attrs))
        given.visititems(copy)


if __name__ == "__main__":
    halve(Path(sys.argv[1]), Path(sys.argv[2]))
