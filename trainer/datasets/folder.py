"""Any folder of radiographs with a CSV file that says what they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mura_desktop.errors import UsageError
from trainer.datasets.csv_rows import Row, read_rows
from trainer.datasets.splits import VALIDATION_SHARE, parse_split, split_by_hash
from trainer.datasets.table import SPLITS, Dataset, LabelledImage

COLUMNS = ("path", "study", "patient", "body_part", "label")
SPLIT, HARDWARE = "split", "hardware"


def find_table(root: Path) -> Path | None:
    """Return the CSV file of a folder whose header has `COLUMNS`; None where there is none.

    Raises
    ------
    UsageError
        Where there are several.
    """
    tables = [path for path in sorted(root.glob("*.csv")) if _has_columns(path)]
    if len(tables) > 1:
        names = ", ".join(path.name for path in tables)
        raise UsageError(f"{root} has several tables of images ({names}); leave one of them")
    return tables[0] if tables else None


def _has_columns(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        header = {field.strip().strip('"') for field in file.readline().split(",")}
    return header.issuperset(COLUMNS)


def folder_dataset(root: Path) -> Dataset:
    """Read a folder with a CSV file ``path,study,patient,body_part,label``.

    Two more columns may be there: ``split`` (train or val) and ``hardware`` (1 or 0). Without a
    split, about a tenth of the patients is for validation, chosen by a hash of their keys.

    Parameters
    ----------
    root
        Folder with one such CSV file; paths in it are relative to the folder, or absolute.

    Returns
    -------
    Dataset
        In the order of the CSV file. A study's key is ``body_part/patient/study``, so that studies
        may be numbered anew for each patient and part, as MURA's are.

    Raises
    ------
    UsageError
        With file and line, where a field cannot be used, an image stands there twice, a study has
        two labels or a patient two splits; or where no listed image is on disk.
    """
    table = find_table(root)
    if table is None:
        raise UsageError(f"{root} has no CSV file with the header {','.join(COLUMNS)}")
    images: dict[int, LabelledImage] = {}
    missing: list[int] = []
    rows = read_rows(table, COLUMNS)
    for line, row in rows:
        image = _image(root, table, line, row)
        if image.path.is_file():
            images[line] = image
        else:
            missing.append(line)
    if not images:
        raise UsageError(f"{table}: none of its {len(rows):,} images is on disk below {root}")
    _refuse_two(table, "image", ((n, str(image.path), n) for n, image in images.items()))
    _refuse_two(table, "study", ((n, image.study, image.label) for n, image in images.items()))
    _refuse_two(table, "patient", ((n, image.patient, image.split) for n, image in images.items()))
    warnings = []
    if missing:
        warnings.append(
            f"Images of {table.name} that are not on disk, left out: {len(missing):,} "
            f"(the first: line {missing[0]})"
        )
    if SPLIT not in rows[0][1]:
        splits = split_by_hash(image.patient for image in images.values())
        images = {n: replace(image, split=splits[image.patient]) for n, image in images.items()}
        warnings.append(
            f"{table.name} has no column {SPLIT}. A hash of the patient's key chose about "
            f"{VALIDATION_SHARE:.0%} of the patients for validation, always the same ones."
        )
    there = {image.split for image in images.values()}
    warnings += [f"No image is in the split {split}." for split in SPLITS if split not in there]
    return Dataset("folder", root, tuple(images.values()), tuple(warnings))


def _image(root: Path, table: Path, line: int, row: Row) -> LabelledImage:
    for column in COLUMNS:
        if not row[column]:
            raise UsageError(f"{table}, line {line}: {column} is empty; fill it in")
    if row["label"] not in ("0", "1"):
        raise UsageError(
            f"{table}, line {line}: the label is {row['label']!r}; write 0 (normal) or 1 (abnormal)"
        )
    hardware = row.get(HARDWARE, "")
    if hardware not in ("", "0", "1"):
        raise UsageError(f"{table}, line {line}: {HARDWARE} is {hardware!r}; write 0 or 1")
    patient, part = row["patient"], row["body_part"].lower()
    return LabelledImage(
        path=root / row["path"].replace("\\", "/"),
        study=f"{part}/{patient}/{row['study']}",
        patient=patient,
        body_part=part,
        label=int(row["label"]),
        split=parse_split(row[SPLIT], table, line) if SPLIT in row else "train",
        hardware=hardware == "1",
    )


_REASONS = {
    "image": "stands on line {} already; delete one of the two lines",
    "study": "has another label on line {}; all images of a study have its label",
    "patient": "has another split on line {}; a patient belongs to one split",
}


def _refuse_two(table: Path, what: str, values: Iterable[tuple[int, str, object]]) -> None:
    """Refuse a table in which one key has two values; they come as line, key, value."""
    first: dict[str, tuple[int, object]] = {}
    for line, key, value in values:
        seen_on, seen = first.setdefault(key, (line, value))
        if seen != value:
            reason = _REASONS[what].format(seen_on)
            raise UsageError(f"{table}, line {line}: the {what} {key} {reason}")
