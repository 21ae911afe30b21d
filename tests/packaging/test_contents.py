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
    assert contents.leads_somewhere(link, kept)
    assert not contents.leads_somewhere(link, [module])
