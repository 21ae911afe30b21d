"""Measures whether every file of some folders gives an image or a reason, and at what cost.

    python benchmarks/readability.py FOLDER... [--json OUT] [--list]

Each file is opened as the program opens it: its header, then every image in it, in child processes
with the program's own limits. ZIP archives and DICOMDIR are followed. The last lines are totals.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import asdict, dataclass
from pathlib import Path

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.studies.body_parts import scorable
from mura_desktop.studies.discovery import find_files
from mura_desktop.studies.grouping import FRAME_LIMIT
from mura_desktop.studies.model import Container, FileFacts, NotScored

IMAGE, REASON, TIMEOUT, CRASH = "image", "reason", "timeout", "crash"
CHILD_ENDED = {"took longer": TIMEOUT, "the decoder died": CRASH, "more memory": CRASH}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    path: str
    outcome: str
    detail: str
    seconds: float


def main() -> int:
    """Print a line a file and the totals; 1 where a file ended as neither image nor reason."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--json", type=Path)
    arguments.add_argument("--list", action="store_true", help="print every file")
    options = arguments.parse_args()
    outcomes: list[Outcome] = []
    with Decoder(workers=1) as decoder:
        for outcome in _read_all(decoder, options.folders):
            outcomes.append(outcome)
            if options.list or outcome.outcome in {TIMEOUT, CRASH}:
                _say(
                    f"{outcome.outcome:8}{outcome.seconds:6.2f} s  {outcome.path}: {outcome.detail}"
                )
    if options.json:
        options.json.write_text(json.dumps([asdict(outcome) for outcome in outcomes], indent=1))
    counts = Counter(outcome.outcome for outcome in outcomes)
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    own, children = _peak_memory()
    _say(f"{len(outcomes)} files: " + ", ".join(f"{n} {kind}" for kind, n in counts.most_common()))
    _say(f"slowest {slowest.seconds:.1f} s ({slowest.path})")
    _say(f"peak memory {own} MB in the program, {children} MB in the largest child")
    return 0


def _read_all(decoder: Decoder, folders: list[Path]) -> Iterator[Outcome]:
    waiting: list[Path | NotScored] = []
    seen: set[Path] = set()
    for entry in find_files(folders):
        waiting.append(entry)
        while waiting:
            item = waiting.pop()
            if isinstance(item, NotScored):
                yield Outcome(str(item.path), REASON, item.reason, 0.0)
            elif item not in seen:
                seen.add(item)
                outcome, members = _read_one(decoder, item)
                waiting += members
                yield outcome


def _read_one(decoder: Decoder, path: Path) -> tuple[Outcome, list[Path]]:
    began = time.monotonic()
    (entry,) = decoder.facts([path]).result()
    if isinstance(entry, Container):
        text = "; ".join(note.reason for note in entry.not_scored) or "is an archive"
        seconds = time.monotonic() - began
        return Outcome(str(path), REASON, text, seconds), list(entry.members)
    if isinstance(entry, NotScored):
        outcome, text = _kind(entry.reason), entry.reason
    else:
        outcome, text = _decode(decoder, entry)
    return Outcome(str(path), outcome, text, time.monotonic() - began), []


def _decode(decoder: Decoder, facts: FileFacts) -> tuple[str, str]:
    notes = [scorable(facts) or "scorable"]
    for frame in range(1, min(facts.frames, FRAME_LIMIT) + 1):
        try:
            image = decoder.image(facts.path, facts.format, frame).result()
        except UnreadableFileError as error:
            if frame == 1 or _kind(error.reason) != REASON:
                return _kind(error.reason), error.reason
            notes.append(f"image {frame}: {error.reason}")
            break
        except CancelledError:
            return CRASH, "cancelled"
        if frame == 1:
            rows, columns = image.pixels.shape
            notes.insert(0, f"{rows} x {columns}")
            notes += [*image.warnings, image.not_scored and f"not scored: {image.not_scored}"]
    return IMAGE, "; ".join(note for note in notes if note)


def _kind(reason: str) -> str:
    return next((kind for words, kind in CHILD_ENDED.items() if words in reason), REASON)


def _peak_memory() -> tuple[int, int]:
    """Return megabytes of this process and of its largest child that has ended."""
    import resource  # noqa: PLC0415 - exists on POSIX only

    unit = 2**20 if sys.platform == "darwin" else 2**10
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return own // unit, children // unit


def _say(text: str) -> None:
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")


if __name__ == "__main__":
    sys.exit(main())
