"""Writes ``SHA256SUMS-<system>`` beside the files of a release, in the format of sha256sum."""

from __future__ import annotations

import hashlib
import platform
import sys
from pathlib import Path

PREFIX = "SHA256SUMS"


def checksums(folder: Path) -> str:
    """Return one line a file, by name."""
    lines = []
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith(PREFIX):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            lines.append(f"{digest}  {path.name}\n")
    return "".join(lines)


if __name__ == "__main__":
    release = Path(sys.argv[1])
    target = release / f"{PREFIX}-{platform.system().lower()}"
    # Line ends of Windows would make sha256sum look for names that end in a carriage return.
    target.write_bytes(checksums(release).encode())
