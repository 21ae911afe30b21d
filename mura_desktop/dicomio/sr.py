"""The structured report: what the model says of a study, and what its reader signed (TID 1500).

PS3.16, TID 1500 "Measurement Report", as a Comprehensive SR: one group of measurements for the
study, one for each scored view, one for each outlined region, and one for the signed read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
from highdicom.sr import (
    AlgorithmIdentification,
    CodedConcept,
    ComprehensiveSR,
    DeviceObserverIdentifyingAttributes,
    FindingSite,
    GraphicTypeValues,
    ImageRegion,
    Measurement,
    MeasurementReport,
    MeasurementsAndQualitativeEvaluations,
    ObservationContext,
    ObserverContext,
    PersonObserverIdentifyingAttributes,
    PlanarROIMeasurementsAndQualitativeEvaluations,
    QualitativeEvaluation,
    RelationshipTypeValues,
    SourceImageForMeasurementGroup,
    SourceImageForRegion,
    TextContentItem,
    TrackingIdentifier,
)
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from mura_desktop.dicomio import concepts
from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.provenance import (
    MANUFACTURER,
    PROGRAM,
    RESEARCH_USE,
    Machine,
    SourceImage,
    finished,
    local_to,
    long_string,
    named_for_highdicom,
    person_name,
    series_of,
    versions,
)
from mura_desktop.studies.model import UNKNOWN_BODY_PART, Band
from mura_desktop.studies.reads import SignedRead
from mura_desktop.studies.triage import Thresholds

Polygon = npt.NDArray[np.float32]
_NOT_STATED = "Not stated"
_DIGITS = 6
"""Of a score, as it is written."""
_Group = MeasurementsAndQualitativeEvaluations | PlanarROIMeasurementsAndQualitativeEvaluations


@dataclass(frozen=True, slots=True, eq=False)
class ScoredImage:
    """What the model says of one view.

    Attributes
    ----------
    image
        The view.
    name
        How the program lists it, such as ``"1 AP L"``.
    score
        0 to 1.
    laterality
        ``"L"``, ``"R"``, ``"B"`` or empty.
    body_part
        What this image shows, as `studies.body_parts` names it: views of one study may show
        several parts.
    outlines
        Closed polygons around the region that drove the score, each of shape ``(n, 2)``: column and
        row, where 0, 0 is the outer corner of the first pixel (PS3.3, C.18.6.1.2). Empty where the
        score is too low for its map to mean anything.
    """

    image: SourceImage
    name: str
    score: float
    laterality: str = ""
    body_part: str = UNKNOWN_BODY_PART
    outlines: tuple[Polygon, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What the model says of a study.

    Attributes
    ----------
    score, band, thresholds
        The study's; the thresholds are those that gave the band, None where they are not known.
    views
        Empty where they are not known.
    created
        When, UTC.
    """

    score: float
    band: Band
    thresholds: Thresholds | None
    views: tuple[ScoredImage, ...]
    created: datetime

    def seen_by(self, signed: SignedRead, machine: Machine) -> bool:
        """Tell whether a reader signed with these scores of this machine before them."""
        return (
            signed.score is not None
            and round(signed.score, _DIGITS) == round(self.score, _DIGITS)
            and signed.band == self.band.value
            and signed.model == machine.sha256
        )


def attested(scores: Scores | None, signed: SignedRead | None, machine: Machine) -> Scores | None:
    """Return what a report may say of the model: once signed, what its reader saw, and no more.

    The signature verifies the whole content (PS3.3, C.17.2), so it never stands over the scores of
    another day. What was said then of single views is not kept.

    Parameters
    ----------
    scores, machine
        What the model says now, and which it is.
    signed
        The valid signed read.
    """
    if signed is None or (scores is not None and scores.seen_by(signed, machine)):
        return scores
    if signed.score is None:
        return None
    band = Band(signed.band)
    thresholds = None
    if scores is not None and scores.thresholds is not None and signed.model == machine.sha256:
        same = scores.thresholds.band(signed.score) is band
        thresholds = scores.thresholds if same else None
    return Scores(signed.score, band, thresholds, (), signed.signed)


def structured_report(
    images: Sequence[SourceImage],
    body_part: str,
    scores: Scores | None,
    signed: SignedRead | None,
    machine: Machine,
    institution: str = "",
) -> Dataset:
    """Make the report.

    Parameters
    ----------
    images
        All views of the study, at least one; the first lends patient and study.
    body_part
        That all views show, as `studies.body_parts` names it; `UNKNOWN_BODY_PART` where they do not
        agree.
    scores
        What the model says now; None where nothing was scored.
    signed
        The valid signed read; None leaves the report unverified and partial. With a read, the
        report says of the model what the reader saw (see `attested`).
    machine
        What made the scores.
    institution
        Of the reader; empty where it is not known.

    Raises
    ------
    ValueError
        Without scores and without a read: there is nothing to report.
    """
    if scores is None and signed is None:
        raise ValueError("neither scores nor a signed read")
    scores = attested(scores, signed, machine)
    if signed is not None:
        machine = machine.seen_by(signed)
    header = images[0].header
    groups: list[_Group] = (
        [] if scores is None else _machine_groups(header, body_part, scores, machine)
    )
    if signed is not None:
        groups.append(_read_group(header, body_part, images, signed))
    content = MeasurementReport(
        observation_context=_observers(machine, signed, institution),
        procedure_reported=codes.cid100.XRUnspecifiedBodyRegion,
        imaging_measurements=groups,
        title=codes.DCM.ImagingMeasurementReport,
    )
    arguments = series_of(Kind.REPORT, header.StudyInstanceUID, machine)
    if signed is not None:
        arguments |= {
            "verifying_observer_name": person_name(signed.reader),
            "verifying_organization": long_string(institution) or _NOT_STATED,
        }
    report = ComprehensiveSR(
        evidence=[named_for_highdicom(header), *(image.header for image in images[1:])],
        content=content[0],
        instance_number=1 if signed is None else signed.version + 1,
        is_complete=signed is not None,
        is_final=signed is not None,
        is_verified=signed is not None,
        transfer_syntax_uid=ExplicitVRLittleEndian,
        coding_schemes=[concepts.scheme()],
        **arguments,
    )
    moment = signed.signed if signed is not None else scores.created if scores else None
    if moment is None:
        raise ValueError("neither scores nor a signed read")
    if signed is not None:
        verified = local_to(header, moment).strftime("%Y%m%d%H%M%S%z")
        report.VerifyingObserverSequence[0].VerificationDateTime = verified
    return finished(report, header, moment)


def _observers(machine: Machine, signed: SignedRead | None, institution: str) -> ObservationContext:
    device = ObserverContext(
        observer_type=codes.DCM.Device,
        observer_identifying_attributes=DeviceObserverIdentifyingAttributes(
            uid=generate_uid(entropy_srcs=[PROGRAM, *versions(machine)]),
            name=PROGRAM,
            manufacturer_name=MANUFACTURER,
            model_name=long_string(machine.model) or PROGRAM,
            serial_number=machine.sha256 or None,
        ),
    )
    person = None
    if signed is not None:
        person = ObserverContext(
            observer_type=codes.DCM.Person,
            observer_identifying_attributes=PersonObserverIdentifyingAttributes(
                name=person_name(signed.reader),
                organization_name=long_string(institution) or None,
            ),
        )
    return ObservationContext(observer_person_context=person, observer_device_context=device)


def _machine_groups(
    header: Dataset, body_part: str, scores: Scores, machine: Machine
) -> list[_Group]:
    study = str(header.StudyInstanceUID)
    algorithm = AlgorithmIdentification(
        name=machine.model or PROGRAM,
        version=machine.sha256 or machine.version,
        parameters=[f"SHA-256 of the weights: {machine.sha256}", f"{PROGRAM} {machine.version}"],
        manufacturer=MANUFACTURER,
    )
    measurements = [_ratio(concepts.SCORE, scores.score)]
    if scores.thresholds is not None:
        measurements.append(_ratio(concepts.REVIEW_FROM, scores.thresholds.review))
        measurements.append(_ratio(concepts.URGENT_FROM, scores.thresholds.urgent))
    whole = MeasurementsAndQualitativeEvaluations(
        tracking_identifier=_tracked("Study", study, machine),
        algorithm_id=algorithm,
        finding_sites=_sites(body_part, ""),
        measurements=measurements,
        qualitative_evaluations=[QualitativeEvaluation(concepts.BAND, concepts.BANDS[scores.band])],
        source_images=[_source(view.image) for view in scores.views] or None,
    )
    _add_text(whole, codes.DCM.Comment, RESEARCH_USE)
    groups: list[_Group] = [whole]
    for view in scores.views:
        uid = str(view.image.header.SOPInstanceUID)
        frame = str(view.image.frame)
        groups.append(
            MeasurementsAndQualitativeEvaluations(
                tracking_identifier=_tracked(f"View {view.name}", study, machine, uid, frame),
                algorithm_id=algorithm,
                finding_sites=_sites(view.body_part, view.laterality),
                measurements=[_ratio(concepts.SCORE, view.score)],
                source_images=[_source(view.image)],
            )
        )
        groups.extend(
            PlanarROIMeasurementsAndQualitativeEvaluations(
                tracking_identifier=_tracked(
                    f"Region of view {view.name}", study, machine, uid, frame, str(number)
                ),
                referenced_region=_region(outline, view.image),
                finding_type=concepts.REGION,
                algorithm_id=algorithm,
                finding_sites=_sites(view.body_part, view.laterality),
            )
            for number, outline in enumerate(view.outlines)
        )
    return groups


def _read_group(
    header: Dataset, body_part: str, images: Sequence[SourceImage], signed: SignedRead
) -> MeasurementsAndQualitativeEvaluations:
    read = signed.read
    evaluations = []
    if read.conclusion is not None:
        conclusion = concepts.CONCLUSIONS[read.conclusion]
        evaluations.append(QualitativeEvaluation(codes.DCM.Conclusion, conclusion))
    evaluations.extend(
        # DICOM's own "Finding" stands once in a group (TID 1501, row 5), and there may be several.
        QualitativeEvaluation(codes.SCT.Finding, concepts.finding(word))
        for word in read.findings
    )
    if read.agrees is not None and signed.score is not None:
        answer = codes.SCT.Yes if read.agrees else codes.SCT.No
        evaluations.append(QualitativeEvaluation(concepts.AGREEMENT, answer))
    group = MeasurementsAndQualitativeEvaluations(
        tracking_identifier=TrackingIdentifier(
            uid=generate_uid(entropy_srcs=[PROGRAM, "read", str(header.StudyInstanceUID)]),
            identifier="Signed read",
        ),
        finding_sites=_sites(body_part, read.side),
        qualitative_evaluations=evaluations,
        source_images=[_source(image) for image in images],
    )
    if read.text.strip():
        _add_text(group, codes.DCM.Finding, read.text)
    _add_text(group, concepts.VERSION, str(signed.version))
    if signed.reason:
        _add_text(group, concepts.AMENDED, signed.reason)
    return group


def _tracked(name: str, study: str, machine: Machine, *further: str) -> TrackingIdentifier:
    uid = generate_uid(entropy_srcs=[PROGRAM, name, study, machine.sha256, *further])
    return TrackingIdentifier(uid=uid, identifier=name)


def _ratio(name: CodedConcept, value: float) -> Measurement:
    return Measurement(name=name, value=round(value, _DIGITS), unit=codes.UCUM.NoUnits)


def _sites(body_part: str, letter: str) -> list[FindingSite] | None:
    part = concepts.body_part(body_part)
    return None if part is None else [FindingSite(part, laterality=concepts.side(letter))]


def _source(image: SourceImage) -> SourceImageForMeasurementGroup:
    return SourceImageForMeasurementGroup(
        image.header.SOPClassUID, image.header.SOPInstanceUID, image.frames
    )


def _region(outline: Polygon, image: SourceImage) -> ImageRegion:
    closed = np.vstack([outline, outline[:1]])
    source = SourceImageForRegion(
        image.header.SOPClassUID, image.header.SOPInstanceUID, image.frames
    )
    return ImageRegion(GraphicTypeValues.POLYLINE, closed, source)


def _add_text(
    group: MeasurementsAndQualitativeEvaluations, name: CodedConcept | Code, text: str
) -> None:
    item = TextContentItem(name=name, value=text, relationship_type=RelationshipTypeValues.CONTAINS)
    group[0].ContentSequence.append(item)
