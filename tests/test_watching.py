"""A watched folder: whole files are told of once, half ones never, and a folder comes back."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.file_systems import file_system, in_use, on_network
from mura_desktop.watching import FilesCame, FolderLost, News, Times, Watcher, Watching

QUICK = Times(still=0.3, folder=3, stuck=1.5, tick=0.05, poll=0.05, rescan=60, retry=0.1)
MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/films /mnt/in\\040box cifs rw 0 0
sshfs@there: /mnt/ssh fuse.sshfs rw 0 0
nas:/export /mnt/nas nfs4 rw 0 0
/dev/sdb1 /mnt/nas/local xfs rw 0 0
"""


class Ear:
    """Hears what a watcher tells."""

    def __init__(self) -> None:
        self.news: list[News] = []

    def __call__(self, news: News) -> None:
        self.news.append(news)

    @property
    def names(self) -> list[str]:
        """Names of the files that came, in the order told."""
        came = [news for news in self.news if isinstance(news, FilesCame)]
        return [path.name for news in came for path in news.paths]

    def wait_for(self, true: Callable[[], object], seconds: float = 20) -> None:
        until = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < until, self.news
            time.sleep(0.02)

    def count(self, kind: type) -> int:
        return sum(isinstance(news, kind) for news in self.news)


Watch = Callable[..., tuple[Ear, Watcher]]


BOTH_WAYS = pytest.mark.parametrize(
    "watch", [False, True], ids=["told by the system", "polled"], indirect=True
)


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """Give a function that watches a folder and waits until the watch has begun."""
    polls = getattr(request, "param", False)
    running: list[Watcher] = []

    def begin(folder: Path, times: Times = QUICK) -> tuple[Ear, Watcher]:
        ear = Ear()
        watcher = Watcher(folder, ear, polls=polls, times=times)
        running.append(watcher)
        watcher.start()
        if folder.is_dir():
            ear.wait_for(lambda: Watching(polls) in ear.news)
        return ear, watcher

    yield begin
    for watcher in running:
        watcher.stop()


def rested(path: Path, content: bytes = b"film") -> Path:
    """Write a file that has not changed for a minute."""
    path.write_bytes(content)
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


@BOTH_WAYS
def test_what_is_there_is_left_to_who_watches_and_what_comes_is_told_once(
    watch: Watch, tmp_path: Path
) -> None:
    rested(tmp_path / "old.dcm")
    ear, _ = watch(tmp_path)

    (tmp_path / "b10.dcm").write_bytes(b"film")
    (tmp_path / "b2.dcm").write_bytes(b"film")
    ear.wait_for(lambda: len(ear.names) == 2)
    time.sleep(0.6)

    assert ear.names == ["b2.dcm", "b10.dcm"]


@BOTH_WAYS
def test_a_file_is_not_told_of_while_it_is_being_copied(watch: Watch, tmp_path: Path) -> None:
    ear, _ = watch(tmp_path)
    with (tmp_path / "slow.dcm").open("wb") as copy:
        for _ in range(6):
            copy.write(b"x" * 5000)
            copy.flush()
            time.sleep(0.1)
            assert ear.names == []
    ear.wait_for(lambda: ear.names == ["slow.dcm"])


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname != "Linux", reason="asks Linux's leases")
def test_a_copy_that_stalls_is_not_taken_for_a_whole_file(watch: Watch, tmp_path: Path) -> None:
    ear, _ = watch(tmp_path)
    with (tmp_path / "stalled.dcm").open("wb") as copy:
        copy.write(b"half")
        copy.flush()
        time.sleep(0.9)
        assert ear.names == []
        copy.write(b" and half")
    ear.wait_for(lambda: ear.names == ["stalled.dcm"])


def test_a_file_held_open_for_ever_is_told_of_at_last(watch: Watch, tmp_path: Path) -> None:
    ear, _ = watch(tmp_path)
    with (tmp_path / "held.dcm").open("wb") as copy:
        copy.write(b"all of it")
        copy.flush()
        ear.wait_for(lambda: ear.names == ["held.dcm"])


@BOTH_WAYS
def test_unfinished_names_are_passed_over_until_they_are_renamed(
    watch: Watch, tmp_path: Path
) -> None:
    ear, _ = watch(tmp_path)
    (tmp_path / ".hidden.dcm").write_bytes(b"film")
    (tmp_path / "a.dcm.part").write_bytes(b"film")
    (tmp_path / "b.tmp").write_bytes(b"film")
    time.sleep(0.6)
    assert ear.names == []
    (tmp_path / "a.dcm.part").rename(tmp_path / "a.dcm")
    ear.wait_for(lambda: ear.names == ["a.dcm"])


def test_a_file_that_is_deleted_before_it_rests_never_came(watch: Watch, tmp_path: Path) -> None:
    ear, _ = watch(tmp_path)
    (tmp_path / "gone.dcm").write_bytes(b"film")
    time.sleep(0.1)
    (tmp_path / "gone.dcm").unlink()
    (tmp_path / "stays.dcm").write_bytes(b"film")
    ear.wait_for(lambda: ear.names)
    time.sleep(0.6)
    assert ear.names == ["stays.dcm"]


@BOTH_WAYS
def test_a_file_that_changes_later_comes_again(watch: Watch, tmp_path: Path) -> None:
    ear, _ = watch(tmp_path)
    film = tmp_path / "film.dcm"
    film.write_bytes(b"first")
    ear.wait_for(lambda: ear.names == ["film.dcm"])
    film.write_bytes(b"second, longer")
    ear.wait_for(lambda: ear.names == ["film.dcm"] * 2)


@BOTH_WAYS
def test_a_folder_moved_in_comes_with_all_its_files_at_once(watch: Watch, tmp_path: Path) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "outside"
    inbox.mkdir()
    (outside / "deep").mkdir(parents=True)
    for number in range(3):
        rested(outside / "deep" / f"{number}.dcm")
    ear, _ = watch(inbox)
    outside.rename(inbox / "study")
    ear.wait_for(lambda: sorted(ear.names) == ["0.dcm", "1.dcm", "2.dcm"])
    assert ear.count(FilesCame) == 1


def test_files_of_a_folder_wait_for_the_one_that_still_grows(watch: Watch, tmp_path: Path) -> None:
    ear, _ = watch(tmp_path, Times(0.3, 30, 60, 0.05, 0.05, 60, 0.1))
    study = tmp_path / "study"
    study.mkdir()
    (study / "1.dcm").write_bytes(b"film")
    with (study / "2.dcm").open("wb") as copy:
        for _ in range(6):
            copy.write(b"x" * 100)
            copy.flush()
            time.sleep(0.1)
        assert ear.names == []
    ear.wait_for(lambda: ear.names == ["1.dcm", "2.dcm"])
    assert ear.count(FilesCame) == 1


@BOTH_WAYS
def test_200_files_at_once_all_come_and_none_twice(watch: Watch, tmp_path: Path) -> None:
    ear, _ = watch(tmp_path)

    def copy(start: int) -> None:
        for number in range(start, 200, 4):
            (tmp_path / f"{number}.dcm").write_bytes(bytes(20_000))

    threads = [threading.Thread(target=copy, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ear.wait_for(lambda: len(ear.names) >= 200)
    time.sleep(0.5)
    assert sorted(ear.names) == sorted(f"{number}.dcm" for number in range(200))


@BOTH_WAYS
def test_a_folder_that_goes_is_told_of_and_what_comes_after_its_return_is_found(
    watch: Watch, tmp_path: Path
) -> None:
    inbox, away = tmp_path / "inbox", tmp_path / "away"
    inbox.mkdir()
    rested(inbox / "old.dcm")
    ear, _ = watch(inbox)
    inbox.rename(away)
    ear.wait_for(lambda: ear.count(FolderLost) == 1)
    time.sleep(0.5)
    rested(away / "while-away.dcm")
    away.rename(inbox)
    ear.wait_for(lambda: ear.count(Watching) == 2 and ear.names == ["while-away.dcm"])
    assert ear.count(FolderLost) == 1
    (inbox / "after.dcm").write_bytes(b"film")
    ear.wait_for(lambda: ear.names == ["while-away.dcm", "after.dcm"])


def test_a_folder_that_is_not_there_yet_is_waited_for(watch: Watch, tmp_path: Path) -> None:
    ear, _ = watch(tmp_path / "later")
    ear.wait_for(lambda: ear.count(FolderLost) == 1)
    (tmp_path / "later").mkdir()
    ear.wait_for(lambda: ear.count(Watching) == 1)
    (tmp_path / "later" / "film.dcm").write_bytes(b"film")
    ear.wait_for(lambda: ear.names == ["film.dcm"])


def test_a_change_that_went_untold_is_found_by_looking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deaf(*_: object, stop_event: threading.Event, **__: object) -> Iterator[set[object]]:
        while not stop_event.wait(0.05):
            yield set()

    monkeypatch.setattr("mura_desktop.watching.watch", deaf)
    ear = Ear()
    watcher = Watcher(tmp_path, ear, times=Times(0.2, 1, 4, 0.1, 0.1, 0.3, 0.2))
    watcher.start()
    try:
        ear.wait_for(lambda: ear.count(Watching) == 1)
        shutil.copy(rested(tmp_path.parent / "source.dcm"), tmp_path / "film.dcm")
        ear.wait_for(lambda: ear.names == ["film.dcm"])
    finally:
        watcher.stop()


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname != "Linux", reason="asks Linux's leases")
def test_linux_tells_whether_a_file_is_being_written(tmp_path: Path) -> None:
    film = tmp_path / "film"
    with film.open("wb") as file:
        file.write(b"x")
        assert in_use(film)
    assert not in_use(film)
    assert not in_use(tmp_path / "missing")
    assert not on_network(tmp_path)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/films", "ext4"),
        ("/mnt/in box/today", "cifs"),
        ("/mnt/in box", "cifs"),
        ("/mnt/in boxes", "ext4"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/mnt/nas/films", "nfs4"),
        ("/mnt/nas/local/films", "xfs"),
    ],
)
def test_the_deepest_mount_says_on_what_a_folder_lies(folder: str, kind: str) -> None:
    assert file_system(Path(folder), MOUNTS) == kind


@given(st.text(max_size=200))
def test_no_list_of_mounts_is_too_odd(mounts: str) -> None:
    assert isinstance(file_system(Path("/films"), mounts), str)
