"""A run goes from a MURA tree to its report, and its folder says what it was."""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mura_desktop.errors import UsageError
from tests.trainer.mura_tree import make_mura_tree
from trainer.cli import app
from trainer.datasets import Dataset, read_dataset
from trainer.options import Precision, Strategy
from trainer.recipes import CORRECTED, REPORTED, Classification

PARTS = ("XR_ELBOW", "XR_WRIST")
FLOAT32 = ("--precision", "float32")  # the choice of "auto" would reach the tests that follow


@pytest.fixture(autouse=True)
def _closed_log_files() -> Iterator[None]:
    """Close the log file that a command has opened."""
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
        handler.close()


@pytest.fixture(scope="module")
def mura(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of 40 images."""
    return make_mura_tree(tmp_path_factory.mktemp("data"), parts=PARTS, size=40)


def small(recipe: Classification, *names: str, epochs: int = 1) -> Classification:
    """Return the recipe at 32 px, with some of its members."""
    members = tuple(member for member in recipe.members if member.name in names)
    return replace(recipe, size=32, batch=16, members=members).with_epochs(epochs)


def run(recipe: Classification, data: Dataset, folder: Path) -> None:
    """Run a recipe from chance."""
    from trainer.benchmark import run_recipe
    from trainer.devices import open_devices

    folder.mkdir(exist_ok=True)
    run_recipe(recipe, data, folder, "none", open_devices(Strategy.NONE, Precision.FLOAT32), 40)


@pytest.fixture(scope="module")
def finished(mura: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of VGG19 as it was reported."""
    folder = tmp_path_factory.mktemp("runs") / "reported"
    run(small(REPORTED, "VGG19", epochs=2), read_dataset(mura), folder)
    return folder


def test_a_run_ends_with_predictions_metrics_and_a_report(mura: Path, finished: Path) -> None:
    images = read_dataset(mura).part("val")

    with (finished / "VGG19" / "predictions.csv").open(newline="") as file:
        predictions = list(csv.DictReader(file))
    assert [row["label"] for row in predictions] == [str(image.label) for image in images]
    assert all((mura / row["path"]).is_file() for row in predictions)
    with (finished / "VGG19" / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["epoch"] for row in rows] == ["1", "2"]
    metrics = json.loads((finished / "metrics.json").read_text())
    assert set(metrics["members"]["VGG19"]["levels"]) == {"image", "study"}
    assert "VGG19" in (finished / "report.html").read_text()
    kept = max(rows, key=lambda row: float(row["val_accuracy"]))
    [weights] = (finished / "VGG19").glob("*.weights.h5")
    assert weights.name == f"epoch-00{kept['epoch']}.weights.h5"
    assert not (finished / "VGG19" / "backup").exists()
    assert list((finished / "VGG19" / "tensorboard").iterdir())


def test_a_run_says_what_it_was(mura: Path, finished: Path) -> None:
    record = json.loads((finished / "run.json").read_text())
    assert record["recipe"] == "reported"
    assert record["data_digest"] == read_dataset(mura).digest()
    assert record["weights"] == {"VGG19": "none"}
    assert record["began"] <= record["ended"]
    config = json.loads((finished / "config.json").read_text())
    assert config["size"] == 32
    assert config["members"][0]["epochs"] == 2


def test_a_finished_member_is_not_trained_again(mura: Path, finished: Path) -> None:
    predictions = finished / "VGG19" / "predictions.csv"
    before = predictions.stat().st_mtime_ns
    run(small(REPORTED, "VGG19", epochs=2), read_dataset(mura), finished)
    assert predictions.stat().st_mtime_ns == before


def test_another_recipe_or_other_data_do_not_go_on_in_the_folder(
    mura: Path, finished: Path
) -> None:
    data = read_dataset(mura)
    with pytest.raises(UsageError, match="another recipe"):
        run(small(CORRECTED, "VGG19", epochs=2), data, finished)
    fewer = replace(data, images=data.images[:-1])
    with pytest.raises(UsageError, match="other data"):
        run(small(REPORTED, "VGG19", epochs=2), fewer, finished)


def test_data_with_one_label_are_refused(mura: Path, tmp_path: Path) -> None:
    data = read_dataset(mura)
    normal = replace(data, images=tuple(image for image in data.images if not image.label))
    with pytest.raises(UsageError, match="needs both"):
        run(small(REPORTED, "VGG19"), normal, tmp_path)


def test_compare_shows_what_differs_and_what_came_out(
    mura: Path, finished: Path, tmp_path: Path
) -> None:
    other = tmp_path / "corrected"
    run(small(CORRECTED, "VGG19"), read_dataset(mura), other)

    shown = CliRunner().invoke(app, ["compare", str(finished), str(other)], env={"COLUMNS": "250"})

    assert shown.exit_code == 0, shown.output
    assert "augment_validation" in shown.output
    assert "loss_weights" in shown.output
    assert "batch " not in shown.output, "what is alike is left out"
    assert "VGG19, study: auroc" in shown.output
    assert " to " in shown.output
    assert "different data" not in shown.output


def test_compare_warns_where_the_data_differ(finished: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in ("config.json", "run.json"):
        (other / name).write_text((finished / name).read_text())
    record = json.loads((other / "run.json").read_text())
    (other / "run.json").write_text(json.dumps({**record, "data_digest": "0" * 64}))

    shown = CliRunner().invoke(app, ["compare", str(finished), str(other)])

    assert "different data" in shown.output


def test_the_table_sets_the_report_beside_the_run(finished: Path) -> None:
    from rich.console import Console

    from trainer.history import read_history
    from trainer.reported_results import side_by_side

    console = Console(width=80)  # the narrowest usual terminal
    with console.capture() as capture:
        console.print(side_by_side(finished))
    lines = {line.split("│")[1].strip(): line for line in capture.get().splitlines() if "│" in line}
    best = max(row["val_accuracy"] for row in read_history(finished / "VGG19"))
    assert "0.6726" in lines["VGG19"]
    assert f"{best:.4f}" in lines["VGG19"].replace("0.6537", "")
    assert lines["ResNet50"].count("-") == 2
    assert "0.8117" in lines["DenseNet169-fine-tuned"]
    assert "0.7970" in lines["DenseNet169-fine-tuned"]


def invoke(*arguments: Any) -> Any:
    """Run the trainer's command line; errors come out as exceptions."""
    return CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=True)


def test_without_imagenet_weights_the_command_says_so(
    mura: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "empty"))
    done = invoke("train", "reported", mura, "--run", tmp_path / "run", "--limit", 8, *FLOAT32)
    assert isinstance(done.exception, UsageError)
    assert "--weights none" in str(done.exception)


def test_options_of_another_recipe_are_refused(mura: Path, tmp_path: Path) -> None:
    for option in (("--head", "head.npz"), ("--from-stage", "224")):
        done = invoke("train", "mura", mura, "--run", tmp_path / "run", *option)
        assert isinstance(done.exception, UsageError)


def test_imagenet_weights_are_no_start_of_a_fracatlas_recipe(mura: Path, tmp_path: Path) -> None:
    done = invoke("train", "fracatlas", mura, "--run", tmp_path / "run", "--weights", "imagenet")
    assert isinstance(done.exception, UsageError)
    assert "takes a file of backbone weights" in str(done.exception)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", ["reported", "corrected", "mura"])
def test_every_recipe_runs_from_the_command_line_to_its_report(
    recipe: str, mura: Path, tmp_path: Path
) -> None:
    folder = tmp_path / recipe
    options = ["--run", folder, "--weights", "none", "--limit", 12, "--epochs", 1, *FLOAT32]
    done = invoke("train", recipe, mura, *options)
    assert done.exit_code == 0, done.output
    assert (folder / "report.html").is_file()
    members = json.loads((folder / "metrics.json").read_text())["members"]
    assert len(members) == (1 if recipe == "mura" else 5)
    assert ("reported" in done.output) == (recipe == "reported")
