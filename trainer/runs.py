"""The folder of a run: what is in it, and how it is read back."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from mura_desktop.errors import UsageError
from trainer.config import Recipe

CONFIG = "config.json"


def read_recipe(run: Path) -> Recipe:
    """Read back what `train` wrote, so that a later change of a recipe does not reach old runs."""
    config = run / CONFIG
    if not config.is_file():
        raise UsageError(f"{run} is not a run: it has no {CONFIG}")
    return TypeAdapter(Recipe).validate_json(config.read_bytes())


def write_recipe(run: Path, recipe: Recipe) -> None:
    """Note the recipe in the folder; a folder that was begun with another one is refused."""
    config = run / CONFIG
    if config.is_file() and read_recipe(run) != recipe:
        raise UsageError(f"{run} was begun with another recipe; choose another folder for this one")
    config.write_bytes(TypeAdapter(Recipe).dump_json(recipe, indent=2) + b"\n")
