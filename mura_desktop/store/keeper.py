"""Saves reads on a thread of its own, and holds what the disk refuses until it takes it.

The window hands over every change of a draft and goes on at once. Whatever happens to the disk, the
newest state of every draft and every signature asked for is either on disk or still held here.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from mura_desktop.errors import StoreError, StoreUnavailableError
from mura_desktop.store.reads import Reads
from mura_desktop.studies.model import Finding, Study
from mura_desktop.studies.reads import Draft, Read, SignedRead

log = logging.getLogger(__name__)

RETRY_S = 2.0


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A read that is not on disk yet.

    Attributes
    ----------
    study, reader, read
        Whose read of what, as it was last handed over.
    after
        Version it is going to amend; 0 for a first read.
    """

    study: Study
    reader: str
    read: Read
    after: int = 0


@dataclass(slots=True)
class _Task:
    unsaved: Unsaved
    signs: bool = False
    reason: str = ""
    finding: Finding | None = None
    signed: Future[SignedRead] = field(default_factory=Future)


_Key = tuple[str, str]


class Keeper:
    """Keeps drafts and signatures.

    Parameters
    ----------
    reads
        Where they go.
    heard
        Called on the keeper's thread: with a text for the user when something cannot be kept for
        now, and with None when everything has been kept again.
    retry_s
        Seconds between two tries.
    drafted
        Called on the keeper's thread with every draft that is on disk.
    """

    def __init__(
        self,
        reads: Reads,
        heard: Callable[[str | None], None],
        retry_s: float = RETRY_S,
        drafted: Callable[[Draft], None] = lambda _draft: None,
    ) -> None:
        self._reads = reads
        self._heard = heard
        self._drafted = drafted
        self._retry_s = retry_s
        self._tasks: OrderedDict[_Key, _Task] = OrderedDict()
        self._state = threading.Condition()
        self._closing = False
        self._trouble: str | None = None
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._thread.start()

    def draft(self, study: Study, reader: str, read: Read, after: int = 0) -> None:
        """Keep a draft as it is now; an earlier one of the same reader and study need not be kept.

        A draft that comes after a signature was asked for, and before it is on disk, is dropped.
        """
        self._add(_Task(Unsaved(study, reader, read, after)))

    def sign(
        self,
        study: Study,
        reader: str,
        read: Read,
        *,
        after: int = 0,
        reason: str = "",
        finding: Finding | None = None,
    ) -> Future[SignedRead]:
        """Sign a read; see `Reads.sign`. The future is done when the signature is on disk."""
        task = _Task(Unsaved(study, reader, read, after), True, reason, finding)
        self._add(task)
        return task.signed

    def unsaved(self) -> tuple[Unsaved, ...]:
        """Return what is not on disk at this moment."""
        with self._state:
            return tuple(task.unsaved for task in self._tasks.values() if not task.signed.done())

    def settle(self, timeout: float) -> bool:
        """Wait until everything is on disk; tell whether it is."""
        with self._state:
            return self._state.wait_for(lambda: not self._tasks, timeout)

    def close(self, timeout: float = 5.0) -> tuple[Unsaved, ...]:
        """Try a last time, stop, and return what could not be kept."""
        with self._state:
            self._closing = True
            self._state.notify_all()
        self._thread.join(timeout)
        return self.unsaved()

    def _add(self, task: _Task) -> None:
        key = (task.unsaved.study.uid, task.unsaved.reader)
        with self._state:
            if self._closing:
                raise RuntimeError("a read came after the keeper was closed")
            waiting = self._tasks.get(key)
            if waiting is not None and waiting.signs and not waiting.signed.done():
                if task.signs:
                    task.signed.set_exception(RuntimeError("this read is being signed already"))
                return
            self._tasks[key] = task
            self._state.notify_all()

    # Everything below runs on the keeper's thread.

    def _run(self) -> None:
        while True:
            with self._state:
                self._state.wait_for(lambda: self._tasks or self._closing)
                if not self._tasks:
                    return
                key, task = next(iter(self._tasks.items()))
            done = self._try(task)
            with self._state:
                if done:
                    # What was typed meanwhile stays.
                    if self._tasks.get(key) is task:
                        del self._tasks[key]
                    self._state.notify_all()
                elif self._closing:
                    return
                else:
                    self._tasks.move_to_end(key)
                    self._state.wait_for(lambda: self._closing, self._retry_s)
                kept_all = not self._tasks
            if kept_all and self._trouble is not None:
                self._trouble = None
                self._heard(None)

    def _try(self, task: _Task) -> bool:
        """Keep one read. True where it is kept, or where trying again would not help."""
        unsaved = task.unsaved
        try:
            if task.signs:
                signed = self._reads.sign(
                    unsaved.study,
                    unsaved.reader,
                    unsaved.read,
                    after=unsaved.after,
                    reason=task.reason,
                    finding=task.finding,
                )
                task.signed.set_result(signed)
            else:
                self._drafted(
                    self._reads.save_draft(
                        unsaved.study, unsaved.reader, unsaved.read, unsaved.after
                    )
                )
        except StoreError as error:
            if task.signs and not isinstance(error, StoreUnavailableError):
                task.signed.set_exception(error)
                return True
            if str(error) != self._trouble:
                self._trouble = str(error)
                self._heard(self._trouble)
            return False
        except Exception as error:  # noqa: BLE001 - our bug: told, logged, and the others go on
            log.error("a read could not be kept: %s", type(error).__name__)
            if task.signs:
                task.signed.set_exception(error)
                return True
            self._trouble = f"A draft could not be kept. This is our bug: {type(error).__name__}."
            self._heard(self._trouble)
            return False
        return True
