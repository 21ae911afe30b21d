"""A model on disk: a folder with a card and one file of weights, checked before anything loads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from mura_desktop.errors import ModelError
from mura_desktop.inference.card import REMEDY, Card, read_card


@dataclass(frozen=True, slots=True)
class Bundle:
    """A model whose weights are those its card speaks of.

    Attributes
    ----------
    card
        The card.
    weights_path
        Absolute path of the weights, inside the bundle.
    """

    card: Card
    weights_path: Path


def load_bundle(path: Path) -> Bundle:
    """Read the card of a bundle and check its weights against it. Nothing is run.

    Parameters
    ----------
    path
        Folder of the bundle.

    Raises
    ------
    ModelError
        Where card or weights are missing, damaged, exchanged or outside the folder.
    """
    folder = path.resolve()
    if not folder.is_dir():
        raise ModelError(f"There is no model at {path}. {REMEDY}")
    card = read_card(folder)
    weights = (folder / card.weights.file).resolve()
    if weights.parent != folder:
        raise ModelError(f"The weights of {card.name} lie outside {path}. {REMEDY}")
    try:
        found = sha256(weights)
    except FileNotFoundError as error:
        missing = f"The weights of {card.name} are missing: {weights}. {REMEDY}"
        raise ModelError(missing) from error
    except OSError as error:
        unreadable = f"{weights} cannot be read ({error.strerror}). {REMEDY}"
        raise ModelError(unreadable) from error
    if found != card.weights.sha256:
        raise ModelError(
            f"{weights} is damaged or has been exchanged: its SHA-256 is {found[:12]}..., "
            f"its card says {card.weights.sha256[:12]}.... {REMEDY}"
        )
    return Bundle(card, weights)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, lower case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
