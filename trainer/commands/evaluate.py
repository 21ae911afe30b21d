"""`trainer evaluate`: measure a bundle on the validation part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
from trainer.datasets import read_fracatlas


def evaluate(
    bundle: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The bundle.")],
    data: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="FracAtlas, as downloaded.")
    ],
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
