"""What headers say, and which files are radiographs at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.uid import DigitalXRayImageStorageForProcessing

from mura_desktop import MANUFACTURER
from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.headers import read_facts
from mura_desktop.studies.body_parts import scorable
from mura_desktop.studies.model import FileFacts, FileFormat
from tests.conftest import pydicom_data
from tests.imaging.examples import radiograph, write
from tests.imaging.test_dicom import RAMP


def facts_of(tmp_path: Path, **attributes: Any) -> FileFacts:
    return image_facts(write(radiograph(RAMP, **attributes), tmp_path / "file.dcm"))


def image_facts(path: Path) -> FileFacts:
    facts = read_facts(path)
    assert isinstance(facts, FileFacts)
    return facts


def reason_of(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_facts(path)
    return caught.value.reason


def test_rg3_says_what_it_shows(rg3: Path) -> None:
    facts = image_facts(rg3)
    assert facts.format is FileFormat.DICOM
    assert (facts.body_part, facts.laterality, facts.projection) == ("extremity", "R", "AP")
    assert (facts.series_number, facts.instance_number) == (1, 1)
    assert facts.study_date == date(2004, 8, 26)
    assert facts.version.size == rg3.stat().st_size


def test_the_chest_film_says_chest() -> None:
    assert image_facts(pydicom_data("RG1_UNCR.dcm")).body_part == "chest"


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif", "bmp"])
def test_raster_images_are_known_by_content_and_not_by_name(tmp_path: Path, suffix: str) -> None:
    image = tmp_path / f"image.{suffix}"
    Image.new("L", (8, 8)).save(image)
    renamed = image.rename(tmp_path / "image.dcm")
    assert image_facts(renamed).format is FileFormat.RASTER


def test_names_are_decoded_from_their_character_set_and_made_readable(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, SpecificCharacterSet="ISO_IR 144", PatientName="Доу^Джейн")
    assert facts.patient_name == "Доу, Джейн"


def test_a_header_says_what_tells_patients_of_one_id_apart(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        PatientName="Doe^Jane=\u0414\u043e\u0443",
        SpecificCharacterSet="ISO_IR 192",
        IssuerOfPatientID="Hospital A",
        PatientBirthDate="19700102",
    )
    assert (facts.family_name, facts.issuer) == ("Doe", "Hospital A")
    assert facts.birth_date == date(1970, 1, 2)


def test_a_name_stays_one_line_of_text(tmp_path: Path) -> None:
    dataset = radiograph(RAMP)
    dataset.add_new("PatientID", "LO", "a\x1b[31m\tb")
    assert "\x1b" not in image_facts(write(dataset, tmp_path / "escape.dcm")).patient_id


def test_malformed_values_count_as_missing(tmp_path: Path) -> None:
    dataset = radiograph(RAMP)
    path = write(dataset, tmp_path / "file.dcm")
    for tag, value in ((b"\x08\x00\x20\x00DA", b"2004131X"), (b"\x20\x00\x13\x00IS", b"12ab")):
        data = path.read_bytes()
        position = data.index(
            b"\x20\x00\x0d\x00" if tag[:2] == b"\x20\x00" else b"\x08\x00\x60\x00"
        )
        element = tag + len(value).to_bytes(2, "little") + value
        path.write_bytes(data[:position] + element + data[position:])
    facts = image_facts(path)
    assert facts.study_date is None
    assert facts.instance_number == 0


@pytest.mark.parametrize("text", [b"20040230", b"00000000", b"yymmdd  "])
def test_dates_that_do_not_exist_are_no_dates(tmp_path: Path, text: bytes) -> None:
    path = write(radiograph(RAMP, StudyDate="20040229"), tmp_path / "file.dcm")
    assert image_facts(path).study_date == date(2004, 2, 29)
    path.write_bytes(path.read_bytes().replace(b"20040229", text))
    assert image_facts(path).study_date is None


def test_laterality_of_the_image_goes_before_that_of_the_series(tmp_path: Path) -> None:
    assert facts_of(tmp_path, ImageLaterality="L", Laterality="R").laterality == "L"
    assert facts_of(tmp_path, ImageLaterality="U", Laterality="R").laterality == "R"


def test_a_coded_region_stands_in_for_the_body_part(tmp_path: Path) -> None:
    region = Dataset()
    region.CodeMeaning = "Wrist joint"
    facts = facts_of(tmp_path, BodyPartExamined="", AnatomicRegionSequence=[region])
    assert facts.body_part == "wrist"


def test_the_code_of_a_region_goes_before_its_meaning(tmp_path: Path) -> None:
    region = Dataset()
    region.CodingSchemeDesignator, region.CodeValue = "SCT", "89546000"
    region.CodeMeaning = "Schädel, nicht Hand"
    facts = facts_of(tmp_path, BodyPartExamined="", AnatomicRegionSequence=[region])
    assert facts.body_part == "skull"
    assert scorable(facts) == "skull: the model has learnt limbs only"


@pytest.mark.parametrize(
    ("modality", "reason"),
    [
        ("CT", "is a CT image, not a radiograph"),
        ("US", "is an ultrasound image, not a radiograph"),
        ("ZZ", "is of another modality, not a radiograph"),
    ],
)
def test_other_modalities_are_known_and_must_not_be_scored(
    tmp_path: Path, modality: str, reason: str
) -> None:
    assert scorable(facts_of(tmp_path, Modality=modality)) == reason


def test_what_this_program_made_is_known_again_and_must_not_be_scored(tmp_path: Path) -> None:
    ours = facts_of(tmp_path, Manufacturer=MANUFACTURER, Modality="OT", BodyPartExamined="WRIST")
    assert ours.own_result
    assert scorable(ours) == "was made by this program from another image"
    demonstration = facts_of(tmp_path, Manufacturer="MURA Desktop", BodyPartExamined="WRIST")
    assert scorable(demonstration) is None


@pytest.mark.parametrize(
    "raw",
    [
        {"PresentationIntentType": "FOR PROCESSING"},
        {"SOPClassUID": DigitalXRayImageStorageForProcessing},
    ],
    ids=lambda raw: next(iter(raw)),
)
def test_raw_data_of_a_detector_must_not_be_scored(tmp_path: Path, raw: dict[str, str]) -> None:
    facts = facts_of(tmp_path, BodyPartExamined="WRIST", **raw)
    assert scorable(facts) == "raw data for processing, not for presentation"
    finished = facts_of(tmp_path, PresentationIntentType="FOR PRESENTATION")
    assert scorable(finished) is None


def test_a_missing_modality_is_accepted(tmp_path: Path) -> None:
    dataset = radiograph(RAMP)
    del dataset.Modality
    assert image_facts(write(dataset, tmp_path / "file.dcm")).format is FileFormat.DICOM


def test_objects_without_pixels_say_what_they_are(tmp_path: Path) -> None:
    report = radiograph(RAMP, SOPClassUID="1.2.840.10008.5.1.4.1.1.88.11", Modality="SR")
    del report.PixelData
    path = write(report, tmp_path / "report.dcm")
    assert reason_of(path) == "holds no image (Basic Text SR)"


def test_other_files_are_refused_in_plain_words(tmp_path: Path) -> None:
    text, empty = tmp_path / "text.dcm", tmp_path / "empty.dcm"
    text.write_text("Nothing but words. " * 20)
    empty.touch()
    assert reason_of(text) == "is not a DICOM, PNG, JPEG, TIFF or BMP file"
    assert reason_of(empty) == "is empty"
    assert "No such file" in reason_of(tmp_path / "gone.dcm")


def test_every_malformed_file_gives_facts_or_a_reason(shared: Path) -> None:
    paths = sorted((shared / "dicom" / "malformed").iterdir())
    assert len(paths) > 100
    for path in paths:
        try:
            facts = read_facts(path)
        except UnreadableFileError as error:
            assert error.reason
        else:
            # They claim to be CT.
            assert isinstance(facts, FileFacts)
            assert scorable(facts)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 255)), min_size=1, max_size=4),
    st.integers(0, 3000),
)
def test_damage_anywhere_in_the_header_raises_nothing_else(
    tmp_path: Path, damage: list[tuple[int, int]], length: int
) -> None:
    path = write(radiograph(RAMP, PatientName="DOE^JANE", SeriesNumber=3), tmp_path / "file.dcm")
    content = bytearray(path.read_bytes())
    for position, value in damage:
        content[position] = value
    path.write_bytes(content[:length])
    try:
        assert read_facts(path).path == path
    except UnreadableFileError as error:
        assert "DOE" not in error.reason
