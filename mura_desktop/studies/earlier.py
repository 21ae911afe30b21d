"""Which earlier studies stand beside the one that is read."""

from __future__ import annotations

from collections.abc import Iterable

from mura_desktop.studies.model import UNKNOWN_BODY_PART, Study


def earlier_studies(study: Study, others: Iterable[Study]) -> tuple[Study, ...]:
    """Return the studies of the same patient and body part from earlier days, the newest first.

    A name is not enough: without a patient ID, a body part and a date nothing is compared.

    Parameters
    ----------
    study
        The study that is read.
    others
        All studies at hand; may hold the study itself.
    """
    patient, part, day = study.patient_id, study.body_part, study.study_date
    if not patient or part == UNKNOWN_BODY_PART or day is None:
        return ()
    found = [
        (other.study_date, other)
        for other in others
        if other.patient_id == patient
        and other.body_part == part
        and other.study_date is not None
        and other.study_date < day
    ]
    found.sort(key=lambda dated: dated[0], reverse=True)
    return tuple(other for _, other in found)
