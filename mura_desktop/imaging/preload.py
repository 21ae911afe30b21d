"""What decoding children share: imported once, by the process that they are copies of.

Python's collector of cycles would look through everything again and again while it is imported, and
would touch, and so copy, in every child what they share (Python's manual on `gc.freeze`).
"""

from __future__ import annotations

import gc
import importlib

from mura_desktop.imaging.children import IMPORTS

gc.disable()
for _module in ("mura_desktop.imaging.decoder", *IMPORTS):
    importlib.import_module(_module)
gc.freeze()
gc.enable()
