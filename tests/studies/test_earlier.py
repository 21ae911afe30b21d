"""Which earlier studies are shown beside the current one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mura_desktop.studies.earlier import earlier_studies
from mura_desktop.studies.model import FileFormat, FileVersion, Study, View

VIEW = View("v", Path("/films/v.png"), FileFormat.RASTER, FileVersion(1, 1))


def study(
    uid: str, day: int | None, patient_id: str = "77", part: str = "wrist", name: str = "DOE"
) -> Study:
    when = None if day is None else date(2024, 5, day)
    return Study(uid, name, part, (VIEW,), when, patient_id=patient_id)


NOW = study("now", 20)


def test_earlier_studies_come_newest_first() -> None:
    first, second = study("first", 1), study("second", 9)
    assert earlier_studies(NOW, [first, NOW, second]) == (second, first)


@pytest.mark.parametrize(
    "other",
    [
        study("another patient of the same name", 1, patient_id="78"),
        study("another part", 1, part="elbow"),
        study("the same day", 20),
        study("later", 25),
        study("undated", None),
    ],
    ids=lambda other: other.uid,
)
def test_a_study_is_not_compared_with(other: Study) -> None:
    assert earlier_studies(NOW, [other]) == ()


PERSON = replace(
    NOW, issuer="Hospital A", birth_date=date(1970, 1, 2), family_name="Doe", patient="DOE, JANE"
)


@pytest.mark.parametrize(
    "difference",
    [
        {"issuer": "Hospital B"},
        {"birth_date": date(1970, 1, 3)},
        {"family_name": "Roe"},
    ],
    ids=lambda difference: next(iter(difference)),
)
def test_one_id_of_two_patients_is_not_compared(difference: dict[str, Any]) -> None:
    other = replace(PERSON, uid="before", study_date=date(2024, 5, 1), **difference)
    assert earlier_studies(PERSON, [other]) == ()


@pytest.mark.parametrize(
    "difference",
    [{"issuer": ""}, {"birth_date": None}, {"family_name": ""}, {"family_name": "DOE"}],
    ids=str,
)
def test_what_is_missing_or_in_capitals_is_no_other_patient(difference: dict[str, Any]) -> None:
    other = replace(PERSON, uid="before", study_date=date(2024, 5, 1), **difference)
    assert earlier_studies(PERSON, [other]) == (other,)


@pytest.mark.parametrize(
    "current",
    [study("no ID", 20, ""), study("no date", None), study("no part", 20, part="unknown")],
    ids=lambda current: current.uid,
)
def test_nothing_is_compared_where_it_is_not_sure(current: Study) -> None:
    same = study("same", 1, current.patient_id, current.body_part)
    assert earlier_studies(current, [same]) == ()
