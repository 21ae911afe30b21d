"""What a run of training left behind, or a table of predictions, ready to be reported."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path

from mura_desktop.errors import UsageError
from mura_desktop.inference.card import Metric
from trainer.predictions import PREDICTIONS, Prediction, read_predictions
from trainer.runs import CONFIG, Record, read_config, read_record

METRICS = "metrics.json"
HISTORY = "history.csv"
CURVES = ("accuracy", "val_accuracy", "loss", "val_loss")


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
    recipe
        Its name; empty where not known.
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
    recipe: str = ""
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
    folders = {
        folder.name: folder
        for folder in sorted(run.iterdir())
        if (folder / PREDICTIONS).is_file() or (folder / HISTORY).is_file()
    }
    if not folders:
        raise UsageError(
            f"{run} is not a run that can be reported: no folder in it has {PREDICTIONS} or "
            f"{HISTORY}"
        )
    config = read_config(run) if (run / CONFIG).is_file() else {}
    trained = [part["name"] for part in config.get("members", config.get("stages", ()))]
    names = [name for name in trained if name in folders]
    names += [name for name in folders if name not in trained]
    record = read_record(run)
    return Result(
        title=run.resolve().name,
        identity=_identity(record) if record else (("run.json", "missing: nothing recorded"),),
        members=tuple(_read_member(folders[name]) for name in names),
        config=json.dumps(config, indent=2) if config else "",
        recipe=record.recipe if record else "",
    )


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


def _identity(record: Record) -> tuple[tuple[str, str], ...]:
    host = record.host
    gpus = ", ".join(host.gpus) or "none"
    return (
        ("recipe", record.recipe),
        ("code version", ", then ".join((record.code_version, *record.went_on))),
        ("data", record.data_name),
        ("data hash (SHA-256)", record.data_digest),
        ("cut down to", f"about {record.limit} images" if record.limit else "nothing: all images"),
        ("started from", ", ".join(f"{name}: {what}" for name, what in record.weights.items())),
        ("began", record.began),
        ("ended", record.ended or "has not ended"),
        ("TensorFlow, Keras", f"{record.tensorflow}, {record.keras}"),
        ("machine", f"{host.cpus} CPUs; GPUs: {gpus}; {host.precision}; {host.strategy}"),
    )
