"""The demonstration worklist: what it holds, that it repeats itself, that nobody is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image

from mura_desktop.demo import demo_folder, limbs
from mura_desktop.demo.phantoms import Fracture, draw
from mura_desktop.errors import UsageError
from mura_desktop.studies.model import FileFormat
from tests.conftest import pydicom_data


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_folder(tmp_path_factory.mktemp("demonstration"))


def test_there_are_phantoms_in_the_layout_of_mura(demo: Path) -> None:
    studies = {path.parent for path in demo.glob("XR_*/patient0*/study1/image*.png")}
    assert len(studies) >= 8
    assert any(len(list(study.iterdir())) == 2 for study in studies)
    for path in demo.glob("XR_*/*/*/*.png"):
        with Image.open(path) as image:
            assert image.mode == "L"
            pixels = np.asarray(image)
        assert pixels.min() < 20, "the collimated border is dark"
        assert pixels.max() > 240, "the marker is bright"


def test_a_second_call_changes_no_file_and_draws_what_is_missing_just_as_it_was(
    demo: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(demo, tmp_path / "copy"))
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}
    lost = {copy / "XR_FINGER/patient00010/study1/image1.png", copy / "DICOM/phantom-3/view-1.dcm"}
    for path in lost:
        path.unlink()
    demo_folder(copy)
    assert sorted(path for path in copy.rglob("*") if path.is_file()) == files
    assert all(path.read_bytes() == content for path, (_, content) in before.items())
    kept = [path for path in files if path not in lost]
    assert all(path.stat().st_mtime_ns == before[path][0] for path in kept)


def test_equal_phantoms_give_equal_pixels_and_a_fracture_changes_them() -> None:
    whole = draw(limbs.forearm(1, "L", lateral=False), 1.0)
    again = draw(limbs.forearm(1, "L", lateral=False), 1.0)
    broken = draw(limbs.forearm(1, "L", False, Fracture(0.5, 10, 1.5, 4.0)), 1.0)
    np.testing.assert_array_equal(whole, again)
    assert np.abs(whole - broken).max() > 0.2
    assert whole.dtype == np.float32
    assert 0 <= whole.min() < whole.max() <= 1


def test_bone_is_brighter_than_soft_tissue_and_cortex_brighter_than_marrow() -> None:
    row = draw(limbs.humerus(7, "R", lateral=True), 0.5)[300]
    column = np.arange(row.size) * 0.5
    cortex = row[np.abs(column - 68) < 1].mean()
    shaft = row[np.abs(column - 75) < 2].mean()
    tissue = row[np.abs(column - 50) < 4].mean()
    assert tissue < shaft < cortex


def test_dicom_phantoms_are_named_so_and_their_views_share_a_study(demo: Path) -> None:
    paths = sorted(demo.glob("DICOM/phantom-*/*.dcm"))
    assert len(paths) == 4
    for path in paths:
        dataset = pydicom.dcmread(path)
        assert str(dataset.PatientName).startswith("PHANTOM^")
        assert dataset.BitsStored == 12
        assert dataset.pixel_array.max() <= 4095
        assert all(uid.is_valid for uid in (dataset.StudyInstanceUID, dataset.SOPInstanceUID))
    first, second = (pydicom.dcmread(demo / f"DICOM/phantom-1/view-{n}.dcm") for n in (1, 2))
    assert first.StudyInstanceUID == second.StudyInstanceUID
    assert first.SOPInstanceUID != second.SOPInstanceUID


@pytest.mark.parametrize(("copy", "original"), [("ankle", "RG3_J2KR"), ("chest", "RG1_J2KR")])
def test_borrowed_films_keep_their_pixels_and_lose_what_names_a_patient(
    demo: Path, copy: str, original: str
) -> None:
    shown = pydicom.dcmread(demo / f"DICOM/{copy}.dcm")
    source = pydicom.dcmread(pydicom_data(f"{original}.dcm"))
    assert shown.PixelData == source.PixelData
    assert str(shown.PatientName) == f"DEMO^{copy.upper()}"
    assert str(source.PatientID) not in shown.to_json(
        bulk_data_threshold=1, bulk_data_element_handler=lambda _: ""
    )
    assert "PatientBirthDate" not in shown
    assert "InstitutionName" not in shown


def test_every_file_of_it_gives_an_image(demo: Path, decoder: object) -> None:
    from mura_desktop.imaging.decoder import Decoder

    assert isinstance(decoder, Decoder)
    for path in sorted(path for path in demo.rglob("*") if path.is_file()):
        form = FileFormat.DICOM if path.suffix == ".dcm" else FileFormat.RASTER
        assert min(decoder.image(path, form).result().pixels.shape) > 100


def test_a_folder_that_cannot_be_written_gives_a_sentence(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("in the way")
    with pytest.raises(UsageError, match="cannot be written"):
        demo_folder(occupied)
