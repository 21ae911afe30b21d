"""How priority, score and state are drawn: a mark and a name, a bar and a number."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mura_desktop.studies.states import State
from mura_desktop.ui.theme import SPACE, band_mark, colours, draw_mark
from mura_desktop.ui.worklist_columns import Column
from mura_desktop.ui.worklist_model import OVERDUE_ROLE, ROW_ROLE
from mura_desktop.ui.worklist_rows import Row

_Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 32
MARK_SIDE = 11.0
BAR_HEIGHT = 6.0
NUMBER_WIDTH = 52.0
CLOCK_RADIUS = 5.5


class WorklistDelegate(QStyledItemDelegate):
    """Draws every cell of the worklist. All text is plain."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's
        """Return a cell's size: every row is equally high."""
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a cell."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        text, cell.text = cell.text, ""
        cell.state &= ~QStyle.StateFlag.State_HasFocus
        QApplication.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget
        )
        rect = QRectF(cell.rect).adjusted(SPACE * 0.75, 0, -SPACE * 0.75, 0)
        painter.save()
        now = colours()
        match Column(index.column()):
            case Column.PRIORITY:
                self._priority(painter, rect, row, text)
                if index.data(OVERDUE_ROLE):
                    _clock(painter, QPointF(rect.right() - CLOCK_RADIUS, rect.center().y()))
            case Column.SCORE:
                self._score(painter, rect, row, text)
            case Column.STATE:
                colour = {
                    State.SCORING: now.accent,
                    State.SCORED: now.muted,
                    State.WAITING: now.muted,
                    State.SIGNED: now.muted,
                    State.IN_READING: now.accent,
                }
                _write(painter, rect, text, colour.get(row.shown_state, now.no_band))
            case Column.WAITING:
                _write(painter, rect, text, now.warning if index.data(OVERDUE_ROLE) else now.muted)
            case Column.PATIENT:
                _write(painter, rect, text, now.text)
            case Column.VIEWS:
                _write(painter, rect, text, now.muted, Qt.AlignmentFlag.AlignRight)
            case _:
                _write(painter, rect, text, now.muted)
        painter.restore()

    def _priority(self, painter: QPainter, rect: QRectF, row: Row, text: str) -> None:
        pending = row.state in (State.WAITING, State.SCORING)
        if row.finding is None and pending:
            _write(painter, rect.adjusted(MARK_SIDE + SPACE, 0, 0, 0), text, colours().muted)
            return
        mark = band_mark(None if row.finding is None else row.finding.band)
        draw_mark(painter, mark, QPointF(rect.left() + MARK_SIDE / 2, rect.center().y()), MARK_SIDE)
        _write(painter, rect.adjusted(MARK_SIDE + SPACE, 0, 0, 0), text, mark.colour)

    def _score(self, painter: QPainter, rect: QRectF, row: Row, text: str) -> None:
        if row.finding is None:
            _write(painter, rect, text, colours().muted, Qt.AlignmentFlag.AlignRight)
            return
        bar = QRectF(
            rect.left(),
            rect.center().y() - BAR_HEIGHT / 2,
            max(0.0, rect.width() - NUMBER_WIDTH),
            BAR_HEIGHT,
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().line))
        painter.drawRoundedRect(bar, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        filled = QRectF(bar)
        filled.setWidth(max(bar.width() * row.finding.score, min(bar.width(), BAR_HEIGHT)))
        painter.setBrush(QColor(band_mark(row.finding.band).colour))
        painter.drawRoundedRect(filled, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        _write(painter, rect, text, colours().text, Qt.AlignmentFlag.AlignRight)


def _clock(painter: QPainter, middle: QPointF) -> None:
    """Draw the sign of a study that has waited too long."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours().warning), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, CLOCK_RADIUS, CLOCK_RADIUS)
    painter.drawLine(middle, middle + QPointF(0, -0.7 * CLOCK_RADIUS))
    painter.drawLine(middle, middle + QPointF(0.55 * CLOCK_RADIUS, 0))


def _write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    colour: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write one line of plain text, cut with an ellipsis where it is too long."""
    painter.setPen(QColor(colour))
    line = " ".join(text.split())
    shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, int(rect.width()))
    painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
