"""Which distributions are in a package, and whether their licences let it be passed on.

No GPL or AGPL without a linking exception. The LGPL is fine for libraries that stay separate files,
as Qt, Pebble and FFmpeg do in a folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, ExpressionParseError, get_spdx_licensing

from mura_desktop.licences import Component, licence_texts, plain_name, stated_licence

HERE = Path(__file__).resolve().parent
STATEMENTS = HERE / "licences.toml"
TEXTS = HERE / "texts"
_PREAMBLE = """\
MURA Desktop is under the Apache License 2.0 (file LICENSE). It contains the software listed here,
unchanged but for this: debugging symbols are taken out of some libraries, and on Linux an empty
table stands for ICU's data.

Qt, PySide6, Pebble and psycopg are under the GNU Lesser General Public License 3. They are separate
files in this folder: you may exchange them for versions of your own, and take the program apart as
far as that needs. Their source code is at https://code.qt.io, https://pypi.org/project/Pebble and
https://github.com/psycopg/psycopg.
"""
COPYLEFT = ("gpl-", "agpl-")

# What makers write in place of an SPDX identifier.
IN_SPDX = {
    "mit": "MIT",
    "mit license": "MIT",
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "bsd license": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}


@dataclass(frozen=True)
class Refusal:
    """A component that must not be in the package, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


def collected(sources: Iterable[str]) -> list[Distribution]:
    """Return the installed distributions that files of a package come from, by name.

    Parameters
    ----------
    sources
        Absolute paths of the files that go in.
    """
    wanted = {os.path.normcase(os.path.realpath(source)) for source in sources if source}
    found: dict[str, Distribution] = {}
    for candidate in distributions():
        # Only the folder is resolved: TensorFlow alone has twenty thousand files.
        place = os.path.normcase(os.path.realpath(str(candidate.locate_file(""))))
        for file in candidate.files or ():
            if ".dist-info/" in str(file):
                continue
            path = os.path.join(place, os.path.normcase(str(file)))  # noqa: PTH118 - fast
            if os.path.normpath(path) in wanted:
                found[plain_name(candidate.name)] = candidate
                break
    found.pop("mura-desktop", None)
    return [found[name] for name in sorted(found)]


def statements() -> dict[str, str]:
    """Return licences that we looked up, of distributions whose metadata are not clear."""
    return dict(tomllib.loads(STATEMENTS.read_text("utf-8"))["licences"])


def expression_of(found: Distribution, looked_up: Mapping[str, str]) -> str:
    """Return a distribution's licence in SPDX's terms, empty where it is not known."""
    stated = looked_up.get(plain_name(found.name)) or stated_licence(found)
    stated = IN_SPDX.get(stated.lower(), stated)
    try:
        get_spdx_licensing().parse(stated, validate=True)
    except (ExpressionError, ExpressionParseError):
        return ""
    return stated


def may_be_passed_on(expression: str) -> bool:
    """Tell whether a licence in SPDX's terms has a way without the GPL.

    Of alternatives (OR) one suffices, of several that hold together (AND) all must do. The GPL with
    an exception (WITH), as compilers' libraries have it, is no obstacle.
    """
    parsed = get_spdx_licensing().parse(expression)
    return parsed is not None and _acceptable(parsed)


def _acceptable(node: Any) -> bool:
    kind = type(node).__name__
    if kind == "OR":
        return any(_acceptable(part) for part in node.args)
    if kind == "AND":
        return all(_acceptable(part) for part in node.args)
    if kind == "LicenseWithExceptionSymbol":
        return True
    return not str(node.key).lower().startswith(COPYLEFT)


def examine(found: Iterable[Distribution]) -> tuple[list[Component], list[Refusal]]:
    """Return what is in the package, and what must not be."""
    looked_up = statements()
    listed, refused = [], []
    for candidate in found:
        expression = expression_of(candidate, looked_up)
        if not expression:
            refused.append(
                Refusal(
                    candidate.name,
                    f"its licence is not clear ({stated_licence(candidate)!r}); look it up and "
                    f"write it into {STATEMENTS.name}",
                )
            )
        elif not may_be_passed_on(expression):
            refused.append(Refusal(candidate.name, f"its licence is {expression}"))
        listed.append(Component(candidate.name, candidate.version, expression))
    return listed, refused


def system_packages(sources: Iterable[str]) -> dict[str, Path]:
    """Return Debian's packages that shared libraries come from, with their copyright files."""
    if not sys.platform.startswith("linux"):
        return {}
    found = {}
    for source in sorted({os.path.realpath(source) for source in sources}):
        if "site-packages" in source:
            continue
        # /lib is a link to /usr/lib on merged systems, and dpkg knows only one of the two.
        names = {source, source.removeprefix("/usr")}
        for name in sorted(names):
            try:
                done = subprocess.run(
                    ["dpkg-query", "-S", name], capture_output=True, text=True, check=False
                )
            except FileNotFoundError:
                return {}
            if done.returncode == 0:
                package = done.stdout.split(":")[0]
                text = Path("/usr/share/doc") / package / "copyright"
                if text.is_file():
                    found[package] = text
                break
    return found


def notices(
    listed: Iterable[Component], found: Iterable[Distribution], system: Mapping[str, Path]
) -> str:
    """Return the text that goes with the package: every component, its licence, all texts."""
    parts = [
        _PREAMBLE,
        "\n".join(f"{part.name} {part.version}: {part.licence}" for part in listed),
        *(f"Library of the system it was built on: {name}" for name in sorted(system)),
    ]
    for candidate in found:
        for name, text in licence_texts(candidate):
            parts.append(f"{candidate.name}: {name}\n\n{text}")
    for name, path in sorted(system.items()):
        parts.append(f"{name}\n\n{path.read_text('utf-8', errors='replace')}")
    for path in sorted(TEXTS.glob("*.txt")):
        parts.append(f"{path.stem}\n\n{path.read_text('utf-8')}")
    return f"\n\n{'=' * 80}\n\n".join(parts) + "\n"
