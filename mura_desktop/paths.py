"""The only place that knows where the program's own files and the user's data lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

from mura_desktop.errors import StoreUnavailableError
from mura_desktop.files import OWNER_FOLDER, private_folder

APP = "mura-desktop"
DATA_VARIABLE = "MURA_DESKTOP_DATA"
"""Environment variable that moves all user data, for tests and for several installations."""
CACHE_VARIABLE = "MURA_DESKTOP_CACHE"
"""The same for what can be made anew."""


def resources() -> Path:
    """Return the folder of bundled models: in a package, in a wheel, or in the source tree."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    here = Path(__file__).resolve().parent
    installed = here / "resources"
    return installed if installed.is_dir() else here.parent / "resources"


def bundled_model() -> Path:
    """Return the folder of the model that ships with the program."""
    return resources() / "models" / "densenet169-fracatlas"


def model_folders() -> tuple[Path, ...]:
    """Return where bundles of a site lie: the user's folder, and one for all users of the machine.

    Neither need exist, and neither is part of the program, so an update leaves them alone.
    """
    shared = platformdirs.site_data_path(APP, appauthor=False)
    return (data_folder() / "models", shared / "models")


def data_folder() -> Path:
    """Return the user's data folder, made if missing, readable by its owner only.

    On Windows the rights of the user's profile do that; there, modes mean nothing.

    Raises
    ------
    StoreUnavailableError
        Where it cannot be made.
    """
    moved = os.environ.get(DATA_VARIABLE)
    folder = Path(moved) if moved else platformdirs.user_data_path(APP, appauthor=False)
    try:
        private_folder(folder)
        if not moved and folder.stat().st_mode & 0o077:
            folder.chmod(OWNER_FOLDER)  # one the user named may serve others as well
    except OSError as error:
        raise StoreUnavailableError(
            f"The data folder {folder} cannot be made: {error.strerror}. Mend that, or name "
            f"another one in the environment variable {DATA_VARIABLE}."
        ) from error
    return folder


def cache_folder() -> Path:
    """Return the folder of what can be made anew at any time; made if missing.

    Raises
    ------
    OSError
        Where it cannot be made.
    """
    moved = os.environ.get(CACHE_VARIABLE)
    return private_folder(
        Path(moved) if moved else platformdirs.user_cache_path(APP, appauthor=False)
    )


def self_test() -> Path:
    """Return the file that remembers which engine is the fastest here; it need not exist."""
    return data_folder() / "engines.json"


def database() -> Path:
    """Return the file that remembers results."""
    return data_folder() / "results.sqlite"


def pseudonym_key() -> Path:
    """Return the file with the secret behind the pseudonyms in logs."""
    return data_folder() / "pseudonym.key"


def export_key() -> Path:
    """Return the file with the secret behind the pseudonyms of de-identified exports."""
    return data_folder() / "export.key"


def window_lock() -> Path:
    """Return the file that the open window holds."""
    return data_folder() / "window.lock"


def window_state() -> Path:
    """Return the file that remembers the window's place, looks and keys; it need not exist."""
    return data_folder() / "window.json"


def settings_file() -> Path:
    """Return the user's settings file; it need not exist."""
    return data_folder() / "settings.toml"


def demo_folder() -> Path:
    """Return where the demonstration worklist is written."""
    return data_folder() / "demo"


def outbox() -> Path:
    """Return the folder of results that wait to be sent; it need not exist."""
    return data_folder() / "outbox"


def log_folder() -> Path:
    """Return the folder of the program's logs; it need not exist."""
    return data_folder() / "logs"
