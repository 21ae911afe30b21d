"""An archive falls into parts, each file in one of them, and what lies together stays together."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mura_desktop.scaling.units import units
from mura_desktop.studies.discovery import find_files

LONG_AGO = 1_700_000_000
names = st.sampled_from(["a", "b", "c", ".hidden"])
trees = st.sets(st.lists(names, min_size=1, max_size=4).map("/".join), max_size=25)


def make(root: Path, files: set[str]) -> None:
    for name in sorted(files):
        path = root / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (LONG_AGO, LONG_AGO))


def files_of(unit: tuple[Path, ...]) -> list[Path]:
    return [path for path in find_files(unit) if isinstance(path, Path)]


@settings(max_examples=30)
@given(files=trees, most=st.integers(1, 8))
def test_every_file_is_in_exactly_one_unit(files: set[str], most: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        make(root, files)

        found = Counter(path for unit in units([root], most) for path in files_of(unit))

        assert found == Counter(files_of((root,)))


@settings(max_examples=30)
@given(files=trees, most=st.integers(1, 8))
def test_files_that_lie_side_by_side_are_never_parted(files: set[str], most: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        make(root, files)

        folders = [{path.parent for path in files_of(unit)} for unit in units([root], most)]

        assert all(count == 1 for count in Counter(f for some in folders for f in some).values())


def test_small_folders_share_a_unit_and_stay_whole(tmp_path: Path) -> None:
    make(tmp_path, {f"patient{number}/series{part}/x" for number in range(5) for part in (1, 2)})

    found = list(units([tmp_path], 4))

    names = [[path.name for path in unit] for unit in found]
    assert names == [["patient0", "patient1"], ["patient2", "patient3"], ["patient4"]]


def test_links_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    make(tmp_path, {"a/1", "a/2", "b/1", "b/2"})
    (tmp_path / "a" / "round").symlink_to(tmp_path)

    found = [path for unit in units([tmp_path], 1) for path in files_of(unit)]

    assert len({os.path.realpath(path) for path in found}) == 4


def test_a_path_that_the_disk_refuses_is_left_to_who_reads_the_unit(tmp_path: Path) -> None:
    make(tmp_path, {"a/1"})
    refused = tmp_path / ("a" * 300)
    assert list(units([refused, tmp_path], 5)) == [(refused, tmp_path)]


def test_files_opened_one_by_one_are_a_unit(tmp_path: Path) -> None:
    make(tmp_path, {"a", "b", "c/x"})
    opened = [tmp_path / "a.png", tmp_path / "c", tmp_path / "gone.png"]

    assert list(units(opened, 2)) == [(opened[0], opened[2]), (opened[1],)]
