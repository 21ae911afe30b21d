"""Builds OpenCV without what this program never uses, into `build/slim`.

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
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "build" / "slim"
MODULES = ("core", "imgproc", "geometry", "imgcodecs", "python3")
LEFT_OUT = (
    *("IPP", "FFMPEG", "GSTREAMER", "V4L", "LAPACK", "EIGEN", "OPENCL", "ITT", "PROTOBUF"),
    *("TIFF", "WEBP", "AVIF", "JPEG", "OPENEXR", "OPENJPEG", "JASPER", "FREETYPE", "UNIFONT"),
)
"""Of image formats PNG stays: everything else is read with Pillow."""
STUBS = {
    '[ r"python/cv2/py.typed" ] if sys.version_info >= (3, 6) else []': "[]",
    'rearrange_cmake_output_data["cv2.typing"] =': "_ =",
}
"""What the package's ``setup.py`` says of type stubs, and what it is to say instead."""


def cmake_arguments() -> str:
    """Return what CMake is told."""
    switches = [f"-DWITH_{name}=OFF" for name in LEFT_OUT]
    switches += ["-DBUILD_TESTS=OFF", "-DBUILD_PERF_TESTS=OFF", "-DBUILD_opencv_apps=OFF"]
    return " ".join([f"-DBUILD_LIST={','.join(MODULES)}", *switches])


def without_stubs(setup: str) -> str:
    """Return the package's ``setup.py`` without its demand for type stubs.

    OpenCV cannot make them where modules are left out that they speak of, and then goes on without.

    Raises
    ------
    ValueError
        Where the file does not look as expected: this version needs another look.
    """
    for demand, instead in STUBS.items():
        if demand not in setup:
            raise ValueError("setup.py of opencv-python-headless asks for its stubs in another way")
        setup = setup.replace(demand, instead)
    return setup


def main() -> int:
    """Build the version that is installed."""
    version = importlib.metadata.version("opencv-python-headless")
    wanted = f"opencv-python-headless=={version}"
    with tempfile.TemporaryDirectory() as folder:
        sources = ("--no-deps", "--no-binary", "opencv-python-headless", "--dest", folder)
        subprocess.run([sys.executable, "-m", "pip", "download", *sources, wanted], check=True)
        (archive,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        (setup,) = Path(folder).glob("*/setup.py")
        setup.write_text(without_stubs(setup.read_text("utf-8")), "utf-8")
        environment = os.environ | {"ENABLE_HEADLESS": "1", "CMAKE_ARGS": cmake_arguments()}
        target = ("--no-deps", "--upgrade", "--target", str(TARGET))
        command = [sys.executable, "-m", "pip", "install", *target, str(setup.parent)]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
