"""A build of ONNX Runtime for a graphics card is told by its files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mura_desktop.inference import graphics


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of libraries of a build that is found first."""
    libraries = tmp_path / "onnxruntime" / "capi"
    libraries.mkdir(parents=True)
    (libraries.parent / "__init__.py").write_text("raise RuntimeError('it was loaded')")
    (libraries / "libonnxruntime_providers_shared.so").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "onnxruntime", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    return libraries


@pytest.mark.parametrize(
    "library",
    ["libonnxruntime_providers_cuda.so", "onnxruntime_providers_cuda.dll", "DirectML.dll"],
)
def test_a_build_for_a_card_brings_a_library_for_it(build: Path, library: str) -> None:
    assert not graphics.onnxruntime_has_graphics()
    (build / library).touch()
    assert graphics.onnxruntime_has_graphics()


def test_every_build_for_macos_knows_core_ml(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert graphics.onnxruntime_has_graphics()


def test_without_the_runtime_there_is_nothing_to_offer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphics, "find_spec", lambda _: None)
    assert not graphics.onnxruntime_has_graphics()


def test_what_the_files_say_of_the_installed_build_is_what_it_says_itself() -> None:
    code = (
        "from mura_desktop.inference.graphics import onnxruntime_has_graphics\n"
        "from mura_desktop.inference.onnxruntime_engine import _gpu_providers\n"
        "assert onnxruntime_has_graphics() == bool(_gpu_providers())\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
