"""Reports of crashes, to be read and copied. They are sent nowhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mura_desktop import crashes
from mura_desktop.ui.background import Background
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.lifetimes import while_open
from mura_desktop.ui.plain_pages import text_page
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr


class CrashDialog(QDialog):
    """All reports that are kept, the newest one open.

    Parameters
    ----------
    parent
        The window.
    background
        Reads the files.
    folder
        Of the reports.
    """

    def __init__(self, parent: QWidget | None, background: Background, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Reports of crashes"))
        resize_on_screen(self, 760, 560)
        self._background = background
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Report"))
        self.text = text_page(tr("Text of the report"), tr("Looking for reports …"))
        self.copy = QPushButton(tr("&Copy"))
        self.open_folder = QPushButton(tr("Open the &folder"))
        self.done_button = QPushButton(tr("Close"))
        explained = plain_label(
            tr(
                "A report says where in the program something went wrong. It holds no patient data "
                "and is sent nowhere: copy it to whoever looks after the program."
            ),
            name="muted",
            wraps=True,
        )
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.copy, self.open_folder, self.done_button):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(explained)
        layout.addWidget(self.choice)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        self.choice.currentIndexChanged.connect(lambda _: self._read())
        self.copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self.text.toPlainText())
        )
        self.open_folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )
        self.done_button.clicked.connect(self.reject)
        self.copy.setEnabled(False)
        background.run(lambda: crashes.reports(folder), while_open(self, self._list))

    def _list(self, reports: list[Path]) -> None:
        self.choice.setEnabled(bool(reports))
        if not reports:
            self.text.setPlainText(tr("There is no report: nothing has crashed."))
        for path in reports:
            self.choice.addItem(path.stem, path)

    def _read(self) -> None:
        path = self.choice.currentData(Qt.ItemDataRole.UserRole)
        if isinstance(path, Path):
            self._background.run(lambda: _content(path), while_open(self, self._show))

    def _show(self, text: str) -> None:
        self.text.setPlainText(text)
        self.copy.setEnabled(True)


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError as error:
        return tr("The report cannot be read: {reason}.").format(reason=error.strerror)
