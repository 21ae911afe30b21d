"""The baseline of the MURA paper (Rajpurkar 2018, arXiv 1712.06957, sections 3.1 and 3.2).

The paper leaves open how many epochs were trained, and whether its "5 models with the lowest
validation losses" are separate trainings or epochs of one. Here they are epochs of one: the same
group's CheXNet (arXiv 1711.05225) picks "the model with the lowest validation loss" among epochs.
The probability of a study is the mean over its views, in all that reads ``predictions.csv``.
"""

from __future__ import annotations

from trainer.recipes.classification import Classification, Head, Keep, Member

MURA = Classification(
    name="mura",
    members=(
        Member(
            name="DenseNet169",
            backbone="DenseNet169",
            head=Head("mean"),
            trainable_from=0,
            epochs=10,
        ),
    ),
    size=320,
    batch=8,
    learning_rate=1e-4,
    pixels="canvas",
    scaling="own",
    augmentation="mura",
    augment_validation=False,
    loss_weights="part",
    keep=Keep(best="val_loss", epochs=5),
    plateau_factor=0.1,
)
