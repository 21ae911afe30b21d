"""The window. Every import of PySide6 lives here and in `mura_desktop.app`."""
