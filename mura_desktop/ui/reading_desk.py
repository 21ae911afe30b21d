"""Where a study is read: holds the case in hand, keeps its draft, signs it, and moves on.

One case at a time, as a frozen value. What the reader does makes another value of it, which the
panel shows and, a moment later, the keeper gets. Answers name the study they belong to; those to an
older question are dropped.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mura_desktop.errors import MuraError, ReadConflictError
from mura_desktop.logs import traced
from mura_desktop.studies.measurements import Measurement
from mura_desktop.studies.model import Study
from mura_desktop.studies.reads import Conclusion, Draft, SignedRead
from mura_desktop.studies.states import ReadingProgress
from mura_desktop.ui import wording
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.background import OUR_BUG
from mura_desktop.ui.reading_case import DRAFT, Case, Stage
from mura_desktop.ui.reading_loading import Kept
from mura_desktop.ui.reading_panel import ReadingPanel, Tone
from mura_desktop.ui.reading_records import Records
from mura_desktop.ui.reading_status import status, who_reads, why_not
from mura_desktop.ui.reading_text import CarefulTemplates, PlainTemplates
from mura_desktop.ui.reasons import told
from mura_desktop.ui.translation import tr
from mura_desktop.ui.viewer import Viewer
from mura_desktop.ui.worklist_panel import WorklistPanel
from mura_desktop.ui.worklist_rows import Row

log = logging.getLogger(__name__)

TYPING_MS = 400
"""Longest time that something written is in memory only."""
RETRY_MS = 2000
"""Time between two tries to ask a database that a disk or a lock refuses."""
GLANCE_S = 0.8
"""A study that has only just opened is not signed: the key was meant for the one before."""


class ReadingDesk(QObject):
    """Reads one study after the other.

    Parameters
    ----------
    viewer, worklist
        Where measurements come from, and where the state of a study is shown.
    seen
        Whether the images of the study are on the screen.
    open_next
        Opens the next study to read.
    """

    refused = Signal(str)
    """Why a study that is no longer in view was not signed, or not written on."""
    wanted = Signal()
    """The panel has to be in sight."""
    grown = Signal(str)
    """UID of the study in hand, which has images now that are not on the screen."""

    def __init__(
        self,
        viewer: Viewer,
        worklist: WorklistPanel,
        seen: Callable[[], bool],
        open_next: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._viewer, self._worklist = viewer, worklist
        self._seen, self._open_next = seen, open_next
        self.panel = ReadingPanel()
        self.records = Records(self)
        self._templates = CarefulTemplates(PlainTemplates())
        self._case: Case | None = None
        self._question = 0
        self._early: list[Callable[[Case], Case]] = []
        self._others: tuple[str, ...] = ()
        self._unsent = False
        self._saved: datetime | None = None
        self._notice = ""
        self._opened = 0.0
        self._sure: Case | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self.flush)
        self._connect()
        self._show()

    def _connect(self) -> None:
        panel, form = self.panel, self.panel.form
        form.conclusion.chosen.connect(self.conclude)
        form.findings.chosen.connect(self.find)
        form.side.chosen.connect(self.choose_side)
        form.agreement.chosen.connect(self.agree)
        form.typed.connect(lambda text: self._edit(lambda case: case.typed(text)))
        form.reasoned.connect(lambda text: self._edit(lambda case: case.reasoned(text)))
        panel.pages.turned.connect(self.turn)
        panel.sign.clicked.connect(self.sign)
        panel.amend.clicked.connect(self.amend)
        panel.left.connect(self.leave)
        self._viewer.measured.connect(self._measured)
        self.records.signed.connect(self._signed)
        self.records.refused.connect(self._not_signed)
        self.records.drafted.connect(self._hear_drafted)
        self.records.trouble.connect(lambda _text: self._show())

    @property
    def case(self) -> Case | None:
        """The case in hand."""
        return self._case

    @property
    def busy_writing(self) -> bool:
        """Whether something written has not been handed to the keeper yet."""
        return self._unsent

    # What the window tells.

    def begin(self, backend: Backend) -> None:
        """Take what is behind the window: keeper, settings, templates."""
        self.records.begin(backend)
        self._templates = CarefulTemplates(backend.templates or PlainTemplates())
        self._show()

    def open(self, row: Row | None) -> None:
        """Take up another study; what was written of the one before is kept."""
        self.flush()
        self._question += 1
        self._give_up_early(row)
        self._notice, self._saved, self._others, self._sure = "", None, (), None
        if row is None or not self.records.there:
            self._case = None
        elif signing := self.records.signing(row.study.uid):
            self._case = signing
        else:
            self._case = Case(row.study, row.finding)
            self._load()
        self._show()

    def refresh(self, row: Row) -> None:
        """Take over news of the study in hand: its score, for one."""
        if self._case is None or row.study.uid != self._case.study.uid:
            return
        before = self._case
        self._case = before.scored(row.finding)
        if self._case.stage is Stage.OPEN and not before.prepared:
            self._prepare()
        self._show()

    def unsaved(self) -> list[str]:
        """Return the patients of whom something was entered that is not on disk."""
        self.flush()
        early = [self._case.study.patient] if self._case is not None and self._early else []
        return [*early, *self.records.unsaved()]

    def flush(self) -> None:
        """Hand what was written to the keeper now."""
        self._timer.stop()
        case = self._case
        if not self._unsent or case is None:
            return
        self._unsent = False
        self.records.keep(case)
        readers = tuple(sorted({*self._others, self.records.reader}))
        valid = case.history[-1] if case.history else None
        self._tell_worklist(case.study.uid, ReadingProgress(valid, readers))

    def close(self) -> None:
        """Stop reading, for the window closes."""
        self._question += 1
        self._case = None
        self.records.close()

    # What the reader does.

    def conclude(self, conclusion: Conclusion) -> None:
        """Choose a conclusion."""
        self._edit(lambda case: case.concluded(conclusion, self._templates))

    def find(self, word: str) -> None:
        """Add a finding, or take it away."""
        self._edit(lambda case: case.found(word, self._templates))

    def choose_side(self, side: str) -> None:
        """Choose a side, ``""`` for none."""
        self._edit(lambda case: case.sided(side, self._templates))

    def agree(self, agrees: bool) -> None:
        """Agree or disagree with the model's flag."""
        if self._case is not None and self._case.finding is None:
            self._tell(tr("The model has said nothing of this study yet."))
            return
        self._edit(lambda case: case.agreed(agrees))

    def write(self) -> None:
        """Lead the keyboard to the text."""
        self.wanted.emit()
        self.panel.window().activateWindow()
        self.panel.focus_text()

    def leave(self) -> None:
        """Lead the keyboard back to the image."""
        self._viewer.window().activateWindow()
        self._viewer.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def turn(self, step: int) -> None:
        """Look at an older (-1) or a newer version (1)."""
        if self._case is None or self._case.stage is not Stage.OPEN:
            return
        turned = self._case.turned(step)
        if turned is not self._case:
            self._case, self._notice = turned, ""
            self._put_measurements()
            self._show()

    def amend(self) -> None:
        """Begin another version of a signed read; asks why."""
        case = self._case
        if case is None or case.stage is not Stage.OPEN:
            return
        self.wanted.emit()
        if case.writes and case.page == DRAFT:
            self._tell(tr("This is the draft already: write, then sign."))
            return
        self._case = replace(case, page=DRAFT) if case.writes else case.amended(self._templates)
        self._notice = self._templates.take_problem()
        self._put_measurements()
        self._show()
        self.panel.window().activateWindow()
        self.panel.form.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def discard(self) -> None:
        """Throw the draft away; asked for twice."""
        case = self._case
        if case is None:
            return
        if not case.writable or not (case.begun or case.after):
            self._tell(tr("There is no draft to throw away."))
            return
        if self._sure is not case:
            self._tell(tr("This throws your draft away. Press the same key again to do it."))
            self._sure = case
            return
        self.leave()
        self._timer.stop()
        self._unsent = False
        self._case, self._notice = replace(case, stage=Stage.BUSY), ""
        question = self._question
        self.records.discard(
            case.study,
            partial(self._discarded, question, case.study),
            partial(self._not_discarded, question),
        )
        self._show()

    def sign(self) -> None:
        """Sign what is in view, as it is in view; nothing is signed that lacks something."""
        case = self._case
        if case is None:
            return
        if not self.panel.isVisible():
            self.wanted.emit()
            self._tell(tr("Look at the read, then sign."))
            return
        if not case.writable:
            self._tell(why_not(case))
            return
        if obstacle := case.obstacle():
            self._tell(obstacle.text)
            self.panel.form.focus_on(obstacle.field)
            return
        row = self._row(case.study.uid)
        if row is not None and case.lacks_of(row.study):
            self.grown.emit(case.study.uid)
            self._tell(tr("There are new images of this study. Look at them first, then sign."))
            return
        if time.monotonic() - self._opened < GLANCE_S or not self._seen():
            self._tell(tr("This study has only just opened. Look at it, then sign."))
            return
        self._timer.stop()
        self._unsent = False
        self._notice = ""
        if self.panel.has_focus():
            self.leave()
        self._case = replace(case, stage=Stage.BUSY)
        self.records.sign(case)
        self._show()

    # Changes.

    def _edit(self, change: Callable[[Case], Case]) -> None:
        case = self._case
        if case is None:
            return
        if not self.panel.isVisible():
            self.wanted.emit()
        if case.stage is Stage.LOADING:
            self._early.append(change)
            return
        if not case.writable:
            self._tell(why_not(case))
            return
        self._case = change(case)
        self._notice = self._templates.take_problem()
        if self._case is not case:
            self._unsent = True
            if not self._timer.isActive():
                self._timer.start()
        self._show()

    def _measured(self, study_uid: str) -> None:
        case = self._case
        if case is None or case.study.uid != study_uid:
            return
        if case.stage is Stage.OPEN and not case.writable:
            self._tell(tr("This measurement is not kept: amend the read to add it."))
            return
        self._edit(lambda now: now.measured(self._viewer.measurements(now.study)))

    def _put_measurements(self) -> None:
        """Show the measurements of the read in view, and no others."""
        if self._case is None:
            return
        taken, lost = self._case.measurements()
        self._viewer.set_measurements(self._case.study, taken)
        if lost:
            log.warning("%d measurements of a read cannot be understood", lost)
            self._notice = tr("Some measurements of this read cannot be shown.")

    def _prepare(self) -> None:
        case = self._case
        if case is None or not self.records.settings.prepares_normal_reports:
            return
        self._case = case.prepared_normal(self._templates)
        if self._case is not case:
            self._opened = time.monotonic()
        self._notice = self._templates.take_problem() or self._notice

    # What was written before.

    def _load(self) -> None:
        if self._case is not None:
            question = self._question
            self.records.load(
                self._case.study,
                partial(self._loaded, question),
                partial(self._not_loaded, question),
            )

    def _loaded(self, question: int, kept: Kept) -> None:
        case = self._case
        if question != self._question or case is None:
            return
        early = self._viewer.measurements(case.study) if self._early else ()
        if kept.draft is not None:
            self._case = case.drafted(kept.draft, kept.after, kept.history)
        elif kept.history:
            self._case = case.signed(kept.history)
        else:
            self._case = case.blank()
            self._prepare()
        self._saved = kept.saved
        self._others = tuple(one for one in kept.progress.readers if one != self.records.reader)
        self._opened = time.monotonic()
        self._put_measurements()
        if kept.draft is None or kept.saved is not None:
            self._tell_worklist(case.study.uid, kept.progress)
        self._catch_up(early)
        self._show()

    def _not_loaded(self, question: int, text: str, bug: bool) -> None:
        if question != self._question:
            return
        self._tell(tr("What was read before cannot be opened: {reason}").format(reason=text))
        if not bug:
            QTimer.singleShot(RETRY_MS, self, partial(self._ask_again, question))

    def _ask_again(self, question: int) -> None:
        if question == self._question:
            self._notice = ""
            self._load()

    def _give_up_early(self, row: Row | None) -> None:
        """Say that what was entered before the study had opened is lost where another follows."""
        case = self._case
        if case is None or not self._early or (row is not None and row.study.uid == case.study.uid):
            return
        self._early.clear()
        text = tr("What was entered for {patient} was not taken: the study had not opened yet.")
        self.refused.emit(text.format(patient=wording.patient(case.study)))

    def _catch_up(self, measured: tuple[Measurement, ...]) -> None:
        """Do what the reader did while the study was being opened."""
        early, self._early = self._early, []
        if self._case is None or not early:
            return
        if measured:
            kept = self._viewer.measurements(self._case.study)
            new = [one for one in measured if one not in kept]
            self._viewer.set_measurements(self._case.study, (*kept, *new))
        for change in early:
            self._edit(change)

    def _discarded(self, question: int, study: Study, progress: ReadingProgress) -> None:
        self._tell_worklist(study.uid, progress)
        if question == self._question and self._case is not None:
            self._saved = None
            self._case = Case(study, self._case.finding)
            self._load()
            self._show()

    def _not_discarded(self, question: int, text: str, _bug: bool) -> None:
        if question == self._question and self._case is not None:
            self._case = replace(self._case, stage=Stage.OPEN)
            self._tell(text)

    # What the records tell.

    def _signed(self, case: Case, signed: SignedRead) -> None:
        row = self._row(case.study.uid)
        readers = () if row is None else row.reading.readers
        others = tuple(one for one in readers if one != self.records.reader)
        self._tell_worklist(case.study.uid, ReadingProgress(signed, others))
        if self._case is None or self._case.study.uid != case.study.uid:
            return
        self._case = self._case.signed((*case.history, signed))
        self._saved = None
        self._put_measurements()
        self._show()
        if self.records.settings.opens_next and signed.version == 1:
            self._open_next()

    def _not_signed(self, case: Case, error: BaseException) -> None:
        """Say what is wrong; what was to be signed is a draft."""
        if isinstance(error, MuraError):
            text = told(str(error))
        else:
            log.error("a read could not be signed:\n%s", traced(error))
            text = f"{tr(OUR_BUG)}{type(error).__name__}"
        if self._case is None or self._case.study.uid != case.study.uid:
            self.refused.emit(
                tr("The read of {patient} was not signed and is kept as a draft. {reason}").format(
                    patient=wording.patient(case.study), reason=text
                )
            )
            return
        if isinstance(error, ReadConflictError):
            # Another version is shown first, the draft stands behind it. There may be none: who has
            # claimed the study has signed nothing, so that the reason has to be said here.
            self._question += 1
            self._case = Case(case.study, self._case.finding)
            self._load()
        else:
            self._case = replace(self._case, stage=Stage.OPEN)
        self._tell(tr("Not signed, kept as a draft. {reason}").format(reason=text))

    def _hear_drafted(self, draft: Draft) -> None:
        case = self._case
        if case is not None and draft.study_uid == case.study.uid and case.begun:
            self._saved = draft.saved
            self._show()

    # What is shown.

    def _row(self, study_uid: str) -> Row | None:
        return self._worklist.model.row_for(study_uid)

    def _tell_worklist(self, study_uid: str, progress: ReadingProgress) -> None:
        row = self._row(study_uid)
        if row is not None and row.reading != progress:
            self._worklist.update_reading(study_uid, progress)

    def _tell(self, text: str) -> None:
        """Say something until the next thing is done."""
        self._notice = text
        self._show()

    def _show(self) -> None:
        nothing = tr("Choose a study to read it.")
        if self.records.begun and not self.records.there:
            nothing = tr("Nothing is kept in this window, so nothing can be signed.")
        who = who_reads(self.records.reader, self._others)
        self.panel.show_case(self._case, who, "" if self._case is not None else nothing)
        if self._notice:
            self.panel.say(self._notice, Tone.PROBLEM)
        else:
            self.panel.say(*status(self._case, self._saved, self.records.why_unsaved))
