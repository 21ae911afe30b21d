"""Worklist and reads as CSV and JSON, with names and without."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mura_desktop.reports.anonymity import Aliases
from mura_desktop.reports.reads_export import entries_of, reads_csv, reads_json, reads_rows
from mura_desktop.reports.tables import as_csv, csv_bytes
from mura_desktop.reports.worklist_export import (
    Entry,
    worklist_csv,
    worklist_json,
    worklist_rows,
)
from mura_desktop.studies.model import ModelId
from mura_desktop.studies.reads import ReadStudy, SignedRead
from mura_desktop.studies.states import ReadingProgress, State
from tests.store.examples import ABNORMAL, NOW, finding, study

ALIASES = Aliases(lambda identity: f"{sum(identity.encode('utf-8', 'replace')):016x}")
WRIST = study("1.2.840.99", "ZWETSCHKE, ONE", views=2, patient_id="4711-77")
SIGNED = SignedRead(
    WRIST.uid, 2, "Dr. One", NOW, replace(ABNORMAL, text="Typed."), "overlooked", 0.75, "urgent",
    "a" * 64,
)  # fmt: skip
SEEN = NOW - timedelta(minutes=90)
ENTRIES = (
    Entry(WRIST, State.SCORED, finding(WRIST), since=SEEN, reading=ReadingProgress(SIGNED)),
    Entry(study("2"), State.SCORED, finding(study("2")), since=SEEN),
    Entry(study("3"), State.UNREADABLE, reason="cut off"),
    Entry(study("4"), State.WAITING, reading=ReadingProgress(None, ("Dr. Two",))),
)
SECRETS = ("ZWETSCHKE", "4711-77", "1.2.840.99", "2026", "/studies", "two planes", "Dr.", "Typed")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_worklist_has_a_line_for_every_study_in_the_order_shown() -> None:
    rows = worklist_rows(ENTRIES, NOW, timedelta(hours=1))
    lines = rows_of(worklist_csv(rows, anonymous=False))
    assert [line["place"] for line in lines] == ["1", "2", "3", "4"]
    first = lines[0]
    said = {
        "state": "signed", "band": "urgent", "score": "0.75", "why": "done", "waiting_minutes": "",
        "conclusion": "abnormal", "agreement": "disagrees", "findings": "fracture", "side": "L",
        "reader": "Dr. One", "signed": "2026-11-23T09:30:00+00:00", "version": "2",
        "patient_id": "4711-77", "study_date": "2026-11-20", "folder": "/studies",
    }  # fmt: skip
    assert {name: first[name] for name in said} == said
    assert (lines[1]["why"], lines[1]["waiting_minutes"]) == (
        "has waited longer than allowed",
        "90.0",
    )
    assert lines[2]["why"] == "cut off"
    assert (lines[3]["state"], lines[3]["in_reading_by"]) == ("in reading", "Dr. Two")


def test_the_json_holds_what_the_csv_holds_and_the_model() -> None:
    rows = worklist_rows(ENTRIES, NOW, None)
    document = json.loads(worklist_json(rows, ModelId("test", "a" * 64), anonymous=False))
    assert document["model"] == {"name": "test", "sha256": "a" * 64}
    assert document["studies"] == [dict(row) for row in rows]
    assert document["studies"][0]["version"] == 2


def reads() -> list[ReadStudy]:
    first = replace(SIGNED, version=1, reason="", signed=NOW - timedelta(hours=1))
    return [ReadStudy(first, SIGNED, "wrist", SEEN)]


def test_a_read_is_listed_with_its_valid_version_and_the_wait_for_its_first() -> None:
    rows = reads_rows(entries_of(reads(), {WRIST.uid: WRIST}))
    (line,) = rows_of(reads_csv(rows, anonymous=False))
    said = {
        "state": "signed", "version": "2", "amended_because": "overlooked", "text": "Typed.",
        "waiting_minutes": "30.0", "first_signed": "2026-11-23T08:30:00+00:00", "model": "a" * 64,
    }  # fmt: skip
    assert {name: line[name] for name in said} == said
    document = json.loads(reads_json(rows, anonymous=False))
    assert document["reads"] == [dict(row) for row in rows]


def test_a_read_of_a_study_that_was_removed_is_left_out() -> None:
    assert entries_of(reads(), {}) == []


def test_anonymous_lists_name_nobody_and_no_day() -> None:
    worklist = worklist_rows(ENTRIES, NOW, None, ALIASES)
    read = reads_rows(entries_of(reads(), {WRIST.uid: WRIST}), ALIASES)
    for text in (
        worklist_csv(worklist, anonymous=True),
        worklist_json(worklist, None, anonymous=True),
        reads_csv(read, anonymous=True),
        reads_json(read, anonymous=True),
    ):
        assert [secret for secret in SECRETS if secret in text] == []
        assert ALIASES.patient(WRIST) in text
        assert ALIASES.reader("Dr. One") in text
    assert '"anonymous": true' in reads_json(read, anonymous=True)


def test_an_anonymous_list_does_not_quote_reasons_which_may_quote_files() -> None:
    (row,) = worklist_rows([ENTRIES[2]], NOW, None, ALIASES)
    assert row["why"] == "nobody has ranked it"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\uff1dcmd"])
def test_no_name_is_a_formula(name: str) -> None:
    entry = replace(ENTRIES[0], study=replace(WRIST, patient=name, description=name))
    (line,) = rows_of(worklist_csv(worklist_rows([entry], NOW, None), anonymous=False))
    assert line["patient"] == line["description"] == f"'{name}"


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_any_name_fits_into_its_cell(name: str) -> None:
    entry = replace(ENTRIES[0], study=replace(WRIST, patient=f"x{name}"))
    rows = worklist_rows([entry], NOW, None)
    (line,) = rows_of(worklist_csv(rows, anonymous=False))
    assert set(line) == set(rows[0])
    assert line["patient"].startswith("x")
    assert json.loads(worklist_json(rows, None, anonymous=False))["studies"][0]["patient"] == (
        f"x{name}"
    )


def test_names_that_are_no_text_can_be_written_too() -> None:
    odd = replace(
        WRIST, patient="caf\udce9", views=(replace(WRIST.views[0], path=Path("/\udce9")),)
    )
    rows = worklist_rows([Entry(odd, State.WAITING)], NOW, None)
    csv_bytes(worklist_csv(rows, anonymous=False))
    text = worklist_json(rows, None, anonymous=False)
    assert json.loads(text.encode("utf-8"))["studies"][0]["patient"] == "caf\udce9"


def test_spreadsheets_see_that_it_is_utf_8() -> None:
    data = csv_bytes(as_csv([{"name": "Müller"}]))
    assert data == b"\xef\xbb\xbfname\r\nM\xc3\xbcller\r\n"
    assert data.decode("utf-8-sig").startswith("name")


def test_an_empty_list_still_has_its_columns() -> None:
    assert worklist_csv([], anonymous=True).startswith("place,patient,study,")
    assert as_csv([{"a": True, "b": None}]) == "a,b\r\nyes,\r\n"


def test_a_wait_is_counted_to_the_moment_the_list_was_looked_at() -> None:
    later = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert worklist_rows([ENTRIES[1]], later, None)[0]["waiting_minutes"] == 120.0
