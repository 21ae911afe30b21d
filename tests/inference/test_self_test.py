"""Each engine is tried once; what was found counts for this machine, model and versions only."""

from __future__ import annotations

from pathlib import Path

import pytest

from mura_desktop import paths
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.engine import Precision
from mura_desktop.inference.self_test import (
    Choice,
    Found,
    Trial,
    choices,
    keep,
    kept,
    machine_of,
    run_self_test,
)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(paths.bundled_model())


def found(*milliseconds: float | None, machine: str = "") -> Found:
    tried = (
        Choice(),
        Choice(precision=Precision.EIGHT_BIT),
        Choice(runtime="onnxruntime"),
    )
    trials = zip(tried, milliseconds, strict=True)
    return Found(
        machine=machine,
        trials=tuple(Trial(choice=choice, milliseconds=took) for choice, took in trials),
    )


def test_the_real_engines_are_timed_and_remembered(bundle: Bundle, tmp_path: Path) -> None:
    heard: list[Trial] = []
    tested = run_self_test(bundle, heard.append)
    assert tested is not None
    assert list(tested.trials) == heard
    assert [trial.choice for trial in heard] == list(choices(bundle))
    assert all(trial.milliseconds for trial in heard), heard
    keep(tested, tmp_path / "engines.json")
    assert kept(tmp_path / "engines.json", bundle) == tested


def test_the_default_stays_unless_another_is_clearly_faster() -> None:
    assert found(100, 98, 120).fastest == Choice()
    assert found(100, 50, 120).fastest == Choice(precision=Precision.EIGHT_BIT)
    assert found(100, None, 60).fastest == Choice(runtime="onnxruntime")
    assert found(None, None, 60).fastest == Choice(runtime="onnxruntime")
    assert found(None, None, None).fastest == Choice()


def test_what_another_machine_found_does_not_count(bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "engines.json"
    assert kept(file, bundle) is None
    keep(found(100, 50, 60, machine="another"), file)
    assert kept(file, bundle) is None
    keep(found(100, 50, 60, machine=machine_of(bundle)), file)
    assert kept(file, bundle) is not None
    file.write_text("not JSON")
    assert kept(file, bundle) is None


def test_it_stops_when_asked(bundle: Bundle) -> None:
    assert run_self_test(bundle, stopped=lambda: True) is None
