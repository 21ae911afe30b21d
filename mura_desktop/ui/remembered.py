"""What the window remembers from day to day: its place, its looks and the reader's keys."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mura_desktop.files import write_whole
from mura_desktop.ui.layouts import Layout
from mura_desktop.ui.options import LEAST, Options
from mura_desktop.ui.overlay import Overlay
from mura_desktop.ui.reading_column import LEAST_HEIGHT, PANEL_HEIGHT
from mura_desktop.ui.theme import Theme

log = logging.getLogger(__name__)


class Remembered(BaseModel):
    """The window as it was left.

    Attributes
    ----------
    geometry
        Place and size, base64 of what `QWidget.saveGeometry` gives; empty for the first time.
    splitter
        Widths of worklist and viewer, logical pixels.
    reads, reading_height
        Whether the reading panel is shown, and its height, logical pixels.
    theme
        Dark or light.
    overlay, opacity, edge_strength, layout, compares, linked
        As in `Options`. Tool, edge view and hidden texts are not kept: a new day begins with
        plain images and with the patient's name on them.
    columns
        Of the worklist: which, where, how wide; base64 of what `QHeaderView.saveState` gives.
    keys
        Changed keys, by command, in Qt's portable form.
    recent
        Folders and files that were opened last, the newest first; empty where the settings forbid
        to remember them.
    notice_seen
        Version of the notice that was acknowledged; 0 for none.
    report_seen
        Name of the last report of a crash that was told of.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    geometry: str = ""
    splitter: tuple[int, ...] = ()
    reads: bool = True
    reading_height: int = Field(default=PANEL_HEIGHT, ge=LEAST_HEIGHT, le=5000)
    theme: Theme = Theme.DARK
    overlay: Overlay = Overlay.OUTLINE
    opacity: float = Field(default=0.6, ge=LEAST, le=1)
    edge_strength: float = Field(default=0.5, ge=LEAST, le=1)
    layout: Layout = Layout.ALL
    compares: bool = True
    linked: bool = True
    columns: str = Field(default="", max_length=4000)
    keys: dict[str, list[str]] = Field(default_factory=dict)
    recent: tuple[str, ...] = ()
    notice_seen: int = 0
    report_seen: str = ""

    def options(self) -> Options:
        """Return the viewer's options."""
        seen_last = Overlay.OUTLINE if self.overlay is Overlay.OFF else self.overlay
        return Options(
            overlay=self.overlay,
            seen_last=seen_last,
            opacity=self.opacity,
            edge_strength=self.edge_strength,
            layout=self.layout,
            compares=self.compares,
            linked=self.linked,
        )


def options_to_keep(options: Options) -> dict[str, Any]:
    """Return the options that are remembered, as fields of `Remembered`."""
    return {name: value for name, value in asdict(options).items() if name in _KEPT}


_KEPT = frozenset(Remembered.model_fields)


def load(file: Path | None) -> Remembered:
    """Read what was kept; a missing or damaged file gives the defaults.

    Parameters
    ----------
    file
        JSON; None remembers nothing.
    """
    if file is None:
        return Remembered()
    try:
        return Remembered.model_validate(json.loads(file.read_bytes()))
    except FileNotFoundError:
        return Remembered()
    except (OSError, ValueError, RecursionError) as error:  # no JSON, or not what is expected
        # The looks of a window are no reason not to open it.
        log.warning("the window's place and looks cannot be read: %s", type(error).__name__)
        return Remembered()


def save(file: Path | None, window: Remembered) -> None:
    """Keep it; where the disk refuses, the window opens with the looks of before."""
    if file is None:
        return
    try:
        # With escapes, which also hold names of folders that are not UTF-8.
        write_whole(file, json.dumps(window.model_dump(), indent=1).encode())
    except OSError as error:
        log.warning("the window's place and looks cannot be kept: %s", error.strerror)


class Memory:
    """The file that keeps the window. Whoever writes, what was noted last is what is kept.

    Parameters
    ----------
    file
        See `load`.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self._newest: Remembered | None = None
        self._lock = threading.Lock()

    def note(self, window: Remembered) -> None:
        """Take this as what is to be kept."""
        self._newest = window

    def write(self) -> None:
        """Write what was noted last; on any thread."""
        with self._lock:
            if self._newest is not None:
                save(self.file, self._newest)
