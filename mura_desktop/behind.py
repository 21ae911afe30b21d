"""What works behind the window, in the order in which a reader waits for it.

The window is painted first, while the model's files are checked. Then the engine's library is
loaded, beside the process that decoding children are copies of, and engine and children start on
their own while the rest of the program is loaded.
"""

from __future__ import annotations

import gc
import importlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mura_desktop.imaging.children import start_early
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.graphics import onnxruntime_has_graphics
from mura_desktop.settings import load_settings
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.reading_news import KeeperNews
from mura_desktop.ui.report_desk import report_language
from mura_desktop.ui.translation import tr

if TYPE_CHECKING:
    from mura_desktop.assembly import Assembly
    from mura_desktop.groundwork import Groundwork
    from mura_desktop.polling import Network

log = logging.getLogger(__name__)

OPENVINO = "mura_desktop.inference.openvino_engine"
ONNX_RUNTIME = "mura_desktop.inference.onnxruntime_engine"
REST = ("mura_desktop.assembly", "markupsafe")
LATER = (
    "PIL.ImageFont",
    "PIL.ImageCms",
    "charset_normalizer",
    "gdcm",
    "_openjpeg",
    "_CharLS",
    "rle",
    ONNX_RUNTIME,
)
"""Native parts of what no list and few engines need, but results and the network do.

What is around them, pydicom for one, is Python only: whoever needs it imports it, on any thread.
"""


class Behind:
    """Loads the program and puts its parts together for the window.

    Native libraries are imported on the main thread, by `load` and `load_next`: imported first by
    another thread, they crash frozen programs.

    Parameters
    ----------
    model
        Folder of a model bundle; None takes the one from the settings, else the bundled one.
    """

    def __init__(self, model: Path | None = None) -> None:
        self._model = model
        self.ask: Callable[[], object] = lambda: None
        """Called on any thread that waits for what `load_next` imports."""
        self._bundle: Future[Bundle] = Future()
        threading.Thread(target=self._check, name="bundle", daemon=True).start()
        self._groundwork: Groundwork | None = None
        self._later = list(LATER)
        self._loaded = threading.Event()
        self._all_loaded = threading.Event()
        self._all_wanted = threading.Event()

    def load(self, then: Callable[[], object]) -> None:
        """Import what is needed, on the main thread; `load_next` imports the rest.

        Python's collector of cycles, which `cli.window` has put to rest, works again afterwards,
        and leaves alone from then on what has been loaded.

        Parameters
        ----------
        then
            Called as soon as `make` can begin its work on another thread.
        """
        start_early()
        first = (ONNX_RUNTIME, OPENVINO) if onnxruntime_has_graphics() else (OPENVINO,)
        for module in (*first, "mura_desktop.groundwork"):
            _load(module)
        then()
        try:
            for module in REST:
                _load(module)
        finally:
            gc.freeze()
            gc.enable()
            self._loaded.set()
        if self._all_wanted.is_set() or self._groundwork is None:
            self.load_all()

    def load_next(self) -> bool:
        """Import one more module, on the main thread, and tell whether there are others.

        Called once nobody waits for a score, which would come later for it, or after `ask`.
        """
        if self._later:
            _load(self._later.pop(0))
        if not self._later:
            self._all_loaded.set()
        return bool(self._later)

    def load_all(self) -> None:
        """Import all that is left, on the main thread, for what is about to need it on another."""
        while self.load_next():
            continue

    def make(self) -> Backend:
        """Put the program together, on the worker thread; may be called again where it failed.

        Raises
        ------
        UsageError
            Where the settings are wrong.
        StoreError
            Where the database cannot be opened.
        """
        from mura_desktop.groundwork import Groundwork  # noqa: PLC0415 - `load` has imported it

        if self._groundwork is None:
            settings = load_settings()
            if settings.uses_network:
                self._all_wanted.set()
            self._groundwork = Groundwork(
                settings, self._model, read=self._bundle.result, load=self._wait_for_all
            )
        self._loaded.wait()
        return make_backend(self._groundwork, self._all_loaded)

    def close(self) -> None:
        """End what `make` started, should nobody have done so; on the main thread."""
        if self._all_wanted.is_set():  # by an engine that is still being opened
            self.load_all()
        if self._groundwork is not None:
            self._groundwork.close()

    def _wait_for_all(self) -> None:
        self._all_wanted.set()
        self.ask()
        self._all_loaded.wait()

    def _check(self) -> None:
        try:
            self._bundle.set_result(load_bundle(self._model or load_settings().model_folder))
        except BaseException as error:  # noqa: BLE001 - raised again where the bundle is asked for
            self._bundle.set_exception(error)


def make_backend(groundwork: Groundwork, loaded: threading.Event) -> Backend:
    """Assemble the program and hand the window what it needs of it.

    Parameters
    ----------
    groundwork
        What was started before.
    loaded
        Set by the main thread when it has loaded what the network and results need.
    """
    from mura_desktop.assembly import assemble  # noqa: PLC0415 - see `Behind.load`
    from mura_desktop.inference.description import describe  # noqa: PLC0415 - as above
    from mura_desktop.reports.templates import Templates  # noqa: PLC0415 - as above
    from mura_desktop.store.audit import actor  # noqa: PLC0415 - as above
    from mura_desktop.store.keeper import Keeper  # noqa: PLC0415 - as above

    assembly = assemble(groundwork=groundwork, lists_early=True, loaded=loaded)
    network = _network_of(assembly, loaded)
    news = KeeperNews()
    keeper = Keeper(assembly.store.reads, news.tell_trouble, drafted=news.tell_drafted)
    reader = assembly.settings.reader or actor()
    templates = Templates(report_language(assembly.settings.language))
    notices = (*assembly.notices, *(network.notices if network else ()), *templates.problems)

    def close() -> None:
        keeper.close()  # the window has done so, unless it never came up
        if network is not None:
            network.close()
        assembly.close()

    backend = Backend(
        pipeline=assembly.pipeline,
        decoder=assembly.decoder,
        rule=None,
        input_size=1,
        model_summary=tr("Scoring is off"),
        about_model=((tr("Scoring is off"), assembly.model_problem or ""),),
        model_problem=assembly.model_problem or tr("no model"),
        close=close,
        notices=notices,
        settings=assembly.settings,
        templates=templates,
        store=assembly.store,
        keeper=keeper,
        keeper_news=news,
        reader=reader,
        giving_back=assembly.giving_back,
        reception=network.reception if network else None,
        arrivals=assembly.pipeline,
        source=assembly.pipeline.source,
    )
    scorer = assembly.scorer
    if scorer is None:
        return backend
    card = scorer.card
    return replace(
        backend,
        rule=scorer.rule,
        input_size=card.input.size,
        model_summary=card.name,
        about_model=describe(card, measured=False),
        model_problem=None,
        card=card,
        when_engine=scorer.when_open,
        when_idle=assembly.try_engines,
        retune=scorer.retune,
    )


def _network_of(assembly: Assembly, loaded: threading.Event) -> Network | None:
    """Start what the settings ask of the network; where that is nothing, nothing is loaded."""
    if not assembly.settings.uses_network:
        return None
    loaded.wait()
    from mura_desktop.polling import start_network  # noqa: PLC0415 - see above

    return start_network(assembly)


def _load(module: str) -> None:
    """Import a module; a runtime that is not installed is no problem yet."""
    try:
        importlib.import_module(module)
    except (ImportError, OSError) as error:
        log.info("%s cannot be loaded: %s", module, error)
