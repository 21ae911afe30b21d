"""Builds NumPy without a library of linear algebra, into `build/slim`.

The wheels on PyPI carry OpenBLAS, 28 MB on Linux, for products of large matrices. The program
leaves those to OpenVINO; what small ones it has, NumPy computes itself. Put the folder into
PYTHONPATH for `build.spec`; the smoke test then holds the scores to those of the wheel.

Needs a C++ compiler and a network; takes about ten minutes on two idle cores.
"""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "build" / "slim"
OPTIONS = ("-Dblas=none", "-Dlapack=none", "-Dallow-noblas=true")
"""Of NumPy's own build, see its page "BLAS and LAPACK"."""


def command(version: str, platform: str = sys.platform) -> list[str]:
    """Return the call of pip that builds a version of NumPy."""
    options = (*OPTIONS, "--vsenv") if platform == "win32" else OPTIONS
    return [
        *(sys.executable, "-m", "pip", "install", "--no-deps", "--upgrade"),
        *("--no-binary", "numpy", "--target", str(TARGET)),
        *(f"-Csetup-args={option}" for option in options),
        f"numpy=={version}",
    ]


def main() -> int:
    """Build the version that is installed."""
    return subprocess.run(command(importlib.metadata.version("numpy")), check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
