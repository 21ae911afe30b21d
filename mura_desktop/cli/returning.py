"""Results back to the archive from the command line: ask for them, and see what waits."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mura_desktop import paths
from mura_desktop.cli.common import ExitCode, tell
from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.outbox import Job, JobState, Outbox
from mura_desktop.errors import ModelError, UsageError
from mura_desktop.inert import terminal
from mura_desktop.studies.model import Study

if TYPE_CHECKING:
    from mura_desktop.giving_back import GivingBack
    from mura_desktop.store.repository import Store


class _Words(StrEnum):
    """How states read."""

    ASKED = "being prepared"
    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given up"


_FOR_WINDOW = "The window prints its report; open it, and it goes on."


def give_back(
    to: Annotated[str, typer.Option("--to", help="Name of a remote in the settings.")],
    study: Annotated[
        list[str] | None, typer.Option("--study", help="StudyInstanceUID; may be repeated.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All studies that are kept.")] = False,
    kinds: Annotated[str, typer.Option(help="Of sr, sc and pr, with commas.")] = "sr",
    model: Annotated[Path | None, typer.Option(help="Folder of a model bundle.")] = None,
) -> None:
    """Send results of scored or signed studies to an archive."""
    wanted = _kinds(kinds)
    if Kind.DOCUMENT in wanted:
        raise UsageError(
            "Signed reports (pdf) are printed by the window. Send them there: Report > Send "
            "results to the PACS. For the rest, leave pdf out of --kinds."
        )
    if bool(study) == everything:
        raise UsageError("Name studies with --study, or use --all.")
    with _giving_back(model) as (giving, store):
        remote = giving.remote(to)
        asked = []
        for one in _studies(store, study, everything):
            try:
                asked.append(giving.ask(one, remote, wanted))
            except UsageError as error:
                if not everything:
                    raise
                tell(f"{terminal(one.patient)}: {error}")
        if not asked:
            raise UsageError("There is nothing to send.")
        with _interruptible(giving):
            mine = giving.work()
        names = {job.name for job in asked}
        jobs = [job for job in giving.outbox.jobs() if job.name in names]
    if not mine:
        tell("An open window, or another command, sends them.")
        return
    _print(jobs)
    if any(job.state is not JobState.SENT for job in jobs):
        tell("What waits is sent by the open window, or by “mura-desktop outbox --send”.")
        raise typer.Exit(ExitCode.FAULT)


def outbox(
    retry: Annotated[bool, typer.Option("--retry", help="Try all again, also given up.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Send what is due.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Forget what was given up.")] = False,
) -> None:
    """List results on their way to archives, with the reasons of those that wait."""
    box = Outbox(paths.outbox())
    if forget:
        box.remove([job.name for job in box.jobs() if job.state is JobState.GIVEN_UP])
    if retry:
        box.retry([job.name for job in box.jobs()])
    if send or retry:
        with _giving_back(None) as (giving, _store), _interruptible(giving):
            if not giving.work():
                tell("An open window, or another command, sends them.")
    _print(box.jobs())


def _kinds(text: str) -> list[Kind]:
    try:
        return [Kind(word.strip().casefold()) for word in text.split(",") if word.strip()]
    except ValueError as error:
        known = ", ".join(kind.value for kind in Kind)
        raise UsageError(f"{text!r}: kinds are {known}.") from error


def _studies(store: Store, uids: Sequence[str] | None, everything: bool) -> list[Study]:
    asked = store.study_uids() if everything else list(uids or ())
    found = store.stored(asked)
    missing = [uid for uid in asked if uid not in found]
    if missing:
        raise UsageError(
            f"{len(missing)} of these studies are not known. Score them first: mura-desktop "
            "triage FOLDER."
        )
    return [found[uid][0] for uid in asked]


@contextmanager
def _giving_back(model: Path | None) -> Iterator[tuple[GivingBack, Store]]:
    from mura_desktop.assembly import open_store  # noqa: PLC0415
    from mura_desktop.giving_back import GivingBack  # noqa: PLC0415 - other commands need none of it
    from mura_desktop.groundwork import choose_engine  # noqa: PLC0415
    from mura_desktop.inference.bundle import load_bundle  # noqa: PLC0415
    from mura_desktop.inference.card import Card  # noqa: PLC0415
    from mura_desktop.inference.engine import Precision  # noqa: PLC0415
    from mura_desktop.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    card: Card | None = None
    precision = Precision.SINGLE
    try:
        bundle = load_bundle(model or settings.model_folder)
        card, precision = bundle.card, choose_engine(bundle, settings).precision
    except ModelError as error:
        tell(f"Without scores: {error}")
    store = open_store(settings)
    giving = GivingBack(store, card, settings, Outbox(paths.outbox()), precision=precision)
    try:
        yield giving, store
    finally:
        giving.close()
        store.close()


@contextmanager
def _interruptible(giving: GivingBack) -> Iterator[None]:
    """Stop between two objects on Ctrl+C."""
    before = signal.signal(signal.SIGINT, lambda *_: giving.stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _print(jobs: Sequence[Job]) -> None:
    table = Table(title="Results on their way (research use only)")
    for heading in ("Asked, UTC", "Patient", "What", "To", "State", "Reason"):
        table.add_column(heading)
    for job in jobs:
        cells = (
            f"{job.created:%Y-%m-%d %H:%M}",
            job.patient,
            ", ".join(kind.value for kind in job.kinds),
            job.remote,
            _Words[job.state.name].value,
            _FOR_WINDOW if job.for_window else f"{job.reason} {job.note}".strip(),
        )
        table.add_row(*(Text(terminal(cell)) for cell in cells))
    Console().print(table)
