"""Finds the texts of the window, and what the layers below it say, by reading the sources."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mura_desktop.ui.reasons import CONTEXT as REASONS
from mura_desktop.ui.translation import with_number

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "mura_desktop"

MARKS = ("tr", "QT_TR_NOOP")
COUNTED = ("plural", "counted")
COMMAND_TEXTS = (2, 4)
"""Where a `Command` has its text and its tip."""

SPEAKERS = (
    *("imaging", "inference", "store", "studies", "dicomio", "reports"),
    *("intake.py", "pipeline.py", "errors.py", "instance.py", "paths.py", "settings.py"),
    *("logs.py", "inert.py", "offer.py", "giving_back.py", "reception.py", "remotes.py"),
    *("watching.py", "file_systems.py", "results.py", "turn.py"),
)
"""Layers below the window whose sentences reach it."""
SILENT = (
    # these are read by people at a terminal, or hold words and no sentences
    *("audit.py", "purge.py", "library.py", "migrations", "tables.py", "description.py"),
    *("body_parts.py", "measurements.py", "model.py", "states.py", "patients.py", "priority.py"),
    *("grouping.py", "faults.py", "concepts.py", "provenance.py", "presentation.py"),
    *("secondary_capture.py", "anatomic_regions.py"),
)
_BUGS = ("ValueError", "KeyError", "TypeError", "RuntimeError", "AssertionError", "LookupError")
"""Raised only where the program is wrong: nobody has to understand them but us."""

UI_CALLS = frozenset(
    (
        *("setText", "setWindowTitle", "setToolTip", "setAccessibleName", "setPlaceholderText"),
        *("setAccessibleDescription", "setStatusTip", "setWhatsThis", "setTitle", "setPrefix"),
        *("setSuffix", "setLabelText", "setInformativeText", "setDetailedText", "setIconText"),
        *("setHeaderLabels", "setHorizontalHeaderLabels", "setSpecialValueText", "setButtonText"),
        *("QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QLabel", "QGroupBox"),
        *("QAction", "QMessageBox", "QTableWidgetItem", "QStandardItem", "QListWidgetItem"),
        *("QTreeWidgetItem", "plain_label", "set_text", "addAction", "addMenu", "addTab"),
        *("addItem", "addItems", "addRow", "addButton", "insertItem", "say", "show_message"),
        *("showMessage", "drawText", "information", "warning", "critical", "question", "about"),
        *("getOpenFileName", "getSaveFileName", "getExistingDirectory", "getText", "getItem"),
        *("setNameFilter", "Badge"),
    )
)
"""Calls that show their texts to the reader, whether they are one word or more."""
QUIET_CALLS = frozenset(
    ("setObjectName", "setStyleSheet", "setDefaultStyleSheet", "TypeVar", "Signal", "word")
)
_MARKED = frozenset((*MARKS, *COUNTED, "Command"))
_TWO_WORDS = re.compile(r"[A-Za-z]{2,}[,.;:…?!]? +[A-Za-z(]{2,}")
_SENTENCE = re.compile(r"[a-z]+[,.;:]? +[A-Za-z(]")
_TITLE = re.compile(r"[A-Z][a-z]{2,}[:…]?")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
ALLOWED = (
    *("MURA Desktop", "Fusion", "English"),
    *("<td width", "<table width", "<tr><td width", "<body><h2>", "<h3>"),
    *("PDF (*.pdf)", "{} UTC", "CR, DX", "ONNX Runtime"),
    *("Noto Sans", "DejaVu Sans", "Helvetica Neue", "Arial"),
)
"""Beginnings of texts that are the same in every language, or none."""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text to translate."""

    context: str
    source: str
    counted: bool = False


def window_sources() -> list[Path]:
    """Return the files whose texts the reader sees."""
    return [*sorted((PROGRAM / "ui").rglob("*.py")), PROGRAM / "app.py", PROGRAM / "behind.py"]


def texts_of(sources: Iterable[Path]) -> set[Text]:
    """Return the texts that are marked in files of the window."""
    found: set[Text] = set()
    for path in sources:
        for call in _calls(_parsed(path)):
            name = _name(call)
            if name in MARKS and call.args and (literal := _literal(call.args[0])) is not None:
                found.add(Text("", literal))
            elif name in COUNTED and len(call.args) == 3:
                many = _literal(call.args[2])
                found |= {Text("", with_number(many), True)} if many else set()
            elif name == "Command":
                tip = [word.value for word in call.keywords if word.arg == "tip"]
                parts = [call.args[at] for at in COMMAND_TEXTS if at < len(call.args)] + tip
                literals = (_literal(part) for part in parts)
                found |= {Text("", literal) for literal in literals if literal}
    return found


def faults_of(sources: Iterable[Path]) -> list[str]:
    """Return what is marked in a way that cannot be translated, as ``file:line: text``."""
    found = []
    for path in sources:
        for call in _calls(_parsed(path)):
            arguments = call.args[:1] if _name(call) in MARKS else []
            if _name(call) in COUNTED and path.name not in ("wording.py", "translation.py"):
                arguments = call.args[1:]
            built = (ast.JoinedStr, ast.BinOp, ast.Call)
            found += [
                f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(argument)}"
                for argument in arguments
                if isinstance(argument, built) and _name(argument) not in ("QT_TR_NOOP", "str")
            ]
    return found


def unmarked(path: Path) -> list[tuple[int, str]]:
    """Return the texts of a file that a reader may see and that no mark is on.

    Returns
    -------
    list of tuple
        Line and text, holes of an f-string as ``{}``.
    """
    search = _Unmarked()
    search.visit(_parsed(path))
    return search.found


class _Unmarked(ast.NodeVisitor):
    """Walks through everything but what is marked, logged, documented or stored."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self._shown = False
        """Whether the texts here go straight into a widget."""

    def visit_Constant(self, node: ast.Constant) -> None:
        self._look_at(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._look_at(node)
        self._visit([part for part in node.values if isinstance(part, ast.FormattedValue)])

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node)
        if name in _MARKED or name in QUIET_CALLS or _logs(node) or _owner(node) == "words":
            return
        self._visit(node.args, shown=name in UI_CALLS)
        self._visit([*node.keywords, node.func])

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if ast.unparse(node.targets[0]) != "__all__":
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        if _name(node.exc) not in _BUGS:
            self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if not _stores(node):
            self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> None:
        passes_on = isinstance(node, (ast.List, ast.Tuple, ast.IfExp, ast.Starred))
        self._visit(ast.iter_child_nodes(node), shown=self._shown and passes_on)

    def _visit(self, nodes: Iterable[ast.AST], *, shown: bool = False) -> None:
        before, self._shown = self._shown, shown
        for node in nodes:
            self.visit(node)
        self._shown = before

    def _look_at(self, node: ast.Constant | ast.JoinedStr) -> None:
        text = _written(node)
        if text is None or text.startswith(ALLOWED):
            return
        if (_LETTERS if self._shown else _TWO_WORDS).search(text) or _TITLE.fullmatch(text):
            self.found.append((node.lineno, text))


def reasons() -> list[str]:
    """Return the sentences of the layers below the window, with ``{0}`` where they vary."""
    found = {*EXTRA_REASONS}
    for speaker in SPEAKERS:
        place = PROGRAM / speaker
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        for path in files:
            if path.exists() and not set(path.relative_to(PROGRAM).parts) & set(SILENT):
                found |= set(_sentences(path))
    return sorted(found)


EXTRA_REASONS = (
    # put together of parts in store.faults
    *("The results in {0} cannot be opened: {1}.", "The results in {0} cannot be read: {1}."),
    *("The results in {0} cannot be written: {1}.", "The results in {0} cannot be backed up: {1}."),
    # of errors.UnreadableFileError, and whatever begins with a name
    *("{0}: {1}", "{0} ({1})"),
    *("another program holds the database; close it, or wait", "the disk is full; free some space"),
    *("the disk or the file is read-only; allow writing", "its content is corrupt"),
    "the disk reports an error; check the disk and its connection",
    "the file cannot be opened; check the disk and the rights to the folder",
    *("the rights to the file do not suffice", "the file is too large for this disk"),
    "it is no database",
    # studies.body_parts, studies.grouping
    *("{0}: the model has learnt limbs only", "image {0}: {1}"),
    "another file has the same SOP Instance UID and other contents: one is mislabelled",
    *("the file has {0} images: the first {1} are opened", "is a copy of {0}"),
    # inference.card
    "Viewing still works; to score, reinstall the program or choose another model.",
)
"""Sentences that come about in files that say much else."""


def _sentences(path: Path) -> Iterator[str]:
    def walk(node: ast.AST) -> Iterator[str]:
        if isinstance(node, (ast.Constant, ast.JoinedStr)):
            text = _written(node)
            if text is not None and _SENTENCE.search(text) and not text.isupper():
                yield _numbered(text)
            if isinstance(node, ast.JoinedStr):
                for part in node.values:
                    if isinstance(part, ast.FormattedValue):
                        yield from walk(part.value)
            return
        if isinstance(node, ast.Call) and (_logs(node) or _name(node) in _SQL):
            return
        if isinstance(node, ast.ClassDef) and _stores(node):
            return
        if isinstance(node, ast.Raise) and _name(node.exc) in _BUGS:
            return
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    yield from walk(_parsed(path))


_SQL = ("text", "execute", "exec_driver_sql", "compile", "Field", "filterwarnings", "add")


def _numbered(text: str) -> str:
    # Holes that are filled elsewhere have names.
    parts = re.sub(r"\{[a-z_]*\}", "{}", text).split("{}")
    return "".join(f"{part}{{{at}}}" for at, part in enumerate(parts[:-1])) + parts[-1]


def _written(node: ast.expr) -> str | None:
    """Return a literal as text, holes of an f-string as ``{}``."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return None


def _literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.Call) and _name(node) == "QT_TR_NOOP" and node.args:
        return _literal(node.args[0])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(node: ast.AST | None) -> str:
    """Return what a call calls, without what it belongs to."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _logs(node: ast.Call) -> bool:
    return _owner(node) == "log"


def _owner(node: ast.Call) -> str:
    """Return the name that a call's function belongs to; ``words`` has a report's own texts."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    return owner.id if isinstance(owner, ast.Name) else ""


def _stores(node: ast.ClassDef) -> bool:
    """Tell an enumeration of stored values; `mura_desktop.ui.words` has those that are shown."""
    return any(ast.unparse(base) == "StrEnum" for base in node.bases)


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def wanted() -> set[Text]:
    """Return every text that a translation must have."""
    return texts_of(window_sources()) | {Text(REASONS, reason) for reason in reasons()}
