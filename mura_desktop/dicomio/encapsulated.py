"""The signed report as an Encapsulated PDF (PS3.3, A.45.1)."""

from __future__ import annotations

from collections.abc import Sequence

from highdicom.base import SOPClass
from highdicom.sr import CodedConcept
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.uid import EncapsulatedPDFStorage, ExplicitVRLittleEndian

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.provenance import (
    Machine,
    SourceImage,
    finished,
    named_for_highdicom,
    series_of,
    source_reference,
)
from mura_desktop.studies.reads import SignedRead

_PDF = b"%PDF-"


def encapsulated_report(
    images: Sequence[SourceImage], pdf: bytes, signed: SignedRead, machine: Machine
) -> Dataset:
    """Wrap a report; there is none for a study that nobody has signed.

    Parameters
    ----------
    images
        All views of the study, at least one.
    pdf
        The document.
    signed
        The read that it prints.
    machine
        What scored the study, if anything.

    Raises
    ------
    ValueError
        Where the bytes are no PDF.
    """
    if not pdf.startswith(_PDF):
        raise ValueError("the report is not a PDF")
    header = named_for_highdicom(images[0].header)
    arguments = series_of(Kind.DOCUMENT, header.StudyInstanceUID, machine)
    equipment = arguments.pop("contributing_equipment")
    document = SOPClass(
        study_instance_uid=header.StudyInstanceUID,
        sop_class_uid=EncapsulatedPDFStorage,
        instance_number=signed.version,
        modality="DOC",
        transfer_syntax_uid=ExplicitVRLittleEndian,
        patient_id=header.PatientID,
        patient_name=header.PatientName,
        patient_birth_date=header.PatientBirthDate,
        patient_sex=header.PatientSex,
        study_id=header.StudyID,
        accession_number=header.AccessionNumber,
        study_date=header.StudyDate,
        study_time=header.StudyTime,
        referring_physician_name=header.ReferringPhysicianName,
        **arguments,
    )
    document.copy_patient_and_study_information(header)
    document.ContributingEquipmentSequence = equipment
    document.ConversionType = "WSD"
    document.AcquisitionDateTime = ""
    document.BurnedInAnnotation = "YES"
    document.SourceInstanceSequence = [source_reference(image) for image in images]
    title = f"Report of a radiograph, version {signed.version}, research use only"
    document.DocumentTitle = title
    document.ConceptNameCodeSequence = [CodedConcept.from_code(codes.LN.DiagnosticImagingReport)]
    document.VerificationFlag = "VERIFIED"
    document.MIMETypeOfEncapsulatedDocument = "application/pdf"
    document.EncapsulatedDocumentLength = len(pdf)
    document.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    return finished(document, images[0].header, signed.signed)
