"""A folder of drawn radiographs in mixed encodings, as large as asked for."""

from __future__ import annotations

import io
from itertools import cycle, islice
from pathlib import Path

import pydicom
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
    generate_uid,
)

from mura_desktop.demo import demo_folder

VIEWS = (3, 2, 3, 3, 2, 3, 3, 2, 3, 3)
"""Views of ten studies that follow each other: 2.7 each, as in MURA."""
ENCODINGS: tuple[UID | str, ...] = (
    *(ExplicitVRLittleEndian, RLELossless, JPEG2000Lossless, JPEGLSLossless),
    *(DeflatedExplicitVRLittleEndian, "png", "jpeg"),
)


def write(folder: Path, studies: int) -> int:
    """Write studies below ``folder / "films"`` and return the number of their views.

    Each study has one encoding. Pixels repeat from study to study; identifiers never do.
    """
    templates = {encoding: _templates(folder / "templates", encoding) for encoding in ENCODINGS}
    total = 0
    for number, views in enumerate(islice(cycle(VIEWS), studies)):
        patient = f"patient{number:05d}"
        study = folder / "films" / "XR_WRIST" / patient / "study1"
        study.mkdir(parents=True)
        drawn = templates[ENCODINGS[number % len(ENCODINGS)]]
        for view in range(1, views + 1):
            template = drawn[(number + view) % len(drawn)]
            if isinstance(template, Dataset):
                _identify(template, patient, view)
                template.save_as(study / f"image{view}.dcm")
            else:
                (study / f"image{view}.png").write_bytes(template)
            total += 1
    return total


def _identify(dataset: Dataset, patient: str, view: int) -> None:
    dataset.StudyInstanceUID = generate_uid(entropy_srcs=[patient])
    dataset.SeriesInstanceUID = generate_uid(entropy_srcs=[patient, "series"])
    dataset.SOPInstanceUID = generate_uid(entropy_srcs=[patient, str(view)])
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.PatientID = dataset.PatientName = patient
    dataset.InstanceNumber = str(view)


def _templates(folder: Path, encoding: UID | str) -> list[Dataset | bytes]:
    """Encode the DICOM phantoms of the demonstration anew."""
    made: list[Dataset | bytes] = []
    for path in sorted(demo_folder(folder).glob("DICOM/phantom-*/*.dcm")):
        dataset = pydicom.dcmread(path)
        if not isinstance(encoding, UID):
            buffer = io.BytesIO()
            Image.fromarray((dataset.pixel_array >> 4).astype("uint8")).save(buffer, encoding)
            made.append(buffer.getvalue())
            continue
        if encoding.is_compressed and encoding.is_encapsulated:
            dataset.compress(encoding, generate_instance_uid=False)
        dataset.file_meta.TransferSyntaxUID = encoding
        made.append(dataset)
    return made
