"""`trainer train`: run a recipe."""

from __future__ import annotations

import logging
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from mura_desktop.errors import UsageError
from trainer.config import Recipe
from trainer.datasets import Dataset, read_dataset
from trainer.datasets.folds import hold_out
from trainer.options import Precision, Strategy
from trainer.recipes import CLASSIFICATIONS
from trainer.recipes.fracatlas import FRACATLAS_RECIPES
from trainer.runs import LOG, REPORT

if TYPE_CHECKING:
    from trainer.networks import Start

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class RecipeName(StrEnum):
    """Recipes on the command line."""

    REPORTED = "reported"
    CORRECTED = "corrected"
    MURA = "mura"
    FRACATLAS = "fracatlas"
    TEACHER = "teacher"
    TEACHER_288 = "teacher-288"
    TEACHER_TURNED = "teacher-turned"
    PRETRAIN = "pretrain"
    TAUGHT = "taught"
    CROSS_TAUGHT = "cross-taught"
    OUTLINED = "outlined"
    TURNED = "turned"
    ROBUST = "robust"
    SHARP = "sharp"
    FINER = "finer"


def train(
    recipe_name: Annotated[RecipeName, typer.Argument(metavar="RECIPE")],
    root: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The data set.")],
    run: Annotated[Path, typer.Option(help="Folder of the run; an interrupted one goes on.")],
    weights: Annotated[
        str | None,
        typer.Option(
            help="ImageNet weights of the backbones: a folder or file, 'imagenet' to let Keras "
            "download them, or 'none' to start from chance. Keras's cache where left out. "
            "pretrain, fracatlas: a file of the backbone's; from chance where left out."
        ),
    ] = None,
    head: Annotated[
        Path | None,
        typer.Option(help="pretrain, fracatlas: last layer to start from, .npz."),
    ] = None,
    network: Annotated[
        Path | None,
        typer.Option(help="FracAtlas's: network to start from, of a run or a bundle."),
    ] = None,
    teacher: Annotated[
        Path | None,
        typer.Option(help="taught and all that follow it: weights of the teacher."),
    ] = None,
    outside: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="cross-taught and all that follow it: predictions of a run without a fold; give "
            "every fold's.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Train and validate on about so many images.")
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, help="So many for each network, not the recipe's.")
    ] = None,
    from_stage: Annotated[
        str | None, typer.Option(help="FracAtlas's: the first stage that is trained.")
    ] = None,
    precision: Annotated[Precision, typer.Option(help="Number format.")] = Precision.AUTO,
    strategy: Annotated[
        Strategy,
        typer.Option(help="Several GPUs: mirrored. Several hosts: multiworker, with TF_CONFIG."),
    ] = Strategy.NONE,
    split_csv: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Division of the data, if not its own."),
    ] = None,
    fold: Annotated[
        tuple[int, int] | None,
        typer.Option(
            metavar="FOLD FOLDS",
            help="Leave out this fold of the training images, and validate on it alone.",
        ),
    ] = None,
) -> None:
    """Train a recipe; the log goes to the console and to RUN/train.log."""
    run.mkdir(parents=True, exist_ok=True)
    file = logging.FileHandler(run / LOG, encoding="utf-8")
    file.setFormatter(logging.Formatter(LOG_FORMAT))
    logging.getLogger().addHandler(file)
    data = read_dataset(root, split_csv=split_csv)
    if fold:
        data = hold_out(data, *fold)
    if limit:
        data = data.limited(limit)
    if recipe_name.value in FRACATLAS_RECIPES:
        if strategy is not Strategy.NONE or precision is not Precision.AUTO:
            raise UsageError(f"the recipe {recipe_name} takes neither --strategy nor --precision")
        recipe = FRACATLAS_RECIPES[recipe_name.value]
        if from_stage:
            recipe = recipe.from_stage(from_stage)
        if epochs:
            recipe = recipe.with_epochs(epochs)
        from trainer.networks import Start  # noqa: PLC0415  # TensorFlow takes seconds

        if weights == "imagenet":
            raise UsageError(
                f"the recipe {recipe_name} takes a file of backbone weights as --weights: where "
                "ImageNet weights are its start, its package brings them"
            )
        start = Start(
            weights=None if weights in (None, "none") else Path(weights),
            head=head,
            network=network,
            teacher=teacher,
        )
        _train_fracatlas(recipe, data, run, limit, start, outside or [])
        return
    if head or network or teacher or outside or from_stage:
        raise UsageError(
            f"the recipe {recipe_name} takes none of --head, --network, --teacher, --outside, "
            "--from-stage"
        )
    _train_classifiers(recipe_name, data, run, weights, limit, epochs, precision, strategy)


def _train_classifiers(
    name: RecipeName,
    data: Dataset,
    run: Path,
    weights: str | None,
    limit: int | None,
    epochs: int | None,
    precision: Precision,
    strategy: Strategy,
) -> None:
    from trainer.benchmark import run_recipe  # noqa: PLC0415  # TensorFlow takes seconds
    from trainer.devices import open_devices  # noqa: PLC0415
    from trainer.reported_results import side_by_side  # noqa: PLC0415

    logging.getLogger("tensorflow").setLevel(logging.WARNING)  # tells of every reduction
    recipe = CLASSIFICATIONS[name.value]
    if epochs:
        recipe = recipe.with_epochs(epochs)
    devices = open_devices(strategy, precision)
    run_recipe(recipe, data, run, weights, devices, limit)
    if devices.writes:
        if name is RecipeName.REPORTED:
            Console().print(side_by_side(run))
        typer.echo(run / REPORT)


def _train_fracatlas(
    recipe: Recipe,
    data: Dataset,
    run: Path,
    limit: int | None,
    start: Start,
    outside: list[Path],
) -> None:
    from trainer.train import train as train_recipe  # noqa: PLC0415  # TensorFlow takes seconds

    typer.echo(train_recipe(recipe, data, run, start, limit, outside))
    typer.echo(run / REPORT)
