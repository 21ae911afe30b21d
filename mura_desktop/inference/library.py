"""Models beside the bundled one: a site drops a bundle into a folder, and it is found there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mura_desktop.errors import ModelError
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.card import CARD_FILE, Card, read_card


@dataclass(frozen=True, slots=True)
class Installed:
    """A folder that is a model, or would be one.

    Attributes
    ----------
    folder
        Where it lies.
    card
        What it says of itself; None where it cannot be read.
    problem
        Why it cannot be used, for people; empty where its weights are those the card speaks of.
    """

    folder: Path
    card: Card | None
    problem: str

    @property
    def name(self) -> str:
        """The card's name, else the folder's."""
        return self.folder.name if self.card is None else self.card.name


def installed_models(folders: Iterable[Path]) -> list[Installed]:
    """Look through folders of bundles, and check each bundle without running anything.

    Parameters
    ----------
    folders
        Folders that hold bundles; those that do not exist hold none. A file among the bundles is
        passed over, a folder without a card is listed with its problem.

    Raises
    ------
    ModelError
        Where a folder is there and cannot be listed.
    """
    found = []
    for folder in folders:
        try:
            if not folder.is_dir():
                continue
            inside = sorted(entry for entry in folder.iterdir() if entry.is_dir())
        except OSError as error:
            raise ModelError(
                f"The models in {folder} cannot be listed ({error.strerror}). Give access to that "
                "folder."
            ) from error
        found += [inspect(entry) for entry in inside if not entry.name.startswith(".")]
    return found


def inspect(folder: Path) -> Installed:
    """Check one bundle without running it; what is wrong becomes its problem."""
    try:
        card = read_card(folder)
    except ModelError as error:
        return Installed(folder, None, str(error))
    try:
        load_bundle(folder)
    except ModelError as error:
        return Installed(folder, card, str(error))
    return Installed(folder, card, "")


def find_model(wanted: str, models: Iterable[Installed]) -> Installed:
    """Return the model of this name: the card's, or that of its folder.

    Raises
    ------
    ModelError
        Where there is none, or more than one.
    """
    models = list(models)
    matching = [model for model in models if wanted in {model.name, model.folder.name}]
    if len(matching) == 1:
        return matching[0]
    if matching:
        places = ", ".join(str(model.folder) for model in matching)
        raise ModelError(
            f"There are {len(matching)} models called {wanted!r}: {places}. Rename a folder and "
            "use that name."
        )
    names = ", ".join(repr(model.name) for model in models)
    raise ModelError(
        f"There is no model called {wanted!r}; there are {names}. A model is a folder with "
        f"{CARD_FILE} and the weights it names."
    )
