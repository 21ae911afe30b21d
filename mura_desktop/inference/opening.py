"""An engine that another thread still opens, so that nothing else has to wait for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future

import numpy as np
import numpy.typing as npt

from mura_desktop.errors import ModelError
from mura_desktop.inference.engine import Engine, RawScores, StreamingEngine
from mura_desktop.logs import traced

log = logging.getLogger(__name__)


class OpeningEngine:
    """An `Engine`; see there. Whoever needs it before it is open waits.

    Parameters
    ----------
    open_engine
        Opens it, on a thread of its own.
    """

    def __init__(self, open_engine: Callable[[], Engine]) -> None:
        self._open_engine = open_engine
        self.opened: Future[Engine] = Future()
        """The engine itself; fails as `open_engine` does."""
        self._thread = threading.Thread(target=self._open, name="engine", daemon=True)
        self._thread.start()

    @property
    def description(self) -> str:
        """Runtime, version and device; waits, and raises what opening it raised."""
        return self.opened.result().description

    def run(self, inputs: npt.NDArray[np.float32]) -> RawScores:
        """Score a batch; see `Engine.run`. Raises what opening it raised."""
        return self.opened.result().run(inputs)

    def for_many(self) -> StreamingEngine | None:
        """Load the model for many views; see `Engine.for_many`. Raises what opening it raised."""
        return self.opened.result().for_many()

    def close(self) -> None:
        """Wait until nothing is being opened: a process that ends meanwhile would crash."""
        self._thread.join()

    def _open(self) -> None:
        try:
            self.opened.set_result(self._open_engine())
        except ModelError as error:
            log.warning("scoring is off: %s", error)
            self.opened.set_exception(error)
        except BaseException as error:  # noqa: BLE001 - raised again where the engine is needed
            log.error("the engine failed to open:\n%s", traced(error))
            self.opened.set_exception(error)
