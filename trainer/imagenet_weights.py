"""Where the ImageNet weights of the backbones are, on this machine."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mura_desktop.errors import UsageError
from trainer.recipes.classification import BackboneName

log = logging.getLogger(__name__)

NO_WEIGHTS = "none"
DOWNLOAD = "imagenet"


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """A file of weights without top, as `keras.applications` names and checks it."""

    name: str
    md5: str


OFFICIAL: Mapping[BackboneName, OfficialFile] = {
    "ResNet50": OfficialFile(
        "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5", "4d473c1dd8becc155b73f8504c6f6626"
    ),
    "EfficientNetB0": OfficialFile("efficientnetb0_notop.h5", "50bc09e76180e00e4465e1a485ddc09d"),
    "VGG19": OfficialFile(
        "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5", "253f8cb515780f3b799900260a226db6"
    ),
    "DenseNet169": OfficialFile(
        "densenet169_weights_tf_dim_ordering_tf_kernels_notop.h5",
        "b8c4d4c20dd625c148057b9ff1c1176b",
    ),
}


@dataclass(frozen=True, slots=True)
class ImagenetWeights:
    """Where one backbone starts.

    Attributes
    ----------
    file
        Its weights; None where there is none.
    identity
        MD5 of the file, ``none`` or ``imagenet``: what a run notes.
    """

    file: Path | None
    identity: str

    @property
    def for_keras(self) -> str | None:
        """What `keras.applications` takes as ``weights``."""
        if self.identity == DOWNLOAD:
            return DOWNLOAD
        return None if self.file is None else str(self.file)


def find_weights(
    backbones: Iterable[BackboneName], weights: str | None, cache: Path
) -> dict[BackboneName, ImagenetWeights]:
    """Say for every backbone where it starts; nothing is downloaded here.

    Parameters
    ----------
    backbones
        Those that a recipe needs.
    weights
        A folder with files under their official names; one file, where one backbone is needed;
        ``none``: start from chance; ``imagenet``: Keras downloads what its cache lacks; None:
        Keras's cache has to hold them.
    cache
        Folder where Keras keeps downloaded weights.

    Raises
    ------
    UsageError
        Where a file is missing, naming all that are.
    """
    needed = list(dict.fromkeys(backbones))
    if weights in (NO_WEIGHTS, DOWNLOAD):
        return {backbone: ImagenetWeights(None, weights) for backbone in needed}
    folder = cache if weights is None else Path(weights)
    if folder.is_file():
        if len(needed) > 1:
            raise UsageError(
                f"{folder} is one file, but the recipe needs the weights of {', '.join(needed)}; "
                "name a folder that holds them under their official names"
            )
        files = {needed[0]: folder}
    else:
        files = {backbone: folder / OFFICIAL[backbone].name for backbone in needed}
    missing = [backbone for backbone, file in files.items() if not file.is_file()]
    if missing:
        names = ", ".join(f"{OFFICIAL[backbone].name} ({backbone})" for backbone in missing)
        where = (
            f"This machine has no ImageNet weights in Keras's cache {cache}: {names}."
            if weights is None
            else f"The folder {folder} lacks {names}."
        )
        raise UsageError(
            f"{where} Give --weights FOLDER that holds the files, --weights imagenet to let Keras "
            "download them, or --weights none to start from chance."
        )
    return {backbone: _checked(backbone, file) for backbone, file in files.items()}


def _checked(backbone: BackboneName, file: Path) -> ImagenetWeights:
    with file.open("rb") as content:
        md5 = hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    if md5 != OFFICIAL[backbone].md5:
        log.warning(
            "%s is not the official file for %s (its MD5 is %s, the official one %s)",
            file,
            backbone,
            md5,
            OFFICIAL[backbone].md5,
        )
    return ImagenetWeights(file, md5)
