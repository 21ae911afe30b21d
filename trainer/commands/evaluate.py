"""`trainer evaluate`: measure a bundle on a data set, from its files."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mura_desktop.errors import UsageError
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.card import write_card
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
from trainer.datasets import Dataset, LabelledImage, read_dataset

log = logging.getLogger(__name__)


class Runtime(StrEnum):
    """What computes a score."""

    OPENVINO = "openvino"
    ONNXRUNTIME = "onnxruntime"
    KERAS = "keras"


class MeasuredSplit(StrEnum):
    """Which images are measured."""

    TRAIN = "train"
    VAL = "val"
    ALL = "all"


def evaluate(
    bundle: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The bundle.")],
    data: Annotated[
        Path,
        typer.Option(
            exists=True,
            file_okay=False,
            help="FracAtlas, MURA, or a folder with a CSV path,study,patient,body_part,label.",
        ),
    ],
    split: Annotated[
        MeasuredSplit, typer.Option(help="Which images; 'all' for a set that has no split.")
    ] = MeasuredSplit.VAL,
    split_csv: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Another split than the data's")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Also write the whole report there.")
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Also write a score for each image, as CSV.")
    ] = None,
    renew_card: Annotated[
        bool, typer.Option("--renew-card", help="Also write the first table on the bundle's card.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not tables.")] = False,
    engine: Annotated[
        Runtime | None, typer.Option(help="What computes; the best where left out.")
    ] = None,
    resamples: Annotated[int, typer.Option(min=1, help="For the intervals.")] = 2000,
) -> None:
    """Score images from their files through the program's own code, and measure the bundle.

    The first table is the one of the card, at the thresholds of its bands; the second has all
    figures at 0.5, by image and, where studies have several images, by study.
    """
    from trainer.evaluate import (  # noqa: PLC0415
        measure,
        predictions_of,
        same_data,
        score_files,
        table,
    )
    from trainer.predictions import write_predictions  # noqa: PLC0415
    from trainer.report import report_of_bundle, write_html  # noqa: PLC0415
    from trainer.summary import summarise, summary_json, summary_table  # noqa: PLC0415

    loaded = load_bundle(bundle)
    scorer = Scorer(loaded, open_engine(loaded, prefer=engine))
    dataset = read_dataset(data, split_csv=split_csv)
    for warning in dataset.warnings:
        log.warning(warning)
    measured = describe(dataset, split)
    images = chosen(dataset, split)
    scored = score_files(scorer, images, progress=True)
    scores = predictions_of(scored, dataset)
    card = loaded.card
    metrics = measure(scored, card.thresholds, measured, resamples)
    summary = summarise(scores, resamples)
    if renew_card:
        same_data(card.calibration, measured, replace(dataset, images=images).digest())
        write_card(card.model_copy(update={"metrics": tuple(metrics)}), bundle)
    if predictions:
        write_predictions(scores, predictions)
    if html:
        result = report_of_bundle(
            card, scorer.engine_description, dataset, measured, scores, metrics, scored.unreadable
        )
        write_html([result], html, resamples=resamples)
    if as_json:
        report = {
            "model": card.name,
            "sha256": card.weights.sha256,
            "metrics": [metric.model_dump() for metric in metrics],
            "not_scored": [str(error) for error in scored.unreadable],
            **summary_json(summary),
        }
        typer.echo(json.dumps(report, indent=2, allow_nan=False))
        return
    typer.echo(table(card, metrics))
    typer.echo(f"\n{summary_table(summary)}")
    for note in dict.fromkeys(
        f"{each.name}: {note}"
        for found in summary.levels.values()
        for each in found
        for note in each.notes
    ):
        typer.echo(f"- {note}")
    typer.echo(f"\nengine: {scorer.engine_description}")
    if scored.unreadable:
        typer.echo(f"not scored: {len(scored.unreadable)} files that could not be read")


def title(dataset: Dataset) -> str:
    """Return what a data set is called in tables: its own name, or its folder's."""
    known = {"fracatlas": "FracAtlas", "mura": "MURA"}
    return known.get(dataset.name, dataset.root.resolve().name)


def describe(dataset: Dataset, split: MeasuredSplit) -> str:
    """Name the measured images for tables."""
    part = {
        MeasuredSplit.TRAIN: "train part",
        MeasuredSplit.VAL: "validation part",
        MeasuredSplit.ALL: "all images",
    }
    return f"{title(dataset)}, {part[split]}"


def chosen(dataset: Dataset, split: MeasuredSplit) -> tuple[LabelledImage, ...]:
    """Return the images of a split.

    Raises
    ------
    UsageError
        Where it has none.
    """
    rows = dataset.images
    if split != MeasuredSplit.ALL:
        rows = tuple(row for row in rows if row.split == split.value)
    if not rows:
        raise UsageError(
            f"{dataset.root} has no images in the split {split.value!r}; choose another --split"
        )
    return rows
