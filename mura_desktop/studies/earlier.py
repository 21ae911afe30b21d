"""Which earlier studies stand beside the one that is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mura_desktop.studies.model import UNKNOWN_BODY_PART, Study


def earlier_studies(study: Study, others: Iterable[Study]) -> tuple[Study, ...]:
    """Return the studies of the same patient and body part from earlier days, the newest first.

    A name is not enough: without a patient ID, a body part and a date nothing is compared. Nor is
    an ID alone, which is unique only within its issuer (PS3.3 C.7.1.1): where issuers, dates of
    birth or family names contradict each other, these are two patients. What is missing does not
    contradict.

    Parameters
    ----------
    study
        The study that is read.
    others
        All studies at hand; may hold the study itself.
    """
    part, day = study.body_part, study.study_date
    if not study.patient_id or part == UNKNOWN_BODY_PART or day is None:
        return ()
    found = [
        (other.study_date, other)
        for other in others
        if _same_patient(study, other)
        and other.body_part == part
        and other.study_date is not None
        and other.study_date < day
    ]
    found.sort(key=lambda dated: dated[0], reverse=True)
    return tuple(other for _, other in found)


def _same_patient(one: Study, other: Study) -> bool:
    return one.patient_id == other.patient_id and not (
        _contradict(one.issuer.casefold(), other.issuer.casefold())
        or _contradict(one.birth_date, other.birth_date)
        or _contradict(one.family_name.casefold(), other.family_name.casefold())
    )


def _contradict(one: str | date | None, other: str | date | None) -> bool:
    return bool(one and other and one != other)
