"""The editor of report templates: all templates, the text of one, and what it makes of a sample."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QFontDatabase, QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from mura_desktop.reports.templates import ABNORMAL, NAMES, NORMAL, VARIABLES, Templates, part_of
from mura_desktop.ui.attached import Attached
from mura_desktop.ui.background import Background
from mura_desktop.ui.labels import plain_label, resize_on_screen
from mura_desktop.ui.reasons import told
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr

PAUSE_MS = 250
"""After the last key the preview is made."""


class TemplateDialog(QDialog):
    """Edits the templates of one language.

    Parameters
    ----------
    parent
        The window.
    background
        Checks, previews and writes.
    templates
        The templates.
    missed
        Is told what failed after the dialog was closed.
    """

    def __init__(
        self,
        parent: QWidget | None,
        background: Background,
        templates: Templates,
        missed: Callable[[str, bool], object],
    ) -> None:
        super().__init__(parent)
        title = tr("Report templates ({language})").format(language=templates.language)
        self.setWindowTitle(title)
        resize_on_screen(self, 1040, 760)
        self._background = Attached(background, self, missed)
        self._templates = templates
        self._edited: dict[str, str] = {}
        self._name = ""
        self._asked = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._preview)
        self.names = QListWidget()
        self.names.setAccessibleName(tr("Templates"))
        self.text = _field(tr("Text of the template"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTabChangesFocus(True)
        self.preview = _field(tr("What it makes of a sample study"))
        self.preview.setReadOnly(True)
        self.problem = plain_label(name="problem", wraps=True)
        self.problem.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        self.save = self._button(tr("&Save"), self._save)
        self.reset = self._button(tr("&Reset to default"), self._reset)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        for name in NAMES:
            item = QListWidgetItem(self.names)
            item.setData(Qt.ItemDataRole.UserRole, name)
        self._write_names()
        self.names.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.text.textChanged.connect(self._changed)
        self.names.setCurrentRow(0)

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda _checked=False: act())
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

    def _lay_out(self) -> None:
        words = "\n".join(f"{{{{ {name} }}}}   {told(about)}" for name, about in VARIABLES.items())
        help_text = _field(tr("Words that a template may use"))
        help_text.setReadOnly(True)
        help_text.setPlainText(words)
        help_text.setFixedHeight(
            (len(VARIABLES) + 1) * help_text.fontMetrics().lineSpacing() + 3 * SPACE
        )
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        for field, stretch in ((self.text, 3), (help_text, 0), (self.preview, 2)):
            label = plain_label(field.accessibleName(), name="muted")
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field, stretch)
            if field is self.text:
                column.addWidget(self.problem)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.names)
        splitter.addWidget(right)
        splitter.setSizes([300, 740])
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(2 * SPACE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.buttons)

    # What is shown.

    def choose(self, name: str) -> None:
        """Turn to a template of `NAMES`."""
        self.names.setCurrentRow(NAMES.index(name))

    @property
    def unsaved(self) -> tuple[str, ...]:
        """Templates whose text was changed and not saved."""
        return tuple(self._edited)

    def _write_names(self) -> None:
        for at, name in enumerate(NAMES):
            mark = ""
            if name in self._edited:
                mark = tr("not saved")
            elif self._templates.template(name).own:
                mark = tr("own")
            text = _title(name) + (f"   ·  {mark}" if mark else "")
            self.names.item(at).setText(text)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        self._name = str(item.data(Qt.ItemDataRole.UserRole))
        shown = self._templates.template(self._name)
        self.text.blockSignals(True)
        self.text.setPlainText(self._edited.get(self._name, shown.text))
        self.text.blockSignals(False)
        self._set_enabled()
        self._preview()

    def _changed(self) -> None:
        text = self.text.toPlainText()
        if text == self._templates.template(self._name).text:
            self._edited.pop(self._name, None)
        else:
            self._edited[self._name] = text
        self._write_names()
        self._set_enabled()
        self._timer.start()

    def _set_enabled(self) -> None:
        edited = self._name in self._edited
        self.save.setEnabled(edited)
        self.reset.setEnabled(edited or self._templates.template(self._name).own)

    def _preview(self) -> None:
        self._timer.stop()
        self._asked += 1
        asked, name, text = self._asked, self._name, self.text.toPlainText()

        def show(made: str) -> None:
            if asked == self._asked:
                self.problem.hide()
                self.preview.setPlainText(made)

        def fail(said: str, _bug: bool) -> None:
            if asked == self._asked:
                self.preview.setPlainText("")
                self._say(said)

        self._background.run(lambda: self._templates.preview(name, text), show, fail)

    # What the site does.

    def _save(self) -> None:
        name, text = self._name, self.text.toPlainText()

        def saved(_none: None) -> None:
            if self._edited.get(name) == text:
                del self._edited[name]
            self._write_names()
            self._set_enabled()

        self._background.run(
            lambda: self._templates.write(name, text), saved, lambda said, _bug: self._say(said)
        )

    def _reset(self) -> None:
        name = self._name

        def gone(_none: None) -> None:
            self._edited.pop(name, None)
            self._write_names()
            if name == self._name:
                self._show(self.names.currentItem())

        self._background.run(
            lambda: self._templates.reset(name), gone, lambda said, _bug: self._say(said)
        )

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.show()

    # How it is left.

    def reject(self) -> None:
        """Close, but not with texts that were not saved, unless the reader says so."""
        if self._may_close():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's
        """See `reject`; this is the window's own button."""
        if self._may_close():
            self._edited.clear()
            super().closeEvent(event)
        else:
            event.ignore()

    def _may_close(self) -> bool:
        if not self._edited:
            return True
        names = ", ".join(map(_title, self._edited))
        asked = QMessageBox.question(
            self,
            tr("Not saved"),
            tr(
                "These templates were changed and not saved: {names}. Throw the changes away?"
            ).format(names=names),
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return asked == QMessageBox.StandardButton.Discard


def _title(name: str) -> str:
    if name == NORMAL:
        return tr("Normal: all other parts")
    if name == ABNORMAL:
        return tr("Abnormal")
    return tr("Normal: {part}").format(part=part_of(name))


def _field(name: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setObjectName("plainText")
    field.setAccessibleName(name)
    return field
