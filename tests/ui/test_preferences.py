"""Preferences: what is set is checked, written, and counts at once where it can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from mura_desktop import paths
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.settings import Settings, load_settings
from mura_desktop.studies.alarms import ScoredStudy
from mura_desktop.studies.model import Band
from mura_desktop.studies.triage import Thresholds, TriageRule, with_site_thresholds
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.preferences_dialog import PreferencesDialog
from mura_desktop.ui.theme import Theme, apply_theme, current_theme
from tests.ui.conftest import RULE, Darkroom, Script, make_finding, make_study
from tests.ui.test_commands import press

Open = Callable[[], PreferencesDialog]


IN_THE_FILE_ONLY = {
    *("aet", "port", "listens", "listen_address", "allowed_callers", "allowed_addresses"),
    *("tls_certificate", "tls_key", "tls_authority", "incoming_folder", "quiet_seconds"),
    *("poll_minutes", "remotes", "gives_back", "gives_back_to", "database"),
}
"""What whoever runs the network sets up; ``docs/network.md`` says how."""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    yield tmp_path
    if current_theme() is not Theme.DARK:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application)


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def window(qtbot: QtBot, script: Script) -> Iterator[MainWindow]:
    def retune(thresholds: Mapping[str, Thresholds]) -> TriageRule:
        return with_site_thresholds(RULE, thresholds)

    def backend() -> Backend:
        return Backend(
            pipeline=script,
            decoder=Darkroom(),
            rule=RULE,
            input_size=64,
            model_summary="test model",
            about_model=(),
            model_problem=None,
            close=lambda: None,
            settings=load_settings(),
            retune=retune,
        )

    made = MainWindow(backend)
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.backend is not None)
    yield made
    made.work.close()
    made.background.close()


@pytest.fixture
def open_dialog(window: MainWindow, qtbot: QtBot) -> Open:
    def act() -> PreferencesDialog:
        qtbot.waitUntil(lambda: not window.findChildren(PreferencesDialog))
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        press(window, "preferences")
        dialog = window.findChildren(PreferencesDialog)[-1]
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return act


def saved(qtbot: QtBot, dialog: PreferencesDialog, window: MainWindow) -> Settings:
    """Save by key, and return the settings that the window works with then."""
    told: list[Settings] = []
    window.settings_changed.connect(told.append)
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] == load_settings()
    assert window.backend is not None
    assert window.backend.settings == told[-1]
    return told[-1]


def test_a_name_typed_by_key_is_written_and_counts_at_once(
    window: MainWindow, open_dialog: Open, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    QTest.keyClick(dialog, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    name = dialog.focusWidget()
    assert isinstance(name, QLineEdit)
    QTest.keyClicks(name, " Dr. One ")
    assert saved(qtbot, dialog, window).reader == "Dr. One"
    assert paths.settings_file().read_text() == 'reader = "Dr. One"\n'


def test_a_value_that_is_the_default_again_leaves_the_file(
    window: MainWindow, open_dialog: Open, qtbot: QtBot
) -> None:
    for on in (False, True):
        dialog = open_dialog()
        box = dialog.reading.controls["opens_next"]
        assert isinstance(box, QCheckBox)
        QTest.keyClick(box, Qt.Key.Key_Space)
        assert saved(qtbot, dialog, window).opens_next is on
        qtbot.waitUntil(lambda: not window.findChildren(PreferencesDialog))
    assert paths.settings_file().read_text() == ""


def test_bands_of_a_part_are_set_reset_and_applied_to_the_listed_studies(
    window: MainWindow, open_dialog: Open, script: Script, qtbot: QtBot
) -> None:
    study = make_study("A")
    window.open([Path("/films")])
    script.scanned(study, known={"A": make_finding(study, 0.5)})
    qtbot.waitUntil(lambda: len(window.worklist.model.rows) == 1)

    page = open_dialog()
    page.contents.setCurrentRow(1)
    worklist = page.worklist
    assert worklist.part == "default"
    worklist.urgent.setValue(40)
    assert worklist.table.item(0, 4).text() == "40.00 %"  # type: ignore[union-attr]
    worklist.review.setValue(50)
    assert worklist.wrong.isVisibleTo(page)
    page.save()
    assert page.isVisible()
    assert "“review” must not begin above" in page.message.text()
    worklist.review.setValue(20)
    assert saved(qtbot, page, window).thresholds == {"default": Thresholds(0.2, 0.4)}
    finding = window.worklist.model.rows[0].finding
    assert finding is not None
    assert finding.band is Band.URGENT

    again = open_dialog()
    again.worklist.reset.click()
    assert saved(qtbot, again, window).thresholds == {}
    finding = window.worklist.model.rows[0].finding
    assert finding is not None
    assert finding.band is Band.REVIEW


def test_what_bands_would_cost_is_counted_with_every_change(open_dialog: Open) -> None:
    page = open_dialog().worklist
    assert "is shown once studies were scored" in page.cost.text()
    ago = datetime.now(UTC) - timedelta(days=10)
    page.show_recent([ScoredStudy("wrist", (0.5,), ago) for _ in range(30)])
    assert page.cost.text().startswith("With these bands 0.0 urgent and 3.0 review alarms a day")
    page.urgent.setValue(45)
    assert page.cost.text().startswith("With these bands 3.0 urgent and 0.0 review alarms a day")
    assert page.table.item(0, 6).text() == "3.0"  # type: ignore[union-attr]


def test_no_cap_on_waiting_is_kept_as_that(
    window: MainWindow, open_dialog: Open, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    dialog.worklist.wait.setValue(0)
    assert saved(qtbot, dialog, window).longest_wait is None


def test_model_and_engine_take_effect_at_the_next_start_and_say_so(
    window: MainWindow, open_dialog: Open, qtbot: QtBot
) -> None:
    (paths.data_folder() / "models" / "broken").mkdir(parents=True)
    dialog = open_dialog()
    qtbot.waitUntil(lambda: dialog.model.model.count() == 2)
    assert dialog.model.model.itemText(1) == "broken (cannot be used)"
    assert "broken: " in dialog.model.model_note.text()
    engine = dialog.model.controls["engine"]
    assert isinstance(engine, QComboBox)
    engine.setCurrentIndex(engine.findData("onnxruntime"))
    settings = saved(qtbot, dialog, window)
    assert (settings.engine, settings.model, settings.threads) == ("onnxruntime", None, None)
    assert "at the next start" in window.banner.label.text()


def test_a_watched_folder_needs_its_whole_path(open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.folders.watched.setText("inbox")
    dialog.save()
    assert dialog.isVisible()
    assert dialog.contents.currentRow() == 3
    assert "whole path" in dialog.message.text()


def test_the_theme_changes_at_once(window: MainWindow, open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.appearance.theme.setCurrentIndex(dialog.appearance.theme.findData(Theme.LIGHT))
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: current_theme() is Theme.LIGHT)
    window.surroundings.set_theme(Theme.DARK)


def test_what_the_environment_decides_cannot_be_changed_here(
    open_dialog: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MURA_DESKTOP_INSTITUTION", "elsewhere")
    dialog = open_dialog()
    field = dialog.reading.controls["institution"]
    assert not field.isEnabled()
    assert "MURA_DESKTOP_INSTITUTION" in field.toolTip()
    assert "institution" not in dialog.changes()


def test_a_file_that_cannot_be_written_is_told_and_the_dialog_stays(
    open_dialog: Open, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    paths.settings_file().write_text("this is = = no TOML")
    box = dialog.reading.controls["opens_next"]
    assert isinstance(box, QCheckBox)
    box.toggle()
    dialog.save()
    qtbot.waitUntil(dialog.message.isVisible)
    assert "not valid TOML" in dialog.message.text()
    assert dialog.save_button.isEnabled()


def test_every_entry_of_the_settings_has_a_control_and_every_control_a_name(
    open_dialog: Open,
) -> None:
    dialog = open_dialog()
    entries = set().union(*(page._entries for page in dialog.pages))
    assert entries | IN_THE_FILE_ONLY == set(Settings.model_fields)
    assert not entries & IN_THE_FILE_ONLY
    kinds = (QLineEdit, QComboBox, QCheckBox, QAbstractSpinBox, QPushButton)
    for kind in kinds:
        for control in dialog.findChildren(kind):
            inner = isinstance(control.parent(), QAbstractSpinBox | QComboBox)
            name = control.accessibleName() or getattr(control, "text", str)()
            assert inner or name, control
    for page in dialog.pages:
        letters = [
            text[text.index("&") + 1].lower()
            for label in page.findChildren(QCheckBox) + page.findChildren(QPushButton)
            if "&" in (text := label.text())
        ]
        assert len(letters) == len(set(letters)), page.title
