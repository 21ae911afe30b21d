"""Everything can be reached by keys, is named for screen readers, and can be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QRadioButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mura_desktop import paths
from mura_desktop.dicomio.outbox import Outbox
from mura_desktop.errors import StoreDamagedError
from mura_desktop.giving_back import GivingBack
from mura_desktop.reception import Reception
from mura_desktop.remotes import Remote
from mura_desktop.reports.templates import Templates
from mura_desktop.settings import Settings
from mura_desktop.studies.model import Grouping
from mura_desktop.ui.canvas_paint import Badge, paint_texts
from mura_desktop.ui.date_range import ask_for_dates
from mura_desktop.ui.give_back_dialog import GiveBackDialog
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.notice import Notice
from mura_desktop.ui.open_dialog import OpenDialog
from mura_desktop.ui.query_dialog import QueryDialog
from mura_desktop.ui.reading_leave import LeaveDialog
from mura_desktop.ui.recovery_dialog import RecoveryDialog
from mura_desktop.ui.report_templates import TemplateDialog
from mura_desktop.ui.theme import (
    COLOURS,
    IMAGE_ACCENT,
    IMAGE_BLACK,
    IMAGE_MUTED,
    IMAGE_TEXT,
    IMAGE_WARNING,
    Theme,
    apply_theme,
    style_sheet,
)
from mura_desktop.ui.translation import install_language
from tests.ui.conftest import Stage, make_finding, make_study
from tests.ui.reading_room import HIGH, Room

A, B = make_study("A", 2), make_study("B")
SMALL_SCREEN = (720, 450)
"""Logical pixels of a screen of 1440 x 900 at 200 %."""


@pytest.fixture
def open_stage(stage: Stage, qtbot: QtBot) -> Stage:
    """Give a window, in the program's dress, with a study in view and everything unfolded."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    if application.styleSheet() != style_sheet(Theme.DARK):  # a new one takes its time
        apply_theme(application, Theme.DARK)
    stage.script.scanned(A, B, known={"A": make_finding(A, 0.9, 0.4)})
    window = stage.window
    qtbot.waitUntil(lambda: window.viewer.canvas.image is not None and not window.images.busy)
    window.activateWindow()
    return stage


def stops(window: QWidget) -> list[QWidget]:
    """Return what the tab key stops at, in its order, beginning with the next."""
    window.activateWindow()
    QApplication.processEvents()
    found: list[QWidget] = []
    for _ in range(100):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        stop = QApplication.focusWidget()
        if stop is None or stop in found:
            break
        found.append(stop)
    return found


def spoken(widget: QWidget) -> str:
    """Return what a screen reader calls a widget, as Qt's own interfaces find it.

    Asking them (`QAccessible.queryAccessibleInterface`) would crash PySide when windows go.
    """
    if isinstance(widget, QAbstractButton) and not widget.accessibleName():
        return widget.text()
    labels = widget.window().findChildren(QLabel)
    buddies = [label.text() for label in labels if label.buddy() is widget]
    return widget.accessibleName() or "".join(buddies)


def unnamed(window: QWidget) -> list[str]:
    """Return the widgets that keys reach and nothing names."""
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in stops(window)
        if not spoken(widget).strip()
    ]


Make = Callable[[MainWindow], QDialog]


def by_command(command: str) -> Make:
    """Return what opens a dialog as the reader does."""

    def make(window: MainWindow) -> QDialog:
        before = window.findChildren(QDialog)
        window.commands[command].trigger()
        (dialog,) = [one for one in window.findChildren(QDialog) if one not in before]
        return dialog

    return make


def give_back(window: MainWindow) -> QDialog:
    """Open what sends results of a study that is signed nowhere."""
    assert window.backend is not None
    store, pacs = window.backend.store, Remote(name="PACS", aet="A", host="h")
    assert store is not None
    giving = GivingBack(store, None, Settings(remotes=[pacs]), Outbox(paths.outbox()))
    return GiveBackDialog(window, giving, window.background, HIGH)


def query(window: MainWindow) -> QDialog:
    """Open what asks an archive."""
    assert window.backend is not None
    assert window.backend.store is not None
    reception = Reception(Settings(), window.backend.store)
    window.destroyed.connect(reception.close)
    remotes = (Remote(name="PACS", aet="A", host="h"),)
    return QueryDialog(window, remotes, reception, window.background)


def template_editor(window: MainWindow) -> QDialog:
    """Open what changes the texts that reports begin with."""
    templates = Templates()
    return TemplateDialog(window, window.background, templates, lambda _text, _bug: None)


DIALOGS: dict[str, Make] = {
    "palette": by_command("palette"),
    "keys": by_command("keys"),
    "editor": by_command("change-keys"),
    "open": lambda window: OpenDialog(
        window, folder=True, start=str(Path.home()), grouping=Grouping.AUTO
    ),
    "recovery": lambda window: RecoveryDialog(
        window, StoreDamagedError(Path("/data/m.sqlite"), "it is no database")
    ),
    "report": by_command("report"),
    "export": by_command("export-lists"),
    "statistics": by_command("statistics"),
    "template editor": template_editor,
    "preferences": by_command("preferences"),
    "about": by_command("about"),
    "log viewer": by_command("show-log"),
    "crash dialog": by_command("show-reports"),
    "notice": lambda window: Notice(window, paths.data_folder()),
    "query": query,
    "give back": give_back,
    "leave": lambda window: LeaveDialog(window, lambda: ["DEMO^ONE"], "The disk is full."),
    "date range": lambda window: ask_for_dates(window, None, None, lambda _first, _last: None),
}


def test_everything_in_the_window_that_keys_reach_has_a_name(open_stage: Stage) -> None:
    window = open_stage.window
    window.banner.say("A message")
    window.worklist.hint.setText("3 new results: sort now")
    window.worklist.hint.show()
    assert len(stops(window)) > 15
    assert unnamed(window) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_what_keys_reach_in_dialogs_has_a_name_and_shows_the_focus(
    name: str, room: Room, qtbot: QtBot
) -> None:
    window = room.window
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    if application.styleSheet() != style_sheet(Theme.DARK):
        apply_theme(application, Theme.DARK)
    window.activateWindow()
    dialog = DIALOGS[name](window)
    if dialog is not window.anteroom.log:  # which is kept, and hidden when it is closed
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    qtbot.waitUntil(lambda: not window.background.busy, timeout=20_000)
    assert dialog.windowTitle()
    assert stops(dialog)
    assert unnamed(dialog) == []
    if len(stops(dialog)) > 1:
        assert invisible(dialog) == []
    dialog.close()


def test_a_widget_without_a_name_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = QToolButton(window)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.show()
    assert unnamed(window) == ["QToolButton "]


def invisible(window: QWidget) -> list[str]:
    """Return the stops that look the same with and without the focus that the tab key brings."""
    there = stops(window)
    found = []
    for at, widget in enumerate(there):
        pictures = []
        for one in (there[at - 1], widget):
            one.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            pictures.append(widget.grab().toImage())
        if pictures[0] == pictures[1]:
            found.append(f"{type(widget).__name__} {spoken(widget)}")
    return found


def test_the_focus_can_be_seen_wherever_it_is(open_stage: Stage) -> None:
    window = open_stage.window
    window.banner.say("A message")
    window.worklist.hint.setText("3 new results: sort now")
    window.worklist.hint.show()
    assert invisible(window) == []


def test_the_tab_key_goes_from_list_to_image_and_comes_back(open_stage: Stage) -> None:
    window = open_stage.window
    order = stops(window)
    parts = (window.worklist.filter_box, window.worklist.view, window.viewer.canvas)
    places = [order.index(part) for part in parts]
    turned = [(place - places[0]) % len(order) for place in places]
    assert turned == sorted(turned)


def test_an_image_says_what_is_written_on_it(open_stage: Stage) -> None:
    viewer = open_stage.window.viewer
    said = viewer.canvas.accessibleDescription()
    assert "View 1 of 2" in said
    assert "View score 90 %" in said
    open_stage.window.commands["texts"].trigger()
    assert "A" not in viewer.canvas.accessibleDescription()
    assert viewer.heading.startswith("Patient hidden")


# What can be seen.


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", Theme)
def test_every_text_stands_out_from_its_ground(theme: Theme) -> None:
    colours = asdict(COLOURS[theme])
    texts = ("text", "muted", "urgent", "review", "likely_normal", "no_band", "accent")
    pairs = [
        *product(texts, ("window", "panel", "raised", "selected")),
        *product(["on_accent"], ("accent", "accent_hover")),
        *(("warning_text", "warning_plate"), ("bug_text", "bug_plate")),
    ]
    weak = [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
    assert weak == []


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("checked", [False, True])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_what_can_be_chosen_has_a_box_that_stands_out(
    qtbot: QtBot, kind: type[QCheckBox | QRadioButton], checked: bool, theme: Theme
) -> None:
    """WCAG 2.2, 1.4.11: the shape of a control, 3 to 1."""
    ground = QWidget()
    ground.setObjectName("ground")
    ground.setStyleSheet(style_sheet(theme))
    button = kind(ground)
    button.setChecked(checked)
    qtbot.addWidget(ground)
    ground.resize(60, 40)
    ground.show()
    picture = ground.grab().toImage()
    behind = picture.pixelColor(55, 35).name()
    seen = [picture.pixelColor(x, y).name() for x in range(22) for y in range(30)]
    assert sum(contrast(colour, behind) >= 3 for colour in seen) > 25


@pytest.mark.parametrize("colour", [IMAGE_TEXT, IMAGE_MUTED, IMAGE_ACCENT, IMAGE_WARNING])
def test_every_text_on_an_image_stands_out_from_its_plate(colour: str) -> None:
    assert contrast(colour, IMAGE_BLACK) >= 4.5


def written(ground: QImage, text: str) -> QImage:
    """Return a film with a text in its upper left corner."""
    picture = ground.copy()
    painter = QPainter(picture)
    paint_texts(painter, QRectF(picture.rect()), (text, "", "", ""), ())
    painter.end()
    return picture


def test_a_side_marker_below_a_text_can_be_told() -> None:
    film = QImage(120, 60, QImage.Format.Format_RGB32)
    film.fill(QColor("#202020"))
    marker = QRect(12, 12, 20, 20)
    painter = QPainter(film)
    painter.fillRect(marker, QColor("#ffffff"))
    painter.end()
    under = written(film, " " * 20 + ".")
    seen, ground = (under.pixelColor(x, 16).name() for x in (20, 40))
    assert ground != film.pixelColor(40, 16).name(), "the plate lies over both"
    assert contrast(seen, ground) >= 4.5


@pytest.mark.parametrize("grey", ["#808080", "#ffffff"])
def test_a_text_on_a_film_stands_out_from_what_is_around_its_letters(grey: str) -> None:
    dark, film = (QImage(160, 40, QImage.Format.Format_RGB32) for _ in range(2))
    dark.fill(QColor("#000000"))
    film.fill(QColor(grey))
    letters, picture = written(dark, "View 1 of 2"), written(film, "View 1 of 2")
    strokes = [
        (x, y)
        for x, y in product(range(2, 158), range(2, 38))
        if contrast(letters.pixelColor(x, y).name(), "#000000") >= 10
    ]
    assert len(strokes) > 50
    for x, y in strokes:
        near = product(range(x - 2, x + 3), range(y - 2, y + 3))
        darkest = min((picture.pixelColor(*at).name() for at in near), key=luminance)
        assert contrast(picture.pixelColor(x, y).name(), darkest) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_screen_at_200_percent_has_room_for_the_window(
    language: str, make_stage: Callable[[], Stage], qapp: QApplication
) -> None:
    install_language(qapp, language)
    window = make_stage().window
    install_language(qapp, "en")
    window.resize(*SMALL_SCREEN)
    qapp.processEvents()
    assert (window.width(), window.height()) == SMALL_SCREEN
    notes = [label for label in window.statusBar().findChildren(QLabel) if label.text()]
    research = notes[-1]
    assert research.width() >= research.sizeHint().width()


def test_in_a_low_window_the_image_gets_the_room_of_the_thumbnails(
    open_stage: Stage, qapp: QApplication
) -> None:
    window = open_stage.window
    assert window.viewer.strip.isVisible()
    window.resize(*SMALL_SCREEN)
    qapp.processEvents()
    assert not window.viewer.strip.isVisible()
    window.resize(900, 600)
    qapp.processEvents()
    assert window.viewer.strip.isVisible()


def test_in_a_low_pane_what_must_be_known_is_not_written_over() -> None:
    def painted(low_left: str, height: int) -> QImage:
        image = QImage(300, height, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        badges = [Badge("EDGE VIEW: a display aid"), Badge("TURNED 90°")]
        paint_texts(painter, QRectF(image.rect()), ("View 1", "", low_left, ""), badges)
        painter.end()
        return image

    assert painted("W 255   C 127", 90) == painted("", 90)
    assert painted("W 255   C 127", 300) != painted("", 300)
