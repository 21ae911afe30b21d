"""From a study, its scores and its signed read to the objects that an archive keeps."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from pydicom.dataset import Dataset

from mura_desktop.dicomio.encapsulated import encapsulated_report
from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.presentation import presentation_state
from mura_desktop.dicomio.provenance import Alike, Machine, SourceImage, prepared
from mura_desktop.dicomio.secondary_capture import captioned, secondary_capture
from mura_desktop.dicomio.sr import Polygon, ScoredImage, Scores, structured_report
from mura_desktop.errors import MuraError, UnreadableFileError, UsageError
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.imaging.headers import is_own_result, read_facts, text_of
from mura_desktop.imaging.heatmap import blend, outline, simplified, spread
from mura_desktop.imaging.part10 import HeaderError, quiet_pydicom, read_header
from mura_desktop.imaging.sources import open_source
from mura_desktop.logs import traced
from mura_desktop.offer import MakePdf, rule_shows
from mura_desktop.shown import is_grey, shown_as
from mura_desktop.studies.model import (
    UNKNOWN_BODY_PART,
    FileFacts,
    Finding,
    Study,
    View,
    ViewScore,
)
from mura_desktop.studies.reads import SignedRead
from mura_desktop.studies.triage import DEFAULT_PART, TriageRule

log = logging.getLogger(__name__)

PICTURE_SIDE = 2048
"""Longest side of a picture in pixels; the outline needs no more, and the original is beside it."""
HEAT_OPACITY = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """One object."""

    kind: Kind
    dataset: Dataset


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """What was made of a study.

    Attributes
    ----------
    objects
        In the order of `Kind`.
    left_out
        What could not be made and why, sentences without anything about the patient.
    """

    objects: tuple[Result, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Listed:
    """A view, its place in the study from 1, its image, and the part that its header names."""

    number: int
    view: View
    image: SourceImage
    body_part: str


@dataclass(frozen=True, slots=True, eq=False)
class _ScoredView:
    """A scored view, as it is listed, with its score and what drove it."""

    number: int
    view: View
    body_part: str
    score: ViewScore
    image: SourceImage
    outlines: tuple[Polygon, ...]

    @property
    def name(self) -> str:
        words = (str(self.number), self.view.projection, self.view.laterality)
        return " ".join(word for word in words if word)


def make_results(
    kinds: Sequence[Kind],
    study: Study,
    finding: Finding | None,
    signed: SignedRead | None,
    *,
    rule: TriageRule | None,
    input_size: int,
    decoder: Decoder,
    make_pdf: MakePdf | None,
    institution: str,
) -> Results:
    """Make the objects of a study.

    Parameters
    ----------
    kinds
        For which `why_not` says nothing.
    study, finding, signed
        What is given back. The images are read from their files.
    rule, input_size
        Of the model; rule None where nothing is scored.
    decoder
        Reads pixels.
    make_pdf
        For `Kind.DOCUMENT`.
    institution
        Of the reader; may be empty.

    Raises
    ------
    UnreadableFileError
        Where a file has gone, is damaged, or is not the one that was scored.
    UsageError
        Where the study cannot be named without doubt.
    """
    everything = [_listed(number, view) for number, view in enumerate(study.views, 1)]
    _check_one_study(study, [one.image for one in everything])
    listed = [one for one in everything if not is_own_result(one.image.header)]
    if not listed:
        raise UsageError(
            "All images of this study are results of this program; open the originals."
        )
    images = [one.image for one in listed]
    machine = Machine() if finding is None else Machine(finding.model.name, finding.model.sha256)
    scored = _scored_views(listed, finding, rule, input_size)
    alike = Alike(
        _agreed([text_of(image.header, "BodyPartExamined") for image in images]),
        _agreed([one.view.laterality for one in listed]),
    )
    made = _Made()
    if Kind.REPORT in kinds:
        part = _agreed([one.body_part for one in listed], UNKNOWN_BODY_PART)
        scores = _scores(study, finding, scored, rule)
        made.add(
            Kind.REPORT,
            "",
            partial(structured_report, images, part, scores, signed, machine, institution),
        )
    if finding is not None and (Kind.PICTURE in kinds or Kind.OUTLINE in kinds):
        for one in scored:
            if one.outlines:
                view, name = one.view, one.name
                pixels = decoder.image(view.path, view.format, view.frame, view.version).result()
                if Kind.PICTURE in kinds:
                    made.add(
                        Kind.PICTURE,
                        name,
                        partial(_picture, one, pixels, finding, machine, alike, input_size),
                    )
                if Kind.OUTLINE in kinds and not is_grey(one.image.header):
                    made.left_out.append(
                        f"View {name} is a colour image, so it has no outline (pr)."
                    )
                elif Kind.OUTLINE in kinds:
                    made.add(
                        Kind.OUTLINE, name, partial(_outline, one, pixels, finding, machine, alike)
                    )
    if Kind.DOCUMENT in kinds and signed is not None and make_pdf is not None:
        then = machine.seen_by(signed)
        made.add(
            Kind.DOCUMENT,
            "",
            lambda: encapsulated_report(images, make_pdf(study, finding, signed), signed, then),
        )
    return Results(tuple(made.objects), tuple(made.left_out))


class _Made:
    """Collects objects; one that cannot be made does not keep back the others."""

    def __init__(self) -> None:
        self.objects: list[Result] = []
        self.left_out: list[str] = []

    def add(self, kind: Kind, view: str, make: Callable[[], Dataset]) -> None:
        """Make an object of a view, or of the whole study (empty); else say that there is none."""
        try:
            self.objects.append(Result(kind, make()))
        except MuraError:
            raise  # a user can mend it, and then there is everything
        except Exception as error:  # noqa: BLE001 - highdicom raises anything; it is told and logged
            log.error("a result (%s) could not be made:\n%s", kind.value, traced(error))
            fault = type(error).__name__
            if view:
                self.left_out.append(
                    f"View {view} has no result of kind {kind.value}, for it could not be made "
                    f"({fault}). Details are in the log."
                )
            else:
                self.left_out.append(
                    f"There is no result of kind {kind.value}, for it could not be made ({fault}). "
                    "Details are in the log."
                )


def _agreed(said: Iterable[str], otherwise: str = "") -> str:
    """Return what all say alike, else something else."""
    values = set(said)
    return values.pop() if len(values) == 1 else otherwise


def _listed(number: int, view: View) -> _Listed:
    """Read a view's header, and make sure that the file is the one that was listed."""
    try:
        with open_source(view.path) as source, quiet_pydicom():
            if source.version != view.version:
                raise UnreadableFileError(
                    view.path, "has changed since it was listed; open it again, then send"
                )
            header = prepared(read_header(source.file).dataset)
    except OSError as error:
        raise UnreadableFileError(view.path, f"cannot be read ({error.strerror})") from error
    except HeaderError as error:
        raise UnreadableFileError(view.path, str(error)) from error
    if not all(header.get(name) for name in ("StudyInstanceUID", "SOPInstanceUID", "SOPClassUID")):
        raise UnreadableFileError(view.path, "does not say which study and image it is")
    facts = read_facts(view.path)
    part = facts.body_part if isinstance(facts, FileFacts) else UNKNOWN_BODY_PART
    return _Listed(number, view, SourceImage(header, view.frame), part)


def _check_one_study(study: Study, images: Iterable[SourceImage]) -> None:
    headers = [image.header for image in images]
    uids = {str(header.StudyInstanceUID) for header in headers}
    patients = {str(header.PatientID) for header in headers}
    if uids != {study.uid}:
        raise UsageError(
            "The files do not agree on which study this is, so results could end up with another "
            "patient. Nothing was sent."
        )
    if len(patients) > 1:
        raise UsageError("The files of this study name several patients. Nothing was sent.")


def _scored_views(
    listed: Sequence[_Listed], finding: Finding | None, rule: TriageRule | None, input_size: int
) -> list[_ScoredView]:
    if finding is None or rule is None:
        return []
    scores = {score.view_uid: score for score in finding.views}
    found = []
    for one in listed:
        score = scores.get(one.view.uid)
        if score is None or one.view.not_scored:
            continue
        outlines: tuple[Polygon, ...] = ()
        if rule_shows(rule)(score):
            rows, columns = int(one.image.header.Rows), int(one.image.header.Columns)
            heat = spread(score.activation, rows, columns, input_size)
            outlines = tuple(simplified(outline(heat)))
        found.append(_ScoredView(one.number, one.view, one.body_part, score, one.image, outlines))
    return found


def _scores(
    study: Study, finding: Finding | None, scored: Sequence[_ScoredView], rule: TriageRule | None
) -> Scores | None:
    if finding is None or rule is None:
        return None
    views = tuple(
        ScoredImage(
            one.image, one.name, one.score.score, one.view.laterality, one.body_part, one.outlines
        )
        for one in scored
    )
    thresholds = rule.thresholds.get(study.body_part, rule.thresholds[DEFAULT_PART])
    return Scores(finding.score, finding.band, thresholds, views, finding.created)


def _picture(
    one: _ScoredView,
    pixels: GreyImage,
    finding: Finding,
    machine: Machine,
    alike: Alike,
    input_size: int,
) -> Dataset:
    rows, columns = pixels.pixels.shape
    scale = min(1.0, PICTURE_SIDE / max(rows, columns))
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    shown = pixels.displayed()
    if scale < 1:
        shown = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.float32)
    heat = spread(one.score.activation, size[1], size[0], input_size)
    percent = f"{one.score.score:.0%}"
    picture = captioned(
        blend(shown, heat, HEAT_OPACITY),
        [
            f"View {one.name}: score {percent}. Study: {finding.score:.0%}, {finding.band.value}.",
            f"{machine.model}, SHA-256 {machine.sha256[:16]}. The outline shows what drove the "
            "score.",
        ],
    )
    spacing = pixels.spacing_mm if pixels.spacing_source == "PixelSpacing" else None
    if spacing is not None:
        spacing = spacing[0] * rows / size[1], spacing[1] * columns / size[0]
    return secondary_capture(
        one.image,
        picture,
        one.number,
        spacing,
        one.view.laterality,
        finding.created,
        machine,
        alike,
    )


def _outline(
    one: _ScoredView, pixels: GreyImage, finding: Finding, machine: Machine, alike: Alike
) -> Dataset:
    return presentation_state(
        one.image,
        one.outlines,
        shown_as(one.image.header, pixels),
        one.number,
        finding.created,
        machine,
        alike,
    )
