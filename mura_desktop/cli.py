"""The same job without a window, and the door to the window. Never imports Qt itself.

Exit codes: 0 every file was scored (or the window was closed); 1 a fault of the program; 2 the
call or the settings are wrong; 3 done, but some files were not scored (each is listed); 4 scoring
is off, because the model is missing, damaged or cannot run; 5 results cannot be kept; 130 stopped
by the user, what was scored is kept.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Annotated

import typer
from PIL import Image
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mura_desktop import __version__, paths
from mura_desktop.assembly import Assembly, assemble
from mura_desktop.errors import ModelError, MuraError, StoreError, UnreadableFileError
from mura_desktop.events import NotScorable, Scanned, Scanning, Scored, Unreadable
from mura_desktop.imaging.heatmap import blend, spread
from mura_desktop.studies.model import Finding, Grouping, NotScored, Study
from mura_desktop.triage_output import Worklist

log = logging.getLogger(__name__)
app = typer.Typer(
    help="Orders a worklist of bone radiographs by suspicion. Research use only.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)
error_console = Console(stderr=True)


class ExitCode(IntEnum):
    """See the module's description."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    NOT_ALL_SCORED = 3
    NO_MODEL = 4
    NO_STORE = 5
    STOPPED = 130


class OutputFormat(StrEnum):
    """How `triage` prints the worklist."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Paths = Annotated[list[Path] | None, typer.Argument(help="Folders or files.")]
Model = Annotated[Path | None, typer.Option(help="Folder of a model bundle.")]
Group = Annotated[Grouping, typer.Option(help="How loose images become studies.")]


@app.command("open")
def open_window(
    files: Paths = None,
    group: Group = Grouping.AUTO,
    model: Model = None,
    demo: Annotated[bool, typer.Option("--demo", help="Open the demonstration worklist.")] = False,
) -> None:
    """Open the window; ``mura-desktop PATH`` is short for this."""
    opened = [_existing(path) for path in files or []]
    if demo:
        from mura_desktop.demo import demo_folder  # noqa: PLC0415 - the data is for this alone

        opened.append(demo_folder(paths.demo_folder()))
    if not _has_display():
        error_console.print("There is no display, so here is the worklist in print.")
        if not opened:
            raise typer.BadParameter("nothing to list: name a folder, or use --demo")
        raise typer.Exit(_triage(opened, group, OutputFormat.TABLE, None, model))
    from mura_desktop import app as window  # noqa: PLC0415 - Qt only where there is a display

    raise typer.Exit(window.run(opened, group, model))


@app.command()
def triage(
    files: Annotated[list[Path], typer.Argument(help="Folders or files.")],
    format: Annotated[OutputFormat, typer.Option(help="Of the list.")] = OutputFormat.TABLE,  # noqa: A002
    overlays: Annotated[Path | None, typer.Option(help="Folder for pictures with maps.")] = None,
    model: Model = None,
    group: Group = Grouping.AUTO,
) -> None:
    """Score studies and print the worklist; progress goes to standard error."""
    opened = [_existing(path) for path in files]
    raise typer.Exit(_triage(opened, group, format, overlays, model))


@app.command("model")
def model_card(model: Model = None) -> None:
    """Print the card of the model: what it is, what was measured, and its limits."""
    from mura_desktop.inference.card import read_card  # noqa: PLC0415

    print(read_card(model or paths.bundled_model()).model_dump_json(indent=2))  # noqa: T201


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; a first word that is no command is a path to open."""
    multiprocessing.freeze_support()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:
        print(f"mura-desktop {__version__}")  # noqa: T201
        return
    commands = {"open", "triage", "model", "--help"}
    if not words or words[0] not in commands:
        words.insert(0, "open")
    _log_to_file()
    try:
        app(words, prog_name="mura-desktop")
    except ModelError as error:
        _fail(error, ExitCode.NO_MODEL)
    except StoreError as error:
        _fail(error, ExitCode.NO_STORE)
    except MuraError as error:
        _fail(error, ExitCode.USAGE)


def _fail(error: MuraError, code: ExitCode) -> None:
    error_console.print(str(error), markup=False, highlight=False)
    raise SystemExit(int(code))


def _existing(path: Path) -> Path:
    if not path.exists():
        raise typer.BadParameter(f"{path} does not exist")
    return path.absolute()


def _has_display() -> bool:
    """Tell whether Qt can show a window; on Linux it needs a display server."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _log_to_file() -> None:
    logging.basicConfig(
        filename=paths.log_folder() / "mura-desktop.log",
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )


def _triage(
    opened: Sequence[Path],
    group: Grouping,
    output: OutputFormat,
    overlays: Path | None,
    model: Path | None,
) -> int:
    """Run the job, print the list, and return the exit code."""
    cancelled = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: cancelled.set())
    assembly = assemble(model)
    try:
        if assembly.model_problem is not None:
            error_console.print(f"Scoring is off: {assembly.model_problem}", markup=False)
        worklist = _collect(assembly, opened, group, cancelled)
        if overlays is not None and not cancelled.is_set():
            _write_overlays(assembly, worklist, overlays)
    finally:
        signal.signal(signal.SIGINT, before)
        assembly.close()
    _print(worklist, output)
    if cancelled.is_set():
        error_console.print("Stopped. What was scored is kept; the same call goes on from there.")
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
            text = f"Warning: {paths_by_uid[view.view_uid]}: {warning}"
            error_console.print(text, markup=False, highlight=False, soft_wrap=True)


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


def _write_overlays(assembly: Assembly, worklist: Worklist, folder: Path) -> None:
    """Write a picture of every view whose score lets its map be shown."""
    if assembly.scorer is None:
        return
    least = assembly.scorer.rule.heat_map_from
    size = assembly.scorer.card.input.size
    folder.mkdir(parents=True, exist_ok=True)
    pictures = [
        _Picture(study, finding, index, folder / f"{place:04d}-{index + 1}-{view.view_uid}.png")
        for place, (study, finding) in enumerate(worklist.in_order(), start=1)
        for index, view in enumerate(finding.views)
        if view.score >= least
    ]
    with Progress(console=error_console) as progress:
        for picture in progress.track(pictures, description="Writing overlays"):
            scored = picture.finding.views[picture.index]
            (view,) = (view for view in picture.study.views if view.uid == scored.view_uid)
            try:
                image = assembly.decoder.image(view.path, view.format).result()
            except UnreadableFileError as error:
                error_console.print(f"No overlay: {error}", markup=False)
                continue
            rows, columns = image.pixels.shape
            heat = spread(scored.activation, rows, columns, size)
            rgb = blend(image.displayed(), heat, 0.45)
            Image.fromarray(rgb).save(picture.target)
