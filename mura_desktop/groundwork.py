"""What takes long to start and needs nothing else: the decoding processes, and the engine."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mura_desktop import paths
from mura_desktop.errors import ModelError
from mura_desktop.imaging.decoder import Decoder, DecoderClosedError
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.engine import Precision
from mura_desktop.inference.opening import OpeningEngine
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
from mura_desktop.inference.self_test import Choice, kept
from mura_desktop.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedModel:
    """A model that scores, or why there is none.

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
    model, read, load
        See `open_model`.
    """

    def __init__(
        self,
        settings: Settings,
        model: Path | None = None,
        read: Callable[[], Bundle] | None = None,
        load: Callable[[], object] | None = None,
    ) -> None:
        self.settings = settings
        self._opened: Future[OpenedModel] = Future()
        open_it = partial(open_model, settings, model, read, waits=False, load=load)
        threading.Thread(target=self._open, args=(open_it,), name="model", daemon=True).start()
        # Second, because it takes until the first child is there.
        self.decoder = start_decoder(settings)

    def model(self) -> OpenedModel:
        """Return the model as soon as its card is read; its engine may still be on its way.

        Raises
        ------
        Exception
            What `open_model` raised: a mistake of ours.
        """
        return self._opened.result()

    def close(self) -> None:
        """End the decoding processes, and wait for the engine, should no assembly have done so."""
        self.decoder.close()
        scorer = None if self._opened.exception() else self._opened.result().scorer
        if scorer is not None:
            scorer.close()

    def _open(self, open_it: Callable[[], OpenedModel]) -> None:
        try:
            self._opened.set_result(open_it())
        except BaseException as error:  # noqa: BLE001 - raised again where the model is asked for
            self._opened.set_exception(error)


def start_decoder(settings: Settings) -> Decoder:
    """Start the decoding processes, beside the caller; the first request waits less for them."""
    decoder = Decoder(workers=settings.decoders, timeout_s=settings.decode_seconds)
    threading.Thread(target=_start, args=(decoder,), name="children", daemon=True).start()
    return decoder


def _start(decoder: Decoder) -> None:
    with contextlib.suppress(DecoderClosedError):  # the caller was quicker
        decoder.start()


def open_model(
    settings: Settings,
    model: Path | None = None,
    read: Callable[[], Bundle] | None = None,
    *,
    waits: bool = True,
    load: Callable[[], object] | None = None,
) -> OpenedModel:
    """Load a model and the engine that is the best here.

    A missing, damaged or exchanged model is no error: scoring is off, and says why.

    Parameters
    ----------
    settings
        As they were read.
    model
        Folder of a bundle; None takes the one from the settings, else the bundled one.
    read
        Returns the bundle where somebody has begun to check it; None checks it here.
    waits
        Whether the engine is open when this returns; else it is an `OpeningEngine`, and what keeps
        it from opening is told by it.
    load
        See `open_engine`.
    """
    try:
        bundle = read() if read else load_bundle(model or settings.model_folder)
        choice = choose_engine(bundle, settings)
        open_it = partial(
            open_engine,
            bundle,
            prefer=choice.runtime,
            threads=choice.threads,
            precision=choice.precision,
            cache=_cache(),
            load=load,
        )
        engine = open_it() if waits else OpeningEngine(open_it)
    except ModelError as error:
        log.warning("scoring is off: %s", error)
        return OpenedModel(None, None, str(error))
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
