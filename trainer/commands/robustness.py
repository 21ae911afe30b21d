"""`trainer robustness`: what becomes of a bundle's scores when images are turned or changed."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
from trainer.commands.evaluate import MeasuredSplit, chosen, describe
from trainer.datasets import read_dataset


def robustness(
    bundle: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The bundle.")],
    data: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="The data set, as for evaluate.")
    ],
    split: Annotated[MeasuredSplit, typer.Option(help="Which images.")] = MeasuredSplit.VAL,
    split_csv: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Another split than the data's")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not a table.")] = False,
    resamples: Annotated[int, typer.Option(min=1, help="For the intervals.")] = 2000,
) -> None:
    """Score images as they are and after changes that leave their label true."""
    from trainer.robustness import measure_robustness, robustness_table  # noqa: PLC0415

    loaded = load_bundle(bundle)
    scorer = Scorer(loaded, open_engine(loaded))
    dataset = read_dataset(data, split_csv=split_csv)
    rows = measure_robustness(scorer, chosen(dataset, split), resamples=resamples, progress=True)
    if as_json:
        report = {
            "model": loaded.card.name,
            "sha256": loaded.card.weights.sha256,
            "data": describe(dataset, split),
            "changes": [asdict(row) for row in rows],
        }
        typer.echo(json.dumps(report, indent=2, allow_nan=False))
        return
    typer.echo(f"{loaded.card.name}, {describe(dataset, split)}\n\n{robustness_table(rows)}")
