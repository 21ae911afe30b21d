"""A tree in MURA's layout with drawn stand-ins for radiographs, of any size up to the real one.

It has what is peculiar about MURA: patients with studies of several body parts, patients with a
normal and an abnormal study of one part, one to four images a study, upright and lying images, grey
and RGB files, lists without a header whose lines end in CRLF and whose last line does not end.
On request it has what copies on the web have, too.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

NAME = "MURA-v1.1"
PARTS = (
    *("XR_ELBOW", "XR_FINGER", "XR_FOREARM", "XR_HAND"),
    *("XR_HUMERUS", "XR_SHOULDER", "XR_WRIST"),
)
Studies = Mapping[tuple[str, int], int]
"""Number of studies by part (as in `PARTS`) and label (0 normal, 1 abnormal)."""


@dataclass(frozen=True)
class Study:
    """One study that is to be written."""

    split: str
    part: str
    patient: str
    number: int
    label: int
    images: int

    @property
    def folder(self) -> str:
        """Path from above the tree, without a slash at the end."""
        word = "positive" if self.label else "negative"
        return f"{NAME}/{self.split}/{self.part}/{self.patient}/study{self.number}_{word}"

    def paths(self) -> list[str]:
        """Paths of the images from above the tree."""
        return [f"{self.folder}/image{number}.png" for number in range(1, self.images + 1)]


def make_mura_tree(
    root: Path,
    *,
    studies_per_cell: int = 2,
    size: int = 48,
    parts: Sequence[str] = PARTS,
    csvs: bool = True,
    header: bool = False,
    relabelled: int = 0,
    missing: int = 0,
    unlisted: int = 0,
    appledouble: int = 0,
) -> Path:
    """Write a small tree and return its folder, ``root/MURA-v1.1``.

    Parameters
    ----------
    root
        Folder above the tree.
    studies_per_cell
        Studies of each split, part and label; there are 28 such cells with all parts. With 2 or
        more there are a training patient with several parts, and in each split a patient with both
        labels of one part; with 3 or more, two of each.
    size
        Long side of the images in pixels; the short side is three quarters of it.
    parts
        Body parts as MURA's folders name them.
    csvs
        Whether to write the four lists.
    header
        Write the lists of images as some copies have them: ``Img_Path,Label``, then path and label.
    relabelled
        So many of the last training studies have, in the lists, the other label than their folder.
    missing, unlisted
        So many of the first training images are in the lists but not on disk, or of the last
        validation images on disk but not in the lists.
    appledouble
        So many ``._image1.png`` files, which are no images, beside the first training images.
    """
    studies: list[Study] = []
    first = 1
    cells = {(part, label): studies_per_cell for part in parts for label in (0, 1)}
    few = min(2, studies_per_cell - 1)
    for split in ("train", "valid"):
        several = few if split == "train" and len(parts) > 1 else 0
        studies += plan(split, cells, first, several_parts=several, both_labels=few)
        first += sum(cells.values())
    write_images(root, studies, lambda study, number: radiograph(study, number, size))
    tree = root / NAME
    train = [study for study in studies if study.split == "train"]
    valid = [study for study in studies if study.split == "valid"]
    listed = {path for study in studies for path in study.paths()}
    if csvs:
        if unlisted:
            listed -= set([path for study in valid for path in study.paths()][-unlisted:])
        other = {study.folder for study in train[-relabelled:]} if relabelled else set()
        write_lists(root, studies, listed=listed, header=header, relabelled=other)
    images = [path for study in train for path in study.paths()]
    for path in images[:missing]:
        (root / path).unlink()
    for path in images[missing : missing + appledouble]:
        beside = root / path
        beside.with_name(f"._{beside.name}").write_bytes(
            b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X"
        )
    return tree


def plan(
    split: str,
    studies: Studies,
    first_patient: int = 1,
    *,
    several_parts: int = 0,
    both_labels: int = 0,
    repeated: int = 0,
    images: tuple[int, int] | None = None,
) -> list[Study]:
    """Share studies out among patients.

    Parameters
    ----------
    split
        ``train`` or ``valid``.
    studies
        How many of each part and label.
    first_patient
        Number of the first patient; each further one has the next.
    several_parts, both_labels, repeated
        So many patients have two studies: of two parts; a normal and an abnormal one of one part;
        two of one part and label. All other patients have one study.
    images
        How many normal and abnormal images in all; 1 to 4 a study in turn where None.
    """
    left = dict(studies)
    patients: list[list[tuple[str, int]]] = []
    parts = sorted({part for part, _ in studies})
    for number in range(both_labels):
        part = _fullest(left, [(part, 0) for part in parts if left[part, 1] > 1], number)[0]
        patients.append(_take(left, (part, 0), (part, 1)))
    for number in range(several_parts):
        one = _fullest(left, left, number)
        two = _fullest(left, [cell for cell in left if cell[0] != one[0]], number)
        patients.append(_take(left, one, two))
    for number in range(repeated):
        cell = _fullest(left, left, number)
        patients.append(_take(left, cell, cell))
    patients += [[cell] for cell, count in left.items() for _ in range(count)]
    wanted = _image_counts(studies, images)
    planned = []
    for number, cells in enumerate(patients, first_patient):
        seen: dict[str, int] = {}
        for part, label in cells:
            seen[part] = seen.get(part, 0) + 1
            count = wanted[label].pop()
            planned.append(Study(split, part, f"patient{number:05d}", seen[part], label, count))
    return planned


def _fullest(
    left: Mapping[tuple[str, int], int], among: Iterable[tuple[str, int]], turn: int
) -> tuple[str, int]:
    """Return the cell with most studies left; between equals the turn decides."""
    cells = list(among)
    cells = cells[turn % len(cells) :] + cells[: turn % len(cells)]
    return max(cells, key=lambda cell: left[cell])


def _take(left: dict[tuple[str, int], int], *cells: tuple[str, int]) -> list[tuple[str, int]]:
    for cell in cells:
        left[cell] -= 1
    return list(cells)


def _image_counts(studies: Studies, images: tuple[int, int] | None) -> dict[int, list[int]]:
    counts = {}
    for label in (0, 1):
        number = sum(count for (_, each), count in studies.items() if each == label)
        if images is None:
            counts[label] = [(2, 3, 1, 4)[index % 4] for index in range(number)]
        else:
            few, more = divmod(images[label], number)
            counts[label] = [few + (index < more) for index in range(number)]
    return counts


def write_images(
    root: Path, studies: Iterable[Study], picture: Callable[[Study, int], bytes]
) -> None:
    """Write the images of studies; `picture` returns the bytes of a study's image number n."""
    for study in studies:
        (root / study.folder).mkdir(parents=True)
        for number, path in enumerate(study.paths(), 1):
            (root / path).write_bytes(picture(study, number))


def write_lists(
    root: Path,
    studies: Sequence[Study],
    *,
    listed: set[str] | None = None,
    header: bool = False,
    relabelled: Collection[str] = (),
) -> None:
    """Write the four lists into the tree; see `make_mura_tree`."""
    for split in ("train", "valid"):
        paths, labels = ["Img_Path,Label"] * header, []
        for study in (study for study in studies if study.split == split):
            label = study.label ^ (study.folder in relabelled)
            labels.append(f"{study.folder}/,{label}")
            for path in study.paths():
                if listed is None or path in listed:
                    paths.append(f"{path},{label}" if header else path)
        for name, lines in (("image_paths", paths), ("labeled_studies", labels)):
            text = "\r\n".join(lines)
            (root / NAME / f"{split}_{name}.csv").write_bytes(text.encode())


def radiograph(study: Study, number: int, size: int) -> bytes:
    """Draw a stand-in: a bright shaft on black; across it a dark gap and a plate if abnormal.

    Returns
    -------
    bytes
        A PNG, lying for every other image, RGB for every third patient.
    """
    seed = [ord(letter) for letter in f"{study.folder}{number}"]
    random = np.random.default_rng(seed)
    rows, columns = size, max(1, size * 3 // 4)
    across = np.abs(np.arange(columns) - columns * random.uniform(0.4, 0.6)) / columns
    shaft = 60 + 110 * (across < 0.18) + 40 * (np.abs(across - 0.17) < 0.03)
    pixels = np.tile(shaft, (rows, 1)) + random.normal(0, 6, (rows, columns))
    pixels[:, across > 0.4] = 0
    if study.label:
        top = int(rows * random.uniform(0.3, 0.6))
        pixels[top : top + max(1, rows // 10), across < 0.22] = 25
        pixels[top - rows // 6 : top + rows // 4, (across > 0.05) & (across < 0.12)] = 250
    grey = np.clip(pixels, 0, 255).astype(np.uint8)
    if number % 2 == 0:
        grey = grey.T
    image = Image.fromarray(grey)
    if int(study.patient[-5:]) % 3 == 0:
        image = image.convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
