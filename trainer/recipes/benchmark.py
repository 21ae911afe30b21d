"""The published student benchmark on MURA: as it was reported, and with its mistakes mended.

Four ImageNet backbones, frozen, each with a head of its own; then DenseNet169 unfrozen in part.
What is wrong with it, and how `CORRECTED` mends it, is in ``docs/benchmark.md``.
"""

from __future__ import annotations

from dataclasses import replace

from trainer.recipes.classification import Classification, Dense, Head, Keep, Member

RESNET50 = Member(
    name="ResNet50",
    backbone="ResNet50",
    head=Head("flatten", (Dense(2048), Dense(1024, l2=0.01), Dense(512, l2=0.01))),
    epochs=10,
)
EFFICIENTNETB0 = Member(
    name="EfficientNetB0",
    backbone="EfficientNetB0",
    head=Head(
        "flatten",
        (Dense(1280, dropout=0.02), Dense(640, l2=0.01, dropout=0.03), Dense(320, l2=0.01)),
    ),
    epochs=10,
)
VGG19 = Member(
    name="VGG19",
    backbone="VGG19",
    head=Head("flatten", (Dense(512, dropout=0.01), Dense(256, l2=0.01))),
    epochs=10,
)
DENSENET169 = Member(
    name="DenseNet169",
    backbone="DenseNet169",
    head=Head("mean", (Dense(1664, dropout=0.02), Dense(832))),
    epochs=10,
)
DENSENET169_FINE_TUNED = replace(
    DENSENET169,
    name="DenseNet169-fine-tuned",
    trainable_from=100,  # of 595 layers
    epochs=10,  # from the 10th to the 20th
    goes_on_from="DenseNet169",
)

REPORTED = Classification(
    name="reported",
    members=(RESNET50, EFFICIENTNETB0, VGG19, DENSENET169, DENSENET169_FINE_TUNED),
    size=224,
    batch=64,
    learning_rate=1e-3,
    pixels="stretched",
    scaling="divided by 255",
    augmentation="reported",
    augment_validation=True,
    loss_weights="none",
    keep=Keep(best="val_accuracy"),
)

CORRECTED = replace(
    REPORTED,
    name="corrected",
    pixels="canvas",
    scaling="own",
    augment_validation=False,
    loss_weights="class",
    keep=Keep(best=None),  # no epoch is picked on the images that the results are given on
)
