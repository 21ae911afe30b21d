"""Decoding in child processes, because codecs crash, hang and swallow memory on broken files."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import threading
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import cv2
from pebble import ProcessExpired, ProcessPool

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.children import import_all, start_method
from mura_desktop.imaging.grey import FloatImage, GreyImage
from mura_desktop.imaging.limits import limit_memory
from mura_desktop.imaging.model_input import model_canvas
from mura_desktop.imaging.sources import open_source, version_of
from mura_desktop.studies.model import (
    Container,
    FileFacts,
    FileFormat,
    FileVersion,
    NotScored,
)

TIMEOUT_S = 7.0
"""For one image. The largest radiographs take about two seconds."""
HEADER_TIMEOUT_S = 4.0
"""For a chunk of headers, and for one file of a chunk that took longer."""
MEMORY_LIMIT_BYTES = 5 * 2**29

CHANGED = "has changed since it was listed; open it again"
"""Reason why a file is neither shown nor scored."""

_ATTEMPTS = 3
"""How often a task is tried when the pool breaks down around it, which is not the file's fault."""

Entry = FileFacts | Container | NotScored
"""What a file turns out to be."""

_OUT_OF_MEMORY = 87
"""Exit status of a child that gives up."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """A view as the network sees it, before normalisation.

    Attributes
    ----------
    pixels
        Shape ``(size, size)``, float32, 0 to 1.
    rows, columns
        Shape of the radiograph itself.
    version
        The file's, after its pixels were read.
    warnings, not_scored
        As in `GreyImage`.
    """

    pixels: FloatImage
    rows: int
    columns: int
    version: FileVersion
    warnings: tuple[str, ...] = ()
    not_scored: str = ""


class DecoderClosedError(RuntimeError):
    """A request came after `Decoder.close`: a mistake of the caller."""


class Decoder:
    """Reads headers and pixels in child processes with a memory limit and a time limit.

    Every request returns a future at once. A file that kills, stalls or exhausts its process gives
    an `UnreadableFileError` on that future, and the process is replaced. Cancelling a future takes
    it out of the queue, or ends the process that works on it.

    Children are started with the first request (see `children`). Their error output is discarded:
    codecs write there what the future already says.

    Parameters
    ----------
    workers
        Processes for `facts` and `canvas`. `image` has one of its own, so that the viewer does not
        wait behind the queue.
    timeout_s, header_timeout_s
        Seconds for one image, and for one chunk of headers.
    memory_limit_bytes
        Address space of each child (see `limits`).
    """

    def __init__(
        self,
        workers: int = 2,
        timeout_s: float = TIMEOUT_S,
        header_timeout_s: float = HEADER_TIMEOUT_S,
        memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
    ) -> None:
        self._timeout_s, self._header_timeout_s = timeout_s, header_timeout_s
        self._queue = _Pool(workers, memory_limit_bytes)
        self._viewer = _Pool(1, memory_limit_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the children now, so that the first request need not wait for them.

        The viewer's comes last: where cores are few, the first list would wait for it too.
        """
        started = self._queue.submit(_nothing, Path(), self._timeout_s)
        started.add_done_callback(lambda _: self._start_viewer())

    def _start_viewer(self) -> None:
        with contextlib.suppress(DecoderClosedError):
            self._viewer.submit(_nothing, Path(), self._timeout_s)

    def facts(self, paths: Sequence[Path]) -> Future[list[Entry]]:
        """Read the headers of a chunk of files (some tens), one result a file in the same order.

        The future fails only when it is cancelled. Where a file kills the process, the files of
        its chunk are read again one by one, so that only the culprit is lost.
        """
        chunk = tuple(paths)
        result: Future[list[Entry]] = Future()
        whole = self._queue.submit(
            _read_facts, chunk[0] if chunk else Path(), self._header_timeout_s, chunk
        )
        result.add_done_callback(_tell_if_cancelled)
        _cancel_with(result, whole)
        whole.add_done_callback(lambda done: self._facts_arrived(chunk, done, result))
        return result

    def digest(self, path: Path) -> Future[str]:
        """Hash a file's contents (SHA-256, hex)."""
        return self._queue.submit(_digest, path, self._timeout_s, path)

    def canvas(
        self, path: Path, file_format: FileFormat, size: int, frame: int = 1
    ) -> Future[Canvas]:
        """Decode a view to the network's canvas of ``size`` pixels a side."""
        return self._queue.submit(
            _read_canvas, path, self._timeout_s, path, file_format, size, frame
        )

    def image(
        self,
        path: Path,
        file_format: FileFormat,
        frame: int = 1,
        version: FileVersion | None = None,
    ) -> Future[GreyImage]:
        """Decode a view in full for the viewer, past the queue of the other requests.

        A file that is not of the given version any more gives an `UnreadableFileError`: name, score
        and heat map that would stand beside it belong to another image.
        """
        return self._viewer.submit(
            _read_listed, path, self._timeout_s, path, file_format, frame, version
        )

    def close(self) -> None:
        """End all children at once; futures that are still open are cancelled."""
        self._queue.close()
        self._viewer.close()

    def _facts_arrived(
        self,
        chunk: tuple[Path, ...],
        done: Future[list[Entry]],
        result: Future[list[Entry]],
    ) -> None:
        if done.cancelled():
            result.cancel()
            return
        error = done.exception()
        if error is None:
            _settle(result, value=done.result())
        elif not isinstance(error, UnreadableFileError):
            _settle(result, error=error)
        elif len(chunk) == 1:
            _settle(result, value=[NotScored(chunk[0], error.reason)])
        else:
            self._read_one_by_one(chunk, result)

    def _read_one_by_one(self, chunk: tuple[Path, ...], result: Future[list[Entry]]) -> None:
        try:
            parts = [self.facts([path]) for path in chunk]
        except DecoderClosedError:
            result.cancel()
            return
        remaining = threading.Semaphore(len(parts) - 1)

        def one_arrived(_: Future[list[Entry]]) -> None:
            if remaining.acquire(blocking=False):
                return
            if any(part.cancelled() for part in parts):
                result.cancel()
            else:
                _settle(result, value=[entry for part in parts for entry in part.result()])

        _cancel_with(result, *parts)
        for part in parts:
            part.add_done_callback(one_arrived)


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """A task on its way; ``path`` is the file to blame if the child dies."""

    result: Future[Any]
    task: Callable[..., Any]
    args: tuple[object, ...]
    path: Path
    timeout_s: float
    attempts: int = _ATTEMPTS


class _Pool:
    """Pebble's pool, started with the first job and replaced when it breaks down.

    A job goes to Pebble only when a child is free for it: a job that Pebble has and that is
    cancelled costs a child, even if it was still waiting.
    """

    def __init__(self, workers: int, memory_limit_bytes: int) -> None:
        self._workers = workers
        self._memory_limit_bytes = memory_limit_bytes
        self._pool: ProcessPool | None = None
        self._waiting: deque[_Job] = deque()
        self._running: set[Future[Any]] = set()
        self._closed = False
        self._lock = threading.RLock()

    def submit(
        self, task: Callable[..., _T], path: Path, timeout_s: float, *args: object
    ) -> Future[_T]:
        """Run a task in a child; ``path`` is the file to blame if the child dies."""
        result: Future[_T] = Future()
        result.add_done_callback(_tell_if_cancelled)
        with self._lock:
            if self._closed:
                raise DecoderClosedError("the decoder is closed")
            self._waiting.append(_Job(result, task, args, path, timeout_s))
        self._start_waiting()
        return result

    def close(self) -> None:
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
            unfinished = [*(job.result for job in self._waiting), *self._running]
            self._waiting.clear()
        for result in unfinished:
            result.cancel()
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _start_waiting(self) -> None:
        with self._lock:
            while self._waiting and len(self._running) < self._workers:
                job = self._waiting.popleft()
                if job.result.done():
                    continue
                try:
                    self._start(job)
                except Exception as error:  # noqa: BLE001 - handed on, not swallowed
                    self._pool = None  # its children did not start, or it broke down just now
                    if job.attempts > 1:
                        self._waiting.appendleft(replace(job, attempts=job.attempts - 1))
                    else:
                        _settle(job.result, error=_blame(job, error))

    def _start(self, job: _Job) -> None:
        running = self._running_pool().schedule(
            _in_child, args=(job.task, *job.args), timeout=job.timeout_s
        )
        self._running.add(job.result)
        _cancel_with(job.result, running)
        running.add_done_callback(lambda done: self._arrived(job, done))

    def _arrived(self, job: _Job, done: Future[Any]) -> None:
        try:
            value = done.result()
        except BrokenProcessPool as error:
            # A child died between two jobs, or before Pebble knew of its job.
            if job.attempts > 1:
                self._try_again(job)
            else:
                self._finish(job, error=_blame(job, error))
        except BaseException as error:  # noqa: BLE001 - handed on, not swallowed
            self._finish(job, error=_blame(job, error))
        else:
            self._finish(job, value=value)

    def _finish(self, job: _Job, *, value: Any = None, error: BaseException | None = None) -> None:
        with self._lock:
            self._running.discard(job.result)
        _settle(job.result, value=value, error=error)
        self._start_waiting()

    def _try_again(self, job: _Job) -> None:
        with self._lock:
            self._running.discard(job.result)
            if not self._closed:
                self._waiting.appendleft(replace(job, attempts=job.attempts - 1))
        self._start_waiting()

    def _running_pool(self) -> ProcessPool:
        if self._pool is None or not self._pool.active:
            self._pool = ProcessPool(
                max_workers=self._workers,
                initializer=_prepare_child,
                initargs=(self._memory_limit_bytes,),
                context=start_method(),
            )
        return self._pool


def _blame(job: _Job, error: BaseException) -> UnreadableFileError:
    if isinstance(error, UnreadableFileError):
        return error
    if isinstance(error, TimeoutError):
        reason = f"took longer than {job.timeout_s:g} s to decode"
    elif isinstance(error, ProcessExpired) and error.exitcode == _OUT_OF_MEMORY:
        reason = "needs more memory than is allowed for one file"
    elif isinstance(error, ProcessExpired):
        reason = "the decoder died on this file"
    elif isinstance(error, BrokenProcessPool):
        reason = "the decoder could not be started"
    else:
        reason = f"the decoder failed on this file ({type(error).__name__})"
    blamed = UnreadableFileError(job.path, reason)
    blamed.__cause__ = error
    return blamed


def _settle(result: Future[_T], *, value: Any = None, error: BaseException | None = None) -> None:
    """Finish a future unless it was cancelled meanwhile."""
    with contextlib.suppress(InvalidStateError):
        if error is None:
            result.set_result(value)
        else:
            result.set_exception(error)


def _tell_if_cancelled(result: Future[Any]) -> None:
    """Let whoever waits for several futures hear of a cancelled one."""
    if result.cancelled():
        result.set_running_or_notify_cancel()


def _cancel_with(result: Future[Any], *others: Future[Any]) -> None:
    """Cancel futures with the one that stands for them.

    Futures keep their callbacks after they are done. So that an image is freed as soon as nobody
    needs it, and not with the next full garbage collection, they must not form a cycle: the others
    are referred to weakly, and as long as they are not done their pool holds them.
    """
    references = [weakref.ref(other) for other in others]

    def ended(done: Future[Any]) -> None:
        if done.cancelled():
            for reference in references:
                if (other := reference()) is not None:
                    other.cancel()

    result.add_done_callback(ended)


def _prepare_child(memory_limit_bytes: int) -> None:
    """Limit a fresh child; runs in the child before its first task.

    What the tasks need is imported here: children alone need it, and the window starts faster.
    """
    # Pebble's own handler runs in Python and would wait for a codec that hangs.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # One thread a child: the cores belong to the engine that scores meanwhile.
    cv2.setNumThreads(1)
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
    import_all()
    limit_memory(memory_limit_bytes)


def _in_child(task: Callable[..., _T], *args: object) -> _T:
    """Run a task; a child that ran out of memory ends, as it may not have enough for the next."""
    try:
        return task(*args)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except UnreadableFileError as error:
        if isinstance(error.__cause__, MemoryError):
            os._exit(_OUT_OF_MEMORY)
        raise


def _nothing() -> None:
    """Do nothing, in a child that has then imported all it needs."""


def _read_facts(paths: tuple[Path, ...]) -> list[Entry]:
    from mura_desktop.imaging.headers import read_facts  # noqa: PLC0415 - see `_prepare_child`

    results: list[Entry] = []
    for path in paths:
        try:
            results.append(read_facts(path))
        except UnreadableFileError as error:
            if isinstance(error.__cause__, MemoryError):
                raise
            results.append(NotScored(path, error.reason))
    return results


def _digest(path: Path) -> str:
    try:
        with open_source(path) as source:
            return hashlib.file_digest(source.file, "sha256").hexdigest()  # type: ignore[arg-type]
    except OSError as error:
        raise UnreadableFileError(path, f"cannot be read ({error.strerror})") from error


def _read_image(path: Path, file_format: FileFormat, frame: int) -> GreyImage:
    from mura_desktop.imaging.reading import read_image  # noqa: PLC0415 - see `_prepare_child`

    return read_image(path, file_format, frame)


def _read_listed(
    path: Path, file_format: FileFormat, frame: int, version: FileVersion | None
) -> GreyImage:
    image = _read_image(path, file_format, frame)
    if version is not None and _version_now(path) != version:
        raise UnreadableFileError(path, CHANGED)
    return image


def _read_canvas(path: Path, file_format: FileFormat, size: int, frame: int) -> Canvas:
    image = _read_image(path, file_format, frame)
    rows, columns = image.pixels.shape
    version = _version_now(path)
    return Canvas(
        model_canvas(image, size), rows, columns, version, image.warnings, image.not_scored
    )


def _version_now(path: Path) -> FileVersion:
    """Return the version of a file after its pixels were read."""
    try:
        return version_of(path)
    except OSError as error:
        raise UnreadableFileError(path, f"has gone ({error.strerror})") from error
