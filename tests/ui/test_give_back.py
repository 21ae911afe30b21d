"""The dialog that sends results says what there is, what is on its way, and why it waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mura_desktop import paths
from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.outbox import Job, JobState, Outbox
from mura_desktop.giving_back import GivingBack
from mura_desktop.offer import NOT_DICOM, NOTHING
from mura_desktop.remotes import Remote
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store
from mura_desktop.studies.model import FileFormat, Study
from mura_desktop.ui.background import Background
from mura_desktop.ui.give_back_dialog import GiveBackDialog
from mura_desktop.ui.give_back_list import _reason
from tests.ui.conftest import MakeStage, make_study

PACS = Remote(name="PACS", aet="A", host="h")


def dicom_study(name: str = "1.2") -> Study:
    study = make_study(name)
    views = tuple(replace(view, format=FileFormat.DICOM) for view in study.views)
    return replace(study, views=views)


@pytest.fixture
def giving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GivingBack]:
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path))
    store = Store(paths.database())
    yield GivingBack(store, None, Settings(remotes=[PACS]), Outbox(paths.outbox()))
    store.close()


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def opened(
    qtbot: QtBot, giving: GivingBack, background: Background, study: Study | None
) -> GiveBackDialog:
    dialog = GiveBackDialog(None, giving, background, study)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not background.busy)
    return dialog


def test_what_there_is_not_is_greyed_with_its_reason(
    qtbot: QtBot, giving: GivingBack, background: Background
) -> None:
    dialog = opened(qtbot, giving, background, dicom_study())

    assert not any(box.isEnabled() or box.isChecked() for box in dialog.boxes.values())
    assert dialog.boxes[Kind.REPORT].accessibleDescription() == NOTHING
    assert not dialog.send.isEnabled()


def test_pictures_that_are_no_dicom_are_refused_with_one_sentence(
    qtbot: QtBot, giving: GivingBack, background: Background
) -> None:
    dialog = opened(qtbot, giving, background, make_study("film"))

    assert dialog.message.text() == NOT_DICOM
    assert not dialog.send.isEnabled()


def test_a_press_puts_the_chosen_kinds_into_the_outbox_and_the_list(
    qtbot: QtBot, giving: GivingBack, background: Background
) -> None:
    from mura_desktop.studies.reads import Conclusion, Read

    study = dicom_study()
    giving._store.reads.sign(study, "Jane Doe", Read(Conclusion.NORMAL))
    dialog = opened(qtbot, giving, background, study)
    assert [kind for kind, box in dialog.boxes.items() if box.isEnabled()] == [Kind.REPORT]

    dialog.send.click()
    qtbot.waitUntil(lambda: dialog.list.tree.topLevelItemCount() == 1)

    (job,) = giving.outbox.jobs()
    assert (job.kinds, job.remote, job.study_uid) == ((Kind.REPORT,), "PACS", "1.2")
    assert "PACS" in dialog.message.text()


def test_without_an_archive_in_the_settings_the_dialog_says_where_to_name_one(
    qtbot: QtBot, giving: GivingBack, background: Background
) -> None:
    bare = GivingBack(giving._store, None, Settings(), giving.outbox)
    dialog = opened(qtbot, bare, background, make_study("film", 1))

    assert not dialog.remotes.isEnabled()
    assert not dialog.send.isEnabled()


def test_given_up_results_can_be_tried_again_or_forgotten(
    qtbot: QtBot, giving: GivingBack, background: Background
) -> None:
    first = giving.outbox.ask("1.2", "DEMO^ONE", "PACS", [Kind.REPORT])
    giving.outbox.give_up(first, "PACS refused the object.")
    dialog = opened(qtbot, giving, background, None)
    qtbot.waitUntil(lambda: dialog.list.tree.topLevelItemCount() == 1)
    assert "refused" in dialog.list.reason.text()

    dialog.list.retry.click()
    qtbot.waitUntil(lambda: giving.outbox.jobs()[0].state is JobState.ASKED)
    dialog.list.forget.click()
    qtbot.waitUntil(lambda: giving.outbox.jobs() == [])
    qtbot.waitUntil(lambda: dialog.list.tree.topLevelItemCount() == 0)
    assert dialog.list.reason.text() == "Nothing is on its way."


def test_a_job_says_what_it_waits_for() -> None:
    now = datetime.now(UTC)
    first = Job("1", "1.2", "A", "PACS", (Kind.REPORT,), JobState.WAITING, now, now)
    first = replace(first, reason="PACS is off.", next_try=now + timedelta(minutes=1))
    second = replace(first, name="2", reason="", next_try=None, note="Nobody has signed it.")
    newest_first = (second, first)

    assert "The next try is at" in _reason(first, newest_first)
    assert "waits behind an earlier study: PACS is off." in _reason(second, newest_first)
    assert "Left out: Nobody has signed it." in _reason(second, newest_first)


def test_the_command_is_off_in_a_window_that_keeps_nothing(make_stage: MakeStage) -> None:
    stage = make_stage()

    assert not stage.window.commands["give-back"].isEnabled()
