"""Asking archives from the command line: which studies there are, and fetch them."""

from __future__ import annotations

import csv
import json
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mura_desktop.assembly import open_store
from mura_desktop.cli.common import ExitCode, OutputFormat, tell
from mura_desktop.dicomio.archive import remote_named
from mura_desktop.dicomio.query import (
    FoundStudy,
    Query,
    parse_days,
    parse_modalities,
    parse_parts,
)
from mura_desktop.inert import csv_cell, terminal
from mura_desktop.reception import Reception, incoming_folder
from mura_desktop.settings import load_settings

Remote = Annotated[str, typer.Argument(help="Name of a remote in the settings.")]


def query(
    remote: Remote,
    patient: Annotated[str, typer.Option(help="PatientID, or how the name begins.")] = "",
    date: Annotated[str, typer.Option(help="A day, FIRST..LAST, today or yesterday.")] = "",
    part: Annotated[str, typer.Option(help="Body parts, or limbs.")] = "",
    modality: Annotated[str, typer.Option(help="Such as CR,DX.")] = "",
    format: Annotated[OutputFormat, typer.Option(help="Of the list.")] = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """List the studies that an archive has."""
    settings = load_settings()
    asked = remote_named(remote, settings.remotes)
    first, last = parse_days(date, _today())
    wanted = Query(patient, first, last, parse_parts(part), parse_modalities(modality))
    with _reception() as reception, _interruptible() as cancelled:
        answer = reception.archive(asked).find(wanted, cancelled)
    _print(answer.studies, format)
    if answer.cut:
        tell("The archive may have more such studies: they were too many to look through all.")
    if cancelled.is_set():
        raise typer.Exit(ExitCode.STOPPED)


def fetch(
    remote: Remote,
    studies: Annotated[list[str], typer.Argument(help="StudyInstanceUIDs.")],
) -> None:
    """Fetch studies from an archive; a window or "receive" that runs here scores them."""
    settings = load_settings()
    asked = remote_named(remote, settings.remotes)
    with _reception() as reception, _interruptible() as cancelled:
        for number, uid in enumerate(studies, 1):
            if cancelled.is_set():
                break
            came = reception.fetch(asked, uid, lambda _done, _total: None, cancelled)
            tell(f"Study {number} of {len(studies)}: {came} images.")
    tell(f"They lie in {incoming_folder(settings)}.")
    if cancelled.is_set():
        raise typer.Exit(ExitCode.STOPPED)


@contextmanager
def _reception() -> Iterator[Reception]:
    settings = load_settings()
    store = open_store(settings)
    try:
        reception = Reception(settings, store)
        try:
            yield reception
        finally:
            reception.close()
    finally:
        store.close()


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    cancelled = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: cancelled.set())
    try:
        yield cancelled
    finally:
        signal.signal(signal.SIGINT, before)


def _today() -> date:
    return date.today()


def _fields(study: FoundStudy) -> dict[str, Any]:
    return {
        "uid": study.uid,
        "patient": study.patient,
        "date": None if study.day is None else study.day.isoformat(),
        "modalities": list(study.modalities),
        "parts": list(study.parts),
        "description": study.description,
        "accession": study.accession,
        "images": study.images,
    }


def _print(found: Sequence[FoundStudy], output: OutputFormat) -> None:
    if output is OutputFormat.JSON:
        text = json.dumps([_fields(study) for study in found], indent=2, ensure_ascii=False)
        sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
        return
    lines = []
    for study in found:
        texts = {
            name: " ".join(value) if isinstance(value, list) else "" if value is None else value
            for name, value in _fields(study).items()
        }
        lines.append([str(value) for value in texts.values()])
    headings = (
        "uid",
        "patient",
        "date",
        "modalities",
        "parts",
        "description",
        "accession",
        "images",
    )
    if output is OutputFormat.CSV:
        rows = csv.writer(sys.stdout)
        rows.writerow(headings)
        rows.writerows([csv_cell(cell) for cell in line] for line in lines)
        return
    table = Table(title=f"{len(lines)} studies")
    for heading in headings[1:]:
        table.add_column(heading.capitalize())
    table.add_column("UID", no_wrap=True, overflow="fold")
    for uid, *cells in lines:
        table.add_row(*(Text(terminal(cell)) for cell in (*cells, uid)))
    Console().print(table)
