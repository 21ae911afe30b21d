"""What a FracAtlas recipe consists of; the values are in ``trainer/recipes/fracatlas.py``."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mura_desktop.errors import UsageError
from mura_desktop.imaging.model_input import Normalisation

GREY_IMAGENET = Normalisation(mean=(0.449,) * 3, std=(0.226,) * 3)
"""Mean over channels of ImageNet's mean and standard deviation, for grey images."""

LITE_NORMALISATION = Normalisation(mean=(127 / 255,) * 3, std=(128 / 255,) * 3)
"""What EfficientNet-Lite was trained with: 8-bit grey minus 127, over 128."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Ranges of the random changes to a training image; each is drawn uniformly.

    Attributes
    ----------
    flip
        Probability of a left-right mirror image.
    turned
        Probability of a turn by 90, 180 or 270 degrees, before the rotation.
    rotation
        Up to this many degrees either way.
    scale
        Least and greatest factor of size.
    shift
        Up to this share of the side, either way, in both directions.
    gamma
        The exponent is ``exp(+-gamma)``.
    contrast, brightness
        Factor ``1 +- contrast`` about mid-grey, then ``+- brightness``; grey runs from 0 to 1.
    spoilt
        Probability of noise, little contrast or inverted grey, which a teacher does not see
        (`trainer.spoiling`).
    """

    flip: float = 0.5
    turned: float = 0.0
    rotation: float = 25.0
    scale: tuple[float, float] = (0.75, 1.15)
    shift: float = 0.10
    gamma: float = 0.35
    contrast: float = 0.2
    brightness: float = 0.1
    spoilt: float = 0.0


@dataclass(frozen=True, slots=True)
class Stage:
    """Some epochs at one resolution; the learning rate rises shortly, then falls as a cosine to 0.

    Attributes
    ----------
    name
        Folder of the stage inside the run.
    size
        Side of the square model input, pixels.
    epochs
        One epoch draws as many images as the training set has.
    learning_rate
        Its peak.
    trainable_from
        Index of the first layer of the backbone that is trained; those before stay as they are.
    """

    name: str
    size: int
    epochs: int
    learning_rate: float
    trainable_from: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the outcome of a run, data apart.

    Attributes
    ----------
    stages
        Run in order, each from the weights of the one before.
    batch
        Images a step.
    weight_decay
        Of AdamW, on kernels only.
    positive_draw
        How many times as often a positive is drawn as it occurs.
    label_smoothing
        Of the binary cross-entropy.
    outline_factor, outline_positive_weight
        Share of the outline loss in the total; weight of the grid cells inside an outline.
    ema
        Momentum of the running average of the weights that is kept in the end, per step.
    mirrored
        Whether the exported model averages a view with its mirror image.
    network
        What is trained: ``densenet169``, or a teacher, ``lite0`` to ``lite2``.
    teacher, teacher_size
        What is imitated, if anything, and the side of its input, pixels. Training canvases have
        that side too; the network sees them scaled down.
    imitation_factor
        Share of the imitation loss in the total.
    teacher_share
        Share of the teacher's probability in the label that is learnt; 0 where the teacher knows
        nothing of the labels.
    outside_share
        Share, in the label that is learnt, of the probability that a network gave which has not
        seen the image (`trainer.outside_opinions`).
    """

    name: str
    stages: tuple[Stage, ...]
    network: str = "densenet169"
    teacher: str | None = None
    teacher_size: int = 0
    imitation_factor: float = 1.0
    teacher_share: float = 0.0
    outside_share: float = 0.0
    normalisation: Normalisation = GREY_IMAGENET
    augmentation: Augmentation = Augmentation()
    batch: int = 24
    weight_decay: float = 0.02
    positive_draw: float = 2.0
    label_smoothing: float = 0.02
    outline_factor: float = 0.5
    outline_positive_weight: float = 8.0
    ema: float = 0.99
    mirrored: bool = True
    seed: int = 20261123

    def with_epochs(self, epochs: int) -> Recipe:
        """Return the same recipe with so many epochs in every stage."""
        return replace(self, stages=tuple(replace(each, epochs=epochs) for each in self.stages))

    def from_stage(self, name: str) -> Recipe:
        """Return the same recipe without the stages before a named one.

        Raises
        ------
        UsageError
            Where no stage has this name.
        """
        names = [stage.name for stage in self.stages]
        if name not in names:
            raise UsageError(f"the recipe {self.name} has the stages {', '.join(names)}, no {name}")
        return replace(self, stages=self.stages[names.index(name) :])
