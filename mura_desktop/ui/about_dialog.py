"""The pages about the program, its model, what was measured, and the software in it."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, distribution

from PySide6.QtCore import qVersion
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mura_desktop import __version__, licences, paths
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.background import Background
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.lifetimes import while_open
from mura_desktop.ui.plain_pages import PlainTable, text_page
from mura_desktop.ui.search_field import SearchField
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr


class AboutDialog(QDialog):
    """Four pages, each to be read, searched and copied by key.

    Parameters
    ----------
    parent
        The window.
    backend
        Knows the model; None while it is being loaded.
    background
        Reads licences.
    """

    def __init__(
        self, parent: QWidget | None, backend: Backend | None, background: Background
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About MURA Desktop"))
        resize_on_screen(self, 860, 680)
        self._background = background
        self.search = SearchField()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Pages"))
        self.tabs.tabBar().setAccessibleName(tr("Pages"))
        self.tabs.setDocumentMode(True)
        self.program = text_page(tr("About the program"), _program_text(backend))
        self.model = text_page(tr("About the model"), _model_text(backend))
        self.figures = PlainTable(
            tr("What was measured"),
            [
                tr("Figure"),
                tr("Value"),
                tr("95 % interval"),
                tr("Measured on"),
                tr("Images"),
                tr("Positive"),
            ],
        )
        self.software = PlainTable(
            tr("Software in this program"), [tr("Name"), tr("Version"), tr("Licence")]
        )
        self.licence = text_page(tr("Text of the licence"))
        self.tabs.addTab(self.program, tr("&Program"))
        self.tabs.addTab(self.model, tr("&Model"))
        self.tabs.addTab(self._figures_page(backend), tr("&Figures"))
        self.tabs.addTab(self._software_page(), tr("&Licences"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setIcon(QIcon())
        close.setText(tr("Close"))
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.search)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(buttons)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self.search.textChanged.connect(self._filter)
        self.tabs.currentChanged.connect(lambda _: self._turned())
        self.software.currentCellChanged.connect(lambda row, *_: self._read_licence(row))
        self._turned()
        self.tabs.setFocus()
        background.run(licences.components, while_open(self, self._list_software))

    def _figures_page(self, backend: Backend | None) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, SPACE, 0, 0)
        card = None if backend is None else backend.card
        metrics = () if card is None else card.metrics
        data = list(dict.fromkeys(metric.data for metric in metrics))
        self.figures.fill(
            [
                (
                    metric.name,
                    f"{metric.value:.3f}",
                    f"{metric.low:.3f} – {metric.high:.3f}",  # noqa: RUF001 - a range
                    metric.subset if len(data) == 1 else f"{metric.data}, {metric.subset}",
                    f"{metric.n:,}",
                    f"{metric.positives:,}",
                )
                for metric in metrics
            ]
        )
        if metrics:
            how = dict.fromkeys(metric.how for metric in metrics)
            text = "\n".join((*(data if len(data) == 1 else ()), *how))
        else:
            text = tr("Nothing is stated: no model is loaded, or its card holds no figures.")
        layout.addWidget(self.figures, 1)
        layout.addWidget(plain_label(text, name="muted", wraps=True))
        return page

    def _software_page(self) -> QWidget:
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.software)
        split.addWidget(self.licence)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 4)
        return split

    def _list_software(self, components: list[licences.Component]) -> None:
        self.software.fill(
            [(part.name, part.version, part.licence or tr("see its files")) for part in components]
        )
        self._filter(self.search.text())

    def _read_licence(self, row: int) -> None:
        item = self.software.item(row, 0)
        if item is None:
            return
        name = item.text()

        def shown(text: str) -> None:
            current = self.software.item(self.software.currentRow(), 0)
            if current is not None and current.text() == name:
                self.licence.setPlainText(text)

        self._background.run(lambda: _licence_text(name), while_open(self, shown))

    def _turned(self) -> None:
        page = self.tabs.currentWidget()
        self.search.page = page if isinstance(page, QPlainTextEdit) else None
        self._filter(self.search.text())

    def _filter(self, text: str) -> None:
        for place, table in ((2, self.figures), (3, self.software)):
            table.filter(text if self.tabs.currentIndex() == place else "")


def _program_text(backend: Backend | None) -> str:
    qt = tr("Qt {version}").format(version=qVersion())
    running = "" if backend is None or not backend.engine else backend.engine
    lines = [
        f"MURA Desktop {__version__}",
        tr("Orders a worklist of bone radiographs by suspicion. Licence: Apache-2.0."),
        "",
        tr(
            "For research use only. Not a medical device, not cleared for clinical use. A score "
            "orders the list; it is no diagnosis, and a low one rules nothing out."
        ),
        "",
        tr("Runs on"),
        f"Python {platform.python_version()}, {qt}, {platform.platform()}",
        running,
        "",
        tr("Where data is kept"),
        str(paths.data_folder()),
        tr("The program sends nothing by itself. Log and reports of crashes name no patient."),
    ]
    return "\n".join(lines)


def _model_text(backend: Backend | None) -> str:
    if backend is None:
        return tr("The model is being loaded.")
    return "\n\n".join(f"{heading}\n{body}" for heading, body in backend.about_model)


def _licence_text(name: str) -> str:
    """Return the texts of a component's licence; a package carries them in a folder instead."""
    try:
        texts = licences.licence_texts(distribution(name))
    except (PackageNotFoundError, OSError):
        texts = []
    if not texts:
        return tr(
            "The texts lie in the folder “licences” of the installed program, or with the makers "
            "of {name}."
        ).format(name=name)
    return "\n\n".join(f"{file}\n\n{text}" for file, text in texts)
