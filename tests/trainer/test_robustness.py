"""A changed image is the image that its change names, and is scored as any other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from mura_desktop.errors import UsageError
from mura_desktop.imaging.grey import FloatImage
from mura_desktop.imaging.model_input import Normalisation
from mura_desktop.inference.bundle import Bundle
from mura_desktop.inference.scorer import Scorer
from trainer import cli
from trainer.datasets import Dataset
from trainer.evaluate import score_files
from trainer.metrics import auroc
from trainer.robustness import CHANGES, changed_input, measure_robustness

LOPSIDED: FloatImage = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], np.float32)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("as it is", [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]),
        ("mirrored", [[0.3, 0.2, 0.1], [0.6, 0.5, 0.4]]),
        ("turned left by 90°", [[0.3, 0.6], [0.2, 0.5], [0.1, 0.4]]),
        ("turned right by 90°", [[0.4, 0.1], [0.5, 0.2], [0.6, 0.3]]),
        ("upside down", [[0.6, 0.5, 0.4], [0.3, 0.2, 0.1]]),
        ("darker (gamma 2)", [[0.01, 0.04, 0.09], [0.16, 0.25, 0.36]]),
        ("half the contrast", [[0.30, 0.35, 0.40], [0.45, 0.50, 0.55]]),
        ("black for white", [[0.9, 0.8, 0.7], [0.6, 0.5, 0.4]]),
    ],
)
def test_a_change_does_what_it_is_called(change: str, expected: list[list[float]]) -> None:
    assert CHANGES[change](LOPSIDED) == pytest.approx(np.array(expected), abs=1e-6)


def test_margins_are_added_and_cut_on_all_sides() -> None:
    image = np.full((40, 20), 0.5, np.float32)
    with_margin = CHANGES["black margin of 25% on each side"](image)
    assert with_margin.shape == (60, 30)
    assert with_margin[10:50, 5:25] == pytest.approx(image)
    assert with_margin.sum() == pytest.approx(image.sum())
    assert CHANGES["cut by 10% on each side"](image).shape == (32, 16)


def test_a_slanted_image_loses_no_corner_and_turns_left() -> None:
    image = np.zeros((60, 100), np.float32)
    image[26:34, 88:98] = 1  # a mark at the right edge rises
    slanted = CHANGES["turned left by 30°"](image)
    rows, columns = np.nonzero(slanted > 0.5)
    assert slanted.sum() == pytest.approx(image.sum(), rel=0.02)
    middle = (slanted.shape[0] - 1) / 2
    assert rows.mean() < middle - 15
    assert columns.mean() > middle + 25


@pytest.mark.parametrize("change", CHANGES)
def test_what_the_network_sees_has_the_cards_shape_and_range(change: str, scorer: Scorer) -> None:
    size = scorer.card.input.size
    unchanged_grey = Normalisation((0.0,) * 3, (1.0,) * 3)
    seen = changed_input(LOPSIDED, CHANGES[change], size, unchanged_grey)
    assert seen.shape == (1, size, size, 3)
    assert seen.dtype == np.float32
    assert 0 <= seen.min() < seen.max() <= 1


def test_an_unchanged_image_is_scored_as_the_program_does(scorer: Scorer, data: Dataset) -> None:
    scored = score_files(scorer, data.images)
    rows = measure_robustness(scorer, data.images, resamples=20)
    assert [row.change for row in rows] == list(CHANGES)
    assert rows[0].auroc.value == pytest.approx(auroc(scored.labels, scored.scores))
    assert all(row.auroc.low <= row.auroc.value <= row.auroc.high for row in rows)


def test_an_unreadable_image_is_left_out_and_named(
    scorer: Scorer, data: Dataset, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no image")
    images = [*data.images, replace(data.images[0], path=broken)]
    assert measure_robustness(scorer, images, resamples=20) == measure_robustness(
        scorer, data.images, resamples=20
    )
    assert "broken.png" in caplog.text


def test_one_label_gives_no_figures(scorer: Scorer, data: Dataset) -> None:
    normal = [image for image in data.images if not image.label]
    with pytest.raises(UsageError, match="both labels"):
        measure_robustness(scorer, normal, resamples=20)


def test_the_command_prints_a_line_for_each_change(bundle: Bundle, data: Dataset) -> None:
    arguments = ["robustness", str(bundle.weights_path.parent), "--data", str(data.root)]
    arguments += ["--resamples", "20"]
    printed = CliRunner().invoke(cli.app, arguments)
    as_json = json.loads(CliRunner().invoke(cli.app, [*arguments, "--json"]).stdout)
    assert printed.exit_code == 0, printed.output
    assert all(f"| {change} | " in printed.stdout for change in CHANGES)
    assert as_json["sha256"] == bundle.card.weights.sha256
    assert [row["change"] for row in as_json["changes"]] == list(CHANGES)
