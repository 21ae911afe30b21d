"""The trainer's command line; each command is a module of `trainer.commands`."""

from __future__ import annotations

import logging

import typer

from mura_desktop.errors import MuraError
from trainer.commands.compare import compare
from trainer.commands.data import data
from trainer.commands.evaluate import evaluate
from trainer.commands.export import export
from trainer.commands.quantise import quantise
from trainer.commands.readers import readers
from trainer.commands.report import report
from trainer.commands.robustness import robustness
from trainer.commands.train import LOG_FORMAT, train

app = typer.Typer(
    help="Trains, exports and measures the models of MURA Desktop.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("data")(data)
app.command("train")(train)
app.command("compare")(compare)
app.command("export")(export)
app.command("evaluate")(evaluate)
app.command("robustness")(robustness)
app.command("quantise")(quantise)
app.command("report")(report)
app.command("readers")(readers)


def main() -> None:
    """Run the command line; what the user can mend is told in a sentence, with exit code 1."""
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    try:
        app()
    except MuraError as error:
        typer.echo(f"Error: {error}", err=True)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
