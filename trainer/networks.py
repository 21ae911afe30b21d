"""What a recipe's network and teacher are called, and how each is built."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from pathlib import Path

import keras

from mura_desktop.errors import UsageError
from trainer import efficientnet_lite
from trainer.backbones import densenet169, load_head
from trainer.cam_head import with_cam_head
from trainer.config import LITE_NORMALISATION, Recipe
from trainer.from_bundle import densenet169_of
from trainer.learner import Teacher

DENSENET169_TAPS = ("pool3_relu", "pool4_relu", "relu")
"""Ends of dense blocks 2, 3 and 4, at strides 8, 16 and 32."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a network's weights come from before the first step.

    Attributes
    ----------
    weights
        For DenseNet169: file of the backbone; None starts from chance.
    head
        For DenseNet169: ``.npz`` of the last layer; None starts from chance.
    network
        Weights of the whole network, as a run left them, or a bundle's ``.onnx``; instead of the
        two above.
    teacher
        Weights of a trained teacher; None takes its ImageNet weights.
    """

    weights: Path | None = None
    head: Path | None = None
    network: Path | None = None
    teacher: Path | None = None

    @property
    def is_bundle(self) -> bool:
        """Whether the network is a bundle's, whose batch statistics have to be measured anew."""
        return self.network is not None and self.network.suffix == ".onnx"

    def identities(self) -> dict[str, str]:
        """Return the MD5 of each file, by what it is, for the record of a run.

        Raises
        ------
        UsageError
            Where a file is missing.
        """
        return {
            field.name: md5(path)
            for field in fields(self)
            if (path := getattr(self, field.name)) is not None
        }


def md5(path: Path) -> str:
    """Return the MD5 of a file that a run starts from, hexadecimal.

    Raises
    ------
    UsageError
        Where it is missing.
    """
    if not path.is_file():
        raise UsageError(f"the weights {path} are not there")
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def check_start(recipe: Recipe, start: Start) -> None:
    """Refuse weights that a recipe would not use, and a recipe without the teacher it needs.

    What a run starts from is noted in its record, so nothing may be given that has no effect.

    Raises
    ------
    UsageError
        With the option that is missing or too much.
    """
    given = {field.name for field in fields(start) if getattr(start, field.name) is not None}
    densenet = recipe.network == "densenet169"
    unused = set()
    if not densenet or start.network is not None:
        unused |= {"weights", "head"} & given
    if recipe.teacher is None:
        unused |= {"teacher"} & given
    if unused:
        named = ", ".join(f"--{name}" for name in sorted(unused))
        beside = " beside --network" if densenet and start.network is not None else ""
        raise UsageError(f"the recipe {recipe.name} does not take {named}{beside}")
    if start.is_bundle and not densenet:
        raise UsageError(
            f"the recipe {recipe.name} trains {recipe.network}: a bundle's DenseNet169 cannot be "
            "its --network"
        )
    learns_its_opinion = recipe.teacher_share > 0 or recipe.outside_share > 0
    if recipe.teacher is not None and learns_its_opinion and start.teacher is None:
        raise UsageError(
            f"recipe {recipe.name} learns from a trained teacher: run the recipe 'teacher' first, "
            "then give its weights with --teacher"
        )


def build(recipe: Recipe, size: int, start: Start) -> keras.Model:
    """Build what a recipe trains, with the weights it starts from."""
    if start.network is not None and start.is_bundle:
        return densenet169_of(start.network, size)
    if recipe.network == "densenet169":
        network = densenet169(size, start.weights)
        if start.head is not None:
            load_head(network, start.head)
    else:
        network = _lite(recipe.network, size)
    if start.network is not None:
        network.load_weights(start.network)
    return network


def build_teacher(recipe: Recipe, start: Start) -> Teacher | None:
    """Build what a recipe imitates, frozen; None where it imitates nothing.

    Without weights of a trained one the teacher has its ImageNet weights; see `check_start`.
    """
    if recipe.teacher is None:
        return None
    network = _lite(recipe.teacher, recipe.teacher_size)
    if start.teacher is not None:
        network.load_weights(start.teacher)
    taps = efficientnet_lite.taps(recipe.teacher)
    return Teacher(network, taps, recipe.teacher_size, LITE_NORMALISATION)


def _lite(variant: str, size: int) -> keras.Model:
    backbone = efficientnet_lite.efficientnet_lite(variant, size)
    efficientnet_lite.load_imagenet(backbone, variant)
    return with_cam_head(backbone, f"efficientnet_{variant}")
