"""What decoding children share: imported once, by the process that they are copies of.

Python's collector of cycles would look through everything again and again while it is imported, and
would touch, and so copy, in every child what they share (Python's manual on `gc.freeze`).
"""

from __future__ import annotations

import gc
import importlib

from mura_desktop.imaging.children import import_all

gc.disable()
import_all()
importlib.import_module("mura_desktop.imaging.decoder")  # its functions are what children run
gc.freeze()
gc.enable()
