"""The figures of what was read, as texts for tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QTableWidget, QTableWidgetItem

from mura_desktop.reports.statistics import Statistics
from mura_desktop.studies.agreement import FEW, Agreement, Interval, LeftOut
from mura_desktop.ui import wording
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr
from mura_desktop.ui.words import word

Line = tuple[str, ...]
NAME_WIDTH = 170


def waits_table(found: Statistics) -> tuple[Line, list[Line]]:
    """Return headings and lines of the waiting times by band."""
    heading = (tr("Band"), tr("Studies"), tr("Median"), tr("90 % within"), tr("Longest"))
    lines = []
    for band, waits in found.waits:
        if waits is None:
            lines.append((word(band), "0", *[wording.NO_VALUE] * 3))
        else:
            times = (waits.median, waits.ninetieth, waits.longest)
            lines.append((word(band), f"{waits.studies:,}", *map(duration, times)))
    return heading, lines


def agreement_table(found: Statistics) -> tuple[Line, list[Line]]:
    """Return headings and lines of reader against flag: overall, by part, by reader."""
    heading = (
        *("", tr("Studies"), tr("Kappa"), tr("Sensitivity"), tr("Specificity")),
        *(tr("PPV"), tr("NPV")),
    )
    groups = [(tr("All"), found.overall)]
    groups += [(tr("Part: {part}").format(part=word(name)), one) for name, one in found.by_part]
    groups += [(tr("Reader: {reader}").format(reader=name), one) for name, one in found.by_reader]
    return heading, [_agreement_line(name, one) for name, one in groups]


def proportions(figures: Agreement) -> list[tuple[str, Interval | None]]:
    """Return the four proportions with their names."""
    return [
        (tr("Sensitivity"), figures.sensitivity),
        (tr("Specificity"), figures.specificity),
        (tr("Positive predictive value (PPV)"), figures.positive_predictive_value),
        (tr("Negative predictive value (NPV)"), figures.negative_predictive_value),
    ]


def notes(found: Statistics) -> list[str]:
    """Return what must be known to read the figures, a sentence or two each."""
    said = [
        tr(
            "Flag: every band other than “likely normal”, as it was when the read was signed. "
            "Reference: the signed conclusion. Readers had seen the flag, so these figures flatter "
            "the model; they are no measure of how well it performs."
        ),
        tr(
            "Intervals of 95 %: Wilson for proportions; Fleiss, Cohen and Everitt 1969 for kappa. "
            "“few” marks fewer than {n} studies, from which nothing follows."
        ).format(n=FEW),
        tr(
            "Waiting times run from the moment a study was first seen here to its first signature; "
            "nine of ten studies waited no longer than “90 % within” says."
        ),
    ]
    why = {
        LeftOut.NOT_DIAGNOSTIC: tr("not diagnostic"),
        LeftOut.NO_SCORE: tr("without a score when signed"),
    }
    if found.left_out:
        reasons = ", ".join(f"{count:,} {why[reason]}" for reason, count in found.left_out.items())
        total = wording.plural(sum(found.left_out.values()), "study", "studies")
        said.insert(
            0,
            tr("Left out of the agreement: {studies} ({reasons}).").format(
                studies=total, reasons=reasons
            ),
        )
    return said


def interval_text(interval: Interval | None) -> str:
    """Write a proportion with its interval."""
    if interval is None:
        return wording.NO_VALUE
    return tr("{value} ({low} to {high})").format(
        value=wording.percent(interval.value),
        low=f"{interval.low:.0%}".rstrip("%"),
        high=f"{interval.high:.0%}".rstrip("%"),
    )


def kappa_text(figures: Agreement) -> str:
    """Write kappa with its interval."""
    kappa = figures.kappa
    if kappa is None:
        return wording.NO_VALUE
    interval = kappa.interval
    if interval is None:
        return tr("{value} (no interval)").format(value=f"{kappa.value:.2f}")
    return tr("{value} ({low} to {high})").format(
        value=f"{kappa.value:.2f}", low=f"{interval.low:.2f}", high=f"{interval.high:.2f}"
    )


def duration(wait: timedelta) -> str:
    """Write a wait as coarsely as it matters."""
    minutes = round(wait.total_seconds() / 60)
    if minutes < 1:
        return tr("under 1 min")
    if minutes < 60:
        return tr("{minutes} min").format(minutes=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    days, hours = divmod(hours, 24)
    return tr("{days} d {hours} h").format(days=days, hours=hours)


def bars(per_day: Sequence[tuple[date, int]]) -> tuple[str, list[tuple[date, int]]]:
    """Join days to weeks or months where there are too many for a chart.

    Returns
    -------
    title
        What a bar stands for.
    bars
        First day and count, in order.
    """
    if len(per_day) <= 92:
        return tr("Studies read by day"), list(per_day)
    weeks = len(per_day) <= 92 * 7
    joined: dict[date, int] = {}
    for day, count in per_day:
        first = day - timedelta(days=day.weekday()) if weeks else day.replace(day=1)
        joined[first] = joined.get(first, 0) + count
    title = tr("Studies read by week") if weeks else tr("Studies read by month")
    return title, list(joined.items())


def make_table(name: str) -> QTableWidget:
    """Return a table that is read, not edited, as high as its lines."""
    table = QTableWidget()
    table.setAccessibleName(name)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setWordWrap(False)
    return table


def fill_table(table: QTableWidget, heading: Line, lines: Sequence[Line]) -> None:
    """Show other lines; the first column is text, all others stand to the right."""
    table.setColumnCount(len(heading))
    table.setRowCount(len(lines))
    middle = Qt.AlignmentFlag.AlignVCenter
    left, right = Qt.AlignmentFlag.AlignLeft | middle, Qt.AlignmentFlag.AlignRight | middle
    for column in range(len(heading)):
        title = QTableWidgetItem(heading[column])
        title.setTextAlignment(right if column else left)
        table.setHorizontalHeaderItem(column, title)
        for row, line in enumerate(lines):
            item = QTableWidgetItem(line[column])
            if column:
                item.setTextAlignment(right)
            table.setItem(row, column, item)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    table.resizeColumnsToContents()
    for column in range(len(heading)):
        least = NAME_WIDTH if column == 0 else 0
        table.setColumnWidth(column, max(table.columnWidth(column) + 2 * SPACE, least))
    table.resizeRowsToContents()
    rows = sum(table.rowHeight(row) for row in range(len(lines)))
    bar = table.horizontalScrollBar().sizeHint().height()
    table.setFixedHeight(rows + header.sizeHint().height() + bar + 2)


def _agreement_line(name: str, figures: Agreement) -> Line:
    count = f"{figures.studies:,}"
    if figures.few and figures.studies:
        count = tr("{n} (few)").format(n=count)
    parts = [interval_text(interval) for _, interval in proportions(figures)]
    return (name, count, kappa_text(figures), *parts)
