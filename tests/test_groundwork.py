"""What is started before the rest of the program, with the bundled model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mura_desktop import groundwork, paths
from mura_desktop.assembly import assemble
from mura_desktop.groundwork import Groundwork, OpenedModel, open_model
from mura_desktop.imaging.decoder import DecoderClosedError
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.settings import Settings
from mura_desktop.studies.model import FileFormat


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))


def test_an_assembly_takes_over_what_was_started_before_it_and_ends_it(rg3: Path) -> None:
    started = Groundwork(Settings())
    assembly = assemble(groundwork=started)
    assert assembly.decoder is started.decoder
    assert assembly.scorer is started.model().scorer is not None
    assembly.close()
    with pytest.raises(DecoderClosedError):
        started.decoder.image(rg3, FileFormat.DICOM)


def test_without_a_model_scoring_is_off_and_says_why(tmp_path: Path) -> None:
    opened = open_model(Settings(), tmp_path / "none")
    assert opened.scorer is None and opened.bundle is None
    assert opened.problem is not None and str(tmp_path / "none") in opened.problem


def test_a_mistake_of_ours_on_the_way_is_told_to_whoever_asks_for_the_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def mistaken(*_: object, waits: bool, **__: object) -> OpenedModel:
        assert not waits
        raise ZeroDivisionError

    monkeypatch.setattr(groundwork, "open_model", mistaken)
    started = Groundwork(Settings())
    try:
        with pytest.raises(ZeroDivisionError):
            started.model()
    finally:
        started.close()


def test_the_model_of_the_settings_is_taken_unless_another_is_named(tmp_path: Path) -> None:
    settings = Settings(model=tmp_path / "the site's own")
    assert open_model(settings, paths.bundled_model()).problem is None
    assert "the site's own" in str(open_model(settings).problem)


def test_a_commands_assembly_brings_the_codecs_that_results_need_later_on_another_thread() -> None:
    """Native libraries that another thread is the first to load crash frozen programs."""
    code = (
        "import sys\n"
        "from mura_desktop.assembly import assemble\n"
        "if __name__ == '__main__':\n"
        "    before = 'pydicom' in sys.modules\n"
        "    assemble().close()\n"
        "    print(before, 'pydicom' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
