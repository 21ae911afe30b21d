"""Which files are read together."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.studies.grouping import (
    FRAME_LIMIT,
    LOOSE_STUDY_LIMIT,
    SAME_UID,
    derived_uid,
    group,
    possible_copies,
    without_duplicates,
)
from mura_desktop.studies.model import (
    FileFacts,
    FileFormat,
    FileVersion,
    Grouping,
    NotScored,
    Study,
)


def dicom(path: str, study: str = "1.2", patient: str = "p1", **more: Any) -> FileFacts:
    return FileFacts(
        Path(path),
        FileFormat.DICOM,
        FileVersion(more.pop("size", 100), 1),
        study_uid=study,
        patient_id=patient,
        **{"sop_uid": f"1.2.{path}", **more},
    )


def raster(path: str) -> FileFacts:
    return FileFacts(Path(path), FileFormat.RASTER, FileVersion(100, 1))


def paths(study: Study) -> list[str]:
    return [view.path.as_posix() for view in study.views]


def test_a_study_in_two_folders_is_one_study() -> None:
    (study,) = group([dicom("/a/1"), dicom("/b/2")], Grouping.AUTO)
    assert study.uid == "1.2"
    assert paths(study) == ["/a/1", "/b/2"]


def test_one_study_uid_on_two_patients_is_two_studies() -> None:
    one, two = group([dicom("/1"), dicom("/2", patient="p2")], Grouping.AUTO)
    assert one.uid != two.uid
    assert {one.patient, two.patient} == {"p1", "p2"}
    assert one.uid.startswith("2.25.")


def test_without_an_id_the_name_tells_patients_apart() -> None:
    files = [
        dicom("/1", patient="", patient_name="DOE, JANE"),
        dicom("/2", patient="", patient_name="ROE, RICHARD"),
    ]
    assert [study.patient for study in group(files, Grouping.AUTO)] == ["DOE, JANE", "ROE, RICHARD"]


def test_one_id_of_two_issuers_is_two_patients() -> None:
    one, two = group([dicom("/1", issuer="A"), dicom("/2", issuer="B")], Grouping.AUTO)
    assert one.uid != two.uid
    assert (one.issuer, two.issuer) == ("A", "B")


def test_a_file_without_an_issuer_belongs_to_the_patient_of_that_id() -> None:
    (study,) = group([dicom("/1"), dicom("/2", issuer="A"), dicom("/3", issuer="a")], Grouping.AUTO)
    assert study.uid == "1.2"
    assert study.issuer == "A"


def test_a_study_knows_what_tells_patients_apart() -> None:
    day = date(1970, 1, 2)
    files = [dicom("/1"), dicom("/2", birth_date=day, family_name="DOE")]
    (study,) = group(files, Grouping.AUTO)
    assert (study.birth_date, study.family_name) == (day, "DOE")


def test_dicom_files_without_a_study_uid_stand_alone() -> None:
    studies = group([dicom("/1", study=""), dicom("/2", study="")], Grouping.FOLDER)
    assert [len(study.views) for study in studies] == [1, 1]
    assert len({study.uid for study in studies}) == 2


def test_views_follow_series_instance_and_name() -> None:
    files = [
        dicom("/c", series_number=2, instance_number=1),
        dicom("/b10", series_number=1, instance_number=2),
        dicom("/b9", series_number=1, instance_number=2),
        dicom("/a", series_number=1, instance_number=10),
    ]
    (study,) = group(files, Grouping.AUTO)
    assert paths(study) == ["/b9", "/b10", "/a", "/c"]


def test_a_study_has_the_first_known_body_part_and_date() -> None:
    day = date(2024, 2, 3)
    files = [dicom("/1"), dicom("/2", body_part="wrist", study_date=day, description="Wrist")]
    (study,) = group(files, Grouping.AUTO)
    assert (study.body_part, study.study_date, study.description) == ("wrist", day, "Wrist")


def test_only_files_of_one_uid_and_one_size_may_be_copies() -> None:
    files = [dicom("/1", sop_uid="9"), dicom("/2", sop_uid="9"), dicom("/3", sop_uid="9", size=7)]
    assert possible_copies([*files, dicom("/4", sop_uid="8")]) == tuple(files[:2])


def test_a_copy_is_set_apart_and_what_only_shares_its_uid_is_kept_and_flagged() -> None:
    files = [dicom(f"/{number}", sop_uid="9") for number in (1, 2, 3)]
    digests = {Path("/1"): "a", Path("/2"): "a", Path("/3"): "b"}
    kept, copies = without_duplicates(files, digests)
    assert copies == (NotScored(Path("/2"), f"is a copy of {Path('/1')}"),)
    (study,) = group(kept, Grouping.AUTO)
    assert paths(study) == ["/1", "/3"]
    assert study.views[0].uid == "9"
    assert study.views[1].uid.startswith("2.25.")
    assert all(view.remarks == (SAME_UID,) for view in study.views)


def test_a_file_whose_contents_could_not_be_compared_is_no_copy() -> None:
    kept, copies = without_duplicates([dicom("/1", sop_uid="9"), dicom("/2", sop_uid="9")], {})
    assert (len(kept), copies) == (2, ())
    assert kept[1].remarks == (SAME_UID,)


def test_each_frame_is_a_view_up_to_a_limit_that_is_told() -> None:
    film = replace(dicom("/film", sop_uid="9"), frames=FRAME_LIMIT + 4)
    (study,) = group([replace(dicom("/two", sop_uid="8"), frames=2), film], Grouping.AUTO)
    frames = [(view.path.name, view.frame) for view in study.views]
    run = [("film", frame) for frame in range(1, FRAME_LIMIT + 1)]
    assert frames == [*run, ("two", 1), ("two", 2)]
    assert len({view.uid for view in study.views}) == len(frames)
    assert "20 images" in study.views[0].remarks[0]
    assert study.views[-1].remarks == ()


def test_views_that_are_no_radiographs_of_limbs_stay_in_their_study_unscored() -> None:
    files = [
        replace(dicom("/1"), modality="CT"),
        dicom("/2", body_part="chest"),
        dicom("/3", body_part="wrist"),
    ]
    (study,) = group(files, Grouping.AUTO)
    assert [bool(view.not_scored) for view in study.views] == [True, True, False]
    assert study.scorable_views == study.views[2:]


MURA = "/data/MURA-v1.1/valid"


def test_mura_is_grouped_by_its_folders_and_never_shows_the_label() -> None:
    files = [
        raster(f"{MURA}/XR_WRIST/patient00012/study1_positive/image10.png"),
        raster(f"{MURA}/XR_WRIST/patient00012/study1_positive/image2.png"),
        raster(f"{MURA}/XR_WRIST/patient00012/study2_negative/image1.png"),
        raster(f"{MURA}/XR_HAND/patient00012/study1_negative/image1.png"),
    ]
    first, second, third = group(files, Grouping.FILE)
    assert [path.rsplit("/", 1)[1] for path in paths(first)] == ["image2.png", "image10.png"]
    assert (first.patient, first.body_part) == ("patient00012", "wrist")
    assert third.body_part == "hand"
    assert len({first.uid, second.uid, third.uid}) == 3
    for study in (first, second, third):
        assert "tive" not in f"{study.patient}{study.description}{study.uid}"


def test_the_uid_of_a_mura_study_does_not_depend_on_its_label() -> None:
    names = ("study1_positive", "study1_negative", "study1")
    uids = {
        group([raster(f"{MURA}/XR_WRIST/patient1/{name}/image1.png")], Grouping.AUTO)[0].uid
        for name in names
    }
    assert len(uids) == 1


@pytest.mark.parametrize(
    ("count", "grouping", "studies"),
    [
        (LOOSE_STUDY_LIMIT, Grouping.AUTO, 1),
        (LOOSE_STUDY_LIMIT + 1, Grouping.AUTO, LOOSE_STUDY_LIMIT + 1),
        (LOOSE_STUDY_LIMIT + 1, Grouping.FOLDER, 1),
        (2, Grouping.FILE, 2),
    ],
)
def test_loose_images_follow_the_limit_unless_overruled(
    count: int, grouping: Grouping, studies: int
) -> None:
    files = [raster(f"/patient a/{number}.png") for number in range(count)]
    found = group(files, grouping)
    assert len(found) == studies
    assert found[0].patient == ("patient a" if studies == 1 else "0")


def test_images_opened_one_by_one_are_single() -> None:
    files = [raster("/a/1.png"), raster("/a/2.png")]
    roots = [fact.path for fact in files]
    assert len(group(files, Grouping.AUTO, roots)) == 2
    assert len(group(files, Grouping.FOLDER, roots)) == 1


def test_dicom_files_do_not_count_as_loose_images() -> None:
    files = [raster(f"/a/{number}.png") for number in range(LOOSE_STUDY_LIMIT)]
    files += [dicom("/a/x"), dicom("/a/y")]
    assert len(group(files, Grouping.AUTO)) == 2


def test_folders_of_the_same_name_are_different_studies() -> None:
    one, two = group([raster("/a/left/1.png"), raster("/b/left/1.png")], Grouping.AUTO)
    assert one.patient == two.patient == "left"
    assert one.uid != two.uid


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_a_uid_that_is_made_of_text_is_that_of_rfc_9562(names: list[str]) -> None:
    expected = uuid.uuid5(uuid.NAMESPACE_URL, "\0".join(names))
    assert derived_uid(*names) == f"2.25.{expected.int}"


def test_folders_that_are_not_utf8_are_studies_with_readable_names() -> None:
    files = [raster(f"/d/M{byte}ller/a.png") for byte in ("\udcfc", "\udcdc", "\ud800")]
    studies = group([*files, raster("/d/ok/a.png")], Grouping.AUTO)
    replaced = "M\N{REPLACEMENT CHARACTER}ller"
    assert [study.patient for study in studies] == [replaced, replaced, replaced, "ok"]
    assert len({study.uid for study in studies}) == 4


FACTS = st.builds(
    lambda number, study, patient, sop, size, kind: (
        raster(f"/{patient}/{number}.png")
        if kind
        else dicom(f"/{number}.dcm", study, patient, sop_uid=sop, size=size)
    ),
    st.integers(0, 1000),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from(["", "7", "8", "9"]),
    st.integers(1, 2),
    st.booleans(),
)


@given(st.lists(FACTS, unique_by=lambda fact: fact.path), st.sampled_from(Grouping))
def test_every_file_is_in_one_study_or_a_copy_and_uids_are_unique(
    facts: list[FileFacts], grouping: Grouping
) -> None:
    kept, copies = without_duplicates(facts, {fact.path: "same" for fact in facts})
    studies = group(kept, grouping)
    views = [view for study in studies for view in study.views]
    listed = [view.path for view in views] + [copy.path for copy in copies]
    assert sorted(listed) == sorted(fact.path for fact in facts)
    assert len({study.uid for study in studies}) == len(studies)
    assert len({view.uid for view in views}) == len(views)
    assert all(len(uid) <= 64 for uid in (study.uid for study in studies))


@given(st.lists(FACTS, unique_by=lambda fact: fact.path))
def test_grouping_repeats_itself(facts: list[FileFacts]) -> None:
    again = [replace(fact) for fact in facts]
    assert group(facts, Grouping.AUTO) == group(again, Grouping.AUTO)
