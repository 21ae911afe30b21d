"""Shared libraries of a package: which are needed, and which carry symbols nobody reads.

PyInstaller collects the libraries that any collected library needs, and a hook may have collected
more than the program uses. Once something is left out, what only it needed can go as well.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from contents import Entry, framework, normalised

ICU_DATA = re.compile(r"libicudata\.so\.(\d+)$")
_EMPTY_ICU = """
#include <stdint.h>
/* The header of a data file of ICU (its udata.h), of a table of contents without entries. */
struct empty {{
    uint16_t header_size; uint8_t magic[2];
    uint16_t info_size, reserved_word; uint8_t big_endian, charset, size_of_char, reserved_byte;
    uint8_t format[4], format_version[4], data_version[4], padding[8];
    uint32_t entries, reserved; int32_t names[4];
}};
__attribute__((visibility("default"), aligned(16))) const struct empty icudt{version}_dat = {{
    32, {{0xda, 0x27}}, 20, 0, 0, 0, 2, 0, {{'T', 'o', 'C', 'P'}}, {{1, 0, 0, 0}}
}};
"""
"""C source. ICU itself starts from such a table when it is built (its folder `stubdata`)."""

STRIPPED = (
    "_CharLS",
    "_openjpeg",
    "sqlalchemy",
    "_gdcmswig",
    "_umath",
    "_multiarray",
    "pydantic",
    *("libpython", "lib-dynload", "cv2", "PIL/_imaging"),
)
"""Modules and libraries whose makers left debugging symbols in; of 76 MB, 39 go. Libraries that
were repaired with patchelf (the folders *.libs) do not survive it and stay as they are."""


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
        by_name.setdefault(_name(entry[0]), []).append(entry)
    found: set[str] = set()
    waiting = [entry for entry in entries if is_root(entry)]
    while waiting:
        entry = waiting.pop()
        if entry[0] in found:
            continue
        found.add(entry[0])
        if entry[2] == "SYMLINK":  # source is the destination of another entry
            waiting.extend(by_name.get(_name(entry[1]), ()))
            continue
        for name in needs(entry[1]):
            waiting.extend(by_name.get(_name(name), ()))
    return [entry for entry in entries if entry[0] in found]


def _name(path: str) -> str:
    """Return a library's name as loaders compare it, whichever slashes its path has."""
    return PurePosixPath(normalised(path)).name.lower()


def loaded_by_name(entry: Entry) -> bool:
    """Tell whether a binary is no mere dependency: modules, plugins, what OpenVINO looks for."""
    path, kind = normalised(entry[0]), entry[2]
    if kind == "EXTENSION" or "plugins" in path or "openvino/libs" in path:
        return True
    name = _name(path)
    # The library of a framework of macOS has neither: Versions/A/QtCore.
    is_library = name.startswith("lib") or name.endswith((".dll", ".dylib")) or framework(path)
    return not is_library or name == "python" or name.startswith(("libpython", "python3"))


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
        bare = kind in ("EXTENSION", "BINARY") and ".libs" not in source
        if bare and any(mark in destination for mark in STRIPPED):
            copy = folder / destination
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
            subprocess.run([tool, "--strip-unneeded", str(copy)], check=True)
            result.append((destination, str(copy), kind))
        else:
            result.append((destination, source, kind))
    return result


def without_icu_data(entries: Iterable[Entry], folder: Path) -> list[Entry]:
    """Return the entries, with an empty table in place of ICU's 31 MB of languages.

    Qt on Linux asks ICU for the sorting rules of languages and for old character encodings. The
    program uses neither: it sorts in Python, and pydicom decodes. Qt then falls back to Unicode's
    order. Where there is no C compiler, the data stay.
    """
    compiler = shutil.which("cc")
    result = []
    for destination, source, kind in entries:
        found = ICU_DATA.search(destination)
        if found is None or kind == "SYMLINK" or compiler is None:
            result.append((destination, source, kind))
            continue
        copy = folder / destination
        copy.parent.mkdir(parents=True, exist_ok=True)
        options = ["-shared", "-fPIC", "-O1", f"-Wl,-soname,{copy.name}", "-o", str(copy)]
        subprocess.run(
            [compiler, *options, "-x", "c", "-"],
            input=_EMPTY_ICU.format(version=found[1]),
            text=True,
            check=True,
        )
        result.append((destination, str(copy), kind))
    return result
