"""The report of the study in view: what is shown, and what gets to file, paper and clipboard."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from mura_desktop.reports.pictures import Picture, PicturePair
from mura_desktop.reports.words import load_words
from mura_desktop.studies.measurements import Kind, Measurement, Point
from mura_desktop.studies.states import State
from mura_desktop.ui.canvas import CanvasState
from mura_desktop.ui.display import Window
from mura_desktop.ui.options import Options
from mura_desktop.ui.overlay import Overlay
from mura_desktop.ui.pane import Pane
from mura_desktop.ui.placement import Orientation, Placement
from mura_desktop.ui.report_dialog import ReportDialog
from mura_desktop.ui.report_images import KeyView, key_views, picture_pair
from mura_desktop.ui.report_source import ReportSource
from mura_desktop.ui.shown_view import ShownView
from mura_desktop.ui.worklist_rows import Row
from tests.ui.conftest import HOT_CORNER, RULE, film
from tests.ui.report_room import ABNORMAL, DEMO, KNOWN, OTHER, Room, make_room

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    return make_room(qtbot, tmp_path, monkeypatch, DEMO, OTHER)


def open_report(room: Room) -> ReportDialog:
    dialog = room.open("report")
    assert isinstance(dialog, ReportDialog)
    room.idle()  # what was fetched is laid out next
    return dialog


def test_a_draft_is_shown_as_unverified_and_a_signed_version_as_signed(room: Room) -> None:
    room.store.reads.save_draft(DEMO, "Dr. One", ABNORMAL, 0)
    dialog = open_report(room)
    text = dialog.text.toPlainText()
    assert "UNVERIFIED DRAFT" in text
    assert "Fracture of the radius." in text
    assert "DEMO, ONE (77)" in text
    dialog.close()
    room.store.reads.sign(DEMO, "Dr. One", ABNORMAL, finding=KNOWN["demo"])
    dialog = open_report(room)
    text = dialog.text.toPlainText()
    assert "UNVERIFIED" not in text
    assert "Signed by\nDr. One" in text
    assert "review from 20 %, urgent from 60 %" in text
    dialog.close()


def test_the_draft_of_another_reader_is_not_reported(room: Room) -> None:
    room.store.reads.save_draft(DEMO, "Dr. Two", ABNORMAL, 0)
    dialog = open_report(room)
    text = dialog.text.toPlainText()
    assert "nobody has read this study" in text
    assert "Fracture" not in text
    dialog.close()


def test_the_page_that_is_saved_holds_the_views_as_they_are_shown(room: Room) -> None:
    room.window.commands["invert"].trigger()
    dialog = open_report(room)
    page = room.save("report.html", lambda: dialog.save("html")).read_text("utf-8")
    images = [base64.b64decode(data) for data in re.findall(r"base64,([^\"]+)", page)]
    # The first view's score is high enough for its region to be shown, the second one's is not.
    assert len(images) == 3
    assert all(QImage.fromData(data).width() > 500 for data in images)
    assert "No region of the model" in page
    assert "DEMO, ONE (77)" in page
    assert str(room.folder / "report.html") in dialog.said.text()
    dialog.images.setChecked(False)
    room.idle()
    assert "base64" not in room.save("bare.html", lambda: dialog.save("html")).read_text("utf-8")
    dialog.close()


def test_an_anonymous_page_has_no_name(room: Room) -> None:
    room.store.reads.sign(DEMO, "Dr. One", ABNORMAL, finding=KNOWN["demo"])
    dialog = open_report(room)
    dialog.anonymous.setChecked(True)
    room.idle()
    assert "DEMO" not in dialog.text.toPlainText()
    page = room.save("report.html", lambda: dialog.save("html")).read_text("utf-8")
    for secret in ("DEMO", "77)", "2024-", "two planes", "Dr. One"):
        assert secret not in re.sub(r"base64,[^\"]+", "", page), secret
    assert "burned into the images" in page
    assert '"anonymous": true' in room.exports()[-1]
    dialog.close()


def pdf_text(file: Path) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("needs pdftotext to look into a PDF")
    done = subprocess.run([tool, "-layout", file, "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def has_mark_across(file: Path, page: int) -> bool:
    """Tell whether something pale red is written across the middle of a page."""
    tool = shutil.which("pdftoppm")
    if tool is None:
        pytest.skip("needs pdftoppm to look at a PDF")
    options = ("-r", "40", "-png", "-f", str(page), "-l", str(page))
    done = subprocess.run([tool, *options, file], capture_output=True, check=True)
    image = QImage.fromData(done.stdout)
    middle = range(image.width() // 3, 2 * image.width() // 3)
    colours = (
        image.pixelColor(x, y)
        for x in middle
        for y in range(image.height() // 3, 2 * image.height() // 3)
    )
    return sum(colour.red() - colour.blue() > 15 for colour in colours) > 100


def test_every_page_of_a_pdf_names_patient_and_page_and_marks_a_draft(room: Room) -> None:
    long = replace(ABNORMAL, text="\n".join(f"Line {number}." for number in range(90)))
    room.store.reads.save_draft(DEMO, "Dr. One", long, 0)
    dialog = open_report(room)
    file = room.save("report.pdf", lambda: dialog.save("pdf"))
    dialog.close()
    assert file.read_bytes().startswith(b"%PDF")
    pages = pdf_text(file).rstrip("\f").split("\f")
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert "DEMO, ONE (77)" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "UNVERIFIED DRAFT" in page
        assert "Research use only." in page
        assert has_mark_across(file, number)
    assert all(f"Line {number}." in "".join(pages) for number in range(90))
    room.store.reads.sign(DEMO, "Dr. One", long)
    dialog = open_report(room)
    file = room.save("signed.pdf", lambda: dialog.save("pdf"))
    dialog.close()
    assert "UNVERIFIED" not in pdf_text(file)
    assert not any(has_mark_across(file, number) for number in range(1, len(pages) + 1))


def test_a_signed_report_becomes_a_pdf_on_any_thread(room: Room) -> None:
    signed = room.store.reads.sign(DEMO, "Dr. One", ABNORMAL, finding=KNOWN["demo"])
    room.store.reads.sign(DEMO, "Dr. One", ABNORMAL, after=1, reason="again")
    source = ReportSource(room.store, RULE, 64, "Demo Clinic", "Dr. One")
    made: list[bytes] = []
    thread = threading.Thread(
        target=lambda: made.append(source.signed_pdf(DEMO, KNOWN["demo"], signed))
    )
    thread.start()
    thread.join()
    file = room.folder / "signed.pdf"
    file.write_bytes(made[0])
    text = pdf_text(file)
    assert "Demo Clinic" in text
    assert re.search(r"Version\s+1\n", text)
    assert "again" not in text


def test_the_text_gets_to_the_clipboard_by_one_key_and_is_noted(room: Room) -> None:
    room.store.reads.sign(DEMO, "Dr. One", ABNORMAL)
    room.window.commands["copy-report"].trigger()
    room.idle()
    text = QGuiApplication.clipboard().text()
    assert "Fracture of the radius." in text
    assert "Signed by: Dr. One" in text
    assert "clipboard" in room.window.statusBar().currentMessage()
    (noted,) = room.exports()
    assert '"way": "clipboard"' in noted
    assert "DEMO" not in noted


def test_a_folder_that_is_missing_is_named_and_nothing_is_left_there(room: Room) -> None:
    dialog = open_report(room)
    for ending in ("pdf", "html"):
        room.save(f"missing/report.{ending}", lambda ending=ending: dialog.save(ending))  # type: ignore[misc]
        assert "cannot be written" in dialog.problem.text()
        assert "Choose another folder." in dialog.problem.text()
        assert dialog.problem.isVisible()
        assert dialog.pdf.isEnabled()
    assert list(room.folder.iterdir()) == []
    dialog.close()


def test_what_cannot_be_noted_does_not_leave(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = open_report(room)

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no")

    monkeypatch.setattr(type(room.store.audit), "record", refuse)
    file = room.save("report.pdf", lambda: dialog.save("pdf"))
    assert not file.exists()
    assert dialog.problem.isVisible()
    dialog.close()


def test_a_failure_after_the_dialog_was_closed_is_told_in_the_window(room: Room) -> None:
    dialog = open_report(room)
    room.names.append(str(room.folder / "missing" / "report.html"))
    dialog.save("html")
    dialog.close()
    dialog.deleteLater()
    room.idle()
    room.bot.waitUntil(lambda: "cannot be written" in room.window.banner.label.text())


def test_without_a_study_the_window_says_what_to_do(room: Room) -> None:
    room.window.viewer.show_study(None)
    for command in ("report", "copy-report"):
        room.window.banner.hide()
        room.window.commands[command].trigger()
        assert room.window.banner.isVisible()
        assert "choose a study" in room.window.banner.label.text()


# Key images.


def key(**changes: object) -> KeyView:
    image = film()
    rows, columns = image.pixels.shape
    state = CanvasState(Window(127.5, 255), False, Placement(rows, columns, QSizeF(1, 1)))
    plain = KeyView(DEMO, 0, image, state, (), None, Overlay.OUTLINE, 0.6)
    return replace(plain, **changes)  # type: ignore[arg-type]


def pixels(picture: Picture) -> np.ndarray:
    image = QImage.fromData(picture.png).convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return flat[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def pair(view: KeyView) -> PicturePair:
    return picture_pair(view, 64, load_words("en"))


def turned(view: KeyView, orientation: Orientation) -> KeyView:
    assert view.state is not None
    placement = replace(view.state.placement, orientation=orientation)
    return replace(view, state=replace(view.state, placement=placement))


def bright_corner(drawn: np.ndarray) -> tuple[str, str]:
    """Say in which corner the bright spot of the film lies; texts cover parts of the edges."""
    grey = drawn.min(axis=2)
    rows, columns = grey.shape
    spots = {
        (down, across): grey[
            slice(rows // 12, rows // 8) if down == "top" else slice(-rows // 8, -rows // 12),
            slice(0, columns // 5) if across == "left" else slice(-columns // 5, None),
        ].max()
        for down in ("top", "bottom")
        for across in ("left", "right")
    }
    return max(spots, key=lambda corner: spots[corner])


def test_a_picture_shows_the_window_and_lies_as_on_the_screen() -> None:
    (bare,) = pair(key()).pictures
    drawn = pixels(bare)
    assert drawn.shape[0] > drawn.shape[1] > 500
    assert abs(drawn[drawn.shape[0] // 2, drawn.shape[1] // 2] - 100).max() <= 2
    assert bright_corner(drawn) == ("top", "left")
    mirrored = pixels(pair(turned(key(), Orientation(0, True))).pictures[0])
    assert bright_corner(mirrored) == ("top", "right")
    quarter = pixels(pair(turned(key(), Orientation(1, False))).pictures[0])
    assert quarter.shape[1] > quarter.shape[0]


def test_a_turned_or_inverted_picture_says_so() -> None:
    plain = key()
    assert plain.state is not None
    inverted = replace(plain, state=replace(plain.state, inverted=True))
    drawn = pixels(pair(inverted).pictures[0])
    assert abs(drawn[drawn.shape[0] // 2, drawn.shape[1] // 2] - 155).max() <= 2
    for view in (inverted, turned(plain, Orientation(2, False))):
        corner = pixels(pair(view).pictures[0])[:80, :400]
        orange = (corner[..., 0] > 200) & (corner[..., 2] < 100)
        assert orange.any()


def test_the_region_lies_over_the_second_picture_only() -> None:
    bare, overlaid = pair(key(activation=HOT_CORNER)).pictures
    assert "no finding" in overlaid.caption
    difference = abs(pixels(bare) - pixels(overlaid)).max(axis=2)
    rows, columns = difference.shape
    assert difference[: rows // 2].max() > 60
    assert difference[2 * rows // 3 :].max() == 0
    alone = pair(key())
    assert len(alone.pictures) == 1
    assert "No region" in alone.note
    assert columns > 500


def test_measurements_are_drawn_into_both_pictures() -> None:
    length = Measurement("demo/0", Kind.LENGTH, (Point(5, 50), Point(35, 50)))
    for picture in pair(key(activation=HOT_CORNER, measurements=(length,))).pictures:
        drawn = pixels(picture)
        line = drawn[int(drawn.shape[0] * 50 / 60)]
        blue = (line[:, 2] > 200) & (line[:, 0] < 180)
        assert blue.sum() > 200


def test_of_what_stands_side_by_side_only_the_study_that_is_read_is_printed(qtbot: QtBot) -> None:
    panes = [Pane(), Pane(), Pane()]
    for pane in panes:
        qtbot.addWidget(pane)
    panes[0].show_view("demo/0", film())
    row, other = Row(DEMO, State.SCORED, KNOWN["demo"]), Row(OTHER, State.SCORED, KNOWN["other"])
    slots = [ShownView(row, 0), ShownView(other, 0, earlier=True), None]
    off = replace(Options(), overlay=Overlay.OFF)
    (found,) = key_views(zip(panes, slots, strict=True), off, RULE)
    assert (found.study, found.number) == (DEMO, 0)
    assert found.activation is HOT_CORNER
    assert found.overlay is Overlay.OUTLINE  # a report shows the region, even where it is off


def test_a_view_that_is_not_read_yet_is_named_instead_of_left_out() -> None:
    found = pair(key(image=None, state=None))
    assert found.pictures == ()
    assert "could not be shown" in found.note
