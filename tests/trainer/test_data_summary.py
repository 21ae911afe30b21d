"""`trainer data` counts a data set, opens its files, and says what is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from rich.console import Console
from typer.testing import CliRunner

from mura_desktop.errors import UsageError
from tests.trainer import examples
from tests.trainer.mura_tree import make_mura_tree
from trainer.cli import app
from trainer.data_files import check_files
from trainer.data_summary import ALL, ByLabel, DataSummary, render, summarise
from trainer.datasets import Dataset, read_dataset


def _text(summary: DataSummary) -> str:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(render(summary), soft_wrap=True)
    return capture.get()


def test_studies_images_and_patients_are_counted_by_split_part_and_label(tmp_path: Path) -> None:
    dataset = read_dataset(make_mura_tree(tmp_path, parts=("XR_ELBOW", "XR_WRIST")))
    rows = {(row.split, row.body_part): row for row in summarise(dataset).rows}

    assert list(rows) == [
        *(("train", "elbow"), ("train", "wrist"), ("train", ALL)),
        *(("val", "elbow"), ("val", "wrist"), ("val", ALL)),
    ]
    assert all(rows[split, part].studies == ByLabel(2, 2) for split, part in rows if part != ALL)
    train = rows["train", ALL]
    assert train.studies == ByLabel(4, 4)
    assert train.images.both == len(dataset.part("train"))
    assert train.images.abnormal == sum(image.label for image in dataset.part("train"))
    # eight studies; one patient has both labels of a part, one has two parts and counts in each
    assert train.patients == 6
    assert rows["train", "elbow"].patients + rows["train", "wrist"].patients == 7


def test_the_table_fits_80_columns_and_names_every_part(tmp_path: Path) -> None:
    text = _text(summarise(read_dataset(make_mura_tree(tmp_path))))
    lines = text.splitlines()
    for part in ("elbow", "finger", "forearm", "hand", "humerus", "shoulder", "wrist", "all"):
        (train, val) = (line for line in lines if line.strip().startswith(f"{part} "))
        assert len(train.split()) == len(val.split()) == 8
    assert max(len(line) for line in lines if "both" in line) <= 80
    assert "Of 42 published counts of MURA-v1.1 differ: 42" in text
    assert "and 22 more, in --json" in text


def test_only_mura_has_published_counts(tmp_path: Path) -> None:
    summary = summarise(read_dataset(examples.draw_fracatlas(tmp_path)))
    assert summary.differences is None
    assert "published counts" not in _text(summary)


def _spoilt(tmp_path: Path) -> tuple[Dataset, list[str]]:
    """Return a data set with an unreadable, an incomplete and three equal files."""
    tree = make_mura_tree(tmp_path, parts=("XR_HAND",), studies_per_cell=3)
    dataset = read_dataset(tree)
    train, val = dataset.part("train"), dataset.part("val")
    (normal, other) = [image for image in train if not image.label][:2]
    abnormal = next(image for image in val if image.label)
    shutil.copy(normal.path, other.path)
    shutil.copy(normal.path, abnormal.path)
    unreadable, incomplete = train[-1], train[-2]
    unreadable.path.write_text("no image")
    whole = incomplete.path.read_bytes()
    incomplete.path.write_bytes(whole[: len(whole) // 2])
    images = (unreadable, incomplete, normal, other, abnormal)
    return dataset, [dataset.relative(image) for image in images]


def test_unreadable_incomplete_and_equal_files_are_found(tmp_path: Path) -> None:
    dataset, (unreadable, incomplete, *equal) = _spoilt(tmp_path)
    seen: list[None] = []
    files = check_files(dataset, advance=lambda: seen.append(None))

    assert files.read == len(dataset.images) == len(seen)
    assert [remark.path for remark in files.unreadable] == [unreadable]
    assert "is not a" in files.unreadable[0].text
    assert [remark.path for remark in files.remarks] == [incomplete]
    (group,) = files.duplicates
    assert set(group.paths) == set(equal)
    assert group.both_splits
    assert group.both_labels
    text = _text(summarise(dataset, files))
    assert f"{unreadable}: is not a" in text
    assert "(in both splits, with both labels)" in text


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    dataset, _ = _spoilt(tmp_path)
    assert check_files(dataset, processes=2) == check_files(dataset, processes=1)


def test_the_real_data_set_has_incomplete_files_and_no_unreadable_ones(shared: Path) -> None:
    dataset = read_dataset(shared / "fracatlas").limited(150)
    files = check_files(dataset)
    assert files.read == len(dataset.images)
    assert files.unreadable == ()


def test_the_command_prints_json_with_everything(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path, missing=1)
    result = CliRunner().invoke(app, ["data", str(tree), "--json"])

    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["name"] == "mura"
    assert told["digest"] == read_dataset(tree).digest()
    assert told["rows"][0]["studies"] == {"normal": 2, "abnormal": 2}
    assert len(told["differences"]) == 42
    assert told["differences"][0]["published"]["number"] == 36_808
    assert any("not on disk" in warning for warning in told["warnings"])
    assert told["files"]["unreadable"] == []


def test_the_command_leaves_files_closed_where_it_is_told_to(tmp_path: Path) -> None:
    tree = make_mura_tree(tmp_path, studies_per_cell=1)
    for path in tree.rglob("*.png"):
        path.write_bytes(b"")
    result = CliRunner().invoke(app, ["data", str(tree), "--no-read"])

    assert result.exit_code == 0
    assert "Validation" in result.stdout
    assert "Files opened" not in result.stdout


def test_the_command_refuses_a_folder_that_is_no_data_set(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["data", str(tmp_path)])
    assert isinstance(result.exception, UsageError)
