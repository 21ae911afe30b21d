"""What takes long to start and needs nothing else: the decoding processes, and the engine."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from mura_desktop import paths
from mura_desktop.errors import ModelError
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.engine import Precision
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
from mura_desktop.inference.self_test import Choice, kept
from mura_desktop.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedModel:
    """A model that is ready to score, or why there is none.

    Attributes
    ----------
    scorer
        The loaded model; None where scoring is off.
    bundle
        What it was loaded from; None where scoring is off.
    problem
        Why scoring is off, for the user; None where it is on.
    """

    scorer: Scorer | None
    bundle: Bundle | None
    problem: str | None


class Groundwork:
    """Starts both at once, beside whatever the caller does meanwhile.

    Parameters
    ----------
    settings
        As they were read.
    model
        See `open_model`.
    """

    def __init__(self, settings: Settings, model: Path | None = None) -> None:
        self.settings = settings
        self._opened: Future[OpenedModel] = Future()
        threading.Thread(target=self._open, args=(model,), name="engine", daemon=True).start()
        # Second, because it takes until the first child is there.
        self.decoder = start_decoder(settings)

    def model(self) -> OpenedModel:
        """Return the model, as soon as it is loaded.

        Raises
        ------
        Exception
            What `open_model` raised: a mistake of ours.
        """
        return self._opened.result()

    def _open(self, model: Path | None) -> None:
        try:
            self._opened.set_result(open_model(self.settings, model))
        except BaseException as error:  # noqa: BLE001 - raised again where the model is asked for
            self._opened.set_exception(error)


def start_decoder(settings: Settings) -> Decoder:
    """Start the decoding processes; the first request need not wait for them then."""
    decoder = Decoder(workers=settings.decoders, timeout_s=settings.decode_seconds)
    decoder.start()
    return decoder


def open_model(settings: Settings, model: Path | None = None) -> OpenedModel:
    """Load a model and the engine that is the best here.

    A missing, damaged or exchanged model is no error: scoring is off, and says why.

    Parameters
    ----------
    settings
        As they were read.
    model
        Folder of a bundle; None takes the one from the settings, else the bundled one.
    """
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
    except ModelError as error:
        log.warning("scoring is off: %s", error)
        return OpenedModel(None, None, str(error))
    log.info("model %s on %s", bundle.card.name, engine.description)
    scorer = Scorer(bundle, engine, settings.thresholds, choice.precision)
    return OpenedModel(scorer, bundle, None)


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
