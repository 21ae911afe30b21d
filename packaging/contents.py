"""What the packaged program holds: which films, which libraries of the wheels, and what stays out.

Used by `build.spec`; pure, so that tests can hold it to account.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]
"""Destination in the package, source on this machine, PyInstaller's type code. Destinations have
the slashes of the system; the source of a link (``SYMLINK``) is where it points to from its folder.
"""

FILMS = ("RG1_J2KR.dcm", "RG3_J2KI.dcm", "RG3_J2KR.dcm")
"""Of pydicom-data (MIT): what the demonstration and the smoke test need. All of it is 56 MB."""

LIMIT_MEGABYTES = 350

EXCLUDED_MODULES = (
    # what the trainer needs, and the engine that needs it
    *("tensorflow", "keras", "trainer", "mura_desktop.inference.keras_engine"),
    *("onnx", "tf2onnx", "sklearn", "scipy", "matplotlib", "h5py", "tensorboard", "jax", "torch"),
    # reports to its makers; the OpenVINO engine puts nothing in its place
    "openvino_telemetry",
    # GNU readline, gdbm (GPL) and Berkeley DB (AGPL) would come with these
    *("readline", "_gdbm", "_dbm"),
    # the fallback engine and what only it needs: OpenVINO runs on every processor we package for
    *("onnxruntime", "mura_desktop.inference.onnxruntime_engine", "google"),
    # asked for by nothing that the program uses
    *("chardet", "yaml", "absl", "attr"),
    *("defusedxml", "olefile", "lxml", "tomli_w", "jsonschema"),
    *("tomli", "numpy.f2py", "numpy.testing"),
    # no radiograph is an AVIF file
    *("PIL._avif", "PIL.AvifImagePlugin"),
    # scoring on many machines is for servers, which have Python (docs/scaling.md)
    *("distributed", "dask"),
    # for developers
    *("pytest", "_pytest", "hypothesis", "mypy", "IPython", "pip", "setuptools", "PyInstaller"),
    *("tkinter", "lib2to3", "pydoc_data", "data_store.tests"),
    # a part of Qt each; the window uses Core, Gui, Widgets, Svg and PrintSupport
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtDesigner", "PySide6.QtHelp"),
)

TRAINING_MODULES = ("tensorflow", "keras", "mura_desktop.inference.keras_engine")
"""Not excluded where TensorFlow is asked for; h5py comes along with Keras."""

DROPPED_FILES = (
    # OpenVINO reads ONNX and computes on processors and Intel graphics; the rest is for others
    "*openvino_tensorflow*",
    "*openvino_pytorch*",
    "*openvino_paddle*",
    "*openvino_jax*",
    "*openvino_gguf*",
    "*openvino_intel_npu*",
    "*openvino_c.*",
    "openvino/libs/cache.json",
    "openvino/include/*",
    "openvino/cmake/*",
    "*openvino_intel_gpu*",
    "*openvino_auto*",
    "*openvino_hetero*",
    "*tbbmalloc_proxy*",
    "*.pc",
    # Python's binding to ONNX Runtime carries the runtime in itself
    "onnxruntime/capi/libonnxruntime.so*",
    "onnxruntime/capi/libonnxruntime*.dylib",
    # Qt: no web, no 3D, no databases, no embedded screens, no television remote controls
    "PySide6/Qt/qml/*",
    "PySide6/qml/*",
    "PySide6/*/translations/*",
    "PySide6/translations/*",
    # (the plugins are in PySide6/Qt/plugins, on Windows in PySide6/plugins)
    "PySide6/*plugins/*/libqeglfs*",
    "PySide6/*plugins/*/libqlinuxfb*",
    "PySide6/*plugins/*/libqvkkhrdisplay*",
    "PySide6/*plugins/*/libqvnc*",
    "PySide6/*plugins/*/*qminimal*",
    "PySide6/*plugins/platformthemes/*gtk3*",
    "PySide6/*plugins/egldeviceintegrations/*",
    "PySide6/*plugins/networkinformation/*",
    "PySide6/*plugins/qmltooling/*",
    "PySide6/*plugins/sqldrivers/*",
    "PySide6/*plugins/tls/*",
    "PySide6/*plugins/platforminputcontexts/*qtvirtualkeyboard*",
    "*Qt6VirtualKeyboard*",
    "*Qt6Quick*",
    "*Qt6Qml*",
    "*Qt6Pdf*",
    "PySide6/*plugins/imageformats/*qpdf*",
    "*opengl32sw.dll",
    # a Linux that prints has CUPS, and below it 8 MB of its own libraries
    *("libcups.so*", "libgnutls.so*", "libp11-kit.so*", "libunistring.so*", "libnettle.so*"),
    *("libhogweed.so*", "libidn2.so*", "libtasn1.so*", "libgmp.so*", "libavahi-*.so*"),
    # OpenCV's reader of videos on Windows; images do not need it
    "cv2/opencv_videoio_ffmpeg*",
)
"""Patterns of destinations inside the package, with forward slashes."""

KEPT_FILES = ("PySide6/*translations/qtbase_de.qm",)
"""Exceptions from that: Qt's own texts in the languages of ``resources/translations``."""

NEVER = (
    "*libreadline*",
    "*libgdbm*",
    "*libdb-*",
    "*libx264*",
    "*libx265*",
)
"""Libraries under the GPL or AGPL that come in unasked on some machines: the build stops."""


def normalised(destination: str) -> str:
    """Return a destination with forward slashes, whatever the platform."""
    return PurePosixPath(re.sub(r"[\\/]+", "/", destination)).as_posix()


def wanted(destination: str) -> bool:
    """Tell whether a file goes into the package.

    Parameters
    ----------
    destination
        Its path inside the package.
    """
    path = normalised(destination)
    if any(fnmatchcase(path, pattern) for pattern in KEPT_FILES):
        return True
    return not any(fnmatchcase(path, pattern) for pattern in DROPPED_FILES)


def forbidden(destinations: Iterable[str]) -> list[str]:
    """Return the files that must not be passed on with this program."""
    return sorted(
        path
        for path in map(normalised, destinations)
        if any(fnmatchcase(PurePosixPath(path).name.lower(), pattern) for pattern in NEVER)
    )


def beside(datas: Iterable[Entry], binaries: Iterable[Entry]) -> list[Entry]:
    """Return the data and links that go in with the binaries.

    A framework of macOS goes with its library: what is left of one without it cannot be signed. A
    link goes in where it leads to a file or folder that does, be it over other links.
    """
    libraries = [normalised(entry[0]) for entry in binaries]
    frameworks = {framework(path) for path in libraries} | {""}
    going = [
        entry
        for entry in datas
        if wanted(entry[0]) and framework(normalised(entry[0])) in frameworks
    ]
    files = [normalised(entry[0]) for entry in going if entry[2] != "SYMLINK"]
    links = {normalised(entry[0]): normalised(entry[1]) for entry in going if entry[2] == "SYMLINK"}
    there = {part for path in (*libraries, *files) for part in (path, *_folders(path))}
    return [
        entry
        for entry in going
        if entry[2] != "SYMLINK" or _followed(normalised(entry[0]), links) in there
    ]


def framework(path: str) -> str:
    """Return the outermost framework of macOS that a path lies in, empty where there is none."""
    return next((one for one in reversed(_folders(path)) if one.endswith(".framework")), "")


def _folders(path: str) -> list[str]:
    return [str(parent) for parent in PurePosixPath(path).parents]


def _followed(path: str, links: Mapping[str, str]) -> str:
    """Return where a path leads over links, those of its folders too."""
    for _ in links:  # each once at most, or they lead in a circle
        link = next((part for part in (path, *_folders(path)) if part in links), None)
        if link is None:
            break
        target = posixpath.join(posixpath.dirname(link), links[link])
        path = posixpath.normpath(target + path.removeprefix(link))
    return path


def megabytes(folder: Path) -> int:
    """Return what a folder takes, in units of 2^20 bytes; a file under two names counts once."""
    sizes: dict[tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            status = path.stat()
            sizes[status.st_dev, status.st_ino or hash(path)] = status.st_size
    return round(sum(sizes.values()) / 2**20)


def excluded_modules(*, with_tensorflow: bool) -> list[str]:
    """Return what PyInstaller must not follow."""
    kept = {*TRAINING_MODULES, "h5py"} if with_tensorflow else set()
    return [module for module in EXCLUDED_MODULES if module not in kept]
