"""A bundle is measured from files, through the program's own code, on any data set."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from mura_desktop.errors import UsageError
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.card import write_card
from mura_desktop.inference.scorer import Scorer
from mura_desktop.studies.triage import DEFAULT_PART, Thresholds
from tests.networks import tiny_bundle, tiny_network
from trainer import cli
from trainer.commands.evaluate import title
from trainer.datasets import Dataset, LabelledImage
from trainer.evaluate import ScoredImages, measure, predictions_of, score_files
from trainer.predictions import read_predictions

RESAMPLES = "20"


def test_every_image_has_a_score_and_outlined_ones_a_measured_heat_map(
    scorer: Scorer, data: Dataset
) -> None:
    scored = score_files(scorer, data.images)
    rows = predictions_of(scored, data)
    assert [row.path for row in rows] == [data.relative(image) for image in data.images]
    assert [row.heat is not None for row in rows] == [bool(row.outlines) for row in data.images]
    assert all(0 <= row.probability <= 1 for row in rows)
    assert len({row.probability for row in rows}) > 1


def test_a_file_that_cannot_be_read_is_left_out_and_named(
    scorer: Scorer, data: Dataset, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no image")
    images = [replace(data.images[0], path=broken), *data.images[1:4]]
    scored = score_files(scorer, images)
    assert list(scored.rows) == images[1:]
    [error] = scored.unreadable
    assert "broken.png" in str(error)
    with pytest.raises(UsageError, match="none of the 1 images could be read"):
        score_files(scorer, images[:1])


def test_one_label_gives_no_table_instead_of_a_wrong_one(
    scorer: Scorer, data: Dataset, caplog: pytest.LogCaptureFixture
) -> None:
    scored = score_files(scorer, [image for image in data.images if not image.label])
    assert measure(scored, scorer.card.thresholds, "normal images", 20) == []
    assert "all: no figures, because it has one label" in caplog.text


def test_a_figure_that_rests_on_one_patient_is_left_out_and_has_no_interval_of_no_width(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def image(patient: str, label: int) -> LabelledImage:
        return LabelledImage(Path("x"), patient, patient, "hand", label, "val")

    rows = [image("a", 1), image("a", 1), image("b", 0), image("c", 0)]
    scored = ScoredImages(rows, np.array([0.9, 0.8, 0.5, 0.3]), [None] * 4, 32)
    found = [each.name for each in measure(scored, {DEFAULT_PART: Thresholds(0.4, 0.6)}, "d", 20)]
    assert found == [
        "specificity at review (0.4000)",
        "specificity at urgent (0.6000)",
        "Brier score",
    ]
    assert "all: AUROC is left out, a label is of one patient only" in caplog.text


def test_each_image_is_flagged_at_the_threshold_of_its_own_part() -> None:
    def image(part: str, label: int, index: int) -> LabelledImage:
        return LabelledImage(Path("x"), str(index), str(index), part, label, "val")

    rows = [image("hand", label, index) for index, label in enumerate([1, 1, 0, 0])]
    rows += [image("hip", label, index + 4) for index, label in enumerate([1, 0])]
    scored = ScoredImages(rows, np.array([0.6, 0.4, 0.5, 0.3, 0.2, 0.05]), [None] * 6, 32)
    bands = {DEFAULT_PART: Thresholds(0.1, 0.3), "hand": Thresholds(0.5, 0.6)}
    found = {each.name: each.value for each in measure(scored, bands, "drawn", 20)}
    assert found["sensitivity at review (by body part)"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["specificity at review (by body part)"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["sensitivity at urgent (by body part)"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["specificity at urgent (by body part)"] == 1
    alike = {DEFAULT_PART: Thresholds(0.1, 0.5)}
    found = {each.name: each.value for each in measure(scored, alike, "drawn", 20)}
    assert found["specificity at urgent (0.5000)"] == pytest.approx(2 / 3, abs=1e-4)


def test_an_outside_set_with_studies_is_measured_from_a_table_of_its_own(
    bundle: Bundle, data: Dataset, tmp_path: Path
) -> None:
    lines = ["path,study,patient,body_part,label"]
    for index, image in enumerate(data.images):
        study = index // 4
        lines.append(f"{image.path},study{study},patient{study},hand,{study % 2}")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "images.csv").write_text("\n".join(lines) + "\n")
    table, html = tmp_path / "predictions.csv", tmp_path / "report.html"
    arguments = ["evaluate", str(bundle.weights_path.parent), "--data", str(outside)]
    arguments += ["--split", "all", "--resamples", RESAMPLES]

    printed = CliRunner().invoke(
        cli.app, [*arguments, "--html", str(html), "--predictions", str(table)]
    )
    as_json = CliRunner().invoke(cli.app, [*arguments, "--json"])

    assert printed.exit_code == 0, printed.output
    assert "outside, all images" in printed.stdout
    assert "| study | all | 6 (3) |" in printed.stdout
    assert "| image | all | 24 (12) |" in printed.stdout
    content = json.loads(as_json.stdout)
    assert [level[0]["n"] for level in content["levels"].values()] == [24, 6]
    assert len(read_predictions(table)) == 24
    page = html.read_text(encoding="utf-8")
    for expected in (bundle.card.weights.sha256, "knows nothing", "At the thresholds of the card"):
        assert expected in page


def test_a_cards_figures_are_renewed_only_when_asked_for(data: Dataset, tmp_path: Path) -> None:
    card = tiny_bundle(tmp_path / "bundle", tiny_network()).card
    fitted = {"fitted_on": "FracAtlas, validation part"}
    card = card.model_copy(update={"calibration": card.calibration.model_copy(update=fitted)})
    write_card(card, tmp_path / "bundle")
    arguments = ["evaluate", str(tmp_path / "bundle"), "--data", str(data.root)]
    arguments += ["--resamples", RESAMPLES]

    CliRunner().invoke(cli.app, arguments)
    assert load_bundle(tmp_path / "bundle").card == card
    refused = CliRunner().invoke(cli.app, [*arguments, "--split", "train", "--renew-card"])
    assert "about FracAtlas, validation part" in str(refused.exception)
    assert load_bundle(tmp_path / "bundle").card == card
    other = card.model_copy(
        update={"calibration": card.calibration.model_copy(update={"digest": "0" * 64})}
    )
    write_card(other, tmp_path / "bundle")
    refused = CliRunner().invoke(cli.app, [*arguments, "--renew-card"])
    assert "divided otherwise" in str(refused.exception)
    assert load_bundle(tmp_path / "bundle").card == other
    write_card(card, tmp_path / "bundle")
    CliRunner().invoke(cli.app, [*arguments, "--renew-card"])

    renewed = load_bundle(tmp_path / "bundle").card
    names = {metric.name for metric in renewed.metrics}
    assert "pointing game: the hottest point lies inside an outline" in names
    assert renewed == card.model_copy(update={"metrics": renewed.metrics})


def test_a_data_set_is_named_by_its_folder_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "clinic").mkdir()
    monkeypatch.chdir(tmp_path / "clinic")
    assert title(Dataset("folder", Path(), ())) == "clinic"
    assert title(Dataset("mura", Path(), ())) == "MURA"


def test_a_split_without_images_is_told(bundle: Bundle, data: Dataset, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    image = data.images[0].path
    (outside / "images.csv").write_text(
        f"path,study,patient,body_part,label,split\n{image},s,p,hand,1,train\n"
    )
    arguments = ["evaluate", str(bundle.weights_path.parent), "--data", str(outside)]
    result = CliRunner().invoke(cli.app, arguments)
    assert isinstance(result.exception, UsageError)
    assert "no images in the split 'val'" in str(result.exception)
