"""A watched folder: tells of files once they have come to rest, and of a folder that is gone.

A file that is still being copied looks like a whole one for a moment, and half a film must never be
scored. So a file counts as arrived when its size and time have not changed for some seconds, it can
be opened, and, where the system tells, nobody has it open for writing.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from watchfiles import Change, watch

from mura_desktop.file_systems import in_use, on_network
from mura_desktop.logs import traced
from mura_desktop.studies.discovery import natural_key
from mura_desktop.studies.model import FileVersion

log = logging.getLogger(__name__)

UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", "~")
"""Ends of names that copying programs give to files until they are complete."""
LONG_COPY_S = 3600.0
"""A file that has not changed for this long is no copy under way."""
BATCH = 500
"""Files told of at once; the rest follows at the next tick."""


@dataclass(frozen=True, slots=True)
class Times:
    """How patient a watcher is, all in seconds.

    Attributes
    ----------
    still
        A file has arrived when it has not changed for this long.
    folder
        In a sub-folder files wait for those that are still growing beside them, so that a study
        comes as a whole; but no longer than this.
    stuck
        A file that rests and cannot be opened, or that someone holds open for writing, is told of
        after this long all the same: better a file with a reason than one that nobody hears of.
    tick
        Between two looks.
    poll
        Between two looks at all files where the system tells of no changes.
    rescan
        Between two comparisons with everything that is there, should a change have gone untold.
    retry
        Between two looks for a folder that is gone.
    """

    still: float = 3.0
    folder: float = 30.0
    stuck: float = 120.0
    tick: float = 1.0
    poll: float = 3.0
    rescan: float = 300.0
    retry: float = 5.0


@dataclass(frozen=True, slots=True)
class Watching:
    """The folder is there and is watched; ``polls`` says whether by looking again and again."""

    polls: bool


@dataclass(frozen=True, slots=True)
class FilesCame:
    """Whole files that are new or have changed, in natural order."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class FolderLost:
    """The folder cannot be watched for now, and why, in a few words; it is tried again."""

    reason: str


News = Watching | FilesCame | FolderLost


class FolderGoneError(OSError):
    """The folder is another one than before, or not the share that it was."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that has not come to rest, with the time it was last seen to change."""

    version: FileVersion
    since: float


class Watcher:
    """Watches a folder and what lies below it, on a thread of its own.

    What is there and at rest when the watch begins is not told of: whoever watches opens the folder
    when `Watching` comes for the first time. After the folder was gone, all that differs is told.

    Parameters
    ----------
    folder
        The folder; it need not be there yet.
    tell
        Called on the watcher's thread.
    polls
        Whether to look at all files again and again, which works everywhere; None does so on
        network shares only, because other machines' changes there are told to nobody.
    times
        How patient to be.
    """

    def __init__(
        self,
        folder: Path,
        tell: Callable[[News], None],
        *,
        polls: bool | None = None,
        times: Times | None = None,
    ) -> None:
        self.folder = folder.absolute()
        self._told = tell
        self._polls = polls
        self._times = times or Times()
        self._stop = threading.Event()
        self._seen: dict[Path, FileVersion] = {}
        self._waiting: dict[Path, _Waiting] = {}
        self._fresh_folders: dict[Path, float] = {}
        self._began = False
        self._shared = False
        self._lost = ""
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin; `Watching` or `FolderLost` follows."""
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        """End. A share that hangs is not waited for longer than this."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    # Everything below runs on the watcher's thread.

    def _tell(self, news: News) -> None:
        if not self._stop.is_set():  # else nobody listens any more
            self._told(news)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._watch()
            except FolderGoneError as error:
                self._lose(str(error))
            except OSError as error:
                self._lose(error.strerror or type(error).__name__)
            except Exception as error:  # noqa: BLE001 - told to the user and logged
                log.error("watching failed:\n%s", traced(error))
                self._lose(type(error).__name__)
            self._stop.wait(self._times.retry)

    def _lose(self, reason: str) -> None:
        if reason != self._lost:
            log.warning("the watched folder is out of reach")
            self._tell(FolderLost(reason))
        self._lost = reason

    def _watch(self) -> None:
        """Watch until the folder is gone or the watcher is stopped.

        Raises
        ------
        OSError
            Where the folder is not there, or not any more.
        """
        os.scandir(self.folder).close()
        shared = on_network(self.folder)
        if self._shared and not shared:
            raise FolderGoneError("the network share is not connected")
        self._shared = shared
        polls = shared if self._polls is None else self._polls
        identity = self._identity(polls)
        rescanned = None
        rescan_s = 0.0 if polls else self._times.rescan
        for changes in self._changes(polls):
            if self._identity(polls) != identity:
                raise FolderGoneError("it was taken away or exchanged")
            now = time.monotonic()
            if rescanned is None or now - rescanned >= rescan_s:
                self._rescan(now)
                if rescanned is None:
                    self._lost = ""
                    self._tell(Watching(polls))
                rescanned = now
            self._note(changes, now)
            self._settle(now)

    def _changes(self, polls: bool) -> Iterator[set[tuple[Change, str]]]:
        """Give what the system tells of at every tick; nothing where all files are looked at.

        The polling of watchfiles compares times by the second only, and would miss a file that
        grows within one.
        """
        if polls:
            while not self._stop.wait(self._times.poll):
                yield set()
            return
        yield from watch(
            self.folder,
            watch_filter=None,
            debounce=int(self._times.tick * 1000),
            rust_timeout=int(self._times.tick * 1000),
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
            force_polling=False,
            ignore_permission_denied=True,
        )

    def _identity(self, polls: bool) -> tuple[int, int]:
        """Tell this folder from another one at its place; shares may number files anew."""
        status = self.folder.stat()
        return (status.st_dev, 0 if polls else status.st_ino)

    def _rescan(self, now: float) -> None:
        """Compare with all that is there; the first time, only what may still grow is new."""
        present = set()
        for path in _files(self.folder):
            present.add(path)
            version = _version(path)
            if version is None or self._seen.get(path) == version:
                continue
            age = time.time() - version.modified_ns / 1e9
            fresh = 0 <= age < self._times.still or (age < LONG_COPY_S and self._written(path))
            if self._began or fresh:
                self._wait_for(path, version, now)
            else:
                self._seen[path] = version
        for gone in self._seen.keys() - present:
            del self._seen[gone]
        self._began = True

    def _note(self, changes: Iterable[tuple[Change, str]], now: float) -> None:
        for change, text in changes:
            path = Path(text)
            if not _counts(path, self.folder):
                continue
            if change is Change.deleted:
                self._seen.pop(path, None)
                self._waiting.pop(path, None)
            elif path.is_dir():
                self._fresh_folders[path] = now
            elif (version := _version(path)) is not None:
                self._wait_for(path, version, now)
        # Files that came with a folder may be there before the system watches it.
        for folder, since in list(self._fresh_folders.items()):
            for path in _files(folder):
                if (version := _version(path)) is not None:
                    self._wait_for(path, version, now)
            if now - since > self._times.still:
                del self._fresh_folders[folder]

    def _wait_for(self, path: Path, version: FileVersion, now: float) -> None:
        before = self._waiting.get(path)
        if self._seen.get(path) == version or (before is not None and before.version == version):
            return
        self._waiting[path] = _Waiting(version, now)

    def _settle(self, now: float) -> None:
        """Tell of the files that have come to rest."""
        restless: set[Path] = set()
        rested: list[Path] = []
        for path, waiting in list(self._waiting.items()):
            version = _version(path)
            if version is None:
                del self._waiting[path]
            elif version != waiting.version:
                self._waiting[path] = replace(waiting, version=version, since=now)
                restless.add(path.parent)
            elif self._rests(path, now - waiting.since):
                rested.append(path)
            else:
                restless.add(path.parent)
        ready = [
            path
            for path in rested
            if path.parent == self.folder
            or path.parent not in restless
            or now - self._waiting[path].since > self._times.folder
        ]
        ready.sort(key=lambda path: natural_key(str(path)))
        del ready[BATCH:]
        for path in ready:
            self._seen[path] = self._waiting.pop(path).version
        if ready:
            self._tell(FilesCame(tuple(ready)))

    def _rests(self, path: Path, still: float) -> bool:
        if still < self._times.still:
            return False
        return still > self._times.stuck or (_opens(path) and not self._written(path))

    def _written(self, path: Path) -> bool:
        return not self._shared and in_use(path)


def _files(folder: Path) -> Iterator[Path]:
    """Give all files below a folder that count; what cannot be listed has none for now."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            if _counts(path, folder):
                yield path


def _counts(path: Path, root: Path) -> bool:
    """Tell whether a name below the root is neither hidden nor that of an unfinished copy."""
    below = path.relative_to(root).parts if path.is_relative_to(root) else path.parts[-1:]
    hidden = any(part.startswith(".") for part in below)
    return bool(below) and not hidden and not path.name.lower().endswith(UNFINISHED)


def _version(path: Path) -> FileVersion | None:
    try:
        status = path.stat()
    except OSError:
        return None  # gone, or a link that leads nowhere: nothing that could be read
    return FileVersion(status.st_size, status.st_mtime_ns)


def _opens(path: Path) -> bool:
    """Tell whether a file can be read; on Windows, one that is being copied cannot."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True
