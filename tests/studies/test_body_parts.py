"""Body parts from tags and folders, and what may be scored."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.studies.anatomic_regions import _REGIONS, part_of_code
from mura_desktop.studies.body_parts import (
    MURA_PARTS,
    OTHER_LIMB_PARTS,
    TRUNK_AND_HEAD,
    normalise_body_part,
    scorable,
)
from mura_desktop.studies.model import UNKNOWN_BODY_PART, FileFacts, FileFormat, FileVersion


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("HAND", "hand"),
        ("XR_WRIST", "wrist"),
        ("XR_HUMERUS", "humerus"),
        ("Left Hands", "hand"),
        ("WRIST PA/LAT", "wrist"),
        ("LOWER EXTREMITY", "lower extremity"),
        ("EXTREMITY", "extremity"),
        ("LOW_EXM", "lower extremity"),
        ("LSPINE", "lumbar spine"),
        ("CHEST", "chest"),
        ("Feet", "foot"),
        ("Wrist joint", "wrist"),
        ("CHESTABDOMEN", "chest"),
        ("Chest Abdomen", "chest"),
        ("ABDOMENPELVIS AP", "abdomen"),
        ("TLSPINE", "spine"),
        ("LSSPINE LAT", "spine"),
        ("SSPINE", "sacrum"),
        ("WHOLEBODY", "whole body"),
        ("TMJ", "jaw"),
        ("Temporomandibular joint", "jaw"),
        ("RADIUSULNA", "forearm"),
        ("4THVENTRICLE", "brain"),
        ("BACK", "chest"),
        ("back of hand", "hand"),
        ("", UNKNOWN_BODY_PART),
        ("2^15 %%%", UNKNOWN_BODY_PART),
        ("handle", UNKNOWN_BODY_PART),
    ],
)
def test_texts_name_a_body_part(text: str, part: str) -> None:
    assert normalise_body_part(text) == part


@pytest.mark.parametrize(
    ("scheme", "value", "part"),
    [
        ("SCT", "89546000", "skull"),
        ("SRT", "T-11100", "skull"),
        ("SNM3", "T-D3000", "chest"),
        ("SCT", "74670003", "wrist"),
        ("99SDM", "T-D8700", "hand"),
        ("SCT", "51114001", None),  # an artery, which may be anybody's
        ("99LOCAL", "89546000", None),
        ("", "", None),
    ],
)
def test_a_code_is_known_by_scheme_and_value(scheme: str, value: str, part: str | None) -> None:
    assert part_of_code(scheme, value) == part


def test_every_region_stands_for_a_known_part() -> None:
    assert {row[0] for row in _REGIONS} <= MURA_PARTS | OTHER_LIMB_PARTS | TRUNK_AND_HEAD


def test_no_code_and_no_term_stands_for_two_parts() -> None:
    for column in (1, 2, 3):
        pairs = {(row[column], row[0]) for row in _REGIONS if row[column]}
        assert len(pairs) == len({name for name, _ in pairs})


@pytest.mark.parametrize("part", sorted(MURA_PARTS | OTHER_LIMB_PARTS | TRUNK_AND_HEAD))
def test_every_known_part_stands_for_itself(part: str) -> None:
    assert normalise_body_part(part.upper()) == part


@given(st.text())
def test_any_text_gives_a_known_part_or_unknown(text: str) -> None:
    part = normalise_body_part(text)
    assert part in MURA_PARTS | OTHER_LIMB_PARTS | TRUNK_AND_HEAD | {UNKNOWN_BODY_PART}


def test_only_trunk_and_head_are_not_scored() -> None:
    def reason(part: str) -> str | None:
        facts = FileFacts(Path("/a"), FileFormat.DICOM, FileVersion(1, 1), body_part=part)
        return scorable(facts)

    assert reason("chest") == "chest: the model has learnt limbs only"
    assert all(reason(part) for part in TRUNK_AND_HEAD)
    assert not any(reason(part) for part in MURA_PARTS | OTHER_LIMB_PARTS | {UNKNOWN_BODY_PART})
