"""What is on its way to archives, with the reason of whatever waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QT_TR_NOOP, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.outbox import OPEN, Job, JobState, Outbox
from mura_desktop.ui import wording
from mura_desktop.ui.background import Background
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.reasons import told
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

LOOK_MS = 2000
"""How often the list is read anew while it is shown."""
KINDS: dict[Kind, object] = {
    Kind.REPORT: QT_TR_NOOP("Structured report"),
    Kind.PICTURE: QT_TR_NOOP("Overlay pictures"),
    Kind.OUTLINE: QT_TR_NOOP("Outlines over the images"),
    Kind.DOCUMENT: QT_TR_NOOP("Signed report (PDF)"),
}
STATES: dict[JobState, object] = {
    JobState.ASKED: QT_TR_NOOP("Being prepared"),
    JobState.WAITING: QT_TR_NOOP("Waiting"),
    JobState.SENT: QT_TR_NOOP("Sent"),
    JobState.GIVEN_UP: QT_TR_NOOP("Given up"),
}
_NAME = int(Qt.ItemDataRole.UserRole)


class GiveBackList(QWidget):
    """The outbox as a list; read on another thread, again and again while it is shown.

    Parameters
    ----------
    outbox
        What waits.
    background
        Where it is read and changed.
    wake
        Called after a change, so that sending goes on at once; on another thread.
    """

    def __init__(
        self,
        outbox: Outbox,
        background: Background,
        wake: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._outbox, self._background, self._wake = outbox, background, wake
        self._jobs: tuple[Job, ...] = ()
        self._asking = False
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Results on their way"))
        self.tree.setHeaderLabels([tr("Patient"), tr("What"), tr("To"), tr("State"), tr("When")])
        self.tree.setRootIsDecorated(False)
        self.tree.setMinimumSize(480, 5 * self.fontMetrics().height())
        self.tree.setUniformRowHeights(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, 5):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        self.reason = plain_label(wraps=True)
        self.reason.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.retry = QPushButton(tr("Try again"))
        self.forget = QPushButton(tr("Remove from the list"))
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.retry)
        row.addWidget(self.forget)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.reason)
        layout.addLayout(row)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.tree.itemSelectionChanged.connect(self._follow)
        self.retry.clicked.connect(self._try_again)
        self.forget.clicked.connect(self._remove)
        self.reason.setText(tr("Looking …"))
        self._enable()
        self.look()
        self._timer.start()

    def look(self) -> None:
        """Read the list anew."""
        if not self._asking:
            self._asking = True
            self._background.run(self._outbox.jobs, self._show, self._failed)

    def stop(self) -> None:
        """Read no more."""
        self._timer.stop()

    def chosen(self) -> list[Job]:
        """Return the jobs that are selected."""
        names = {item.data(0, _NAME) for item in self.tree.selectedItems()}
        return [job for job in self._jobs if job.name in names]

    def _show(self, jobs: Sequence[Job]) -> None:
        self._asking = False
        newest = tuple(reversed(jobs))
        if newest == self._jobs and self.tree.topLevelItemCount() == len(newest):
            self._follow()
            return
        selected = {job.name for job in self.chosen()}
        self._jobs = newest
        self.tree.clear()
        for job in newest:
            item = QTreeWidgetItem(_cells(job))
            item.setData(0, _NAME, job.name)
            for column in range(5):
                item.setToolTip(
                    column, wording.tooltip(f"{job.patient}\n{_reason(job, newest)}".strip())
                )
            self.tree.addTopLevelItem(item)
            item.setSelected(job.name in selected)
        if newest and not selected:
            self.tree.setCurrentIndex(self.tree.model().index(0, 0))
        self._follow()

    def _failed(self, text: str, _bug: bool) -> None:
        self._asking = False
        self.reason.setText(text)

    def _follow(self) -> None:
        jobs = self.chosen()
        if not self._jobs:
            self.reason.setText(tr("Nothing is on its way."))
        elif len(jobs) == 1:
            self.reason.setText(_reason(jobs[0], self._jobs))
        else:
            self.reason.setText("")
        self._enable()

    def _enable(self) -> None:
        jobs = self.chosen()
        self.retry.setEnabled(any(job.state is not JobState.SENT for job in jobs))
        self.forget.setEnabled(bool(jobs))

    def _try_again(self) -> None:
        names = [job.name for job in self.chosen()]
        self._change(lambda: self._outbox.retry(names))

    def _remove(self) -> None:
        names = [job.name for job in self.chosen()]
        self._change(lambda: self._outbox.remove(names))

    def _change(self, act: Callable[[], object]) -> None:
        def changed() -> None:
            act()
            self._wake()

        self._background.run(changed, lambda _: self.look(), self._failed)


def _cells(job: Job) -> list[str]:
    return [
        job.patient,
        ", ".join(kind.value.upper() for kind in job.kinds),
        job.remote,
        tr(str(STATES[job.state])),
        _local(job.changed if job.state is JobState.SENT else job.created),
    ]


def _reason(job: Job, jobs: Sequence[Job]) -> str:
    """Say why a job stands where it stands; `jobs` are all, the newest first."""
    words = [told(job.reason)] if job.reason else []
    if job.state is JobState.WAITING and job.next_try is not None:
        words.append(tr("The next try is at {time}.").format(time=_local(job.next_try)))
    elif job.state in OPEN and (first := _in_front(job, jobs)) is not None:
        words.append(tr("It waits behind an earlier study:"))
        words.append(told(first.reason) or tr("that one is being sent."))
    if job.state is JobState.WAITING and job.sent:
        count = tr("{sent} of {all} objects have arrived.")
        words.append(count.format(sent=len(job.sent), all=len(job.files)))
    if job.state is JobState.SENT:
        words.insert(0, tr("{n} objects have arrived.").format(n=len(job.files)))
    if job.note:
        words.append(tr("Left out:"))
        words.append(job.note)
    return " ".join(words)


def _in_front(job: Job, jobs: Sequence[Job]) -> Job | None:
    """Return the job that is sent to the same archive first, None where it is this one."""
    earlier = [
        one
        for one in jobs
        if one.state in OPEN and one.remote == job.remote and one.name < job.name
    ]
    return earlier[-1] if earlier else None


def _local(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
