"""The recipes say what the report and the paper say, and the networks are what they say."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter

from mura_desktop.errors import UsageError
from trainer.imagenet_weights import OFFICIAL, ImagenetWeights, find_weights
from trainer.recipes import CLASSIFICATIONS, CORRECTED, MURA, REPORTED, Classification
from trainer.recipes.benchmark import (
    DENSENET169,
    DENSENET169_FINE_TUNED,
    EFFICIENTNETB0,
    RESNET50,
    VGG19,
)
from trainer.recipes.classification import Head, Member

CHANCE = ImagenetWeights(None, "none")
SIZE = 64  # features of 2 x 2, where 224 px give 7 x 7
DENSE = {
    "ResNet50": [(4 * 2048, 2048), (2048, 1024), (1024, 512), (512, 1)],
    "EfficientNetB0": [(4 * 1280, 1280), (1280, 640), (640, 320), (320, 1)],
    "VGG19": [(4 * 512, 512), (512, 256), (256, 1)],
    "DenseNet169": [(1664, 1664), (1664, 832), (832, 1)],
}
L2 = {
    "ResNet50": [0, 0.01, 0.01, 0],
    "EfficientNetB0": [0, 0.01, 0.01, 0],
    "VGG19": [0, 0.01, 0],
    "DenseNet169": [0, 0, 0],
}
DROPOUT = {"ResNet50": [], "EfficientNetB0": [0.02, 0.03], "VGG19": [0.01], "DenseNet169": [0.02]}
LAYERS = {"ResNet50": 175, "EfficientNetB0": 237, "VGG19": 22, "DenseNet169": 595}


def normalisation_of(network: Any) -> Any:
    """Return the layer of EfficientNet that subtracts the mean and divides by the deviation."""
    import keras

    return next(each for each in network.layers if isinstance(each, keras.layers.Normalization))


@pytest.mark.parametrize(
    "member", [RESNET50, EFFICIENTNETB0, VGG19, DENSENET169], ids=lambda member: str(member.name)
)
def test_a_frozen_backbone_carries_the_head_of_the_report(member: Member) -> None:
    import keras

    from trainer.backbones import classifier

    network = classifier(member, SIZE, CHANCE)

    backbone, head = network.layers[: LAYERS[member.name]], network.layers[LAYERS[member.name] :]
    assert not any(layer.trainable_variables for layer in backbone)
    dense = [layer for layer in head if isinstance(layer, keras.layers.Dense)]
    assert [tuple(layer.kernel.shape) for layer in dense] == DENSE[member.name]
    assert len(network.trainable_variables) == 2 * len(dense)
    activations = [layer.activation.__name__ for layer in dense]
    assert activations == ["relu"] * (len(dense) - 1) + ["sigmoid"]
    penalties = [layer.kernel_regularizer for layer in dense]
    assert [float(each.l2) if each else 0 for each in penalties] == pytest.approx(L2[member.name])
    dropouts = [layer.rate for layer in head if isinstance(layer, keras.layers.Dropout)]
    assert dropouts == DROPOUT[member.name]


def test_fine_tuning_trains_densenet_from_layer_100_of_595() -> None:
    from trainer.backbones import classifier

    network = classifier(DENSENET169_FINE_TUNED, 32, CHANCE)

    assert network.layers[100].name == "conv3_block7_2_conv"
    assert [layer.trainable for layer in network.layers[:595]] == [False] * 100 + [True] * 495
    assert network.layers[594].output.shape[-1] == 1664


def test_fine_tuning_counts_on_from_the_tenth_epoch() -> None:
    assert REPORTED.first_epoch(DENSENET169_FINE_TUNED) == 10
    assert DENSENET169_FINE_TUNED.epochs == 10
    shorter = REPORTED.with_epochs(3)
    assert shorter.first_epoch(shorter.member("DenseNet169-fine-tuned")) == 3
    assert {member.epochs for member in shorter.members} == {3}


def test_the_reported_recipe_has_the_numbers_of_the_report() -> None:
    assert (REPORTED.size, REPORTED.batch, REPORTED.learning_rate) == (224, 64, 1e-3)
    assert (REPORTED.scaling, REPORTED.augment_validation) == ("divided by 255", True)
    assert (REPORTED.keep.best, REPORTED.keep.epochs) == ("val_accuracy", 1)
    assert [member.backbone for member in REPORTED.members] == [*DENSE, "DenseNet169"]


def test_the_corrected_recipe_differs_in_its_corrections_alone() -> None:
    reported, corrected = (
        TypeAdapter(Classification).dump_python(r) for r in (REPORTED, CORRECTED)
    )
    differ = {name for name in reported if reported[name] != corrected[name]}
    assert differ == {
        *("name", "pixels", "scaling", "augment_validation", "loss_weights", "keep"),
    }


def test_the_papers_recipe_has_the_numbers_of_the_paper() -> None:
    assert (MURA.size, MURA.batch, MURA.learning_rate) == (320, 8, 1e-4)
    assert (MURA.loss_weights, MURA.plateau_factor) == ("part", 0.1)
    assert (MURA.keep.best, MURA.keep.epochs) == ("val_loss", 5)
    [member] = MURA.members
    assert (member.backbone, member.trainable_from) == ("DenseNet169", 0)
    assert member.head == Head("mean")


@pytest.mark.parametrize("name", CLASSIFICATIONS)
def test_a_recipe_survives_its_json(name: str) -> None:
    adapter: TypeAdapter[Classification] = TypeAdapter(Classification)
    recipe = CLASSIFICATIONS[name]
    assert adapter.validate_json(adapter.dump_json(recipe)) == recipe


class TestWeights:
    def test_without_a_cache_the_remedies_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError) as caught:
            find_weights(["VGG19", "ResNet50"], None, tmp_path)
        text = str(caught.value)
        assert OFFICIAL["VGG19"].name in text
        assert OFFICIAL["ResNet50"].name in text
        assert "--weights none" in text
        assert "--weights imagenet" in text

    def test_a_folder_that_lacks_a_file_is_told_so(self, tmp_path: Path) -> None:
        (tmp_path / OFFICIAL["VGG19"].name).touch()
        with pytest.raises(UsageError, match=r"lacks resnet50.*notop"):
            find_weights(["VGG19", "ResNet50"], str(tmp_path), tmp_path / "cache")

    def test_one_file_cannot_serve_two_backbones(self, tmp_path: Path) -> None:
        file = tmp_path / "some.h5"
        file.touch()
        with pytest.raises(UsageError, match="ResNet50"):
            find_weights(["VGG19", "ResNet50"], str(file), tmp_path)

    def test_a_file_that_is_not_the_official_one_is_used_with_a_warning(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        file = tmp_path / "own.h5"
        file.write_bytes(b"abc")
        with caplog.at_level(logging.WARNING):
            found = find_weights(["DenseNet169"], str(file), tmp_path)
        assert found["DenseNet169"].identity == "900150983cd24fb0d6963f7d28e17f72"  # RFC 1321
        assert "b8c4d4c20dd625c148057b9ff1c1176b" in caplog.text

    def test_none_is_an_explicit_choice(self, tmp_path: Path) -> None:
        found = find_weights(["VGG19"], "none", tmp_path)
        assert found["VGG19"].for_keras is None

    def test_weights_of_another_network_are_refused(self, tmp_path: Path) -> None:
        from trainer.backbones import imagenet_backbone

        file = tmp_path / "vgg19.weights.h5"
        imagenet_backbone("VGG19", 32, CHANCE).save_weights(file)
        with pytest.raises(UsageError, match="do not fit EfficientNetB0"):
            imagenet_backbone("EfficientNetB0", 32, ImagenetWeights(file, "other"))

    def test_a_file_that_holds_no_weights_is_refused(self, tmp_path: Path) -> None:
        from trainer.backbones import imagenet_backbone

        file = tmp_path / "text.weights.h5"
        file.write_text("no weights")
        with pytest.raises(UsageError, match="do not fit VGG19"):
            imagenet_backbone("VGG19", 32, ImagenetWeights(file, "other"))

    def test_weights_arrive_and_efficientnet_divides_by_the_deviation_once(
        self, tmp_path: Path
    ) -> None:
        from trainer.backbones import imagenet_backbone

        deviation = np.array([0.229, 0.224, 0.225], np.float32)
        official = imagenet_backbone("EfficientNetB0", 32, CHANCE)
        layer = normalisation_of(official)
        layer.adapt_variance.assign(deviation)  # as the official file has it
        layer.finalize_state()
        file = tmp_path / "efficientnetb0.weights.h5"
        official.save_weights(file)

        loaded = imagenet_backbone("EfficientNetB0", 32, ImagenetWeights(file, "official"))

        stem = [network.get_layer("stem_conv").kernel.numpy() for network in (official, loaded)]
        assert np.array_equal(*stem)
        white = np.ones((1, 1, 1, 3), np.float32)
        assert np.ravel(normalisation_of(loaded)(white)) == pytest.approx(1 / deviation)
