"""The software of others in this program: what it is, under which licence, and its texts.

Read from the metadata of what is installed. A packaged program carries the list, written when it
was built; see `packaging/`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

from mura_desktop import paths

LIST_FILE = "third-party.json"
PROGRAM = "mura-desktop"
_TEXT_NAME = re.compile(r"(?i)(^|/)(licen[cs]e|copying|notice|copyright|third[-_ ]?party)[^/]*$")


@dataclass(frozen=True, slots=True)
class Component:
    """One piece of software.

    Attributes
    ----------
    name, version, licence
        The licence as its makers state it, in SPDX's terms where they use them; may be empty.
    """

    name: str
    version: str
    licence: str


def components() -> list[Component]:
    """Return what this program is made of, by name."""
    noted = paths.resources() / LIST_FILE
    if noted.is_file():
        return [Component(**entry) for entry in json.loads(noted.read_text("utf-8"))]
    return [
        Component(found.name, found.version, stated_licence(found))
        for found in required_by(PROGRAM)
    ]


def write_list(listed: Iterable[Component]) -> str:
    """Return the document that `components` reads in a packaged program."""
    return json.dumps([asdict(component) for component in listed], indent=1) + "\n"


def required_by(program: str) -> list[Distribution]:
    """Return the distributions a program needs on this machine, without itself, by name.

    One that is required and not installed is left out: it cannot be passed on either.
    """
    found: dict[str, Distribution] = {}
    waiting = [program]
    while waiting:
        name = waiting.pop()
        key = plain_name(name)
        if key in found:
            continue
        try:
            found[key] = distribution(name)
        except PackageNotFoundError:
            continue
        for line in found[key].requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    found.pop(plain_name(program), None)
    return [found[key] for key in sorted(found)]


def plain_name(name: str) -> str:
    """Return a distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def stated_licence(found: Distribution) -> str:
    """Return what a distribution says of its licence, the clearest statement first."""
    metadata = found.metadata
    for expression in metadata.get_all("License-Expression") or ():
        return str(expression)
    written = str(next(iter(metadata.get_all("License") or ()), "")).strip()
    first = written.splitlines()[0].strip() if written else ""
    classifiers = [
        line.rsplit("::", 1)[-1].strip()
        for line in metadata.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    if first and first.upper() != "UNKNOWN" and len(written.splitlines()) == 1:
        return first
    return " AND ".join(classifiers)


def licence_texts(found: Distribution) -> list[tuple[str, str]]:
    """Return the licences and notices that a distribution carries: file names and texts."""
    texts = []
    for file in found.files or ():
        path = file.as_posix()
        if _TEXT_NAME.search(path) and not path.endswith((".py", ".pyc", ".pyi", ".so")):
            located = file.locate()
            with open(located, encoding="utf-8", errors="replace") as opened:  # noqa: PTH123
                texts.append((path, opened.read()))
    return texts
