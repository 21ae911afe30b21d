"""Facts of files are known for as long as the files stay as they were, and no longer."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mura_desktop.store.repository import Store
from mura_desktop.studies.model import FACTS_VERSION, FileFacts, FileFormat, FileVersion
from tests.store.conftest import Place
from tests.store.examples import VERSION, study

FACTS = FileFacts(
    Path("/studies/1.dcm"),
    FileFormat.DICOM,
    VERSION,
    study_uid="1.2",
    series_uid="1.2.3",
    sop_uid="1.2.3.4",
    patient_id="PID-4711",
    patient_name="DOE, JANE",
    issuer="Hospital A",
    birth_date=date(1970, 1, 2),
    family_name="DOE",
    body_part="wrist",
    laterality="L",
    projection="AP",
    study_date=date(2026, 11, 20),
    description="wrist, two planes",
    series_number=2,
    instance_number=-3,
    modality="CR",
    frames=2,
    remarks=("odd",),
)


def test_facts_come_back_as_they_were(store: Store) -> None:
    bare = FileFacts(Path("/studies/\udcff.png"), FileFormat.RASTER, VERSION)
    store.headers.keep([FACTS, bare])

    asked = {fact.path: VERSION for fact in (FACTS, bare)} | {Path("/studies/other"): VERSION}
    assert store.headers.known(asked) == {FACTS.path: FACTS, bare.path: bare}


@pytest.mark.parametrize(
    "now",
    [
        FileVersion(VERSION.size + 1, VERSION.modified_ns),
        FileVersion(VERSION.size, VERSION.modified_ns + 1),
        FileVersion(VERSION.size, VERSION.modified_ns - 1),
    ],
)
def test_a_file_that_changed_is_not_known_until_it_was_read_again(
    store: Store, now: FileVersion
) -> None:
    store.headers.keep([FACTS])
    assert store.headers.known({FACTS.path: now}) == {}

    again = replace(FACTS, version=now, laterality="R")
    store.headers.keep([again])
    assert store.headers.known({FACTS.path: now}) == {FACTS.path: again}
    assert store.headers.known({FACTS.path: VERSION}) == {}


def test_a_file_that_has_just_been_changed_is_read_again_the_next_time(store: Store) -> None:
    version = FileVersion(1000, time.time_ns())
    store.headers.keep([replace(FACTS, version=version)])
    assert store.headers.known({FACTS.path: version}) == {}


def test_facts_of_a_version_that_read_headers_in_another_way_do_not_count(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.headers.keep([FACTS])
    monkeypatch.setattr("mura_desktop.store.headers.FACTS_VERSION", FACTS_VERSION + 1)
    assert store.headers.known({FACTS.path: VERSION}) == {}


def test_more_files_than_go_into_one_query_or_transaction(store: Store) -> None:
    many = [replace(FACTS, path=Path(f"/studies/{number}")) for number in range(4321)]
    store.headers.keep(many)
    assert store.headers.known(dict.fromkeys((fact.path for fact in many), VERSION)) == {
        fact.path: fact for fact in many
    }


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=20)
FILES = st.builds(
    FileFacts,
    st.just(FACTS.path),
    st.sampled_from(FileFormat),
    st.just(VERSION),
    **dict.fromkeys(("study_uid", "patient_id", "patient_name", "description"), WORDS),
    study_date=st.none() | st.dates(),
    birth_date=st.none() | st.dates(),
    instance_number=st.integers(-(2**31) + 1, 2**31 - 1),
    frames=st.integers(1, 10_000),
    remarks=st.lists(WORDS, max_size=3).map(tuple),
)


@given(fact=FILES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_facts_come_back_as_they_were(store: Store, fact: FileFacts) -> None:
    store.headers.keep([fact])
    assert store.headers.known({fact.path: VERSION}) == {fact.path: fact}


def test_with_a_patient_go_the_headers_and_others_stay(store: Store, place: Place) -> None:
    goes, stays = study("1.2"), study("1.3", "ROE, RICHARD", patient_id="PID-1")
    store.remember([goes, stays])
    of_goes, of_stays = (replace(FACTS, path=one.views[0].path) for one in (goes, stays))
    copy = replace(FACTS, path=Path("/studies/copy of 1.2.0"))  # of which there is no view
    store.headers.keep([of_goes, of_stays, copy])

    store.purge(("1.2",))

    rows = place.execute("SELECT path FROM headers")
    assert [bytes(row["path"]) for row in rows] == [str(of_stays.path).encode()]
    store.purge()
    assert place.execute("SELECT path FROM headers") == []


def test_a_header_goes_too_where_a_file_of_another_patient_has_taken_its_place(
    store: Store, place: Place
) -> None:
    goes, stays = study("1.2"), study("1.3", "ROE, RICHARD", patient_id="PID-1")
    store.remember([goes, stays])
    before = FileVersion(VERSION.size, VERSION.modified_ns - 1)
    store.headers.keep([replace(FACTS, path=stays.views[0].path, version=before)])

    store.purge(("1.2",))

    assert place.execute("SELECT path FROM headers") == []
