"""Puts the parts together, the same way for the window and for the command line."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mura_desktop import paths
from mura_desktop.crashes import note_settings
from mura_desktop.dicomio.outbox import Outbox
from mura_desktop.errors import ModelError
from mura_desktop.giving_back import GivingBack
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.engine import Precision
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
from mura_desktop.inference.self_test import Choice, keep, kept, run_self_test
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
    model: Path | None = None, patience_s: float | None = None, settings: Settings | None = None
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

    Raises
    ------
    UsageError
        Where the settings are wrong.
    StoreError
        Where the database cannot be opened.
    """
    settings = settings or load_settings()
    note_settings(settings.model_dump())
    store = open_store(settings)
    decoder = Decoder(workers=settings.decoders, timeout_s=settings.decode_seconds)
    decoder.start()  # while the engine loads
    bundle: Bundle | None = None
    scorer: Scorer | None = None
    problem: str | None = None
    try:
        bundle = load_bundle(model or settings.model or paths.bundled_model())
        choice = choose_engine(bundle, settings)
        engine = open_engine(
            bundle,
            prefer=choice.runtime,
            threads=choice.threads,
            precision=choice.precision,
            cache=_cache(),
        )
        scorer = Scorer(bundle, engine, settings.thresholds, choice.precision)
        log.info("model %s on %s", bundle.card.name, engine.description)
    except ModelError as error:
        log.warning("scoring is off: %s", error)
        problem, bundle = str(error), None
    pipeline = Pipeline(store, decoder, scorer, patience_s)
    card = None if scorer is None else scorer.card
    precision = Precision.SINGLE if scorer is None else scorer.precision
    outbox = Outbox(paths.outbox())
    giving_back = GivingBack(store, card, settings, outbox, precision=precision)
    notice = giving_back.follow_store()
    giving_back.start()
    notices = (*store.notices, notice) if notice else store.notices
    return Assembly(
        pipeline, decoder, store, scorer, bundle, problem, settings, giving_back, notices
    )


def choose_engine(bundle: Bundle, settings: Settings) -> Choice:
    """Say what to open the model with: as the settings say, else what was the fastest here."""
    found = kept(paths.self_test(), bundle)
    fastest = Choice() if found is None else found.fastest
    precision = fastest.precision if settings.precision == "auto" else Precision(settings.precision)
    return Choice(
        runtime=settings.engine or fastest.runtime,
        threads=settings.threads or fastest.threads,
        precision=precision,
    )


def _cache() -> Path | None:
    """Return the folder for compiled models; without one, starting takes a second longer."""
    try:
        return paths.cache_folder()
    except OSError as error:
        log.warning("there is no cache: %s", error.strerror)
        return None
