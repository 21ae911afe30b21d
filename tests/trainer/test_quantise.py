"""The network in 8 bits: added where it loses next to nothing, refused where it loses more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mura_desktop.errors import ModelError, UsageError
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.engine import Precision
from mura_desktop.inference.selection import open_engine
from tests.networks import tiny_network
from tests.trainer.examples import draw_fracatlas
from tests.trainer.test_release import RECIPE, RESAMPLES, STAGE, turned_round
from trainer import cli
from trainer import quantise as quantising
from trainer.cards import FRACATLAS
from trainer.datasets import Dataset, LabelledImage, read_dataset
from trainer.quantise import EIGHT_BIT_FILE, quantise
from trainer.release import release


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return read_dataset(draw_fracatlas(tmp_path_factory.mktemp("data"), count=60))


@pytest.fixture(scope="module")
def rows(drawn: Dataset) -> tuple[LabelledImage, ...]:
    return drawn.images


@pytest.fixture
def bundle(drawn: Dataset, tmp_path: Path) -> Bundle:
    network = tiny_network(hidden=(8,))
    turned_round(network)
    return release(network, RECIPE, STAGE, FRACATLAS, drawn, tmp_path, resamples=RESAMPLES)


def test_a_second_file_is_added_that_an_engine_runs_as_the_card_says(
    bundle: Bundle, rows: tuple[LabelledImage, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a network of a few channels loses says nothing; the bound has a test of its own.
    monkeypatch.setattr("mura_desktop.inference.card.LARGEST_FALL", 1.0)
    found = quantise(bundle, rows, "drawn")
    assert found.card.eight_bit is not None
    assert found.card.eight_bit.n == sum(row.split == "val" for row in rows)
    assert open_engine(found, precision=Precision.EIGHT_BIT).description
    assert load_bundle(bundle.weights_path.parent).card.weights == bundle.card.weights


def test_a_file_that_loses_too_much_is_not_kept(
    bundle: Bundle, rows: tuple[LabelledImage, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    falling = iter([0.80, 0.85])  # in 8 bits, then in single precision
    monkeypatch.setattr(quantising, "auroc", lambda _labels, _scores: next(falling))
    with pytest.raises(ModelError, match="nothing was added"):
        quantise(bundle, rows, "drawn")
    assert not (bundle.weights_path.parent / EIGHT_BIT_FILE).exists()
    assert load_bundle(bundle.weights_path.parent).card.eight_bit is None


def test_figures_of_other_validation_images_do_not_get_on_the_card(
    bundle: Bundle, drawn: Dataset, tmp_path: Path
) -> None:
    lines = (drawn.root / "split.csv").read_text().splitlines()
    swapped = [line.replace("train", "TRAIN").replace("val", "train") for line in lines]
    other = tmp_path / "other.csv"
    other.write_text("\n".join(swapped).replace("TRAIN", "val") + "\n")
    folder = str(bundle.weights_path.parent)
    arguments = ["quantise", folder, "--data", str(drawn.root), "--split-csv", str(other)]
    result = CliRunner().invoke(cli.app, arguments)
    assert isinstance(result.exception, UsageError)
    assert "divided otherwise" in str(result.exception)
    assert not (bundle.weights_path.parent / EIGHT_BIT_FILE).exists()


def test_a_data_set_without_training_images_is_refused(
    bundle: Bundle, rows: tuple[LabelledImage, ...]
) -> None:
    with pytest.raises(UsageError, match="both splits"):
        quantise(bundle, [replace(row, split="val") for row in rows], "drawn")
