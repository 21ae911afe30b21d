"""Which engine is the fastest on this machine: each is tried once, and what was found is kept.

Speed depends on the processor, on what a runtime makes of it and on its version, and no table can
know all of them. What is kept counts only for the same machine, model and versions.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from mura_desktop.errors import ModelError
from mura_desktop.files import write_whole
from mura_desktop.inference.bundle import Bundle
from mura_desktop.inference.check import check_input
from mura_desktop.inference.engine import Precision
from mura_desktop.inference.selection import open_engine

log = logging.getLogger(__name__)

VIEWS = 7
"""Timed after two that are not: enough for a median, short enough for a first start."""
GAIN = 1.15
"""So much faster another engine has to be than the default one: less is noise."""
RUNTIMES = ("openvino", "onnxruntime")


class Choice(BaseModel):
    """What to open the model with.

    Attributes
    ----------
    runtime
        See `selection.RUNTIMES`.
    precision
        Which of the bundle's files.
    threads
        None leaves it to the runtime.
    """

    model_config = ConfigDict(frozen=True)

    runtime: str = "openvino"
    precision: Precision = Precision.SINGLE
    threads: int | None = None


class Trial(BaseModel):
    """How one choice did.

    Attributes
    ----------
    choice
        What was tried.
    engine
        Its description; empty where it could not be opened.
    milliseconds
        Median of one pass over one view; None where it could not be opened.
    problem
        Why it could not be opened.
    """

    model_config = ConfigDict(frozen=True)

    choice: Choice
    engine: str = ""
    milliseconds: float | None = None
    problem: str = ""


class Found(BaseModel):
    """What a self-test found.

    Attributes
    ----------
    machine
        See `machine_of`.
    trials
        In the order they were made; the first is the default.
    """

    model_config = ConfigDict(frozen=True)

    machine: str
    trials: tuple[Trial, ...]

    @property
    def fastest(self) -> Choice:
        """The choice to work with: the default one, unless another is clearly faster."""
        timed = [(trial.milliseconds, trial.choice) for trial in self.trials if trial.milliseconds]
        if not timed:
            return Choice()
        default, best = timed[0], min(timed, key=lambda entry: entry[0])
        return best[1] if default[0] >= GAIN * best[0] else default[1]


def machine_of(bundle: Bundle) -> str:
    """Name machine, versions and model as one hash: what the speed depends on."""
    versions = [f"{name} {_version(name)}" for name in RUNTIMES]
    words = (platform.machine(), _processor(), str(os.cpu_count()), *versions)
    card = bundle.card.model_dump_json()
    return hashlib.sha256("\n".join((*words, card)).encode()).hexdigest()


def choices(bundle: Bundle) -> Iterator[Choice]:
    """Yield what is worth a trial, the default first."""
    cores = os.cpu_count() or 1
    yield Choice()
    if cores > 2:
        # Two threads on one core often slow each other down; a runtime may not know.
        yield Choice(threads=cores // 2)
    fast = bundle.card.eight_bit
    if fast is not None and fast.within_bounds:
        yield Choice(precision=Precision.EIGHT_BIT)
    yield Choice(runtime="onnxruntime")


def run_self_test(
    bundle: Bundle,
    told: Callable[[Trial], object] = lambda _trial: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Found | None:
    """Try all choices on one known input, one after the other.

    Parameters
    ----------
    bundle
        With ONNX files.
    told
        Hears of each trial.
    stopped
        Asked between trials: True gives up.

    Returns
    -------
    Found or None
        None where it was stopped.
    """
    trials = []
    for choice in choices(bundle):
        if stopped():
            return None
        trials.append(_try(bundle, choice))
        told(trials[-1])
        log.info("self-test: %s", trials[-1].model_dump_json())
    return Found(machine=machine_of(bundle), trials=tuple(trials))


def keep(found: Found, file: Path) -> None:
    """Write down what was found.

    Raises
    ------
    OSError
        Where the disk refuses.
    """
    write_whole(file, found.model_dump_json(indent=2).encode())


def kept(file: Path, bundle: Bundle) -> Found | None:
    """Return what was found on this machine with this model, None where nothing was yet."""
    try:
        found = Found.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        log.warning("%s is of no use (%s): the engines are tried again", file.name, type(error))
        return None
    return found if found.machine == machine_of(bundle) else None


def _try(bundle: Bundle, choice: Choice) -> Trial:
    try:
        engine = open_engine(
            bundle, prefer=choice.runtime, threads=choice.threads, precision=choice.precision
        )
        view = check_input(bundle.card.input.size)
        times = []
        for _ in range(VIEWS + 2):
            began = time.perf_counter()
            engine.run(view)
            times.append(time.perf_counter() - began)
    except ModelError as error:
        return Trial(choice=choice, problem=str(error))
    if choice.runtime not in engine.description.lower().replace(" ", ""):
        return Trial(choice=choice, problem=f"{choice.runtime} does not run here")
    return Trial(
        choice=choice, engine=engine.description, milliseconds=statistics.median(times[2:]) * 1e3
    )


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "none"


def _processor() -> str:
    """Return the processor's name and abilities, where the system tells them."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    wanted = [line for line in lines if line.startswith(("model name", "flags"))]
    return "\n".join(dict.fromkeys(wanted))
