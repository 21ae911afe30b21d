"""Runs the real window on a folder and says when what happened: a process for other benchmarks.

``python -m benchmarks.probe START FOLDER [--stop-after N]`` prints one JSON object. ``START`` is
the time in seconds since the epoch at which the process was started.
"""

from __future__ import annotations

if __name__ == "__main__":  # as in the program: decoding children import this, and nothing else
    import sys
    from pathlib import Path

    from benchmarks.probe_window import main

    main(float(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[4]) if len(sys.argv) > 4 else None)
