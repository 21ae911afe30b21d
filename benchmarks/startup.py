"""From the start of the process to a window and to a first score, beside loading TensorFlow."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path

from benchmarks import films
from benchmarks.folder import open_window, run
from benchmarks.results import Limit, Row

TENSORFLOW = """
import json, sys, time
began = time.time()
import keras
keras.models.load_model(sys.argv[1])
print(json.dumps({"seconds": time.time() - began}))
"""


def measure(scratch: Path, keras_file: Path, rounds: int) -> list[Row]:
    """Start the window and TensorFlow in turn; each time on a folder that it has not seen before.

    The program has been used before: its database and the compiled model are there. What the very
    first start takes, with the database to be made, is a row without a limit.
    """
    films.write(scratch, 4)
    used = scratch / "used"
    (scratch / "empty").mkdir()
    open_window(scratch / "empty", used)
    window, score, tensorflow, first_ever = [], [], [], []
    for number in range(rounds + 1):
        data = scratch / f"data-{number}"
        shutil.copytree(used, data)
        seen = open_window(scratch / "films", data)["seen"]
        new = open_window(scratch / "films", scratch / f"new-{number}")["seen"]
        loaded = run(["-c", TENSORFLOW, str(keras_file)], scratch)["seconds"]
        if number:
            window.append(seen["window"])
            score.append(seen["first score"])
            first_ever.append(new["first score"])
            tensorflow.append(loaded)
    beside = f"TensorFlow and its model: {statistics.median(tensorflow):.1f} s"
    most = Limit.AT_MOST
    return [
        Row("process start to window", statistics.median(window), "s", most, 1.5, beside),
        Row("process start to first score", statistics.median(score), "s", most, 3.0, beside),
        Row("the same, the very first start", statistics.median(first_ever), "s", beside=beside),
    ]
