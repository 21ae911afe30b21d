"""Writes the demonstration worklist: a folder in MURA's layout beside a folder of DICOM files."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pydicom
from data_store import DataStore
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    generate_uid,
)

from mura_desktop.demo import limbs
from mura_desktop.demo.phantoms import Fracture, Phantom, draw
from mura_desktop.errors import UsageError

RASTER_SPACING_MM = 0.35
DICOM_SPACING_MM = 0.3
IDENTIFYING = (
    *("PatientBirthDate", "PatientSex", "OtherPatientIDs", "AccessionNumber", "InstitutionName"),
    *("InstitutionalDepartmentName", "StationName", "ReferringPhysicianName", "StudyID"),
)
"""Attributes of the borrowed films that say where they come from."""

Writer = Callable[[], bytes]


def demo_folder(target: Path) -> Path:
    """Write the demonstration worklist and return its folder.

    Files that are already there stay as they are, so that a second call is quick and results that
    were remembered for them stay valid.

    Parameters
    ----------
    target
        A folder, made if missing.

    Raises
    ------
    UsageError
        Where the folder cannot be written.
    """
    for name, content in _files().items():
        path = target / name
        if path.exists():
            continue
        partial_file = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial_file.write_bytes(content())
            partial_file.replace(path)
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise UsageError(
                f"The demonstration worklist cannot be written to {target}: {reason}. "
                "Make room or give access to that folder, then try again."
            ) from error
    return target


def _files() -> Mapping[str, Writer]:
    """Return what belongs into the folder: paths, and what makes each file's bytes."""
    files: dict[str, Writer] = {
        "DICOM/ankle.dcm": partial(_borrowed, "RG3_J2KR.dcm", "DEMO^ANKLE", "DEMO-1"),
        "DICOM/chest.dcm": partial(_borrowed, "RG1_J2KR.dcm", "DEMO^CHEST", "DEMO-2"),
    }
    for folder, views in _mura_studies():
        for number, phantom in enumerate(views, start=1):
            files[f"{folder}/image{number}.png"] = partial(_png, phantom)
    files.update(_dicom_studies())
    return files


def _mura_studies() -> Iterator[tuple[str, tuple[Phantom, ...]]]:
    """Yield study folders in MURA's layout, ``XR_<part>/patient<n>/study<n>``, and their views."""
    shaft = Fracture(at=0.55, slope=-18, gap_mm=1.2, shift_mm=4.5, bend_deg=6)
    oblique = Fracture(at=0.5, slope=38, gap_mm=1.6, shift_mm=6, bend_deg=9)
    hairline = Fracture(at=0.42, slope=24, gap_mm=0.5)
    distal = Fracture(at=0.80, slope=9, gap_mm=1.0, shift_mm=-3, bend_deg=-12)
    boxer = Fracture(at=0.74, slope=25, gap_mm=0.8, shift_mm=1.5, bend_deg=22)
    studies: tuple[tuple[str, tuple[Phantom, ...]], ...] = (
        ("FOREARM", (limbs.forearm(11, "L", False), limbs.forearm(12, "L", True))),
        ("FOREARM", (limbs.forearm(21, "R", False, shaft), limbs.forearm(22, "R", True, shaft))),
        ("WRIST", (limbs.wrist(31, "R", False), limbs.wrist(32, "R", True))),
        ("WRIST", (limbs.wrist(41, "L", False, distal), limbs.wrist(42, "L", True, distal))),
        ("HAND", (limbs.hand(51, "R"),)),
        ("HAND", (limbs.hand(61, "L", boxer),)),
        ("HUMERUS", (limbs.humerus(71, "R", False),)),
        (
            "HUMERUS",
            (limbs.humerus(81, "L", False, oblique), limbs.humerus(82, "L", True, oblique)),
        ),
        ("HUMERUS", (limbs.humerus(91, "R", False, hairline),)),
        ("FINGER", (limbs.finger(101, "L", False), limbs.finger(102, "L", True))),
    )
    for number, (part, views) in enumerate(studies, start=1):
        yield f"XR_{part}/patient{number:05d}/study1", views


def _dicom_studies() -> Iterator[tuple[str, Writer]]:
    """Yield paths of the DICOM phantoms and what writes them."""
    shaft = Fracture(at=0.4, slope=14, gap_mm=0.9, shift_mm=-3, bend_deg=-4)
    oblique = Fracture(at=0.62, slope=-32, gap_mm=1.4, shift_mm=-7, bend_deg=-8)
    studies = (
        ("ONE", "FOREARM", (limbs.forearm(201, "R", False), limbs.forearm(202, "R", True))),
        ("TWO", "HUMERUS", (limbs.humerus(211, "L", False, oblique),)),
        ("THREE", "FOREARM", (limbs.forearm(221, "L", False, shaft),)),
    )
    for number, (name, part, views) in enumerate(studies, start=1):
        for instance, phantom in enumerate(views, start=1):
            path = f"DICOM/phantom-{number}/view-{instance}.dcm"
            yield path, partial(_dicom, phantom, name, number, part, instance)


def _png(phantom: Phantom) -> bytes:
    """Draw a phantom as an 8 bit PNG."""
    grey = np.rint(draw(phantom, RASTER_SPACING_MM) * 255).astype(np.uint8)
    encoded, content = cv2.imencode(".png", grey)
    if not encoded:
        raise OSError("OpenCV cannot write PNG files")
    return bytes(content)


def _dicom(phantom: Phantom, name: str, number: int, part: str, instance: int) -> bytes:
    """Draw a phantom as a digital X-ray image (PS3.3 A.26), 12 of 16 bits."""
    stored = np.rint(draw(phantom, DICOM_SPACING_MM) * 4095).astype("<u2")
    patient = f"PHANTOM-{number}"
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[patient, "view", str(instance)])
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = Dataset()
    dataset.file_meta = meta
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.ImageType = ["DERIVED", "PRIMARY", ""]
    dataset.SOPClassUID = meta.MediaStorageSOPClassUID
    dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    taken = datetime(2026, 1, 4 + number, 9, 30 + instance)
    dataset.StudyDate = dataset.ContentDate = taken.strftime("%Y%m%d")
    dataset.StudyTime = dataset.ContentTime = taken.strftime("%H%M%S")
    dataset.AccessionNumber = dataset.ReferringPhysicianName = ""
    dataset.Modality = "DX"
    dataset.PresentationIntentType = "FOR PRESENTATION"
    dataset.Manufacturer = "MURA Desktop"
    dataset.StudyDescription = f"Drawn phantom, {part.lower()}"
    dataset.PatientName = f"PHANTOM^{name}"
    dataset.PatientID = patient
    dataset.PatientBirthDate = dataset.PatientSex = ""
    dataset.BodyPartExamined = part
    dataset.ViewPosition = "AP" if instance == 1 else "LL"
    dataset.PatientOrientation = ["L", "F"]
    dataset.ImageLaterality = phantom.marker
    dataset.StudyInstanceUID = generate_uid(entropy_srcs=[patient, "study"])
    dataset.SeriesInstanceUID = generate_uid(entropy_srcs=[patient, "series"])
    dataset.StudyID = dataset.SeriesNumber = "1"
    dataset.InstanceNumber = str(instance)
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.PresentationLUTShape = "IDENTITY"
    dataset.Rows, dataset.Columns = stored.shape
    dataset.PixelSpacing = dataset.ImagerPixelSpacing = [DICOM_SPACING_MM, DICOM_SPACING_MM]
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, 12, 11
    dataset.PixelRepresentation = 0
    dataset.PixelIntensityRelationship, dataset.PixelIntensityRelationshipSign = "LOG", -1
    dataset.RescaleIntercept, dataset.RescaleSlope, dataset.RescaleType = 0, 1, "US"
    dataset.LossyImageCompression = "00"
    dataset.BurnedInAnnotation = "YES"
    dataset.WindowCenter, dataset.WindowWidth = 2048, 4096
    dataset.PixelData = stored.tobytes()
    return _saved(dataset)


def _borrowed(file: str, name: str, identifier: str) -> bytes:
    """Copy a film of pydicom-data under a name that nobody bears; its pixels stay as stored."""
    dataset = pydicom.dcmread(DataStore().get_path(file))
    dataset.PatientName = name
    dataset.PatientID = identifier
    for keyword in IDENTIFYING:
        if keyword in dataset:
            delattr(dataset, keyword)
    return _saved(dataset)


def _saved(dataset: Dataset) -> bytes:
    buffer = io.BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()
