"""Two small charts: bars over days, and proportions with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mura_desktop.studies.agreement import Interval
from mura_desktop.ui import wording
from mura_desktop.ui.statistics_tables import interval_text
from mura_desktop.ui.theme import SPACE, colours
from mura_desktop.ui.translation import tr


class BarChart(QWidget):
    """Counts over time; the highest bar and the ends of the axis are labelled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[tuple[date, int]] = []
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, title: str, bars: Sequence[tuple[date, int]]) -> None:
        """Show other counts."""
        self._bars = list(bars)
        self.setAccessibleName(title)
        most = max((count for _, count in bars), default=0)
        said = tr("from {first} to {last}, at most {most}")
        self.setAccessibleDescription(
            said.format(first=bars[0][0], last=bars[-1][0], most=most) if bars else ""
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Draw the bars."""
        if not self._bars:
            return
        now, painter = colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QFontMetricsF(self.font()).height()
        most = max(1, *(count for _, count in self._bars))
        left = QFontMetricsF(self.font()).horizontalAdvance(f"{most:,}") + SPACE
        room = QRectF(self.rect()).adjusted(left, line / 2 + 2, 0, -line - SPACE / 2)
        painter.setPen(QPen(QColor(now.line), 1))
        for part in (0.0, 0.5, 1.0):
            y = room.bottom() - part * room.height()
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        painter.setPen(QColor(now.muted))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for value in (0, most):
            y = room.bottom() - value / most * room.height()
            painter.drawText(QRectF(0, y - line / 2, left - SPACE / 2, line), right, f"{value:,}")
        wide = min(room.width() / len(self._bars), 48.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.accent))
        for at, (_, count) in enumerate(self._bars):
            if count:
                high = max(2.0, count / most * room.height())
                gap = min(2.0, wide / 5)
                x = room.left() + at * wide
                painter.drawRect(QRectF(x + gap / 2, room.bottom() - high, wide - gap, high))
        painter.setPen(QColor(now.muted))
        below = QRectF(room.left(), room.bottom() + SPACE / 2, room.width(), line)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), wording.day(self._bars[0][0]))
        used = len(self._bars) * wide
        last = wording.day(self._bars[-1][0])
        if used > 2.5 * QFontMetricsF(self.font()).horizontalAdvance(last):
            below.setWidth(used)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignRight), last)


class IntervalChart(QWidget):
    """Proportions as points on a line from 0 to 100 %, with their intervals."""

    ROW = 26.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, Interval | None]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, title: str, rows: Sequence[tuple[str, Interval | None]]) -> None:
        """Show other proportions."""
        self._rows = list(rows)
        self.setAccessibleName(title)
        self.setAccessibleDescription(
            "; ".join(f"{name}: {interval_text(interval)}" for name, interval in rows)
        )
        self.setFixedHeight(int(self.ROW * (len(rows) + 1)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Draw the lines and points."""
        now, painter = colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        names = max((metrics.horizontalAdvance(name) for name, _ in self._rows), default=0.0)
        room = QRectF(self.rect()).adjusted(names + 3 * SPACE, 0, -3 * SPACE, 0)
        middle = int(Qt.AlignmentFlag.AlignCenter)
        for part in (0.0, 0.25, 0.5, 0.75, 1.0):
            x = room.left() + part * room.width()
            painter.setPen(QPen(QColor(now.line), 1))
            bottom = self.ROW * len(self._rows)
            painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
            painter.setPen(QColor(now.muted))
            painter.drawText(QRectF(x - 30, bottom, 60, self.ROW), middle, f"{part:.0%}")
        upright = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, (name, interval) in enumerate(self._rows):
            y = self.ROW * (at + 0.5)
            painter.setPen(QColor(now.text))
            painter.drawText(QRectF(0, y - self.ROW / 2, names, self.ROW), upright, name)
            if interval is None:
                painter.setPen(QColor(now.muted))
                spot = QRectF(room.left() + SPACE, y - self.ROW / 2, room.width(), self.ROW)
                painter.drawText(spot, upright, tr("no such study"))
                continue
            painter.setPen(QPen(QColor(now.accent), 3, c=Qt.PenCapStyle.RoundCap))
            ends = (room.left() + share * room.width() for share in (interval.low, interval.high))
            low, high = ends
            painter.drawLine(QPointF(low, y), QPointF(high, y))
            painter.setPen(QPen(QColor(now.panel), 1.5))
            painter.setBrush(QColor(now.text))
            painter.drawEllipse(QPointF(room.left() + interval.value * room.width(), y), 5, 5)
