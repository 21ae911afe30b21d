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
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import QT_TR_NOOP, tr

TITLE = QT_TR_NOOP("MURA Desktop: keys and mouse")
MOUSE = (
    (
        QT_TR_NOOP("Left drag"),
        QT_TR_NOOP("What the tool says; at first contrast and brightness"),
    ),
    (QT_TR_NOOP("Middle drag, Shift+drag"), QT_TR_NOOP("Move the image")),
    (QT_TR_NOOP("Right drag"), QT_TR_NOOP("Zoom")),
    (QT_TR_NOOP("Wheel"), QT_TR_NOOP("Zoom at the pointer")),
    (QT_TR_NOOP("Double click"), QT_TR_NOOP("Enlarge a view, and back")),
    (
        QT_TR_NOOP("Drag or two clicks"),
        QT_TR_NOOP("With a measuring tool: a line; drag an end to change it"),
    ),
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
        sections.append((group.plain, rows))
    sections.append((tr("Mouse"), [(tr(way), tr(what)) for way, what in MOUSE]))
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
    made.setHtml(f"<body><h2>{html.escape(tr(TITLE))}</h2>{sheet(commands)}</body>")
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
    writer.setTitle(tr(TITLE))
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
        self.setWindowTitle(tr("Keys and mouse"))
        resize_on_screen(self, 1040, 760)
        self._commands = commands
        self.text = QTextBrowser()
        self.text.setObjectName("plainText")
        self.text.setAccessibleName(tr("Keys and mouse"))
        self.problem = plain_label(name="problem", wraps=True)
        self.problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        for text, act in (
            (tr("Change keys…"), self._change),
            (tr("Save as PDF…"), self._save),
            (tr("Print…"), self._print),
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
            self, tr("Save the keys"), str(Path.home() / "mura-desktop-keys.pdf"), "PDF (*.pdf)"
        )
        if not name:
            return
        try:
            write_pdf(self._commands, Path(name))
        except OSError as error:
            self.problem.setText(
                tr("{file} cannot be written: {reason}. Choose another folder.").format(
                    file=name, reason=error.strerror
                )
            )
            self.problem.show()


def _section(name: str, rows: list[tuple[str, str]]) -> str:
    lines = "".join(
        f"<tr><td width='42%'><b>{html.escape(keys or tr('no key'))}</b></td>"
        f"<td>{html.escape(text)}</td></tr>"
        for keys, text in rows
    )
    return f"<h3>{html.escape(name)}</h3><table width='100%' cellspacing='2'>{lines}</table>"
