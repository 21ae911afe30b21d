"""Templates of report texts: what they say, and what becomes of those a site breaks."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.errors import UsageError
from mura_desktop.reports.templates import NAMES, VARIABLES, TemplateFaultError, Templates
from mura_desktop.reports.words import LANGUAGES, known_language, load_words, stated_side
from mura_desktop.studies.body_parts import MURA_PARTS, OTHER_LIMB_PARTS, TRUNK_AND_HEAD
from mura_desktop.studies.model import Band, Study
from mura_desktop.studies.reads import Conclusion, Read
from tests.store.examples import study

WRIST = study("1.2.3", views=2)


def sided(*sides: str, part: str = "wrist") -> Study:
    """Return a study whose views state these sides."""
    plain = study("1.2.3", views=len(sides))
    views = tuple(
        replace(view, laterality=side) for view, side in zip(plain.views, sides, strict=True)
    )
    return replace(plain, body_part=part, views=views)


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    return Templates("en", tmp_path)


@pytest.mark.parametrize(
    ("sides", "side", "where"),
    [
        (("L", "L"), "L", "left wrist"),
        (("R",), "R", "right wrist"),
        (("L", "R"), "B", "left and right wrist"),
        (("B",), "B", "left and right wrist"),
        (("L", ""), "", "the wrist"),
        (("", ""), "", "the wrist"),
        (("L", "unpaired"), "", "the wrist"),
    ],
)
def test_a_side_is_named_only_where_every_view_states_it(
    templates: Templates, sides: tuple[str, ...], side: str, where: str
) -> None:
    assert stated_side(sided(*sides)) == side
    assert where in templates.normal_text(sided(*sides))


def test_a_normal_report_is_that_of_its_part(templates: Templates) -> None:
    wrist, toe = (templates.normal_text(sided("L", part=part)) for part in ("wrist", "toe"))
    assert "carpal" in wrist
    assert "carpal" not in toe
    assert "left toe" in toe
    assert "1 view." in toe


def test_an_abnormal_report_says_what_was_chosen_and_nothing_else(templates: Templates) -> None:
    read = Read(Conclusion.ABNORMAL, findings=("fracture", "effusion", "site's own"), side="R")
    text = templates.abnormal_text(sided("", ""), read)
    assert "right wrist" in text
    assert "Fracture.\nEffusion.\nSite's own.\n" in text
    assert "fracture, effusion and site's own" in text
    bare = templates.abnormal_text(WRIST, Read(Conclusion.ABNORMAL))
    assert "ract" not in bare
    assert "left" not in bare


def test_the_side_of_an_abnormal_report_is_the_readers(templates: Templates) -> None:
    text = templates.abnormal_text(sided("L"), Read(Conclusion.ABNORMAL, side="R"))
    assert "right wrist" in text
    assert "left" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_template_works_in_every_language(language: str, tmp_path: Path) -> None:
    templates = Templates(language, tmp_path)
    for template in templates.all():
        templates.check(template.name, template.text)
        assert not template.own
    assert templates.problems == ()


def test_a_german_report_needs_no_endings(tmp_path: Path) -> None:
    text = Templates("de", tmp_path).normal_text(sided("L", "L"))
    assert text.startswith("Röntgen: Handgelenk links, 2 Aufnahmen.")


def test_german_has_every_word_that_english_has() -> None:
    english, german = load_words("en").tables, load_words("de").tables
    assert set(german["report"]) == set(english["report"])
    assert set(MURA_PARTS | OTHER_LIMB_PARTS | TRUNK_AND_HEAD) <= set(german["parts"])
    assert {band.value for band in Band} == set(german["bands"])
    assert {one.value for one in Conclusion} == set(german["conclusions"])
    for name, text in english["report"].items():
        fields = re.compile(r"{\w+}")
        assert set(fields.findall(text)) == set(fields.findall(german["report"][name])), name


def test_a_language_without_words_is_english() -> None:
    assert [known_language(code) for code in ("de_AT", "DE", "fr", "", None)] == [
        *("de", "de", "en", "en", "en")
    ]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("{{ where }}\n{{ patiant }}", 2, "“patiant” is not known here. Use one of: where, part"),
        ("one\ntwo {% if %}", 2, "Expected an expression"),
        ("{% for one in findings %}", 1, "Unexpected end of template"),
        ("a\n\n{{ views.foo.bar }}", 3, "no attribute 'foo'"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ where | nosuch }}", 1, "No filter named 'nosuch'"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("{{ range(3) }}", 1, "“range” is not known"),
        ("{% include 'other' %}", 1, "cannot use other files"),
        ("  \n", 0, "gives no text"),
        ("x" * 20_001, 0, "too long"),
    ],
)
def test_a_template_that_does_not_work_is_refused_with_line_and_remedy(
    templates: Templates, text: str, line: int, says: str
) -> None:
    with pytest.raises(TemplateFaultError) as caught:
        templates.write("normal", text)
    assert caught.value.line == line
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"Line {line}: " if line else "The template")
    assert not templates.template("normal").own


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_template_or_a_named_fault(text: str) -> None:
    templates = Templates("en", Path("/nowhere"))
    try:
        assert templates.preview("abnormal", text)
    except TemplateFaultError as error:
        assert str(error)


def test_a_sites_own_template_is_used_until_it_is_reset(tmp_path: Path) -> None:
    templates = Templates("en", tmp_path)
    shipped = templates.normal_text(WRIST)
    templates.write("normal-wrist", "Own: {{ where }}.")
    assert templates.normal_text(WRIST) == "Own: wrist."
    again = Templates("en", tmp_path)
    assert again.normal_text(WRIST) == "Own: wrist."
    assert again.template("normal-wrist").own
    again.reset("normal-wrist")
    assert again.normal_text(WRIST) == shipped
    assert Templates("en", tmp_path).normal_text(WRIST) == shipped


def test_languages_do_not_mix(tmp_path: Path) -> None:
    Templates("de", tmp_path).write("normal", "Eigen.")
    assert Templates("en", tmp_path).normal_text(replace(WRIST, body_part="toe")) != "Eigen."
    assert Templates("de", tmp_path).normal_text(replace(WRIST, body_part="toe")) == "Eigen."


def test_a_broken_file_gives_way_to_the_shipped_template_and_is_told_of(tmp_path: Path) -> None:
    shipped = Templates("en", tmp_path).normal_text(WRIST)
    (tmp_path / "normal-wrist.txt").write_text("{{ nonsense }}")
    (tmp_path / "something-else.txt").write_text("{{ nonsense }}")
    templates = Templates("en", tmp_path)
    assert templates.normal_text(WRIST) == shipped
    (problem,) = templates.problems
    assert "“normal-wrist” is not used" in problem
    assert "“nonsense” is not known" in problem
    template = templates.template("normal-wrist")
    assert (template.text, template.fault != "") == ("{{ nonsense }}", True)
    templates.write("normal-wrist", "Mended.")
    assert templates.problems == ()


def test_a_template_that_fails_for_one_study_gives_the_shipped_text(tmp_path: Path) -> None:
    text = "{{ 1 / (views - 7) }} x"
    templates = Templates("en", tmp_path)
    templates.write("normal", text)
    seven = replace(sided(*"LLLLLLL"), body_part="toe")
    assert "left toe" in templates.normal_text(seven)
    assert "division by zero" in templates.problems[0]


def test_a_disk_that_refuses_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("a file where the folder must be")
    templates = Templates("en", tmp_path / "templates")
    with pytest.raises(UsageError, match=r"normal\.txt cannot be changed"):
        templates.write("normal", "Text.")


def test_names_from_files_stay_on_their_line(templates: Templates) -> None:
    odd = replace(sided("L"), views=(replace(sided("L").views[0], projection="A\nP\t{{ x }}"),))
    templates.write("normal-wrist", "<{{ projections }}>")
    assert templates.normal_text(odd) == "<A P {{ x }}>"


def test_every_name_and_variable_is_explained() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(VARIABLES.values())
