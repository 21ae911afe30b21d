"""What holds for every data set: the layout is recognised, parts of it are small data sets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.errors import UsageError
from tests.trainer.examples import draw_fracatlas
from tests.trainer.mura_tree import make_mura_tree
from trainer.datasets import Dataset, LabelledImage, read_dataset

ROOT = Path("/data")


def test_the_layout_is_recognised(tmp_path: Path) -> None:
    mura = make_mura_tree(tmp_path / "a", studies_per_cell=1)
    assert read_dataset(mura).name == "mura"
    assert read_dataset(mura.parent).name == "mura"
    assert read_dataset(draw_fracatlas(tmp_path / "b")).name == "fracatlas"


def test_a_folder_that_is_no_data_set_is_told_what_would_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"train/XR_.*dataset\.csv.*path,study,patient"):
        read_dataset(tmp_path)
    with pytest.raises(UsageError, match="is no folder"):
        read_dataset(tmp_path / "nothing")


def test_only_fracatlas_takes_another_split(tmp_path: Path) -> None:
    root = make_mura_tree(tmp_path, studies_per_cell=1)
    with pytest.raises(UsageError, match="is not FracAtlas"):
        read_dataset(root, split_csv=tmp_path / "split.csv")


def _dataset(patients: int) -> Dataset:
    """Return a data set whose patients have three images each, a fifth of them in validation."""
    images = []
    for number in range(patients):
        for view in range(3):
            images.append(
                LabelledImage(
                    ROOT / f"{number}-{view}.png",
                    study=f"p{number}/s",
                    patient=f"p{number}",
                    body_part=("hand", "wrist", "elbow")[number % 3],
                    label=int(number % 7 < 2),
                    split="val" if number % 5 == 0 else "train",
                )
            )
    return Dataset("folder", ROOT, tuple(images))


def _values(dataset: Dataset, split: str, field: str) -> set[object]:
    return {getattr(image, field) for image in dataset.images if image.split == split}


@given(n=st.integers(1, 700), patients=st.integers(30, 210))
def test_a_limited_data_set_has_whole_patients_all_parts_and_both_labels(
    n: int, patients: int
) -> None:
    whole = _dataset(patients)
    small = whole.limited(n)

    for split in ("train", "val"):
        for field in ("body_part", "label"):
            assert _values(small, split, field) == _values(whole, split, field)
    chosen = {image.patient for image in small.images}
    assert small.images == tuple(image for image in whole.images if image.patient in chosen)
    assert min(n, len(whole.images)) <= len(small.images) <= max(n + 2, 3 * 10)


def test_a_limited_data_set_keeps_the_proportions() -> None:
    whole = _dataset(1400)
    small = whole.limited(420)
    for holds in (
        lambda image: image.split == "val",
        lambda image: image.label == 1,
        lambda image: image.body_part == "wrist",
    ):
        share = sum(map(holds, whole.images)) / len(whole.images)
        assert sum(map(holds, small.images)) / len(small.images) == pytest.approx(share, abs=0.03)


def test_the_order_of_images_does_not_change_which_patients_are_chosen() -> None:
    whole = _dataset(100)
    backwards = replace(whole, images=whole.images[::-1])
    assert whole.limited(60).digest() == backwards.limited(60).digest()


def test_the_digest_tells_every_field_that_training_depends_on() -> None:
    whole = _dataset(10)
    first, *others = whole.images
    changes: list[dict[str, object]] = [
        {"path": ROOT / "other.png"},
        {"study": "other"},
        {"patient": "other"},
        {"body_part": "other"},
        {"label": 1 - first.label},
        {"split": "train"},
    ]
    digests = {
        replace(whole, images=(replace(first, **change), *others)).digest()  # type: ignore[arg-type]
        for change in changes
    }
    assert len(digests | {whole.digest()}) == len(changes) + 1


def test_the_digest_depends_neither_on_order_nor_on_place(tmp_path: Path) -> None:
    whole = _dataset(10)
    moved = tuple(
        replace(image, path=tmp_path / image.path.name) for image in reversed(whole.images)
    )
    assert replace(whole, root=tmp_path, images=moved).digest() == whole.digest()
