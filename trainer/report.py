"""One HTML file about runs, bundles or tables of predictions, which needs nothing beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mura_desktop import __version__
from mura_desktop.errors import UnreadableFileError
from mura_desktop.inference.card import Card, Metric
from trainer import plots
from trainer.datasets import Dataset
from trainer.heat import POINTING_TOLERANCE
from trainer.metrics import RESAMPLES
from trainer.predictions import Level, Prediction
from trainer.reader_study import PUBLISHED, ReaderStudy, compare, models_of, read_ratings
from trainer.results import Epoch, Member, Result, read_result
from trainer.summary import (
    ALL,
    BINS,
    FEW_GROUPS,
    STATED_SENSITIVITY,
    THRESHOLD,
    Figure,
    Subset,
    Summary,
    summarise,
)

FIGURE_NAMES = {
    "accuracy": "Accuracy",
    "auroc": "AUROC",
    "average_precision": "Average precision",
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "kappa": "Cohen's κ",
    "brier": "Brier score",
}
THINGS: dict[Level, str] = {"image": "images", "study": "studies"}


@dataclass(frozen=True, slots=True)
class LevelView:
    """One level of one member, drawn."""

    level: Level
    subsets: tuple[Subset, ...]
    roc: Markup | None
    calibration: Markup
    parts: Markup | None

    @property
    def overall(self) -> Subset:
        """All rows."""
        return self.subsets[0]


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member, measured and drawn.

    Attributes
    ----------
    name
        With the title of its run where there are several.
    curves
        Accuracy and loss; None without a history.
    summary
        None without predictions.
    levels
        Studies first; images alone where every study is one image.
    """

    name: str
    history: tuple[Epoch, ...]
    curves: Markup | None
    summary: Summary | None
    levels: tuple[LevelView, ...]


def write_report(
    runs: Sequence[Path],
    html: Path,
    *,
    readers: Path | None = None,
    gold: Sequence[str] = (),
    resamples: int = RESAMPLES,
) -> None:
    """Write a report of runs.

    Parameters
    ----------
    runs
        Folders of runs, or tables of predictions.
    html
        The file to write.
    readers
        Table of readers' labels, for a reader study.
    gold
        The readers of its gold standard; three at random where empty.
    resamples
        For the intervals.

    Raises
    ------
    UsageError
        Where a run holds nothing to report, or a table is damaged.
    """
    results = [read_result(run) for run in runs]
    study = None
    if readers is not None:
        models = models_of(results)
        study = compare(read_ratings(readers), models, gold=gold, resamples=resamples)
    write_html(results, html, study=study, resamples=resamples)


def report_of_bundle(
    card: Card,
    engine: str,
    data: Dataset,
    measured: str,
    predictions: Sequence[Prediction],
    metrics: Sequence[Metric],
    unreadable: Sequence[UnreadableFileError],
) -> Result:
    """Put together what a report tells of a bundle that was scored on a data set.

    Parameters
    ----------
    card
        Of the bundle.
    engine
        Runtime, version and device.
    data, measured
        The data set, and which of its images were scored, in words.
    predictions, metrics, unreadable
        What came of it.
    """
    return Result(
        title=card.name,
        identity=(
            ("model", card.name),
            ("weights (SHA-256)", card.weights.sha256),
            ("engine", engine),
            ("code version", __version__),
            ("trained on", card.training.data),
            ("started from", card.training.start),
            ("trained by", card.training.recipe),
            ("calibrated on", card.calibration.fitted_on),
            ("measured on", measured),
            ("data hash (SHA-256)", data.digest()),
        ),
        members=(Member(card.name, tuple(predictions)),),
        measured=measured,
        bands=tuple(metrics),
        limits=card.limits,
        unreadable=tuple(str(error) for error in unreadable),
    )


def write_html(
    results: Sequence[Result],
    html: Path,
    *,
    study: ReaderStudy | None = None,
    resamples: int = RESAMPLES,
) -> None:
    """Measure, draw and write; an older file of the name is replaced at the end."""
    several = len(results) > 1
    members = [
        _view(f"{result.title}: {member.name}" if several else member.name, member, resamples)
        for result in results
        for member in result.members
    ]
    environment = Environment(
        loader=PackageLoader("trainer"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["interval"] = interval
    text = environment.get_template("report.html").render(
        title=", ".join(result.title for result in results),
        results=results,
        members=members,
        overview=[_overview(level, members) for level in _levels(members)],
        benchmark=_benchmark(members),
        reported=_reported(results),
        study=study,
        readers_chart=_readers_chart(study) if study else None,
        published=PUBLISHED,
        names=FIGURE_NAMES,
        things=THINGS,
        all=ALL,
        resamples=resamples,
        threshold=THRESHOLD,
        stated=STATED_SENSITIVITY,
        bins=BINS,
        few=FEW_GROUPS,
        tolerance=POINTING_TOLERANCE,
    )
    partial = html.with_name(f"partial.{html.name}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(html)


def interval(figure: Figure) -> str:
    """Write the ends of an interval, or nothing."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.3f}, {figure.high:.3f}"


def _view(name: str, member: Member, resamples: int) -> MemberView:
    summary = summarise(member.predictions, resamples) if member.predictions else None
    title = f"{name}: accuracy and loss by epoch, training and validation"
    return MemberView(
        name=name,
        history=member.history,
        curves=plots.curves_chart(member.history, title) if member.history else None,
        summary=summary,
        levels=_level_views(name, summary) if summary else (),
    )


def _level_views(name: str, summary: Summary) -> tuple[LevelView, ...]:
    levels: tuple[Level, ...] = ("study", "image")
    if summary.levels["study"] is summary.levels["image"]:
        levels = ("image",)
    return tuple(_level_view(name, level, summary.levels[level]) for level in levels)


def _level_view(name: str, level: Level, subsets: tuple[Subset, ...]) -> LevelView:
    overall = subsets[0]
    seen = f"{name}, by {level}"
    roc = None
    if overall.roc:
        area = overall.figures["auroc"]
        title = f"{seen}: ROC curve, AUROC {area.value:.3f}, and operating points"
        roc = plots.roc_chart([("ROC curve", overall.roc)], title, overall.operating_points)
    shown = {"auroc": "AUROC", "kappa": "Cohen's κ", "accuracy": "accuracy"}
    return LevelView(
        level=level,
        subsets=subsets,
        roc=roc,
        calibration=plots.calibration_chart(
            overall.calibration, f"{seen}: calibration, share abnormal against mean probability"
        ),
        parts=plots.parts_chart(subsets, shown, f"{seen}: {', '.join(shown.values())} by subset")
        if len(subsets) > 1
        else None,
    )


def _levels(members: Sequence[MemberView]) -> list[Level]:
    found = {view.level for member in members for view in member.levels}
    order: tuple[Level, ...] = ("study", "image")
    return [level for level in order if level in found]


@dataclass(frozen=True, slots=True)
class Overview:
    """All members side by side on one level."""

    level: Level
    rows: tuple[tuple[str, Subset], ...]
    roc: Markup | None


def _overview(level: Level, members: Sequence[MemberView]) -> Overview:
    rows = tuple(
        (member.name, view.overall)
        for member in members
        for view in member.levels
        if view.level == level
    )
    curves = [
        (f"{name} ({overall.figures['auroc'].value:.3f})", overall.roc)
        for name, overall in rows
        if overall.roc
    ]
    title = f"ROC curves by {level}, AUROC in brackets: {', '.join(name for name, _ in curves)}"
    return Overview(level, rows, plots.roc_chart(curves, title) if len(curves) > 1 else None)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Accuracy by epoch and member.

    Attributes
    ----------
    names
        Of the members.
    rows
        Epoch, and for each member its epoch or None.
    best
        For each member the epoch of best validation accuracy; the first of equals.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Epoch | None, ...]], ...]
    best: tuple[Epoch | None, ...]


def _benchmark(members: Sequence[MemberView]) -> Benchmark | None:
    trained = [member for member in members if member.history]
    if not trained:
        return None
    by_epoch: list[Mapping[int, Epoch]] = [
        {each.epoch: each for each in member.history} for member in trained
    ]
    numbers = sorted(set().union(*by_epoch))
    return Benchmark(
        names=tuple(member.name for member in trained),
        rows=tuple(
            (number, tuple(epochs.get(number) for epochs in by_epoch)) for number in numbers
        ),
        best=tuple(_best(member.history) for member in trained),
    )


def _best(history: Sequence[Epoch]) -> Epoch | None:
    scored = [epoch for epoch in history if epoch.val_accuracy is not None]
    return max(scored, key=lambda epoch: epoch.val_accuracy or 0.0, default=None)


def _reported(results: Sequence[Result]) -> dict[str, tuple[float, float]]:
    """Return training and validation accuracy that the published benchmark states, by member."""
    if len(results) != 1 or results[0].recipe not in ("reported", "corrected"):
        return {}
    from trainer.reported_results import REPORTED_RESULTS  # noqa: PLC0415  # brings TensorFlow

    return {name: (each.training, each.validation) for name, each in REPORTED_RESULTS.items()}


def _readers_chart(study: ReaderStudy) -> Markup | None:
    """Draw models as curves and readers as points, against the gold standard."""
    overall = [(each, each.subsets[0]) for each in study.agreements]
    curves = [(each.rater, found.roc) for each, found in overall if each.is_model and found.roc]
    readers = {
        each.rater: (found.figures["sensitivity"], found.figures["specificity"])
        for each, found in overall
        if not each.is_model
    }
    if not curves:
        return None
    return plots.roc_chart(
        curves, "ROC curves of models, and readers, against the gold standard", readers=readers
    )
