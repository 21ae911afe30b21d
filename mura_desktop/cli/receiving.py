"""Receiving without a window: images come, whole studies are scored, until someone says stop."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from mura_desktop.assembly import Assembly, assemble
from mura_desktop.cli.common import ExitCode, tell
from mura_desktop.errors import MuraError, UsageError
from mura_desktop.events import NotKept, NotScorable, Scanned, Scored, Unreadable
from mura_desktop.logs import traced
from mura_desktop.polling import Polling
from mura_desktop.pseudonyms import pseudonym
from mura_desktop.reception import Reception, Whole
from mura_desktop.settings import Settings, load_settings
from mura_desktop.studies.model import Finding, Grouping

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
RETRY_SECONDS = 10.0
"""Pause after a job that failed."""


def receive(
    aet: Annotated[str | None, typer.Option(help="This program's AE title.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0 for any.")] = None,
    model: Annotated[Path | None, typer.Option(help="Folder of a model bundle.")] = None,
) -> None:
    """Receive studies over DICOM and score them, until SIGTERM or Ctrl+C."""
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        raise typer.Exit(_serve(_settings(aet, port), model, stop))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _settings(aet: str | None, port: int | None) -> Settings:
    given = {name: value for name, value in (("aet", aet), ("port", port)) if value is not None}
    settings = load_settings()
    if not given:
        return settings
    try:
        return settings.model_validate({**dict(settings), **given})
    except ValueError as error:
        raise UsageError("The AE title has 1 to 16 characters, without a backslash.") from error


def _serve(settings: Settings, model: Path | None, stop: threading.Event) -> int:
    assembly = assemble(model)
    try:
        reception = Reception(settings, assembly.store)
        try:
            receiver = reception.listen()
            address = receiver.address
            tell(f"Listening as {address.aet} on {address.host}, port {address.port}.")
            if assembly.model_problem is not None:
                tell(f"Scoring is off: {assembly.model_problem}")
            polling = Polling(settings, reception, assembly.store, _tell_of_archives)
            try:
                _score_what_comes(assembly, reception, stop)
            finally:
                polling.close()
        finally:
            reception.close()
        tell(f"Stopped: {receiver.kept} images kept, {receiver.refused} refused.")
    finally:
        assembly.close()
    return ExitCode.DONE


def _tell_of_archives(text: str | None) -> None:
    tell("All archives answer again." if text is None else text)


def _score_what_comes(assembly: Assembly, reception: Reception, stop: threading.Event) -> None:
    given_up: set[tuple[str, object]] = set()
    while not stop.wait(LOOK_SECONDS):
        whole: list[Whole] = []
        try:
            found = reception.whole(beside=len(given_up))
            whole = [one for one in found if (one.study_uid, one.until) not in given_up]
            if whole:
                _score(assembly, whole, stop)
                for study in () if stop.is_set() else whole:
                    reception.settle(study)
        except MuraError as error:
            log.error("received studies wait:\n%s", traced(error))
            tell(f"{error} What was received waits, and is tried again.")
            _pause(stop)
        except Exception as error:  # noqa: BLE001 - a server goes on receiving
            log.error("received studies cannot be scored:\n%s", traced(error))
            tell("Received studies cannot be scored. This is our bug; details are in the log.")
            given_up.update((one.study_uid, one.until) for one in whole)


def _pause(stop: threading.Event) -> None:
    end = time.monotonic() + RETRY_SECONDS
    while time.monotonic() < end and not stop.wait(LOOK_SECONDS):
        continue


def _score(assembly: Assembly, whole: Sequence[Whole], stop: threading.Event) -> None:
    files = [path for study in whole for path in study.files]
    for event in assembly.pipeline.triage(files, Grouping.AUTO, stop):
        match event:
            case Scanned(scan, known):
                for study in scan.studies:
                    if study.uid in known:
                        _say(study.uid, known[study.uid])
                for _left_out in scan.not_scored:
                    log.info("a received file is part of no score")
            case Scored(study, finding):
                _say(study.uid, finding)
            case Unreadable(study) | NotScorable(study):
                tell(f"Study {pseudonym(study.uid)}: not scored.")
                log.info("study %s is not scored", pseudonym(study.uid))
            case NotKept(text):
                tell(text)


def _say(uid: str, finding: Finding) -> None:
    tell(f"Study {pseudonym(uid)}: {finding.band.value}, {finding.score:.0%}.")
    log.info("study %s: %s", pseudonym(uid), finding.band.value)
