"""Whether a runtime was built for a graphics card, without loading it."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

_LIBRARIES = ("*onnxruntime_providers_cuda*", "DirectML*")
"""Beside ONNX Runtime's own, in its builds for NVIDIA and for Windows."""


def onnxruntime_has_graphics() -> bool:
    """Say whether ONNX Runtime may run on a graphics card, by the files that its build brings.

    Loading it takes a tenth of a second, which most machines need not wait for. Whether there is a
    card that works shows when the model is opened on it.
    """
    found = find_spec("onnxruntime")
    if found is None or found.origin is None:
        return False
    libraries = Path(found.origin).parent / "capi"
    # Core ML is part of every build for macOS
    return sys.platform == "darwin" or any(any(libraries.glob(pattern)) for pattern in _LIBRARIES)
