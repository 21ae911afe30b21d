"""Breaks a number of frames and reads them all: ``python -m tests.fuzz.run 3000``.

Prints what became of them. The process itself must be there to print.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.studies.model import FileFacts, FileFormat
from tests.fuzz.mutations import mutated, seeds


def outcome(decoder: Decoder, path: Path) -> str:
    """Read header and first frame of a file; return ``"image"`` or the reason."""
    (entry,) = decoder.facts([path]).result()
    try:
        canvas = decoder.canvas(path, FileFormat.DICOM, 64).result()
    except UnreadableFileError as error:
        return error.reason
    assert canvas.pixels.shape == (64, 64)
    return "image" if isinstance(entry, FileFacts) else "image, but no header"


def main(count: int, first: int = 0) -> None:
    """Read ``count`` broken files; each is made from its own number alone."""
    files, ends, slowest = seeds(), Counter[str](), 0.0
    with tempfile.TemporaryDirectory() as folder, Decoder(workers=1) as decoder:
        for number in range(first, first + count):
            chance = random.Random(number)
            path = Path(folder) / f"{number}.dcm"
            path.write_bytes(mutated(chance.choice(files), chance))
            began = time.monotonic()
            ends[outcome(decoder, path)] += 1
            slowest = max(slowest, time.monotonic() - began)
            path.unlink()
    lines = [f"{number:6} {end}" for end, number in ends.most_common()]
    lines.append(f"slowest {slowest:.1f} s")
    if sys.platform != "win32":
        import resource

        for name, who in (
            ("this process", resource.RUSAGE_SELF),
            ("largest child", resource.RUSAGE_CHILDREN),
        ):
            lines.append(f"{name}: {resource.getrusage(who).ru_maxrss // 1024} MB at most")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
