"""From a network and a data set to a bundle the program accepts, and figures that repeat."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from typer.testing import CliRunner

from mura_desktop.errors import ModelError, UsageError
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.selection import open_engine
from mura_desktop.studies.triage import DEFAULT_PART, Thresholds
from tests.networks import tiny_network
from tests.trainer.examples import draw_fracatlas
from trainer import cli
from trainer import release as releasing
from trainer.cards import CARDS, FRACATLAS, begun_with
from trainer.config import Recipe, Stage
from trainer.datasets import LabelledImage, read_dataset
from trainer.evaluate import choose_thresholds
from trainer.export import head_layers, write_onnx
from trainer.recipes import CLASSIFICATIONS
from trainer.recipes.fracatlas import FRACATLAS_RECIPES
from trainer.release import release
from trainer.run_record import record_of
from trainer.runs import begin_run

STAGE = Stage("tiny", size=32, epochs=2, learning_rate=5e-3, trainable_from=0)
RECIPE = Recipe(name="tiny", stages=(STAGE,))
RESAMPLES = 20


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_fracatlas(tmp_path_factory.mktemp("data"), count=60)


@pytest.fixture(scope="module")
def bundle(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("bundle")
    network = tiny_network(hidden=(8,))
    turned_round(network)
    return release(
        network, RECIPE, STAGE, FRACATLAS, read_dataset(data), folder, resamples=RESAMPLES
    )


def turned_round(network: Any) -> None:
    """Let the network prefer bright squares: by chance it does the contrary."""
    head = network.get_layer("logit")
    head.kernel.assign(-head.kernel)


def test_the_bundle_is_accepted_by_the_program(bundle: Bundle) -> None:
    again = load_bundle(bundle.weights_path.parent)
    assert again == bundle
    assert open_engine(again).description
    assert {path.name for path in bundle.weights_path.parent.iterdir()} == {
        "card.json",
        "model.onnx",
    }


def test_the_card_says_how_the_network_was_trained(bundle: Bundle) -> None:
    card = bundle.card
    assert "2 epochs at 32 px" in card.training.recipe
    assert card.training.data == "FracAtlas, train part: 40 images, 50% of them fractured"
    assert card.heat_map_from == card.thresholds[DEFAULT_PART].review
    assert {metric.n for metric in card.metrics if metric.subset == "all"} == {20}
    assert all(metric.low <= metric.value <= metric.high for metric in card.metrics)


def test_evaluate_repeats_the_table_of_the_card_from_the_files(bundle: Bundle, data: Path) -> None:
    folder = str(bundle.weights_path.parent)
    arguments = ["evaluate", folder, "--data", str(data), "--resamples", str(RESAMPLES)]

    printed = CliRunner().invoke(cli.app, [*arguments, "--json"])
    table = CliRunner().invoke(cli.app, arguments)

    report = json.loads(printed.stdout)
    assert report["sha256"] == bundle.card.weights.sha256
    measured = {(each["name"], each["subset"]): each["value"] for each in report["metrics"]}
    stated = {(each.name, each.subset): each.value for each in bundle.card.metrics}
    assert measured == pytest.approx(stated, abs=2e-4)
    assert "| AUROC |" in table.stdout


def test_a_wrong_export_gets_no_card(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_another_network(_: object, size: int, path: Path) -> None:
        write_onnx(tiny_network(seed=99), size, path)

    monkeypatch.setattr(releasing, "write_onnx", of_another_network)
    with pytest.raises(ModelError, match="differs from Keras"):
        release(tiny_network(), RECIPE, STAGE, FRACATLAS, read_dataset(data), tmp_path)
    assert not (tmp_path / "card.json").exists()


def test_a_network_worse_than_chance_gets_no_card(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="worse than chance"):
        release(tiny_network(hidden=(8,)), RECIPE, STAGE, FRACATLAS, read_dataset(data), tmp_path)
    assert not (tmp_path / "card.json").exists()


def test_a_head_the_closed_form_does_not_know_is_refused() -> None:
    import keras

    network = tiny_network(hidden=(4,))
    network.layers[-2].activation = keras.activations.tanh
    with pytest.raises(UsageError, match="dense layers"):
        head_layers(network)


def rows_of(part: str, labels: list[int]) -> list[LabelledImage]:
    return [
        LabelledImage(Path("x"), str(index), str(index), part, label, "val")
        for index, label in enumerate(labels)
    ]


def test_a_card_says_what_its_own_run_began_with() -> None:
    told = begun_with(CARDS["robust"], {"network": "ab" * 16, "teacher": "cd" * 16})
    assert told.training.start.startswith(CARDS["robust"].training.start)
    assert told.training.start.endswith("(MD5): network abababababab, teacher cdcdcdcdcdcd.")
    chance = begun_with(CARDS["robust"], {"teacher": "cd" * 16})
    assert chance.training.start.startswith("Random weights. Files")
    assert begun_with(CARDS["fracatlas"], {}).training.start == "Random weights."


def test_a_part_with_few_positives_has_no_thresholds_of_its_own() -> None:
    import numpy as np

    rows = rows_of("hand", [1] * 20 + [0] * 40) + rows_of("leg", [1] * 19 + [0] * 40)
    scores = np.linspace(1, 0, len(rows))
    chosen = choose_thresholds(rows, scores, {"hand": ("hand", "wrist"), "leg": ("knee",)})
    assert set(chosen) == {DEFAULT_PART, "hand", "wrist"}
    assert chosen["hand"] == chosen["wrist"] != chosen[DEFAULT_PART]
    assert all(isinstance(each, Thresholds) for each in chosen.values())


def a_run(folder: Path, data: Path, recipe: Any = RECIPE, limit: int | None = None) -> Path:
    """A folder that a training of the data set has begun."""
    dataset = read_dataset(data)
    if limit:
        dataset = dataset.limited(limit)
    begin_run(folder, recipe, record_of(recipe.name, dataset, {}, precision="float32", limit=limit))
    return folder


def export(run: Path, data: Path, *more: str) -> str:
    """Return why a run is not exported."""
    arguments = ["export", str(run), str(run / "bundle"), "--data", str(data), *more]
    result = CliRunner().invoke(cli.app, arguments)
    assert isinstance(result.exception, UsageError)
    assert not (run / "bundle").exists()
    return str(result.exception)


def test_a_run_that_saw_the_validation_images_is_not_exported(data: Path, tmp_path: Path) -> None:
    recipe = replace(FRACATLAS_RECIPES["fracatlas"], stages=(STAGE,))
    run = a_run(tmp_path / "run", data, recipe)
    lines = (data / "split.csv").read_text().splitlines()
    swapped = [line.replace("train", "TRAIN").replace("val", "train") for line in lines]
    other = tmp_path / "other.csv"
    other.write_text("\n".join(swapped).replace("TRAIN", "val") + "\n")

    assert "divided otherwise" in export(run, data, "--split-csv", str(other))
    assert "final.weights.h5 is not there" in export(run, data)
    short = a_run(tmp_path / "short", data, recipe, limit=12)
    assert "final.weights.h5 is not there" in export(short, data)
    (run / "run.json").unlink()
    assert "is not known" in export(run, data)


def test_a_run_that_makes_no_bundle_is_told(data: Path, tmp_path: Path) -> None:
    teacher = a_run(tmp_path / "teacher", data, FRACATLAS_RECIPES["teacher"])
    assert "a run of teacher, which makes no bundle" in export(teacher, data)
    mura = a_run(tmp_path / "mura", data, CLASSIFICATIONS["mura"])
    assert "no run of a recipe for FracAtlas" in export(mura, data)


def test_a_run_cannot_go_on_with_another_recipe(tmp_path: Path, data: Path) -> None:
    content = TypeAdapter(Recipe).dump_json(RECIPE)
    (tmp_path / "config.json").write_bytes(content)
    result = CliRunner().invoke(cli.app, ["train", "fracatlas", str(data), "--run", str(tmp_path)])
    assert isinstance(result.exception, UsageError)
    assert (tmp_path / "config.json").read_bytes() == content


def test_a_recipe_comes_back_from_its_file_as_it_was() -> None:
    adapter = TypeAdapter(Recipe)
    for recipe in FRACATLAS_RECIPES.values():
        assert adapter.validate_json(adapter.dump_json(recipe)) == recipe


def test_exporting_a_stage_that_was_not_trained_says_so(tmp_path: Path, data: Path) -> None:
    assert "no config.json" in export(tmp_path, data)
    run = a_run(tmp_path / "run", data, replace(FRACATLAS_RECIPES["taught"], stages=(STAGE,)))
    assert "trained to its end" in export(run, data)
    assert "no stage 'other'" in export(run, data, "--stage", "other")


@pytest.fixture(autouse=True)
def _closed_log_files() -> object:
    """Close the log file a command has opened."""
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
        handler.close()
