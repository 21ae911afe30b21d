"""The sheet of keys: on the screen, on paper, as PDF. Made from the commands, so it is true."""

from __future__ import annotations

import html
from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QIcon, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.ui.commands import Commands, Group, written
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.theme import SPACE

TITLE = "MURA Desktop: keys and mouse"
MOUSE = (
    ("Left drag", "What the tool says; at first contrast and brightness"),
    ("Middle drag, Shift+drag", "Move the image"),
    ("Right drag", "Zoom"),
    ("Wheel", "Zoom at the pointer"),
    ("Double click", "Enlarge a view, and back"),
    ("Drag or two clicks", "With a measuring tool: a line; drag an end to change it"),
)
COLUMNS = 2


def sheet(commands: Commands) -> str:
    """Return the sheet as HTML; every text in it is escaped.

    Parameters
    ----------
    commands
        With the keys they have now.
    """
    sections = []
    for group in Group:
        rows = [
            (written(commands.keys(command.id)), command.plain)
            for command in commands
            if command.group is group
        ]
        sections.append((group.replace("&", ""), rows))
    sections.append(("Mouse", list(MOUSE)))
    blocks = [_section(name, rows) for name, rows in sections]
    # Two columns that are about equally long.
    lengths = [len(rows) + 2 for _, rows in sections]
    half, split = sum(lengths) / COLUMNS, 0
    while sum(lengths[: split + 1]) <= half:
        split += 1
    columns = "".join(
        f'<td width="50%" style="padding-right:18px">{"".join(part)}</td>'
        for part in (blocks[: split + 1], blocks[split + 1 :])
    )
    return f"<table width='100%'><tr>{columns}</tr></table>"


def document(commands: Commands) -> QTextDocument:
    """Return the sheet for paper: black on white."""
    made = QTextDocument()
    made.setDefaultStyleSheet("body, td { color: #000000; }")
    made.setHtml(f"<body><h2>{html.escape(TITLE)}</h2>{sheet(commands)}</body>")
    font = made.defaultFont()
    font.setPointSizeF(8.0)
    made.setDefaultFont(font)
    return made


def write_pdf(commands: Commands, path: Path) -> None:
    """Write the sheet as PDF on A4.

    Raises
    ------
    OSError
        Where the file cannot be written.
    """
    with path.open("wb"):  # Qt itself would fail without a word
        pass
    writer = QPdfWriter(str(path))
    writer.setTitle(TITLE)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(15, 12, 15, 12),
            QPageLayout.Unit.Millimeter,
        )
    )
    document(commands).print_(writer)


class KeySheet(QDialog):
    """The sheet on the screen, with ways to paper and to other keys."""

    def __init__(self, parent: QWidget, commands: Commands) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys and mouse")
        self.resize(980, 760)
        self._commands = commands
        self.text = QTextBrowser()
        self.text.setObjectName("plainText")
        self.text.setAccessibleName("Keys and mouse")
        self.problem = plain_label(name="problem", wraps=True)
        self.problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        for text, act in (
            ("Change keys…", self._change),
            ("Save as PDF…", self._save),
            ("Print…", self._print),
        ):
            button = QPushButton(text)
            button.clicked.connect(act)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        for part in (self.text, self.problem, buttons):
            layout.addWidget(part)
        commands.keys_changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.text.setHtml(sheet(self._commands))

    def _change(self) -> None:
        self._commands["change-keys"].trigger()

    def _print(self) -> None:
        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            document(self._commands).print_(printer)

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save the keys", str(Path.home() / "mura-desktop-keys.pdf"), "PDF (*.pdf)"
        )
        if not name:
            return
        try:
            write_pdf(self._commands, Path(name))
        except OSError as error:
            self.problem.setText(
                f"{name} cannot be written: {error.strerror}. Choose another folder."
            )
            self.problem.show()


def _section(name: str, rows: list[tuple[str, str]]) -> str:
    lines = "".join(
        f"<tr><td width='38%'><b>{html.escape(keys or 'no key')}</b></td>"
        f"<td>{html.escape(text)}</td></tr>"
        for keys, text in rows
    )
    return f"<h3>{html.escape(name)}</h3><table width='100%' cellspacing='2'>{lines}</table>"
