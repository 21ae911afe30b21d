"""`trainer train`: run a recipe."""

from __future__ import annotations

import logging
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trainer.config import RECIPES
from trainer.datasets import read_fracatlas
from trainer.runs import write_recipe

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class RecipeName(StrEnum):
    """Recipes on the command line."""

    FRACATLAS = "fracatlas"


def train(
    recipe_name: Annotated[RecipeName, typer.Argument(metavar="RECIPE")],
    root: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The data set.")],
    run: Annotated[Path, typer.Option(help="Folder of the run; an interrupted one goes on.")],
    weights: Annotated[Path | None, typer.Option(help="Backbone to start from.")] = None,
    head: Annotated[Path | None, typer.Option(help="Last layer to start from, .npz.")] = None,
) -> None:
    """Train a recipe; the log goes to the console and to RUN/train.log."""
    from trainer.train import train as train_recipe  # noqa: PLC0415  # TensorFlow takes seconds

    recipe = RECIPES[recipe_name.value]
    run.mkdir(parents=True, exist_ok=True)
    file = logging.FileHandler(run / "train.log", encoding="utf-8")
    file.setFormatter(logging.Formatter(LOG_FORMAT))
    logging.getLogger().addHandler(file)
    write_recipe(run, recipe)
    typer.echo(train_recipe(recipe, read_fracatlas(root), run, weights, head))
