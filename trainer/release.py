"""From trained weights to a bundle the program accepts: export, check, calibrate, measure, card."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from mura_desktop.errors import UsageError
from mura_desktop.inference.bundle import Bundle, load_bundle, sha256
from mura_desktop.inference.card import Calibration, Card, Input, Weights, write_card
from mura_desktop.inference.check import check_input
from mura_desktop.inference.keras_engine import KerasEngine
from mura_desktop.inference.openvino_engine import OpenVinoEngine
from mura_desktop.inference.scorer import Scorer, calibrated, run_as_the_card_says
from mura_desktop.inference.selection import open_engine
from mura_desktop.studies.triage import DEFAULT_PART, Aggregation
from trainer.cards import INTENDED_USE, CardText
from trainer.config import Recipe, Stage
from trainer.datasets import Dataset, LabelledImage
from trainer.evaluate import choose_thresholds, measure, read_inputs, score_files
from trainer.export import check_parity, round_kernels, write_onnx
from trainer.metrics import RESAMPLES, fit_platt

log = logging.getLogger(__name__)

ONNX_FILE = "model.onnx"
PARITY_IMAGES = 40


def release(
    network: keras.Model,
    recipe: Recipe,
    stage: Stage,
    text: CardText,
    data: Dataset,
    folder: Path,
    *,
    keras_file: Path | None = None,
    resamples: int = RESAMPLES,
) -> Bundle:
    """Write a bundle; without parity there is no card, and without a card no bundle.

    Parameters
    ----------
    network
        Outputs feature maps and logit; its convolution kernels are rounded in place.
    recipe, stage
        How it was trained; the stage gives the size of the input.
    text
        The words of the card.
    data
        What the network learnt from; the split ``val`` calibrates and measures.
    folder
        The bundle.
    keras_file
        Where to keep the same network for Keras, if anywhere.
    resamples
        For the intervals.

    Raises
    ------
    ModelError
        Where the exported graph differs from Keras.
    UsageError
        Where the network is of no use.
    """
    validation = data.part("val")
    folder.mkdir(parents=True, exist_ok=True)
    onnx_file = folder / ONNX_FILE
    takes = Input(
        size=stage.size,
        mean=recipe.normalisation.mean,
        std=recipe.normalisation.std,
        mirrored=recipe.mirrored,
    )
    round_kernels(network)
    write_onnx(network, stage.size, onnx_file)
    with tempfile.TemporaryDirectory() as scratch:
        compared = keras_file or Path(scratch) / "model.keras"
        network.save(compared)
        some = validation[:: max(1, len(validation) // PARITY_IMAGES)]
        inputs = np.concatenate([each for _, each in read_inputs(some, takes)])
        check_parity(compared, onnx_file, inputs)
        check_logit = float(KerasEngine(compared).run(check_input(stage.size)).logits[0])
    engine = OpenVinoEngine(onnx_file)
    logits = np.concatenate(
        [
            run_as_the_card_says(engine, takes, inputs).logits
            for _, inputs in read_inputs(validation, takes)
        ]
    )
    calibration = _calibrate(data, logits, text)
    thresholds = choose_thresholds(validation, calibrated(logits, calibration), text.parts)
    card = Card(
        name=text.name,
        weights=Weights(file=ONNX_FILE, sha256=sha256(onnx_file)),
        input=takes,
        labels=text.labels,
        aggregation=Aggregation.MEAN,
        calibration=calibration,
        thresholds=thresholds,
        heat_map_from=thresholds[DEFAULT_PART].review,
        check_logit=check_logit,
        training=text.training.model_copy(
            update={
                "data": text.training.data.format(**_counts(data.part("train"))),
                "recipe": describe(recipe, stage),
            }
        ),
        metrics=(),
        intended_use=INTENDED_USE,
        limits=text.limits,
    )
    scored = score_files(Scorer(Bundle(card, onnx_file), engine), validation)
    metrics = measure(scored, thresholds, text.fitted_on, resamples)
    card = card.model_copy(update={"metrics": tuple(metrics)})
    write_card(card, folder)
    bundle = load_bundle(folder)
    open_engine(bundle)
    return bundle


def _calibrate(data: Dataset, logits: npt.NDArray[np.float32], text: CardText) -> Calibration:
    validation = data.part("val")
    slope, intercept = fit_platt(np.array([row.label for row in validation]), logits)
    if slope <= 0:
        raise UsageError("the network ranks the validation images worse than chance would")
    return Calibration(
        slope=slope,
        intercept=intercept,
        fitted_on=text.fitted_on,
        digest=replace(data, images=validation).digest(),
    )


def _counts(rows: Sequence[LabelledImage]) -> dict[str, object]:
    return {"images": len(rows), "positive": sum(row.label for row in rows) / len(rows)}


def describe(recipe: Recipe, last: Stage) -> str:
    """Say in a sentence or two what training did, up to and with a stage."""
    stages = recipe.stages[: recipe.stages.index(last) + 1]
    steps = ", then ".join(f"{stage.epochs} epochs at {stage.size} px" for stage in stages)
    imitation = (
        f"; imitation of the feature maps of an EfficientNet-Lite0 with ImageNet weights that was "
        f"trained on the same images and sees {recipe.teacher_size} px"
        if recipe.teacher
        else ""
    )
    if recipe.teacher_share:
        imitation += f"; its probability makes up {recipe.teacher_share:g} of the label"
    if recipe.outside_share:
        imitation += (
            "; the probability that a network gave which has not seen the image makes up "
            f"{recipe.outside_share:g} of the label"
        )
    return (
        f"{steps}; AdamW, batch {recipe.batch}, binary cross-entropy on the label, positives drawn "
        f"{recipe.positive_draw:g} times as often as they occur, and binary cross-entropy of the "
        f"class activation map on the outlines (factor {recipe.outline_factor:g}){imitation}; "
        "running average of the weights. Convolution kernels rounded to half precision."
        + (" A view is averaged with its mirror image." if recipe.mirrored else "")
    )
