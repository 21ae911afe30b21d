"""The folder of a run: what is in it, who may go on in it, and how it is read back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

import trainer
from mura_desktop.errors import UsageError
from trainer.config import Recipe
from trainer.recipes.classification import Classification

CONFIG = "config.json"
RECORD = "run.json"
LOG = "train.log"
REPORT = "report.html"

AnyRecipe: TypeAlias = Recipe | Classification


@dataclass(frozen=True, slots=True)
class Host:
    """What a run computes on, in words for humans."""

    cpus: int
    gpus: tuple[str, ...]
    precision: str
    strategy: str


@dataclass(frozen=True, slots=True)
class Record:
    """What ``run.json`` says of a run.

    Attributes
    ----------
    recipe
        Its name.
    code_version
        Version of the package, and the commit where it runs from a git repository.
    data_name, data_digest
        What it learns from; see `Dataset.digest`.
    weights
        What it starts from, by backbone or by the option that names it: MD5 of a file,
        ``imagenet`` or ``none``.
    limit
        About how many images it was cut down to; None for all.
    host
        The computer, or the first one of several.
    tensorflow, keras
        Their versions.
    began, ended
        ISO 8601, in UTC; ``ended`` is None while it goes on.
    went_on
        Other versions of the code with which it went on after an interruption.
    """

    recipe: str
    code_version: str
    data_name: str
    data_digest: str
    weights: Mapping[str, str]
    limit: int | None
    host: Host
    tensorflow: str
    keras: str
    began: str
    ended: str | None = None
    went_on: tuple[str, ...] = ()


def begin_run(run: Path, recipe: AnyRecipe, record: Record) -> None:
    """Write config and record, or check that a run that was begun is the same.

    What was noted when a run began stays: started again, it may only add the version of the code
    that it goes on with.

    Raises
    ------
    UsageError
        Where the folder holds a run of another recipe, other data, other starting weights or
        another number format.
    """
    run.mkdir(parents=True, exist_ok=True)
    write_recipe(run, recipe)
    before = read_record(run)
    if before is not None:
        for what, then, now in (
            ("data", before.data_digest, record.data_digest),
            ("starting weights", before.weights, record.weights),
            ("precision", before.host.precision, record.host.precision),
        ):
            if then != now:
                raise UsageError(
                    f"{run} was begun with other {what} ({then}, now {now}); go on with the same, "
                    "or choose another folder"
                )
        versions = (before.code_version, *before.went_on)
        if before.ended is not None or record.code_version in versions:
            return
        record = replace(before, went_on=(*before.went_on, record.code_version))
    _write_record(run, record)


def end_run(run: Path) -> None:
    """Note when the run ended, if it has not ended before."""
    record = read_record(run)
    if record is not None and record.ended is None:
        _write_record(run, replace(record, ended=now()))


def read_record(run: Path) -> Record | None:
    """Read ``run.json``; None where there is none."""
    path = run / RECORD
    if not path.is_file():
        return None
    try:
        return TypeAdapter(Record).validate_json(path.read_bytes())
    except ValidationError as error:
        raise UsageError(f"{path} is damaged: {error}") from error


def _write_record(run: Path, record: Record) -> None:
    _write(run / RECORD, json.dumps(asdict(record), indent=2))


def read_recipe(run: Path) -> Recipe:
    """Read the recipe of a FracAtlas run, so that a later change does not reach old runs.

    Raises
    ------
    UsageError
        Where the folder is no run, or one of another kind of recipe.
    """
    try:
        return TypeAdapter(Recipe).validate_python(read_config(run))
    except ValidationError as error:
        raise UsageError(
            f"{run} is no run of a recipe for FracAtlas; a bundle is made of one of these"
        ) from error


def read_config(run: Path) -> dict[str, Any]:
    """Read ``config.json`` as it is.

    Raises
    ------
    UsageError
        Where the folder is no run.
    """
    config = run / CONFIG
    if not config.is_file():
        raise UsageError(f"{run} is not a run: it has no {CONFIG}")
    try:
        content: dict[str, Any] = json.loads(config.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{config} is damaged: {error}") from error
    return content


def write_recipe(run: Path, recipe: AnyRecipe) -> None:
    """Note the recipe in the folder; a folder that was begun with another one is refused."""
    text = TypeAdapter(type(recipe)).dump_json(recipe, indent=2).decode()
    if (run / CONFIG).is_file() and read_config(run) != json.loads(text):
        raise UsageError(f"{run} was begun with another recipe; choose another folder for this one")
    _write(run / CONFIG, text)


def _write(path: Path, text: str) -> None:
    partial = path.with_name(f"partial.{path.name}")
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(path)


def now() -> str:
    """Return date and time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def code_version() -> str:
    """Return the version of the package, and the commit where it runs from its git repository."""
    package = version("mura-desktop")
    try:
        _git("ls-files", "--error-unmatch", "__init__.py")  # not a repository it was installed in
        commit = _git("describe", "--always", "--abbrev=12", "--dirty", "--exclude=*")
    except (OSError, subprocess.CalledProcessError):
        return package
    return f"{package}, commit {commit}"


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(Path(trainer.__file__).parent), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.strip()
