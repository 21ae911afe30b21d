"""What the window needs from the rest of the program. `mura_desktop.app` brings it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mura_desktop.events import Event
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.settings import Settings
from mura_desktop.studies.model import FileFormat, Grouping
from mura_desktop.studies.triage import TriageRule

if TYPE_CHECKING:
    from mura_desktop.store.repository import Store  # the window is shown before it is loaded
    from mura_desktop.store.scores import Source


class TriageJob(Protocol):
    """Runs on the worker thread, never on the window's."""

    def triage(
        self, paths: Sequence[Path], grouping: Grouping, cancelled: threading.Event
    ) -> Iterator[Event]:
        """Find studies, score them, and tell of every step."""


class ImageReader(Protocol):
    """Decodes files elsewhere; returns at once."""

    def image(self, path: Path, file_format: FileFormat, frame: int, /) -> Future[GreyImage]:
        """Start reading an image of a file, counted from 1."""


@dataclass(frozen=True, slots=True)
class Backend:
    """Everything behind the window, made and closed on the worker thread.

    Attributes
    ----------
    pipeline
        The job.
    decoder
        Pixels for the viewer.
    rule
        The loaded model's rule; None where scoring is off.
    input_size
        Side of the model's square input, for placing activation maps.
    model_summary
        One line for the status bar: model and engine.
    about_model
        Headings and plain text for the page about the model.
    model_problem
        Why scoring is off, for the user; None where it is on.
    notices
        What went wrong and keeps nobody from working, for the user.
    settings
        As they were read at the start.
    store
        Results, drafts and signed reads; never asked on the window's thread. None in a window that
        keeps nothing.
    source
        What the store keeps the model's scores under; there where the store is.
    close
        Frees processes, files and the database.
    """

    pipeline: TriageJob
    decoder: ImageReader
    rule: TriageRule | None
    input_size: int
    model_summary: str
    about_model: tuple[tuple[str, str], ...]
    model_problem: str | None
    close: Callable[[], None]
    notices: tuple[str, ...] = ()
    settings: Settings = field(default_factory=Settings)
    store: Store | None = None
    source: Source | None = None
