"""The words of a read: what may be chosen, how it is shown, and a plain report to begin with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from mura_desktop.errors import MuraError
from mura_desktop.studies.model import UNKNOWN_BODY_PART, Study
from mura_desktop.studies.reads import Conclusion, Read, SignedRead
from mura_desktop.ui import wording
from mura_desktop.ui.reasons import told
from mura_desktop.ui.translation import QT_TR_NOOP, tr
from mura_desktop.ui.words import word

CONCLUSIONS = {
    Conclusion.NORMAL: QT_TR_NOOP("Normal"),
    Conclusion.ABNORMAL: QT_TR_NOOP("Abnormal"),
    Conclusion.NOT_DIAGNOSTIC: QT_TR_NOOP("Not diagnostic"),
}
FINDINGS = {
    "fracture": QT_TR_NOOP("Fracture"),
    "dislocation": QT_TR_NOOP("Dislocation"),
    "hardware": QT_TR_NOOP("Hardware"),
    "degenerative": QT_TR_NOOP("Degenerative"),
    "lesion": QT_TR_NOOP("Lesion"),
    "effusion": QT_TR_NOOP("Effusion"),
    "other": QT_TR_NOOP("Other"),
}
"""By the word that is kept in `Read.findings`; in the order shown."""
SIDES = {
    "L": QT_TR_NOOP("Left"),
    "R": QT_TR_NOOP("Right"),
    "B": QT_TR_NOOP("Both"),
    "": QT_TR_NOOP("None"),
}
AGREEMENTS = {True: QT_TR_NOOP("Agree"), False: QT_TR_NOOP("Disagree")}
UNVERIFIED = QT_TR_NOOP(
    "UNVERIFIED – prepared by the program, not a report until you sign it"  # noqa: RUF001
)


class Templates(Protocol):
    """Gives the text that a report begins with."""

    def normal_text(self, study: Study) -> str:
        """Return the report of a normal study.

        Raises
        ------
        MuraError
            Where the site's template is wrong.
        """

    def abnormal_text(self, study: Study, read: Read) -> str:
        """Return the report of an abnormal study, with the findings and the side of a read.

        Raises
        ------
        MuraError
            As above.
        """


class PlainTemplates:
    """A report of two lines, where a site has no template of its own."""

    def normal_text(self, study: Study) -> str:
        """Return the report of a normal study."""
        return f"{_heading(study, agreed_side(study))}\n{tr('No fracture or dislocation.')}"

    def abnormal_text(self, study: Study, read: Read) -> str:
        """Return the report of an abnormal study; one line a finding."""
        lines = [f"{finding_name(one)}." for one in read.findings]
        return "\n".join((_heading(study, read.side), *lines))


def _heading(study: Study, side: str) -> str:
    part = tr("bones") if study.body_part == UNKNOWN_BODY_PART else word(study.body_part)
    side_word = {"L": tr("left"), "R": tr("right"), "B": tr("both sides")}.get(side, "")
    what = ", ".join(one for one in (part, side_word) if one)
    views = wording.plural(len(study.views), "view", "views")
    return tr("Radiograph: {what}, {views}.").format(what=what, views=views)


def agreed_side(study: Study) -> str:
    """Return the side that every view states, empty where one is silent or says otherwise."""
    stated = {view.laterality for view in study.views}
    return stated.pop() if len(stated) == 1 else ""


def finding_name(finding: str) -> str:
    """Return a finding as it is shown; a word that this version does not know stays as it is."""
    return tr(FINDINGS[finding]) if finding in FINDINGS else finding


def side_name(side: str) -> str:
    """Return a side as it is shown."""
    return tr(SIDES[side]) if side in SIDES else side


def clock(moment: datetime, now: datetime | None = None) -> str:
    """Write a moment in the reader's time: the hour today, with the day (ISO 8601) before.

    Parameters
    ----------
    moment
        With its time zone.
    now
        With its time zone; None takes the present.
    """
    local = moment.astimezone()
    today = (now or datetime.now().astimezone()).astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%Y-%m-%d %H:%M}"


def signature(signed: SignedRead) -> str:
    """Say who signed, when, and which version it is."""
    return tr("signed by {reader} at {time}, version {n}").format(
        reader=signed.reader, time=clock(signed.signed), n=signed.version
    )


def summary(read: Read) -> str:
    """Say in one line what was chosen beside the conclusion; empty where nothing was."""
    words = [finding_name(one) for one in read.findings]
    parts = [", ".join(words)] if words else []
    if read.side:
        parts.append(side_name(read.side))
    if read.agrees is not None:
        parts.append(tr("agrees with the flag") if read.agrees else tr("disagrees with the flag"))
    if taken := measured(read):
        parts.append(wording.plural(taken, "measurement", "measurements"))
    return "  ·  ".join(parts)


def measured(read: Read) -> int:
    """Return how many measurements belong to a read."""
    taken = read.more.get("measurements", ())
    return len(taken) if isinstance(taken, Sequence) else 0


def conclusion_name(conclusion: Conclusion | None) -> str:
    """Return a conclusion as it is shown."""
    return wording.NO_VALUE if conclusion is None else tr(CONCLUSIONS[conclusion])


class CarefulTemplates:
    """A site's templates; one that is wrong gives no text, and is told once.

    Parameters
    ----------
    templates
        Of the site, or the plain ones.
    """

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._problem = ""

    def normal_text(self, study: Study) -> str:
        """Return the report of a normal study, empty where its template is wrong."""
        return self._made(lambda: self._templates.normal_text(study))

    def abnormal_text(self, study: Study, read: Read) -> str:
        """Return the report of an abnormal study, empty where its template is wrong."""
        return self._made(lambda: self._templates.abnormal_text(study, read))

    def take_problem(self) -> str:
        """Return what was wrong since it was last asked for, for the user; else nothing."""
        problem, self._problem = self._problem, ""
        return problem

    def _made(self, make: Callable[[], str]) -> str:
        try:
            return make()
        except MuraError as error:
            self._problem = told(str(error))
            return ""
