"""What a run of training left behind, or a table of predictions, ready to be reported."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mura_desktop.errors import UsageError
from mura_desktop.inference.card import Metric
from trainer.predictions import PREDICTIONS, Prediction, read_predictions

METRICS = "metrics.json"
HISTORY = "history.csv"
CURVES = ("accuracy", "val_accuracy", "loss", "val_loss")

_ORDER = ("ResNet50", "EfficientNetB0", "VGG19", "DenseNet169", "DenseNet169-fine-tuned")
"""As the benchmark tells them; other members follow in the order of the alphabet."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One line of a history; None where the file has no number."""

    epoch: int
    accuracy: float | None
    val_accuracy: float | None
    loss: float | None
    val_loss: float | None


@dataclass(frozen=True, slots=True)
class Member:
    """A backbone, a stage or a member of an ensemble.

    Attributes
    ----------
    name
        Its folder.
    predictions
        Of the images that are measured: those of a run in the split ``val``, those of a table all.
    history
        Epochs in order; empty where there is none.
    """

    name: str
    predictions: tuple[Prediction, ...]
    history: tuple[Epoch, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a report tells of one run, bundle or table.

    Attributes
    ----------
    title
        Short name.
    identity
        What it is, as pairs of term and value.
    members
        At least one with predictions or a history.
    measured
        Which images the figures are of, in words.
    config
        The recipe as JSON; empty where not known.
    bands
        The card's own table, of a bundle.
    limits
        What the model cannot do, in sentences, of a bundle.
    unreadable
        Files that gave no image, with the reason.
    """

    title: str
    identity: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    measured: str = "validation images (split val)"
    config: str = ""
    bands: tuple[Metric, ...] = ()
    limits: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def read_result(path: Path) -> Result:
    """Read a run's folder, or a table of predictions.

    Raises
    ------
    UsageError
        Where there is nothing to report, or a file is damaged.
    """
    if path.is_dir():
        return _read_run(path)
    predictions = tuple(read_predictions(path))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Result(
        title=path.stem,
        identity=(("table", path.name), ("SHA-256", digest)),
        members=(Member(path.stem, predictions),),
        measured=f"all images of {path.name}",
    )


def _read_run(run: Path) -> Result:
    folders = [
        folder
        for folder in run.iterdir()
        if (folder / PREDICTIONS).is_file() or (folder / HISTORY).is_file()
    ]
    if not folders:
        raise UsageError(
            f"{run} is not a run that can be reported: no folder in it has {PREDICTIONS} or "
            f"{HISTORY}"
        )
    config = run / "config.json"
    return Result(
        title=run.resolve().name,
        identity=tuple(_identity(_json(run / "run.json"))),
        members=tuple(_read_member(folder) for folder in sorted(folders, key=_rank)),
        config=json.dumps(_json(config), indent=2) if config.is_file() else "",
    )


def _rank(folder: Path) -> tuple[int, str]:
    name = folder.name
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER)), name


def _read_member(folder: Path) -> Member:
    table, history = folder / PREDICTIONS, folder / HISTORY
    predictions = read_predictions(table) if table.is_file() else []
    return Member(
        name=folder.name,
        predictions=tuple(each for each in predictions if each.split == "val"),
        history=tuple(read_history(history)) if history.is_file() else (),
    )


def read_history(path: Path) -> list[Epoch]:
    """Read accuracy and loss by epoch.

    Raises
    ------
    UsageError
        Where a line has no epoch.
    """
    epochs = []
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        for row in reader:
            number = _number(row.get("epoch"))
            if number is None:
                raise UsageError(f"{path}, line {reader.line_num}: the epoch is missing")
            epochs.append(Epoch(int(number), *(_number(row.get(name)) for name in CURVES)))
    return epochs


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "nan")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _json(path: Path) -> dict[str, Any]:
    """Read an object; empty where there is no such file."""
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{path} is damaged: {error}") from error
    if not isinstance(content, dict):
        raise UsageError(f"{path} is damaged: it holds no object")
    return content


def _identity(about: dict[str, Any]) -> list[tuple[str, str]]:
    """Say what ``run.json`` says, in a fixed order; what it lacks is told as not recorded."""
    host = about.get("host") or {}
    terms = {
        "recipe": about.get("recipe"),
        "code version": about.get("code_version"),
        "data": about.get("data_name"),
        "data hash (SHA-256)": about.get("data_digest"),
        "images limited to": about.get("limit") or "all",
        "began": about.get("began"),
        "ended": about.get("ended"),
        "TensorFlow, Keras": _join(about.get("tensorflow"), about.get("keras")),
        "machine": ", ".join(f"{name} {value}" for name, value in host.items()),
    }
    if not about:
        return [("run.json", "missing: code version and data hash were not recorded")]
    return [(term, str(value) if value else "not recorded") for term, value in terms.items()]


def _join(*values: object) -> str:
    return ", ".join(str(value) for value in values if value)
