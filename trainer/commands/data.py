"""`trainer data`: what a data set holds, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from trainer.data_files import FileCheck, check_files
from trainer.data_summary import DataSummary, render, summarise
from trainer.datasets import Dataset, read_dataset


def data(
    root: Annotated[
        Path,
        typer.Argument(
            exists=True,
            file_okay=False,
            help="MURA-v1.1, FracAtlas, or a folder with path,study,patient,body_part,label.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not a table.")] = False,
    charts: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Folder for bar charts, samples and augmentation."),
    ] = None,
    read: Annotated[
        bool, typer.Option(help="Open every file, to find unreadable and equal ones.")
    ] = True,
    split_csv: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Another split for FracAtlas.")
    ] = None,
) -> None:
    """Count a data set by study and image, part and label, and look into its files."""
    dataset = read_dataset(root, split_csv=split_csv)
    summary = summarise(dataset, _opened(dataset) if read else None)
    if as_json:
        typer.echo(TypeAdapter(DataSummary).dump_json(summary, indent=2).decode())
    else:
        Console().print(render(summary), soft_wrap=True)
    if charts is not None:
        from trainer.data_charts import write_charts  # noqa: PLC0415  # matplotlib and TensorFlow

        for path in write_charts(dataset, charts):
            typer.echo(path, err=as_json)


def _opened(dataset: Dataset) -> FileCheck:
    """Open all files behind a bar on the error channel, so that JSON stays JSON."""
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=len(dataset.images))
        return check_files(dataset, advance=lambda: progress.advance(task))
