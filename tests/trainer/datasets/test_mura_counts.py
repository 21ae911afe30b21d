"""The published counts agree with each other, and a copy that differs is told in what."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.mura_index import write_tree
from tests.trainer.mura_tree import make_mura_tree
from trainer.datasets import Split, mura_dataset
from trainer.datasets.mura_counts import PUBLISHED, differences


def _published(split: Split, unit: str, part: bool, label: int | None) -> list[int]:
    return [
        count.number
        for count in PUBLISHED
        if (count.split, count.unit, count.label) == (split, unit, label)
        and (count.body_part is not None) == part
    ]


@pytest.mark.parametrize("split", ["train", "val"])
def test_parts_and_labels_add_up_to_the_totals(split: Split) -> None:
    for label in (0, 1):
        parts = _published(split, "studies", True, label)
        assert len(parts) == 7
        assert [sum(parts)] == _published(split, "studies", False, label)
    for unit in ("images", "studies"):
        labels = [_published(split, unit, False, label)[0] for label in (0, 1)]
        assert [sum(labels)] == _published(split, unit, False, None)


def test_the_misprints_of_the_report_are_not_repeated() -> None:
    studies = {
        (count.split, count.body_part, count.label): count.number
        for count in PUBLISHED
        if count.unit == "studies"
    }
    assert studies["train", "finger", 1] == 655
    wrist = [studies[split, "wrist", label] for split in ("train", "val") for label in (0, 1)]
    assert sum(wrist) == 3697


def test_a_difference_says_what_was_found_and_what_is_published(tmp_path: Path) -> None:
    dataset = mura_dataset(make_mura_tree(tmp_path))
    told = [str(difference) for difference in differences(dataset.images)]

    assert len(told) == len(PUBLISHED)
    assert "train: abnormal finger studies: 2 found, 655 published" in told
    assert "val: patients: 27 found, 783 published" in told
    assert "Counts that are not those of MURA-v1.1: 42" in dataset.warnings[-1]


@pytest.mark.slow
def test_a_tree_of_the_real_size_has_every_published_count(tmp_path: Path) -> None:
    tree = write_tree(tmp_path)
    dataset = mura_dataset(tmp_path)

    assert differences(dataset.images) == ()
    assert dataset.warnings == ()
    parts: dict[str, set[str]] = {}
    labels: dict[tuple[str, str], set[int]] = {}
    for image in dataset.part("train"):
        parts.setdefault(image.patient, set()).add(image.body_part)
        labels.setdefault((image.patient, image.body_part), set()).add(image.label)
    assert sum(len(each) > 1 for each in parts.values()) == 1467
    assert sum(len(each) > 1 for each in labels.values()) == 217

    for path in tree.glob("*.csv"):
        path.unlink()
    assert mura_dataset(tree).digest() == dataset.digest()
