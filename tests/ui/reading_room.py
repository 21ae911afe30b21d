"""A window with a real database, in which a reader reads by keys; the engine is a script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mura_desktop.errors import StoreUnavailableError
from mura_desktop.events import Scanned
from mura_desktop.settings import Settings
from mura_desktop.store.keeper import Keeper
from mura_desktop.store.reads import Reads
from mura_desktop.store.repository import Store
from mura_desktop.studies.model import Finding, Scan, Study
from mura_desktop.studies.reads import Draft, Read, SignedRead
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.reading_case import Case, Stage
from mura_desktop.ui.reading_news import KeeperNews
from mura_desktop.ui.reading_text import PlainTemplates, Templates
from mura_desktop.ui.worklist_rows import Row
from tests.ui.conftest import RULE, Darkroom, Script, make_finding, make_study

READER = "Dr DEMO"
HIGH, MIDDLE, LOW = make_study("high", 2), make_study("middle"), make_study("low")
SCORES = ((HIGH, 0.9), (MIDDLE, 0.5), (LOW, 0.1))
FULL = "The disk is full; free some space."


class Stubborn(Reads):
    """Reads of a disk that refuses as long as it is told to."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.reads._database, store.audit)
        self.refuses = False

    def save_draft(self, study: Study, reader: str, read: Read, after: int) -> Draft:
        self._meet()
        return super().save_draft(study, reader, read, after)

    def sign(
        self,
        study: Study,
        reader: str,
        read: Read,
        *,
        after: int = 0,
        reason: str = "",
        finding: Finding | None = None,
    ) -> SignedRead:
        self._meet()
        return super().sign(study, reader, read, after=after, reason=reason, finding=finding)

    def _meet(self) -> None:
        if self.refuses:
            raise StoreUnavailableError(FULL)


@dataclass
class Room:
    """A window on some studies, and the database behind it."""

    window: MainWindow
    store: Store
    reads: Stubborn
    keeper: Keeper
    script: Script
    qtbot: QtBot
    studies: Sequence[Study] = field(default=())

    @property
    def case(self) -> Case:
        """The case in hand."""
        case = self.window.reading.case
        assert case is not None
        return case

    @property
    def status(self) -> str:
        """The line below the read."""
        return self.window.reading.panel.status.text()

    def press(self, *identities: str) -> None:
        """Press the first key of each command, where the focus is."""
        for identity in identities:
            chord = self.window.commands.keys(identity)[0][0]  # type: ignore[index]
            target = self.window.focusWidget() or self.window
            QTest.keyClick(target, chord.key(), chord.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type where the focus is."""
        widget = self.window.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, text)

    def wait(self, true: Callable[[], object]) -> None:
        """Wait until something is true."""
        self.qtbot.waitUntil(lambda: bool(true()), timeout=20_000)

    def opened(self, study: Study) -> None:
        """Wait until a study is in hand and what was written before is known."""
        desk = self.window.reading
        self.wait(
            lambda: (
                desk.case is not None
                and desk.case.study.uid == study.uid
                and desk.case.stage is Stage.OPEN
                and not self.window.images.busy
            )
        )

    def choose(self, study: Study) -> None:
        """Choose a study in the worklist."""
        shown = self.window.worklist.shown
        places = range(shown.rowCount())
        place = next(at for at in places if shown.row(at).study.uid == study.uid)
        self.window.worklist.choose(place)
        self.opened(study)

    def row(self, study: Study) -> Row:
        """Return a study's row of the worklist."""
        row = self.window.worklist.model.row_for(study.uid)
        assert row is not None
        return row

    def draft(self, study: Study) -> Draft | None:
        """Return what is on disk of a draft."""
        return self.store.reads.draft(study.uid, READER)

    def drafted(self, study: Study) -> Draft:
        """Wait until a draft is on disk, whole."""
        self.wait(lambda: self.draft(study) is not None)
        self.wait(lambda: not self.keeper.unsaved() and not self.window.reading.busy_writing)
        found = self.draft(study)
        assert found is not None
        return found

    def signed(self, study: Study, version: int = 1) -> SignedRead:
        """Wait until a version is signed."""
        self.wait(lambda: len(self.store.reads.history(study.uid)) >= version)
        return self.store.reads.history(study.uid)[version - 1]


def open_room(
    folder: Path,
    qtbot: QtBot,
    scores: Sequence[tuple[Study, float]],
    settings: Settings | None = None,
    templates: Templates | None = None,
) -> Room:
    """Open a window on studies that are scored, the first one in view."""
    store = Store(folder / "results.sqlite")
    reads = Stubborn(store)
    script, news = Script(), KeeperNews()
    keeper = Keeper(reads, news.tell_trouble, retry_s=0.05, drafted=news.tell_drafted)

    def close() -> None:
        keeper.close()
        store.close()

    def backend() -> Backend:
        return Backend(
            pipeline=script,
            decoder=Darkroom(),
            rule=RULE,
            input_size=64,
            model_summary="test model",
            about_model=(),
            model_problem=None,
            close=close,
            settings=settings or Settings(),
            store=store,
            keeper=keeper,
            keeper_news=news,
            reader=READER,
            templates=cast(Any, templates or PlainTemplates()),  # no more is asked of them here
        )

    window = MainWindow(backend)
    window.show()
    window.start()
    window.open([Path("/films")])
    studies = [study for study, _ in scores]
    known = {study.uid: make_finding(study, *[score] * len(study.views)) for study, score in scores}
    progress = store.reads.progress([study.uid for study in studies])
    script.put(Scanned(Scan(tuple(studies)), known, reading=progress))
    room = Room(window, store, reads, keeper, script, qtbot, studies)
    window.activateWindow()
    room.wait(lambda: window.worklist.current is not None)
    current = window.worklist.current
    assert current is not None
    room.opened(current.study)
    return room
