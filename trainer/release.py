"""From trained weights to a bundle the program accepts: export, check, calibrate, measure, card."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from mura_desktop.imaging.model_input import Normalisation, model_canvas, normalise
from mura_desktop.imaging.raster import read_raster
from mura_desktop.inference.bundle import Bundle, load_bundle, sha256
from mura_desktop.inference.card import Calibration, Card, Input, Weights, write_card
from mura_desktop.inference.check import check_input
from mura_desktop.inference.keras_engine import KerasEngine
from mura_desktop.inference.openvino_engine import OpenVinoEngine
from mura_desktop.inference.scorer import Scorer, calibrated
from mura_desktop.inference.selection import open_engine
from mura_desktop.studies.triage import DEFAULT_PART, Aggregation, Thresholds
from trainer.cards import INTENDED_USE, CardText
from trainer.config import Recipe, Stage
from trainer.datasets import LabelledImage
from trainer.evaluate import ScoredImages, choose_thresholds, measure, score_files
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
    rows: Sequence[LabelledImage],
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
    rows
        All images of the data set; the split ``val`` calibrates and measures.
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
    """
    validation = [row for row in rows if row.split == "val"]
    folder.mkdir(parents=True, exist_ok=True)
    onnx_file = folder / ONNX_FILE
    round_kernels(network)
    write_onnx(network, stage.size, onnx_file)
    with tempfile.TemporaryDirectory() as scratch:
        compared = keras_file or Path(scratch) / "model.keras"
        network.save(compared)
        some = validation[:: max(1, len(validation) // PARITY_IMAGES)]
        check_parity(compared, onnx_file, _inputs(some, stage.size, recipe.normalisation))
        check_logit = float(KerasEngine(compared).run(check_input(stage.size)).logits[0])
    draft = Card(
        name=text.name,
        weights=Weights(file=ONNX_FILE, sha256=sha256(onnx_file)),
        input=Input(size=stage.size, mean=recipe.normalisation.mean, std=recipe.normalisation.std),
        labels=text.labels,
        aggregation=Aggregation.MEAN,
        calibration=Calibration(slope=1, intercept=0, fitted_on=text.fitted_on),
        thresholds={DEFAULT_PART: Thresholds(0.5, 0.5)},
        heat_map_from=0.5,
        check_logit=check_logit,
        training=text.training.model_copy(update={"recipe": describe(recipe, stage)}),
        metrics=(),
        intended_use=INTENDED_USE,
        limits=text.limits,
    )
    card = _measured(draft, onnx_file, validation, text, resamples)
    write_card(card, folder)
    bundle = load_bundle(folder)
    open_engine(bundle)
    return bundle


def _measured(
    draft: Card, onnx_file: Path, rows: Sequence[LabelledImage], text: CardText, resamples: int
) -> Card:
    """Return the card with calibration, thresholds and metrics from these images."""
    scorer = Scorer(Bundle(draft, onnx_file), OpenVinoEngine(onnx_file))
    scored = score_files(scorer, rows)
    logits = np.log(scored.scores) - np.log1p(-scored.scores)  # the draft's calibration is none
    slope, intercept = fit_platt(scored.labels, logits)
    calibration = Calibration(slope=slope, intercept=intercept, fitted_on=text.fitted_on)
    scores = calibrated(logits, calibration)
    thresholds = choose_thresholds(rows, scores, text.parts)
    default = thresholds[DEFAULT_PART]
    final = ScoredImages(rows, scores, scored.maps, scored.masks)
    return draft.model_copy(
        update={
            "calibration": calibration,
            "thresholds": thresholds,
            "heat_map_from": default.review,
            "metrics": tuple(measure(final, default, text.fitted_on, resamples)),
        }
    )


def _inputs(
    rows: Sequence[LabelledImage], size: int, normalisation: Normalisation
) -> npt.NDArray[np.float32]:
    canvases = np.stack([model_canvas(read_raster(row.path), size) for row in rows])
    return normalise(canvases, normalisation)


def describe(recipe: Recipe, last: Stage) -> str:
    """Say in a sentence or two what training did, up to and with a stage."""
    stages = recipe.stages[: recipe.stages.index(last) + 1]
    steps = ", then ".join(f"{stage.epochs} epochs at {stage.size} px" for stage in stages)
    return (
        f"{steps}; AdamW, batch {recipe.batch}, binary cross-entropy on the label, positives drawn "
        f"{recipe.positive_draw:g} times as often as they occur, and binary cross-entropy of the "
        f"class activation map on the outlines (factor {recipe.outline_factor:g}); running average "
        "of the weights. Convolution kernels rounded to half precision."
    )
