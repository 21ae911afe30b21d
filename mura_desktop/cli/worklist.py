"""Prints the worklist as it is kept."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mura_desktop.assembly import open_store
from mura_desktop.cli.common import OutputFormat
from mura_desktop.groundwork import choose_engine
from mura_desktop.inert import csv_cell, terminal
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.settings import load_settings
from mura_desktop.store.audit import Action
from mura_desktop.stored_worklist import Entry, stored_worklist


def worklist(
    format: Annotated[OutputFormat, typer.Option(help="Of the list.")] = OutputFormat.TABLE,  # noqa: A002
    model: Annotated[Path | None, typer.Option(help="Folder of a model bundle.")] = None,
) -> None:
    """Print the stored worklist in the order it should be read; no file is opened."""
    settings = load_settings()
    bundle = load_bundle(model or settings.model_folder)
    precision = choose_engine(bundle, settings).precision
    store = open_store(settings)
    try:
        entries = stored_worklist(store, bundle.card, settings, precision)
        if format is not OutputFormat.TABLE:
            store.audit.record(
                Action.EXPORTED, what="worklist", format=format.value, studies=len(entries)
            )
    finally:
        store.close()
    if format is OutputFormat.TABLE:
        _print_table(entries)
    elif format is OutputFormat.JSON:
        text = json.dumps(
            {"studies": [_fields(place, entry) for place, entry in enumerate(entries, 1)]},
            indent=2,
            ensure_ascii=False,
        )
        sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
    else:
        sys.stdout.write(_csv(entries))


def _fields(place: int, entry: Entry) -> dict[str, Any]:
    study, finding = entry.study, entry.finding
    signed = entry.reading.signed
    waited = entry.place.waited
    return {
        "place": place,
        "state": entry.state.value,
        "score": None if finding is None else finding.score,
        "band": None if finding is None else finding.band.value,
        "patient": study.patient,
        "body_part": study.body_part,
        "study_date": None if study.study_date is None else study.study_date.isoformat(),
        "views": len(study.views),
        "waited_minutes": None if waited is None else round(waited.total_seconds() / 60, 1),
        "readers": list(entry.reading.readers),
        "signed_by": None if signed is None else signed.reader,
        "reason": entry.reason,
        "uid": study.uid,
    }


def _csv(entries: Sequence[Entry]) -> str:
    text = io.StringIO()
    rows = csv.writer(text)
    for place, entry in enumerate(entries, 1):
        fields = _fields(place, entry)
        if place == 1:
            rows.writerow(fields)
        fields["readers"] = ", ".join(fields["readers"])
        rows.writerow(
            [
                "" if value is None else csv_cell(value) if isinstance(value, str) else value
                for value in fields.values()
            ]
        )
    return text.getvalue()


def _print_table(entries: Sequence[Entry]) -> None:
    table = Table(title="Worklist (research use only)")
    headings = ("", "State", "Priority", "Score", "Patient", "Body part", "Date", "Why here")
    for heading in headings:
        table.add_column(heading, justify="right" if heading in ("", "Score") else "left")
    for place, entry in enumerate(entries, 1):
        finding, day = entry.finding, entry.study.study_date
        cells = (
            str(place),
            entry.state.value,
            "" if finding is None else finding.band.value,
            "" if finding is None else f"{finding.score:.0%}",
            entry.study.patient,
            entry.study.body_part,
            "" if day is None else day.isoformat(),
            entry.reason,
        )
        table.add_row(*(Text(terminal(cell)) for cell in cells))
    Console().print(table)
