"""Puts the parts together, the same way for the window and for the command line."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from mura_desktop import paths
from mura_desktop.crashes import note_settings
from mura_desktop.dicomio.outbox import Outbox
from mura_desktop.giving_back import GivingBack
from mura_desktop.groundwork import Groundwork, open_model, start_decoder
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.inference.bundle import Bundle
from mura_desktop.inference.engine import Precision
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.self_test import keep, kept, run_self_test
from mura_desktop.pipeline import Pipeline
from mura_desktop.settings import Settings, load_settings
from mura_desktop.store.repository import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Assembly:
    """A working program without its surface.

    Attributes
    ----------
    pipeline, decoder, store
        The parts.
    scorer
        The loaded model, or None where scoring is off.
    bundle
        What the model was loaded from; None where scoring is off.
    model_problem
        Why scoring is off, for the user; None where it is on.
    settings
        As they were read at the start.
    giving_back
        Sends results to archives, on a thread of its own.
    notices
        What went wrong and keeps nobody from working, for the user.
    """

    pipeline: Pipeline
    decoder: Decoder
    store: Store
    scorer: Scorer | None
    bundle: Bundle | None
    model_problem: str | None
    settings: Settings
    giving_back: GivingBack
    notices: tuple[str, ...] = ()

    def try_engines(self, stopped: Callable[[], bool]) -> None:
        """Find out once which engine is the fastest here; it is used from the next start on.

        Parameters
        ----------
        stopped
            Asked between trials: True gives up, until another time.
        """
        if self.bundle is None or kept(paths.self_test(), self.bundle) is not None:
            return
        found = run_self_test(self.bundle, stopped=stopped)
        if found is not None:
            try:
                keep(found, paths.self_test())
            except OSError as error:
                log.warning("what engines do here cannot be kept: %s", error.strerror)

    def close(self) -> None:
        """End child processes and release the database."""
        self.giving_back.close()
        self.decoder.close()
        if self.scorer is not None:
            self.scorer.close()
        self.store.close()


def open_store(settings: Settings) -> Store:
    """Open the results where the settings say: in the data folder, or on a server.

    Raises
    ------
    StoreError
        Where that cannot be done.
    """
    return Store(paths.database(), settings.database)


def assemble(
    model: Path | None = None,
    patience_s: float | None = None,
    settings: Settings | None = None,
    groundwork: Groundwork | None = None,
    *,
    lists_early: bool = False,
    loaded: threading.Event | None = None,
) -> Assembly:
    """Load settings, model and store.

    A missing, damaged or exchanged model is no error here: scoring is off, and says why.

    Parameters
    ----------
    model
        Folder of a bundle; None takes the one from the settings, else the bundled one.
    patience_s
        See `Pipeline`.
    settings
        None reads them.
    groundwork
        What was started before, with its own settings and model; it is the assembly's to end.
    lists_early
        See `Pipeline`.
    loaded
        Results are not made before it is set, by whoever still loads what they need on the main
        thread; None where nobody does.

    Raises
    ------
    UsageError
        Where the settings are wrong.
    StoreError
        Where the database cannot be opened.
    """
    settings = groundwork.settings if groundwork else settings or load_settings()
    note_settings(settings.model_dump())
    store = open_store(settings)
    decoder = groundwork.decoder if groundwork else start_decoder(settings)
    opened = groundwork.model() if groundwork else open_model(settings, model)
    scorer = opened.scorer
    pipeline = Pipeline(store, decoder, scorer, patience_s, lists_early=lists_early)
    card = None if scorer is None else scorer.card
    precision = Precision.SINGLE if scorer is None else scorer.precision
    if loaded is None:
        # Here, on a command's main thread: its codecs are native, and results need them on another.
        import_module("pydicom")
    outbox = Outbox(paths.outbox())
    giving_back = GivingBack(store, card, settings, outbox, precision=precision)
    notice = giving_back.follow_store()
    giving_back.start(after=loaded)
    notices = (*store.notices, notice) if notice else store.notices
    return Assembly(
        pipeline=pipeline,
        decoder=decoder,
        store=store,
        scorer=scorer,
        bundle=opened.bundle,
        model_problem=opened.problem,
        settings=settings,
        giving_back=giving_back,
        notices=notices,
    )
