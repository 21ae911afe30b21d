"""Shared libraries of a package: which are needed, and which carry symbols nobody reads.

PyInstaller collects the libraries that any collected library needs, and a hook may have collected
more than the program uses. Once something is left out, what only it needed can go as well.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

Entry = tuple[str, str, str]
"""Destination in the package, source on this machine, PyInstaller's type code."""

STRIPPED = ("_CharLS", "_openjpeg", "sqlalchemy", "_gdcmswig", "_umath", "_multiarray", "pydantic")
"""Modules whose makers left debugging symbols in; of 13 MB, 11 go. Libraries that were repaired
with patchelf (the folders *.libs) do not survive it and stay as they are."""


def reachable(
    kept: Iterable[Entry], is_root: Callable[[Entry], bool], needs: Callable[[str], Iterable[str]]
) -> list[Entry]:
    """Return the entries that the program or another kept entry needs.

    Parameters
    ----------
    kept
        Binaries that may go in.
    is_root
        Tells what is loaded by name: extension modules, plugins.
    needs
        Names of the libraries that a file asks its loader for.
    """
    entries = list(kept)
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_name.setdefault(Path(entry[0]).name.lower(), []).append(entry)
    found: set[str] = set()
    waiting = [entry for entry in entries if is_root(entry)]
    while waiting:
        entry = waiting.pop()
        if entry[0] in found:
            continue
        found.add(entry[0])
        if entry[2] == "SYMLINK":  # source is the destination of another entry
            name = Path(entry[1]).name.lower()
            waiting.extend(by_name.get(name, ()))
            continue
        for name in needs(entry[1]):
            waiting.extend(by_name.get(Path(name).name.lower(), ()))
    return [entry for entry in entries if entry[0] in found]


def loaded_by_name(entry: Entry) -> bool:
    """Tell whether a binary is no mere dependency: modules, plugins, what OpenVINO looks for."""
    destination, _, kind = entry
    name = Path(destination).name.lower()
    if kind == "EXTENSION" or "plugins" in destination or "openvino/libs" in destination:
        return True
    is_library = name.startswith("lib") or name.endswith((".dll", ".dylib"))
    return not is_library or name.startswith(("libpython", "python3"))


def needed_names(source: str) -> list[str]:
    """Return what a file asks its loader for, by PyInstaller's own analysis."""
    from PyInstaller.depend.bindepend import get_imports  # noqa: PLC0415 - only in a build

    return [resolved or name for name, resolved in get_imports(source)]


def without_symbols(entries: Iterable[Entry], folder: Path) -> list[Entry]:
    """Return the entries, with stripped copies in place of what carries debugging symbols."""
    tool = shutil.which("strip")
    if not sys.platform.startswith("linux") or tool is None:
        return list(entries)
    result = []
    for destination, source, kind in entries:
        bare = kind == "EXTENSION" and ".libs" not in source
        if bare and any(mark in destination for mark in STRIPPED):
            copy = folder / destination
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
            subprocess.run([tool, "--strip-unneeded", str(copy)], check=True)
            result.append((destination, str(copy), kind))
        else:
            result.append((destination, source, kind))
    return result
