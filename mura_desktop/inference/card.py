"""The card of a model: what it was trained on, what it can do, and how its output is used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mura_desktop.errors import ModelError
from mura_desktop.inference.engine import Precision
from mura_desktop.studies.model import ModelId
from mura_desktop.studies.triage import DEFAULT_PART, Aggregation, Thresholds, TriageRule

CARD_FILE = "card.json"
REMEDY = "Viewing still works; to score, reinstall the program or choose another model."
"""What every message about a bundle that cannot be used ends with."""

LARGEST_FALL = 0.003
"""So much may the AUROC fall in 8 bits; a file that loses more is not used."""

_MAX_CARD_BYTES = 1_000_000

Probability = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]


class _Part(BaseModel):
    """A part of the card: never changed once read, nothing unknown, no NaN, no infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Weights(_Part):
    """The file that holds the network.

    Attributes
    ----------
    file
        Name of a file beside the card (a bare name, so that it cannot lead out of the folder).
    sha256
        SHA-256 of the file, lower case hex.
    """

    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]*\.(onnx|keras)$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Input(_Part):
    """What the network sees: a square grey canvas in three channels, ``(grey - mean) / std``.

    Attributes
    ----------
    size
        Side of the canvas, pixels; the image's longest side fills it, the rest is black.
    mean, std
        Per channel, for grey from 0 to 1.
    mirrored
        Whether a view is scored together with its mirror image, and the two are averaged: then left
        and right limbs of the same look have the same score.
    """

    size: Annotated[int, Field(ge=16, le=4096)]
    mean: tuple[float, float, float]
    std: tuple[Positive, Positive, Positive]
    mirrored: bool = False


class Labels(_Part):
    """What the two ends of the score mean, in the words of the training data."""

    negative: str
    positive: str


class Calibration(_Part):
    """Platt scaling (Platt 1999): calibrated probability = sigmoid(slope * logit + intercept).

    Attributes
    ----------
    method
        Always ``"platt"``.
    slope, intercept
        The slope is positive: calibration never changes the order.
    fitted_on
        The data it was fitted on.
    digest
        Their "data hash", as the trainer makes it, by which figures of the same data are told from
        others; empty where unknown.
    """

    method: Literal["platt"] = "platt"
    slope: Positive
    intercept: float
    fitted_on: str
    digest: str = ""


class Training(_Part):
    """Where the model comes from.

    Attributes
    ----------
    data, licence, attribution
        The training data, their licence, and how their authors must be named.
    start
        What the weights were before training.
    recipe
        What training did, in a sentence or two.
    """

    data: str
    licence: str
    attribution: str
    start: str
    recipe: str


class EightBit(_Part):
    """The same network with its convolutions in integers of 8 bits, for processors fast at them.

    Attributes
    ----------
    weights
        The file.
    check_logit
        As in `Card`, for this file.
    calibrated_on
        The data whose ranges of values were measured.
    measured_on
        The data of the figures below.
    auroc, auroc_single
        Of this file, and of the network in single precision.
    largest_difference
        Between the calibrated scores of the two, on any view.
    n
        Views it was measured on.
    """

    weights: Weights
    check_logit: float
    calibrated_on: str
    measured_on: str
    auroc: Probability
    auroc_single: Probability
    largest_difference: Probability
    n: Count

    @property
    def within_bounds(self) -> bool:
        """Whether it is as good as single precision, so that the program may use it."""
        return round(self.auroc_single - self.auroc, 6) <= LARGEST_FALL


class Metric(_Part):
    """One measured figure.

    Attributes
    ----------
    name
        Such as ``"AUROC"``.
    data, subset
        Which data, and which part of them (``"all"``, ``"without hardware"``, a body part).
    value, low, high
        The figure and the ends of its interval.
    n, positives
        Images it was measured on, and how many of them are positive.
    how
        How figure and interval were computed.
    """

    name: str
    data: str
    subset: str
    value: float
    low: float
    high: float
    n: Count
    positives: Count
    how: str


class Card(_Part):
    """Everything the program and its user need to know about a model.

    Attributes
    ----------
    format
        Version of this layout.
    name
        Shown to the user, and kept with every score.
    weights, input, labels
        The file, what goes in, what comes out.
    aggregation
        How views become a study.
    calibration
        From logits to probabilities.
    thresholds
        Where the bands begin, by body part, on calibrated scores; with an entry ``"default"``.
    heat_map_from
        Least calibrated score at which a view's heat map is shown.
    check_logit
        The logit of `check.check_input`: an engine that gives another one is not used.
    training
        Where the model comes from.
    metrics
        What was measured.
    intended_use, limits
        For whom it is, and what it cannot do.
    eight_bit
        The network in 8 bits, where the bundle has it.
    """

    format: Literal[1] = 1
    name: Annotated[str, Field(min_length=1, max_length=100)]
    weights: Weights
    input: Input
    labels: Labels
    aggregation: Aggregation
    calibration: Calibration
    thresholds: Mapping[str, Thresholds]
    heat_map_from: Probability
    check_logit: float
    training: Training
    metrics: tuple[Metric, ...]
    intended_use: str
    limits: tuple[str, ...]
    eight_bit: EightBit | None = None

    @model_validator(mode="after")
    def _default_thresholds(self) -> Card:
        if DEFAULT_PART not in self.thresholds:
            raise ValueError(f"thresholds lack the entry {DEFAULT_PART!r}")
        return self

    def model_id(self, precision: Precision = Precision.SINGLE) -> ModelId:
        """Return what is kept with each score: the file that computed it, not only the model."""
        if precision is Precision.EIGHT_BIT and self.eight_bit is not None:
            return ModelId(f"{self.name}, {precision}", self.eight_bit.weights.sha256)
        return ModelId(self.name, self.weights.sha256)

    def rule(self, precision: Precision = Precision.SINGLE) -> TriageRule:
        """Return how the scores of views become a finding, of an engine of this precision."""
        return TriageRule(
            model=self.model_id(precision),
            aggregation=self.aggregation,
            thresholds=dict(self.thresholds),
            heat_map_from=self.heat_map_from,
        )


def read_card(folder: Path) -> Card:
    """Read and check ``card.json`` of a model bundle.

    Parameters
    ----------
    folder
        The bundle.

    Raises
    ------
    ModelError
        Where the card is missing, unreadable, or does not say what it must.
    """
    path = folder / CARD_FILE
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_CARD_BYTES + 1)
    except FileNotFoundError as error:
        raise ModelError(f"{folder} is not a model: it has no {CARD_FILE}. {REMEDY}") from error
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}). {REMEDY}") from error
    if len(text) > _MAX_CARD_BYTES:
        raise ModelError(f"{path} is too large to be the card of a model. {REMEDY}")
    try:
        return Card.model_validate_json(text)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(step) for step in problem["loc"]) or "the card"
        raise ModelError(f"{path} is damaged: {place}: {problem['msg']}. {REMEDY}") from error


def write_card(card: Card, folder: Path) -> Path:
    """Write the card into a bundle and return its path."""
    path = folder / CARD_FILE
    path.write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return path
