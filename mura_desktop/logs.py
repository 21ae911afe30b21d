"""The log file, and how errors get into it without what they say of patients.

Only the program's own loggers write: a library may put a header's content into its messages. Our
own calls name studies and views by pseudonym, and hand errors to `traced`, because the text of an
exception quotes whatever it met: paths, and names in them. A test reads every call.
"""

from __future__ import annotations

import copy
import logging
import os
import re
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from mura_desktop.files import OWNER_FILE, private_folder

NAME = "mura-desktop.log"
LOG_BYTES = 1_000_000
OLD_LOGS = 3
REPEATS = 10
"""Entries alike that are written within a minute; of more, the 100th, the 1,000th and so on."""
REPEATS_SECONDS = 60.0
ROOT = "mura_desktop"

_ENTRY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ([A-Z]+) ")

log = logging.getLogger(__name__)


def start_logging(folder: Path) -> None:
    """Write the program's log into a folder, and note there what nobody caught.

    Where the disk refuses, the program runs without a log and says so on standard error.
    """
    root = logging.getLogger(ROOT)
    root.setLevel(logging.INFO)
    try:
        handler = _PrivateFile(
            private_folder(folder) / NAME, maxBytes=LOG_BYTES, backupCount=OLD_LOGS
        )
    except OSError as error:
        print(f"There is no log: {error.strerror}.", file=sys.stderr)  # noqa: T201
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def traced(error: BaseException) -> str:
    """Return where an error arose and of what types it and its causes are, without their texts."""
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(lines) < 200:
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        for frame in traceback.extract_tb(cause.__traceback__):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log, with the level of the entry it belongs to, such as ``"WARNING"``."""

    level: str
    text: str


class LogReader:
    """Reads the log from the oldest file on, and at each further call what has been added.

    Parameters
    ----------
    folder
        Of the logs; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._newest = -1
        self._at = 0
        self._level = ""
        self._part = ""

    def read(self) -> list[Line]:
        """Return the lines that are new.

        Raises
        ------
        OSError
            Where a file is there and cannot be read.
        """
        lines: list[Line] = []
        for file in self._unread():
            with file.open("rb") as opened:
                self._newest = os.fstat(opened.fileno()).st_ino
                opened.seek(self._at)
                read = opened.read()
            self._at += len(read)
            text = self._part + read.decode("utf-8", "replace")
            *whole, self._part = text.split("\n")
            lines += map(self._line, whole)
        return lines

    def _unread(self) -> Iterator[Path]:
        """Give the files that may hold more, each set to where reading goes on."""
        newest = self._folder / NAME
        files = [newest.with_name(f"{NAME}.{old}") for old in range(OLD_LOGS, 0, -1)] + [newest]
        there = [file for file in files if file.is_file()]
        inodes = [file.stat().st_ino for file in there]
        begun = inodes.index(self._newest) if self._newest in inodes else -1
        if begun < 0:
            self._at = 0
        for file in there[max(begun, 0) :]:
            yield file
            if file != newest:
                self._at, self._part = 0, ""

    def _line(self, text: str) -> Line:
        found = _ENTRY.match(text)
        if found:
            self._level = found[1]
        return Line(self._level, text)


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner may read, whatever the umask is.

    Who calls over the network may make the program say the same again and again; that does not push
    out of the files what else was said.
    """

    _alike: Counter[str]
    _since = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        """Write an entry, unless it is one of very many alike; one that stands for more says so."""
        if not 0 <= record.created - self._since < REPEATS_SECONDS:
            self._alike, self._since = Counter(), record.created
        said = f"{record.name} {record.msg} {record.args}"  # not put together: that may fail
        self._alike[said] += 1
        times = self._alike[said]
        if times > REPEATS:
            if str(times).strip("0") != "1":
                return
            record = copy.copy(record)
            record.msg = f"{record.msg} (x {times:,d})"
        super().emit(record)

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, OWNER_FILE)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.critical("a bug was not caught:\n%s", traced(error))
    sys.__excepthook__(kind, error, trace)


def _uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        log.critical("a bug ended a thread:\n%s", traced(arguments.exc_value))
    threading.__excepthook__(arguments)
