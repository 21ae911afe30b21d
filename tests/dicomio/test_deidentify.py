"""A de-identified copy says nothing of the patient, whatever stood in the header (PS3.15, E)."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.datadict import dictionary_VR, keyword_dict, tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import UID as PydicomUID  # noqa: N811
from pydicom.uid import EncapsulatedPDFStorage, SecondaryCaptureImageStorage

from mura_desktop import paths
from mura_desktop.dicomio.deidentify import Deidentifier, action_of
from mura_desktop.errors import HeldBackError
from mura_desktop.pseudonyms import KEY_BYTES, Pseudonyms
from tests.dicomio import peers

SECRET = "GEHEIM"
UID = "1.2.840.99.4711"


@pytest.fixture
def deidentifier() -> Deidentifier:
    return Deidentifier(Pseudonyms(bytes(KEY_BYTES)))


TELLING = {
    **{"UI": UID, "DA": "19581203", "DT": "19581203101112", "TM": "101112.58", "AS": "067Y"},
    **{"DS": "581203", "IS": "581203", "OB": SECRET.encode(), "OW": SECRET.encode()},
    **{"FD": 581203.0, "FL": 581203.0, "US": 5812, "SS": 5812, "UL": 581203, "SL": 581203},
}


def telling(representation: str) -> object:
    """Return a value that would give the patient away."""
    if representation == "SQ":
        item = Dataset()
        item.PatientComments = f"{SECRET} INSIDE"
        item.InstitutionName = SECRET
        item.ReferencedSOPInstanceUID = UID
        return [item]
    return TELLING.get(representation, SECRET)


def full() -> Dataset:
    """Return an image with every attribute of table E.1-1 that such an object may hold."""
    image = peers.radiograph(patient=f"{SECRET}^A", patient_id=SECRET)
    file = paths.resources() / "dicom" / "basic-profile-2026c.csv"
    with file.open() as lines:
        for row in csv.DictReader(lines):
            if "x" in row["tag"]:
                continue
            tag = Tag(int(row["tag"], 16))
            held = ("ContentSequence", "EncapsulatedDocument", "GraphicAnnotationSequence")
            if tag.group <= 2 or tag in map(tag_for_keyword, held) or tag in image:
                continue
            try:
                representation = dictionary_VR(tag)
            except KeyError:
                representation = "LO"
            representation = representation.split(" or ")[0]
            image.add(DataElement(tag, representation, telling(representation)))
    for keyword in ("SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID"):
        setattr(image, keyword, UID)
    image.file_meta.MediaStorageSOPInstanceUID = PydicomUID(UID)
    image.file_meta.SourceApplicationEntityTitle = SECRET
    block = image.private_block(0x0029, f"{SECRET} CREATOR", create=True)
    block.add_new(1, "LO", SECRET)
    image.add_new(0x60003000, "OW", SECRET.encode())
    image.add_new(0x60004000, "LT", SECRET)
    image.preamble = SECRET.encode().ljust(128, b"\0")
    return image


def test_nothing_of_the_table_is_left_in_the_file(deidentifier: Deidentifier) -> None:
    image = full()
    assert len(image) > 300

    content = deidentifier.copy(image).encoded()

    for told in (SECRET, UID, "581203", "1958", "INSIDE", "CREATOR"):
        assert told.encode() not in content


def test_pixels_and_their_meaning_stay(deidentifier: Deidentifier) -> None:
    image = peers.radiograph(part="ELBOW")
    before = image.pixel_array.copy()

    copy = dcmread(BytesIO(deidentifier.copy(image).encoded()))

    assert np.array_equal(copy.pixel_array, before)
    assert (copy.BodyPartExamined, copy.Laterality, copy.ViewPosition) == ("ELBOW", "L", "AP")


def test_a_copy_says_that_and_how_it_was_de_identified(deidentifier: Deidentifier) -> None:
    copy = deidentifier.copy(peers.radiograph()).dataset

    assert copy.PatientIdentityRemoved == "YES"
    (code,) = copy.DeidentificationMethodCodeSequence
    assert (code.CodeValue, code.CodingSchemeDesignator) == ("113100", "DCM")
    assert copy.LongitudinalTemporalInformationModified == "REMOVED"
    assert copy.StudyDate == ""


def test_images_of_a_study_stay_together_and_patients_stay_apart(
    deidentifier: Deidentifier,
) -> None:
    first = deidentifier.copy(peers.radiograph(study="1.2.3", patient_id="A")).dataset
    second = deidentifier.copy(peers.radiograph(study="1.2.3", patient_id="A")).dataset
    other = deidentifier.copy(peers.radiograph(study="1.2.4", patient_id="B")).dataset

    assert first.StudyInstanceUID == second.StudyInstanceUID != other.StudyInstanceUID
    assert first.SOPInstanceUID != second.SOPInstanceUID
    assert first.PatientID == second.PatientID != other.PatientID
    assert str(first.StudyInstanceUID).startswith("2.25.")


JANE = {"PatientName": "DOE^JANE", "PatientBirthDate": "19580312"}
JOHN = {"PatientName": "DOE^JOHN", "PatientBirthDate": "19580312"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"PatientID": "12"}, {"PatientID": "12"}, True),
        (
            {"PatientID": "12", "IssuerOfPatientID": "Hospital A"},
            {"PatientID": "12", "IssuerOfPatientID": "Hospital B"},
            False,
        ),
        (
            {"PatientID": "12", "IssuerOfPatientID": "Hospital A"},
            {"PatientID": "12", "IssuerOfPatientID": "HOSPITAL A"},
            True,
        ),
        (JANE, JOHN, False),
        (JANE, JANE | {"PatientID": " ", "PatientName": "Doe^Jane^^"}, True),
        (JANE, JANE | {"PatientBirthDate": "19770101"}, False),
        ({"PatientName": "DOE^JANE"}, {"PatientName": "DOE^JANE"}, False),
        ({}, {}, False),
        ({"StudyInstanceUID": UID}, {"StudyInstanceUID": UID}, True),
    ],
    ids=[
        *("one ID", "another issuer", "issuer in capitals", "no ID, another name"),
        *("no ID, one name and birth date", "no ID, another birth date", "a name alone"),
        *("nothing", "nothing, of one study"),
    ],
)
def test_patients_are_told_apart_by_what_identifies_them(
    deidentifier: Deidentifier, one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    patients = set()
    for said in (one, other):
        image = peers.radiograph(patient="", patient_id="")
        for keyword, value in said.items():
            setattr(image, keyword, value)
        patients.add(deidentifier.copy(image).dataset.PatientID)

    assert len(patients) == (1 if same else 2)


def test_a_reference_leads_to_the_copy_of_what_it_named(deidentifier: Deidentifier) -> None:
    image, referring = peers.radiograph(), peers.radiograph()
    item = Dataset()
    item.ReferencedSOPClassUID = image.SOPClassUID
    item.ReferencedSOPInstanceUID = image.SOPInstanceUID
    referring.SourceImageSequence = [item]

    target = deidentifier.copy(image).dataset.SOPInstanceUID
    copied = deidentifier.copy(referring).dataset

    assert copied.SourceImageSequence[0].ReferencedSOPInstanceUID == target
    assert copied.SourceImageSequence[0].ReferencedSOPClassUID == item.ReferencedSOPClassUID


def test_dummies_in_a_sequence_keep_what_the_standard_says_and_nothing_of_a_vendor(
    deidentifier: Deidentifier,
) -> None:
    image = peers.radiograph()
    step, place = Dataset(), Dataset()
    step.ReferencedSOPClassUID = "1.2.840.10008.3.1.2.3.3"
    step.ReferencedSOPInstanceUID = UID
    step.private_block(0x0029, "CREATOR", create=True).add_new(1, "LO", SECRET)
    image.ReferencedPerformedProcedureStepSequence = [step]
    place.CodeValue, place.CodeMeaning, place.ContextUID = SECRET, SECRET, "1.2.840.10008.6.1.1"
    place.PatientComments = SECRET
    place.add_new(0x00120FFE, "LO", SECRET)  # in no dictionary
    image.InstitutionCodeSequence = [place]

    copied = deidentifier.copy(image).dataset

    (copied_step,) = copied.ReferencedPerformedProcedureStepSequence
    assert copied_step.ReferencedSOPClassUID == "1.2.840.10008.3.1.2.3.3"
    assert copied_step.ReferencedSOPInstanceUID == deidentifier.uid(UID)
    (copied_place,) = copied.InstitutionCodeSequence
    assert {element.keyword: element.value for element in copied_place} == {
        "CodeValue": "ANONYMIZED",
        "CodeMeaning": "ANONYMIZED",
        "ContextUID": "1.2.840.10008.6.1.1",
    }
    assert {element.keyword for element in copied_step} == {
        "ReferencedSOPClassUID",
        "ReferencedSOPInstanceUID",
    }


def test_another_key_gives_other_names() -> None:
    here = Deidentifier(Pseudonyms(bytes(KEY_BYTES)))
    there = Deidentifier(Pseudonyms(b"\1" * KEY_BYTES))

    assert here.uid("1.2.3") != there.uid("1.2.3")


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("BurnedInAnnotation", "YES"), ("Modality", "SC"), ("ConversionType", "WSD")],
)
def test_a_picture_with_text_in_it_is_held_back_until_someone_has_looked(
    keyword: str, value: str
) -> None:
    image = peers.radiograph()
    setattr(image, keyword, value)
    key = Pseudonyms(bytes(KEY_BYTES))

    with pytest.raises(HeldBackError, match="burned"):
        Deidentifier(key).copy(image)
    copy = Deidentifier(key, with_burned_in=True).copy(image)
    assert copy.dataset.PatientIdentityRemoved == "NO"
    assert "text" in copy.doubt


def test_an_image_that_does_not_say_whether_it_has_text_is_copied_with_a_doubt(
    deidentifier: Deidentifier,
) -> None:
    silent, clean = peers.radiograph(), peers.radiograph()
    clean.BurnedInAnnotation = "NO"

    assert "does not say" in deidentifier.copy(silent).doubt
    assert deidentifier.copy(clean).doubt == ""


def test_reports_documents_and_drawings_are_held_back(deidentifier: Deidentifier) -> None:
    document = peers.radiograph(sop_class=EncapsulatedPDFStorage)
    document.EncapsulatedDocument = b"%PDF"
    bare = peers.radiograph(sop_class=SecondaryCaptureImageStorage)
    del bare.PixelData

    for held in (document, bare):
        with pytest.raises(HeldBackError):
            deidentifier.copy(held)


def test_a_real_film_passes_an_independent_validator_as_well_as_before(
    deidentifier: Deidentifier, rg3: Path, tmp_path: Path
) -> None:
    peers.PACKAGES.setdefault("dciodvfy", "dicom3tools")

    def errors(path: Path) -> set[str]:
        said = peers.call("dciodvfy", path).output.splitlines()
        return {line for line in said if line.startswith("Error")}

    copy = tmp_path / "copy.dcm"
    copy.write_bytes(deidentifier.copy(dcmread(rg3)).encoded())

    assert errors(copy) <= errors(rg3)


@pytest.mark.parametrize(
    ("keyword", "action"),
    [
        ("AccessionNumber", "Z"),
        ("AcquisitionComments", "X"),
        ("AcquisitionContextSequence", "X/Z"),
        ("AcquisitionDateTime", "X/Z/D"),
        ("ContentDate", "Z/D"),
        ("DetectorID", "X/D"),
        ("DeviceUID", "U"),
        ("Modality", ""),
        ("PatientName", "Z"),
        ("Rows", ""),
    ],
)
def test_actions_are_those_of_the_standard(keyword: str, action: str) -> None:
    assert action_of(Tag(keyword_dict[keyword])) == action


def test_overlays_and_curves_go_whatever_their_number() -> None:
    assert action_of(Tag(0x60023000)) == action_of(Tag(0x50FE0010)) == "X"


def test_the_table_is_the_one_that_others_copied_from_the_standard() -> None:
    from dicomanonymizer.dicom_anonymization_databases import dicomfields_2026c as others

    lists = {
        **{"D": others.D_TAGS, "U": others.U_TAGS, "X": others.X_TAGS, "Z": others.Z_TAGS},
        **{"X/D": others.X_D_TAGS, "X/Z": others.X_Z_TAGS, "Z/D": others.Z_D_TAGS},
        **{"X/Z/D": others.X_Z_D_TAGS, "X/Z/U*": others.X_Z_U_STAR_TAGS},
    }
    theirs = {
        f"{tag[0]:04X}{tag[1]:04X}": action
        for action, tags in lists.items()
        for tag in tags
        if len(tag) == 2  # the others stand for ranges
    }
    with (paths.resources() / "dicom" / "basic-profile-2026c.csv").open() as lines:
        ours = {row["tag"]: row["action"] for row in csv.DictReader(lines)}

    assert len(theirs) > 650
    assert {tag: action for tag, action in ours.items() if "x" not in tag} == theirs
