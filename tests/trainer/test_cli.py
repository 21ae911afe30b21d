"""The trainer's commands start at once; TensorFlow is loaded by those that need it."""

from __future__ import annotations

import subprocess
import sys


def test_the_command_line_starts_without_tensorflow() -> None:
    code = "import sys, trainer.cli; print(sorted({'tensorflow', 'keras'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
