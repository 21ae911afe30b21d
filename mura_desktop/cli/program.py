"""The commands and what they are called with."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from mura_desktop import __version__, paths
from mura_desktop.cli.commands import ELSEWHERE, Commands
from mura_desktop.cli.common import ExitCode, OutputFormat, error_console, tell
from mura_desktop.crashes import start_reports
from mura_desktop.errors import AlreadyOpenError, ModelError, MuraError, StoreError, UsageError
from mura_desktop.logs import start_logging
from mura_desktop.studies.model import Grouping

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
    if not _has_display():
        error_console.print("There is no display, so here is the worklist in print.")
        if not opened:
            raise typer.BadParameter("nothing to list: name a folder, or use --demo")
        from mura_desktop.cli.triage import run_triage  # noqa: PLC0415 - see `commands`

        raise typer.Exit(run_triage(opened, group, OutputFormat.TABLE, None, model))
    from mura_desktop import app as window  # noqa: PLC0415 - Qt only where there is a display

    raise typer.Exit(window.run(opened, group, model))


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; a first word that is no command is a path to open."""
    multiprocessing.freeze_support()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:
        print(f"mura-desktop {__version__}")  # noqa: T201
        return
    if not words or words[0] not in WORDS:
        words.insert(0, "open")
    # Whatever is written, by this process or its children, is for its owner.
    os.umask(0o077)
    try:
        start_logging(paths.log_folder())
        start_reports(paths.log_folder())
        app(words, prog_name="mura-desktop")
    except ModelError as error:
        _fail(error, ExitCode.NO_MODEL)
    except StoreError as error:
        _fail(error, ExitCode.NO_STORE)
    except AlreadyOpenError as error:
        _fail(error, ExitCode.ALREADY_OPEN)
    except MuraError as error:
        _fail(error, ExitCode.USAGE)


def _fail(error: MuraError, code: ExitCode) -> None:
    tell(str(error))
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
