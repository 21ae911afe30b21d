"""The smoke test: it passes where the program works, and says what is wrong where it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mura_desktop.errors import UsageError
from mura_desktop.smoke_test import Report, Result, expected_scores, smoke_test


@pytest.fixture(scope="module")
def report() -> Report:
    return smoke_test(expected={"RG3_J2KR.dcm": 0.999})


def test_every_film_in_every_encoding_has_a_score(report: Report) -> None:
    names = {film.file for film in report.films}
    assert names >= {"RG3_J2KI.dcm", "RG3_J2KR.dcm", "RLE.dcm", "JPEG-LS.dcm", "JPEG-lossless.dcm"}
    assert all(film.score is not None for film in report.films)
    assert report.faults == ()  # lossless encodings agree to the last bit


def test_a_score_that_differs_from_what_is_expected_fails(report: Report) -> None:
    assert not report.passed
    (wrong,) = (film for film in report.films if film.fault)
    assert wrong.file == "RG3_J2KR.dcm"
    assert "should be 0.999" in wrong.fault


def test_a_report_serves_as_expectation_of_the_next(report: Report, tmp_path: Path) -> None:
    written = tmp_path / "report.json"
    written.write_text(report.as_json(), encoding="utf-8")
    scores = expected_scores(written)
    assert scores == {film.file: film.score for film in report.films}
    assert json.loads(written.read_text("utf-8"))["passed"] is False


def test_a_missing_model_is_a_fault_with_a_reason(tmp_path: Path) -> None:
    report = smoke_test(model=tmp_path / "none")
    assert not report.passed
    assert "no model" in report.faults[0]


def test_without_faults_a_report_passes() -> None:
    film = Result("a.dcm", "RLE Lossless", 0.5, 0.5, "")
    assert Report("1", True, "", "m", "e", (), (film,)).passed
    assert not Report("1", True, "", "m", "e", ("x",), (film,)).passed


def test_what_is_no_report_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    with pytest.raises(UsageError, match=r"wrong\.json"):
        expected_scores(wrong)
