"""Names as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.studies.patients import family_name, patient_text, readable_name


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("DOE^JANE", "DOE, JANE"),
        ("DOE^JANE^Q^DR^JR", "DOE, DR JANE Q, JR"),
        ("DOE", "DOE"),
        ("^JANE", "JANE"),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou / 山田, 太郎"),
        ("==やまだ^たろう", "やまだ, たろう"),
        ("^^^^", ""),
        ("", ""),
    ],
)
def test_a_person_name_is_made_readable(value: str, shown: str) -> None:
    assert readable_name(value) == shown


@pytest.mark.parametrize(
    ("value", "family"),
    [
        ("DOE^JANE", "DOE"),
        ("Doe, Jane", "Doe"),
        ("DOE", "DOE"),
        ("^JANE", ""),
        ("Yamada^Tarou=山田^太郎", "Yamada"),
        ("=山田^太郎", ""),
        ("", ""),
    ],
)
def test_the_family_name_is_that_of_the_alphabetic_group(value: str, family: str) -> None:
    assert family_name(value) == family


@given(st.text())
def test_no_caret_is_left_of_any_name(value: str) -> None:
    assert "^" not in readable_name(value)


def test_the_worklist_shows_whatever_is_there() -> None:
    assert patient_text("DOE, JANE", "7") == "DOE, JANE (7)"
    assert patient_text("DOE, JANE", "") == "DOE, JANE"
    assert patient_text("", "7") == "7"
    assert patient_text("", "") == "unknown patient"
