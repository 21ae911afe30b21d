"""`trainer quantise`: add the network in 8 bits to a bundle, where it loses next to nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mura_desktop.inference.bundle import load_bundle
from trainer.commands.evaluate import MeasuredSplit, describe, title
from trainer.datasets import read_dataset


def quantise(
    bundle: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The bundle.")],
    data: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="Data set with train and val.")
    ],
    split_csv: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Another split than the data's")
    ] = None,
) -> None:
    """Measure ranges on training images, write the second file, and say on the card what it costs.

    Processors that multiply bytes faster than numbers of 32 bits score about twice as fast or more.
    A file whose AUROC on the validation part falls by more than 0.003 is not kept.
    """
    from trainer.evaluate import same_data  # noqa: PLC0415 - scikit-learn takes long
    from trainer.quantise import quantise as add  # noqa: PLC0415 - loads ONNX

    dataset = read_dataset(data, split_csv=split_csv)
    loaded = load_bundle(bundle)
    validation = replace(dataset, images=dataset.part("val"))
    measured = describe(dataset, MeasuredSplit.VAL)
    same_data(loaded.card.calibration, measured, validation.digest())
    found = add(loaded, dataset.images, title(dataset)).card.eight_bit
    if found is not None:
        typer.echo(
            f"AUROC {found.auroc:.4f} in 8 bits, {found.auroc_single:.4f} in single precision; "
            f"scores differ by {found.largest_difference:.3f} at most ({found.n} images)"
        )
