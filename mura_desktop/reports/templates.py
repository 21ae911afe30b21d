"""Templates of report texts: shipped ones, and a site's own that take their place.

A template is plain text in Jinja2's language, run in its sandbox. What it may say is little and is
taken from the study and the read alone, so that no template can invent a finding.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from mura_desktop import paths
from mura_desktop.errors import UsageError
from mura_desktop.files import private_folder, write_whole
from mura_desktop.logs import traced
from mura_desktop.reports.words import (
    ENGLISH,
    folder_of,
    load_words,
    shipped_folder,
    stated_side,
)
from mura_desktop.studies.body_parts import MURA_PARTS, OTHER_LIMB_PARTS
from mura_desktop.studies.model import FileFormat, FileVersion, Study, View
from mura_desktop.studies.reads import Conclusion, Read

log = logging.getLogger(__name__)

NORMAL, ABNORMAL = "normal", "abnormal"
PARTS = (*sorted(MURA_PARTS), *sorted(OTHER_LIMB_PARTS))
"""Parts that may have a normal template of their own."""
LONGEST = 20_000
"""Characters of a template; a report is a page."""
VARIABLES = {
    "where": "part and side, such as “left wrist”",
    "part": "the part, such as “wrist”",
    "side": "“left”, “right”, “left and right”, or nothing",
    "views": "how many views the study has",
    "projections": "the projections that the files state, such as “AP, LL”; may be empty",
    "date": "the date of the study (YYYY-MM-DD); may be empty",
    "findings": "the chosen findings, one after the other",
    "findings_text": "the chosen findings as “one, two and three”; may be empty",
}
"""Every word that a template may use, with what it stands for."""
_BLANK_LINES = re.compile(r"\n{3,}")


class TemplateFaultError(UsageError):
    """A template that cannot be used; the text names the line and what would work.

    Parameters
    ----------
    line
        From 1; 0 where the fault has no place.
    fault
        What is wrong and what to do, as sentences.
    """

    def __init__(self, line: int, fault: str) -> None:
        super().__init__(f"Line {line}: {fault}" if line else fault)
        self.line = line


@dataclass(frozen=True, slots=True)
class Template:
    """A template as an editor lists it.

    Attributes
    ----------
    name
        ``"normal"``, ``"normal-wrist"`` (for a part) or ``"abnormal"``.
    text
        What is in use or, where that is faulty, what the site wrote.
    own
        Whether the site wrote it.
    fault
        Why the site's text is not used, for the user; empty where it is.
    """

    name: str
    text: str
    own: bool
    fault: str = ""

    @property
    def part(self) -> str:
        """The part that a normal template is for; empty for all others."""
        return part_of(self.name)


def part_of(name: str) -> str:
    """Return the part of a template's name, empty for those of no part."""
    return name.removeprefix(f"{NORMAL}-").replace("_", " ") if name.startswith("normal-") else ""


def name_of(part: str) -> str:
    """Return the name of the normal template of a part."""
    return f"{NORMAL}-{part.replace(' ', '_')}"


NAMES = (NORMAL, ABNORMAL, *map(name_of, PARTS))
"""All templates there may be, in the order of an editor."""


class Templates:
    """The templates of one language. Read once; afterwards only `write` and `reset` touch the disk.

    Parameters
    ----------
    language
        One of `mura_desktop.reports.words.LANGUAGES`.
    folder
        The site's own templates; None takes the data folder's.
    """

    def __init__(self, language: str = ENGLISH, folder: Path | None = None) -> None:
        base = paths.data_folder() / "templates" if folder is None else folder
        self.language = language
        self._folder = folder_of(language, base)
        self._words = load_words(language)
        self._shipped = _texts(shipped_folder(language))
        self._own: dict[str, str] = {}
        self._faults: dict[str, str] = {}
        for name, text in _texts(self._folder).items():
            self._take(name, text)

    @property
    def problems(self) -> tuple[str, ...]:
        """Which of the site's templates are not used, and why, for the user."""
        return tuple(
            f"The template “{name}” is not used; the one that ships with the program is. {fault}"
            for name, fault in sorted(self._faults.items())
        )

    # What a reading panel asks for.

    def normal_text(self, study: Study) -> str:
        """Return the text of a normal study: its part's template, else that for all parts."""
        return self._text((name_of(study.body_part), NORMAL), self._values(study, None))

    def abnormal_text(self, study: Study, read: Read) -> str:
        """Return the text of an abnormal study, with the findings and the side of a read."""
        return self._text((ABNORMAL,), self._values(study, read))

    # What an editor asks for.

    def all(self) -> tuple[Template, ...]:
        """Return all templates; parts without one of their own show the one for all parts."""
        return tuple(self.template(name) for name in NAMES)

    def template(self, name: str) -> Template:
        """Return one template of `NAMES`."""
        own = self._own.get(name)
        if own is not None:
            return Template(name, own, own=True, fault=self._faults.get(name, ""))
        text = self._shipped.get(name)
        if text is None:
            text = self.template(NORMAL).text
        return Template(name, text, own=False)

    def check(self, name: str, text: str) -> None:
        """Make sure that a text is a template that works.

        Raises
        ------
        TemplateFaultError
            Where it is not.
        """
        self.preview(name, text)

    def preview(self, name: str, text: str) -> str:
        """Return what a text makes of a sample study.

        Raises
        ------
        TemplateFaultError
            Where the text is no template that works.
        """
        _parse(text)
        results = [_render(text, self._values(*sample)) for sample in _samples(name)]
        if not any(results):
            raise TemplateFaultError(0, "The template gives no text. Write what the report says.")
        return results[0]

    def write(self, name: str, text: str) -> None:
        """Keep a site's template and use it from now on.

        Raises
        ------
        UsageError
            Where the text is no template (`TemplateFaultError`), or the disk refuses.
        """
        self.check(name, text)
        file = self._folder / f"{name}.txt"
        try:
            private_folder(self._folder)
            write_whole(file, text.encode("utf-8"))
        except OSError as error:
            raise _refused(file, error) from error
        self._faults.pop(name, None)
        self._own[name] = text

    def reset(self, name: str) -> None:
        """Go back to the template that ships with the program.

        Raises
        ------
        UsageError
            Where the disk refuses.
        """
        file = self._folder / f"{name}.txt"
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise _refused(file, error) from error
        self._own.pop(name, None)
        self._faults.pop(name, None)

    # Parts.

    def _take(self, name: str, text: str) -> None:
        if name not in NAMES:
            return
        self._own[name] = text
        try:
            self.check(name, text)
        except TemplateFaultError as error:
            log.warning("the site's template %s is not used:\n%s", name, traced(error))
            self._faults[name] = str(error)

    def _text(self, names: tuple[str, ...], values: Mapping[str, Any]) -> str:
        for name in names:
            own = None if name in self._faults else self._own.get(name)
            if own is not None:
                try:
                    return _render(own, values)
                except TemplateFaultError as error:
                    # It worked for the samples and not for this study.
                    log.warning("the site's template %s failed:\n%s", name, traced(error))
                    self._faults[name] = str(error)
            if name in self._shipped:
                return _render(self._shipped[name], values)
        raise AssertionError(f"no template ships for {names}")

    def _values(self, study: Study, read: Read | None) -> dict[str, Any]:
        words = self._words
        side = stated_side(study) if read is None else read.side
        found = () if read is None else read.findings
        findings = [_line(words.word("findings", one)) for one in found if one.strip()]
        projections = dict.fromkeys(_line(view.projection) for view in study.views)
        return {
            "where": words.where(study.body_part, side),
            "part": words.word("parts", study.body_part),
            "side": words.word("sides", side),
            "views": len(study.views),
            "projections": ", ".join(one for one in projections if one),
            "date": "" if study.study_date is None else study.study_date.isoformat(),
            "findings": findings,
            "findings_text": words.join(findings),
        }


def _texts(folder: Path) -> dict[str, str]:
    """Return the texts of a folder by name; one that is not there has none."""
    found = {}
    for file in sorted(folder.glob("*.txt")) if folder.is_dir() else ():
        # A file that is no UTF-8 shows as such in the editor instead of being lost.
        found[file.stem] = file.read_text(encoding="utf-8", errors="replace")
    return found


def _environment() -> SandboxedEnvironment:
    # Report texts are plain text; what becomes HTML of them is escaped there.
    return SandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )


def _parse(text: str) -> None:
    if len(text) > LONGEST:
        raise TemplateFaultError(0, f"The template is too long. {LONGEST:,} characters are enough.")
    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError as error:
        raise _fault(error.lineno, error) from error
    for other in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        raise TemplateFaultError(other.lineno, "A template cannot use other files. Write it out.")
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in VARIABLES and node.name not in {*own, "loop"}:
            known = ", ".join(VARIABLES)
            raise TemplateFaultError(
                node.lineno, f"“{node.name}” is not known here. Use one of: {known}."
            )


def _render(text: str, values: Mapping[str, Any]) -> str:
    try:
        made = _environment().from_string(text).render(values)
    except TemplateSyntaxError as error:
        raise _fault(error.lineno, error) from error
    except Exception as error:
        # Whatever a template's own code raises is a fault of the template.
        raise _fault(_line_of(error), error) from error
    return _BLANK_LINES.sub("\n\n", made).strip()


def _fault(line: int, error: Exception) -> TemplateFaultError:
    said = str(error.message or error) if isinstance(error, TemplateError) else str(error)
    return TemplateFaultError(
        line, f"{said.rstrip('.')}. Mend that place, or go back to the default."
    )


def _line_of(error: BaseException) -> int:
    """Return the template's line that an error came from; Jinja2 writes it into the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
    return (lines[-1] or 0) if lines else 0


def _line(text: str) -> str:
    """Return a text from a file as part of one line."""
    return " ".join(text.split())


def _refused(file: Path, error: OSError) -> UsageError:
    return UsageError(
        f"{file} cannot be changed: {error.strerror}. Mend that; the text in use stays as it is."
    )


def _samples(name: str) -> tuple[tuple[Study, Read | None], ...]:
    """Return studies that a template must work for, the one to show first."""
    version = FileVersion(0, 0)
    views = tuple(
        View(str(at), Path(f"{at}.dcm"), FileFormat.DICOM, version, "L", projection)
        for at, projection in enumerate(("AP", "LL"), 1)
    )
    part = part_of(name) or "wrist"
    full = Study("1", "DEMO^ONE", part, views)
    bare = Study(
        "2", "DEMO^TWO", "unknown", (View("3", Path("3.png"), FileFormat.RASTER, version),)
    )
    if name != ABNORMAL:
        return (full, None), (bare, None)
    found = Read(Conclusion.ABNORMAL, findings=("fracture", "degenerative"), side="L")
    return (full, found), (bare, Read(Conclusion.ABNORMAL))
