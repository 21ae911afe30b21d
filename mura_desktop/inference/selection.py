"""Which runtime runs the model: the best this machine has that computes rightly."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

from mura_desktop.errors import ModelError
from mura_desktop.inference.bundle import Bundle
from mura_desktop.inference.card import REMEDY
from mura_desktop.inference.check import check_engine
from mura_desktop.inference.compiled_models import folder_for
from mura_desktop.inference.engine import Engine, Precision
from mura_desktop.inference.graphics import onnxruntime_has_graphics

log = logging.getLogger(__name__)

RUNTIMES = ("openvino", "onnxruntime", "keras")
"""What may be preferred."""


def open_engine(
    bundle: Bundle,
    *,
    prefer: str | None = None,
    threads: int | None = None,
    precision: Precision = Precision.SINGLE,
    cache: Path | None = None,
    load: Callable[[], object] | None = None,
) -> Engine:
    """Open the first engine that loads the model and passes the check in its card.

    A graphics card comes first, then OpenVINO, then ONNX Runtime on the processor. A runtime that
    nobody has imported yet is imported here: in a frozen program, on the main thread only.

    Parameters
    ----------
    bundle
        The checked bundle.
    prefer
        One of `RUNTIMES`, tried before the others.
    threads
        For one forward pass; None leaves it to the runtime.
    precision
        Which of the bundle's files to run.
    cache
        Folder for compiled models, each in one of its own; None keeps none.
    load
        Called before ONNX Runtime is needed, where the main thread imports it only then.

    Raises
    ------
    ModelError
        Where no runtime works; the text says why each one failed.
    ValueError
        Where `prefer` is none of `RUNTIMES`.
    """
    if prefer is not None and prefer not in RUNTIMES:
        raise ValueError(f"{prefer!r} is not a runtime; there are {', '.join(RUNTIMES)}")
    weights, digest = _weights(bundle, precision)
    compiled = None if cache is None else folder_for(cache, digest)
    keras_file = weights.suffix == ".keras"
    candidates = [
        candidate
        for candidate in _candidates(weights, threads, compiled, load)
        if (candidate[0] == "keras") == keras_file
    ]
    candidates.sort(key=lambda candidate: candidate[0] != prefer)  # stable: else as listed
    failures = []
    for name, required, start in candidates:
        try:
            engine = start()
            check_engine(engine, bundle.card, precision)
        except (ModelError, ImportError, OSError) as error:
            failures.append(str(error))
            log.log(logging.WARNING if required else logging.INFO, "%s: %s", name, error)
        else:
            log.info("%s runs on %s", bundle.card.name, engine.description)
            return engine
    reasons = "; ".join(failures)
    raise ModelError(f"No engine runs {bundle.card.name}: {reasons}. {REMEDY}")


_Candidate = tuple[str, bool, Callable[[], Engine]]
"""Runtime, whether its failure is worth a warning (most machines have no graphics card), start."""


def _weights(bundle: Bundle, precision: Precision) -> tuple[Path, str]:
    """Return the file to run, and its SHA-256."""
    if precision is Precision.SINGLE:
        return bundle.weights_path, bundle.card.weights.sha256
    eight_bit = bundle.card.eight_bit
    if eight_bit is None or bundle.eight_bit_path is None:
        raise ModelError(f"{bundle.card.name} has no weights in 8 bits. {REMEDY}")
    if not eight_bit.within_bounds:
        raise ModelError(f"{bundle.card.name} loses too much in 8 bits, its card says. {REMEDY}")
    return bundle.eight_bit_path, eight_bit.weights.sha256


def _candidates(
    weights: Path, threads: int | None, cache: Path | None, load: Callable[[], object] | None
) -> list[_Candidate]:
    """List the engines, best first. Imports are late: no runtime loads before it is its turn."""

    def onnxruntime(*, gpu: bool) -> Engine:
        if load is not None and "onnxruntime" not in sys.modules:
            load()
        from mura_desktop.inference.onnxruntime_engine import OnnxRuntimeEngine  # noqa: PLC0415

        return OnnxRuntimeEngine(weights, gpu=gpu, threads=threads)

    def openvino(*, gpu: bool) -> Engine:
        from mura_desktop.inference.openvino_engine import OpenVinoEngine  # noqa: PLC0415

        return OpenVinoEngine(weights, gpu=gpu, threads=threads, cache=cache)

    def keras() -> Engine:
        from mura_desktop.inference.keras_engine import KerasEngine  # noqa: PLC0415

        return KerasEngine(weights)

    graphics: list[_Candidate] = [("onnxruntime", False, lambda: onnxruntime(gpu=True))]
    return [
        *(graphics if onnxruntime_has_graphics() else []),
        ("openvino", False, lambda: openvino(gpu=True)),
        ("openvino", True, lambda: openvino(gpu=False)),
        ("onnxruntime", True, lambda: onnxruntime(gpu=False)),
        ("keras", True, keras),
    ]
