"""Runs side by side: what differs between them, and what came out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from mura_desktop.errors import UsageError
from trainer.results import METRICS
from trainer.runs import read_config, read_record

FIGURES = ("accuracy", "auroc", "kappa")
"""Those of ``metrics.json`` that are set side by side."""
ABSENT = "-"


def compare_runs(runs: Sequence[Path], subset: str) -> list[Table]:
    """Return the tables: what the runs are, settings that differ, figures with 95 % intervals.

    Parameters
    ----------
    runs
        Folders of runs; those that go on still have no figures.
    subset
        Of the validation images: ``all``, or a body part.

    Raises
    ------
    UsageError
        Where a folder is no run, or no run that has figures has them of this subset.
    """
    records = [_record(run) for run in runs]
    measured = [_measured(run) for run in runs]
    known = {name: None for members in measured for name in _subset_names(members)}
    if known and subset not in known:
        raise UsageError(f"no run has figures of {subset!r}; there are {', '.join(known)}")
    figures = [dict(_member_figures(members, subset)) for members in measured]
    return [
        _table("Runs", runs, records),
        _table(
            "Settings that differ", runs, [_flat(read_config(run)) for run in runs], alike=False
        ),
        _table(f"Figures, subset {subset} of the validation images (95 % interval)", runs, figures),
    ]


def same_data(runs: Sequence[Path]) -> bool:
    """Say whether all runs learnt from and were measured on the same data."""
    records = [read_record(run) for run in runs]
    return len({record.data_digest for record in records if record}) <= 1


def _record(run: Path) -> dict[str, str]:
    record = read_record(run)
    if record is None:
        return {"recipe": read_config(run).get("name", ABSENT)}
    return {
        "recipe": record.recipe,
        "code": ", then ".join((record.code_version, *record.went_on)),
        "data": record.data_name,
        "data hash": record.data_digest[:12],
        "limited to": str(record.limit or "all images"),
        "starting weights": ", ".join(f"{name} {start}" for name, start in record.weights.items()),
        "precision": record.host.precision,
        "devices": record.host.strategy,
        "TensorFlow, Keras": f"{record.tensorflow}, {record.keras}",
        "began": record.began,
        "ended": record.ended or "goes on, or was interrupted",
    }


def _measured(run: Path) -> Mapping[str, Any]:
    """Return the members of ``metrics.json``; none where the run goes on still."""
    path = run / METRICS
    if not path.is_file():
        return {}
    try:
        members: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))["members"]
        for name in _subset_names(members):
            dict(_member_figures(members, name))
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} is damaged ({error!r}); training again into the folder renews it"
        ) from error
    return members


def _subset_names(members: Mapping[str, Any]) -> Iterator[str]:
    for summary in members.values():
        for subsets in summary["levels"].values():
            for found in subsets:
                yield found["name"]


def _member_figures(members: Mapping[str, Any], subset: str) -> Iterator[tuple[str, str]]:
    for member, summary in members.items():
        for level, subsets in summary["levels"].items():
            for found in (each for each in subsets if each["name"] == subset):
                for name in FIGURES:
                    yield f"{member}, {level}: {name}", _interval(found["figures"][name])


def _interval(figure: Mapping[str, float | None]) -> str:
    if figure["value"] is None:
        return "not defined"
    text = f"{figure['value']:.4f}"
    if figure["low"] is None:
        return text
    return f"{text} ({figure['low']:.4f} to {figure['high']:.4f})"


def _flat(value: Any, name: str = "") -> dict[str, str]:
    """Return settings by dotted names; members of a list that have a name go by it."""
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = [
            (each.get("name", str(index)) if isinstance(each, dict) else str(index), each)
            for index, each in enumerate(value)
        ]
    else:
        return {name: ABSENT if value is None else str(value)}
    flat: dict[str, str] = {}
    for key, each in items:
        flat |= _flat(each, f"{name}.{key}" if name else str(key))
    return flat


def _table(
    title: str, runs: Sequence[Path], columns: Sequence[Mapping[str, str]], *, alike: bool = True
) -> Table:
    table = Table("", *(str(run) for run in runs), title=title, title_justify="left")
    for name in dict.fromkeys(name for column in columns for name in column):
        cells = [column.get(name, ABSENT) for column in columns]
        if alike or len(set(cells)) > 1:
            table.add_row(name, *cells)
    return table
