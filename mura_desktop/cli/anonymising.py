"""De-identified copies of DICOM files."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from mura_desktop import paths
from mura_desktop.cli.common import ExitCode, error_console, tell
from mura_desktop.errors import HeldBackError, UsageError
from mura_desktop.files import private_folder, write_whole
from mura_desktop.logs import traced
from mura_desktop.pseudonyms import Pseudonyms
from mura_desktop.store.audit import Action
from mura_desktop.studies.discovery import find_files
from mura_desktop.studies.model import NotScored

if TYPE_CHECKING:
    from mura_desktop.dicomio.deidentify import Deidentifier

log = logging.getLogger(__name__)


def anonymise(
    files: Annotated[list[Path], typer.Argument(help="Folders or DICOM files.")],
    to: Annotated[Path, typer.Option("--to", help="Folder for the copies; made if missing.")],
    burned_in: Annotated[
        bool, typer.Option("--burned-in", help="Also pictures that have text in them.")
    ] = False,
) -> None:
    """Write de-identified copies by DICOM's basic profile; originals are never changed."""
    cancelled = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: cancelled.set())
    try:
        raise typer.Exit(_export(files, to.absolute(), burned_in, cancelled))
    finally:
        signal.signal(signal.SIGINT, before)


def _export(
    asked: Sequence[Path], target: Path, burned_in: bool, cancelled: threading.Event
) -> int:
    from mura_desktop.dicomio.deidentify import Deidentifier  # noqa: PLC0415 - for this alone

    found = list(find_files(asked, cancelled=cancelled.is_set))
    if any(isinstance(one, Path) and one.is_relative_to(target) for one in found):
        raise UsageError(f"{target} holds files to copy. Name another folder for the copies.")
    try:
        private_folder(target)
        key = Pseudonyms.kept_in(paths.export_key())
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}.") from error
    deidentifier = Deidentifier(key, with_burned_in=burned_in)
    made: set[Path] = set()
    doubtful, held = 0, 0
    with Progress(console=error_console) as progress:
        for one in progress.track(found, description="Writing copies"):
            if cancelled.is_set():
                break
            try:
                doubt = _copy(one, target, deidentifier, made)
            except HeldBackError as error:
                held += 1
                tell(f"Left out: {_path(one)}: {error}")
                continue
            if doubt:
                doubtful += 1
    if made:
        _note(len(made))
    tell(f"{len(made)} copies are in {target}; {held} files were left out.")
    if doubtful:
        tell(
            f"Look at the pictures before they leave the house: {doubtful} of the copies do not "
            "say, or say, that there is text in them. Headers are clean; pixels are as they were."
        )
    if cancelled.is_set():
        return ExitCode.STOPPED
    return ExitCode.NOT_ALL_SCORED if held else ExitCode.DONE


def _copy(one: Path | NotScored, target: Path, deidentifier: Deidentifier, made: set[Path]) -> str:
    """Write one copy, add it to those made, and return what speaks against passing it on unseen."""
    from pydicom import dcmread  # noqa: PLC0415

    from mura_desktop.imaging.part10 import START, is_dicom, quiet_pydicom  # noqa: PLC0415

    if isinstance(one, NotScored):
        raise HeldBackError(one.reason)
    try:
        with one.open("rb") as stream:
            if not is_dicom(stream.read(START)):
                raise HeldBackError("is no DICOM file")
            stream.seek(0)
            with quiet_pydicom():
                copy = deidentifier.copy(dcmread(stream, force=True))
                content = copy.encoded()
        _write(private_folder(target / copy.folder) / copy.name, content, made)
    except HeldBackError:
        raise
    except OSError as error:
        raise HeldBackError(f"cannot be read or written ({error.strerror})") from error
    except Exception as error:  # a damaged file; what cannot be understood is not passed on
        log.warning("a file cannot be de-identified:\n%s", traced(error))
        raise HeldBackError("is damaged, so nobody can tell what it says of the patient") from error
    return copy.doubt


def _write(path: Path, content: bytes, made: set[Path]) -> None:
    """Write a file, and never over another: two different images may have one SOP Instance UID."""
    there = path.read_bytes() if path.exists() else None
    if path in made:
        raise HeldBackError(
            "is the same image as a file before it"
            if there == content
            else "has the SOP Instance UID of a file before it and other contents"
        )
    if there is None:
        write_whole(path, content)
    elif there != content:
        raise HeldBackError(f"its copy would replace {path}, which has other contents")
    made.add(path)


def _note(written: int) -> None:
    from mura_desktop.assembly import open_store  # noqa: PLC0415 - others need none of it
    from mura_desktop.settings import load_settings  # noqa: PLC0415

    store = open_store(load_settings())
    try:
        store.audit.record(Action.EXPORTED, what="de-identified images", images=written)
    finally:
        store.close()


def _path(one: Path | NotScored) -> str:
    return str(one.path if isinstance(one, NotScored) else one)
