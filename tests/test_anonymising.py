"""`mura-desktop anonymise`: no copy takes another's place, and what is left out is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from typer.testing import CliRunner, Result

from mura_desktop.cli.program import app
from mura_desktop.paths import DATA_VARIABLE
from tests.dicomio import peers

UID = "1.2.826.7.1.1"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))


def image(seed: int = 0) -> Dataset:
    return peers.radiograph(study="1.2.826.7", instance=UID, seed=seed)


def anonymise(tmp_path: Path) -> Result:
    words = ("anonymise", str(tmp_path / "films"), "--to", str(tmp_path / "out"))
    return CliRunner().invoke(app, words)


def copies(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "out").rglob("*.dcm"))


def test_of_two_different_images_with_one_uid_the_second_is_left_out_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = peers.written(tmp_path / "films", [image(), image(seed=1)])

    done = anonymise(tmp_path)

    said = " ".join((capsys.readouterr().err + done.output).split())
    assert done.exit_code == 3, said
    assert "0001.dcm: has the SOP Instance UID of a file before it and other contents" in said
    assert "1 copies are in" in said
    assert "1 files were left out" in said
    (copy,) = copies(tmp_path)
    assert dcmread(copy).PixelData == dcmread(first).PixelData


def test_the_same_image_twice_is_copied_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peers.written(tmp_path / "films", [image(), image()])

    done = anonymise(tmp_path)

    assert "0001.dcm: is the same image as a file before it" in " ".join(
        (capsys.readouterr().err + done.output).split()
    )
    assert len(copies(tmp_path)) == 1


def test_a_second_call_finds_the_copies_of_the_first(tmp_path: Path) -> None:
    peers.written(tmp_path / "films", [image()])
    anonymise(tmp_path)

    assert anonymise(tmp_path).exit_code == 0


def test_a_copy_of_an_earlier_call_is_not_replaced_by_another_image(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peers.written(tmp_path / "films", [image()])
    anonymise(tmp_path)
    (copy,) = copies(tmp_path)
    before = copy.read_bytes()
    peers.written(tmp_path / "films", [image(seed=1)])

    done = anonymise(tmp_path)

    said = " ".join((capsys.readouterr().err + done.output).split())
    assert done.exit_code == 3
    assert "its copy would replace" in said
    assert "0 copies are in" in said
    assert copy.read_bytes() == before
