"""A model's figures are scikit-learn's, at every level and for every part; what is not defined is
told, never guessed."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

from tests.trainer.results import PARTS, predictions
from trainer.predictions import Prediction, of_studies
from trainer.summary import (
    FIGURES,
    Subset,
    calibration_bins,
    operating_thresholds,
    subsets,
    summarise,
    summarise_subset,
    summary_json,
    summary_table,
)

FEW = 60


def by_name(found: tuple[Subset, ...]) -> dict[str, Subset]:
    return {subset.name: subset for subset in found}


def arrays(rows: list[Prediction]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([row.label for row in rows]), np.array([row.probability for row in rows])


def test_every_figure_is_scikit_learns_on_images_and_on_studies() -> None:
    images = predictions()
    summary = summarise(images, FEW)
    for level, rows in (("image", images), ("study", of_studies(images))):
        labels, scores = arrays(list(rows))
        flagged = scores >= 0.5
        subset = summary.levels[level][0]  # type: ignore[index]
        values = {name: figure.value for name, figure in subset.figures.items()}
        assert values == pytest.approx(
            {
                "accuracy": sk.accuracy_score(labels, flagged),
                "auroc": sk.roc_auc_score(labels, scores),
                "average_precision": sk.average_precision_score(labels, scores),
                "sensitivity": sk.recall_score(labels, flagged),
                "specificity": sk.recall_score(labels, flagged, pos_label=0),
                "kappa": sk.cohen_kappa_score(labels, flagged),
                "brier": sk.brier_score_loss(labels, scores),
            }
        )
        counts = subset.confusion
        assert [
            [counts.true_negatives, counts.false_positives],
            [counts.false_negatives, counts.true_positives],
        ] == sk.confusion_matrix(labels, flagged).tolist()
        for figure in subset.figures.values():
            assert figure.low is not None
            assert figure.high is not None
            assert figure.value is not None
            assert figure.low <= figure.value <= figure.high


def test_parts_and_hardware_have_figures_of_their_own() -> None:
    images = predictions()
    names = [name for name, _ in subsets(images)]
    assert names == ["all", "without hardware", "with hardware", *PARTS]
    found = by_name(summarise(images, FEW).levels["image"])
    assert sum(found[part].n for part in PARTS) == found["all"].n == len(images)
    hand = [row for row in images if row.body_part == "hand"]
    assert found["hand"].figures["auroc"].value == pytest.approx(sk.roc_auc_score(*arrays(hand)))


def test_a_single_part_and_no_hardware_are_not_told_twice() -> None:
    rows = [row for row in predictions(parts=["hand"]) if not row.hardware]
    assert [name for name, _ in subsets(rows)] == ["all"]


def test_one_label_leaves_what_needs_both_undefined_and_says_so() -> None:
    subset = summarise(predictions(label=1), FEW).levels["study"][0]
    undefined = {name for name, figure in subset.figures.items() if figure.value is None}
    assert undefined == {"auroc", "average_precision", "specificity", "kappa"}
    assert subset.notes == (
        "Only abnormal studies: AUROC, average precision, kappa and specificity are not defined.",
    )
    assert subset.roc == ()
    assert subset.operating_points == ()
    accuracy, sensitivity = subset.figures["accuracy"], subset.figures["sensitivity"]
    assert accuracy == sensitivity
    assert accuracy.low is not None


def test_one_patient_has_figures_but_no_intervals() -> None:
    images = [row for row in predictions(200) if row.patient == "patient3"]
    subset = summarise(images, FEW).levels["image"][0]
    assert subset.figures["accuracy"].value is not None
    assert all(figure.low is None for figure in subset.figures.values())
    assert "One patient or group only: there are no intervals." in subset.notes


def test_abnormal_images_of_one_patient_give_no_interval_where_they_are_needed() -> None:
    images = predictions(label=0) + [
        row for row in predictions(2, label=1) if row.patient == "patient0"
    ]
    subset = summarise(images, FEW).levels["image"][0]
    without = {name for name, figure in subset.figures.items() if figure.low is None}
    assert without == {"auroc", "average_precision", "sensitivity", "kappa"}
    assert any("abnormal images are of one patient" in note for note in subset.notes)


def test_few_patients_are_noted() -> None:
    subset = summarise_subset("all", predictions(10), "image", FEW)
    assert "rather too narrow" in subset.notes[0]


def test_resamples_that_lacked_a_label_are_noted() -> None:
    images = predictions(8, label=0) + predictions(2, label=1)
    subset = summarise_subset("all", images, "image", 500)
    assert "resamples held one label only and were drawn again" in subset.notes[-1]


def test_bins_are_those_of_scikit_learns_calibration_curve() -> None:
    labels, scores = arrays(predictions(300))
    found = calibration_bins(scores)
    shares, means = calibration_curve(labels, scores, n_bins=10, strategy="quantile")
    assert [labels[inside].mean() for inside in found] == pytest.approx(shares)
    assert [scores[inside].mean() for inside in found] == pytest.approx(means)
    assert np.sum(found, axis=0).tolist() == [1] * len(scores)


def test_operating_points_do_what_they_are_called_after() -> None:
    labels, scores = arrays(predictions(200))
    thresholds = operating_thresholds(labels, scores)
    assert list(thresholds) == ["at 0.5", "at 90 % sensitivity", "Youden"]

    def gains(threshold: float) -> tuple[float, float]:
        flagged = scores >= threshold
        sensitivity = sk.recall_score(labels, flagged)
        return sensitivity, sensitivity + sk.recall_score(labels, flagged, pos_label=0)

    assert gains(thresholds["at 90 % sensitivity"])[0] >= 0.9
    assert gains(thresholds["Youden"])[1] == max(gains(each)[1] for each in scores)


def test_the_threshold_of_a_useless_model_is_a_number() -> None:
    labels, scores = np.array([1, 1, 0, 0]), np.array([0.1, 0.2, 0.8, 0.9])
    assert operating_thresholds(labels, scores)["Youden"] <= 0.9


ROW = st.builds(
    Prediction,
    path=st.just("x"),
    study=st.sampled_from("abcdefgh"),
    patient=st.sampled_from("pqrs"),
    body_part=st.sampled_from(("hand", "wrist")),
    label=st.integers(0, 1),
    split=st.just("val"),
    hardware=st.booleans(),
    probability=st.sampled_from((0.0, 0.25, 0.5, 1.0)) | st.floats(0, 1),
)


@hypothesis_settings(max_examples=15)
@given(st.lists(ROW, min_size=1, max_size=20))
def test_any_predictions_give_figures_that_json_can_hold(rows: list[Prediction]) -> None:
    summary = summarise(rows, 20)
    text = json.dumps(summary_json(summary), allow_nan=False)
    content = json.loads(text)
    assert content["levels"]["image"][0]["n"] == len(rows)
    assert set(content["levels"]["study"][0]["figures"]) == set(FIGURES)
    for subset in summary.levels["image"]:
        if subset.positives in (0, subset.n):
            assert subset.notes
        for name, figure in subset.figures.items():
            assert figure.value is None or (-1 if name == "kappa" else 0) <= figure.value <= 1


def test_the_text_table_has_a_line_for_each_subset_and_says_what_is_not_defined() -> None:
    lines = summary_table(summarise(predictions(label=0), FEW)).splitlines()
    assert len(lines) == 2 + 2 * 6
    assert "not defined" in lines[2]
    images = [row for row in predictions() if row.path.endswith("/0.png")]
    assert len(summary_table(summarise(images, FEW)).splitlines()) == 2 + 6, "one image a study"
