"""A study's report: what it says, what an anonymous copy leaves out, and that names stay names."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mura_desktop.reports.anonymity import Aliases
from mura_desktop.reports.pictures import Picture, PicturePair
from mura_desktop.reports.study_report import (
    Reported,
    as_html,
    as_text,
    make_sheet,
    model_statement,
)
from mura_desktop.studies.measurements import Kind, Measurement, Point, Spacing
from mura_desktop.studies.model import ModelId, Study
from mura_desktop.studies.reads import Conclusion, Draft, Read, SignedRead
from mura_desktop.studies.triage import Aggregation, Thresholds, TriageRule
from tests.store.examples import ABNORMAL, NORMAL, finding, study

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PATIENT, PATIENT_ID, UID = "ZWETSCHKE, ONE", "4711-77", "1.2.840.99.1"
ALIASES = Aliases(lambda identity: f"{sum(identity.encode()):016x}")
RULE = TriageRule(
    ModelId("test", "a" * 64), Aggregation.MEAN, {"default": Thresholds(0.2, 0.6)}, 0.3
)
PICTURE = PicturePair("View 1", (Picture(b"\x89PNG", 300, 200, "View 1: bare"),))


def wrist(**changes: object) -> Study:
    """Return a study of two views of the left wrist."""
    plain = study(UID, views=2)
    views = tuple(
        replace(view, laterality="L", projection=projection, path=Path("/secret") / projection)
        for view, projection in zip(plain.views, ("AP", "LL"), strict=True)
    )
    named = replace(plain, patient=PATIENT, patient_id=PATIENT_ID, views=views)
    return replace(named, **changes)  # type: ignore[arg-type]


def version(number: int, read: Read = ABNORMAL, reason: str = "") -> SignedRead:
    """Return a signed version."""
    when = datetime(2026, 11, 24, 10, number, tzinfo=UTC)
    return SignedRead(UID, number, f"Dr. {number}", when, read, reason, 0.75, "urgent", "a" * 64)


def text_of(reported: Reported, language: str = "en", aliases: Aliases | None = None) -> str:
    return as_text(make_sheet(reported, language, NOW, aliases=aliases, zone=UTC))


def html_of(reported: Reported, language: str = "en", aliases: Aliases | None = None) -> str:
    return as_html(make_sheet(reported, language, NOW, aliases=aliases, zone=UTC))


SIGNED = Reported(
    wrist(),
    (version(1, NORMAL), version(2, ABNORMAL, "overlooked")),
    model=model_statement(wrist(), version(2), None, RULE),
    institution="Demo Clinic",
    pictures=(PICTURE,),
)


def test_a_signed_report_says_who_what_when_and_why() -> None:
    text = text_of(SIGNED)
    for said in (
        *("Demo Clinic", PATIENT, PATIENT_ID, UID, "left wrist", "2026-11-20"),
        *("View 2, LL, left", "Abnormal", "Findings: fracture", "Side: left", "Fracture."),
        *("the reader disagrees", "Signed by: Dr. 2", "2026-11-24 10:02 (UTC+00:00)"),
        *("Version: 2", "Amended because: overlooked"),
        "Version 1, 2026-11-24 10:01 (UTC+00:00), Dr. 1: Normal",
        *("Band: urgent", "Score: 75 %", "review from 20 %, urgent from 60 %"),
        *("Model: test", "a" * 64, "Research use only."),
    ):
        assert said in text, said
    assert "UNVERIFIED" not in text
    assert "UNVERIFIED" not in html_of(SIGNED)


def test_a_german_report_speaks_german() -> None:
    text = text_of(SIGNED, "de")
    assert "Handgelenk links" in text
    assert "Befunde: Fraktur" in text
    assert "Geändert, weil: overlooked" in text
    assert "Nur zu Forschungszwecken." in text


def test_times_are_those_of_the_readers_clock_with_their_offset() -> None:
    zone = timezone(timedelta(hours=5, minutes=30))
    text = as_text(make_sheet(SIGNED, "en", NOW, zone=zone))
    assert "2026-11-24 15:32 (UTC+05:30)" in text


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_nobody_signed_is_marked_in_the_text_and_across_the_page(language: str) -> None:
    mark = {"en": "UNVERIFIED DRAFT", "de": "UNGEPRÜFTER ENTWURF"}[language]
    draft = Reported(wrist(), draft=Draft(UID, "Dr. 1", ABNORMAL, 0, NOW))
    assert mark in text_of(draft, language)
    page = html_of(draft, language)
    assert f'<div class="watermark" aria-hidden="true">{mark}</div>' in page
    assert f"{mark}:" in page
    assert mark in re.findall("<title>(.*)</title>", page)[0]
    unread = html_of(Reported(wrist()), language)
    assert 'class="watermark"' in unread


def test_a_draft_beside_a_signed_version_is_named_and_not_shown() -> None:
    draft = Draft(UID, "Dr. 3", replace(ABNORMAL, text="In the making."), 2, NOW)
    text = text_of(replace(SIGNED, draft=draft, being_amended=True))
    assert "An amendment of this report is being written" in text
    assert "In the making." not in text


def test_a_side_that_the_files_contradict_is_pointed_out() -> None:
    right = version(1, replace(ABNORMAL, side="R"))
    assert "the report says right, the image files say left" in text_of(
        replace(SIGNED, history=(right,))
    )
    assert "Check the side" not in text_of(SIGNED)


def test_measurements_are_named_by_their_view_and_broken_ones_are_not_hidden() -> None:
    views = wrist().views
    length = Measurement(
        views[1].uid, Kind.LENGTH, (Point(0, 0), Point(30, 40)), Spacing(0.1, 0.1, "PixelSpacing")
    )
    kept = [length.to_json(), {"view": "gone"}, {**length.to_json(), "view": "of another study"}]
    read = replace(ABNORMAL, more={"measurements": kept})
    text = text_of(replace(SIGNED, history=(version(1, read),)))
    assert "View 2, LL, left: length: 5.0 mm (Pixel Spacing)" in text
    assert text.count("cannot be read") == 2


def test_what_the_model_said_is_what_it_said_when_it_was_signed() -> None:
    today = finding(wrist(), 0.1)
    said = model_statement(wrist(), version(1), today, RULE)
    assert said is not None
    assert (said.score, said.band, said.name) == (0.75, "urgent", "test")
    unscored = replace(version(1), score=None, band="", model="")
    assert model_statement(wrist(), unscored, today, RULE) is None
    draft = model_statement(wrist(), None, today, None)
    assert draft is not None
    assert (draft.score, draft.thresholds) == (0.1, None)
    assert model_statement(wrist(), None, None, RULE) is None


def test_thresholds_are_told_only_where_the_band_follows_from_them() -> None:
    moved = replace(RULE, thresholds={"default": Thresholds(0.2, 0.8)})
    other = replace(RULE, model=ModelId("other", "b" * 64))
    changed = replace(SIGNED, model=model_statement(wrist(), version(2), None, moved))
    unknown = replace(SIGNED, model=model_statement(wrist(), version(2), None, other))
    assert "Thresholds: have been changed since" in text_of(changed)
    assert "Thresholds: not known" in text_of(unknown)
    assert "other" not in text_of(unknown)


SECRETS = (
    *("ZWETSCHKE", PATIENT_ID, UID, "2026", "secret", "two planes", "Demo Clinic", "Dr. 1"),
    "Dr. 2",
)


@pytest.mark.parametrize("language", ["en", "de"])
def test_an_anonymous_copy_names_nobody_and_no_day(language: str) -> None:
    for reported in (SIGNED, Reported(wrist(), draft=Draft(UID, "Dr. 1", ABNORMAL, 0, NOW))):
        for made in (text_of(reported, language, ALIASES), html_of(reported, language, ALIASES)):
            found = [secret for secret in SECRETS if secret in made]
            assert found == []
            assert ALIASES.patient(wrist()) in made
            assert ALIASES.study(UID) in made
            assert {"en": "burned into", "de": "eingebrannter"}[language] in made
            assert "Fracture." in made


@settings(max_examples=40)
@given(st.text(min_size=12, max_size=30), st.text(min_size=12, max_size=30))
def test_no_name_of_a_patient_gets_into_an_anonymous_copy(name: str, description: str) -> None:
    name, description = f"Zzq{name}", f"Zzq{description}"
    hidden = wrist(patient=name, patient_id=name, description=description, uid=f"Zzq{name}")
    assert "Zzq" not in html_of(replace(SIGNED, study=hidden), "en", ALIASES)


def test_a_patient_has_one_name_in_all_studies_and_another_than_other_patients() -> None:
    one, other = wrist(), wrist(uid="2")
    assert ALIASES.patient(one) == ALIASES.patient(other)
    assert ALIASES.study(one.uid) != ALIASES.study(other.uid)
    assert ALIASES.patient(one) != ALIASES.patient(wrist(patient_id="4712"))


class Reader(HTMLParser):
    """Collects tags and the text that a browser shows."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.shown += data


def read_html(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


PLAIN_TAGS = read_html(html_of(SIGNED)).tags
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</td></table><script>alert(1)</script>",
    "&lt;b&gt; {{ 7 * 7 }} {% raw %}",
    '" onmouseover="x',
    "\u202egnirts",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_look_like_markup_stay_text(name: str) -> None:
    read = replace(ABNORMAL, text=name, findings=(name,))
    signed = replace(version(1, read), reader=name)
    reported = Reported(
        wrist(patient=name, patient_id=name, description=name, body_part=name),
        (replace(signed, reason=name), signed),
        institution=name,
        model=SIGNED.model,
        pictures=(PicturePair(name, (Picture(b"x", 1, 1, name),)),),
    )
    reader = read_html(html_of(reported))
    assert set(reader.tags) <= set(PLAIN_TAGS) | {"img"}
    assert reader.tags.count("img") == 1
    assert "script" not in reader.tags
    assert (name if "\u202e" not in name else r"\u202egnirts") in reader.shown


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_name_leaves_the_page_as_it_is_built(name: str) -> None:
    reported = replace(SIGNED, study=wrist(patient=f"x{name}", description=f"x{name}"))
    page = html_of(reported)
    assert read_html(page).tags == PLAIN_TAGS
    page.encode("utf-8")


def test_names_of_all_scripts_stand_as_they_are() -> None:
    for name in ("王小東", "דוד כהן", "Şule Çağlar", "محمد"):
        assert name in html_of(replace(SIGNED, study=wrist(patient=name)))


def test_the_page_needs_nothing_beside_it() -> None:
    page = html_of(SIGNED)
    assert 'src="data:image/png;base64,' in page
    assert not re.search(r"(src|href)\s*=\s*\"(?!data:)", page)
    assert "url(" not in page


def test_empty_lines_of_a_text_stay_and_others_do_not_come() -> None:
    read = replace(ABNORMAL, text="One.\n\nTwo.\n")
    text = text_of(replace(SIGNED, history=(version(1, read),)))
    assert "REPORT\nOne.\n\nTwo.\n\n" in text
    assert Conclusion.ABNORMAL.value not in re.findall(r"REPORT\n(.*)\n\n", text)
