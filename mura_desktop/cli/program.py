"""The commands and what they are called with."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from mura_desktop import __version__, paths
from mura_desktop.cli import window
from mura_desktop.cli.commands import ELSEWHERE, Commands
from mura_desktop.cli.common import ExitCode, OutputFormat, error_console, tell
from mura_desktop.errors import AlreadyOpenError, ModelError, MuraError, StoreError, UsageError
from mura_desktop.studies.model import Grouping

log = logging.getLogger(__name__)

app = typer.Typer(
    cls=Commands,
    help="Orders a worklist of bone radiographs by suspicion. Research use only.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)
WORDS = frozenset({"open", "triage", "model", "--help", *ELSEWHERE})
"""First words that are no path."""

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
    if not window.has_display():
        error_console.print("There is no display, so here is the worklist in print.")
        if not opened:
            raise typer.BadParameter("nothing to list: name a folder, or use --demo")
        from mura_desktop.cli.triage import run_triage  # noqa: PLC0415 - see `commands`

        raise typer.Exit(run_triage(opened, group, OutputFormat.TABLE, None, model))
    from mura_desktop import app as windows  # noqa: PLC0415 - Qt only where there is a display

    raise typer.Exit(windows.run(opened, group, model))


@app.command()
def triage(
    files: Annotated[list[Path], typer.Argument(help="Folders or files.")],
    format: Annotated[OutputFormat, typer.Option(help="Of the list.")] = OutputFormat.TABLE,  # noqa: A002
    overlays: Annotated[Path | None, typer.Option(help="Folder for pictures with maps.")] = None,
    model: Model = None,
    group: Group = Grouping.AUTO,
    scheduler: Annotated[
        str | None, typer.Option(help="Of Dask, such as tcp://HOST:8786: many machines score.")
    ] = None,
) -> None:
    """Score studies and print the worklist; progress goes to standard error."""
    from mura_desktop.cli import scaling  # noqa: PLC0415 - see `commands`
    from mura_desktop.cli.triage import run_triage  # noqa: PLC0415

    opened = [_existing(path) for path in files]
    if scheduler is not None:
        if format is not OutputFormat.TABLE or overlays is not None:
            raise UsageError(
                "With --scheduler, results go to the worklist in the database. Open it in the "
                "window, and leave out --format and --overlays."
            )
        raise typer.Exit(scaling.run_on(scheduler, opened, group, model))
    raise typer.Exit(run_triage(opened, group, format, overlays, model))


@app.command("model")
def model_card(model: Model = None) -> None:
    """Print the card of the model: what it is, what was measured, and its limits."""
    from mura_desktop.inference.card import read_card  # noqa: PLC0415

    print(read_card(model or paths.bundled_model()).model_dump_json(indent=2))  # noqa: T201


def main(arguments: Sequence[str]) -> None:
    """Run a command; a first word that is none is a path to open."""
    words = list(arguments)
    try:
        if words == ["--version"]:
            print(f"mura-desktop {__version__}")  # noqa: T201
            return
        if not words or words[0] not in WORDS:
            words.insert(0, "open")
        window.begin()
        # Calling `app` itself would put typer's hook for what nobody caught in place of ours.
        typer.main.get_command(app)(words, prog_name="mura-desktop")
    except MuraError as error:
        fail(error)
    except BrokenPipeError as error:
        raise SystemExit(1) from error  # as typer does
    finally:
        _let_go_of_output()


def _let_go_of_output() -> None:
    """Drop what nobody reads any more, such as all that follows what `head` has shown."""
    if sys.__stdout__ is None:
        return  # a window has no console
    try:
        sys.__stdout__.flush()
    except BrokenPipeError:
        # Python flushes once more when it ends, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())


def fail(error: MuraError) -> NoReturn:
    """Say what is wrong, and end the process with the code for it."""
    tell(str(error))
    raise SystemExit(int(_code_of(error)))


def _code_of(error: MuraError) -> ExitCode:
    match error:
        case ModelError():
            return ExitCode.NO_MODEL
        case StoreError():
            return ExitCode.NO_STORE
        case AlreadyOpenError():
            return ExitCode.ALREADY_OPEN
    return ExitCode.USAGE


def _existing(path: Path) -> Path:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise typer.BadParameter(f"{path} does not exist") from error
    except OSError as error:  # a share that is gone: it is listed with its reason
        log.info("a path that was named cannot be looked at: %s", type(error).__name__)
    return path.absolute()
