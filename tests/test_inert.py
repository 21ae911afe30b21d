"""Names from files stay names: no formula, no markup, no command to a terminal, no path."""

from __future__ import annotations

import csv
import html as standard_html
import io
import json
import string
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.errors import UsageError
from mura_desktop.inert import csv_cell, html, inside, json_text, readable, terminal, uid_name
from mura_desktop.studies.model import NotScored
from mura_desktop.triage_output import Worklist

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@SUM(A1)", "\tx", "\rx", "\n=x", "\uff1d1"])
def test_a_name_that_looks_like_a_formula_stays_text_in_csv(text: str) -> None:
    assert csv_cell(text) == "'" + text
    worklist = Worklist(None, [], [NotScored(Path("a.png"), text)])
    rows = list(csv.reader(io.StringIO(worklist.as_csv(), newline="")))
    assert rows[1][-1] == f"'{text}"


@given(ANY_TEXT)
def test_no_cell_begins_like_a_formula_or_steers_a_terminal(text: str) -> None:
    cell = csv_cell(text)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert "\x1b" not in cell
    cell.encode("utf-8")


@given(ANY_TEXT)
def test_what_is_printed_is_one_line_of_visible_text(text: str) -> None:
    shown = terminal(text)

    assert len(shown.splitlines()) <= 1 or set(shown) & {"\u2028", "\u2029"}
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in shown)
    shown.encode("utf-8")


def test_a_byte_that_is_no_text_is_shown_as_a_replacement_and_all_else_as_it_is() -> None:
    assert readable("Müller \N{BONE}") == "Müller \N{BONE}"
    assert readable("M\udcfcller") == "M\N{REPLACEMENT CHARACTER}ller"


def test_names_in_any_script_are_printed_as_they_are() -> None:
    for name in ("Grüßner", "Иванов", "Παπαδόπουλος", "山田^太郎", "محمد", "김"):
        assert terminal(name) == csv_cell(name) == html(name) == name


@given(ANY_TEXT)
def test_html_shows_a_name_and_holds_no_tag_of_it(text: str) -> None:
    class Reader(HTMLParser):
        tags = 0

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.tags += 1

    for document in (
        f"<p>{html(text)}</p>",
        f'<p title="{html(text)}">',
        f"<p title='{html(text)}'>",
    ):
        reader = Reader()
        reader.feed(document)
        assert reader.tags == 1
    assert standard_html.unescape(html(text)) == terminal(text)


def test_a_well_formed_uid_names_its_file() -> None:
    assert uid_name("1.2.840.10008.1") == "1.2.840.10008.1"


@given(ANY_TEXT)
def test_any_uid_gives_a_name_without_separators(uid: str) -> None:
    name = uid_name(uid)

    assert name
    assert len(name) <= 64
    assert set(name) <= set(string.hexdigits + "x.")
    assert not name.startswith(".")


def test_two_bad_uids_give_two_names() -> None:
    assert uid_name("../a") != uid_name("../b")


@pytest.mark.parametrize("name", ["../out.png", "a/b.png", "/etc/passwd", "..", "", "."])
def test_nothing_is_written_outside_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="outside"):
        inside(tmp_path, name)


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "view.png").symlink_to(tmp_path / "victim")

    with pytest.raises(UsageError, match="outside"):
        inside(folder, "view.png")
    assert inside(folder, "other.png") == folder / "other.png"


@given(ANY_TEXT)
def test_any_name_goes_through_json_and_its_bytes_are_valid_text(text: str) -> None:
    written = json_text({"name": text}).encode("utf-8")
    assert json.loads(written) == {"name": text}
