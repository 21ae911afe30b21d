"""A training that is killed ends where an undisturbed one ends; devices share it fairly."""

from __future__ import annotations

import csv
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mura_desktop.errors import UsageError
from tests.trainer.mura_tree import make_mura_tree
from tests.trainer.training_process import tiny_classifier, tiny_recipe, train_tiny
from trainer.datasets import LabelledImage, read_dataset
from trainer.loss_weights import LossWeights
from trainer.options import Strategy
from trainer.recipes import CORRECTED, MURA, REPORTED
from trainer.recipes.classification import Keep

ROOT = Path(__file__).parents[2]
EPOCHS = 6
MEMBER = "DenseNet169"
TOLERANCE = 1e-5
TINY_PARTS = ("XR_ELBOW", "XR_WRIST")


@pytest.fixture(scope="module")
def mura(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of 40 images."""
    return make_mura_tree(tmp_path_factory.mktemp("data"), parts=TINY_PARTS, size=40)


def start(data: Path, run: Path, strategy: Strategy, epochs: int, **more: str) -> Any:
    """Start a training in a process of its own, on the processor."""
    command = [sys.executable, "-m", "tests.trainer.training_process"]
    return subprocess.Popen(
        [*command, str(data), str(run), strategy.value, str(epochs)],
        cwd=ROOT,
        env={**os.environ, "CUDA_VISIBLE_DEVICES": "-1", **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def history(run: Path) -> list[dict[str, float]]:
    """Return the rows of a run's member, without what the clock says."""
    with (run / MEMBER / "history.csv").open(newline="") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    return [{name: value for name, value in row.items() if name != "seconds"} for row in rows]


def weights(run: Path) -> dict[str, list[Any]]:
    """Return all arrays of each file of weights that a run kept."""
    network = tiny_classifier()
    kept = {}
    for file in sorted((run / MEMBER).glob("epoch-*.weights.h5")):
        network.load_weights(file)
        kept[file.name] = [np.array(array) for array in network.get_weights()]
    return kept


def kill_after(process: Any, file: Path) -> None:
    """Kill a process, without a chance to say goodbye, once a file is there."""
    while not file.exists():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def finish(process: Any) -> None:
    """Wait for a process to end well."""
    _, errors = process.communicate()
    assert process.returncode == 0, errors


def assert_alike(one: Path, two: Path) -> None:
    """Hold histories and weights of two runs to each other, within single precision."""
    for row, other in zip(history(one), history(two), strict=True):
        assert row == pytest.approx(other, abs=TOLERANCE)
    here, there = weights(one), weights(two)
    assert here.keys() == there.keys()
    for name in here:
        for array, other_array in zip(here[name], there[name], strict=True):
            assert np.abs(array - other_array).max() < TOLERANCE


def test_a_killed_training_ends_as_an_undisturbed_one(mura: Path, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    killed = start(mura, broken, Strategy.NONE, EPOCHS)
    undisturbed = start(mura, whole, Strategy.NONE, EPOCHS)
    kill_after(killed, broken / MEMBER / "backup" / "epoch-002.weights.h5")
    assert len(history(broken)) < EPOCHS, "it was killed too late to prove anything"
    finish(start(mura, broken, Strategy.NONE, EPOCHS))
    finish(undisturbed)

    assert [row["epoch"] for row in history(broken)] == list(range(1, EPOCHS + 1))
    assert_alike(whole, broken)
    assert len({row["learning_rate"] for row in history(whole)}) > 1, "it was divided on the way"
    first, *_, last = weights(whole).values()
    assert max(np.abs(one - two).max() for one, two in zip(first, last, strict=True)) > 0.01
    assert len(weights(whole)) == tiny_recipe(EPOCHS).keep.epochs


def test_a_row_beyond_the_last_checkpoint_is_written_again(mura: Path, tmp_path: Path) -> None:
    train_tiny(mura, tmp_path, Strategy.NONE, 2)
    folder = tmp_path / MEMBER
    before = history(tmp_path)
    lines = (folder / "history.csv").read_text().splitlines()
    (folder / "history.csv").write_text("\n".join([*lines, lines[-1].replace("2,", "3,", 1)]))

    train_tiny(mura, tmp_path, Strategy.NONE, 3)

    assert [row["epoch"] for row in history(tmp_path)] == [1, 2, 3]
    assert history(tmp_path)[:2] == before
    assert history(tmp_path)[2]["loss"] != before[1]["loss"]


class TestPlateau:
    def rows(self, tmp_path: Path, losses: list[float]) -> Any:
        from trainer.history import History

        kept = History(tmp_path, 0)
        for epoch, loss in enumerate(losses, 1):
            kept.add({"epoch": epoch, "val_loss": loss, "val_accuracy": 0.5})
        return kept

    @pytest.mark.parametrize(
        ("losses", "still"),
        [([1.0], False), ([1.0, 0.9], False), ([0.9, 1.0], True), ([0.8, 1.0, 0.9], True)],
    )
    def test_an_epoch_without_a_new_least_loss_stands_still(
        self, tmp_path: Path, losses: list[float], still: bool
    ) -> None:
        assert self.rows(tmp_path, losses).stands_still() is still

    def test_what_came_before_an_interruption_counts(self, tmp_path: Path) -> None:
        from trainer.history import History

        self.rows(tmp_path, [0.5, 0.7, 0.6])
        resumed = History(tmp_path, last_epoch=2)
        assert [row["epoch"] for row in resumed.rows] == [1, 2]
        resumed.add({"epoch": 3, "val_loss": 0.55, "val_accuracy": 0.5})
        assert resumed.stands_still()


ROWS = [
    {"epoch": 1, "val_accuracy": 0.6, "val_loss": 0.7},
    {"epoch": 2, "val_accuracy": 0.8, "val_loss": 0.6},
    {"epoch": 3, "val_accuracy": 0.8, "val_loss": 0.5},
]


@pytest.mark.parametrize(
    ("keep", "epochs"),
    [
        (Keep("val_accuracy"), [2]),
        (Keep("val_loss", 2), [3, 2]),
        (Keep(None), [3]),
        (Keep("val_loss", 5), [3, 2, 1]),
    ],
)
def test_the_best_epochs_are_kept_the_earlier_of_equals_first(
    keep: Keep, epochs: list[int]
) -> None:
    from trainer.history import kept_epochs

    assert kept_epochs(ROWS, keep) == epochs


def image(part: str, label: int) -> LabelledImage:
    return LabelledImage(Path("x.png"), "s", "p", part, label, "train")


def test_loss_weights_follow_their_formulas() -> None:
    images = [image("wrist", 1)] + [image("wrist", 0)] * 3 + [image("hand", 1)] * 4

    by_class = LossWeights("class", images)
    assert by_class.of(image("hand", 0)) == pytest.approx(8 / (2 * 3))
    assert by_class.of(image("wrist", 1)) == pytest.approx(8 / (2 * 5))
    assert by_class.of_all(images).mean() == pytest.approx(1)
    by_part = LossWeights("part", images)
    assert by_part.of(image("wrist", 1)) == 3 / 4  # N / (A + N)
    assert by_part.of(image("wrist", 0)) == 1 / 4  # A / (A + N)
    assert by_part.of(image("hand", 1)) == 0
    assert by_part.of(image("foot", 1)) == 3 / 8
    assert LossWeights("none", images).of_all(images).tolist() == [1] * 8


class TestBatches:
    def batches(self, mura: Path, recipe: Any, **more: int) -> Any:
        from trainer.image_batches import ImageBatches

        images = read_dataset(mura).part("train")
        return ImageBatches(images, recipe, "ResNet50", LossWeights("none", images), **more)

    def test_an_epoch_holds_every_image_once_in_an_order_of_its_own(self, mura: Path) -> None:
        recipe = replace(MURA, size=16)
        batches = self.batches(mura, recipe)
        one, again, other = (
            [np.asarray(batch[0]) for batch in batches.shuffled(epoch)] for epoch in (1, 1, 2)
        )
        assert len(one) == batches.steps
        assert sum(map(len, one)) == len(batches.images)
        assert all(np.array_equal(a, b) for a, b in zip(one, again, strict=True))
        assert not np.array_equal(one[0], other[0])

    def test_workers_share_the_batches_of_one(self, mura: Path) -> None:
        recipe = replace(MURA, size=16, batch=6)
        count = len(self.batches(mura, recipe).images)
        halves = [
            list(self.batches(mura, recipe, worker=worker, workers=2, divisor=2).shuffled(3))
            for worker in (0, 1)
        ]
        whole = list(self.batches(mura, recipe, divisor=2).shuffled(3))
        for one, two, both in zip(*halves, whole, strict=True):
            assert len(one[1]) == len(two[1])
            labels = np.concatenate([one[1], two[1]])
            assert np.array_equal(labels, both[1])
        assert sum(len(batch[1]) for batch in whole) == count - count % 2

    def test_devices_that_cannot_share_a_batch_are_refused(self, mura: Path) -> None:
        with pytest.raises(UsageError, match="among 3 devices"):
            self.batches(mura, replace(MURA, size=16), divisor=3)

    def test_the_reported_input_is_stretched_by_nearest_neighbour_and_not_prepared(
        self, mura: Path
    ) -> None:
        from mura_desktop.imaging.raster import read_raster

        batches = self.batches(mura, replace(REPORTED, size=20))
        images = np.concatenate([np.asarray(batch[0]) for batch in batches.in_order()])
        assert images.shape[1:] == (20, 20, 3)
        assert images.min() >= 0
        assert images.max() <= 1
        seen = {float(value) for value in np.unique(images[0])}
        pixels = read_raster(batches.images[0].path).displayed()
        assert seen <= {float(value) for value in np.unique(pixels)}, "nothing is interpolated"
        assert images[0].any(axis=(1, 2)).all(), "no black border is left above or below"

    def test_the_corrected_input_is_what_resnet_expects(self, mura: Path) -> None:
        batches = self.batches(mura, replace(CORRECTED, size=20))
        images = np.concatenate([np.asarray(batch[0]) for batch in batches.in_order()])
        blue_green_red = np.array([103.939, 116.779, 123.68])  # ImageNet's means, as Caffe has them
        assert images.min(axis=(0, 1, 2)) == pytest.approx(-blue_green_red, abs=1e-3)

    def test_an_unreadable_image_is_named_with_its_remedy(self, tmp_path: Path) -> None:
        tree = make_mura_tree(tmp_path, parts=TINY_PARTS, studies_per_cell=1)
        broken = read_dataset(tree).part("train")[2].path
        broken.write_bytes(b"no image")
        with pytest.raises(UsageError, match="cannot be trained on") as caught:
            list(self.batches(tree, replace(MURA, size=16)).in_order())
        assert str(broken) in str(caught.value)


@pytest.mark.slow
def test_two_devices_of_one_computer_train_one_network(mura: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    process = start(mura, two, Strategy.MIRRORED, 3)
    train_tiny(mura, one, Strategy.NONE, 3, stateless=True)
    finish(process)
    for row, other in zip(history(one), history(two), strict=True):
        assert row == pytest.approx(other, rel=1e-3)  # sums are added up in another order


@pytest.mark.slow
def test_two_processes_train_one_network(mura: Path, tmp_path: Path) -> None:
    processes = []
    addresses = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    for index in range(2):
        task = {"type": "worker", "index": index}
        config = json.dumps({"cluster": {"worker": addresses}, "task": task})
        processes.append(start(mura, tmp_path, Strategy.MULTIWORKER, 2, TF_CONFIG=config))
    for process in processes:
        finish(process)
    assert [row["epoch"] for row in history(tmp_path)] == [1, 2]
    assert not list((tmp_path / MEMBER).rglob("partial.*"))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.mark.parametrize("config", [None, "{", '{"cluster": {"worker": ["a:1"]}}'])
def test_hosts_without_a_place_in_the_cluster_are_told_so(
    config: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainer.devices import open_devices
    from trainer.options import Precision

    monkeypatch.delenv("TF_CONFIG", raising=False)
    if config is not None:
        monkeypatch.setenv("TF_CONFIG", config)
    with pytest.raises(UsageError, match="TF_CONFIG"):
        open_devices(Strategy.MULTIWORKER, Precision.FLOAT32)
