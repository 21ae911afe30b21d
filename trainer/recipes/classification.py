"""What a recipe for classifying images consists of; the values are in the modules beside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

BackboneName = Literal["ResNet50", "EfficientNetB0", "VGG19", "DenseNet169"]


@dataclass(frozen=True, slots=True)
class Dense:
    """A dense layer with ReLU.

    Attributes
    ----------
    units
        Its width.
    l2
        Factor of the L2 penalty on its kernel.
    dropout
        Share of its outputs that is set to zero in training.
    """

    units: int
    l2: float = 0.0
    dropout: float = 0.0


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on the feature maps of a backbone; one unit with sigmoid always ends it.

    Attributes
    ----------
    pooling
        ``flatten`` keeps every position, ``mean`` averages over them.
    hidden
        Dense layers in between.
    """

    pooling: Literal["flatten", "mean"]
    hidden: tuple[Dense, ...] = ()


@dataclass(frozen=True, slots=True)
class Keep:
    """Which epochs' weights are kept. Where there are several, their probabilities are averaged.

    Attributes
    ----------
    best
        Column of ``history.csv`` that decides; None keeps the last epochs. The greatest accuracy,
        the least loss; of equal epochs the earliest.
    epochs
        How many.
    """

    best: Literal["val_accuracy", "val_loss"] | None
    epochs: int = 1


@dataclass(frozen=True, slots=True)
class Member:
    """One network of a recipe.

    Attributes
    ----------
    name
        Folder inside the run, and line in the tables.
    backbone
        Class in `keras.applications`, without its top.
    head
        What is put on it.
    trainable_from
        Index of the first layer of the backbone that is trained; None trains none of them. Batch
        normalisation in frozen layers keeps its statistics; in trained ones it takes those of the
        batch and updates its averages, as Keras has done since TensorFlow 2.0.
    epochs
        How many.
    goes_on_from
        Member whose kept weights this one starts from, and whose epochs it counts on from.
    """

    name: str
    backbone: BackboneName
    head: Head
    epochs: int
    trainable_from: int | None = None
    goes_on_from: str | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    """All that decides the outcome of a run, data and starting weights apart.

    Attributes
    ----------
    name
        On the command line.
    members
        Networks, trained one after the other.
    size
        Side of the square input, pixels.
    batch
        Images a step, over all devices.
    learning_rate
        Of Adam; its other settings are Keras's.
    pixels
        ``stretched``: resized to the square by nearest neighbour, the aspect ratio lost.
        ``canvas``: as the program does it, centred on black.
    scaling
        ``divided by 255``: 0 to 1, whatever the backbone expects. ``own``: the backbone's own
        ``preprocess_input`` (for DenseNet: ImageNet's mean and standard deviation).
    augmentation
        Random changes of training images: those of the report or those of the MURA paper.
    augment_validation
        Whether validation images are changed at random as well.
    loss_weights
        Of the binary cross-entropy: ``none``; ``class``, n / (2 n of the class); ``part``, by body
        part as in the MURA paper. Always from the training images, for validation too.
    keep
        Which weights are kept.
    plateau_factor
        The learning rate is multiplied by it after each epoch without a new least ``val_loss``;
        1 leaves it alone.
    seed
        Of every random number.
    """

    name: str
    members: tuple[Member, ...]
    size: int
    batch: int
    learning_rate: float
    pixels: Literal["stretched", "canvas"]
    scaling: Literal["divided by 255", "own"]
    augmentation: Literal["reported", "mura"]
    augment_validation: bool
    loss_weights: Literal["none", "class", "part"]
    keep: Keep
    plateau_factor: float = 1.0
    seed: int = 20261123

    def member(self, name: str) -> Member:
        """Return the member of this name."""
        return next(member for member in self.members if member.name == name)

    def first_epoch(self, member: Member) -> int:
        """Return how many epochs came before the first one of a member."""
        if member.goes_on_from is None:
            return 0
        before = self.member(member.goes_on_from)
        return self.first_epoch(before) + before.epochs

    def with_epochs(self, epochs: int) -> Classification:
        """Return the recipe with another number of epochs for every member."""
        return replace(
            self, members=tuple(replace(member, epochs=epochs) for member in self.members)
        )
