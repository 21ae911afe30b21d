"""A report on paper: pages of Qt's rich text, with a running head, page numbers and the mark.

Laid out in pixels of 1/96 inch and scaled to whatever prints, so that it breaks the same
everywhere. Works on any thread of a program that has a QGuiApplication, which owns the fonts.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from mura_desktop.reports.study_report import Sheet, as_html
from mura_desktop.reports.words import load_words

INCH = 96.0
MARGINS_MM = QMarginsF(18, 22, 18, 20)
EDGE_MM = 10.0
"""From the edge of the paper to the running head and foot."""
MM = INCH / 25.4
RESOLUTION = 1200
FONTS = ("Noto Sans", "DejaVu Sans", "Helvetica Neue", "Arial")
BODY_PIXELS = 13
SMALL_PIXELS = 10
_MARK_COLOUR = QColor(163, 34, 10, 34)
_HEAD_COLOUR = QColor("#515c68")
_LAYING_OUT = threading.Lock()
"""Qt's fonts may be used from any thread; one report at a time is enough all the same."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is laid out.

    Attributes
    ----------
    sheet
        The report.
    head
        Who and what it is about, on each page.
    """

    sheet: Sheet
    head: str


def pdf_bytes(paper: Paper) -> bytes:
    """Return a report as PDF on A4."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(paper.sheet.title)
    writer.setCreator("MURA Desktop")
    writer.setResolution(RESOLUTION)
    writer.setPageLayout(page_layout())
    print_paper(paper, writer, RESOLUTION)
    del writer  # it writes the end of the file
    return bytes(buffer.data().data())


def page_layout() -> QPageLayout:
    """Return A4, upright, without margins: those are part of the page as it is laid out here."""
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        QMarginsF(0, 0, 0, 0),
        QPageLayout.Unit.Millimeter,
    )


def print_paper(paper: Paper, device: QPagedPaintDevice, resolution: int) -> None:
    """Print a report on a printer or into a file.

    Parameters
    ----------
    paper
        The report.
    device
        Where to; its page layout is taken as it is, and counted from the edge of the paper.
    resolution
        Dots an inch of the device.
    """
    # The layout of rich text starts timers, which need this on a thread that is none of Qt's.
    _ = QEventLoop()
    with _LAYING_OUT:
        layout = device.pageLayout()
        size = layout.fullRect(QPageLayout.Unit.Millimeter).size()
        page = QSizeF(size.width() * MM, size.height() * MM)
        body = QRectF(
            MARGINS_MM.left() * MM,
            MARGINS_MM.top() * MM,
            page.width() - (MARGINS_MM.left() + MARGINS_MM.right()) * MM,
            page.height() - (MARGINS_MM.top() + MARGINS_MM.bottom()) * MM,
        )
        text = _document(paper.sheet, body.size())
        unprintable = layout.margins(QPageLayout.Unit.Millimeter)
        painter = QPainter(device)
        painter.scale(resolution / INCH, resolution / INCH)
        # A printer counts from the corner of what it can print on.
        painter.translate(-unprintable.left() * MM, -unprintable.top() * MM)
        for number in range(text.pageCount()):
            if number:
                device.newPage()
            _draw_page(painter, paper, text, number, page, body)
        painter.end()


def _document(sheet: Sheet, body: QSizeF) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(BODY_PIXELS))
    document.setUseDesignMetrics(True)
    document.setHtml(as_html(sheet, for_screen=False))
    document.setPageSize(body)
    return document


def _draw_page(
    painter: QPainter,
    paper: Paper,
    text: QTextDocument,
    number: int,
    page: QSizeF,
    body: QRectF,
) -> None:
    words = load_words(paper.sheet.language)
    painter.save()
    painter.translate(body.left(), body.top() - number * body.height())
    text.drawContents(painter, QRectF(0, number * body.height(), body.width(), body.height()))
    painter.restore()
    if paper.sheet.unverified:
        _draw_mark(painter, words.say("unverified"), page)
    painter.setFont(_font(SMALL_PIXELS))
    painter.setPen(_HEAD_COLOUR)
    line = QRectF(body.left(), EDGE_MM * MM, body.width(), 5 * MM)
    foot = line.translated(0, page.height() - 2 * EDGE_MM * MM - line.height())
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    mark = words.say("unverified") if paper.sheet.unverified else ""
    metrics = QFontMetricsF(painter.font())
    room = body.width() - metrics.horizontalAdvance(mark) - 12
    head = metrics.elidedText(paper.head, Qt.TextElideMode.ElideRight, room)
    painter.drawText(line, int(left), head)
    painter.drawText(line, int(right), mark)
    count = words.say("page", n=number + 1, all=text.pageCount())
    painter.drawText(foot, int(right), count)
    foot.setWidth(foot.width() - metrics.horizontalAdvance(count) - 24)
    foot.setHeight(2 * line.height())
    painter.drawText(foot, int(left | Qt.TextFlag.TextWordWrap), paper.sheet.footer[0])


def _draw_mark(painter: QPainter, mark: str, page: QSizeF) -> None:
    """Write across the page, over everything, so that no copy of a page lacks it."""
    font = _font(60)
    font.setBold(True)
    wide = QFontMetricsF(font).horizontalAdvance(mark)
    font.setPixelSize(int(60 * min(1.0, 0.95 * page.width() / wide)))
    painter.save()
    painter.setFont(font)
    painter.setPen(_MARK_COLOUR)
    painter.translate(QPointF(page.width() / 2, page.height() / 2))
    painter.rotate(-52)
    room = QRectF(-page.height() / 2, -60, page.height(), 120)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), mark)
    painter.restore()


def _font(pixels: int) -> QFont:
    font = QFont(list(FONTS))
    font.setPixelSize(pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
