"""The job without a window: progress on standard error, the worklist on standard output."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mura_desktop.assembly import Assembly, assemble
from mura_desktop.cli.common import ExitCode, OutputFormat, error_console, tell
from mura_desktop.errors import UnreadableFileError, UsageError
from mura_desktop.events import Kept, NotKept, NotScorable, Scanned, Scanning, Scored, Unreadable
from mura_desktop.files import private_folder, write_whole
from mura_desktop.imaging.heatmap import blend, spread
from mura_desktop.inert import inside, uid_name
from mura_desktop.settings import load_settings
from mura_desktop.store.audit import Action
from mura_desktop.studies.model import Finding, Grouping, NotScored, Study
from mura_desktop.triage_output import Worklist


def run_triage(
    opened: Sequence[Path],
    group: Grouping,
    output: OutputFormat,
    overlays: Path | None,
    model: Path | None,
) -> int:
    """Run the job, print the list, and return the exit code.

    Raises
    ------
    UsageError
        Where there can be no folder for the pictures: said before hours of scoring, not after.
    """
    if overlays is not None:
        try:
            private_folder(overlays)
        except OSError as error:
            raise UsageError(
                f"{overlays} cannot be a folder for pictures: {error.strerror}. Name another one."
            ) from error
    cancelled = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: cancelled.set())
    assembly = assemble(model, load_settings().patience_seconds)
    try:
        if assembly.model_problem is not None:
            tell(f"Scoring is off: {assembly.model_problem}")
        for notice in assembly.store.notices:
            tell(notice)
        worklist = _collect(assembly, opened, group, cancelled)
        if overlays is not None and not cancelled.is_set():
            written = _write_overlays(assembly, worklist, overlays, cancelled)
            assembly.store.audit.record(Action.EXPORTED, what="overlays", pictures=written)
        if output is not OutputFormat.TABLE:
            assembly.store.audit.record(
                Action.EXPORTED, what="worklist", format=output.value, studies=len(worklist.scored)
            )
    finally:
        signal.signal(signal.SIGINT, before)
        assembly.close()
    _print(worklist, output)
    if cancelled.is_set():
        tell("Stopped. What was scored is kept; the same call goes on from there.")
        return ExitCode.STOPPED
    if assembly.scorer is None:
        return ExitCode.NO_MODEL
    return ExitCode.NOT_ALL_SCORED if worklist.not_scored else ExitCode.DONE


def _collect(
    assembly: Assembly, opened: Sequence[Path], group: Grouping, cancelled: threading.Event
) -> Worklist:
    model = None if assembly.scorer is None else assembly.scorer.rule.model
    worklist = Worklist(model)
    open_studies: dict[str, Study] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=error_console) as progress:
        bar = progress.add_task("Looking for studies", total=None)
        for event in assembly.pipeline.triage(opened, group, cancelled):
            match event:
                case Scanning(files):
                    progress.update(bar, completed=files)
                case Scanned(scan, known):
                    worklist.not_scored.extend(scan.not_scored)
                    open_studies = {study.uid: study for study in scan.studies}
                    for uid, finding in known.items():
                        _scored(worklist, open_studies.pop(uid), finding, ())
                    total = len(open_studies)
                    progress.update(bar, description="Scoring", completed=0, total=total)
                case Scored(study, finding, failed, done, _):
                    del open_studies[study.uid]
                    _scored(worklist, study, finding, failed)
                    progress.update(bar, completed=done)
                case Unreadable(study, failed, done, _):
                    del open_studies[study.uid]
                    worklist.not_scored.extend(failed)
                    progress.update(bar, completed=done)
                case NotKept(reason):
                    tell(f"{reason} What is scored is held, and saving is tried again.")
                case Kept():
                    tell("Results are kept again.")
                case NotScorable(study, reason, done, _):
                    del open_studies[study.uid]
                    _not_scored(worklist, study, reason)
                    progress.update(bar, completed=done)
    left_over = "stopped before it was scored" if cancelled.is_set() else "scoring is off"
    for study in open_studies.values():
        _not_scored(worklist, study, left_over)
    return worklist


def _scored(
    worklist: Worklist, study: Study, finding: Finding, failed: Sequence[NotScored]
) -> None:
    worklist.scored.append((study, finding))
    worklist.not_scored.extend(failed)
    paths_by_uid = {view.uid: view.path for view in study.views}
    for view in finding.views:
        for warning in view.warnings:
            tell(f"Warning: {paths_by_uid[view.view_uid]}: {warning}")


def _not_scored(worklist: Worklist, study: Study, reason: str) -> None:
    worklist.not_scored.extend(NotScored(view.path, reason) for view in study.views)


def _print(worklist: Worklist, output: OutputFormat) -> None:
    if output is OutputFormat.JSON:
        sys.stdout.write(worklist.as_json() + "\n")
    elif output is OutputFormat.CSV:
        sys.stdout.write(worklist.as_csv())
    else:
        worklist.print_table(Console())


@dataclass(frozen=True, slots=True)
class _Picture:
    """One view whose map is worth showing, and where its picture goes."""

    study: Study
    finding: Finding
    index: int
    target: Path


def _write_overlays(
    assembly: Assembly, worklist: Worklist, folder: Path, cancelled: threading.Event
) -> int:
    """Write a picture of every view whose score lets its map be shown; return how many."""
    if assembly.scorer is None:
        return 0
    least = assembly.scorer.rule.heat_map_from
    size = assembly.scorer.card.input.size
    written = 0
    pictures = [
        _Picture(
            study,
            finding,
            index,
            inside(folder, f"{place:04d}-{index + 1}-{uid_name(view.view_uid)}.png"),
        )
        for place, (study, finding) in enumerate(worklist.in_order(), start=1)
        for index, view in enumerate(finding.views)
        if view.score >= least
    ]
    with Progress(console=error_console) as progress:
        for picture in progress.track(pictures, description="Writing overlays"):
            if cancelled.is_set():
                break
            scored = picture.finding.views[picture.index]
            (view,) = (view for view in picture.study.views if view.uid == scored.view_uid)
            try:
                image = assembly.decoder.image(
                    view.path, view.format, view.frame, view.version
                ).result()
            except UnreadableFileError as error:
                tell(f"No overlay: {error}")
                continue
            rows, columns = image.pixels.shape
            heat = spread(scored.activation, rows, columns, size)
            encoded = BytesIO()
            Image.fromarray(blend(image.displayed(), heat, 0.45)).save(encoded, "png")
            try:
                write_whole(picture.target, encoded.getvalue())
            except OSError as error:  # the list is still to be printed
                tell(f"No overlay: {picture.target} cannot be written: {error.strerror}.")
                continue
            written += 1
    return written
