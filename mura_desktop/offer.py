"""What can be given back of a study, and why not the rest. Loads nothing, so a dialog may ask."""

from __future__ import annotations

from collections.abc import Callable

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.studies.model import FileFormat, Finding, Study, ViewScore
from mura_desktop.studies.reads import SignedRead
from mura_desktop.studies.triage import TriageRule

MakePdf = Callable[[Study, Finding | None, SignedRead], bytes]
"""Prints a signed read."""

NOT_DICOM = (
    "These images are no DICOM files, so there is no study in an archive that results could belong "
    "to."
)
NOT_SCORED = "The study has no score."
NO_MAP = "No view has a score that is high enough for its region to mean anything."
NOT_SIGNED = "Nobody has signed the study, so there is no report."
NO_PDF = "This installation prints no reports."
NOTHING = "The study has neither a score nor a signed read."


def why_not(
    kind: Kind,
    study: Study,
    finding: Finding | None,
    signed: SignedRead | None,
    rule: TriageRule | None,
    make_pdf: MakePdf | None,
) -> str:
    """Say why there is no such result of a study, a sentence; empty where there is one."""
    if any(view.format is not FileFormat.DICOM for view in study.views):
        return NOT_DICOM
    match kind:
        case Kind.REPORT:
            return NOTHING if finding is None and signed is None else ""
        case Kind.DOCUMENT:
            return NOT_SIGNED if signed is None else NO_PDF if make_pdf is None else ""
        case Kind.PICTURE | Kind.OUTLINE:
            if finding is None or rule is None:
                return NOT_SCORED
            return "" if any(map(rule_shows(rule), finding.views)) else NO_MAP


def rule_shows(rule: TriageRule) -> Callable[[ViewScore], bool]:
    """Return whether a view's map may be shown, as a function."""
    return lambda view: view.score >= rule.heat_map_from
