"""MURA-v1.1 (Rajpurkar 2017, arXiv 1712.06957) as its archive and copies of it lie on disk.

``train/XR_WRIST/patient00001/study1_positive/image1.png``: split, part, patient, study with its
label, image. Beside the folders lie four lists without a header: ``train_image_paths.csv`` and
``valid_image_paths.csv`` hold a path a line, ``train_labeled_studies.csv`` and
``valid_labeled_studies.csv`` a study's folder, with a slash at the end, and its label.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from mura_desktop.errors import UsageError
from mura_desktop.studies.discovery import natural_key
from trainer.datasets.mura_counts import differences
from trainer.datasets.mura_lists import (
    APPLEDOUBLE,
    Listing,
    MuraImage,
    MuraStudy,
    read_listing,
)
from trainer.datasets.table import Dataset, LabelledImage, Split, shared_patients

NAME = "MURA-v1.1"
FOLDERS: dict[str, Split] = {"train": "train", "valid": "val"}
COUNTS_DIFFER = f"Counts that are not those of {NAME}"
_IMAGES = (".png", ".jpg", ".jpeg")


class _Notes(list[str]):
    """Sentences for the user, each with a number at its end; none where the number is 0."""

    def tell(self, sentence: str, number: int, first: object = None) -> None:
        if number:
            example = f" (the first: {first})" if first is not None else ""
            self.append(f"{sentence}: {number:,}{example}")

    def tell_files(self, sentence: str, images: Sequence[MuraImage]) -> None:
        first = "/".join((*images[0].study, images[0].name)) if images else None
        self.tell(sentence, len(images), first)


def find_mura(root: Path) -> Path | None:
    """Return the folder of MURA's tree: `root` itself or one folder below it; None if neither.

    Raises
    ------
    UsageError
        Where several folders below `root` hold a tree and none has the archive's name.
    """
    if _is_tree(root):
        return root
    if _is_tree(root / NAME):
        return root / NAME
    trees = [path for path in sorted(root.iterdir()) if path.is_dir() and _is_tree(path)]
    if len(trees) > 1:
        names = ", ".join(path.name for path in trees)
        raise UsageError(f"{root} holds MURA several times ({names}); name one of them")
    return trees[0] if trees else None


def _is_tree(folder: Path) -> bool:
    return any(next((folder / split).glob("XR_*"), None) for split in FOLDERS)


def mura_dataset(root: Path) -> Dataset:
    """Read MURA.

    The lists decide what belongs to the data set and how it is labelled; where there are none, the
    tree does. Some copies have a header ``Img_Path,Label`` and other labels than the folders'
    names: again the lists win, and of the lists the one of images. What does not fit together is
    counted in the warnings.

    Parameters
    ----------
    root
        The folder that holds ``train`` and ``valid``, or the one above it. Each list may lie in
        either.

    Returns
    -------
    Dataset
        In the order of the lists, training first; ``valid`` is ``val``. The key of a study is
        ``part/patient/study`` as the folders are named, because a patient has studies of several
        parts, and normal and abnormal ones of one part. Patients of the validation split are left
        out of training.

    Raises
    ------
    UsageError
        Where there is no tree, a line of a list cannot be understood, or no image is left.
    """
    tree = find_mura(root)
    if tree is None:
        raise UsageError(f"{root} holds no MURA: neither it nor a folder in it has train/XR_*")
    notes = _Notes()
    on_disk = _on_disk(tree, notes)
    listings = {folder: read_listing((tree, root), folder) for folder in FOLDERS}
    _tell_unlisted(on_disk, listings, notes)
    rows: list[LabelledImage] = []
    for folder, split in FOLDERS.items():
        images = _images_of(folder, listings[folder], on_disk, notes)
        labels = _labels(images, listings[folder], folder, notes)
        for image in images:
            if (label := labels[image.study]) is not None:
                rows.append(_row(image, tree, label, split))
    rows = _without_shared_patients(rows, notes)
    if not rows:
        raise UsageError(f"{tree} has no image with a label: is the archive unpacked completely?")
    if differing := differences(rows):
        notes.tell(COUNTS_DIFFER, len(differing), differing[0])
    return Dataset("mura", tree, tuple(rows), tuple(notes))


def _on_disk(tree: Path, notes: _Notes) -> dict[MuraImage, None]:
    """Return all images below split, part, patient and study, in natural order."""
    found: list[MuraImage] = []
    appledouble = 0
    for split in FOLDERS:
        for folder, below, names in os.walk(tree / split, onerror=_refuse, followlinks=True):
            where = Path(folder).relative_to(tree).parts
            if len(where) < len(MuraStudy._fields):
                continue
            below.clear()
            study = MuraStudy(*where)
            for name in names:
                if name.startswith(APPLEDOUBLE):
                    appledouble += 1
                elif name.lower().endswith(_IMAGES):
                    found.append(MuraImage(study, name))
    notes.tell("Files ._*, which macOS wrote and which are no images, left out", appledouble)
    found.sort(
        key=lambda image: (
            image.study.folder,
            natural_key("/".join(image.study[1:])),
            natural_key(image.name),
        )
    )
    return dict.fromkeys(found)


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # one of the two splits may be missing
        raise UsageError(f"{error.filename} cannot be opened ({error.strerror})") from error


def _tell_unlisted(
    on_disk: Iterable[MuraImage], listings: dict[str, Listing], notes: _Notes
) -> None:
    lists = {folder for folder, listing in listings.items() if listing.images is not None}
    listed = {image for listing in listings.values() for image in listing.images or ()}
    unlisted = [image for image in on_disk if image.study.folder in lists and image not in listed]
    notes.tell_files("Images on disk that no list names, left out", unlisted)


def _images_of(
    folder: str, listing: Listing, on_disk: Collection[MuraImage], notes: _Notes
) -> list[MuraImage]:
    """Return the images of a split: those listed and on disk, or all on disk without a list."""
    if listing.images is None:
        return [image for image in on_disk if image.study.folder == folder]
    name = listing.image_list.name
    notes.tell(f"Lines of {name} with a file ._*, left out", listing.appledouble)
    notes.tell(f"Lines of {name} that repeat an image, left out", listing.repeated)
    missing = [image for image in listing.images if image not in on_disk]
    notes.tell_files(f"Images in {name} that are not on disk, left out", missing)
    return [image for image in listing.images if image in on_disk]


def _labels(
    images: Iterable[MuraImage], listing: Listing, folder: str, notes: _Notes
) -> dict[MuraStudy, int | None]:
    """Decide on one label for each study: list of images, list of studies, name of the folder."""
    labels: dict[MuraStudy, int | None] = {}
    other_than_folder = divided = lists_disagree = only_folder = 0
    for study in dict.fromkeys(image.study for image in images):
        by_image = listing.image_labels.get(study)
        by_study = listing.study_labels.get(study)
        said = by_image or by_study
        if said:
            labels[study] = max(said)  # a study is abnormal where one of its images is
            divided += len(said) > 1
            lists_disagree += bool(by_image and by_study and max(by_image) != max(by_study))
            other_than_folder += study.label not in (None, labels[study])
        else:
            labels[study] = study.label
            only_folder += study.label is not None
    notes.tell(
        f"Studies of {folder} whose folders' names and lists say different labels; the lists count",
        other_than_folder,
    )
    notes.tell(
        f"Studies of {folder} whose two lists say different labels; the list of images counts",
        lists_disagree,
    )
    notes.tell(f"Studies of {folder} with both labels in a list; they are abnormal", divided)
    if listing.image_labels or listing.study_labels:
        notes.tell(
            f"Studies of {folder} without a label in the lists; their folders' names count",
            only_folder,
        )
    unlabelled = sum(label is None for label in labels.values())
    notes.tell(f"Studies of {folder} without any label, left out", unlabelled)
    return labels


def _row(image: MuraImage, tree: Path, label: int, split: Split) -> LabelledImage:
    _, part, patient, study = image.study
    return LabelledImage(
        path=tree.joinpath(*image.study, image.name),
        study=f"{part}/{patient}/{study}",
        patient=patient,
        body_part=part.removeprefix("XR_").lower(),
        label=label,
        split=split,
    )


def _without_shared_patients(rows: list[LabelledImage], notes: _Notes) -> list[LabelledImage]:
    """Leave validation as it is published, and take its patients out of training."""
    shared = shared_patients(rows)
    kept = [row for row in rows if row.split == "val" or row.patient not in shared]
    notes.tell(
        f"Training images of {len(shared):,} patients who are also in validation, left out",
        len(rows) - len(kept),
    )
    return kept
