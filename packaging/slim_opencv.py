"""Builds OpenCV without what this program never uses, into `build/opencv`.

The wheel on PyPI carries a video player, neural networks and two libraries of linear algebra: 150
MB on Linux. The program scales, blurs and draws; of the same sources, the parts that do this make
some 20 MB. Put the folder into PYTHONPATH for `build.spec`; the smoke test then holds the scores to
those of the wheel.

Needs a C++ compiler and a network; takes about ten minutes on two idle cores.
"""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "build" / "opencv"
MODULES = ("core", "imgproc", "geometry", "imgcodecs", "python3")
LEFT_OUT = (
    *("IPP", "FFMPEG", "GSTREAMER", "V4L", "LAPACK", "EIGEN", "OPENCL", "ITT", "PROTOBUF"),
    *("TIFF", "WEBP", "AVIF", "JPEG", "OPENEXR", "OPENJPEG", "JASPER", "FREETYPE", "UNIFONT"),
)
"""Of image formats PNG stays: everything else is read with Pillow."""


def cmake_arguments() -> str:
    """Return what CMake is told."""
    switches = [f"-DWITH_{name}=OFF" for name in LEFT_OUT]
    switches += ["-DBUILD_TESTS=OFF", "-DBUILD_PERF_TESTS=OFF", "-DBUILD_opencv_apps=OFF"]
    return " ".join([f"-DBUILD_LIST={','.join(MODULES)}", *switches])


def main() -> int:
    """Build the version that is installed."""
    version = importlib.metadata.version("opencv-python-headless")
    environment = os.environ | {"ENABLE_HEADLESS": "1", "CMAKE_ARGS": cmake_arguments()}
    command = [
        *(sys.executable, "-m", "pip", "install", "--no-deps", "--upgrade"),
        *("--no-binary", "opencv-python-headless", "--target", str(TARGET)),
        f"opencv-python-headless=={version}",
    ]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
