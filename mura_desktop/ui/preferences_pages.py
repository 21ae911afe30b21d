"""The pages of the preferences, but for the thresholds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from mura_desktop import paths
from mura_desktop.settings import Settings
from mura_desktop.ui.preferences_form import Form
from mura_desktop.ui.reasons import told
from mura_desktop.ui.theme import SPACE, Theme, current_theme
from mura_desktop.ui.translation import languages, tr

if TYPE_CHECKING:
    from mura_desktop.inference.library import Installed

LONGEST_READER, LONGEST_INSTITUTION = 64, 200
"""As in `Settings`."""


class ReadingPage(Form):
    """Who reads, and what happens around a read."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(tr("&Reading"), settings)
        reader = self.add_text(
            "reader", tr("&Name to sign with"), tr("Stands below signed reads"), LONGEST_READER
        )
        reader.setPlaceholderText(tr("the name of your account"))
        self.add_text(
            "institution", tr("&Institution"), tr("Printed on reports"), LONGEST_INSTITUTION
        )
        self.add_check("opens_next", tr("Open the next study by &itself after signing"))
        self.add_check(
            "prepares_normal_reports",
            tr("Prepare a &draft for studies in the band “likely normal”"),
            tr("A draft is a proposal: it says nothing before a reader signs it"),
        )
        self.add_check(
            "overlay_at_first",
            tr("Show the &overlay when a study is opened"),
            tr("Off: the image is seen bare first, and the overlay once it is asked for (O)"),
        )
        self.stretch()


class ModelPage(Form):
    """Which model scores, and how."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(tr("&Model and engine"), settings)
        self.note(tr("What is changed on this page takes effect at the next start."))
        self.model = QComboBox()
        self._show_models([])
        self.add(
            "model",
            tr("M&odel"),
            self.model,
            tr("Bundles that lie in the folder of models; each is checked before it is offered"),
            self._model,
        )
        self.model_note = self.note(tr("Looking for models …"))
        self.add_choice(
            "engine",
            tr("&Engine"),
            tr("What computes the scores; another one is taken where this one fails"),
            (
                (None, tr("automatic: the fastest that computes rightly")),
                ("openvino", "OpenVINO"),
                ("onnxruntime", "ONNX Runtime"),
                ("keras", tr("Keras (for models in its own format)")),
            ),
        )
        self.add_choice(
            "precision",
            tr("P&recision"),
            tr("8 bits are faster on some processors, and the card says what they cost"),
            (
                ("auto", tr("automatic: the faster one on this machine")),
                ("single", tr("single precision")),
                ("8 bit", tr("8 bits")),
            ),
        )
        self.add_whole(
            "threads", tr("&Threads"), tr("Processor threads for scoring"), 0, 256, tr("automatic")
        )
        self.add_whole(
            "decoders",
            tr("&Decoders"),
            tr("Processes that read images ahead of scoring"),
            1,
            32,
        )
        self.add_seconds(
            "decode_seconds",
            tr("Longest time to read a &file"),
            tr("A file that takes longer is listed as unreadable"),
            1,
        )
        self.add_seconds(
            "patience_seconds",
            tr("How long commands &wait for a disk"),
            tr("Of the command line only: the window waits until it is closed"),
            0,
        )
        self.stretch()

    def show_models(self, models: list[Installed]) -> None:
        """Offer the models that are here; damaged ones with their reason."""
        self._show_models(models)
        broken = [model for model in models if model.problem]
        lines = [f"{model.name}: {told(model.problem)}" for model in broken]
        folders = tr(" or ").join(map(str, paths.model_folders()))
        lines.append(tr("A model is a folder that you put into {folders}.").format(folders=folders))
        self.model_note.setText("\n".join(lines))

    def cannot_list(self, text: str, _bug: bool) -> None:
        """Say why models cannot be listed."""
        self.model_note.setText(text)

    def _show_models(self, models: list[Installed]) -> None:
        wanted = self.settings.model
        box = self.model
        box.clear()
        box.addItem(tr("the model that comes with the program"), None)
        for model in models:
            text = model.name
            if model.problem:
                text = tr("{name} (cannot be used)").format(name=model.name)
            box.addItem(text, str(model.folder))
            items = box.model()
            if model.problem and isinstance(items, QStandardItemModel):
                items.item(box.count() - 1).setEnabled(False)
        at = box.findData(None if wanted is None else str(wanted))
        if at < 0 and wanted is not None:
            box.addItem(tr("{folder} (from the settings)").format(folder=wanted), str(wanted))
            at = box.count() - 1
        box.setCurrentIndex(max(at, 0))

    def _model(self) -> Path | None:
        chosen = self.model.currentData()
        return Path(chosen) if chosen else None


class FoldersPage(Form):
    """The watched folder, and which folders are remembered."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(tr("&Folders"), settings)
        watched = settings.watched_folder
        self.watched = QLineEdit("" if watched is None else str(watched))
        self.watched.setPlaceholderText(tr("none"))
        self.watched.setClearButtonEnabled(True)
        self.choose = QPushButton(tr("C&hoose…"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self.watched, 1)
        row.addWidget(self.choose)
        self.add(
            "watched_folder",
            tr("&Watched folder"),
            both,
            tr("What arrives in it is read, scored and listed by itself"),
            self._watched,
        )
        self._name(self.watched, tr("Watched folder"))
        self.add_choice(
            "watch_polls",
            tr("How &arrivals are noticed"),
            tr("The system tells of changes made on this computer only"),
            (
                (None, tr("automatic: by looking again on network shares")),
                (True, tr("by looking again every few seconds")),
                (False, tr("the system tells")),
            ),
        )
        self.note(
            tr(
                "A file is taken once it has not changed for some seconds, so that half a copy is "
                "never scored. Images that lie in the folder itself are studies of their own; "
                "those in a folder inside it belong together."
            )
        )
        self.add_check(
            "remembers_recent_folders",
            tr("&Remember recent folders"),
            tr("Names of folders may be names of patients"),
        )
        self.forget = QPushButton(tr("Forget the folders &opened last"))
        self.forget.setAutoDefault(False)
        self.form.addRow(self.forget)
        self.stretch()

    def problem(self) -> str:
        """Ask for a whole path: a relative one depends on where the program was started."""
        watched = self._watched()
        if watched is not None and not watched.is_absolute():
            return tr("The watched folder needs its whole path: choose it with “Choose…”.")
        return ""

    def _watched(self) -> Path | None:
        text = self.watched.text().strip()
        return Path(text) if text else None

    def _choose(self) -> None:
        start = self.watched.text() or str(Path.home())
        dialog = QFileDialog(self, tr("Watched folder"), start)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        if dialog.exec() == QFileDialog.DialogCode.Accepted and dialog.selectedFiles():
            self.watched.setText(dialog.selectedFiles()[0])
        dialog.deleteLater()

    def _name(self, control: QWidget, name: str) -> None:
        control.setAccessibleName(name)
        if not self.controls["watched_folder"].isEnabled():
            control.setEnabled(False)
        self.controls["watched_folder"].setFocusProxy(control)


class AppearancePage(Form):
    """Theme and language."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(tr("&Appearance"), settings)
        self.theme = QComboBox()
        self.theme.addItem(tr("dark, for the reading room"), Theme.DARK)
        self.theme.addItem(tr("light"), Theme.LIGHT)
        self.theme.setCurrentIndex(self.theme.findData(current_theme()))
        self.theme.setToolTip(tr("Images lie on black in both"))
        self.row(tr("&Theme"), self.theme)
        self.add_choice(
            "language",
            tr("&Language"),
            tr("Takes effect at the next start"),
            ((None, tr("the system's")), *languages().items()),
        )
        self.note(tr("Another language takes effect at the next start."))
        self.stretch()

    @property
    def chosen_theme(self) -> Theme:
        """The theme that is chosen."""
        return Theme(self.theme.currentData())
