"""What goes into a package and what stays out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("packaging.version")

import contents
import natives


@pytest.mark.parametrize(
    "destination",
    [
        "openvino/libs/libopenvino_intel_cpu_plugin.so",
        "openvino/libs/libopenvino_onnx_frontend.so.2641",
        r"openvino\libs\openvino_intel_cpu_plugin.dll",
        "openvino/libs/libopenvino_onnx_frontend.2641.dylib",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        r"PySide6\plugins\platforms\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "_gdcm/_gdcmswig.so",
        "resources/models/densenet169-fracatlas/model.onnx",
        "PySide6/Qt/translations/qtbase_de.qm",
        r"PySide6\translations\qtbase_de.qm",
        "resources/translations/mura_de.qm",
    ],
)
def test_what_the_program_needs_goes_in(destination: str) -> None:
    assert contents.wanted(destination)


@pytest.mark.parametrize(
    "destination",
    [
        "openvino/libs/libopenvino_tensorflow_frontend.so.2641",
        "openvino/libs/openvino_intel_npu_plugin.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        r"openvino\libs\openvino_intel_npu_plugin.dll",
        "openvino/libs/libopenvino_tensorflow_frontend.2641.dylib",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        r"PySide6\plugins\tls\qopensslbackend.dll",
        r"PySide6\plugins\imageformats\qpdf.dll",
        r"PySide6\translations\qtbase_fr.qm",
        "PySide6/Qt/translations/qtdeclarative_de.qm",
        r"cv2\opencv_videoio_ffmpeg500_64.dll",
        "PySide6/Qt/qml/QtQuick/libqtquick2plugin.so",
    ],
)
def test_what_it_never_uses_stays_out(destination: str) -> None:
    assert not contents.wanted(destination)


def test_qt_speaks_every_language_that_the_window_speaks() -> None:
    own = (Path(__file__).parents[2] / "resources" / "translations").glob("mura_*.qm")
    languages = [file.stem.removeprefix("mura_") for file in own]
    assert languages
    assert all(contents.wanted(f"PySide6/translations/qtbase_{code}.qm") for code in languages)


def test_libraries_under_the_gpl_are_named() -> None:
    found = contents.forbidden(["libreadline.so.8", "lib/libx264.so.164", "libz.so.1"])
    assert found == ["lib/libx264.so.164", "libreadline.so.8"]
    assert contents.forbidden([r"cv2\LIBX264-164.dll"]) == ["cv2/LIBX264-164.dll"]


def test_tensorflow_stays_out_unless_it_is_asked_for() -> None:
    usual = contents.excluded_modules(with_tensorflow=False)
    asked = contents.excluded_modules(with_tensorflow=True)
    assert {"tensorflow", "keras", "trainer"} <= set(usual)
    assert set(usual) - set(asked) == {*contents.TRAINING_MODULES, "h5py"}


def test_a_file_under_two_names_counts_once(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(bytes(3 * 2**20))
    os.link(tmp_path / "one", tmp_path / "two")
    assert contents.megabytes(tmp_path) == 3


def test_a_library_goes_when_nothing_that_is_left_needs_it() -> None:
    plugin = ("PySide6/Qt/plugins/platforms/libqxcb.so", "/q/libqxcb.so", "BINARY")
    module = ("_codec.so", "/c/_codec.so", "EXTENSION")
    needed = ("libxcb.so.1", "/s/libxcb.so.1", "BINARY")
    indirect = ("libXau.so.6", "/s/libXau.so.6", "BINARY")
    orphan = ("libgtk-3.so.0", "/s/libgtk-3.so.0", "BINARY")
    needs = {"/q/libqxcb.so": ["/s/libxcb.so.1"], "/s/libxcb.so.1": ["libXau.so.6"]}
    kept = natives.reachable(
        [plugin, module, needed, indirect, orphan],
        natives.loaded_by_name,
        lambda source: needs.get(source, []),
    )
    assert kept == [plugin, module, needed, indirect]


def test_a_link_keeps_what_it_leads_to() -> None:
    module = ("a.so", "/a.so", "EXTENSION")
    link = ("libb.so.1", "x.libs/libb.so.1", "SYMLINK")
    target = ("x.libs/libb.so.1", "/x.libs/libb.so.1", "BINARY")
    kept = natives.reachable(
        [module, link, target],
        natives.loaded_by_name,
        lambda source: ["libb.so.1"] if source == "/a.so" else [],
    )
    assert kept == [module, link, target]
    assert contents.beside([link], kept) == [link]
    assert contents.beside([link], [module]) == []


@pytest.mark.parametrize(
    "destination",
    [
        "openvino/libs/libopenvino_intel_cpu_plugin.so",
        "openvino/libs/libopenvino_onnx_frontend.2641.dylib",
        "openvino/libs/libtbb.12.dylib",
        r"openvino\libs\openvino_intel_cpu_plugin.dll",
        r"openvino\libs\openvino_onnx_frontend.dll",
        r"openvino\libs\tbb12.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        r"PySide6\plugins\platforms\qwindows.dll",
        "libpython3.11.so.1.0",
        "libpython3.11.dylib",
        "Python.framework/Versions/3.11/Python",
        "python3.dll",
        "python311.dll",
    ],
)
def test_what_is_loaded_by_name_stays_though_nothing_asks_its_loader_for_it(
    destination: str,
) -> None:
    entry = (destination, "/source", "BINARY")
    assert natives.reachable([entry], natives.loaded_by_name, lambda _: []) == [entry]


@pytest.mark.parametrize(
    ("destination", "asked"),
    [
        ("libXau.so.6", "/usr/lib/libXau.so.6"),
        ("numpy/.dylibs/libgcc_s.1.1.dylib", "@loader_path/../.dylibs/libgcc_s.1.1.dylib"),
        (
            "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
            "@rpath/QtCore.framework/Versions/A/QtCore",
        ),
        (r"PySide6\Qt6Core.dll", r"C:\wheels\PySide6\qt6core.dll"),
        (r"PySide6\MSVCP140.dll", "msvcp140.dll"),
    ],
)
def test_a_library_stays_while_a_module_asks_for_it_however_its_name_is_written(
    destination: str, asked: str
) -> None:
    module = ("PySide6/QtCore.pyd", "module", "EXTENSION")
    library = (destination, "library", "BINARY")
    needs = {"module": [asked]}

    def kept(*entries: contents.Entry) -> list[contents.Entry]:
        return natives.reachable(
            entries, natives.loaded_by_name, lambda source: needs.get(source, [])
        )

    assert kept(module, library) == [module, library]
    assert kept(library) == []


QT = "PySide6/Qt/lib/QtCore.framework"
LIBRARY = (f"{QT}/Versions/A/QtCore", "/s/QtCore", "BINARY")
FRAMEWORK = [
    (f"{QT}/Versions/A/Resources/Info.plist", "/s/Info.plist", "DATA"),
    (f"{QT}/Versions/Current", "A", "SYMLINK"),
    (f"{QT}/QtCore", "Versions/Current/QtCore", "SYMLINK"),
    (f"{QT}/Resources", "Versions/Current/Resources", "SYMLINK"),
    ("QtCore", f"{QT}/Versions/A/QtCore", "SYMLINK"),
]
"""What PyInstaller makes of a framework in a wheel (``collect_files_from_framework_bundles``)."""


def test_a_framework_of_macos_goes_in_as_a_whole() -> None:
    assert contents.beside(FRAMEWORK, [LIBRARY]) == FRAMEWORK


def test_a_framework_without_its_library_leaves_nothing_behind() -> None:
    other = ("resources/model.onnx", "/r/model.onnx", "DATA")
    assert contents.beside([*FRAMEWORK, other], []) == [other]


@pytest.mark.parametrize(
    ("place", "target", "stays"),
    [
        ("a/link", "../b/libx.so.1", True),
        ("link", "b", True),
        ("a/link", "folder/libx.so.1", True),
        ("a/link", "libx.so.1", False),
        ("a/link", "gone/libx.so.1", False),
        ("a/link", "circle", False),
    ],
)
def test_a_link_goes_in_where_it_leads_to_what_is_there(
    place: str, target: str, stays: bool
) -> None:
    library = ("b/libx.so.1", "/b/libx.so.1", "BINARY")
    link = (place, target, "SYMLINK")
    others = [("a/folder", "../b", "SYMLINK"), ("a/circle", "link", "SYMLINK")]
    assert (link in contents.beside([link, *others], [library])) is stays
