"""Scoring on many machines: the command that hands out, and the worker."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from mura_desktop.assembly import assemble
from mura_desktop.cli.common import ExitCode, error_console, tell
from mura_desktop.errors import UsageError
from mura_desktop.inert import terminal
from mura_desktop.scaling import NO_DASK, no_answer
from mura_desktop.scaling.run import Step, triage_on
from mura_desktop.settings import load_settings
from mura_desktop.studies.model import Grouping


def run_on(scheduler: str, opened: Sequence[Path], group: Grouping, model: Path | None) -> int:
    """Score on the workers of a scheduler; print what was not scored, and the totals."""
    cancelled = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: cancelled.set())
    assembly = assemble(model, load_settings().patience_seconds)
    total = Step()
    left_out = 0
    columns = (TextColumn("{task.description}"), TimeElapsedColumn())
    try:
        with Progress(*columns, console=error_console) as progress:
            bar = progress.add_task(_told(total, left_out))
            for step in triage_on(scheduler, assembly, opened, group, cancelled, model):
                total = replace(
                    total,
                    found=total.found + step.found,
                    known=total.known + step.known,
                    scored=total.scored + step.scored,
                    views=total.views + step.views,
                )
                left_out += len(step.not_scored)
                for entry in step.not_scored:
                    print(terminal(f"Not scored: {entry.path}: {entry.reason}"))  # noqa: T201
                if step.notice:
                    tell(f"{step.notice} Its tasks wait, and are tried again.")
                progress.update(bar, description=_told(total, left_out))
    finally:
        signal.signal(signal.SIGINT, before)
        assembly.close()
    print(_told(total, left_out))  # noqa: T201
    if cancelled.is_set():
        tell("Stopped. What was scored is kept; the same call goes on from there.")
        return ExitCode.STOPPED
    return ExitCode.NOT_ALL_SCORED if left_out else ExitCode.DONE


def worker(
    scheduler: Annotated[str, typer.Argument(help="Such as tcp://HOST:8786.")],
) -> None:
    """Score for a scheduler of Dask, on one processor core, until SIGTERM or Ctrl+C."""
    try:
        from distributed import Worker  # noqa: PLC0415 - few need it, and it is an extra
    except ImportError as error:
        raise UsageError(NO_DASK) from error
    from mura_desktop.scaling import work  # noqa: PLC0415

    async def serve(folder: str) -> None:
        # No limit on memory: a worker that Dask pauses or ends would be one that only decodes.
        async with Worker(
            scheduler, nthreads=1, memory_limit=0, local_directory=folder, death_timeout=60
        ) as running:
            for number in (signal.SIGTERM, signal.SIGINT):
                with contextlib.suppress(NotImplementedError):  # on Windows; Ctrl+C ends it as well
                    asyncio.get_running_loop().add_signal_handler(
                        number, lambda: asyncio.ensure_future(running.close())
                    )
            await running.finished()

    try:
        with tempfile.TemporaryDirectory(prefix="mura-worker-") as folder:
            asyncio.run(serve(folder))
    except (OSError, TimeoutError) as error:
        raise UsageError(no_answer(scheduler)) from error
    finally:
        work.release()


def _told(total: Step, left_out: int) -> str:
    return (
        f"{total.found:,} studies found, {total.known:,} had a score, {total.scored:,} scored now "
        f"({total.views:,} views); {left_out:,} files without a score"
    )
