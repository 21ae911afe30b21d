"""Leaves the rows that hold every word of the filter box."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from mura_desktop.ui.worklist_model import Row, WorklistModel


class WorklistFilter(QSortFilterProxyModel):
    """Filters only; sorting is passed on to the model."""

    def __init__(self, model: WorklistModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: tuple[str, ...] = ()
        self.setSourceModel(model)

    def set_text(self, text: str) -> None:
        """Show the rows in which all these words occur, in any order and any case."""
        words = tuple(text.casefold().split())
        if words != self._words:
            self.beginFilterChange()
            self._words = words
            self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def row(self, place: int) -> Row:
        """Return the row shown at a place."""
        return self._model.rows[self.mapToSource(self.index(place, 0)).row()]

    def place(self, study_uid: str) -> int | None:
        """Return where a study is shown, None where it is filtered out or unknown."""
        source = self._model.row_of(study_uid)
        if source is None:
            return None
        index = self.mapFromSource(self._model.index(source, 0))
        return index.row() if index.isValid() else None

    def filterAcceptsRow(  # noqa: N802 - Qt's
        self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex
    ) -> bool:
        """Tell whether a row holds all words."""
        if not self._words:
            return True
        text = self._model.rows[source_row].searchable
        return all(word in text for word in self._words)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the model sort."""
        self._model.sort(column, order)
