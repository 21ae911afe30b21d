"""How the bundled model is made from FracAtlas, from chance weights to the last epoch.

Recipes that are run one after the other, and one that gave no more; ``docs/training.md`` has the
commands and what each gave.
"""

from __future__ import annotations

from dataclasses import replace

from trainer.config import LITE_NORMALISATION, Augmentation, Recipe, Stage

TEACHER = Recipe(
    name="teacher",
    network="lite0",
    normalisation=LITE_NORMALISATION,
    stages=(Stage("352", size=352, epochs=4, learning_rate=3e-4, trainable_from=43),),  # stride 16
)
"""EfficientNet-Lite0 with ImageNet weights learns fractures; it is no part of the bundle."""

TEACHER_288 = replace(
    TEACHER,
    name="teacher-288",
    stages=(Stage("288", size=288, epochs=4, learning_rate=3e-4, trainable_from=43),),
)
"""The teacher with fewer pixels, cheap enough to be trained once for each fold (``--fold``).

A network that has not seen an image has doubts where its fracture is hard to see; one that learnt
from it has none.
"""

ANY_WAY_UP = Augmentation(turned=0.5, rotation=30.0, scale=(0.7, 1.2))
"""Half of the images lie on a side or on their head, as they do in a clinic's archive."""

TEACHER_TURNED = replace(TEACHER_288, name="teacher-turned", augmentation=ANY_WAY_UP)
"""The teacher once more, going on from `teacher`, for images that are not upright."""

PRETRAIN = Recipe(
    name="pretrain",
    batch=32,
    stages=(Stage("160", size=160, epochs=11, learning_rate=2e-3, trainable_from=0),),
    teacher="lite0",
    teacher_size=224,
)
"""DenseNet169 from chance, imitating what the ImageNet weights see in radiographs."""

FRACATLAS = Recipe(
    name="fracatlas",
    stages=(
        Stage("224", size=224, epochs=6, learning_rate=6e-4, trainable_from=52),
        Stage("224-again", size=224, epochs=8, learning_rate=4e-4, trainable_from=52),
    ),
)
"""DenseNet169 learns fractures from labels and outlines, with more pixels."""

GENTLE = Augmentation(rotation=15.0, scale=(0.85, 1.15), gamma=0.25, contrast=0.15)
"""For a network that still learns too little: less to see through in few epochs."""

TAUGHT = Recipe(
    name="taught",
    stages=(
        Stage("160", size=160, epochs=3, learning_rate=1.2e-3, trainable_from=0),
        Stage("224", size=224, epochs=3, learning_rate=8e-4, trainable_from=0),
    ),
    batch=12,
    teacher="lite0",
    teacher_size=256,
    teacher_share=0.5,
    augmentation=GENTLE,
    mirrored=False,  # gives it nothing and doubles the time of a view
)
"""DenseNet169 imitates the trained teacher, which sees more pixels than it does.

Short enough for three hours on two cores; it may be run again from what it gave.
"""

CROSS_TAUGHT = replace(
    TAUGHT,
    name="cross-taught",
    stages=(Stage("224", size=224, epochs=4, learning_rate=8e-4, trainable_from=52),),
    teacher_share=0.0,
    outside_share=0.5,
)
"""Half of the label is what a network says that has not seen the image, instead of a teacher's.

It goes on from `taught`. The first dense block stays as it is, which saves a quarter of the time.
"""

OUTLINED = replace(CROSS_TAUGHT, name="outlined", outline_factor=2.0)
"""The same once more with four times the weight on outlines: the map points better, the score is
as good."""

TURNED = replace(
    OUTLINED,
    name="turned",
    stages=(Stage("224", size=224, epochs=8, learning_rate=8e-4, trainable_from=52),),
    augmentation=ANY_WAY_UP,
)
"""The same lesson for images that are not upright: all before it had hardly seen any."""

ROBUST = replace(
    TURNED,
    name="robust",
    stages=(Stage("224", size=224, epochs=12, learning_rate=6e-4, trainable_from=52),),
    augmentation=replace(ANY_WAY_UP, turned=0.35, scale=(0.65, 1.2), spoilt=0.3),
)
"""The same for images that are noisy, pale or inverted; its teacher is `teacher-turned`'s."""

SHARP = replace(
    ROBUST,
    name="sharp",
    stages=(Stage("320", size=320, epochs=6, learning_rate=6e-4, trainable_from=52),),
    teacher_size=320,
)
"""The same with the pixels of MURA's recipe: a heat map of 10 x 10 cells instead of 7 x 7."""

FINER = replace(
    TAUGHT,
    name="finer",
    stages=(Stage("288", size=288, epochs=3, learning_rate=5e-4, trainable_from=52),),
    teacher_size=352,
)
"""The same lesson with more pixels for both; no better than `taught` (decision 009).

The first dense block stays as it is, which saves a quarter of the time.
"""

FRACATLAS_RECIPES = {
    recipe.name: recipe
    for recipe in (
        TEACHER,
        TEACHER_288,
        TEACHER_TURNED,
        PRETRAIN,
        FRACATLAS,
        TAUGHT,
        CROSS_TAUGHT,
        OUTLINED,
        TURNED,
        ROBUST,
        SHARP,
        FINER,
    )
}
