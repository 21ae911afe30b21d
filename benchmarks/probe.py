"""Runs the real window on a folder and says when what happened: a process for other benchmarks.

``python -m benchmarks.probe START FOLDER [--stop-after N] [--again] [--memory]`` prints one JSON
object. ``START`` is the time in seconds since the epoch at which the process was started; with
``--again`` the folder is opened once more in the same window; ``--memory`` watches that, and takes
time from what is watched.
"""

from __future__ import annotations

if __name__ == "__main__":  # as in the program: decoding children import this, and nothing else
    import argparse
    import gc
    from pathlib import Path

    gc.disable()  # as `mura_desktop.cli.window`
    from benchmarks.probe_window import main

    parser = argparse.ArgumentParser()
    parser.add_argument("start", type=float)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stop-after", type=int)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--memory", action="store_true")
    main(**vars(parser.parse_args()))
