"""A data set in numbers: studies, images and patients by split, part and label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from trainer.data_files import Duplicates, FileCheck, Remark
from trainer.datasets import SPLITS, Dataset, LabelledImage, Split
from trainer.datasets.mura import COUNTS_DIFFER
from trainer.datasets.mura import NAME as MURA
from trainer.datasets.mura_counts import PUBLISHED, Difference, differences

ALL = "all"
SHOWN = 20
"""How many files or groups of files are listed in the table; JSON has all."""


@dataclass(frozen=True, slots=True)
class ByLabel:
    """Two numbers."""

    normal: int
    abnormal: int

    @property
    def both(self) -> int:
        """Return their sum."""
        return self.normal + self.abnormal


@dataclass(frozen=True, slots=True)
class CountRow:
    """Counts of one part (or `ALL`) in one split.

    Attributes
    ----------
    split, body_part
        Of what.
    studies, images
        How many.
    patients
        With at least one study of the part; one with several parts counts in each.
    """

    split: Split
    body_part: str
    studies: ByLabel
    images: ByLabel
    patients: int


@dataclass(frozen=True, slots=True)
class DataSummary:
    """What `trainer data` tells.

    Attributes
    ----------
    name, root, digest
        Of the data set.
    rows
        By split, parts in alphabetical order, then all parts.
    warnings
        Of the reader.
    differences
        Published counts that were not found; None where none are known.
    files
        None where files were not opened.
    """

    name: str
    root: str
    digest: str
    rows: tuple[CountRow, ...]
    warnings: tuple[str, ...]
    differences: tuple[Difference, ...] | None
    files: FileCheck | None = None


def summarise(dataset: Dataset, files: FileCheck | None = None) -> DataSummary:
    """Count a data set.

    Parameters
    ----------
    dataset
        What is counted; MURA is compared with its published counts.
    files
        What opening its files showed, if it was done.
    """
    rows: list[CountRow] = []
    for split in SPLITS:
        images = dataset.part(split)
        for part in sorted({image.body_part for image in images}):
            of_part = [image for image in images if image.body_part == part]
            rows.append(_count(split, part, of_part))
        rows.append(_count(split, ALL, images))
    known = dataset.name == "mura"
    return DataSummary(
        name=dataset.name,
        root=str(dataset.root),
        digest=dataset.digest(),
        rows=tuple(rows),
        warnings=dataset.warnings,
        differences=differences(dataset.images) if known else None,
        files=files,
    )


def _count(split: Split, part: str, images: Sequence[LabelledImage]) -> CountRow:
    studies = {(image.study, image.label) for image in images}
    return CountRow(
        split,
        part,
        studies=_by_label(label for _, label in studies),
        images=_by_label(image.label for image in images),
        patients=len({image.patient for image in images}),
    )


def _by_label(labels: Iterable[int]) -> ByLabel:
    counted = Counter(labels)
    return ByLabel(normal=counted[0], abnormal=counted[1])


def render(summary: DataSummary) -> RenderableType:
    """Return a table of the counts, and lists of what deserves a look."""
    parts: list[RenderableType] = [
        Text(f"{summary.name}: {summary.root}"),
        Text(f"data hash {summary.digest}\n"),
        *(_table(split, summary.rows) for split in SPLITS),
    ]
    if summary.differences is not None:
        parts.append(Text(_comparison(summary.differences)))
    notes = [note for note in summary.warnings if not note.startswith(COUNTS_DIFFER)]
    parts += [Text(f"Note: {note}") for note in notes]
    if summary.files is not None:
        parts += _files(summary.files)
    return Group(*parts)


def _table(split: Split, rows: Iterable[CountRow]) -> Table:
    title = Text({"train": "Training", "val": "Validation"}[split], style="bold")
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("part", min_width=8, overflow="fold")
    for unit in ("studies", "images"):
        table.add_column(f"{unit}\nnormal", justify="right", no_wrap=True)
        table.add_column("\nabnormal", justify="right", no_wrap=True)
        table.add_column("\nboth", justify="right", no_wrap=True)
    table.add_column("\npatients", justify="right", no_wrap=True)
    for row in (row for row in rows if row.split == split):
        numbers = (
            *(row.studies.normal, row.studies.abnormal, row.studies.both),
            *(row.images.normal, row.images.abnormal, row.images.both),
            row.patients,
        )
        if row.body_part == ALL:
            table.add_section()
        table.add_row(Text(row.body_part), *(f"{number:,}" for number in numbers))
    return table


def _comparison(differing: Sequence[Difference]) -> str:
    if not differing:
        return f"All {len(PUBLISHED)} published counts of {MURA} were found."
    heading = f"Of {len(PUBLISHED)} published counts of {MURA} differ"
    return _listed(heading, [str(difference) for difference in differing])


def _files(files: FileCheck) -> list[RenderableType]:
    return [
        Text(f"\nFiles opened: {files.read:,}"),
        Text(_listed("Without an image", [_remark(each) for each in files.unreadable])),
        Text(_listed("Incomplete", [_remark(each) for each in files.remarks])),
        Text(_listed("Groups of equal files", [_group(each) for each in files.duplicates])),
    ]


def _listed(heading: str, lines: Sequence[str]) -> str:
    shown = [f"  {line}" for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        shown.append(f"  and {len(lines) - SHOWN:,} more, in --json")
    return "\n".join([f"{heading}: {len(lines):,}", *shown])


def _remark(remark: Remark) -> str:
    return f"{remark.path}: {remark.text}"


def _group(group: Duplicates) -> str:
    more = len(group.paths) - 3
    names = ", ".join(group.paths[:3]) + (f" and {more:,} more" if more > 0 else "")
    notes = ["in both splits"] * group.both_splits + ["with both labels"] * group.both_labels
    return f"{names} ({', '.join(notes)})" if notes else names
