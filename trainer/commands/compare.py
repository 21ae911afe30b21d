"""`trainer compare`: runs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def compare(
    runs: Annotated[
        list[Path], typer.Argument(exists=True, file_okay=False, help="Folders of runs.")
    ],
    subset: Annotated[
        str, typer.Option(help="Of the validation images: all, or a body part.")
    ] = "all",
) -> None:
    """Show side by side what differs between runs, and what came out."""
    from trainer.compare import compare_runs, same_data  # noqa: PLC0415  # scikit-learn takes long

    console = Console()
    for table in compare_runs(runs, subset):
        console.print(table)
    if not same_data(runs):
        typer.echo(
            "The runs were measured on different data: their figures say nothing about which is "
            "better."
        )
