"""Small files are whole, belong to their owner, and leave nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mura_desktop.files import DRAFT_SECONDS, private_folder, remove_drafts, write_whole


def test_a_file_is_replaced_as_a_whole_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "note"
    write_whole(path, b"old")
    write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o077 == 0


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "note"
    write_whole(path, b"old")

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_writer_left_is_removed_and_what_one_writes_is_not(tmp_path: Path) -> None:
    path = tmp_path / "note"
    write_whole(path, b"kept")
    left, writing = tmp_path / ".note.left", tmp_path / ".note.writing"
    for draft in (left, writing):
        draft.write_bytes(b"half")
    long_ago = writing.stat().st_mtime - DRAFT_SECONDS - 1
    os.utime(left, (long_ago, long_ago))

    remove_drafts(path)

    assert sorted(tmp_path.iterdir()) == [writing, path]


def test_a_private_folder_is_for_its_owner(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = private_folder(tmp_path / "made")
    finally:
        os.umask(before)

    assert made.stat().st_mode & 0o077 == 0
