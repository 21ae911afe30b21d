"""The folder of received images: what `Incoming.take` returned from survives a power cut.

An image is written to a draft and brought to disk, then renamed into its study's folder, the folder
is brought to disk, and last the receipt is kept. Drafts are written by whoever received them, many
at once; one thread does the rest for all that are waiting, so that twenty senders wait for one
commit and not for twenty.
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import hashlib
import logging
import os
import queue
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock, Timeout

from mura_desktop.errors import MuraError, UsageError
from mura_desktop.files import OWNER_FILE, private_folder, sync_folder
from mura_desktop.logs import traced
from mura_desktop.studies.receipts import Receipt

log = logging.getLogger(__name__)

DRAFTS = ".drafts"
MOST_AT_ONCE = 256
"""Images in one commit."""
RESERVE_BYTES = 200_000_000
"""Free space that receiving leaves on the disk, so that results and reads can still be kept."""
MOST_OF_A_STUDY = 10_000
"""Images; the largest studies of CT have some thousands. What sends more is broken or hostile."""
MOST_KNOWN = 10_000
"""Folders whose images are remembered to be counted."""
LEFT_OVER_SECONDS = 3600.0
"""No image takes longer to write."""
LOCK_SECONDS = 30.0
HEX_DIGITS = 32
"""Of a hash in a name: 128 bits."""

Bytes: TypeAlias = bytes | memoryview


class StudyFullError(OSError):
    """A study has as many images as are kept of one."""


@dataclass(slots=True)
class _Draft:
    """An image whose bytes are on disk; `path` is that of the draft until it is placed."""

    path: Path
    sop_uid: str
    study_uid: str
    sha256: str
    caller: str
    done: Future[Receipt] = field(default_factory=Future)
    new: bool = False


class Incoming:
    """Keeps received images. Several processes may use one folder: they take turns to commit.

    Parameters
    ----------
    folder
        Where they go: ``<hash of study UID>/<hash of SOP UID>.dcm``. Made if missing.
    keep
        Notes receipts for good, all or none; those that are noted already stay as they are.
    arrived
        Called after each commit, on the thread that commits, with what is new.
    reserve_bytes
        Free space that is left on the disk.
    most_of_a_study
        Images that are kept of a study; more are refused.

    Raises
    ------
    UsageError
        Where the folder cannot be made.
    """

    def __init__(
        self,
        folder: Path,
        keep: Callable[[Sequence[Receipt]], None],
        arrived: Callable[[Sequence[Receipt]], None] = lambda _receipts: None,
        reserve_bytes: int = RESERVE_BYTES,
        most_of_a_study: int = MOST_OF_A_STUDY,
    ) -> None:
        self.folder = folder.absolute()
        self._keep = keep
        self._arrived = arrived
        self._reserve = reserve_bytes
        self._most_of_a_study = most_of_a_study
        self._drafts = self.folder / DRAFTS
        try:
            private_folder(self.folder)
            private_folder(self._drafts)
            for left_over in self._drafts.glob("*.part"):  # of one that was killed
                if time.time() - left_over.stat().st_mtime > LEFT_OVER_SECONDS:
                    left_over.unlink(missing_ok=True)
        except OSError as error:
            raise UsageError(f"{self.folder} cannot be used: {error.strerror}.") from error
        self._turn = FileLock(
            self._drafts / "lock", LOCK_SECONDS, mode=OWNER_FILE, thread_local=False
        )
        self._counts: dict[Path, int] = {}
        self._waiting: queue.SimpleQueue[_Draft | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="incoming", daemon=True)
        self._thread.start()

    def take(self, sop_uid: str, study_uid: str, caller: str, parts: Sequence[Bytes]) -> Receipt:
        """Keep an image; when this returns, it is on disk and its receipt is noted.

        The same image a second time changes nothing. Another image of the same UID is kept beside
        the first, under a name of its own: nobody can tell which of them matters.

        Parameters
        ----------
        sop_uid, study_uid
            Well-formed UIDs.
        caller
            Who sent it.
        parts
            The bytes of the file.

        Raises
        ------
        StudyFullError
            Where the study has too many images already; nothing is left of this one then.
        OSError
            Where the disk refuses; the same.
        StoreError
            Where the receipt cannot be noted; the same.
        """
        if self._is_full_for(sop_uid, study_uid):  # spares the disk what `_place` would refuse
            raise StudyFullError(errno.EDQUOT, "the study has too many images")
        draft = self._write(sop_uid, study_uid, caller, parts)
        self._waiting.put(draft)
        return draft.done.result()

    def close(self) -> None:
        """Finish what was handed over."""
        self._waiting.put(None)
        self._thread.join()

    def _is_full_for(self, sop_uid: str, study_uid: str) -> bool:
        folder = self.folder / _name(study_uid)
        full = self._counts.get(folder, 0) >= self._most_of_a_study
        return full and not (folder / f"{_name(sop_uid)}.dcm").exists()

    def _write(self, sop_uid: str, study_uid: str, caller: str, parts: Sequence[Bytes]) -> _Draft:
        size = sum(len(part) for part in parts)
        if shutil.disk_usage(self.folder).free < size + self._reserve:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        path = self._drafts / f"{secrets.token_hex(16)}.part"
        content = hashlib.sha256()
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, OWNER_FILE)
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as stream:
                for part in parts:
                    _write_all(stream.fileno(), part)
                    content.update(part)
                os.fsync(stream.fileno())
        except BaseException:
            _remove(path)
            raise
        return _Draft(path, sop_uid, study_uid, content.hexdigest(), caller)

    # Everything below runs on one thread.

    def _run(self) -> None:
        going_on = True
        while going_on:
            first = self._waiting.get()
            batch = [] if first is None else [first]
            going_on = first is not None
            with contextlib.suppress(queue.Empty):
                while going_on and len(batch) < MOST_AT_ONCE:
                    following = self._waiting.get_nowait()
                    if following is None:
                        going_on = False
                    else:
                        batch.append(following)
            if batch:
                self._take_turn(batch)

    def _take_turn(self, batch: Sequence[_Draft]) -> None:
        """Commit while no other process does: it could find here what is taken back again."""
        try:
            with self._turn:
                fresh = self._commit(batch)
        except (OSError, Timeout) as error:
            for draft in batch:
                if not draft.done.done():
                    _remove(draft.path)
                    draft.done.set_exception(OSError(errno.EAGAIN, type(error).__name__))
            return
        if fresh:
            self._arrived(fresh)

    def _commit(self, batch: Sequence[_Draft]) -> list[Receipt]:
        """Place and note images, each either kept as a whole or gone; return what is new."""
        placed = [draft for draft in batch if self._place(draft)]
        now = datetime.now(UTC)
        try:
            for folder in {draft.path.parent for draft in placed if draft.new}:
                sync_folder(folder)
            receipts = [
                Receipt(draft.sop_uid, draft.study_uid, draft.sha256, draft.path, draft.caller, now)
                for draft in placed
            ]
            if receipts:
                self._keep(receipts)
        except Exception as error:  # noqa: BLE001 - whoever sent it is told, and the thread lives
            if not isinstance(error, OSError | MuraError):
                log.error("received images could not be kept:\n%s", traced(error))
            for draft in placed:
                if draft.new:
                    _remove(draft.path)
                    self._counts.pop(draft.path.parent, None)
            for draft in placed:
                draft.done.set_exception(error)
            return []
        for draft, receipt in zip(placed, receipts, strict=True):
            draft.done.set_result(receipt)
        return [receipt for draft, receipt in zip(placed, receipts, strict=True) if draft.new]

    def _place(self, draft: _Draft) -> bool:
        """Rename a draft into place, unless the same image lies there already."""
        folder = self.folder / _name(draft.study_uid)
        name = _name(draft.sop_uid)
        try:
            self._make(folder)
            for place in (folder / f"{name}.dcm", folder / f"{name}-{draft.sha256}.dcm"):
                if not place.exists():
                    if self._counts[folder] >= self._most_of_a_study:
                        raise StudyFullError(errno.EDQUOT, "the study has too many images")
                    draft.path.replace(place)
                    draft.path, draft.new = place, True
                    self._counts[folder] += 1
                    return True
                if filecmp.cmp(place, draft.path, shallow=False):
                    draft.path.unlink()
                    draft.path = place
                    return True
            raise OSError(errno.EEXIST, "two files of one hash differ")
        except OSError as error:
            _remove(draft.path)
            draft.done.set_exception(error)
            return False

    def _make(self, folder: Path) -> None:
        if folder in self._counts and folder.is_dir():
            return
        private_folder(folder)
        sync_folder(self.folder)
        if len(self._counts) >= MOST_KNOWN:
            self._counts.clear()
        self._counts[folder] = sum(1 for _ in folder.iterdir())


_BINARY = getattr(os, "O_BINARY", 0)


def _name(uid: str) -> str:
    """Return a UID as a name that says nothing of it, and that no file system trips over."""
    return hashlib.sha256(uid.encode("ascii")).hexdigest()[:HEX_DIGITS]


def _write_all(descriptor: int, part: Bytes) -> None:
    rest = memoryview(part)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("a draft stays behind: %s", type(error).__name__)
