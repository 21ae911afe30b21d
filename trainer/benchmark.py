"""A run of a classification recipe: its members one after the other, then figures and report."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from functools import partial
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from mura_desktop.errors import UsageError
from trainer.backbones import classifier
from trainer.checkpoints import BACKUP
from trainer.classifier import Task, train_member
from trainer.datasets import SPLITS, Dataset
from trainer.devices import Devices
from trainer.evaluate import write_metrics
from trainer.imagenet_weights import find_weights
from trainer.predictions import PREDICTIONS, of_images, write_predictions
from trainer.recipes.classification import Classification
from trainer.report import write_report
from trainer.run_record import record_of
from trainer.runs import REPORT, begin_run, end_run

log = logging.getLogger(__name__)


def run_recipe(
    recipe: Classification,
    data: Dataset,
    run: Path,
    weights: str | None,
    devices: Devices,
    limit: int | None = None,
) -> None:
    """Train all members of a recipe, write their predictions, then metrics and report.

    A run that was interrupted goes on where it was; members that are finished are not touched.

    Parameters
    ----------
    recipe
        What to do.
    data
        Both labels have to be in both splits.
    run
        Folder of the run, which exists.
    weights
        Where backbones start; see `find_weights`.
    devices
        What to compute on.
    limit
        What `data` was cut down to, for the record.

    Raises
    ------
    UsageError
        Where data, weights or folder do not fit the recipe.
    """
    data.require_both_labels()
    if len(data.part("train")) < devices.replicas:
        raise UsageError("there are fewer training images than devices")
    starts = find_weights([member.backbone for member in recipe.members], weights, keras_cache())
    record = record_of(
        recipe.name,
        data,
        {backbone: start.identity for backbone, start in starts.items()},
        precision=devices.precision,
        strategy=devices.description,
        limit=limit,
    )
    if devices.writes:
        begin_run(run, recipe, record)
    for warning in data.warnings:
        log.warning("%s", warning)
    for split in SPLITS:
        log.info("%s: %d images", split, len(data.part(split)))
    for member in recipe.members:
        predictions = run / member.name / PREDICTIONS
        if predictions.is_file():
            log.info("%s: finished before", member.name)
            continue
        build = partial(classifier, member, recipe.size, starts[member.backbone])
        task = Task(recipe, member, data, build, run, devices)
        probabilities = train_member(task)
        if devices.writes:
            _write_predictions(data, probabilities, predictions)
            shutil.rmtree(run / member.name / BACKUP, ignore_errors=True)
        keras.backend.clear_session()  # a backbone and its optimizer may fill the memory,
        gc.collect()  # and networks refer to themselves
    if devices.writes:
        end_run(run)
        write_metrics(run)
        write_report([run], run / REPORT)


def keras_cache() -> Path:
    """Return the folder where Keras keeps weights that it downloaded."""
    return Path(os.environ.get("KERAS_HOME", Path.home() / ".keras")) / "models"


def _write_predictions(data: Dataset, probabilities: npt.NDArray[np.float64], path: Path) -> None:
    """Write the table in one step: once it is there, the member is finished."""
    partial = path.with_name(f"partial.{path.name}")
    write_predictions(of_images(data, data.part("val"), probabilities), partial)
    partial.replace(path)
