"""Readers and models against the majority vote of three readers, as MURA's authors did it.

Six radiologists labelled 207 studies; three of them, chosen at random, were the gold standard by
majority vote, and the other three and the model were compared with it by Cohen's kappa
(Rajpurkar 2018, arXiv 1712.06957). A reader who is part of the gold standard is
not compared with it: he would agree with himself.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from mura_desktop.errors import UsageError
from trainer.bootstrap import SEED
from trainer.metrics import RESAMPLES
from trainer.predictions import Prediction, of_studies
from trainer.results import Result
from trainer.summary import ALL, THRESHOLD, Subset, subsets, summarise_subset

GOLD_READERS = 3
COLUMNS = ("study", "reader", "label")

_LISTED = re.compile(r"(?:.*/)?(?:train|valid)/(XR_[A-Z]+/patient\d+/[^/]+)/?")

Ratings: TypeAlias = Mapping[str, Mapping[str, int]]
"""By reader, then by study: 1 abnormal, 0 normal."""


@dataclass(frozen=True, slots=True)
class Published:
    """Kappa by body part, and overall as `ALL`, as someone else reported it."""

    name: str
    data: str
    kappa: Mapping[str, float]


_HIDDEN = "MURA's hidden test set, 207 studies, gold standard of three radiologists"
PUBLISHED = (
    Published(
        "MURA's authors, best of three radiologists (arXiv 1712.06957, table 2)",
        _HIDDEN,
        {
            ALL: 0.778,
            "elbow": 0.850,
            "finger": 0.410,
            "forearm": 0.802,
            "hand": 0.927,
            "humerus": 0.933,
            "shoulder": 0.864,
            "wrist": 0.931,
        },
    ),
    Published(
        "MURA's authors, model (arXiv 1712.06957, table 2)",
        _HIDDEN,
        {
            ALL: 0.705,
            "elbow": 0.710,
            "finger": 0.389,
            "forearm": 0.737,
            "hand": 0.851,
            "humerus": 0.600,
            "shoulder": 0.729,
            "wrist": 0.931,
        },
    ),
    Published(
        "best public models, about",
        "MURA's validation set, 1,199 studies, labels of the report's radiologist",
        {ALL: 0.68},
    ),
)
"""The best radiologist is another one for each part; overall it is one and the same."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One reader or model against the gold standard.

    Attributes
    ----------
    rater
        Name of the reader or of the model.
    is_model
        Whether it is one.
    subsets
        All figures over all studies, and by body part; the label is the gold standard's. A
        reader's "probability" is 0 or 1, so that AUROC and calibration of a reader mean little.
    """

    rater: str
    is_model: bool
    subsets: tuple[Subset, ...]

    def part(self, part: str) -> Subset | None:
        """Return the subset of a body part, or of `ALL`; None where there is none."""
        return next((each for each in self.subsets if each.name == part), None)


@dataclass(frozen=True, slots=True)
class ReaderStudy:
    """The outcome.

    Attributes
    ----------
    gold
        The readers whose majority is the gold standard.
    chosen
        How they were chosen, in words.
    studies, positives
        Studies with a gold standard, and how many are abnormal.
    agreements
        Models first, then readers in the order of the alphabet.
    parts
        Body parts, with `ALL` first.
    warnings
        What was left out, in sentences.
    """

    gold: tuple[str, ...]
    chosen: str
    studies: int
    positives: int
    agreements: tuple[Agreement, ...]
    parts: tuple[str, ...]
    warnings: tuple[str, ...]


def read_ratings(path: Path) -> dict[str, dict[str, int]]:
    """Read ``study,reader,label`` with a header; label 1 abnormal, 0 normal.

    A study may be named as in MURA's own lists too, by its whole path.

    Raises
    ------
    UsageError
        With file, line and reason, where a line says nothing clear, or one reader labels a study
        twice.
    """
    ratings: dict[str, dict[str, int]] = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
            if missing:
                raise UsageError(f"{path} has no column {', '.join(missing)}")
            for row in lines:
                study, reader, label = ((row[name] or "").strip() for name in COLUMNS)
                if listed := _LISTED.fullmatch(study):
                    study = listed[1]
                place = f"{path}, line {lines.line_num}"
                if not study or not reader or label not in ("0", "1"):
                    raise UsageError(f"{place}: needs a study, a reader and a label 0 or 1")
                if study in ratings.setdefault(reader, {}):
                    raise UsageError(f"{place}: {reader} has labelled {study} before")
                ratings[reader][study] = int(label)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read as a table of labels ({error})") from error
    return ratings


def choose_gold(ratings: Ratings, named: Sequence[str] = (), seed: int = SEED) -> tuple[str, ...]:
    """Return the three readers of the gold standard: those named, else three at random.

    Raises
    ------
    UsageError
        Where there are not three, or a name is not in the table.
    """
    if named:
        unknown = sorted(set(named) - set(ratings))
        if unknown:
            raise UsageError(
                f"no labels by {', '.join(unknown)}; the table has {', '.join(sorted(ratings))}"
            )
        if len(set(named)) != GOLD_READERS:
            raise UsageError(f"name {GOLD_READERS} different readers for the gold standard")
        return tuple(sorted(named))
    if len(ratings) < GOLD_READERS:
        raise UsageError(
            f"the table has {len(ratings)} readers; a majority vote needs {GOLD_READERS}"
        )
    return tuple(sorted(random.Random(seed).sample(sorted(ratings), GOLD_READERS)))  # noqa: S311


def majority(ratings: Ratings, gold: Sequence[str]) -> dict[str, int]:
    """Return the majority's label of every study that all gold readers labelled."""
    labelled = set.intersection(*(set(ratings[reader]) for reader in gold))
    votes = {study: sum(ratings[reader][study] for reader in gold) for study in labelled}
    return {study: int(count * 2 > len(gold)) for study, count in sorted(votes.items())}


def compare(
    ratings: Ratings,
    models: Mapping[str, Sequence[Prediction]],
    *,
    gold: Sequence[str] = (),
    seed: int = SEED,
    resamples: int = RESAMPLES,
) -> ReaderStudy:
    """Compare readers outside the gold standard, and models, with it.

    Parameters
    ----------
    ratings
        Of all readers.
    models
        By name the predictions of images, all of the same studies. They also tell body part and
        patient of a study.
    gold
        Three names; three are drawn at random with `seed` where empty.
    resamples
        For the intervals, over patients.

    Raises
    ------
    UsageError
        Where no study is left to compare.
    """
    chosen = choose_gold(ratings, gold, seed)
    truth = majority(ratings, chosen)
    by_model = {name: _by_study(images) for name, images in models.items()}
    known = {study: row for rows in by_model.values() for study, row in rows.items()}
    compared = [study for study in truth if study in known]
    if not compared:
        examples = ", ".join(repr(next(iter(each), "")) for each in (truth, known))
        raise UsageError(
            f"no study has both a gold standard and a prediction; studies must be named alike (the "
            f"first of each: {examples})"
        )
    rows = {study: _with(known[study], truth[study]) for study in compared}
    raters: list[tuple[str, bool, dict[str, float]]] = [
        (name, True, {study: row.probability for study, row in found.items()})
        for name, found in by_model.items()
    ]
    raters += [
        (reader, False, {study: float(label) for study, label in ratings[reader].items()})
        for reader in sorted(ratings)
        if reader not in chosen
    ]
    agreements = [
        Agreement(name, is_model, _subsets(rows, says, resamples))
        for name, is_model, says in raters
        if any(study in says for study in rows)
    ]
    return ReaderStudy(
        gold=chosen,
        chosen="named by the user" if gold else f"drawn at random (seed {seed})",
        studies=len(compared),
        positives=sum(truth[study] for study in compared),
        agreements=tuple(agreements),
        parts=tuple(name for name, _ in subsets(list(rows.values()))),
        warnings=tuple(_warnings(ratings, chosen, truth, known)),
    )


def _by_study(images: Sequence[Prediction]) -> dict[str, Prediction]:
    found: dict[str, Prediction] = {}
    for study in of_studies(images):
        if study.study in found:
            raise UsageError(
                f"the predictions hold two patients with a study {study.study!r}: readers' labels "
                "cannot be told apart; give studies names of their own"
            )
        found[study.study] = study
    return found


def _with(row: Prediction, label: int, probability: float | None = None) -> Prediction:
    """Return a study with the gold standard's label, and another probability if given."""
    return Prediction(
        path=row.path,
        study=row.study,
        patient=row.patient,
        body_part=row.body_part,
        label=label,
        split=row.split,
        hardware=False,  # subsets are body parts alone
        probability=row.probability if probability is None else probability,
    )


def _subsets(
    rows: Mapping[str, Prediction], says: Mapping[str, float], resamples: int
) -> tuple[Subset, ...]:
    """Measure a rater on the subsets of all compared studies, as far as it rated any of them."""
    found = []
    for name, chosen in subsets(list(rows.values())):
        rated = [_with(row, row.label, says[row.study]) for row in chosen if row.study in says]
        if rated:
            found.append(summarise_subset(name, rated, "study", resamples))
    return tuple(found)


def _warnings(
    ratings: Ratings,
    gold: Sequence[str],
    truth: Mapping[str, int],
    known: Mapping[str, Prediction],
) -> list[str]:
    labelled = set().union(*(set(of) for of in ratings.values()))
    without_gold = len(labelled - set(truth))
    without_prediction = len(set(truth) - set(known))
    found = []
    if without_gold:
        found.append(f"{without_gold} studies were left out: not all gold readers labelled them.")
    if without_prediction:
        found.append(f"{without_prediction} studies were left out: no model scored them.")
    for reader in sorted(set(ratings) - set(gold)):
        missing = len(set(truth) & set(known)) - len(set(truth) & set(known) & set(ratings[reader]))
        if missing:
            found.append(f"{reader} labelled all but {missing} of the compared studies.")
    if len(ratings) == GOLD_READERS:
        found.append("All readers are in the gold standard: only models are compared.")
    return found


def study_table(study: ReaderStudy) -> str:
    """Lay out kappas as a Markdown table, with the published ones below."""
    lines = [
        f"Gold standard: majority of {', '.join(study.gold)}, {study.chosen}. "
        f"{study.studies} studies, {study.positives} abnormal. A model says abnormal from "
        f"{THRESHOLD:g} on.",
        "",
        f"| kappa (95 % interval) | {' | '.join(study.parts)} |",
        "|---" * (len(study.parts) + 1) + "|",
    ]
    for agreement in study.agreements:
        name = f"{'model' if agreement.is_model else 'reader'} {agreement.rater}"
        cells = [kappa_text(agreement.part(part)) for part in study.parts]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    for published in PUBLISHED:
        cells = [
            f"{published.kappa[part]:.3f}" if part in published.kappa else ""
            for part in study.parts
        ]
        lines.append(f"| {published.name}, on {published.data} | {' | '.join(cells)} |")
    return "\n".join(lines + [f"- {warning}" for warning in study.warnings])


def kappa_text(subset: Subset | None) -> str:
    """Write kappa, its interval and the number of studies."""
    if subset is None:
        return "no study"
    kappa = subset.figures["kappa"]
    if kappa.value is None:
        return f"not defined (n {subset.n})"
    if kappa.low is None:
        return f"{kappa.value:.3f} (n {subset.n})"
    return f"{kappa.value:.3f} ({kappa.low:.3f} to {kappa.high:.3f}, n {subset.n})"


def models_of(results: Sequence[Result]) -> dict[str, Sequence[Prediction]]:
    """Return the predictions of all members, by names that tell them apart.

    Raises
    ------
    UsageError
        Where two have one name.
    """
    several = len(results) > 1
    found: dict[str, Sequence[Prediction]] = {}
    for result in results:
        for member in result.members:
            if not member.predictions:
                continue
            name = f"{result.title} {member.name}" if several else member.name
            if name in found:
                raise UsageError(
                    f"two models are called {name!r} here and could not be told apart: give their "
                    "files or folders names of their own"
                )
            found[name] = member.predictions
    return found
