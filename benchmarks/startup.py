"""From the start of the process to a window and to a first score, beside loading TensorFlow."""

from __future__ import annotations

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
    """Start the window and TensorFlow in turn; each time the window has scored nothing before."""
    films.write(scratch, 4)
    window, score, tensorflow = [], [], []
    for number in range(rounds + 1):
        seen = open_window(scratch / "films", scratch / f"data-{number}")["seen"]
        loaded = run(["-c", TENSORFLOW, str(keras_file)], scratch)["seconds"]
        if number:
            window.append(seen["window"])
            score.append(seen["first score"])
            tensorflow.append(loaded)
    beside = f"TensorFlow and its model: {statistics.median(tensorflow):.1f} s"
    most = Limit.AT_MOST
    return [
        Row("process start to window", statistics.median(window), "s", most, 1.5, beside),
        Row("process start to first score", statistics.median(score), "s", most, 3.0, beside),
    ]
