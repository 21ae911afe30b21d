"""ONNX Runtime: runs everywhere, on a graphics card where its build offers one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from mura_desktop.errors import ModelError
from mura_desktop.inference.engine import RawScores, one_line

_GPU_PROVIDERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("CUDAExecutionProvider", {"use_tf32": "0"}),  # TF32 keeps only 10 bits of each product
    ("DmlExecutionProvider", {}),
    # Apple's neural engine computes in half precision
    ("CoreMLExecutionProvider", {"MLComputeUnits": "CPUAndGPU"}),
)
_DEVICE = {
    "CUDAExecutionProvider": "CUDA",
    "DmlExecutionProvider": "DirectML",
    "CoreMLExecutionProvider": "CoreML",
    "CPUExecutionProvider": "CPU",
}


class OnnxRuntimeEngine:
    """An `Engine`; see there.

    Parameters
    ----------
    weights
        The ``.onnx`` file.
    gpu
        Whether to run on a graphics card.
    threads
        For one forward pass; None leaves it to the runtime.

    Raises
    ------
    ModelError
        Where the runtime has no graphics card to offer, or does not accept the model.
    """

    def __init__(self, weights: Path, *, gpu: bool = False, threads: int | None = None) -> None:
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors; they come as exceptions anyway
        # DirectML demands both; one view at a time gains nothing from either
        options.enable_mem_pattern = False
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        if threads is not None:
            options.intra_op_num_threads = threads
        # spinning threads would starve the window and the decoders between two views
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        providers: list[Any] = list(_gpu_providers()) if gpu else []
        if gpu and not providers:
            raise ModelError("ONNX Runtime offers no graphics card on this machine")
        try:
            self._session = onnxruntime.InferenceSession(
                str(weights), options, providers=[*providers, "CPUExecutionProvider"]
            )
        except Exception as error:  # the runtime's exceptions share no other base
            raise ModelError(
                f"ONNX Runtime does not load {weights.name} ({one_line(error)})"
            ) from error
        used = self._session.get_providers()[0]
        if gpu and used == "CPUExecutionProvider":
            raise ModelError("ONNX Runtime found no working graphics card")
        self._device = _DEVICE.get(used, used)
        self._input = self._session.get_inputs()[0].name

    @property
    def description(self) -> str:
        """Runtime, version and device."""
        return f"ONNX Runtime {onnxruntime.__version__} on {self._device}"

    def run(self, inputs: npt.NDArray[np.float32]) -> RawScores:
        """Score a batch; see `Engine.run`."""
        # one view at a time: kernels differ with the batch, and a view's score must not depend on
        # what is scored beside it
        logits, maps = [], []
        for view in inputs:
            try:
                logit, grid = self._session.run(["logit", "map"], {self._input: view[np.newaxis]})
            except Exception as error:  # as above
                raise ModelError(f"{self.description} failed ({one_line(error)})") from error
            logits.append(logit)
            maps.append(grid)
        return RawScores(np.concatenate(logits), np.concatenate(maps))

    def for_many(self) -> None:
        """Have no faster way for many views."""


def _gpu_providers() -> list[tuple[str, dict[str, str]]]:
    available = onnxruntime.get_available_providers()
    return [entry for entry in _GPU_PROVIDERS if entry[0] in available]
