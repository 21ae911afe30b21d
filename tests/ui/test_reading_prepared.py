"""A normal report may be prepared by the program; it is a report only once a reader signs it."""

from __future__ import annotations

from mura_desktop.errors import UsageError
from mura_desktop.settings import Settings
from mura_desktop.studies.model import Study
from mura_desktop.studies.reads import Conclusion, Read
from mura_desktop.studies.states import State
from tests.ui.conftest import MakeRoom
from tests.ui.reading_room import HIGH, LOW, MIDDLE, Room

MARK = "UNVERIFIED – prepared by the program, not a report until you sign it"  # noqa: RUF001


class SiteTemplates:
    """Templates that a test tells apart."""

    def normal_text(self, study: Study) -> str:
        return f"{study.patient}: nothing."

    def abnormal_text(self, study: Study, read: Read) -> str:
        return f"{study.patient}: {', '.join(read.findings)} {read.side}."


class WrongTemplates:
    def normal_text(self, study: Study) -> str:
        raise UsageError("normal.txt: line 3 is wrong.")

    def abnormal_text(self, study: Study, read: Read) -> str:
        raise UsageError("abnormal.txt: line 1 is wrong.")


def test_a_likely_normal_study_has_a_report_prepared_and_marked(make_room: MakeRoom) -> None:
    room = make_room(templates=SiteTemplates())
    panel = room.window.reading.panel
    assert not panel.plate.isVisible()
    assert room.case.read.conclusion is None
    room.choose(LOW)
    assert panel.plate.isVisible()
    assert panel.plate.text() == MARK
    assert panel.form.text.toPlainText() == "low: nothing."
    assert panel.form.conclusion.buttons[Conclusion.NORMAL].isChecked()


def test_what_is_only_prepared_is_never_kept(room: Room) -> None:
    room.choose(LOW)
    room.choose(MIDDLE)
    room.window.close()
    assert room.row(LOW).shown_state is State.SCORED
    assert not room.keeper.unsaved()
    again = type(room.store)(room.store.path)
    assert again.reads.progress([LOW.uid]) == {}
    again.close()


def test_one_key_signs_it_as_it_stands(make_room: MakeRoom) -> None:
    room = make_room(templates=SiteTemplates())
    room.choose(LOW)
    room.press("read-sign")
    read = room.signed(LOW).read
    assert (read.conclusion, read.text) == (Conclusion.NORMAL, "low: nothing.")
    assert read.more == {"views": ["low/0"], "versions": [["low/0", 1, 1]]}
    assert read.agrees is None  # nobody has said so


def test_the_mark_stays_until_the_reader_takes_conclusion_or_text_up(room: Room) -> None:
    plate = room.window.reading.panel.plate
    room.choose(LOW)
    room.press("read-agree", "side-left")
    assert plate.isVisible()
    room.drafted(LOW)
    room.choose(HIGH)
    room.choose(LOW)
    assert plate.isVisible()
    room.press("read-normal")
    assert not plate.isVisible()
    assert not room.case.prepared


def test_abnormal_takes_the_place_of_prepared_text_with_the_findings(make_room: MakeRoom) -> None:
    room = make_room(templates=SiteTemplates())
    room.choose(LOW)
    room.press("finding-fracture")
    assert room.case.read.conclusion is Conclusion.ABNORMAL
    room.press("side-right", "finding-effusion")
    assert room.case.read.text == "low: fracture, effusion R."
    room.drafted(LOW)
    room.choose(HIGH)
    room.choose(LOW)  # the text is the program's after a day, too
    room.press("read-normal")
    assert room.case.read.text == "low: nothing."
    room.press("read-not-diagnostic")
    assert room.case.read.text == ""


def test_typed_text_is_never_overwritten(make_room: MakeRoom) -> None:
    room = make_room(templates=SiteTemplates())
    room.choose(LOW)
    room.press("read-text")
    room.type(" My own.")
    assert not room.window.reading.panel.plate.isVisible()
    room.press("read-abnormal", "finding-fracture", "read-normal")
    assert room.case.read.text == "low: nothing. My own."


def test_a_site_may_do_without(make_room: MakeRoom) -> None:
    room = make_room(settings=Settings(prepares_normal_reports=False))
    room.choose(LOW)
    assert room.case.read.conclusion is None
    assert room.case.read.text == ""


def test_a_score_that_comes_late_prepares_and_takes_back(room: Room) -> None:
    room.script.scored(MIDDLE, 0.1)
    room.choose(MIDDLE)
    room.wait(lambda: room.case.prepared)
    room.script.scored(MIDDLE, 0.9)
    room.wait(lambda: not room.case.prepared)
    assert room.case.read.conclusion is None
    assert room.case.read.text == ""


def test_a_flag_that_changes_takes_back_what_was_said_of_the_other(room: Room) -> None:
    room.press("read-agree")
    room.script.scored(HIGH, 0.1, 0.1)
    room.wait(lambda: room.case.likely_normal)
    assert room.case.read.agrees is None


def test_a_template_that_is_wrong_is_told_and_keeps_nobody_from_reading(
    make_room: MakeRoom,
) -> None:
    room = make_room(templates=WrongTemplates())
    room.choose(LOW)
    assert room.status == "normal.txt: line 3 is wrong."
    room.press("finding-fracture")
    assert room.status == "abnormal.txt: line 1 is wrong."
    room.press("read-sign")
    assert room.signed(LOW).read.findings == ("fracture",)


def test_an_amended_normal_template_does_not_stay_below_the_word_abnormal(
    make_room: MakeRoom,
) -> None:
    room = make_room(templates=SiteTemplates())
    room.choose(LOW)
    room.press("read-sign")
    room.signed(LOW)
    # The window hears of it later than the disk, and opens the next study only then.
    room.wait(lambda: room.row(LOW).shown_state is State.SIGNED)
    room.choose(HIGH)
    room.choose(LOW)
    room.press("read-amend", "finding-lesion")
    assert room.case.read.text == "low: lesion ."
