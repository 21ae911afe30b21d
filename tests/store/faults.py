"""Disks that are full, read-only or failing, made for a test; some need Linux and root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

EIO_LIBRARY = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* While the file named by BROKEN exists, no data reaches the disk. */
static int broken(void) { return access(getenv("BROKEN"), F_OK) == 0; }

int fsync(int descriptor) {
    if (broken()) { errno = EIO; return -1; }
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(descriptor);
}

int fdatasync(int descriptor) {
    if (broken()) { errno = EIO; return -1; }
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(descriptor);
}
"""


def need(condition: bool, what: str) -> None:
    if not condition:
        pytest.skip(f"needs {what}")


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Mount a disk of that size; whatever is still open on it at the end does not hinder."""
    need(sys.platform == "linux" and os.geteuid() == 0, "root on Linux, to mount a small disk")
    folder.mkdir()
    options = f"size={kilobytes}k,mode=700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    need(mounted.returncode == 0, "the right to mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def remount(folder: Path, how: str) -> None:
    """Make a mounted disk read-only (``ro``) or writable (``rw``)."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


@contextmanager
def immutable(path: Path) -> Iterator[None]:
    """Forbid everyone, root too, to change a file."""
    need(shutil.which("chattr") is not None, "chattr")
    flagged = subprocess.run(["chattr", "+i", str(path)], capture_output=True, check=False)
    need(flagged.returncode == 0, "root, and a file system with immutable files")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", str(path)], check=True)


def eio_library(folder: Path) -> Path:
    """Compile a library that fails every fsync while the file named by ``BROKEN`` exists."""
    compiler = shutil.which("cc")
    need(sys.platform == "linux" and compiler is not None, "a C compiler on Linux")
    source, library = folder / "eio.c", folder / "eio.so"
    source.write_text(EIO_LIBRARY)
    subprocess.run(
        [str(compiler), "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True
    )
    return library
