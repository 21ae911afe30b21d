"""`trainer readers`: readers and models against the majority vote of three readers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter


def readers(
    labels: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV study,reader,label (0 or 1).")
    ],
    model: Annotated[
        Path, typer.Argument(exists=True, help="Folder of a run, or a table of predictions.")
    ],
    gold: Annotated[
        list[str] | None,
        typer.Option(help="A reader of the gold standard; give three. Without, three by chance."),
    ] = None,
    seed: Annotated[int, typer.Option(help="For the choice of gold readers.")] = 20261123,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not a table.")] = False,
    resamples: Annotated[int, typer.Option(min=1, help="For the intervals.")] = 2000,
) -> None:
    """Print Cohen's kappa of every reader and model against the gold standard, by body part."""
    from trainer.reader_study import (  # noqa: PLC0415
        ReaderStudy,
        compare,
        models_of,
        read_ratings,
        study_table,
    )
    from trainer.results import read_result  # noqa: PLC0415

    study = compare(
        read_ratings(labels),
        models_of([read_result(model)]),
        gold=gold or (),
        seed=seed,
        resamples=resamples,
    )
    if as_json:
        typer.echo(TypeAdapter(ReaderStudy).dump_json(study, indent=2))
    else:
        typer.echo(study_table(study))
