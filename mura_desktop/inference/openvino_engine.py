"""OpenVINO: the fastest on Intel and AMD processors, and on Intel's graphics."""

from __future__ import annotations

import logging
import queue
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

# Importing openvino reports to its makers in the background and leaves a file in the home folder,
# unless its telemetry package cannot be imported; then it puts a stub in its place.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # Python's own idiom
# Its converter of models takes longer to load than the runtime, and is not used here.
sys.modules["openvino.tools.ovc"] = None  # type: ignore[assignment]
import openvino  # noqa: E402

from mura_desktop.errors import ModelError  # noqa: E402
from mura_desktop.inference.engine import RawScores, one_line  # noqa: E402

log = logging.getLogger(__name__)

_STREAMS = "OPTIMAL_NUMBER_OF_INFER_REQUESTS"

MOST_STREAMS = 4
"""More gain little, and each keeps the maps of a whole pass in memory."""


class OpenVinoEngine:
    """A `StreamingEngine`, of one stream unless it is made for many views; see there.

    Parameters
    ----------
    weights
        The ``.onnx`` file.
    gpu
        Whether to run on Intel graphics.
    threads
        For all that it does; None leaves it to the runtime.
    cache
        Folder for this model, compiled, so that the next start need not compile; None compiles
        always. OpenVINO knows a file by its name and date: other weights need another folder.
    many
        Whether the runtime shares its threads out among views, as it sees fit, instead of giving
        all of them to one.

    Raises
    ------
    ModelError
        Where the runtime has no graphics to offer, or does not accept the model.
    """

    def __init__(
        self,
        weights: Path,
        *,
        gpu: bool = False,
        threads: int | None = None,
        cache: Path | None = None,
        many: bool = False,
    ) -> None:
        settings: dict[str, str | int] = {
            "PERFORMANCE_HINT": "THROUGHPUT" if many else "LATENCY",
            # without it, processors with bfloat16 and every graphics card round, and scores differ
            "INFERENCE_PRECISION_HINT": "f32",
        }
        if threads is not None and not gpu:
            settings["INFERENCE_NUM_THREADS"] = threads
        if many:
            settings["PERFORMANCE_HINT_NUM_REQUESTS"] = MOST_STREAMS
        if cache is not None:
            settings["CACHE_DIR"] = str(cache)
        try:
            core = openvino.Core()
            device = "GPU" if gpu else "CPU"
            if gpu and not any(name.startswith("GPU") for name in core.available_devices):
                raise ModelError("OpenVINO finds no graphics it can use")
            try:
                compiled = core.compile_model(str(weights), device, settings)
            except RuntimeError as error:
                if settings.pop("CACHE_DIR", None) is None:
                    raise
                log.info("%s, once more without a cache", one_line(error))
                compiled = core.compile_model(str(weights), device, settings)
            if compiled.input().partial_shape.is_dynamic:
                compiled = core.compile_model(_of_one_view(core, weights), device, settings)
            self._streams = int(compiled.get_property(_STREAMS)) if many else 1
            self._free: queue.SimpleQueue[openvino.InferRequest] = queue.SimpleQueue()
            for _ in range(self._streams):
                self._free.put(compiled.create_infer_request())
            self._logit = compiled.output("logit")
            self._map = compiled.output("map")
        except RuntimeError as error:
            raise ModelError(
                f"OpenVINO does not load {weights.name} ({one_line(error)})"
            ) from error
        self._device = device
        self._weights, self._threads, self._cache = weights, threads, cache

    @property
    def description(self) -> str:
        """Runtime, version and device."""
        version = openvino.get_version().split("-")[0]
        return f"OpenVINO {version} on {self._device}"

    @property
    def streams(self) -> int:
        """Requests that the runtime works on at the same time."""
        return self._streams

    def run(self, inputs: npt.NDArray[np.float32]) -> RawScores:
        """Score a batch; see `Engine.run`."""
        logits, maps = [], []
        request = self._free.get()
        try:
            for view in inputs:
                request.infer([view[np.newaxis]])
                logits.append(np.array(request.get_tensor(self._logit).data))
                maps.append(np.array(request.get_tensor(self._map).data))
        except RuntimeError as error:
            raise ModelError(f"{self.description} failed ({one_line(error)})") from error
        finally:
            self._free.put(request)
        return RawScores(np.concatenate(logits), np.concatenate(maps))

    def for_many(self) -> OpenVinoEngine | None:
        """Load the model with streams; None on graphics, and where there is one thread for all."""
        if self._device == "GPU" or self._threads == 1:
            return None
        many = OpenVinoEngine(self._weights, threads=self._threads, cache=self._cache, many=True)
        return many if many.streams > 1 else None


def _of_one_view(core: openvino.Core, weights: Path) -> openvino.Model:
    """Read a graph that takes any number of views; `trainer.export` writes none, and why."""
    model = core.read_model(str(weights))
    _, rows, columns, channels = model.input().partial_shape
    model.reshape([1, rows, columns, channels])
    return model
