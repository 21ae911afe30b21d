"""Sends results of the chosen study to an archive, and shows how far what was sent has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.studies.model import Study
from mura_desktop.ui import wording
from mura_desktop.ui.background import Background
from mura_desktop.ui.give_back_list import KINDS, GiveBackList
from mura_desktop.ui.labels import ElidedLabel, plain_label, resize_on_screen
from mura_desktop.ui.reasons import told
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

if TYPE_CHECKING:
    from mura_desktop.giving_back import GivingBack  # the window is shown before it is loaded
    from mura_desktop.ui.main_window import MainWindow


class GiveBackDialog(QDialog):
    """Choice of kinds and archive for one study; below it, all that is on its way.

    Parameters
    ----------
    parent
        The window.
    giving_back
        Does it.
    background
        Where the store and the outbox are asked.
    study
        The study that is shown; None leaves the list only.
    """

    def __init__(
        self,
        parent: QWidget | None,
        giving_back: GivingBack,
        background: Background,
        study: Study | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Send results to the PACS"))
        resize_on_screen(self, 720, 600)
        self._giving_back, self._background, self._study = giving_back, background, study
        self._barred: Mapping[Kind, str] = dict.fromkeys(Kind, "")
        self.patient = ElidedLabel("title")
        self.patient.set_text(
            tr("No study is chosen.") if study is None else wording.patient(study)
        )
        self.boxes: dict[Kind, QCheckBox] = {}
        self._reasons: dict[Kind, QLabel] = {}
        self.remotes = QComboBox()
        self.remotes.setAccessibleName(tr("Archive"))
        for remote in giving_back.remotes:
            self.remotes.addItem(remote.name)
        self.message = plain_label(wraps=True, name="muted")
        self.send = QPushButton(tr("Send"))
        self.send.setObjectName("primary")
        self.list = GiveBackList(giving_back.outbox, background, giving_back.wake)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        self._lay_out(buttons)
        self.send.clicked.connect(self._send)
        self.finished.connect(lambda _: self.list.stop())
        buttons.rejected.connect(self.reject)
        self._enable()
        self._ask()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's
        """Read the list no more."""
        self.list.stop()
        super().closeEvent(event)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        kinds = QVBoxLayout()
        kinds.setSpacing(SPACE // 2)
        for kind in Kind:
            box = QCheckBox(tr(str(KINDS[kind])))
            box.setChecked(kind in (Kind.REPORT, Kind.OUTLINE))
            box.toggled.connect(lambda _: self._enable())
            reason = plain_label(name="muted", wraps=True)
            reason.setVisible(False)
            reason.setContentsMargins(3 * SPACE, 0, 0, 0)
            self.boxes[kind], self._reasons[kind] = box, reason
            kinds.addWidget(box)
            kinds.addWidget(reason)
        form = QFormLayout()
        form.setSpacing(SPACE)
        form.addRow(tr("To"), self.remotes)
        send = QHBoxLayout()
        send.setSpacing(SPACE)
        send.addWidget(self.message, 1)
        send.addWidget(self.send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.patient)
        layout.addLayout(kinds)
        layout.addLayout(form)
        layout.addLayout(send)
        layout.addSpacing(SPACE)
        layout.addWidget(plain_label(tr("On their way")))
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)

    def _ask(self) -> None:
        """Look up what there is of the study."""
        if self._study is None:
            self._say(tr("Choose a study in the worklist to send its results."))
            return
        if not self._giving_back.remotes:
            self._say(
                tr(
                    "No archive is set that results may be sent to. Add one under “remotes” in "
                    "the settings, then start the program again."
                )
            )
        else:
            self._say(tr("Looking up what there is …"))
        study = self._study
        self._background.run(lambda: self._giving_back.barred(study), self._offered, self._failed)

    def _offered(self, barred: Mapping[Kind, str]) -> None:
        self._barred = barred
        reasons = set(barred.values())
        one_for_all = len(reasons) == 1 and len(barred) == len(Kind)
        for kind in Kind:
            reason = told(barred.get(kind, ""))
            self._reasons[kind].setText(reason)
            self._reasons[kind].setVisible(bool(reason) and not one_for_all)
            self.boxes[kind].setAccessibleDescription(reason)
            if reason:
                self.boxes[kind].setChecked(False)
        if one_for_all:
            self._say(told(reasons.pop()))
        elif self._giving_back.remotes:
            self._say(tr("Results are marked as machine output for research use."))
        self._enable()

    def _send(self) -> None:
        study = self._study
        if study is None:
            return
        kinds = [kind for kind, box in self.boxes.items() if box.isChecked()]
        name = self.remotes.currentText()
        giving_back = self._giving_back
        self.send.setEnabled(False)
        self._background.run(
            lambda: giving_back.ask(study, giving_back.remote(name), kinds),
            lambda _: self._asked(name),
            self._failed,
        )

    def _asked(self, name: str) -> None:
        self._say(tr("Noted. It is sent to {name} in the background.").format(name=name))
        self.list.look()
        self._enable()

    def _failed(self, text: str, _bug: bool) -> None:
        self._say(text)
        self._enable()

    def _say(self, text: str) -> None:
        self.message.setText(text)

    def _enable(self) -> None:
        able = self._study is not None and self.remotes.count() > 0
        self.remotes.setEnabled(able)
        for kind, box in self.boxes.items():
            box.setEnabled(able and not self._barred.get(kind))
        self.send.setEnabled(able and any(box.isChecked() for box in self.boxes.values()))


def open_give_back(window: MainWindow) -> None:
    """Open the dialog for the study in view, once there is something that sends."""
    backend = window.backend
    if backend is not None and backend.giving_back is not None:
        row = window.worklist.current
        study = None if row is None else row.study
        dialog = GiveBackDialog(window, backend.giving_back, window.background, study)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
