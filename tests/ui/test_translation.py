"""Every text of the window can be translated, and German is complete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from mura_desktop.errors import StoreError
from mura_desktop.studies import body_parts
from mura_desktop.studies.measurements import SPACING_NAMES, Kind
from mura_desktop.studies.model import UNKNOWN_BODY_PART, Band
from mura_desktop.studies.patients import UNKNOWN_PATIENT
from mura_desktop.studies.reads import Conclusion
from mura_desktop.studies.states import State
from mura_desktop.ui import wording
from mura_desktop.ui.command_palette import matches
from mura_desktop.ui.command_table import COMMANDS
from mura_desktop.ui.commands import Commands, Group
from mura_desktop.ui.overlay import Overlay
from mura_desktop.ui.query_dialog import _in_english
from mura_desktop.ui.reasons import told
from mura_desktop.ui.translation import choose_language, install_language, languages, tr
from mura_desktop.ui.words import WORDS, word
from mura_desktop.ui.worklist_filter import Filter
from mura_desktop.ui.worklist_rows import Table
from tests.ui.conftest import MakeStage, make_finding, make_study
from tools import translations
from tools.texts import faults_of, reasons, texts_of, unmarked, window_sources


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """Turn German on for a test."""
    install_language(qapp, "de")
    yield
    install_language(qapp, "en")


# The sources.


@pytest.mark.parametrize("path", window_sources(), ids=lambda path: path.name)
def test_every_text_of_the_window_is_marked(path: Path) -> None:
    assert unmarked(path) == []


def test_only_literals_are_marked() -> None:
    assert faults_of(window_sources()) == []


def test_marks_and_what_lacks_one_are_told_apart(tmp_path: Path) -> None:
    source = tmp_path / "some.py"
    source.write_text(
        '"""A docstring of words."""\n'
        'label.setText("Close")\n'
        'label.setToolTip(tr("Close it"))\n'
        'TABLE = (QT_TR_NOOP("In a table"), "Not in one")\n'
        'say(f"{count} files are left")\n'
        'log.info("a file was left out")\n'
        'plural(count, "file", "files")\n'
        'Command("a", _F, "&Do it", ("A",), "Does it")\n'
        'widget.setObjectName("some name")\n'
    )
    assert [text for _, text in unmarked(source)] == ["Close", "Not in one", "{} files are left"]
    assert {text.source for text in texts_of([source])} == {
        *("Close it", "In a table", "%n files", "&Do it", "Does it")
    }


# The translations.


@pytest.mark.parametrize("path", translations.translations(), ids=lambda path: path.stem)
def test_a_translation_is_complete_and_keeps_what_is_filled_in(path: Path) -> None:
    assert translations.problems_of(path) == []


def test_translations_are_compiled_since_they_were_changed(tmp_path: Path) -> None:
    for made in translations.release(tmp_path):
        there = translations.FOLDER / made.name
        assert there.read_bytes() == made.read_bytes(), "run python -m tools.translations release"


def test_what_the_layers_below_say_is_listed() -> None:
    listed = translations.REASONS_FILE.read_text("utf-8").splitlines()
    assert listed == [reason.replace("\n", "\\n") for reason in reasons()]


@pytest.mark.usefixtures("german")
def test_letters_for_alt_are_unique_in_each_german_menu() -> None:
    menus = {group: [one.label for one in COMMANDS if one.group is group] for group in Group}
    menus |= {"the menu bar": [group.label for group in Group]}  # type: ignore[dict-item]
    for menu, labels in menus.items():
        letters = [label.partition("&")[2][0].lower() for label in labels if "&" in label]
        assert len(letters) == len(set(letters)), (menu, sorted(letters))


# The words.


def test_every_word_of_the_domain_is_marked() -> None:
    values = [
        *(value.value for kind in (Band, State, Conclusion, Kind, Overlay) for value in kind),
        *(body_parts.MURA_PARTS | body_parts.OTHER_LIMB_PARTS | body_parts.TRUNK_AND_HEAD),
        *(*SPACING_NAMES.values(), UNKNOWN_BODY_PART, UNKNOWN_PATIENT),
    ]
    assert set(values) <= set(WORDS)


@pytest.mark.usefixtures("german")
def test_words_read_german_and_names_stay() -> None:
    assert word(Band.LIKELY_NORMAL) == "eher unauffällig"
    assert word("wrist") == "Handgelenk"
    assert word("no such part") == "no such part"
    assert wording.patient(replace(make_study("A"), patient="normal")) == "normal"
    assert wording.patient(replace(make_study("A"), patient=UNKNOWN_PATIENT)).startswith("unbek")


@pytest.mark.usefixtures("german")
def test_the_worklist_is_searched_for_what_it_shows_and_for_the_english_words() -> None:
    urgent, quiet = make_study("A"), replace(make_study("B"), body_part="hand")
    known = {"A": make_finding(urgent, 0.9), "B": make_finding(quiet, 0.1)}
    table = Table([urgent, quiet], known, {}, {})

    def found(text: str) -> list[bool]:
        return list(Filter().with_text(text).mask(table))

    assert found("Dringend") == found("urgent") == [True, False]
    assert found("eher unauffällig") == found("likely normal") == [False, True]
    assert found("handgelenk") == found("wrist") == [True, False]
    assert found("bewertet") == found("scored") == [True, True]
    assert found("nichts davon") == [False, False]


@pytest.mark.usefixtures("german")
def test_days_are_asked_for_in_the_language_that_is_on() -> None:
    assert _in_english("Gestern..heute") == "yesterday..today"
    assert _in_english("2026-01-31..today") == "2026-01-31..today"


@pytest.mark.usefixtures("german")
def test_counted_texts_follow_their_number() -> None:
    assert wording.plural(1, "view", "views") == "1 Aufnahme"
    assert wording.plural(0, "view", "views") == "0 Aufnahmen"
    assert wording.plural(12345, "view", "views") == "12\u00a0345 Aufnahmen"


def test_a_counted_text_without_a_translation_follows_english(qapp: QApplication) -> None:
    assert wording.plural(1, "grue", "grues") == "1 grue"
    install_language(qapp, "de")
    assert wording.plural(1, "of %n grue", "of %n grues") == "of 1 grue"
    assert wording.plural(2, "of %n grue", "of %n grues") == "of 2 grues"
    install_language(qapp, "en")


# What the layers below say.


@pytest.mark.usefixtures("german")
def test_sentences_of_the_layers_below_are_said_anew() -> None:
    assert told("is empty") == "ist leer"
    assert told("is a CT image, not a radiograph") == "ist ein CT-Bild, keine Röntgenaufnahme"
    assert told("a.dcm: is empty") == "a.dcm: ist leer"
    full = StoreError(
        "The results in /data/m.sqlite cannot be written: "
        "the disk is full; free some space (database or disk is full)."
    )
    assert told(str(full)) == (
        "Die Ergebnisse in /data/m.sqlite können nicht geschrieben werden: der Datenträger ist "
        "voll; schaffen Sie Platz (database or disk is full)."
    )


@pytest.mark.usefixtures("german")
def test_a_sentence_that_nobody_knows_stays() -> None:
    assert told("colourless green ideas sleep furiously") == (
        "colourless green ideas sleep furiously"
    )


@given(st.text())
def test_any_sentence_may_be_told(text: str) -> None:
    assert isinstance(told(text), str)


def test_in_english_nothing_changes() -> None:
    assert told("is empty") == "is empty"


# The window.


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("de", "de"), ("de_AT", "de"), ("DE-ch", "de"), ("xx", "en"), ("en", "en")],
)
def test_a_language_is_found_by_its_code(wanted: str, found: str) -> None:
    assert choose_language(wanted) == found


def test_without_a_wish_the_system_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _self: ["xx-YY", "de-AT", "en-GB"])
    assert choose_language(None) == "de"
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _self: ["xx-YY"])
    assert choose_language(None) == "en"


def test_languages_have_their_own_names() -> None:
    assert languages() == {"de": "Deutsch", "en": "English"}


@pytest.mark.usefixtures("german")
def test_the_german_window_speaks_german(make_stage: MakeStage, qtbot: QtBot) -> None:
    stage = make_stage()
    window = stage.window
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == [group.label for group in Group]
    assert titles[0] == "&Datei"
    assert window.commands["invert"].toolTip() == "Schwarz und Weiß tauschen (I)"
    assert matches(window.commands, "knochen")[0].id == "preset-bone"
    stage.script.scanned(make_study("A"))
    stage.script.scored(make_study("A"), 0.9)
    stage.script.put(None)
    qtbot.waitUntil(lambda: "dringend" in window.viewer.heading)
    assert "Modell-Score 90 %" in window.viewer.heading


@pytest.mark.usefixtures("german")
def test_qt_speaks_german_too(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"


@pytest.mark.usefixtures("german")
def test_keys_are_kept_in_the_same_writing_in_every_language(make_stage: MakeStage) -> None:
    window = make_stage().window
    assert "Strg+R" in window.commands["turn-right"].toolTip()
    window.commands.set_keys("invert", ["Ctrl+Del"])
    assert window.commands.changed()["invert"] == ["Ctrl+Del"]
    other = Commands(COMMANDS, window.viewer, {"invert": ["Ctrl+Del"]})
    assert other.keys("invert") == window.commands.keys("invert")
    for action in other.all():
        window.viewer.removeAction(action)


def test_english_comes_back(qapp: QApplication) -> None:
    install_language(qapp, "de")
    assert tr("Close") == "Schließen"
    install_language(qapp, "en")
    assert tr("Close") == "Close"
