"""What others do on the same results, as the window shows it; and the shared worklist itself."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mura_desktop.events import Scanned
from mura_desktop.studies.model import Finding, Scan, Study
from mura_desktop.studies.sharing import CLAIM_LASTS, Changes, Claim, Kind
from mura_desktop.studies.states import ReadingProgress, State
from mura_desktop.studies.triage import TriageRule
from mura_desktop.ui import listing
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.banner import Banner
from mura_desktop.ui.claiming import Claiming
from mura_desktop.ui.listing import Told, make_table
from mura_desktop.ui.translation import tr
from mura_desktop.ui.worklist_rows import Row

if TYPE_CHECKING:
    from mura_desktop.store.watching import Watcher
    from mura_desktop.store.worklist import Listed
    from mura_desktop.ui.main_window import MainWindow

log = logging.getLogger(__name__)

PROGRAM = "MURA Desktop"
"""How the window's title ends."""
LISTED_FOR = timedelta(days=14)
"""How far back the shared worklist goes."""
MOST_LISTED = 10_000
"""Studies in the shared worklist; of more, the latest."""


class Sharing(QObject):
    """Keeps the window's list as others change it, and claims the study in view.

    Parameters
    ----------
    window
        The main window.
    """

    _heard = Signal(object, object)
    _troubled = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._backend: Backend | None = None
        self._worklist: Callable[..., Sequence[Listed]] = lambda *_: ()
        self._watcher: Watcher | None = None
        self._claiming: Claiming | None = None
        self._claims: dict[str, Claim] = {}
        self._lists = False
        self.banner = Banner(closable=False)
        window.add_banner(self.banner)
        window.commands.connect_all({"open-shared": self.open_shared, "take-over": self.take_over})
        window.commands["open-shared"].setEnabled(False)
        window.commands["take-over"].setEnabled(False)
        window.work.ready.connect(self.begin)
        window.worklist.chosen.connect(self.open)
        window.settings_changed.connect(self._read_on)
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._troubled.connect(self._show_trouble, Qt.ConnectionType.QueuedConnection)
        self._expiry = QTimer(self)
        self._expiry.setInterval(int(CLAIM_LASTS.total_seconds() * 1000 / 3))
        self._expiry.timeout.connect(lambda: self._ask(list(self._claims)))

    # What the window tells.

    def begin(self, backend: Backend) -> None:
        """Follow the results behind the window, if it has any."""
        store = backend.store
        self._window.commands["open-shared"].setEnabled(store is not None and store.shared)
        self._window.commands["take-over"].setEnabled(False)
        if store is None or backend.source is None:
            return
        from mura_desktop.store.watching import Watcher  # noqa: PLC0415 - loaded by now

        self._backend = backend
        self._window.work.heard.connect(self._listen)
        self._worklist = partial(store.worklist, backend.source)
        self._watcher = Watcher(store, self._look_up, self._troubled.emit)
        if store.shared:
            self._claiming = Claiming(
                self._window.background,
                store.claims,
                reader_of(backend),
                socket.gethostname(),
                self,
            )
            self._claiming.answered.connect(self._answer)
            self._expiry.start()

    def open(self, row: Row | None) -> None:
        """Claim the study in view, and give back the one before."""
        if self._claiming is not None:
            self._claiming.open(None if row is None else row.study)
            self._show_claim()

    def _read_on(self) -> None:
        if self._claiming is not None and self._window.backend is not None:
            self._claiming.read_as(reader_of(self._window.backend))

    def take_over(self) -> None:
        """Claim the study in view although another reader has it."""
        if self._claiming is not None:
            self._claiming.take_over()

    def open_shared(self) -> None:
        """List what all workstations found lately."""
        window, backend = self._window, self._backend
        if backend is None or backend.store is None:
            return
        if window.work.running:
            window.banner.say(tr("Scoring goes on. Cancel it (Ctrl+.), then open the worklist."))
            return
        window.status.set_text(tr("Opening the shared worklist …"))
        since = datetime.now(UTC) - LISTED_FOR
        ask = partial(self._worklist, None, since, MOST_LISTED)
        window.background.run(ask, self._list, lambda text, bug: window.banner.say(text, bug=bug))

    def close(self) -> None:
        """Stop following, and give the study in view back."""
        self._expiry.stop()
        if self._claiming is not None:
            self._claiming.close()
        if self._watcher is not None:
            self._watcher.close()
        self._backend = None

    # On the watcher's thread.

    def _look_up(self, changes: Changes) -> None:
        self._heard.emit(changes, self._worklist(list(changes.studies)))

    # Back on the window's thread.

    def _listen(self, event: Told) -> None:
        """Ask who has which of the studies that were just opened here and listed."""
        backend = self._backend
        if not isinstance(event, listing.Listed):
            return
        self._lists = False
        if backend is not None and backend.store is not None:
            self._claims.clear()
            uids = [study.uid for study in event.event.scan.studies]
            who = backend.store.claims.who
            self._window.background.run(partial(who, uids), lambda claims: self._ask(list(claims)))

    def _ask(self, uids: Sequence[str]) -> None:
        if uids:
            self._window.background.run(partial(self._worklist, uids), self._take)

    def _hear(self, changes: Changes, listed: Sequence[Listed]) -> None:
        if self._backend is None:
            return
        if self._lists and changes.removed and not self._window.work.running:
            self.open_shared()
            return
        if self._lists:
            self._add([one for one in listed if Kind.FOUND in changes.studies[one.study.uid]])
            self._renew(listed)
        self._take(listed)
        wanted = None if self._claiming is None else self._claiming.wanted
        if wanted is not None and Kind.CLAIMED in changes.studies.get(wanted.uid, ()):
            self._claiming_renewed(wanted)

    def _claiming_renewed(self, wanted: Study) -> None:
        """Claim anew where another one left the study in view, or took it."""
        claim = self._claims.get(wanted.uid)
        assert self._claiming is not None  # noqa: S101 - for the type checker
        self._show_claim()
        if claim is None:
            self._claiming.renew()

    def _take(self, listed: Sequence[Listed]) -> None:
        """Show what the database knows of studies in the list."""
        for one in listed:
            self._note_claim(one)
            row = self._row(one.study.uid)
            if row is None:
                continue
            reading = self._reading(one)
            if row.reading != reading:
                self._window.worklist.update_reading(row.study.uid, reading)
            self._take_finding(row, one)
        self._show_claim()

    def _take_finding(self, row: Row, one: Listed) -> None:
        rule = self._rule
        finding = None if rule is None else finding_of(row.study, one, rule)
        if finding is None or row.state is State.SCORING or finding == row.finding:
            return
        self._window.news(self._window.worklist.update_study(row.study, State.SCORED, finding))

    def _list(self, listed: Sequence[Listed]) -> None:
        window, backend = self._window, self._backend
        if backend is None:
            return
        if window.backend is not None:  # it may know the engine by now
            window.status.set_text(window.backend.model_summary)
        if window.work.running:  # something was opened here meanwhile
            return
        if not listed:
            window.banner.say(tr("The shared worklist is empty: nothing was found lately."))
            return
        self._claims.clear()
        for one in listed:
            self._note_claim(one)
        event = self._scanned(listed)
        window.setWindowTitle(f"{tr('Shared worklist')} - {PROGRAM}")
        window.banner.hide()
        window.show_worklist()
        window.worklist.view.setFocus()
        window.networking.opened(())
        window.show_listed(listing.Listed(event, make_table(event)))
        window.worklist.progress.hide()
        self._lists = True
        self._refuse(listed)
        window.worklist.sort_now()
        if len(listed) == MOST_LISTED:
            text = tr("Only the latest {n} studies are listed.")
            window.banner.say(text.format(n=f"{MOST_LISTED:,}"))

    def _add(self, listed: Sequence[Listed]) -> None:
        new = [one for one in listed if self._row(one.study.uid) is None]
        if new:
            self._add_or_renew(new)

    def _renew(self, listed: Sequence[Listed]) -> None:
        """Take over other images of studies in the list; what is on the screen stays as it was."""
        grown = [
            one
            for one in listed
            if (row := self._row(one.study.uid)) is not None and row.study.views != one.study.views
        ]
        if grown:
            self._window.anteroom.watching.note_grown([one.study for one in grown])
            self._add_or_renew(grown)

    def _add_or_renew(self, listed: Sequence[Listed]) -> None:
        event = self._scanned(listed)
        self._window.worklist.add_studies(
            event.scan.studies, event.known, event.since, event.reading
        )
        self._refuse(listed)

    def _refuse(self, listed: Sequence[Listed]) -> None:
        """Say of studies without any image to score that they have none, and why."""
        for one in listed:
            if not one.study.scorable_views:
                reason = one.study.views[0].not_scored if one.study.views else ""
                self._window.worklist.update_study(one.study, State.NOT_SCORED, reason=reason)

    def _scanned(self, listed: Sequence[Listed]) -> Scanned:
        """Say of listed studies what a job says of those it found."""
        rule = self._rule
        findings = {
            one.study.uid: None if rule is None else finding_of(one.study, one, rule)
            for one in listed
        }
        return Scanned(
            Scan(tuple(one.study for one in listed), ()),
            {uid: finding for uid, finding in findings.items() if finding is not None},
            {one.study.uid: one.since for one in listed},
            {one.study.uid: self._reading(one) for one in listed},
        )

    # Claims.

    def _note_claim(self, one: Listed) -> None:
        uid, claim = one.study.uid, one.claim
        if claim is None or (self._claiming is not None and self._claiming.is_own(claim)):
            self._claims.pop(uid, None)
        else:
            self._claims[uid] = claim

    def _reading(self, one: Listed) -> ReadingProgress:
        """Count who has a study in view among its readers: the list says "in reading" then."""
        claim = self._claims.get(one.study.uid)
        if claim is None or claim.reader in one.reading.readers:
            return one.reading
        return replace(one.reading, readers=tuple(sorted((*one.reading.readers, claim.reader))))

    def _answer(self, claim: Claim) -> None:
        if self._claiming is not None and self._claiming.is_own(claim):
            self._claims.pop(claim.study_uid, None)
        else:
            self._claims[claim.study_uid] = claim
        self._show_claim()

    def _show_claim(self) -> None:
        wanted = None if self._claiming is None else self._claiming.wanted
        claim = None if wanted is None else self._claims.get(wanted.uid)
        self._window.commands["take-over"].setEnabled(claim is not None)
        if claim is None:
            self.banner.hide()
            return
        key = self._window.commands["take-over"].shortcut().toString()
        text = tr(
            "{reader} has had this study in view since {time}, at {workstation}. Nobody else can "
            "sign it until they leave it. To take it over, press {key}."
        )
        time = f"{claim.since.astimezone():%H:%M}"
        self.banner.say(
            text.format(reader=claim.reader, time=time, workstation=claim.workstation, key=key)
        )

    def _show_trouble(self, text: str | None) -> None:
        if text is None:
            self._window.disk_is_well()
        else:
            self._window.store_banner.say(
                tr("{reason} What others do is not shown until then.").format(reason=text)
            )

    def _row(self, uid: str) -> Row | None:
        return self._window.worklist.model.row_for(uid)

    @property
    def _rule(self) -> TriageRule | None:
        """The rule that counts now: the window's, whose thresholds may have changed."""
        backend = self._window.backend
        return None if backend is None else backend.rule


def reader_of(backend: Backend) -> str:
    """Return who reads: the name of the settings, else the account's."""
    from mura_desktop.store.audit import actor  # noqa: PLC0415 - loaded by now

    return backend.settings.reader or actor()


def finding_of(study: Study, one: Listed, rule: TriageRule) -> Finding | None:
    """Return what kept scores say of a study as it stands in the list; None without any."""
    uids = {view.uid for view in study.scorable_views}
    scores = [kept for kept in one.scores if kept.score.view_uid in uids]
    if not scores:
        return None
    created = max(kept.created for kept in scores)
    return rule.finding(study, [kept.score for kept in scores], created)
