"""The trainer's commands: train, export, evaluate."""

from __future__ import annotations

import json
import logging
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from mura_desktop.errors import MuraError, UsageError
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
from trainer.config import RECIPES, Recipe, Stage
from trainer.datasets import read_fracatlas

app = typer.Typer(
    help="Trains, exports and measures the models of MURA Desktop.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
log = logging.getLogger(__name__)

CONFIG = "config.json"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class RecipeName(StrEnum):
    """Recipes on the command line."""

    FRACATLAS = "fracatlas"


DataFolder = Annotated[
    Path, typer.Option("--data", exists=True, file_okay=False, help="FracAtlas, as downloaded.")
]


@app.command()
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
    config = run / CONFIG
    if config.is_file() and _recipe_of(run) != recipe:
        raise UsageError(f"{run} was begun with another recipe; choose another folder for this one")
    config.write_bytes(TypeAdapter(Recipe).dump_json(recipe, indent=2) + b"\n")
    final = train_recipe(recipe, read_fracatlas(root), run, weights, head)
    typer.echo(final)


@app.command()
def export(
    run: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of the run.")],
    bundle: Annotated[Path, typer.Argument(file_okay=False, help="The bundle to write.")],
    data: DataFolder,
    stage: Annotated[
        str | None, typer.Option(help="Stage whose weights are taken; the last where left out.")
    ] = None,
    keras_file: Annotated[
        Path | None, typer.Option(help="Also keep the network as a .keras file.")
    ] = None,
) -> None:
    """Export trained weights, hold them against Keras, calibrate, measure, write the card."""
    from trainer.backbones import densenet169  # noqa: PLC0415
    from trainer.cards import CARDS  # noqa: PLC0415
    from trainer.evaluate import table  # noqa: PLC0415
    from trainer.release import release  # noqa: PLC0415
    from trainer.train import FINAL  # noqa: PLC0415

    recipe = _recipe_of(run)
    chosen = _stage(recipe, stage)
    weights = run / chosen.name / FINAL
    if not weights.is_file():
        raise UsageError(f"{weights} is not there: has the stage been trained to its end?")
    network = densenet169(chosen.size, None)
    network.load_weights(weights)
    written = release(
        network,
        recipe,
        chosen,
        CARDS[recipe.name],
        read_fracatlas(data),
        bundle,
        keras_file=keras_file,
    )
    megabytes = written.weights_path.stat().st_size / 1e6
    typer.echo(table(written.card, written.card.metrics))
    typer.echo(f"\n{bundle}: {megabytes:.1f} MB")


@app.command()
def evaluate(
    bundle: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The bundle.")],
    data: DataFolder,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not a table.")] = False,
    engine: Annotated[
        str | None, typer.Option(help="openvino or onnxruntime; the best where left out.")
    ] = None,
    resamples: Annotated[int, typer.Option(min=1, help="For the intervals.")] = 2000,
) -> None:
    """Score the validation part from its files, and print the table of the card again."""
    from trainer.cards import FRACATLAS  # noqa: PLC0415
    from trainer.evaluate import measure, score_files, table  # noqa: PLC0415

    loaded = load_bundle(bundle)
    scorer = Scorer(loaded, open_engine(loaded, prefer=engine))
    rows = [row for row in read_fracatlas(data) if row.split == "val"]
    card = loaded.card
    scored = score_files(scorer, rows)
    metrics = measure(scored, card.thresholds, FRACATLAS.fitted_on, resamples)
    if as_json:
        content = [metric.model_dump() for metric in metrics]
        report = {"model": card.name, "sha256": card.weights.sha256, "metrics": content}
        typer.echo(json.dumps(report, indent=2))
    else:
        typer.echo(table(card, metrics))
        typer.echo(f"\nengine: {scorer.engine_description}")


def _recipe_of(run: Path) -> Recipe:
    """Read back what `train` wrote, so that a later change of a recipe does not reach old runs."""
    config = run / CONFIG
    if not config.is_file():
        raise UsageError(f"{run} is not a run: it has no {CONFIG}")
    return TypeAdapter(Recipe).validate_json(config.read_bytes())


def _stage(recipe: Recipe, name: str | None) -> Stage:
    if name is None:
        return recipe.stages[-1]
    for stage in recipe.stages:
        if stage.name == name:
            return stage
    names = ", ".join(stage.name for stage in recipe.stages)
    raise UsageError(f"the recipe has no stage {name!r}; it has {names}")


def main() -> None:
    """Run the command line; what the user can mend is told in a sentence, with exit code 1."""
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    try:
        app()
    except MuraError as error:
        typer.echo(f"Error: {error}", err=True)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
