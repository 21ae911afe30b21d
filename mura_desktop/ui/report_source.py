"""What a report is made of, fetched and drawn beside the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mura_desktop.pseudonyms import pseudonym
from mura_desktop.reports.anonymity import Aliases
from mura_desktop.reports.study_report import Reported, Sheet, make_sheet, model_statement
from mura_desktop.reports.words import ENGLISH, load_words
from mura_desktop.studies.model import Finding, Study
from mura_desktop.studies.reads import SignedRead
from mura_desktop.studies.triage import TriageRule
from mura_desktop.ui.report_images import KeyView, picture_pair
from mura_desktop.ui.report_pdf import Paper, pdf_bytes

if TYPE_CHECKING:
    from mura_desktop.store.repository import Store  # as in `mura_desktop.ui.backend`

ALIASES = Aliases(pseudonym)


@dataclass(frozen=True, slots=True)
class ReportSource:
    """Makes reports.

    Attributes
    ----------
    store
        Signed reads and drafts; None in a window that keeps nothing.
    rule, input_size
        Of the model; rule None where scoring is off.
    institution
        May be empty.
    reader
        Whose draft is reported where nothing is signed.
    language
        One of `mura_desktop.reports.words.LANGUAGES`.
    """

    store: Store | None
    rule: TriageRule | None = None
    input_size: int = 1
    institution: str = ""
    reader: str = ""
    language: str = ENGLISH

    def reported(
        self, study: Study, finding: Finding | None, keys: Sequence[KeyView] = ()
    ) -> Reported:
        """Return what there is to report of a study now: the signed version, else the draft.

        Parameters
        ----------
        study, finding
            The study, and what the model says of it now.
        keys
            Views to print.

        Raises
        ------
        StoreError
            Where the database refuses.
        """
        words = load_words(self.language)
        history: tuple[SignedRead, ...] = ()
        draft, being_amended = None, False
        if self.store is not None:
            history = self.store.reads.history(study.uid)
            if history:
                progress = self.store.reads.progress([study.uid]).get(study.uid)
                being_amended = progress is not None and bool(progress.readers)
            else:
                draft = self.store.reads.draft(study.uid, self.reader)
        signed = history[-1] if history else None
        return Reported(
            study=study,
            history=history,
            draft=draft,
            being_amended=being_amended,
            model=model_statement(study, signed, finding, self.rule),
            institution=self.institution,
            pictures=tuple(picture_pair(key, self.input_size, words) for key in keys),
        )

    def sheet(self, reported: Reported, *, anonymous: bool) -> Sheet:
        """Return what the report says."""
        return make_sheet(
            reported,
            self.language,
            datetime.now(UTC),
            aliases=ALIASES if anonymous else None,
        )

    def paper(self, reported: Reported, sheet: Sheet, *, anonymous: bool) -> Paper:
        """Return the report for paper, headed with who and what it is about."""
        study = reported.study
        part = load_words(self.language).word("parts", study.body_part)
        if anonymous:
            head = (ALIASES.patient(study), ALIASES.study(study.uid), part)
        else:
            day = "" if study.study_date is None else study.study_date.isoformat()
            head = (" ".join(study.patient.split()), day, part)
        return Paper(sheet, "  ·  ".join(word for word in head if word))

    def signed_pdf(
        self, study: Study, finding: Finding | None, signed: SignedRead | None = None
    ) -> bytes:
        """Return the report of what is signed now as PDF without key images, for an archive.

        Parameters
        ----------
        study, finding
            The study, and what the model says of it now.
        signed
            The version meant; None takes the valid one. Later versions are left out.
        """
        reported = self.reported(study, finding)
        if signed is not None:
            reported = Reported(
                study=study,
                history=(
                    *(one for one in reported.history if one.version < signed.version),
                    signed,
                ),
                model=model_statement(study, signed, finding, self.rule),
                institution=self.institution,
            )
        sheet = self.sheet(reported, anonymous=False)
        return pdf_bytes(self.paper(reported, sheet, anonymous=False))
