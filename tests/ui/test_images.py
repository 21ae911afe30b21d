"""Images are asked for one at a time, and none once the window closes."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.studies.model import FileFormat, FileVersion
from mura_desktop.ui.images import Images
from tests.ui.conftest import make_study

FIRST, SECOND = (make_study(name).views[0] for name in "AB")


class Decoder:
    """Notes what is asked for, and answers when a test does."""

    def __init__(self) -> None:
        self.asked: list[Future[GreyImage]] = []

    def image(
        self, _path: Path, _format: FileFormat, _frame: int, version: FileVersion, /
    ) -> Future[GreyImage]:
        assert version in {FIRST.version, SECOND.version}
        self.asked.append(Future())
        return self.asked[-1]


def test_one_image_is_asked_for_after_the_other(qtbot: QtBot) -> None:
    images, decoder = Images(), Decoder()
    images.set_reader(decoder)
    images.ask(FIRST)
    images.ask(SECOND)
    assert len(decoder.asked) == 1

    decoder.asked[0].set_exception(OSError("gone"))
    qtbot.waitUntil(lambda: len(decoder.asked) == 2)


def test_once_it_is_closed_nothing_is_asked_for_whatever_still_arrives(qtbot: QtBot) -> None:
    images, decoder = Images(), Decoder()
    images.set_reader(decoder)
    images.ask(FIRST)
    images.ask(SECOND)

    images.close()
    if not decoder.asked[0].cancelled():
        decoder.asked[0].set_exception(OSError("gone"))
    QApplication.processEvents()
    images.ask(SECOND)

    assert len(decoder.asked) == 1
    assert not images.busy
