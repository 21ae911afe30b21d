"""A window for the images alone, on the second monitor where there is one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mura_desktop.ui.translation import tr


class ImageWindow(QWidget):
    """Holds the viewer while it is out of the main window; the same keys work here.

    Parameters
    ----------
    viewer
        What it shows.
    actions
        Whose keys work.
    """

    closed = Signal()
    """The reader closed it."""

    def __init__(self, viewer: QWidget, actions: list[QAction]) -> None:
        super().__init__()
        self.setObjectName("satellite")
        self.setWindowTitle(tr("MURA Desktop: images"))
        self.addActions(actions)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(viewer)
        viewer.show()

    def show_beside(self, main: QWidget) -> None:
        """Fill another monitor than the main window's; with one alone, stand beside it."""
        other = other_screen(main.screen())
        if other is None:
            self.resize(main.width() * 2 // 3, main.height())
            self.show()
        else:
            self.setGeometry(other.availableGeometry())
            self.showMaximized()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's
        """Give the images back to the main window."""
        self.closed.emit()
        super().closeEvent(event)


def other_screen(used: QScreen) -> QScreen | None:
    """Return a screen that the main window is not on."""
    return next((screen for screen in QGuiApplication.screens() if screen is not used), None)
