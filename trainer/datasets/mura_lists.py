"""MURA's lists, and the folders' names that they and the tree have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from mura_desktop.errors import UsageError
from trainer.datasets.csv_rows import read_lines

IMAGE_LIST = "{}_image_paths.csv"
STUDY_LIST = "{}_labeled_studies.csv"
APPLEDOUBLE = "._"
"""How names of the files begin in which macOS keeps attributes; MURA's archive has some."""

_EXAMPLE = "MURA-v1.1/train/XR_WRIST/patient00001/study1_positive/image1.png"
_PATH = re.compile(
    r"(?:.*/)?(train|valid)/(XR_[A-Z]+)/(patient\d+)/(study\d+(?:_(?:positive|negative))?)"
    r"(?:/([^/]*))?"
)
_LABELS = {"0": 0, "1": 1, "0.0": 0, "1.0": 1}
_FOLDER_LABELS = {"negative": 0, "positive": 1}


class MuraStudy(NamedTuple):
    """Where a study lies: the names of its folders, ``train`` or ``valid`` first."""

    folder: str
    part: str
    patient: str
    study: str

    @property
    def label(self) -> int | None:
        """What the folder's name says, if anything."""
        return _FOLDER_LABELS.get(self.study.partition("_")[2])


class MuraImage(NamedTuple):
    """Where an image lies."""

    study: MuraStudy
    name: str


@dataclass(slots=True)
class Listing:
    """What the two lists of one split say.

    Attributes
    ----------
    image_list
        The list of images, whether it exists or not.
    images
        The images it lists, in its order; None where there is no such list.
    image_labels, study_labels
        All labels that stand beside images of a study, or beside the study itself.
    repeated, appledouble
        Lines left out: of images that were listed before, and of files that are no images.
    """

    image_list: Path
    images: list[MuraImage] | None = None
    image_labels: dict[MuraStudy, set[int]] = field(default_factory=dict)
    study_labels: dict[MuraStudy, set[int]] = field(default_factory=dict)
    repeated: int = 0
    appledouble: int = 0


def read_listing(places: Sequence[Path], folder: str) -> Listing:
    """Read the lists of one split, as far as they exist.

    Parameters
    ----------
    places
        Folders where either list may lie; the first that has it counts.
    folder
        ``train`` or ``valid``.

    Raises
    ------
    UsageError
        With file and line, where a line cannot be understood.
    """
    listing = Listing(_first(places, IMAGE_LIST.format(folder)))
    study_list = _first(places, STUDY_LIST.format(folder))
    if listing.image_list.is_file():
        images: dict[MuraImage, None] = {}
        for line, study, name, label in _lines(listing.image_list):
            if not name:
                raise UsageError(
                    f"{listing.image_list}, line {line} names no image but a study; a line is to "
                    f"look like {_EXAMPLE}"
                )
            if name.startswith(APPLEDOUBLE):
                listing.appledouble += 1
                continue
            listing.repeated += MuraImage(study, name) in images
            images[MuraImage(study, name)] = None
            if label is not None:
                listing.image_labels.setdefault(study, set()).add(label)
        listing.images = list(images)
    if study_list.is_file():
        for line, study, name, label in _lines(study_list):
            if label is None:
                raise UsageError(f"{study_list}, line {line} has no label; add ,0 or ,1")
            labels = listing.image_labels if name else listing.study_labels
            labels.setdefault(study, set()).add(label)
    return listing


def _first(places: Sequence[Path], name: str) -> Path:
    found = (place / name for place in places if (place / name).is_file())
    return next(found, places[0] / name)


def _lines(path: Path) -> Iterator[tuple[int, MuraStudy, str, int | None]]:
    """Yield line number, study, name of the image (or nothing) and label (or None)."""
    for index, (line, fields) in enumerate(read_lines(path)):
        match = _PATH.fullmatch(fields[0].replace("\\", "/"))
        if match is None:
            if index == 0 and "/" not in fields[0]:
                continue  # a header, in some copies: Img_Path,Label
            raise UsageError(
                f"{path}, line {line}: {fields[0]!r} is no path of MURA; it is to look like "
                f"{_EXAMPLE}"
            )
        folder, part, patient, study, name = match.groups()
        label = None
        if len(fields) > 1:
            if fields[1] not in _LABELS:
                raise UsageError(f"{path}, line {line}: the label is {fields[1]!r}; write 0 or 1")
            label = _LABELS[fields[1]]
        yield line, MuraStudy(folder, part, patient, study), name or "", label
