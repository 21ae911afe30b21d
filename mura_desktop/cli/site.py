"""Commands for who installs the program: does it work here, and which models are there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mura_desktop import paths
from mura_desktop.cli.common import ExitCode
from mura_desktop.errors import UsageError

if TYPE_CHECKING:
    from mura_desktop.inference.library import Installed
    from mura_desktop.smoke_test import Report


def smoke_test(
    files: Annotated[Path | None, typer.Option(help="Folder of further DICOM files.")] = None,
    report: Annotated[Path | None, typer.Option(help="File for the report, JSON.")] = None,
    compare: Annotated[Path | None, typer.Option(help="Report to compare the scores with.")] = None,
    model: Annotated[Path | None, typer.Option(help="Folder of a model bundle.")] = None,
) -> None:
    """Try the installed program on public films: decode, score, keep, compare. Exit code 0 or 1."""
    from mura_desktop import smoke_test as job  # noqa: PLC0415 - loads every codec

    if files is not None and not files.is_dir():
        raise UsageError(f"{files} is not a folder.")
    expected = None if compare is None else job.expected_scores(compare)
    found = job.smoke_test(files, expected, model)
    if report is not None:
        report.write_text(found.as_json(), encoding="utf-8")
    _print_report(found)
    raise typer.Exit(ExitCode.DONE if found.passed else ExitCode.FAULT)


def models(
    name: Annotated[str | None, typer.Argument(help="A model, to read its card.")] = None,
    use: Annotated[bool, typer.Option("--use", help="Score with it from now on.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """List the models that are here, show a model's card, or change to another model."""
    from mura_desktop.inference.library import (  # noqa: PLC0415 - others need none of it
        find_model,
        inspect,
        installed_models,
    )

    folders = paths.model_folders()
    here = [inspect(paths.bundled_model()), *installed_models(folders)]
    if name is None:
        if use:
            raise UsageError("Name the model to use.")
        _list_models(here, folders)
        return
    model = find_model(name, here)
    _show_card(model)
    if use:
        _choose(model, yes)


def engines(
    model: Annotated[Path | None, typer.Option(help="Folder of a model bundle.")] = None,
) -> None:
    """Try which engine is the fastest on this machine, and work with it from the next start on."""
    from mura_desktop.groundwork import choose_engine  # noqa: PLC0415 - others need none of it
    from mura_desktop.inference import self_test  # noqa: PLC0415
    from mura_desktop.inference.bundle import load_bundle  # noqa: PLC0415
    from mura_desktop.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    bundle = load_bundle(model or settings.model_folder)
    with Console(stderr=True).status("Trying the engines"):
        found = self_test.run_self_test(bundle)
    if found is None:
        return
    try:
        self_test.keep(found, paths.self_test())
    except OSError as error:
        raise UsageError(f"{paths.self_test()} cannot be written: {error.strerror}.") from error
    chosen = choose_engine(bundle, settings)
    table = Table(title=f"{bundle.card.name}, one pass over one view")
    for heading in ("", "engine", "precision", "threads", "ms", ""):
        table.add_column(heading, justify="right" if heading == "ms" else "left")
    for trial in found.trials:
        choice = trial.choice
        table.add_row(
            "*" if choice == chosen else "",
            trial.engine or choice.runtime,
            choice.precision,
            "as it likes" if choice.threads is None else str(choice.threads),
            "" if trial.milliseconds is None else f"{trial.milliseconds:.1f}",
            Text(trial.problem),
        )
    console = Console()
    console.print(table)
    console.print("* is used from the next start on.", markup=False)


def _print_report(report: Report) -> None:
    table = Table(title=f"{report.model or 'no model'}, {report.engine or 'no engine'}")
    for heading in ("film", "encoding", "score", "expected", ""):
        table.add_column(heading)
    for film in report.films:
        cells = (
            film.file,
            film.encoding,
            "" if film.score is None else f"{film.score:.6f}",
            "" if film.expected is None else f"{film.expected:.6f}",
            film.fault or "ok",
        )
        table.add_row(*map(Text, cells))
    console = Console()
    if report.films:
        console.print(table)
    for fault in report.faults:
        console.print(fault, markup=False, highlight=False)
    console.print("passed" if report.passed else "FAILED")


def _list_models(models: list[Installed], folders: tuple[Path, ...]) -> None:
    from mura_desktop.settings import load_settings  # noqa: PLC0415

    chosen = load_settings().model_folder.resolve()
    console = Console()
    for model in models:
        mark = "*" if model.folder.resolve() == chosen else " "
        state = model.problem or "ready"
        console.print(
            f"{mark} {model.name}\n    {model.folder}\n    {state}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    if chosen not in {model.folder.resolve() for model in models}:
        console.print(f"* the settings name {chosen}", markup=False, highlight=False)
    places = " or ".join(map(str, folders))
    console.print(
        f"\n* is in use. Drop a bundle into {places}; its card: mura-desktop models NAME; "
        "to use it: mura-desktop models NAME --use",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _show_card(model: Installed) -> None:
    """Print the card in words, and make sure that this machine computes the model rightly.

    Raises
    ------
    ModelError
        Where the bundle is damaged, or no engine here runs it as its card says.
    """
    from mura_desktop.errors import ModelError  # noqa: PLC0415
    from mura_desktop.inference.bundle import load_bundle  # noqa: PLC0415
    from mura_desktop.inference.description import describe  # noqa: PLC0415
    from mura_desktop.inference.selection import open_engine  # noqa: PLC0415

    if model.card is None:
        raise ModelError(model.problem)
    console = Console()
    for heading, text in describe(model.card):
        console.print(f"{heading}\n{text}\n", markup=False, highlight=False)
    engine = open_engine(load_bundle(model.folder))
    console.print(
        f"Checked: the weights are those of the card, and {engine.description} computes them "
        "rightly.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _choose(model: Installed, yes: bool) -> None:
    from mura_desktop.settings import choose_model  # noqa: PLC0415

    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("Nobody is there to ask: read the card above, then add --yes.")
        if not typer.confirm(f"Score with {model.name} from now on?"):
            return
    bundled = model.folder.resolve() == paths.bundled_model().resolve()
    choose_model(None if bundled else model.folder)
    Console().print(f"{model.name} is used from the next start on.", markup=False)
