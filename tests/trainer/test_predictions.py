"""Predictions come back from their table as they were; images become studies by the mean."""

from __future__ import annotations

import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.errors import UsageError
from trainer.heat import Heat
from trainer.predictions import Prediction, of_studies, read_predictions, write_predictions

NAME = st.text(string.ascii_letters + string.digits + " ,;\"'/=-é骨", min_size=1).map(str.strip)
SHARE = st.floats(0, 1)
PREDICTION = st.builds(
    Prediction,
    path=NAME,
    study=NAME,
    patient=NAME,
    body_part=NAME,
    label=st.integers(0, 1),
    split=st.sampled_from(("train", "val")),
    hardware=st.booleans(),
    probability=SHARE,
    heat=st.none() | st.builds(Heat, SHARE, SHARE, SHARE, SHARE),
)
HEADER = "path,study,patient,body_part,label,split,hardware,probability"


def image(study: str, probability: float, **changes: object) -> Prediction:
    values: dict[str, object] = {"label": 0, "patient": "p", "body_part": "hand"} | changes
    return Prediction(
        path="x",
        study=study,
        patient=str(values["patient"]),
        body_part=str(values["body_part"]),
        label=int(str(values["label"])),
        split="val",
        hardware=bool(values.get("hardware", False)),
        probability=probability,
    )


@given(st.lists(PREDICTION, min_size=1, max_size=8))
def test_a_table_is_read_back_as_it_was_written(rows: list[Prediction]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predictions.csv"
        write_predictions(rows, path)
        assert read_predictions(path) == rows


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("a,s,p,hand,2,val,0,0.5", "line 2: label is '2'"),
        ("a,s,p,hand,1,val,0,nan", "line 2: probability is 'nan'"),
        ("a,s,p,hand,1,val,0,1.5", "line 2: probability is '1.5'"),
        ("a,s,p,hand,1,val,0,", "line 2: probability is ''"),
        ("a,s,p,hand,1,val,maybe,0.5", "line 2: hardware is 'maybe'"),
        ("a,s,p,hand,1,val", "line 2: the line has too few fields"),
        ("", "holds no predictions"),
    ],
)
def test_a_damaged_line_is_named_with_its_number(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "predictions.csv"
    path.write_text(f"{HEADER}\n{line}\n")
    with pytest.raises(UsageError, match=complaint):
        read_predictions(path)


def test_a_file_that_is_no_table_of_predictions_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("path,label\na,1\n")
    with pytest.raises(UsageError, match=r"other\.csv is no table.* study, patient"):
        read_predictions(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match=r"other\.csv cannot be read"):
        read_predictions(path)


def test_the_probability_of_a_study_is_the_mean_over_its_images() -> None:
    [one, two] = of_studies([image("a", 0.2), image("b", 0.9), image("a", 0.8)])
    assert (one.study, one.probability) == ("a", 0.5)
    assert (two.study, two.probability) == ("b", 0.9)


def test_a_study_is_abnormal_and_shows_hardware_where_one_of_its_images_does() -> None:
    [study] = of_studies(
        [image("a", 0, body_part="hand"), image("a", 1, label=1, hardware=1, body_part="wrist")]
    )
    assert (study.label, study.hardware, study.body_part) == (1, True, "mixed")


def test_studies_of_two_patients_are_two_even_if_they_are_called_the_same() -> None:
    assert len(of_studies([image("study1", 0), image("study1", 1, patient="q")])) == 2
