"""A run that is interrupted and goes on ends where an uninterrupted one ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.networks import tiny_network
from tests.trainer.examples import draw_fracatlas
from trainer import train as training
from trainer.batches import decode, training_batch
from trainer.checkpoints import last_checkpoint
from trainer.config import Recipe, Stage
from trainer.datasets import fracatlas_dataset, read_dataset
from trainer.history import read_history
from trainer.predictions import PREDICTIONS, read_predictions
from trainer.train import FINAL, EpochLog, run_stage

STAGE = Stage("tiny", size=32, epochs=2, learning_rate=5e-3, trainable_from=0)
RECIPE = Recipe(name="tiny", stages=(STAGE,), batch=4, ema=0.5)


class PowerCutError(Exception):
    """Ends a run in the middle."""


class LogThenPowerCut(EpochLog):
    """After the second epoch has been logged and before it is saved, the power goes."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        super().on_epoch_end(epoch, logs)
        if epoch == 1:
            raise PowerCutError


def final_weights(folder: Path) -> list[Any]:
    network = tiny_network()
    network.load_weights(folder / FINAL)
    return [np.array(weight) for weight in network.get_weights()]


def test_an_interrupted_stage_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = read_dataset(draw_fracatlas(tmp_path / "data"))
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir()
    broken.mkdir()

    run_stage(RECIPE, STAGE, tiny_network(), data, whole)
    with monkeypatch.context() as patch:
        patch.setattr(training, "EpochLog", LogThenPowerCut)
        with pytest.raises(PowerCutError):
            run_stage(RECIPE, STAGE, tiny_network(), data, broken)
    assert not (broken / FINAL).exists()
    assert last_checkpoint(broken) == 1
    assert len(read_history(broken)) == 2
    run_stage(RECIPE, STAGE, tiny_network(), data, broken)

    assert [row["epoch"] for row in read_history(broken)] == [1, 2]
    said, uninterrupted = (read_predictions(each / PREDICTIONS) for each in (broken, whole))
    assert len(said) == len(data.part("val"))
    assert [each.probability for each in said] == pytest.approx(
        [each.probability for each in uninterrupted], abs=1e-5
    )
    one, two, start = final_weights(whole), final_weights(broken), tiny_network().get_weights()
    moved = max(np.abs(now - then).max() for now, then in zip(one, start, strict=True))
    apart = max(np.abs(here - there).max() for here, there in zip(one, two, strict=True))
    assert moved > 1e-2
    assert apart < 1e-5


def test_a_batch_depends_on_seed_epoch_and_index_alone(tmp_path: Path) -> None:
    rows = fracatlas_dataset(draw_fracatlas(tmp_path)).images
    canvases = decode(rows, 32)

    one, target = training_batch(canvases, RECIPE, epoch=3, index=1)
    two, _ = training_batch(canvases, RECIPE, epoch=3, index=1)
    other, _ = training_batch(canvases, RECIPE, epoch=4, index=1)

    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.shape == (4, 32, 32)
    outlined = np.asarray(target["outline"].any(axis=(1, 2)))
    assert not outlined[np.ravel(target["label"]) == 0].any()


def test_what_is_learnt_may_differ_from_the_label_that_is_drawn(tmp_path: Path) -> None:
    canvases = decode(fracatlas_dataset(draw_fracatlas(tmp_path)).images, 16)
    _, as_labelled = training_batch(canvases, RECIPE, epoch=0, index=0)
    assert np.array_equal(as_labelled["target"], as_labelled["label"])

    doubtful = replace(canvases, targets=0.5 * canvases.labels + np.float32(0.1))
    _, truth = training_batch(doubtful, RECIPE, epoch=0, index=0)
    assert np.array_equal(truth["label"], as_labelled["label"])
    assert truth["target"] == pytest.approx(0.5 * truth["label"] + 0.1)


def test_a_teacher_sees_the_image_as_it_was_before_it_was_spoilt(tmp_path: Path) -> None:
    canvases = decode(fracatlas_dataset(draw_fracatlas(tmp_path)).images, 16)
    plain, truth = training_batch(canvases, RECIPE, epoch=0, index=0)
    assert np.array_equal(plain, truth["unspoilt"])

    some = replace(RECIPE, batch=100, augmentation=replace(RECIPE.augmentation, spoilt=0.4))
    seen, truth = training_batch(canvases, some, epoch=0, index=0)
    spoilt = np.any(seen != truth["unspoilt"], axis=(1, 2))
    assert 25 < spoilt.sum() < 55


def test_positives_are_drawn_as_often_as_the_recipe_says(tmp_path: Path) -> None:
    rows = fracatlas_dataset(draw_fracatlas(tmp_path)).images
    canvases = decode(rows, 16)
    labels = [
        training_batch(canvases, RECIPE, epoch=0, index=index)[1]["label"] for index in range(150)
    ]
    # half are positive, drawn twice as often: two of three
    assert np.mean(labels) == pytest.approx(2 / 3, abs=0.06)
