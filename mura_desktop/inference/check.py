"""Does an engine compute what the network computes? One known input tells."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mura_desktop.errors import ModelError
from mura_desktop.inference.card import Card
from mura_desktop.inference.engine import Engine, Precision

TOLERANCE = 2e-3
"""In units of the logit: at most 5e-4 of a probability. A device that silently computes in half
precision misses it, and then ranks a worklist differently from the machine beside it."""

EIGHT_BIT_TOLERANCE = 0.1
"""The same in 8 bits, where processors round sums at different places; what the card measured as
the difference to single precision is several times as large."""


def check_input(size: int) -> npt.NDArray[np.float32]:
    """Return rings, stripes and a slope, nothing that needs a file.

    Parameters
    ----------
    size
        Side of the model input.

    Returns
    -------
    numpy.ndarray
        Shape ``(1, size, size, 3)``, float32, -2 to 2, as normalised input is.
    """
    row, column = np.meshgrid(*(np.linspace(-1, 1, size),) * 2, indexing="ij")
    rings = np.cos(12 * np.hypot(row, column))
    stripes = np.sin(7 * column + 3 * row)
    grey = rings * 0.8 + stripes * 0.7 + row * 0.5
    return np.repeat(grey[np.newaxis, :, :, np.newaxis], 3, axis=3).astype(np.float32)


def check_engine(engine: Engine, card: Card, precision: Precision = Precision.SINGLE) -> None:
    """Run the known input and compare.

    Parameters
    ----------
    engine, card
        What runs, and what it should compute.
    precision
        Which of the bundle's files it runs.

    Raises
    ------
    ModelError
        Where the engine fails, or gives another logit than the card says or an impossible map.
    """
    raw = engine.run(check_input(card.input.size))
    if raw.logits.shape != (1,) or raw.maps.ndim != 3:
        raise ModelError(f"{engine.description} gave outputs of an unexpected shape")
    if not (np.isfinite(raw.logits).all() and np.isfinite(raw.maps).all()):
        raise ModelError(f"{engine.description} gave values that are not numbers")
    expected, allowed = card.check_logit, TOLERANCE
    if precision is Precision.EIGHT_BIT:
        if card.eight_bit is None:
            raise ModelError(f"{card.name} has no weights in 8 bits")
        expected, allowed = card.eight_bit.check_logit, EIGHT_BIT_TOLERANCE
    off = abs(float(raw.logits[0]) - expected)
    if off > allowed:
        raise ModelError(
            f"{engine.description} computes wrongly: its check is off by {off:.2g}, "
            f"{allowed:g} is allowed"
        )
    if raw.maps.min() < 0 or raw.maps.max() > 1:
        raise ModelError(f"{engine.description} gave a heat map outside 0 to 1")
