"""Asking for a folder or for files, and how loose images become studies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QWidget

from mura_desktop.studies.model import Grouping
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.translation import QT_TR_NOOP, tr

GROUPINGS = {
    Grouping.AUTO: QT_TR_NOOP("automatic: a folder of few images is a study"),
    Grouping.FOLDER: QT_TR_NOOP("every folder is a study"),
    Grouping.FILE: QT_TR_NOOP("every file is a study"),
    Grouping.INBOX: QT_TR_NOOP("an inbox: its own files are studies, its folders too"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user chose to open."""

    paths: tuple[Path, ...]
    grouping: Grouping


class OpenDialog(QFileDialog):
    """Qt's own dialog, because the choice of grouping belongs beside the files."""

    def __init__(
        self, parent: QWidget | None, *, folder: bool, start: str, grouping: Grouping
    ) -> None:
        super().__init__(parent, tr("Open a folder") if folder else tr("Open files"), start)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setFileMode(
            QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFiles
        )
        self.grouping = QComboBox()
        self.grouping.setAccessibleName(tr("How loose images become studies"))
        self.grouping.setToolTip(
            tr("For images without DICOM header and outside of MURA's folders")
        )
        self.grouping.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.grouping.setMinimumContentsLength(20)
        for value, text in GROUPINGS.items():
            self.grouping.addItem(tr(text), value)
        self.grouping.setCurrentIndex(list(GROUPINGS).index(grouping))
        layout = self.layout()
        if isinstance(layout, QGridLayout):
            row = layout.rowCount()
            label = plain_label(tr("Loose images:"))
            label.setBuddy(self.grouping)
            layout.addWidget(label, row, 0)
            layout.addWidget(self.grouping, row, 1)
        resize_on_screen(self, 860, 560)

    def choice(self) -> Choice:
        """Return what was chosen, after the dialog was accepted."""
        paths = tuple(Path(name) for name in self.selectedFiles())
        return Choice(paths, Grouping(self.grouping.currentData()))
