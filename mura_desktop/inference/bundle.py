"""A model on disk: a folder with a card and one file of weights, checked before anything loads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from mura_desktop.errors import ModelError
from mura_desktop.inference.card import REMEDY, Card, Weights, read_card


@dataclass(frozen=True, slots=True)
class Bundle:
    """A model whose files are those its card speaks of.

    Attributes
    ----------
    card
        The card.
    weights_path
        Absolute path of the weights, inside the bundle.
    eight_bit_path
        The same of the network in 8 bits; None where the bundle has none.
    """

    card: Card
    weights_path: Path
    eight_bit_path: Path | None = None


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
    eight_bit = card.eight_bit
    return Bundle(
        card,
        _checked(folder, card.name, card.weights),
        None if eight_bit is None else _checked(folder, card.name, eight_bit.weights),
    )


def _checked(folder: Path, name: str, weights: Weights) -> Path:
    """Return the path of a file of weights, once it is what the card says."""
    path = (folder / weights.file).resolve()
    if path.parent != folder:
        raise ModelError(f"The weights of {name} lie outside {folder}. {REMEDY}")
    try:
        found = sha256(path)
    except FileNotFoundError as error:
        raise ModelError(f"The weights of {name} are missing: {path}. {REMEDY}") from error
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}). {REMEDY}") from error
    if found != weights.sha256:
        raise ModelError(
            f"{path} is damaged or has been exchanged: its SHA-256 is {found[:12]}..., "
            f"its card says {weights.sha256[:12]}.... {REMEDY}"
        )
    return path


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, lower case hex.

    It is read in one piece: after every piece this thread would wait for the one that loads the
    program meanwhile.
    """
    return hashlib.sha256(path.read_bytes()).hexdigest()
