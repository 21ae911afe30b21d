"""Folds of the training images: whole patients, each image held out once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mura_desktop.errors import UsageError
from tests.trainer.examples import draw_fracatlas
from trainer.datasets import Dataset, read_dataset
from trainer.datasets.folds import hold_out
from trainer.datasets.table import shared_patients


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    return read_dataset(draw_fracatlas(tmp_path, count=60))


def test_every_training_image_is_held_out_by_one_fold(data: Dataset) -> None:
    held = Counter(
        image.path for fold in (1, 2, 3) for image in hold_out(data, fold, 3).part("val")
    )
    assert held == Counter(image.path for image in data.part("train"))


def test_what_is_not_held_out_is_learnt_from_and_no_patient_is_in_both(data: Dataset) -> None:
    made = hold_out(data, 2, 3)
    assert {image.path for image in made.images} == {image.path for image in data.part("train")}
    assert not shared_patients(made.images)
    assert "Fold 2 of 3" in made.warnings[-1]
    for split in ("train", "val"):
        labels = Counter(image.label for image in made.part(split))
        assert labels[0] == labels[1] > 0


def test_the_data_sets_own_validation_images_are_in_no_fold(data: Dataset) -> None:
    kept_apart = {image.path for image in data.part("val")}
    assert kept_apart
    for fold in (1, 2):
        assert kept_apart.isdisjoint(image.path for image in hold_out(data, fold, 2).images)


def test_folds_are_the_same_every_time(data: Dataset) -> None:
    assert hold_out(data, 1, 3) == hold_out(data, 1, 3)
    assert hold_out(data, 1, 3).digest() != hold_out(data, 2, 3).digest()


@pytest.mark.parametrize(("fold", "folds"), [(0, 3), (4, 3), (1, 1), (-1, 2)])
def test_a_fold_that_does_not_exist_is_refused(data: Dataset, fold: int, folds: int) -> None:
    with pytest.raises(UsageError, match=f"no fold {fold} of {folds}"):
        hold_out(data, fold, folds)


def test_more_folds_than_patients_are_refused(data: Dataset) -> None:
    with pytest.raises(UsageError, match="too few for 50 folds"):
        hold_out(data, 1, 50)
