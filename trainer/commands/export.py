"""`trainer export`: trained weights to a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mura_desktop.errors import UsageError
from trainer.config import Recipe, Stage
from trainer.datasets import Dataset, fracatlas_dataset
from trainer.runs import RECORD, Record, read_recipe, read_record


def export(
    run: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of the run.")],
    bundle: Annotated[Path, typer.Argument(file_okay=False, help="The bundle to write.")],
    data: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="FracAtlas, as downloaded.")
    ],
    split_csv: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Division of the data, as in the training."),
    ] = None,
    stage: Annotated[
        str | None, typer.Option(help="Stage whose weights are taken; the last where left out.")
    ] = None,
    keras_file: Annotated[
        Path | None, typer.Option(help="Also keep the network as a .keras file.")
    ] = None,
) -> None:
    """Export trained weights, hold them against Keras, calibrate, measure, write the card."""
    from trainer.backbones import densenet169  # noqa: PLC0415  # TensorFlow takes seconds
    from trainer.cards import CARDS, begun_with  # noqa: PLC0415
    from trainer.evaluate import table  # noqa: PLC0415
    from trainer.release import release  # noqa: PLC0415
    from trainer.train import FINAL  # noqa: PLC0415

    recipe = read_recipe(run)
    if recipe.name not in CARDS:
        raise UsageError(
            f"{run} is a run of {recipe.name}, which makes no bundle; these do: {', '.join(CARDS)}"
        )
    chosen = _stage(recipe, stage)
    record, learnt = _data_of(run, data, split_csv)
    weights = run / chosen.name / FINAL
    if not weights.is_file():
        raise UsageError(f"{weights} is not there: has the stage been trained to its end?")
    network = densenet169(chosen.size, None)
    network.load_weights(weights)
    written = release(
        network,
        recipe,
        chosen,
        begun_with(CARDS[recipe.name], record.weights),
        learnt,
        bundle,
        keras_file=keras_file,
    )
    megabytes = written.weights_path.stat().st_size / 1e6
    typer.echo(table(written.card, written.card.metrics))
    typer.echo(f"\n{bundle}: {megabytes:.1f} MB")


def _data_of(run: Path, root: Path, split_csv: Path | None) -> tuple[Record, Dataset]:
    """Read what a run was trained on: its validation images must be new to the network."""
    record = read_record(run)
    if record is None:
        raise UsageError(f"{run} has no {RECORD}: what it was trained on is not known")
    data = fracatlas_dataset(root, split_csv)
    if record.limit is not None:
        data = data.limited(record.limit)
    if data.digest() != record.data_digest:
        raise UsageError(
            f"{run} was trained on other images, or on the same divided otherwise (data hash "
            f"{record.data_digest[:12]}, here {data.digest()[:12]}): give the same data set and "
            "--split-csv. The network of a fold makes no bundle."
        )
    return record, data


def _stage(recipe: Recipe, name: str | None) -> Stage:
    if name is None:
        return recipe.stages[-1]
    for stage in recipe.stages:
        if stage.name == name:
            return stage
    names = ", ".join(stage.name for stage in recipe.stages)
    raise UsageError(f"the recipe has no stage {name!r}; it has {names}")
