"""Collects the window's texts for translation, compiles the translations, and says what is missing.

Run in the project's root::

    python -m tools.translations update     texts of the sources into resources/translations/*.ts
    python -m tools.translations release    *.ts to *.qm, which the program loads
    python -m tools.translations check      what is not marked, not translated or not compiled

Texts are found by reading the sources as Python does (`tools.texts`), so that tables of commands
and counted texts need no mark of their own; merging and compiling are Qt's ``lupdate`` and
``lrelease``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tools.texts import ROOT, Text, faults_of, reasons, unmarked, wanted, window_sources

FOLDER = ROOT / "resources" / "translations"
REASONS_FILE = FOLDER / "reasons.txt"


@dataclass(frozen=True, slots=True)
class Message:
    """What a .ts file says of a text; counted ones have several forms."""

    text: Text
    forms: tuple[str, ...]
    kind: str


def translations() -> list[Path]:
    """Return the .ts files."""
    return sorted(FOLDER.glob("mura_*.ts"))


def messages(path: Path) -> list[Message]:
    """Read a .ts file."""
    found = []
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - of this project
        for message in context.iter("message"):
            translation = message.find("translation")
            counted = message.get("numerus") == "yes"
            text = Text(context.findtext("name") or "", message.findtext("source") or "", counted)
            forms: tuple[str, ...] = ()
            if translation is not None:
                parts = translation.findall("numerusform") if counted else [translation]
                forms = tuple(part.text or "" for part in parts)
            kind = "" if translation is None else translation.get("type", "")
            found.append(Message(text, forms, kind))
    return found


def problems_of(path: Path) -> list[str]:
    """Return what is wrong with a translation: missing, unfinished, gone, or with other holes."""
    there = {message.text: message for message in messages(path)}
    found = [f"missing: {text.source!r}" for text in sorted(wanted() - set(there))]
    found += [
        f"not in the sources any more: {text.source!r}" for text in sorted(set(there) - wanted())
    ]
    for text, message in there.items():
        if message.kind or not all(message.forms):
            found.append(f"unfinished: {text.source!r}")
        elif any(sorted(_holes(form)) != sorted(_holes(text.source)) for form in message.forms):
            found.append(f"other holes than in English: {text.source!r}")
    return [f"{path.name}: {problem}" for problem in found]


def _holes(text: str) -> list[str]:
    return re.findall(r"\{\w*\}|%n", text)


# What is done.


def update() -> None:
    """Bring the .ts files to the state of the sources; what is translated stays."""
    REASONS_FILE.write_text(_reasons_listed(), "utf-8")
    lines = []
    for text in sorted(wanted()):
        arguments = [text.context, text.source, *([""] if text.counted else [])]
        more = ", 2" if text.counted else ""
        lines.append(f"translate({', '.join(map(_quoted, arguments))}{more})\n")
    with tempfile.TemporaryDirectory() as folder:
        collected = Path(folder) / "texts.py"
        collected.write_text("".join(lines), "utf-8")
        options = ("-locations", "none", "-no-obsolete", "-sort-messages", "-silent")
        _qt("lupdate", str(collected), *options, "-ts", *map(str, translations()))


def release(folder: Path = FOLDER) -> list[Path]:
    """Compile the .ts files.

    Parameters
    ----------
    folder
        Where the .qm files go.
    """
    made = []
    for source in translations():
        target = folder / source.with_suffix(".qm").name
        _qt("lrelease", "-silent", str(source), "-qm", str(target))
        made.append(target)
    return made


def check() -> list[str]:
    """Return everything that keeps a reader from reading their own language."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: not marked: {text!r}"
        for path in window_sources()
        for line, text in unmarked(path)
    ]
    found += [f"{fault}: only a literal can be translated" for fault in faults_of(window_sources())]
    if REASONS_FILE.read_text("utf-8") != _reasons_listed():
        found.append(f"{REASONS_FILE.name}: not what the layers below the window say")
    for path in translations():
        found += problems_of(path)
    with tempfile.TemporaryDirectory() as folder:
        for made in release(Path(folder)):
            there = FOLDER / made.name
            if not there.exists() or there.read_bytes() != made.read_bytes():
                found.append(f"{made.name}: not compiled since it was changed")
    return found


def _reasons_listed() -> str:
    return "".join(reason.replace("\n", "\\n") + "\n" for reason in reasons())


def _quoted(text: str) -> str:
    """Write a literal as ``lupdate`` reads it: in double quotes, on one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _qt(tool: str, *arguments: str) -> None:
    beside = Path(sys.executable).parent
    program = shutil.which(f"pyside6-{tool}", path=str(beside)) or shutil.which(f"pyside6-{tool}")
    if program is None:
        raise SystemExit(f"pyside6-{tool} is missing: install PySide6-Essentials.")
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def main(arguments: Sequence[str]) -> int:
    """Do what is asked and return the exit code."""
    acts: dict[str, Callable[[], object]] = {"update": update, "release": release}
    if list(arguments) == ["check"]:
        found = check()
        print("\n".join(found) or "Everything is translated.")  # noqa: T201 - what it is for
        return int(bool(found))
    if len(arguments) != 1 or arguments[0] not in acts:
        print(__doc__)  # noqa: T201
        return 2
    acts[arguments[0]]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
