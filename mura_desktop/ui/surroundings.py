"""The room around the images: full screen, second monitor, theme, help, and what is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QSplitter

from mura_desktop.ui.image_window import ImageWindow
from mura_desktop.ui.remembered import Memory, Remembered, options_to_keep
from mura_desktop.ui.theme import Theme, apply_theme, current_theme

if TYPE_CHECKING:
    from mura_desktop.ui.main_window import MainWindow


class Surroundings(QObject):
    """Moves the parts of the main window about.

    Parameters
    ----------
    window
        The main window.
    splitter
        Holds the left column and the viewer.
    memory
        File that keeps place, looks and keys; None keeps nothing.
    """

    def __init__(self, window: MainWindow, splitter: QSplitter, memory: Path | None) -> None:
        super().__init__(window)
        self._window, self._splitter, self._memory = window, splitter, Memory(memory)
        self._images: ImageWindow | None = None
        self._sizes: list[int] = splitter.sizes()
        self._worklist_wanted = True
        self._was_maximised = False

    def connect_commands(self) -> None:
        """Let the commands do what is done here."""
        commands = self._window.commands
        commands.connect_all(
            {
                "worklist": self.toggle_worklist,
                "reading-panel": self.toggle_reading_panel,
                "full-screen": self.toggle_full_screen,
                "second-monitor": self.toggle_image_window,
                "theme": self.toggle_theme,
                "palette": self.show_palette,
                "keys": self.show_keys,
                "change-keys": self.change_keys,
            }
        )
        commands.keys_changed.connect(self.keep_soon)
        self._tick()

    # Dialogs are loaded when they are wanted: the window need not wait for them.

    def show_palette(self) -> None:
        """Find a command by its name."""
        from mura_desktop.ui.command_palette import CommandPalette  # noqa: PLC0415 - see above

        CommandPalette(self._front(), self._window.commands).open()

    def show_keys(self) -> None:
        """Show all keys."""
        from mura_desktop.ui.key_sheet import KeySheet  # noqa: PLC0415 - see above

        self._open(KeySheet(self._window, self._window.commands))

    def change_keys(self) -> None:
        """Let the reader choose other keys."""
        from mura_desktop.ui.key_editor import KeyEditor  # noqa: PLC0415 - see above

        self._open(KeyEditor(self._window, self._window.commands))

    # What is remembered.

    def restore(self, kept: Remembered) -> None:
        """Bring the window back to where it was."""
        if kept.geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(kept.geometry.encode()))
        if len(kept.splitter) == self._splitter.count() and all(kept.splitter):
            self._splitter.setSizes(list(kept.splitter))
        self._sizes = self._splitter.sizes()
        self._window.column.set_panel_height(kept.reading_height)
        self._window.column.panel_wanted = kept.reads
        self._show_worklist()
        self._window.viewer.set_options(kept.options())
        self._window.worklist.view.set_columns(kept.columns)
        self.set_theme(kept.theme)

    @property
    def remembers(self) -> bool:
        """Whether there is a file to keep the window in."""
        return self._memory.file is not None

    def keep(self) -> None:
        """Write down how the window is now."""
        self._memory.note(self._now())
        self._memory.write()

    def keep_soon(self) -> None:
        """As `keep`, without waiting for the disk."""
        self._memory.note(self._now())
        self._window.background.run(self._memory.write)

    def _now(self) -> Remembered:
        window = self._window
        geometry = bytes(window.saveGeometry().toBase64().data()).decode()
        sizes = self._splitter.sizes()
        both = len(sizes) == 2 and all(sizes)
        return Remembered(
            geometry=geometry,
            splitter=tuple(sizes if both else self._sizes),
            reads=window.column.panel_wanted,
            reading_height=window.column.panel_height,
            theme=current_theme(),
            columns=window.worklist.view.columns(),
            keys=window.commands.changed(),
            **options_to_keep(window.viewer.options),
            **window.anteroom.to_keep(),
        )

    def close(self) -> None:
        """Write down how the window was left, and close what belongs to it."""
        self.leave_full_screen()
        if self._images is not None:
            self.toggle_image_window()
        self.keep()

    # The room.

    def toggle_full_screen(self) -> None:
        """Give the images the whole screen, or go back."""
        window = self._window
        if window.isFullScreen():
            window.menuBar().show()
            if self._was_maximised:
                window.showMaximized()
            else:
                window.showNormal()
        else:
            self._was_maximised = window.isMaximized()
            window.menuBar().hide()
            window.showFullScreen()
        self._show_worklist()
        self._tick()

    def leave_full_screen(self) -> bool:
        """Leave full screen; False where there is none."""
        if not self._window.isFullScreen():
            return False
        self.toggle_full_screen()
        return True

    def toggle_worklist(self) -> None:
        """Show or hide the worklist."""
        self._worklist_wanted = not self._window.worklist.isVisibleTo(self._window)
        self._show_worklist(asked=True)
        self._tick()

    def toggle_reading_panel(self) -> None:
        """Show or hide the reading panel."""
        column = self._window.column
        column.panel_wanted = not column.panel_in_sight
        column.show_panel(column.panel_wanted)
        self._tick()

    def show_reading_panel(self) -> None:
        """Show the reading panel, in full screen too: somebody reads."""
        if not self._window.column.panel_in_sight:
            self.toggle_reading_panel()

    def toggle_image_window(self) -> None:
        """Move the images into a window of their own, or back."""
        viewer = self._window.viewer
        if self._images is None:
            self._remember_sizes()
            self._images = ImageWindow(viewer, self._window.commands.all())
            self._images.closed.connect(self.toggle_image_window)
            self._images.show_beside(self._window)
        else:
            images, self._images = self._images, None
            self._splitter.addWidget(viewer)
            viewer.show()
            self._splitter.setSizes(self._sizes)
            images.closed.disconnect(self.toggle_image_window)
            images.close()
            images.deleteLater()
        self._show_worklist()
        self._tick()

    def toggle_theme(self) -> None:
        """Change between the dark and the light theme."""
        self.set_theme(Theme.DARK if current_theme() is Theme.LIGHT else Theme.LIGHT)

    @property
    def image_window(self) -> ImageWindow | None:
        """The window of the images while they are out of the main one."""
        return self._images

    def set_theme(self, theme: Theme) -> None:
        """Make the room dark or light."""
        application = QApplication.instance()
        if isinstance(application, QApplication) and theme is not current_theme():
            apply_theme(application, theme)
        self._tick()

    def _show_worklist(self, *, asked: bool = False) -> None:
        """Show the worklist where it is wanted; in full screen only where it is asked for."""
        worklist = self._window.worklist
        hidden_by_screen = self._window.isFullScreen() and self._images is None and not asked
        shown = self._worklist_wanted and not hidden_by_screen
        if worklist.isVisibleTo(self._window) and not shown:
            self._remember_sizes()
        worklist.setVisible(shown or self._images is not None)
        column = self._window.column
        hidden = self._window.isFullScreen() and self._images is None
        column.show_panel(column.panel_wanted and not hidden)

    def _remember_sizes(self) -> None:
        sizes = self._splitter.sizes()
        if len(sizes) == 2 and all(sizes):
            self._sizes = sizes

    def _tick(self) -> None:
        commands = self._window.commands
        commands["theme"].setChecked(current_theme() is Theme.LIGHT)
        commands["full-screen"].setChecked(self._window.isFullScreen())
        commands["second-monitor"].setChecked(self._images is not None)
        commands["worklist"].setChecked(self._window.worklist.isVisibleTo(self._window))
        commands["reading-panel"].setChecked(self._window.column.panel_in_sight)

    def _front(self) -> MainWindow | ImageWindow:
        """Return the window the reader is in."""
        images = self._images
        return images if images is not None and images.isActiveWindow() else self._window

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
