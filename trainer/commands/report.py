"""`trainer report`: everything about runs in one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mura_desktop.errors import UsageError


def report(
    runs: Annotated[
        list[Path],
        typer.Argument(exists=True, help="Folders of runs, or tables of predictions."),
    ],
    out: Annotated[Path, typer.Option(dir_okay=False, help="The HTML file to write.")],
    labels: Annotated[
        Path | None,
        typer.Option(
            "--readers", exists=True, dir_okay=False, help="CSV study,reader,label: a reader study."
        ),
    ] = None,
    gold: Annotated[
        list[str] | None, typer.Option(help="A reader of the gold standard; give three.")
    ] = None,
    resamples: Annotated[int, typer.Option(min=1, help="For the intervals.")] = 2000,
) -> None:
    """Write one HTML file that holds figures, curves and charts, and needs nothing else."""
    from trainer.report import write_report  # noqa: PLC0415

    if gold and labels is None:
        raise UsageError("--gold chooses among the readers of --readers: give their labels too")
    write_report(runs, out, readers=labels, gold=gold or (), resamples=resamples)
    typer.echo(out)
