"""Folders as clinics have them: growing, vanishing, full of odd names and of what is no file."""

from __future__ import annotations

import errno
import os
import sys
import threading
import unicodedata
from pathlib import Path

import pytest

from mura_desktop.studies import discovery
from mura_desktop.studies.discovery import STILL_GROWING, find_files
from mura_desktop.studies.model import NotScored

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def test_names_of_255_bytes_and_in_either_normal_form_are_found(tmp_path: Path) -> None:
    names = {"a" * 251 + ".png", "é.png", unicodedata.normalize("NFD", "ü.png"), " .png", "\t.png"}
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    found = {path.name for path in find_files([tmp_path]) if isinstance(path, Path)}
    assert found == {path.name for path in tmp_path.iterdir()}
    assert len(found) == len(names)


@linux
def test_names_that_are_no_text_are_found(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\xfe.png")
    (tmp_path / name).write_bytes(b"x")
    assert list(find_files([tmp_path])) == [tmp_path / name]


@linux
def test_a_path_that_the_disk_refuses_is_reported_once_and_stops_no_other(tmp_path: Path) -> None:
    refused, film = tmp_path / ("a" * 300), tmp_path / "film.png"
    film.write_bytes(b"x")
    os.utime(film, (0, 0))
    first, *others = find_files([refused, tmp_path, refused])
    assert isinstance(first, NotScored)
    assert first.path == refused
    assert first.reason.startswith("cannot be opened (")
    assert others == [film]


@linux
def test_a_stale_share_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share, asked, ask = tmp_path / "share", list[str](), os.stat

    def stale(path: str, **more: bool) -> os.stat_result:
        if str(path) == str(share):
            asked.append(path)
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(path))
        return ask(path, **more)

    monkeypatch.setattr(os, "stat", stale)
    (found,) = find_files([share])
    assert found == NotScored(share, "cannot be opened (Stale file handle)")
    assert len(asked) == 1


@linux
def test_devices_and_sockets_are_reported_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "zero").symlink_to("/dev/zero")
    assert list(find_files([tmp_path])) == [NotScored(tmp_path / "zero", "is not a regular file")]


def test_a_file_is_taken_once_its_size_rests(tmp_path: Path) -> None:
    path = tmp_path / "growing.dcm"
    path.write_bytes(b"x")
    resting = threading.Event()

    def write() -> None:
        for _ in range(5):
            resting.wait(0.1)
            with path.open("ab") as file:
                file.write(b"x" * 1000)

    writer = threading.Thread(target=write)
    writer.start()
    (found,) = find_files([tmp_path])
    writer.join()
    assert found == path
    assert path.stat().st_size == 5001


def test_a_file_that_goes_on_growing_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovery, "PATIENCE_S", 0.5)
    path = tmp_path / "growing.dcm"
    path.write_bytes(b"x")
    done = threading.Event()

    def write() -> None:
        while not done.wait(0.02):
            with path.open("ab") as file:
                file.write(b"x")

    writer = threading.Thread(target=write)
    writer.start()
    found = list(find_files([tmp_path]))
    done.set()
    writer.join()
    assert found == [NotScored(path, STILL_GROWING)]


def test_a_folder_that_vanishes_in_the_middle_is_reported_and_stops_nothing(tmp_path: Path) -> None:
    for name in ("a/1.png", "b/2.png", "c/3.png"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (0, 0))
    walk = find_files([tmp_path])
    assert next(walk) == tmp_path / "a/1.png"
    (tmp_path / "b/2.png").unlink()
    (tmp_path / "b").rmdir()
    gone, last = walk
    assert isinstance(gone, NotScored)
    assert gone.path == tmp_path / "b"
    assert last == tmp_path / "c/3.png"
