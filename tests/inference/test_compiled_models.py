"""Compiled models of weights that nobody uses any more do not pile up."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from mura_desktop.inference.compiled_models import UNUSED_DAYS, folder_for

DAY = 24 * 3600
NEW, OLD, RECENT = ("a" * 64, "b" * 64, "c" * 64)


def compiled(cache: Path, digest: str, days_ago: float) -> Path:
    """A folder with a model, used so long ago."""
    folder = folder_for(cache, digest)
    assert folder is not None
    (folder / "model.blob").write_bytes(b"compiled")
    used = time.time() - days_ago * DAY
    os.utime(folder, (used, used))
    return folder


def test_what_was_used_lately_stays_and_what_was_not_goes(tmp_path: Path) -> None:
    recent = compiled(tmp_path, RECENT, UNUSED_DAYS - 1)
    old = compiled(tmp_path, OLD, UNUSED_DAYS + 1)

    new = folder_for(tmp_path, NEW)

    assert new is not None
    assert new.is_dir()
    assert (recent / "model.blob").is_file()
    assert not old.exists()


def test_opening_a_model_counts_as_using_it(tmp_path: Path) -> None:
    old = compiled(tmp_path, OLD, UNUSED_DAYS + 1)
    assert folder_for(tmp_path, OLD) == old
    folder_for(tmp_path, NEW)
    assert (old / "model.blob").is_file()


def test_what_else_lies_in_the_cache_is_left_alone(tmp_path: Path) -> None:
    note, folder = tmp_path / "note.txt", tmp_path / "pictures"
    note.write_text("not ours")
    folder.mkdir()
    for each in (note, folder):
        os.utime(each, (0, 0))
    folder_for(tmp_path, NEW)
    assert note.is_file()
    assert folder.is_dir()


def test_a_model_that_another_program_holds_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = compiled(tmp_path, OLD, UNUSED_DAYS + 1)

    def held(*_: object) -> None:
        raise PermissionError("in use")

    monkeypatch.setattr("mura_desktop.inference.compiled_models.shutil.rmtree", held)
    new = folder_for(tmp_path, NEW)
    assert new is not None
    assert new.is_dir()
    assert old.is_dir()


def test_a_cache_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the cache should be")
    assert folder_for(blocked, NEW) is None
