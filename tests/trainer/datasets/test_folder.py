"""A folder with a table of its own is a data set, and what is wrong with the table is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from mura_desktop.errors import UsageError
from trainer.datasets import folder_dataset, read_dataset

HEADER = "path,study,patient,body_part,label"


def _write(root: Path, *lines: str, header: str = HEADER) -> Path:
    """Write a table and a small image for every path in it."""
    (root / "table.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    for line in lines:
        path = root / line.split(",")[0]
        if path.suffix == ".png":
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("L", (4, 4)).save(path)
    return root


def test_a_row_becomes_an_image(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "a/1.png,s1,ann,Knee,1,val,1",
        "a/2.png,s1,ann,Knee,1,val,",
        "b.png,s1,bob,ankle,0,train,0",
        header=HEADER + ",split,hardware",
    )
    dataset = folder_dataset(tmp_path)

    assert dataset.name == "folder"
    assert [dataset.relative(image) for image in dataset.images] == ["a/1.png", "a/2.png", "b.png"]
    assert [image.study for image in dataset.images] == [
        "knee/ann/s1",
        "knee/ann/s1",
        "ankle/bob/s1",
    ]
    assert [image.body_part for image in dataset.images] == ["knee", "knee", "ankle"]
    assert [image.label for image in dataset.images] == [1, 1, 0]
    assert [image.split for image in dataset.images] == ["val", "val", "train"]
    assert [image.hardware for image in dataset.images] == [True, False, False]
    assert dataset.warnings == ()


def test_columns_may_stand_in_any_order_and_have_others_beside_them(tmp_path: Path) -> None:
    (tmp_path / "1.png").touch()
    (tmp_path / "x.csv").write_text(
        "\ufeffage,label,body_part,patient,study,path\r\n44,1,hip,p,s,1.png\r\n", encoding="utf-8"
    )
    (tmp_path / "notes.csv").write_text("anything,else\n1,2\n")
    (image,) = read_dataset(tmp_path).images
    assert (image.path, image.label, image.body_part) == (tmp_path / "1.png", 1, "hip")


def test_without_a_split_a_tenth_of_the_patients_is_for_validation(tmp_path: Path) -> None:
    lines = [f"{n}.png,s{n % 2},patient{n // 2},hand,{n % 2}" for n in range(800)]
    _write(tmp_path, *lines)
    dataset = folder_dataset(tmp_path)
    patients = {image.patient for image in dataset.part("val")}

    assert 20 <= len(patients) <= 60, "of 400"
    assert patients.isdisjoint(image.patient for image in dataset.part("train"))
    assert ["10 % of the patients".replace(" %", "%") in text for text in dataset.warnings] == [
        True
    ]
    fewer = folder_dataset(_write(tmp_path, *lines[:200]))
    assert {image.patient for image in fewer.part("val")} <= patients, "others change nothing"


@pytest.mark.parametrize("patients", range(2, 12))
def test_a_few_patients_give_both_splits(tmp_path: Path, patients: int) -> None:
    _write(tmp_path, *(f"{n}.png,s,patient{n},hand,{n % 2}" for n in range(patients)))
    dataset = folder_dataset(tmp_path)
    assert dataset.part("train")
    assert dataset.part("val")


def test_a_single_patient_is_for_training_and_it_is_told(tmp_path: Path) -> None:
    dataset = folder_dataset(_write(tmp_path, "1.png,s,p,hand,1"))
    assert dataset.part("train")
    assert "No image is in the split val." in dataset.warnings


def test_a_missing_file_is_left_out_and_told(tmp_path: Path) -> None:
    _write(tmp_path, "1.png,s,p,hand,1", "2.png,s,p,hand,1")
    (tmp_path / "2.png").unlink()
    dataset = folder_dataset(tmp_path)

    assert len(dataset.images) == 1
    assert "not on disk, left out: 1 (the first: line 3)" in dataset.warnings[0]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["1.png,s,p,hand,fracture"], "line 2: the label is 'fracture'; write 0"),
        (["1.png,s,,hand,1"], "line 2: patient is empty"),
        (["1.png,s,p,hand"], "line 2: 4 fields, but the header has 5"),
        (["1.png,s,p,hand,1", "1.png,s,p,hand,1"], r"line 3: the image \S+ stands on line 2"),
        (
            ["1.png,s,p,hand,1", "2.png,s,p,hand,0"],
            "line 3: the study hand/p/s has another label on",
        ),
        (["1.dcm,s,p,hand,1"], "none of its 1 images is on disk"),
        ([], "none of its 0 images is on disk"),
        (['1.png,s,p,"hand"x,1'], "is not a CSV file"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, lines: list[str], message: str
) -> None:
    _write(tmp_path, *lines)
    with pytest.raises(UsageError, match=rf"table\.csv.*{message}"):
        folder_dataset(tmp_path)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["1.png,s,p,hand,1,test"], "line 2: the split is 'test'; write train or val"),
        (
            ["1.png,s,p,hand,1,train", "2.png,t,p,hand,1,val"],
            "line 3: the patient p has another split on line 2",
        ),
    ],
)
def test_a_split_that_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, lines: list[str], message: str
) -> None:
    _write(tmp_path, *lines, header=HEADER + ",split")
    with pytest.raises(UsageError, match=message):
        folder_dataset(tmp_path)


def test_two_tables_are_not_guessed_between(tmp_path: Path) -> None:
    _write(tmp_path, "1.png,s,p,hand,1")
    (tmp_path / "again.csv").write_text(HEADER)
    with pytest.raises(UsageError, match=r"several tables of images \(again\.csv, table\.csv\)"):
        read_dataset(tmp_path)


def test_text_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    _write(tmp_path, "1.png,s,p,hand,1")
    path = tmp_path / "table.csv"
    path.write_bytes(path.read_bytes().replace(b"hand", b"h\xe4nd"))
    with pytest.raises(UsageError, match=r"table\.csv is not UTF-8"):
        folder_dataset(tmp_path)
