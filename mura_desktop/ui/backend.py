"""What the window needs from the rest of the program. `mura_desktop.app` brings it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mura_desktop.events import Event
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.settings import Settings
from mura_desktop.studies.model import FileFormat, FileVersion, Grouping
from mura_desktop.studies.triage import Thresholds, TriageRule
from mura_desktop.ui.reading_news import KeeperNews

if TYPE_CHECKING:
    # The window is shown before these are loaded.
    from mura_desktop.giving_back import GivingBack
    from mura_desktop.inference.card import Card
    from mura_desktop.reception import Reception
    from mura_desktop.reports.templates import Templates
    from mura_desktop.store.keeper import Keeper
    from mura_desktop.store.repository import Source, Store


class TriageJob(Protocol):
    """Runs on the worker thread, never on the window's."""

    def triage(
        self, paths: Sequence[Path], grouping: Grouping, cancelled: threading.Event
    ) -> Iterator[Event]:
        """Find studies, score them, and tell of every step."""

    def prefer(self, study_uid: str) -> None:
        """Score this study next; from any thread, empty for none."""


class ArrivalJob(Protocol):
    """As `TriageJob`, for files that come to a watched folder."""

    def arrive(
        self, paths: Sequence[Path], folder: Path, cancelled: threading.Event
    ) -> Iterator[Event]:
        """Put them together with what is there, score them, and tell of every step."""


class ImageReader(Protocol):
    """Decodes files elsewhere; returns at once."""

    def image(
        self, path: Path, file_format: FileFormat, frame: int, version: FileVersion, /
    ) -> Future[GreyImage]:
        """Start reading an image of a file, counted from 1; of this version of it, or none."""


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
        One line for the status bar: the model, and its engine once that is open.
    about_model
        Headings and plain text for the page about the model.
    model_problem
        Why scoring is off, for the user; None where it is on.
    notices
        What went wrong and keeps nobody from working, for the user.
    settings
        As they are now; changed ones come with a new `Backend`.
    templates
        Texts that reports begin with; None where a window makes no reports.
    store
        Results, drafts and signed reads; never asked on the window's thread. None in a window that
        keeps nothing.
    keeper, keeper_news
        Keeps drafts and signatures, and tells how that goes. None in a window that keeps nothing.
    reader
        Who signs.
    templates
        What reports begin with.
    giving_back
        Sends results to archives; None in a window that keeps nothing.
    reception
        What the network brings; None where nothing is received or fetched.
    close
        Frees processes, files and the database.
    arrivals
        The job for a watched folder; None where nothing can be watched.
    card, engine
        The model's card and what runs it; None and empty where scoring is off. The engine may
        still be on its way when the backend is there.
    when_engine
        Tells, from any thread, when the engine is open: its description, or an empty text and why
        it cannot be opened. None where no engine is on its way.
    source
        What the store keeps the model's scores under.
    when_idle
        Work for a quiet moment, on the worker's thread; asks whether it has to stop.
    retune
        Lets the model score with a site's own bands from now on, and returns the new rule.
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
    keeper: Keeper | None = None
    keeper_news: KeeperNews | None = None
    reader: str = ""
    templates: Templates | None = None
    giving_back: GivingBack | None = None
    reception: Reception | None = None
    arrivals: ArrivalJob | None = None
    card: Card | None = None
    engine: str = ""
    when_engine: Callable[[Callable[[str, str], object]], object] | None = None
    source: Source | None = None
    when_idle: Callable[[Callable[[], bool]], object] = lambda _stopped: None
    retune: Callable[[Mapping[str, Thresholds]], TriageRule] | None = None

    def with_settings(self, settings: Settings, rule: TriageRule | None) -> Backend:
        """Return the same with changed settings, and the rule that they make."""
        from mura_desktop.store.audit import actor  # noqa: PLC0415 - loaded by now

        named_anew = settings.reader != self.settings.reader
        reader = settings.reader or actor() if named_anew else self.reader
        return replace(self, settings=settings, rule=rule, reader=reader)
