"""The views of a study side by side, each with its score."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QWidget

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.studies.model import Study
from mura_desktop.ui import wording
from mura_desktop.ui.display import thumbnail
from mura_desktop.ui.reading_keys import press_by_keys
from mura_desktop.ui.theme import (
    IMAGE_ACCENT,
    IMAGE_BLACK,
    IMAGE_MUTED,
    IMAGE_TEXT,
    SPACE,
    colours,
)
from mura_desktop.ui.translation import tr
from mura_desktop.ui.words import word

LEAST_HEIGHT = 440
"""Logical pixels of a viewer that has room for thumbnails; in a lower one the image needs it."""
SIDE = 84
CAPTION = 20


class Thumbnail(QAbstractButton):
    """One view: small image, number, projection and score."""

    def __init__(self, name: str, score: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._score = name, score
        self._image: QImage | None = None
        self._failed = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        press_by_keys(self)
        self.setFixedSize(SIDE + 26, SIDE + CAPTION + 6)
        self._describe()

    @property
    def has_image(self) -> bool:
        """Whether the view has been read."""
        return self._image is not None

    @property
    def score(self) -> str:
        """The score as shown; empty where there is none."""
        return self._score

    def set_image(self, image: GreyImage) -> None:
        """Show the image."""
        self._image = thumbnail(image, round(SIDE * self.devicePixelRatioF()))
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self.update()

    def set_failed(self) -> None:
        """Show that the view cannot be read."""
        self._failed = True
        self.update()

    def set_score(self, score: str) -> None:
        """Show another score."""
        self._score = score
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        """Return the fixed size."""
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Draw image and caption."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        painter.setPen(QPen(QColor(IMAGE_ACCENT if chosen else colours().line), 2 if chosen else 1))
        painter.setBrush(QColor(IMAGE_BLACK))
        painter.drawRoundedRect(frame, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(QColor(IMAGE_TEXT), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), 3, 3)
        picture = QRect(0, 3, self.width(), SIDE)
        font = QFont(self.font())
        font.setPointSizeF(8.5)
        painter.setFont(font)
        if self._image is not None:
            size = self._image.deviceIndependentSize()
            painter.drawImage(
                QRectF(
                    (picture.width() - size.width()) / 2,
                    picture.top() + (picture.height() - size.height()) / 2,
                    size.width(),
                    size.height(),
                ),
                self._image,
            )
        else:
            painter.setPen(QColor(IMAGE_MUTED))
            text = word("unreadable") if self._failed else "…"
            painter.drawText(picture, int(Qt.AlignmentFlag.AlignCenter), text)
        caption = QRect(7, SIDE + 3, self.width() - 14, CAPTION)
        painter.setPen(QColor(IMAGE_TEXT if self.isChecked() else IMAGE_MUTED))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(caption, int(Qt.AlignmentFlag.AlignRight | middle), self._score)
        room = caption.width() - painter.fontMetrics().horizontalAdvance(self._score) - 4
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(caption, int(Qt.AlignmentFlag.AlignLeft | middle), name)

    def _describe(self) -> None:
        score = tr("score {score}").format(score=self._score) if self._score else word("not scored")
        text = tr("View {name}: {score}").format(name=self._name, score=score)
        self.setAccessibleName(text)
        self.setToolTip(wording.tooltip(f"{text}  ({tr('Left, Right')})"))


class ThumbnailStrip(QScrollArea):
    """The thumbnails of one study."""

    chosen = Signal(int)
    """Number of the view, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Views of the study"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(SIDE + CAPTION + 6 + 2 * SPACE + 10)
        self.thumbnails: list[Thumbnail] = []

    def set_study(self, study: Study | None, scores: Mapping[str, float]) -> None:
        """Show another study's views, without images yet."""
        inside = QWidget()
        inside.setObjectName("panel")
        row = QHBoxLayout(inside)
        row.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        row.setSpacing(SPACE)
        self.thumbnails = []
        for number, view in enumerate(() if study is None else study.views):
            button = Thumbnail(wording.view_name(view, number + 1), "", inside)
            button.clicked.connect(lambda _=False, n=number: self.chosen.emit(n))
            row.addWidget(button)
            self.thumbnails.append(button)
        row.addStretch(1)
        self.setWidget(inside)
        if study is not None:
            self.set_scores(study, scores)

    def follow_room(self, height: int) -> None:
        """Show or hide itself in a viewer of this height."""
        self.setVisible(bool(self.thumbnails) and height >= LEAST_HEIGHT)

    def set_scores(self, study: Study, scores: Mapping[str, float]) -> None:
        """Write the scores, by view UID."""
        for view, button in zip(study.views, self.thumbnails, strict=True):
            score = scores.get(view.uid)
            button.set_score("" if score is None else wording.percent(score))

    def set_current(self, number: int) -> None:
        """Mark a view as the one shown."""
        self.thumbnails[number].setChecked(True)
        self.ensureWidgetVisible(self.thumbnails[number])
