"""What decoding children are copies of."""

from __future__ import annotations

import subprocess
import sys

from mura_desktop.imaging.children import IMPORTS, NOT_IMPORTED


def test_it_has_what_children_need_and_no_more_and_a_collector_that_works() -> None:
    code = (
        "import gc, sys\n"
        "import mura_desktop.imaging.preload\n"
        f"print(all(name in sys.modules for name in {IMPORTS!r}))\n"
        f"print(not any(sys.modules[name] for name in {NOT_IMPORTED!r}))\n"
        "print(gc.isenabled(), gc.get_freeze_count() > 10_000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"] * 4
