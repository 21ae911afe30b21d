"""The only place that knows where the program's own files and the user's data lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

APP = "mura-desktop"
DATA_VARIABLE = "MURA_DESKTOP_DATA"
"""Environment variable that moves all user data, for tests and for several installations."""


def resources() -> Path:
    """Return the folder of bundled models, icons and templates (source tree or frozen program)."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root / "resources"


def bundled_model() -> Path:
    """Return the folder of the model that ships with the program."""
    return resources() / "models" / "densenet169-fracatlas"


def data_folder() -> Path:
    """Return the user's data folder, made if missing, readable by its owner only."""
    moved = os.environ.get(DATA_VARIABLE)
    folder = Path(moved) if moved else platformdirs.user_data_path(APP, appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def database() -> Path:
    """Return the file that remembers results."""
    return data_folder() / "results.sqlite"


def settings_file() -> Path:
    """Return the user's settings file; it need not exist."""
    return data_folder() / "settings.toml"


def demo_folder() -> Path:
    """Return where the demonstration worklist is written."""
    return data_folder() / "demo"


def log_file() -> Path:
    """Return the program's log."""
    return data_folder() / "mura-desktop.log"
