"""The claim of the study in view: taken when it opens, renewed while it stays, given back after."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mura_desktop.errors import StoreError
from mura_desktop.logs import traced
from mura_desktop.studies.model import Study
from mura_desktop.studies.sharing import CLAIM_RENEWED, Claim
from mura_desktop.ui.background import Background

if TYPE_CHECKING:
    from mura_desktop.store.claims import Claims  # the window is shown before SQLAlchemy is loaded

log = logging.getLogger(__name__)

PAUSE_MS = 250
"""A study that is only passed on the way to another one is not claimed."""
LEAVE_S = 2.0
"""How long a window that closes waits for the database; after that the claim ends by itself."""


class Claiming(QObject):
    """Claims one study at a time for a reader at a workstation.

    One question is on its way at a time, so that a claim and a release never overtake each other;
    where the reader goes on meanwhile, the newest study counts.

    Parameters
    ----------
    background
        Asks the database.
    claims, reader, workstation
        Where to claim, for whom, and where they sit.
    """

    answered = Signal(object)
    """The `Claim` that holds for the study in view, the reader's own or another's."""

    def __init__(
        self,
        background: Background,
        claims: Claims,
        reader: str,
        workstation: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._claims, self._workstation = claims, workstation
        self._names: tuple[str, ...] = (reader,)
        """Who reads, and before that the names that this window claimed for earlier."""
        self._wanted: Study | None = None
        self._held = ""
        self._asked = ""
        self._take_over = False
        self._busy = False
        self._closed = threading.Event()
        self._turn = threading.Lock()
        self._pause = _timer(self, PAUSE_MS, self._go_on, once=True)
        self._pulse = _timer(self, int(CLAIM_RENEWED.total_seconds() * 1000), self.renew)
        self._pulse.start()

    @property
    def wanted(self) -> Study | None:
        """The study in view."""
        return self._wanted

    def is_own(self, claim: Claim) -> bool:
        """Tell whether a claim is this reader's, at this workstation."""
        return any(claim.is_of(name, self._workstation) for name in self._names)

    def read_as(self, reader: str) -> None:
        """Claim under another name from now on, the study in view too."""
        if reader != self._names[0]:
            self._names = (reader, *(name for name in self._names if name != reader))
            self.renew()

    def open(self, study: Study | None) -> None:
        """Claim another study soon; the one before is given back."""
        self._wanted, self._take_over = study, False
        self._pause.start()

    def take_over(self) -> None:
        """End another's claim of the study in view."""
        self._take_over = True
        self._go_on()

    def renew(self) -> None:
        """Say that the study is still in view, or try again to claim it."""
        if self._wanted is not None:
            self._go_on()

    def close(self) -> None:
        """Give back what is held or just asked for, unless the database takes too long."""
        self._pause.stop()
        self._pulse.stop()
        self._closed.set()
        held = tuple({self._held, self._asked} - {""})
        self._held, self._asked, self._wanted = "", "", None
        if held:
            leaving = threading.Thread(target=partial(self._leave, held), daemon=True)
            leaving.start()
            leaving.join(LEAVE_S)

    def _go_on(self) -> None:
        if self._busy:
            return
        self._busy = True
        self._asked = "" if self._wanted is None else self._wanted.uid
        step = partial(self._step, self._held, self._wanted, self._take_over)
        self._background.run(step, self._done, lambda _text, _bug: self._failed())

    # On another thread.

    def _step(self, held: str, wanted: Study | None, take_over: bool) -> Claim | None:
        with self._turn:
            if held and (wanted is None or held != wanted.uid):
                self._release(held)
            if wanted is None or self._closed.is_set():
                return None
            claim = partial(self._claims.claim, wanted, self._names[0], self._workstation)
            found = claim(take_over=take_over)
            return claim(take_over=True) if self._is_former(found) else found

    def _leave(self, held: tuple[str, ...]) -> None:
        try:
            with self._turn:  # after a claim that is on its way
                for uid in held:
                    self._release(uid)
        except StoreError as error:
            log.warning("a claim is left to end by itself:\n%s", traced(error))

    def _release(self, study_uid: str) -> None:
        for name in self._names:
            self._claims.release(study_uid, name, self._workstation)

    # Back on the window's thread.

    def _done(self, claim: Claim | None) -> None:
        self._busy, self._asked = False, ""
        self._held = claim.study_uid if claim is not None and self.is_own(claim) else ""
        asked = "" if claim is None else claim.study_uid
        gone = asked != ("" if self._wanted is None else self._wanted.uid)
        if gone or (claim is not None and self._is_former(claim)):
            self._go_on()  # the reader went on meanwhile, or has another name
        elif claim is not None:
            self._take_over = False
            self.answered.emit(claim)

    def _is_former(self, claim: Claim) -> bool:
        return self.is_own(claim) and claim.reader != self._names[0]

    def _failed(self) -> None:
        """Leave it to the next pulse: signing asks the database again in any case."""
        self._busy, self._asked = False, ""


def _timer(
    parent: QObject, interval_ms: int, act: Callable[[], None], *, once: bool = False
) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(interval_ms)
    timer.setSingleShot(once)
    timer.timeout.connect(act)
    return timer
