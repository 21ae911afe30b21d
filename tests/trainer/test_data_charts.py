"""`trainer data --charts` draws a data set: its counts, samples, and one image turned into six."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from tests.trainer.mura_tree import PARTS, make_mura_tree
from trainer.cli import app
from trainer.data_charts import (
    SAMPLES,
    VARIANTS,
    augmentation_sheet,
    bar_chart,
    by_hash,
    contact_sheet,
)
from trainer.data_summary import summarise
from trainer.datasets import read_dataset


def test_bars_are_as_high_as_the_counts(tmp_path: Path) -> None:
    dataset = read_dataset(make_mura_tree(tmp_path, parts=("XR_HAND", "XR_WRIST")))
    rows = summarise(dataset).rows
    figure = bar_chart(rows, "images")

    for axes, split in zip(figure.axes, ("train", "val"), strict=True):
        of_split = [row for row in rows if row.split == split and row.body_part != "all"]
        assert [label.get_text() for label in axes.get_xticklabels()] == ["hand", "wrist"]
        normal, abnormal = axes.containers
        assert [bar.get_height() for bar in normal] == [row.images.normal for row in of_split]
        assert [bar.get_height() for bar in abnormal] == [row.images.abnormal for row in of_split]


def test_the_contact_sheet_shows_each_part_normal_and_abnormal(tmp_path: Path) -> None:
    figure = contact_sheet(read_dataset(make_mura_tree(tmp_path)))
    titles = [axes.get_title() for axes in figure.axes]
    for part in PARTS:
        name = part.removeprefix("XR_").lower()
        assert titles.count(f"{name}, normal") == SAMPLES
        assert titles.count(f"{name}, abnormal") == SAMPLES


def test_samples_are_of_different_patients_and_always_the_same(tmp_path: Path) -> None:
    images = read_dataset(make_mura_tree(tmp_path)).images
    chosen = by_hash(images)
    assert len({image.patient for image in chosen}) == len(chosen)
    assert [image.patient for image in by_hash(images[::-1])] == [row.patient for row in chosen]


def test_one_image_becomes_six_others() -> None:
    canvas = np.random.default_rng(1).random((32, 32), np.float32)
    figure = augmentation_sheet(canvas)
    original, *variants = (np.asarray(axes.images[0].get_array()) for axes in figure.axes)

    np.testing.assert_array_equal(original, canvas)
    assert len(variants) == VARIANTS == 6
    assert len({variant.tobytes() for variant in (original, *variants)}) == 7


def test_the_command_writes_pictures_and_passes_over_what_it_cannot_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tree = make_mura_tree(tmp_path, parts=("XR_HAND",))
    normal = [image for image in read_dataset(tree).images if not image.label]
    broken = by_hash(normal)[0].path
    broken.write_bytes(b"nothing")
    with caplog.at_level(logging.WARNING):
        result = CliRunner().invoke(
            app, ["data", str(tree), "--no-read", "--charts", str(tmp_path / "charts")]
        )

    assert result.exit_code == 0
    names = ("studies.png", "images.png", "samples.png", "augmentation.png")
    for name in names:
        assert f"{tmp_path / 'charts' / name}\n" in result.stdout
        with Image.open(tmp_path / "charts" / name) as image:
            assert image.width > 500
            assert np.asarray(image.convert("L")).std() > 10, "something is drawn"
    assert f"{broken} is not shown" in caplog.text
