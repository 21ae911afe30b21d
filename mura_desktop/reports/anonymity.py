"""What stands for patients, studies and readers in what leaves the house without their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mura_desktop.studies.model import Study


@dataclass(frozen=True, slots=True)
class Aliases:
    """Names that only this installation can lead back, and the same in every export.

    Attributes
    ----------
    of
        From an identity to its pseudonym, such as `mura_desktop.pseudonyms.pseudonym`. Called with
        a study's UID it gives what logs and the audit log call that study.
    """

    of: Callable[[str], str]

    def study(self, study_uid: str) -> str:
        """Return a study's name."""
        return f"S-{self.of(study_uid)}"

    def patient(self, study: Study) -> str:
        """Return a patient's name; the same in all studies with this PatientID."""
        return f"P-{self.of(f'patient {study.patient_id or study.patient}')}"

    def reader(self, reader: str) -> str:
        """Return a reader's name."""
        return f"R-{self.of(f'reader {reader}')}"
