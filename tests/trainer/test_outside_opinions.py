"""What networks say of images they have not seen becomes half of what another learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mura_desktop.errors import UsageError
from tests.trainer.examples import draw_fracatlas
from trainer.datasets import Dataset, read_dataset
from trainer.datasets.folds import hold_out
from trainer.outside_opinions import read_outside_opinions, targets
from trainer.predictions import of_images, write_predictions

FOLDS = 2


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    return read_dataset(draw_fracatlas(tmp_path / "data"))


def tables(data: Dataset, folder: Path) -> list[Path]:
    """Write what a network says that is 0.7 sure of everything in fold 1 and 0.2 in fold 2."""
    folder.mkdir(exist_ok=True)
    written = []
    for fold, probability in ((1, 0.7), (2, 0.2)):
        held = hold_out(data, fold, FOLDS)
        images = held.part("val")
        written.append(folder / f"fold-{fold}.csv")
        write_predictions(of_images(held, images, [probability] * len(images)), written[-1])
    return written


def test_every_training_image_has_the_opinion_of_its_fold(data: Dataset, tmp_path: Path) -> None:
    opinions = read_outside_opinions(tables(data, tmp_path), data)
    assert set(opinions) == {data.relative(image) for image in data.part("train")}
    for fold, probability in ((1, 0.7), (2, 0.2)):
        for image in hold_out(data, fold, FOLDS).part("val"):
            assert opinions[data.relative(image)] == probability


def test_a_target_lies_between_label_and_opinion_in_the_order_of_the_images(
    data: Dataset, tmp_path: Path
) -> None:
    opinions = read_outside_opinions(tables(data, tmp_path), data)
    images = data.part("train")
    labels = np.array([image.label for image in images], np.float32)
    said = np.array([opinions[data.relative(image)] for image in images], np.float32)
    assert targets(data, opinions, 0.0) == pytest.approx(labels)
    assert targets(data, opinions, 1.0) == pytest.approx(said)
    assert targets(data, opinions, 0.25) == pytest.approx(0.75 * labels + 0.25 * said)


def test_a_missing_fold_is_counted(data: Dataset, tmp_path: Path) -> None:
    first, _ = tables(data, tmp_path)
    with pytest.raises(UsageError, match=r"of 16 training images have no opinion"):
        read_outside_opinions([first], data)


def test_a_data_set_that_was_cut_down_takes_what_it_needs(data: Dataset, tmp_path: Path) -> None:
    """``--limit`` tries a recipe with the opinions that are there."""
    small = data.limited(9)
    opinions = read_outside_opinions(tables(data, tmp_path), small)
    assert set(opinions) == {small.relative(image) for image in small.part("train")}


def test_a_fold_given_twice_is_refused(data: Dataset, tmp_path: Path) -> None:
    first, _ = tables(data, tmp_path)
    with pytest.raises(UsageError, match="give each fold once"):
        read_outside_opinions([first, first], data)


def test_opinions_of_validation_images_are_refused(data: Dataset, tmp_path: Path) -> None:
    """They are those of a run without ``--fold``."""
    images = data.part("val")
    write_predictions(of_images(data, images, [0.5] * len(images)), tmp_path / "val.csv")
    with pytest.raises(UsageError, match="with --fold"):
        read_outside_opinions([tmp_path / "val.csv"], data)
