"""How values read in the window: percent, dates, counts, remaining time. Always plain text."""

from __future__ import annotations

import html
from datetime import date, timedelta

from mura_desktop.studies import scores
from mura_desktop.studies.model import Finding, Study, View
from mura_desktop.studies.patients import UNKNOWN_PATIENT
from mura_desktop.studies.triage import TriageRule
from mura_desktop.ui.translation import NUMBER, QT_TR_NOOP, counted, tr
from mura_desktop.ui.words import word

RESEARCH_USE = QT_TR_NOOP("Research use only. Orders the list; no diagnosis, no medical device.")
NO_VALUE = "–"  # noqa: RUF001 - a dash
percent = scores.percent


def number(value: float, digits: int = 0) -> str:
    """Write a number as no country misreads it: groups parted by a no-break space (ISO 80000-1)."""
    return f"{value:,.{digits}f}".replace(",", "\u00a0")


def plural(count: int, one: str, many: str) -> str:
    """Return a counted text in the language that is on, such as ``"3 views"``.

    Parameters
    ----------
    count
        The number.
    one, many
        Literals, for ``tools.translations`` takes them from the source. They follow the number, or
        have ``%n`` in its place.
    """
    return counted(count, one, many).replace(NUMBER, number(count))


def day(value: date | None) -> str:
    """Write a date as ISO 8601 does, which no country misreads."""
    return NO_VALUE if value is None else value.isoformat()


def remaining(seconds: float) -> str:
    """Write a remaining time as coarsely as it is known."""
    if seconds < 5:
        return tr("a few seconds left")
    if seconds < 90:
        return tr("{seconds} s left").format(seconds=int(seconds // 5) * 5)
    if seconds < 5400:
        return tr("{minutes} min left").format(minutes=round(seconds / 60))
    hours, minutes = divmod(round(seconds / 60), 60)
    return tr("{hours} h {minutes} min left").format(hours=hours, minutes=minutes)


def waited(time: timedelta) -> str:
    """Write how long a study has waited."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return tr("< 1 min")
    if minutes < 120:
        return tr("{minutes} min").format(minutes=minutes)
    hours = minutes // 60
    if hours < 48:
        return tr("{hours} h").format(hours=hours)
    return tr("{days} d").format(days=hours // 24)


def tooltip(text: str) -> str:
    """Make a tool tip that shows a text as it is: Qt would read a name with tags in it as HTML."""
    return "<qt>" + html.escape(text).replace("\n", "<br>") + "</qt>"


def view_name(view: View, number: int) -> str:
    """Name a view by its number, projection and side, such as ``"2 · AP · L"``."""
    return " · ".join(one for one in (str(number), view.projection, view.laterality) if one)


def patient(study: Study) -> str:
    """Return the patient's name; a name is never translated, that there is none is."""
    return tr(UNKNOWN_PATIENT) if study.patient == UNKNOWN_PATIENT else study.patient


def study_details(study: Study) -> str:
    """Return the line below the patient's name."""
    words = [word(study.body_part), study.description]
    if study.study_date is not None:
        words.append(day(study.study_date))
    words.append(plural(len(study.views), "view", "views"))
    return "  ·  ".join(one for one in words if one)


def score_meaning(study: Study, finding: Finding) -> str:
    """Explain a study's score: what the number is, and what it is not."""
    numbers = {view.uid: number for number, view in enumerate(study.views, 1)}
    single = ", ".join(
        f"{numbers.get(view.view_uid, '?')}: {percent(view.score)}" for view in finding.views
    )
    return tr(
        "{score} is the model's estimate, calibrated view by view, that this study shows what the "
        "model was trained to find; the band “{band}” follows from it.\n"
        "By view: {views}.\n"
        "It orders the list and is no diagnosis. Model: {model}."
    ).format(
        score=percent(finding.score),
        band=word(finding.band),
        views=single,
        model=finding.model.name,
    )


def no_map(rule: TriageRule) -> str:
    """Say why a view's region is not shown."""
    return tr("no map below {score}").format(score=percent(rule.heat_map_from))
