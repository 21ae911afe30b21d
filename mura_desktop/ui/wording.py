"""How values read in the window: percent, dates, counts, remaining time. Always plain text."""

from __future__ import annotations

import html
from datetime import date

from mura_desktop.studies import scores
from mura_desktop.studies.model import Finding, Study, View
from mura_desktop.studies.triage import TriageRule

RESEARCH_USE = "Research use only. Orders the list; no diagnosis, no medical device."
NO_VALUE = "–"  # noqa: RUF001 - a dash
percent = scores.percent


def plural(count: int, one: str, many: str) -> str:
    """Return count and noun, such as ``"3 views"``."""
    return f"{count:,} {one if count == 1 else many}"


def day(value: date | None) -> str:
    """Write a date as ISO 8601 does, which no country misreads."""
    return NO_VALUE if value is None else value.isoformat()


def remaining(seconds: float) -> str:
    """Write a remaining time as coarsely as it is known."""
    if seconds < 5:
        return "a few seconds left"
    if seconds < 90:
        return f"{int(seconds // 5) * 5} s left"
    if seconds < 5400:
        return f"{round(seconds / 60)} min left"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min left"


def tooltip(text: str) -> str:
    """Make a tool tip that shows a text as it is: Qt would read a name with tags in it as HTML."""
    return "<qt>" + html.escape(text).replace("\n", "<br>") + "</qt>"


def view_name(view: View, number: int) -> str:
    """Name a view by its number, projection and side, such as ``"2 · AP · L"``."""
    return " · ".join(word for word in (str(number), view.projection, view.laterality) if word)


def study_details(study: Study) -> str:
    """Return the line below the patient's name."""
    words = [study.body_part, study.description]
    if study.study_date is not None:
        words.append(day(study.study_date))
    words.append(plural(len(study.views), "view", "views"))
    return "  ·  ".join(word for word in words if word)


def score_meaning(study: Study, finding: Finding) -> str:
    """Explain a study's score: what the number is, and what it is not."""
    numbers = {view.uid: number for number, view in enumerate(study.views, 1)}
    single = ", ".join(
        f"{numbers.get(view.view_uid, '?')}: {percent(view.score)}" for view in finding.views
    )
    return (
        f"{percent(finding.score)} is the model's calibrated estimate that this study is abnormal;"
        f" the band “{finding.band.value}” follows from it.\n"
        f"By view: {single}.\n"
        f"It orders the list and is no diagnosis. Model: {finding.model.name}."
    )


def no_map(rule: TriageRule) -> str:
    """Say why a view's region is not shown."""
    return f"no map below {percent(rule.heat_map_from)}"
