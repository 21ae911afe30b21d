"""Commands about what is kept: remove, back up, restore, and check the audit log."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from mura_desktop import paths
from mura_desktop.assembly import open_store
from mura_desktop.cli.common import ExitCode, tell
from mura_desktop.dicomio.outbox import Outbox
from mura_desktop.errors import UsageError
from mura_desktop.instance import window_lock
from mura_desktop.reception import remove_received
from mura_desktop.settings import load_settings
from mura_desktop.store.backups import Backup, backups_of, damaged_folder
from mura_desktop.store.repository import Store, restore

audit = typer.Typer(help="The log of who did what.", no_args_is_help=True)

Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


def purge(
    patient: Annotated[
        str, typer.Option(help="PatientID, or the patient as the worklist shows it.")
    ] = "",
    everything: Annotated[bool, typer.Option("--everything", help="All patients.")] = False,
    yes: Yes = False,
) -> None:
    """Remove a patient, or everything, from the results and from all their backups."""
    if bool(patient) == everything:
        raise UsageError("Name a patient with --patient, or use --everything.")
    with window_lock(paths.window_lock()), _store() as store:
        uids = None if everything else store.studies_of(patient)
        if uids is not None and not uids:
            raise UsageError("There is no study of this patient. Nothing was removed.")
        what = "Everything" if uids is None else f"{len(uids)} studies of this patient"
        copies = (
            "What the server's backups hold stays there."
            if store.shared
            else "All backups and damaged databases that were set aside go too; a new backup is "
            "made."
        )
        _confirm(
            f"{what} will be removed for good, with scores, drafts and signed reads. {copies} "
            "Files that came over the network are removed, other files of radiographs are not "
            "touched.",
            yes,
        )
        removed = store.purge(uids)
        Outbox(paths.outbox()).purge(uids)
        stay = remove_received(removed.received)
        if everything:  # copies and logs lead back to nobody any more
            stay += _remove(paths.export_key())
            if store.shared:  # of a database in a file it is the store's own, which has renewed it
                stay += _remove(paths.pseudonym_key())
        for notice in store.notices:
            tell(notice)
    for path in stay:
        tell(f"{path} could not be removed. Remove it by hand.")
    tell(
        f"Removed: {len(removed.study_uids)} studies, {removed.reads} signed reads, "
        f"{removed.drafts} drafts."
    )


def back_up() -> None:
    """Make a backup now; one is also made every day."""
    with _store() as store:
        tell(f"Backup: {store.back_up().path}")


def put_back(
    backup: Annotated[
        Path | None, typer.Option("--from", help="Backup to put in place; see the list.")
    ] = None,
    latest: Annotated[bool, typer.Option("--latest", help="The newest backup.")] = False,
    empty: Annotated[bool, typer.Option("--empty", help="Begin with an empty one.")] = False,
    restored: Annotated[
        bool, typer.Option("--restored", help="The server's database was put back: note it.")
    ] = False,
    yes: Yes = False,
) -> None:
    """List backups, or put one in place; the present database is set aside, never removed."""
    if (load_settings().database is not None) or restored:
        _note_restored(restored, yes, others=backup is not None or latest or empty)
        return
    database = paths.database()
    backups = backups_of(database)
    if (backup is not None) + latest + empty > 1:
        raise UsageError("Choose one of --from, --latest and --empty.")
    if backup is None and not latest and not empty:
        for known in backups:
            print(_described(known))  # noqa: T201
        if not backups:
            tell("There is no backup.")
        return
    if latest and not backups:
        raise UsageError("There is no backup. To begin with an empty database, use --empty.")
    chosen = backups[0].path if latest else backup
    if chosen is not None and not chosen.is_file():
        raise UsageError(f"{chosen} does not exist. Without options, this command lists backups.")
    with window_lock(paths.window_lock()):
        what = "an empty database" if chosen is None else str(chosen)
        _confirm(f"{what} will take the place of {database}.", yes)
        restore(database, None if chosen is None else chosen.absolute())
    tell(f"Done. What was there before lies in {damaged_folder(database)}.")


def _note_restored(restored: bool, yes: bool, *, others: bool) -> None:
    """Say what to do about a server's database, or note that it was done."""
    if load_settings().database is None:
        raise UsageError("The results are in a file. Without options, this command lists backups.")
    if others or not restored:
        raise UsageError(
            "The results are on a server, and whoever runs it puts back a backup, with pg_restore "
            "or from the server's archive (docs/scaling.md). After that, call “mura-desktop "
            "restore --restored” on each workstation, so that its audit log can be checked again."
        )
    _confirm(
        "The audit log will note that a backup was put back, and is checked from there on. What "
        "this workstation knew of the log before is noted in it.",
        yes,
    )
    with _store() as store:
        store.note_restored()
    tell("Noted.")


@audit.command("verify")
def verify(
    head: Annotated[
        str, typer.Option(help="Hash that an earlier check printed, kept elsewhere.")
    ] = "",
) -> None:
    """Check that no entry of the audit log was changed, removed, moved or cut off."""
    with _store() as store:
        verdict = store.audit.verify(head.strip().lower())
    for note in verdict.notes:
        tell(f"Note: {note}")
    for problem in verdict.problems:
        print(f"Problem: {problem}")  # noqa: T201
    if verdict.problems:
        tell("The audit log is not whole. Keep the data folder as it is, and tell who answers.")
        raise typer.Exit(ExitCode.AUDIT_BROKEN)
    print(f"The audit log is whole: {verdict.head.number} entries, last hash")  # noqa: T201
    print(verdict.head.hash)  # noqa: T201
    tell("Keep this hash elsewhere: “audit verify --head HASH” then finds a forged end as well.")


@contextlib.contextmanager
def _store() -> Iterator[Store]:
    store = open_store(load_settings())
    try:
        yield store
    finally:
        store.close()


def _confirm(text: str, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"{text} Nobody is there to ask: add --yes.")
    tell(text)
    typer.confirm("Go on?", abort=True)


def _remove(file: Path) -> list[Path]:
    """Remove a file that may be missing; return it if it stays."""
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return [file]
    return []


def _described(backup: Backup) -> str:
    size = backup.path.stat().st_size / 1e6
    return f"{backup.made:%Y-%m-%d %H:%M} UTC  {backup.kind.value:9}  {size:.1f} MB  {backup.path}"
