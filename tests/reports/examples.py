"""Read studies for the tests of reports and figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mura_desktop.studies.reads import Conclusion, Read, ReadStudy, SignedRead

SEEN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def read_study(
    uid: str,
    conclusion: Conclusion = Conclusion.NORMAL,
    band: str = "likely normal",
    *,
    reader: str = "one",
    part: str = "wrist",
    minutes: float = 60,
    seen: datetime = SEEN,
) -> ReadStudy:
    """Return a study that was signed once, so many minutes after it was first seen."""
    signed = SignedRead(
        study_uid=uid,
        version=1,
        reader=reader,
        signed=seen + timedelta(minutes=minutes),
        read=Read(conclusion),
        score=0.5 if band else None,
        band=band,
        model="a" * 64 if band else "",
    )
    return ReadStudy(signed, signed, part, seen)
