"""What the window shows of the network: the listener's state, received studies, queries."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel

from mura_desktop.ui import wording
from mura_desktop.ui.background import Background
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.translation import tr

if TYPE_CHECKING:
    from mura_desktop.reception import Reception, Whole
    from mura_desktop.settings import Settings
    from mura_desktop.ui.main_window import MainWindow
    from mura_desktop.ui.query_dialog import QueryDialog

log = logging.getLogger(__name__)

LOOK_MS = 2000


class Networking(QObject):
    """Joins the window with its `Reception`: what comes is scored, and joins the list.

    Parameters
    ----------
    window
        The main window.
    background
        Where the database and archives are asked.
    """

    def __init__(self, window: MainWindow, background: Background) -> None:
        super().__init__(window)
        self._window = window
        self._background = background
        self._reception: Reception | None = None
        self._settings: Settings | None = None
        self._dialog: QueryDialog | None = None
        self._waiting: dict[str, Whole] = {}
        self._taken: list[Whole] = []
        self._settling: list[Whole] = []
        self._looking = False
        self.label: QLabel = plain_label(name="muted")
        self.label.setAccessibleName(tr("Reception of studies"))
        self.label.hide()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, reception: Reception | None, settings: Settings) -> None:
        """Begin to look for what comes; without a reception nothing is shown."""
        self._reception, self._settings = reception, settings
        if reception is not None:
            self._window.work.taken_in.connect(self._taken_in)
            self._timer.start()
            self._tell()

    @property
    def folder(self) -> Path | None:
        """Where received studies lie; None where none are received."""
        return None if self._reception is None else self._reception.incoming.folder

    def query(self) -> str:
        """Show the dialog for archives; return why there is none, for the user."""
        from mura_desktop.dicomio.archive import queried  # noqa: PLC0415 - loads pynetdicom
        from mura_desktop.ui.query_dialog import QueryDialog  # noqa: PLC0415 - the same

        remotes = () if self._settings is None else queried(self._settings.remotes)
        if self._reception is None or not remotes:
            return tr("No archive is set up. Name one under remotes in the settings file.")
        if self._dialog is None:
            self._dialog = QueryDialog(self._window, remotes, self._reception, self._background)
            self._dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self._dialog.show()
        self._dialog.raise_()
        return ""

    def opened(self, paths: Sequence[Path]) -> None:
        """Note that a job begins: what is whole now is seen by it if it opens the received ones."""
        self._taken = list(self._waiting.values()) if self.folder in paths else []

    def ended(self) -> None:
        """Note that the job came to its end, so that what it saw is read and scored."""
        seen, self._taken = self._taken, []
        self._settle(seen)

    def close(self) -> None:
        """Cancel what runs, so that the window can close."""
        self._timer.stop()
        if self._dialog is not None:
            self._dialog.cancel()

    def _look(self) -> None:
        reception = self._reception
        if reception is None or self._looking:
            return
        self._looking = True
        beside = len(self._waiting) + len(self._settling)
        self._background.run(partial(reception.whole, beside), self._found, self._not_found)

    def _found(self, studies: list[Whole]) -> None:
        self._looking = False
        known = [*self._waiting.values(), *self._settling]
        new = [study for study in studies if study not in known]
        self._waiting.update({study.study_uid: study for study in new})
        self._tell()
        if new:
            self._join(tuple(path for study in new for path in study.files))

    def _not_found(self, _text: str, _bug: bool) -> None:
        self._looking = False  # the window tells of a disk that refuses already

    def _join(self, files: tuple[Path, ...]) -> None:
        """Let studies join the list, whatever else is in it."""
        window, folder = self._window, self.folder
        if folder is None or window.backend is None or window.backend.arrivals is None:
            return
        window.show_worklist()
        window.work.arrive(files, folder)

    def _taken_in(self, paths: tuple[Path, ...]) -> None:
        """Note that these files are listed and scored."""
        window = self._window
        # Where scoring is off they are only listed, and come again once it is on.
        if window.backend is not None and window.backend.rule is not None:
            there = set(paths)
            self._settle([one for one in self._waiting.values() if there.issuperset(one.files)])
        # Not the list's row: a filter may hide the study that is being read.
        if window.viewer.study is None:
            window.worklist.choose_first_scored()

    def _settle(self, seen: Sequence[Whole]) -> None:
        reception = self._reception
        # A study that has grown meanwhile is another one, and still waits.
        seen = [study for study in seen if self._waiting.get(study.study_uid) == study]
        if reception is None or not seen:
            return
        for study in seen:
            del self._waiting[study.study_uid]
        self._settling += seen

        def act() -> None:
            for study in seen:
                reception.settle(study)

        def over(*_: object) -> None:
            self._settling = [study for study in self._settling if study not in seen]

        # Where the database refuses they are found once more, and settled then.
        self._background.run(act, over, over)
        self._tell()

    def _tell(self) -> None:
        reception = self._reception
        words = []
        receiver = None if reception is None else reception.receiver
        if receiver is not None:
            place = tr("Receiving as {aet}, port {port}")
            words.append(place.format(aet=receiver.address.aet, port=receiver.address.port))
            if receiver.kept:
                words.append(wording.plural(receiver.kept, "image", "images"))
            if receiver.refused:
                words.append(tr("{n} refused").format(n=f"{receiver.refused:,}"))
        if self._waiting:
            new = wording.plural(len(self._waiting), "new study", "new studies")
            words.append(tr("{studies} (Ctrl+Alt+R)").format(studies=new))
        self.label.setText("  ·  ".join(words))
        self.label.setVisible(bool(words))


def open_received(networking: Networking, open_folder: Callable[[tuple[Path, ...]], object]) -> str:
    """Open the received studies; return why that cannot be, for the user."""
    folder = networking.folder
    if folder is None:
        return tr("No studies are received: set listens or remotes in the settings file.")
    open_folder((folder,))
    return ""
