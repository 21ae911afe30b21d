"""The same job without a window, and the door to the window. Never imports Qt itself.

Exit codes: 0 every file was scored (or the window was closed); 1 a fault of the program; 2 the
call or the settings are wrong; 3 done, but some files were not scored (each is listed); 4 scoring
is off, because the model is missing, damaged or cannot run; 5 results cannot be kept; 6 a window
of the program holds the data; 7 the audit log is not whole; 130 stopped by the user, what was
scored is kept.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program: open the window, or do what `program` has a command for.

    Decoding children import the script that the program was started with, and with it this
    package: none of the rest is imported for them. Nor does the window wait for the commands.
    """
    multiprocessing.freeze_support()
    words = list(sys.argv[1:] if arguments is None else arguments)
    from mura_desktop.cli import window  # noqa: PLC0415 - see above

    if window.is_meant(words):
        window.run(words)
    from mura_desktop.cli import program  # noqa: PLC0415 - see above

    program.main(words)
