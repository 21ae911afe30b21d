"""Puts the parts together, the same way for the window and for the command line."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from mura_desktop import paths
from mura_desktop.errors import ModelError
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
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
    model_problem
        Why scoring is off, for the user; None where it is on.
    settings
        As they were read at the start.
    """

    pipeline: Pipeline
    decoder: Decoder
    store: Store
    scorer: Scorer | None
    model_problem: str | None
    settings: Settings

    def close(self) -> None:
        """End child processes and release the database."""
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
    store = open_store(settings)
    scorer: Scorer | None = None
    problem: str | None = None
    try:
        bundle = load_bundle(model or settings.model or paths.bundled_model())
        engine = open_engine(bundle, prefer=settings.engine, threads=settings.threads)
        scorer = Scorer(bundle, engine, settings.thresholds)
        log.info("model %s on %s", bundle.card.name, engine.description)
    except ModelError as error:
        log.warning("scoring is off: %s", error)
        problem = str(error)
    decoder = Decoder(workers=settings.decoders, timeout_s=settings.decode_seconds)
    pipeline = Pipeline(store, decoder, scorer, patience_s)
    return Assembly(pipeline, decoder, store, scorer, problem, settings)
