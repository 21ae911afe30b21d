"""Walking through what the user opened."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.studies.discovery import find_files, natural_key
from mura_desktop.studies.model import NotScored


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")


def names(root: Path, *paths: Path) -> list[str]:
    found = list(find_files(paths or (root,)))
    assert all(isinstance(entry, Path) for entry in found)
    return [entry.relative_to(root).as_posix() for entry in found if isinstance(entry, Path)]


def test_files_come_in_natural_order_before_sub_folders(tmp_path: Path) -> None:
    make(tmp_path, "image10.png", "image2.png", "Image1.png", "a/x10.png", "a/x9.png")
    assert names(tmp_path) == [
        "Image1.png",
        "image2.png",
        "image10.png",
        "a/x9.png",
        "a/x10.png",
    ]


def test_dotfiles_and_dot_folders_are_skipped(tmp_path: Path) -> None:
    make(tmp_path, "._image1.png", ".DS_Store", ".git/config", "image1.png")
    assert names(tmp_path) == ["image1.png"]


def test_a_dotfile_that_is_named_itself_is_not_skipped(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.png")
    assert names(tmp_path, tmp_path / ".hidden.png") == [".hidden.png"]


def test_a_file_that_is_opened_twice_comes_once(tmp_path: Path) -> None:
    make(tmp_path, "a/1.png")
    assert names(tmp_path, tmp_path / "a/1.png", tmp_path, tmp_path / "a") == ["a/1.png"]


def test_relative_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "1.png")
    monkeypatch.chdir(tmp_path)
    assert list(find_files([Path("1.png")])) == [tmp_path / "1.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_loops_of_links_end(tmp_path: Path) -> None:
    make(tmp_path, "a/1.png")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "copy.png").symlink_to(tmp_path / "a" / "1.png")
    assert names(tmp_path) == ["a/1.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_to_nothing_is_reported(tmp_path: Path) -> None:
    (tmp_path / "1.png").symlink_to(tmp_path / "gone.png")
    (tmp_path / "2.png").symlink_to(tmp_path / "2.png")
    first, second = find_files([tmp_path])
    assert first == NotScored(tmp_path / "1.png", "is a link to something that does not exist")
    assert isinstance(second, NotScored)


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
def test_a_pipe_is_reported_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert list(find_files([tmp_path])) == [NotScored(tmp_path / "pipe", "is not a regular file")]


def test_a_missing_path_is_reported(tmp_path: Path) -> None:
    assert list(find_files([tmp_path / "gone"])) == [NotScored(tmp_path / "gone", "does not exist")]


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root and Windows may open any folder"
)
def test_a_folder_without_access_is_reported_and_stops_nothing(tmp_path: Path) -> None:
    make(tmp_path, "a/1.png", "b/2.png")
    (tmp_path / "a").chmod(0)
    closed, file = find_files([tmp_path])
    (tmp_path / "a").chmod(0o700)
    assert closed == NotScored(tmp_path / "a", "the folder cannot be opened (Permission denied)")
    assert file == tmp_path / "b" / "2.png"


def test_the_walk_ends_when_it_is_cancelled(tmp_path: Path) -> None:
    make(tmp_path, "1.png", "2.png", "3.png")
    found: list[Path | NotScored] = []
    for entry in find_files([tmp_path], cancelled=lambda: len(found) == 2):
        found.append(entry)
    assert len(found) == 2


@given(st.lists(st.text(max_size=12)))
def test_any_names_can_be_ordered(texts: list[str]) -> None:
    keys = [natural_key(text) for text in sorted(texts, key=natural_key)]
    assert all(one <= two for one, two in itertools.pairwise(keys))
