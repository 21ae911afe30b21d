"""What the window says before anything is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QT_TR_NOOP, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.ui import wording
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.reading_keys import press_by_keys
from mura_desktop.ui.recent import shown_name
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

HINTS = (
    (QT_TR_NOOP("Down, Up"), QT_TR_NOOP("next and previous study")),
    (QT_TR_NOOP("Right, Left"), QT_TR_NOOP("next and previous view")),
    (QT_TR_NOOP("O, H"), QT_TR_NOOP("what drove the score: on and off, outline or heat map")),
    (QT_TR_NOOP("Ctrl+K"), QT_TR_NOOP("find any command by its name")),
    (QT_TR_NOOP("F1"), QT_TR_NOOP("all keys")),
)
WIDEST = 620


class Welcome(QScrollArea):
    """An invitation to open or drop a folder."""

    open_folder = Signal()
    open_files = Signal()
    open_demo = Signal()
    chosen = Signal(Path)
    """A recent folder."""
    dropped = Signal(list)
    """Paths of files and folders."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setWidgetResizable(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.target = self._make_target()
        self._recent = QVBoxLayout()
        self._recent.setSpacing(SPACE // 2)
        self.recent_title = plain_label(tr("Opened last"), name="muted")
        self.recent_title.hide()
        column = QVBoxLayout()
        column.setSpacing(2 * SPACE)
        column.addWidget(self.target)
        column.addWidget(self.recent_title)
        column.addLayout(self._recent)
        column.addSpacing(SPACE)
        column.addLayout(_hints())
        column.addSpacing(SPACE)
        column.addWidget(_research_use())
        middle = QWidget()
        middle.setMaximumWidth(WIDEST)
        middle.setLayout(column)
        page = QWidget()
        page.setObjectName("viewer")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)
        self.setWidget(page)

    def set_recent(self, folders: Sequence[tuple[Path, bool]]) -> None:
        """Show the folders opened last, each with whether it is missing."""
        while (item := self._recent.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.recent_title.setVisible(bool(folders))
        for path, missing in folders:
            name = shown_name(path)
            button = QPushButton(name.replace("&", "&&"))
            button.setObjectName("recent")
            button.setToolTip(wording.tooltip(str(path)))
            if missing:
                text = tr("{name}  (not there any more)").format(name=name)
                button.setText(text.replace("&", "&&"))
                button.setEnabled(False)
            press_by_keys(button)
            button.clicked.connect(lambda _checked=False, path=path: self.chosen.emit(path))
            self._recent.addWidget(button)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's
        """Show that files and folders may be let go here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._invite(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's
        """Show it no longer."""
        self._invite(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's
        """Tell what was dropped."""
        self._invite(False)
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self.dropped.emit([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _make_target(self) -> QFrame:
        target = QFrame()
        target.setObjectName("dropTarget")
        self.title = plain_label(name="title", wraps=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text = plain_label(
            tr(
                "DICOM, PNG, JPEG, TIFF and BMP, also in ZIP archives. Every study is scored on "
                "this computer, and those that ask to be read first stand at the top."
            ),
            name="muted",
            wraps=True,
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.folder_button = QPushButton(tr("Open folder…"))
        self.folder_button.setObjectName("primary")
        self.folder_button.setToolTip(tr("Open a folder (Ctrl+O)"))
        self.folder_button.clicked.connect(self.open_folder)
        self.files_button = QPushButton(tr("Open files…"))
        self.files_button.setToolTip(tr("Open files (Ctrl+Shift+O)"))
        self.files_button.clicked.connect(self.open_files)
        self.demo_button = QPushButton(tr("Demonstration"))
        self.demo_button.setToolTip(tr("Open the demonstration worklist (Ctrl+Alt+D)"))
        self.demo_button.clicked.connect(self.open_demo)
        for button in (self.folder_button, self.files_button, self.demo_button):
            press_by_keys(button)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        for button in (self.folder_button, self.files_button, self.demo_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(target)
        layout.setContentsMargins(3 * SPACE, 4 * SPACE, 3 * SPACE, 4 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(self.title)
        layout.addWidget(text)
        layout.addLayout(buttons)
        self._invite_on(target, False)
        return target

    def _invite(self, invites: bool) -> None:
        self._invite_on(self.target, invites)

    def _invite_on(self, target: QFrame, invites: bool) -> None:
        self.title.setText(
            tr("Let go to open") if invites else tr("Drop a folder of bone radiographs here")
        )
        target.setProperty("invites", invites)
        target.style().unpolish(target)
        target.style().polish(target)


def _hints() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * SPACE)
    grid.setVerticalSpacing(SPACE)
    grid.setColumnStretch(1, 1)
    for row, (keys, meaning) in enumerate(HINTS):
        grid.addWidget(plain_label(tr(str(keys))), row, 0)
        grid.addWidget(plain_label(tr(str(meaning)), name="muted", wraps=True), row, 1)
    return grid


def _research_use() -> QWidget:
    label = plain_label(
        tr("Research use only. Orders the list; no diagnosis, no medical device."),
        name="muted",
        wraps=True,
    )
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
