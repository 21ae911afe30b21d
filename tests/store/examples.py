"""Studies, findings and reads for the tests of the store."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from mura_desktop.store.repository import Source
from mura_desktop.studies.model import (
    ActivationMap,
    Band,
    FileFormat,
    FileVersion,
    Finding,
    ModelId,
    Study,
    View,
    ViewScore,
)
from mura_desktop.studies.reads import Conclusion, Read

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
VERSION = FileVersion(1000, 1_764_000_000_000_000_000)
MAP = ActivationMap(2, 2, (0.0, 0.25, 0.5, 1.0))
SOURCE = Source("c" * 64, 1)
NORMAL = Read(Conclusion.NORMAL, agrees=True, text="No fracture.")
ABNORMAL = Read(Conclusion.ABNORMAL, False, ("fracture",), "L", "Fracture.", {"lengths": [1.5]})


def view(uid: str) -> View:
    return View(uid, Path("/studies") / uid, FileFormat.DICOM, VERSION)


def score(uid: str, value: float = 0.75) -> ViewScore:
    return ViewScore(uid, VERSION, value, MAP, ("ends early",))


def study(
    uid: str, patient: str = "DOE, JANE", views: int = 1, patient_id: str = "PID-4711"
) -> Study:
    return Study(
        uid=uid,
        patient=f"{patient} ({patient_id})",
        body_part="wrist",
        views=tuple(view(f"{uid}.{number}") for number in range(views)),
        study_date=date(2026, 11, 20),
        description="wrist, two planes",
        patient_id=patient_id,
        issuer="Hospital A",
        birth_date=date(1970, 1, 2),
        family_name=patient.partition(",")[0],
    )


def finding(of: Study, value: float = 0.75) -> Finding:
    scores = tuple(score(view.uid, value) for view in of.views)
    return Finding(of.uid, value, Band.URGENT, scores, ModelId("test", "a" * 64), NOW)
