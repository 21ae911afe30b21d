"""MURA is read as it lies on disk, and what does not fit together is counted and told."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from mura_desktop.errors import UsageError
from tests.trainer.mura_tree import make_mura_tree
from trainer.datasets import Dataset, mura_dataset
from trainer.datasets.table import shared_patients


def _told(dataset: Dataset, words: str) -> str:
    """Return the one warning that has these words."""
    (warning,) = (warning for warning in dataset.warnings if words in warning)
    return warning


def _rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def test_the_lists_have_no_header_and_their_last_lines_do_not_end(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path)
    raw = (tree / "train_image_paths.csv").read_bytes()
    assert raw.startswith(b"MURA-v1.1/train/")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert not raw.endswith(b"\n")

    dataset = mura_dataset(tree)

    assert dataset.name == "mura"
    assert [dataset.relative(image) for image in dataset.part("train")] == [
        line.removeprefix("MURA-v1.1/") for line in raw.decode().split("\r\n")
    ]
    assert all(image.path.is_file() for image in dataset.images)
    assert len(dataset.warnings) == 1, "a small tree differs from MURA in its counts only"


def test_every_image_has_the_label_of_its_study_and_the_split_of_its_folder(tmp_path: Path) -> None:
    dataset = mura_dataset(make_mura_tree(tmp_path))

    assert {image.body_part for image in dataset.images} == {
        *("elbow", "finger", "forearm", "hand", "humerus", "shoulder", "wrist"),
    }
    for image in dataset.images:
        positive = image.path.parent.name.endswith("_positive")
        assert image.label == int(positive)
        assert image.split == ("train" if "train" in image.path.parts else "val")
    studies = {(image.study, image.split, image.body_part, image.label) for image in dataset.images}
    assert Counter(study[1:] for study in studies) == {
        (split, part, label): 2
        for split in ("train", "val")
        for part in {image.body_part for image in dataset.images}
        for label in (0, 1)
    }


def test_the_key_of_a_study_is_part_patient_and_study(tmp_path: Path) -> None:
    dataset = mura_dataset(make_mura_tree(tmp_path, studies_per_cell=3))
    of_patient: dict[str, set[tuple[str, int, str]]] = {}
    for image in dataset.part("train"):
        key = (image.body_part, image.label, image.study)
        of_patient.setdefault(image.patient, set()).add(key)

    assert sum(len({part for part, _, _ in keys}) > 1 for keys in of_patient.values()) == 2
    both = [keys for keys in of_patient.values() if len({part for part, _, _ in keys}) < len(keys)]
    assert len(both) == 2
    assert all({label for _, label, _ in keys} == {0, 1} for keys in both)
    assert "XR_ELBOW/patient00001/study1_negative" in {image.study for image in dataset.images}
    assert len({image.study for image in dataset.images}) == 3 * 28


def test_the_folder_itself_and_the_one_above_are_the_same_data_set(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path)
    assert mura_dataset(tmp_path) == mura_dataset(tree)
    renamed = tree.rename(tmp_path / "musculoskeletal")
    assert mura_dataset(tmp_path).digest() == mura_dataset(renamed).digest()


def test_lists_may_lie_above_the_tree(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path, relabelled=2)
    within = mura_dataset(tmp_path)
    for path in tree.glob("*.csv"):
        path.rename(tmp_path / path.name)
    assert mura_dataset(tmp_path) == within


def test_each_list_is_found_by_itself(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path, relabelled=2)
    within = mura_dataset(tmp_path)
    (tree / "train_labeled_studies.csv").rename(tmp_path / "train_labeled_studies.csv")
    assert mura_dataset(tmp_path) == within

    for path in tree.glob("*_image_paths.csv"):
        path.unlink()
    without_images = mura_dataset(tmp_path)
    labels = {image.path: image.label for image in without_images.images}
    assert labels == {image.path: image.label for image in within.images}


def test_without_lists_the_tree_is_read_in_natural_order(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path)
    listed = mura_dataset(tree)
    for path in tree.glob("*.csv"):
        path.unlink()
    dataset = mura_dataset(tree)

    assert dataset.digest() == listed.digest()
    study = tree / "train" / "XR_ELBOW" / "patient00001" / "study1_negative"
    shutil.copy(study / "image1.png", study / "image10.png")
    dataset = mura_dataset(tree)
    names = [image.path.name for image in dataset.images if image.path.parent == study]
    assert names == [f"image{number}.png" for number in (1, 2, 3, 10)]


def test_the_header_of_copies_is_no_image(tmp_path: Path) -> None:
    plain = mura_dataset(make_mura_tree(tmp_path / "plain"))
    headed = make_mura_tree(tmp_path / "headed", header=True)
    assert (headed / "train_image_paths.csv").read_text().startswith("Img_Path,Label\n")
    assert mura_dataset(headed).digest() == plain.digest()


@pytest.mark.parametrize("header", [False, True])
def test_where_list_and_folder_disagree_the_list_wins_and_it_is_told(
    tmp_path: Path, header: bool
) -> None:
    dataset = mura_dataset(make_mura_tree(tmp_path, header=header, relabelled=3))
    other = {
        image.study
        for image in dataset.images
        if image.label != int(image.study.endswith("_positive"))
    }

    assert len(other) == 3
    assert _told(dataset, "folders' names and lists").endswith("the lists count: 3")


def test_of_two_lists_that_disagree_the_one_of_images_wins(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path, header=True)
    study = "valid/XR_ELBOW/patient00029/study1_negative/"
    _rewrite(tree / "valid_labeled_studies.csv", f"{study},0", f"{study},1")
    dataset = mura_dataset(tree)

    assert {image.label for image in dataset.images if f"valid/{image.study}/" == study} == {0}
    assert _told(dataset, "two lists").endswith("the list of images counts: 1")


def test_a_study_with_one_abnormal_image_in_the_list_is_abnormal(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path, header=True)
    image = "train/XR_ELBOW/patient00001/study1_negative/image2.png"
    _rewrite(tree / "train_image_paths.csv", f"{image},0", f"{image},1")
    dataset = mura_dataset(tree)

    study = [row.label for row in dataset.images if image.startswith(f"train/{row.study}/")]
    assert study == [1] * 3
    assert _told(dataset, "both labels").endswith(": 1")


def test_a_study_without_a_label_in_the_lists_has_the_one_of_its_folder(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path)
    _rewrite(
        tree / "train_labeled_studies.csv",
        "MURA-v1.1/train/XR_ELBOW/patient00001/study2_positive/,1\r\n",
        "",
    )
    dataset = mura_dataset(tree)

    assert all(row.label for row in dataset.images if row.study.endswith("00001/study2_positive"))
    assert _told(dataset, "without a label in the lists").endswith(": 1")


def test_a_study_without_any_label_is_left_out_and_counted(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path, csvs=False)
    study = tree / "train" / "XR_ELBOW" / "patient00001" / "study1_negative"
    study.rename(study.with_name("study1"))
    dataset = mura_dataset(tree)

    assert not any(row.path.parent.name == "study1" for row in dataset.images)
    assert _told(dataset, "without any label").endswith("left out: 1")


def test_missing_and_unlisted_files_are_counted_and_left_out(tmp_path: Path) -> None:
    whole = mura_dataset(make_mura_tree(tmp_path / "whole"))
    dataset = mura_dataset(make_mura_tree(tmp_path / "broken", missing=3, unlisted=2))

    assert len(whole.images) - len(dataset.images) == 5
    assert all(image.path.is_file() for image in dataset.images)
    missing = _told(dataset, "not on disk")
    assert missing.startswith("Images in train_image_paths.csv")
    assert "left out: 3 (the first: train/XR_ELBOW/patient00001/" in missing
    assert "left out: 2 (the first: valid/XR_WRIST/" in _told(dataset, "no list names")


@pytest.mark.parametrize("csvs", [False, True])
def test_what_macos_left_in_the_archive_is_no_image(tmp_path: Path, csvs: bool) -> None:
    clean = mura_dataset(make_mura_tree(tmp_path / "clean"))
    dataset = mura_dataset(make_mura_tree(tmp_path / "mac", csvs=csvs, appledouble=4))

    assert dataset.digest() == clean.digest()
    assert _told(dataset, "macOS").endswith(": 4")


def test_a_list_may_name_what_macos_left_and_may_repeat_itself(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path)
    whole = mura_dataset(tree)
    path = tree / "valid_image_paths.csv"
    lines = path.read_text().splitlines()
    added = lines[0].replace("image1", "._image1")
    path.write_text("\n".join([*lines, lines[0], added]))
    dataset = mura_dataset(tree)

    assert dataset.images == whole.images
    assert _told(dataset, "repeat").endswith(": 1")
    assert _told(dataset, "a file ._*").endswith(": 1")


def test_no_patient_is_in_both_splits(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path, csvs=False)
    of_hand = next((tree / "valid" / "XR_HAND").iterdir())
    of_hand.rename(of_hand.with_name("patient00001"))
    dataset = mura_dataset(tree)

    assert not shared_patients(dataset.images)
    assert "patient00001" in {image.patient for image in dataset.part("val")}
    assert "of 1 patients who are also in validation" in _told(dataset, "Training images")


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("train_image_paths.csv", "a/b.png", r"train_image_paths\.csv, line 2: 'a/b\.png' is no"),
        (
            "valid_labeled_studies.csv",
            "MURA-v1.1/valid/XR_HAND/patient1/study1_positive/,yes",
            r"valid_labeled_studies\.csv, line 2: the label is 'yes'; write 0 or 1",
        ),
        (
            "train_labeled_studies.csv",
            "MURA-v1.1/train/XR_HAND/patient1/study1_positive/",
            r"train_labeled_studies\.csv, line 2 has no label",
        ),
        (
            "train_image_paths.csv",
            "MURA-v1.1/train/XR_HAND/patient1/study1_positive/",
            r"train_image_paths\.csv, line 2 names no image but a study",
        ),
    ],
)
def test_a_line_that_means_nothing_is_named(
    tmp_path: Path, name: str, line: str, message: str
) -> None:
    path = make_mura_tree(tmp_path) / name
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], line, *lines[1:]]))
    with pytest.raises(UsageError, match=message):
        mura_dataset(tmp_path)


def test_paths_with_backslashes_are_understood(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path)
    expected = mura_dataset(tree)
    for path in tree.glob("*.csv"):
        path.write_text(path.read_text().replace("/", "\\"))
    assert mura_dataset(tree) == expected


def test_a_folder_without_muras_tree_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no MURA"):
        mura_dataset(tmp_path)


def test_two_trees_side_by_side_are_not_guessed_between(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_mura_tree(tmp_path / name, studies_per_cell=1).rename(tmp_path / name / "mura")
        (tmp_path / name / "mura").rename(tmp_path / f"{name}-mura")
    with pytest.raises(UsageError, match=r"several times \(one-mura, two-mura\)"):
        mura_dataset(tmp_path)


def test_lists_of_which_nothing_is_on_disk_are_refused(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path, studies_per_cell=1)
    for path in tree.rglob("*.png"):
        path.unlink()
    with pytest.raises(UsageError, match="unpacked completely"):
        mura_dataset(tree)
