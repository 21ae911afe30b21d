"""What goes back to the archive says whose it is and what made it, and warns of itself."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import highdicom
import numpy as np
import pytest
from dicom_validator.validator.dicom_file_validator import DicomFileValidator
from dicom_validator.validator.error_handler import NullValidationResultHandler
from dicom_validator.validator.validation_result import Status
from PIL import Image
from pydicom import dcmread
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.uid import DigitalXRayImageStorageForPresentation

from mura_desktop.dicomio import concepts
from mura_desktop.dicomio.encapsulated import encapsulated_report
from mura_desktop.dicomio.presentation import presentation_state
from mura_desktop.dicomio.provenance import SourceImage, prepared
from mura_desktop.dicomio.secondary_capture import captioned, secondary_capture
from mura_desktop.dicomio.sr import ScoredImage, structured_report
from mura_desktop.imaging.heatmap import blend
from mura_desktop.shown import shown_as
from tests.dicomio import peers
from tests.dicomio.results_examples import (
    MACHINE,
    PDF,
    SCORED,
    Film,
    film,
    signed,
)
from tests.dicomio.standard import standard


@pytest.fixture(scope="module")
def cr(rg3: Path, tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Return a real CR, MONOCHROME1, with every sixth pixel."""
    image = dcmread(rg3)
    fewer = np.ascontiguousarray(image.pixel_array[::6, ::6])
    image.Rows, image.Columns = fewer.shape
    image.PixelData = fewer.tobytes()
    path = tmp_path_factory.mktemp("cr") / "cr.dcm"
    image.save_as(path)
    return film(path)


@pytest.fixture(scope="module")
def dx(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Return a phantom as a DX, MONOCHROME2."""
    image = peers.radiograph(
        modality="DX", sop_class=DigitalXRayImageStorageForPresentation, rows=300, columns=200
    )
    ramp = np.linspace(0, 4095, 300 * 200).reshape(300, 200)
    image.PixelData = ramp.astype("<u2").tobytes()
    image.WindowCenter, image.WindowWidth = 2048, 4096
    return film(peers.written(tmp_path_factory.mktemp("dx"), [image])[0])


@pytest.fixture(params=["cr", "dx"])
def one(request: pytest.FixtureRequest) -> Film:
    found: Film = request.getfixturevalue(request.param)
    return found


def report(one: Film) -> Dataset:
    return structured_report([one.image], "ankle", one.scores(), None, MACHINE)


def signed_report(one: Film) -> Dataset:
    read = signed(2, "wrong side", seen=0.81)
    return structured_report([one.image], "ankle", one.scores(), read, MACHINE, "Clinic")


def picture(one: Film) -> Dataset:
    shown = captioned(blend(one.pixels.displayed(), one.heat()), ["Score 81 %"])
    return secondary_capture(one.image, shown, 1, None, "L", SCORED, MACHINE)


def outlines(one: Film) -> Dataset:
    shown = shown_as(one.header, one.pixels)
    return presentation_state(one.image, one.outlines, shown, 1, SCORED, MACHINE)


def document(one: Film) -> Dataset:
    return encapsulated_report([one.image], PDF, signed(), MACHINE)


MAKERS: tuple[Callable[[Film], Dataset], ...] = (
    report,
    signed_report,
    picture,
    outlines,
    document,
)


@cache
def made(make: Callable[[Film], Dataset], one: Film) -> Dataset:
    """Make an object once; tests only look at it."""
    return make(one)


def written(dataset: Dataset, folder: Path) -> Path:
    path = folder / f"{dataset.SOPInstanceUID}.dcm"
    dataset.save_as(path, enforce_file_format=True)
    return path


@pytest.mark.parametrize("make", MAKERS)
def test_a_result_belongs_to_the_study_of_its_image_and_stands_in_its_own_series(
    one: Film, make: Callable[[Film], Dataset], tmp_path: Path
) -> None:
    found = dcmread(written(made(make, one), tmp_path))

    for keyword in ("StudyInstanceUID", "PatientID", "PatientName", "StudyDate", "StudyID"):
        assert found[keyword].value == one.header[keyword].value
    assert found.SeriesInstanceUID != one.header.SeriesInstanceUID
    assert found.SeriesNumber > 9000
    assert found.SOPInstanceUID == found.file_meta.MediaStorageSOPInstanceUID


@pytest.mark.parametrize("make", MAKERS)
def test_a_result_says_which_machine_made_it_for_research(
    one: Film, make: Callable[[Film], Dataset]
) -> None:
    found = made(make, one)

    assert found.ContentQualification == "RESEARCH"
    assert "research" in found.SeriesDescription
    assert found.Manufacturer.startswith("MURA Desktop")
    assert list(found.SoftwareVersions) == [
        "MURA Desktop 9.9",
        "densenet169-test",
        "ab" * 32,
    ]
    equipment = found.ContributingEquipmentSequence
    assert any(item.get("ManufacturerModelName") == "densenet169-test" for item in equipment)


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_result_made_twice_is_the_same_object(
    one: Film, make: Callable[[Film], Dataset]
) -> None:
    first, second = BytesIO(), BytesIO()
    make(one).save_as(first, enforce_file_format=True)
    make(one).save_as(second, enforce_file_format=True)

    assert first.getvalue() == second.getvalue()


def test_another_score_is_another_object_in_the_same_series(cr: Film) -> None:
    other = structured_report([cr.image], "ankle", cr.scores(0.82), None, MACHINE)

    assert other.SOPInstanceUID != made(report, cr).SOPInstanceUID
    assert other.SeriesInstanceUID == made(report, cr).SeriesInstanceUID


def test_a_report_is_unverified_and_partial_until_somebody_signs(cr: Film) -> None:
    machine = made(report, cr)

    assert (machine.VerificationFlag, machine.CompletionFlag) == ("UNVERIFIED", "PARTIAL")
    assert machine.PreliminaryFlag == "PRELIMINARY"
    assert "VerifyingObserverSequence" not in machine


def test_a_signed_report_names_who_verified_it_and_when(cr: Film) -> None:
    found = made(signed_report, cr)

    (observer,) = found.VerifyingObserverSequence
    assert (found.VerificationFlag, found.CompletionFlag) == ("VERIFIED", "COMPLETE")
    assert observer.VerifyingObserverName == "Jane Doe^"
    assert observer.VerifyingOrganization == "Clinic"
    # The film was taken four hours west of Greenwich, and says so.
    assert str(observer.VerificationDateTime) == "20260304010607-0400"
    assert (found.TimezoneOffsetFromUTC, found.ContentTime) == ("-0400", "010607")


def test_a_report_is_read_back_with_its_numbers_its_codes_and_its_text(
    one: Film, tmp_path: Path
) -> None:
    found = highdicom.sr.srread(written(made(signed_report, one), tmp_path))

    content = found.content
    assert isinstance(content, highdicom.sr.MeasurementReport)
    study, view, read = content.get_image_measurement_groups()
    values = {item.name.meaning: float(item.value) for item in study.get_measurements()}
    assert values == {
        concepts.SCORE.meaning: 0.81,
        concepts.REVIEW_FROM.meaning: 0.2,
        concepts.URGENT_FROM.meaning: 0.6,
    }
    assert [float(item.value) for item in view.get_measurements()] == [0.81]
    evaluations: list[Any] = read.get_qualitative_evaluations()
    said = [(str(item.name.value), str(item.value.value)) for item in evaluations]
    assert (codes.DCM.Conclusion.value, codes.SCT.Abnormal.value) in said
    assert (codes.SCT.Finding.value, "125605004") in said  # fracture of bone
    assert (codes.SCT.Finding.value, "EFFUSION") in said
    texts = [item.value for item in read[0].ContentSequence if item.ValueType == "TEXT"]
    assert "Bruch → Speiche.\nZweite Zeile." in texts
    assert "wrong side" in texts


def test_the_region_of_a_report_lies_where_the_map_is_hottest(one: Film) -> None:
    rows, columns = one.pixels.pixels.shape
    heat = one.heat()
    hottest = np.unravel_index(int(np.argmax(heat)), heat.shape)
    content = highdicom.sr.MeasurementReport.from_sequence(made(report, one).content)
    (group,) = content.get_planar_roi_measurement_groups()

    region = group.roi
    assert region is not None
    corners = np.asarray(region.value, np.float32)
    assert (corners[0] == corners[-1]).all()
    assert (corners >= 0).all()
    assert (corners <= (columns, rows)).all()
    inside = cv2.pointPolygonTest(corners, (float(hottest[1]), float(hottest[0])), False)
    assert inside > 0
    assert cv2.pointPolygonTest(corners, (5.0, 5.0), False) < 0


def test_without_scores_a_report_gives_what_was_signed(cr: Film) -> None:
    found = structured_report([cr.image], "unknown", None, signed(), MACHINE)

    content = highdicom.sr.MeasurementReport.from_sequence(found.content)
    assert len(content.get_image_measurement_groups()) == 1
    with pytest.raises(ValueError, match="neither"):
        structured_report([cr.image], "unknown", None, None, MACHINE)


def said_of_the_model(report: Dataset) -> list[str]:
    """Return what a report says of the model, one line for each fact."""
    lines = []
    for item in content_items(report):
        name = (
            item.ConceptNameCodeSequence[0].CodeValue if "ConceptNameCodeSequence" in item else ""
        )
        if name in ("SCORE", "REVIEW-FROM", "URGENT-FROM"):
            lines.append(f"{name} {item.MeasuredValueSequence[0].NumericValue}")
        elif name in ("BAND", "AGREEMENT"):
            lines.append(f"{name} {item.ConceptCodeSequence[0].CodeMeaning}")
        elif item.get("ValueType") == "SCOORD":
            lines.append("outline")
    return lines


def test_a_signature_stands_over_what_its_reader_saw_and_never_over_todays_scores(
    cr: Film,
) -> None:
    now = cr.scores(0.81)
    whole = ["SCORE 0.81", "REVIEW-FROM 0.2", "URGENT-FROM 0.6", "BAND Urgent"]
    seen = [
        (signed(seen=0.81), [*whole, "SCORE 0.81", "outline", "AGREEMENT Yes"]),
        (
            signed(seen=0.05),
            [
                *("SCORE 0.05", "REVIEW-FROM 0.2", "URGENT-FROM 0.6", "BAND Likely normal"),
                "AGREEMENT Yes",
            ],
        ),
        (
            replace(signed(seen=0.81), band="review"),  # by thresholds that were set anew since
            ["SCORE 0.81", "BAND Review", "AGREEMENT Yes"],
        ),
        (
            replace(signed(seen=0.81), model="cd" * 32),
            ["SCORE 0.81", "BAND Urgent", "AGREEMENT Yes"],
        ),
        (signed(), []),
    ]

    for read, expected in seen:
        made_of = structured_report([cr.image], "ankle", now, read, MACHINE)
        assert said_of_the_model(made_of) == expected


def test_a_signed_report_names_the_model_that_its_reader_saw(cr: Film) -> None:
    read = replace(signed(seen=0.81), model="cd" * 32)

    for found in (
        structured_report([cr.image], "ankle", cr.scores(), read, MACHINE),
        structured_report([cr.image], "ankle", None, read, MACHINE),
    ):
        assert "cd" * 32 in str(found)
        assert MACHINE.sha256 not in str(found)
        assert MACHINE.model not in str(found)
    assert MACHINE.sha256 not in str(
        structured_report([cr.image], "ankle", cr.scores(), signed(), MACHINE)
    )


def test_a_picture_shows_bone_as_bright_as_the_viewer_and_warns_below_it(one: Film) -> None:
    found = made(picture, one)
    shown = one.pixels.displayed()
    rows = shown.shape[0]
    grey = found.pixel_array[:rows].mean(axis=2) / 255

    away = one.heat() < 0.2
    assert np.abs(grey[away] - shown[away]).max() < 0.01
    strip = found.pixel_array[rows:]
    yellow = (strip[..., 0] > 200) & (strip[..., 1] > 150) & (strip[..., 2] < 80)
    assert yellow.sum() > 200
    assert found.BurnedInAnnotation == "YES"
    assert found.ImageType[0] == "DERIVED"
    (source,) = found.SourceImageSequence
    assert source.ReferencedSOPInstanceUID == one.header.SOPInstanceUID


def test_an_outline_says_the_polarity_and_the_window_that_the_viewer_shows(
    cr: Film, dx: Film
) -> None:
    assert made(outlines, cr).PresentationLUTShape == "INVERSE"
    assert made(outlines, dx).PresentationLUTShape == "IDENTITY"
    (window,) = made(outlines, dx).SoftcopyVOILUTSequence
    assert (window.WindowCenter, window.WindowWidth) == (2048, 4096)


def test_an_outline_lies_over_its_image_in_the_same_place_as_in_the_report(one: Film) -> None:
    (annotation,) = made(outlines, one).GraphicAnnotationSequence
    (graphic,) = annotation.GraphicObjectSequence

    corners = np.asarray(graphic.GraphicData).reshape(-1, 2)
    assert graphic.GraphicAnnotationUnits == "PIXEL"
    assert np.allclose(corners[:-1], one.outlines[0])
    assert annotation.ReferencedImageSequence[0].ReferencedSOPInstanceUID == (
        one.header.SOPInstanceUID
    )


def test_dcmtk_shows_an_outlined_image_as_the_viewer_does(one: Film, tmp_path: Path) -> None:
    target = tmp_path / "shown.pgm"
    plain = tmp_path / "plain.dcm"
    image = dcmread(one.path)
    if image.file_meta.TransferSyntaxUID.is_compressed:
        image.decompress()
    image.save_as(plain)

    done = peers.call("dcmp2pgm", "-p", written(made(outlines, one), tmp_path), plain, target)

    assert done.code == 0, done.output
    theirs = np.asarray(Image.open(target).convert("L"), np.float32) / 255
    ours = one.pixels.displayed()
    # DCMTK lets the grey values pass through its model of the display.
    assert np.corrcoef(theirs.ravel(), ours.ravel())[0, 1] > 0.98


def test_a_document_holds_the_bytes_of_the_report(cr: Film, tmp_path: Path) -> None:
    found = dcmread(written(made(document, cr), tmp_path))

    assert found.EncapsulatedDocument[: found.EncapsulatedDocumentLength] == PDF
    assert found.MIMETypeOfEncapsulatedDocument == "application/pdf"
    assert "version 1" in found.DocumentTitle
    with pytest.raises(ValueError, match="not a PDF"):
        encapsulated_report([cr.image], b"<html>", signed(), MACHINE)


def test_what_a_header_lacks_or_has_wrong_does_not_keep_results_back(
    cr: Film, tmp_path: Path
) -> None:
    poor = dcmread(cr.path)
    for keyword in ("AccessionNumber", "StudyID", "ReferringPhysicianName", "PatientSex"):
        poor.pop(keyword, None)
    poor.SpecificCharacterSet = "ISO_IR 100"
    poor.PatientName = "Müller"
    poor["PatientBirthDate"] = DataElement("PatientBirthDate", "LO", "unknown")
    poor.save_as(tmp_path / "poor.dcm")
    header = dcmread(tmp_path / "poor.dcm", stop_before_pixels=True)
    bare = Film(cr.path, SourceImage(prepared(header)), cr.pixels, cr.outlines)

    for make in MAKERS:
        found = make(bare)
        assert found.PatientName == "Müller"
        assert not found.PatientBirthDate
        assert not found.AccessionNumber
        assert found.SpecificCharacterSet == "ISO_IR 192"


def test_an_image_of_a_file_with_several_is_named_with_its_frame(cr: Film) -> None:
    header = prepared(cr.header)
    header.NumberOfFrames = 3
    second = SourceImage(header, 2)
    view = ScoredImage(second, "2", 0.81, "", "ankle", cr.outlines)
    scores = cr.scores()
    many = type(scores)(0.81, scores.band, scores.thresholds, (view,), SCORED)

    found = structured_report([second], "ankle", many, None, MACHINE)

    assert "Referenced Frame Number" in str(found)
    assert second.frames == [2]
    assert cr.image.frames is None


@pytest.mark.parametrize("make", MAKERS)
def test_an_independent_validator_finds_no_error(
    one: Film, make: Callable[[Film], Dataset], tmp_path: Path
) -> None:
    peers.PACKAGES.setdefault("dciodvfy", "dicom3tools")
    program = peers.program("dciodvfy")

    path = written(made(make, one), tmp_path)

    done = subprocess.run([program, path], capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).splitlines()
    assert [line for line in said if line.startswith("Error")] == []


def content_items(node: Dataset) -> Iterator[Dataset]:
    for item in node.get("ContentSequence", ()):
        yield item
        yield from content_items(item)


def invalid(path: Path) -> set[str]:
    """Name what dicom-validator finds wrong: module, attribute, error."""
    validator = DicomFileValidator(standard(), error_handler=NullValidationResultHandler())
    (result,) = validator.validate(path).values()
    assert result.status in (Status.Passed, Status.Failed), result.status
    return {
        f"{module}: {tag} {error.code.name}"
        for module, errors in result.module_errors.items()
        for tag, error in errors.items()
    }


@pytest.mark.parametrize("make", MAKERS)
def test_dicom_validator_finds_no_error(
    one: Film, make: Callable[[Film], Dataset], tmp_path: Path
) -> None:
    assert invalid(written(made(make, one), tmp_path)) == set()


def test_dicom_validator_finds_what_is_missing(cr: Film, tmp_path: Path) -> None:
    nothing_said = deepcopy(made(report, cr))
    regions = [item for item in content_items(nothing_said) if item.get("ValueType") == "SCOORD"]
    del regions[0].GraphicData, nothing_said.StudyInstanceUID

    found = invalid(written(nothing_said, tmp_path))

    assert {problem.split(": ")[0] for problem in found} == {
        "general-study",
        "sr-document-content",
    }


def test_dcmtk_reads_report_outline_and_document(one: Film, tmp_path: Path) -> None:
    text = peers.call("dsrdump", written(made(signed_report, one), tmp_path)).output
    assert "Fracture of bone" in text
    assert "VERIFIED" in text
    assert peers.call("dcmpschk", written(made(outlines, one), tmp_path)).code == 0
    target = tmp_path / "report.pdf"
    assert peers.call("dcm2pdf", written(made(document, one), tmp_path), target).code == 0
    assert target.read_bytes()[: len(PDF)] == PDF
