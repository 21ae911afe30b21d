"""What the window says before anything is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.theme import SPACE

HINTS = (
    ("Ctrl+O", "open a folder; every study in it is scored on this computer"),
    ("Down, Up", "next and previous study"),
    ("Right, Left", "next and previous view"),
    ("O, H", "what drove the score: on and off, outline or heat map"),
    ("F1", "all keys"),
)


class Welcome(QWidget):
    """An invitation to open or drop a folder."""

    open_folder = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = plain_label("Open a folder of bone radiographs", name="title")
        text = plain_label(
            "Drop a folder or files anywhere in this window (DICOM, PNG, JPEG, TIFF, BMP).\n"
            "The studies that ask to be read first stand at the top.",
            name="muted",
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        button = QPushButton("Open folder…")
        button.setObjectName("primary")
        button.clicked.connect(self.open_folder)
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * SPACE)
        grid.setVerticalSpacing(SPACE)
        for row, (keys, meaning) in enumerate(HINTS):
            right = Qt.AlignmentFlag.AlignRight
            grid.addWidget(plain_label(keys), row, 0, right)
            grid.addWidget(plain_label(meaning, name="muted"), row, 1)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * SPACE)
        layout.addStretch(2)
        layout.addWidget(title, 0, centre)
        layout.addWidget(text, 0, centre)
        layout.addWidget(button, 0, centre)
        layout.addSpacing(3 * SPACE)
        inner = QWidget()
        inner.setLayout(grid)
        layout.addWidget(inner, 0, centre)
        layout.addStretch(3)
