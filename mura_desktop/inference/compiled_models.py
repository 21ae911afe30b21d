"""The folders in which runtimes keep models compiled for this machine."""

from __future__ import annotations

import logging
import os
import re
import shutil
import time
from pathlib import Path

log = logging.getLogger(__name__)

_DIGITS = 16
_NAME = re.compile(f"[0-9a-f]{{{_DIGITS}}}")

UNUSED_DAYS = 60
"""After so long without a start, a compiled model is that of a version that has been replaced."""


def folder_for(cache: Path, digest: str) -> Path | None:
    """Return the folder of one model's weights, marked as used now, and clear away forgotten ones.

    None where it cannot be made or written: then the runtime compiles anew at each start.

    Runtimes tell files by name and date, so each weights' file has a folder of its own.

    Parameters
    ----------
    cache
        The folder of all compiled models; what else lies in it is left alone.
    digest
        SHA-256 of the weights, hexadecimal.
    """
    folder = cache / digest[:_DIGITS]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
    except OSError as error:
        log.info("compiled models are not kept: %s", error)
        return None
    _clear_forgotten(cache, keep=folder)
    return folder


def _clear_forgotten(cache: Path, keep: Path) -> None:
    oldest = time.time() - UNUSED_DAYS * 24 * 3600
    try:
        found = list(cache.iterdir())
    except OSError as error:
        log.info("forgotten compiled models stay: %s", error)
        return
    for each in found:
        try:
            ours = _NAME.fullmatch(each.name) and each.is_dir()
            if each == keep or not ours or each.stat().st_mtime > oldest:
                continue
            shutil.rmtree(each)
        except OSError as error:  # another process may have it open, or be clearing it too
            log.info("the compiled model in %s stays: %s", each.name, error)
        else:
            log.info("cleared away a compiled model that nobody used for %d days", UNUSED_DAYS)
