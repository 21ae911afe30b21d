"""One study in view: heading, image, thumbnails. Decides which image and which region belong."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.studies.model import Study, View, ViewScore
from mura_desktop.studies.triage import TriageRule
from mura_desktop.ui import wording
from mura_desktop.ui.canvas import Canvas
from mura_desktop.ui.images import Images
from mura_desktop.ui.labels import ElidedLabel, plain_label
from mura_desktop.ui.overlay import Overlay, region
from mura_desktop.ui.theme import BAND_MARKS, MUTED, NO_BAND_MARK, SPACE, Mark, draw_mark
from mura_desktop.ui.thumbnails import ThumbnailStrip
from mura_desktop.ui.worklist_model import Row, State

CHOOSE = "Choose a study in the worklist, or press Down for the first."
OVERLAYS = (Overlay.OUTLINE, Overlay.HEAT_MAP, Overlay.OFF)


class MarkLabel(QWidget):
    """A band's coloured shape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: Mark | None = None
        self.setFixedSize(QSize(18, 18))

    def set_mark(self, mark: Mark | None) -> None:
        """Show another shape, or none."""
        self._mark = mark
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Draw the shape."""
        if self._mark is not None:
            draw_mark(QPainter(self), self._mark, QPointF(9, 9), 14)


class Viewer(QWidget):
    """Shows the views of one study, and nothing that belongs to another."""

    overlay_changed = Signal()
    """What lies over the image, or how dense it is, was changed."""

    def __init__(self, images: Images, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._images = images
        self._rule: TriageRule | None = None
        self._input_size = 1
        self._row: Row | None = None
        self._number = 0
        self._overlay = Overlay.OUTLINE
        self._last_overlay = Overlay.OUTLINE
        self._opacity = 0.6

        self._patient = ElidedLabel("title")
        self._details = ElidedLabel("muted")
        self._mark = MarkLabel()
        self._band = plain_label(name="bandText")
        self._score = plain_label(name="muted")
        self.warning = plain_label(name="imageWarning", wraps=True)
        self.warning.hide()
        self.canvas = Canvas()
        self.strip = ThumbnailStrip()
        self.strip.chosen.connect(self.show_view)
        self._lay_out()

        images.read.connect(self._read)
        images.unreadable.connect(self._unreadable)
        self.canvas.set_overlay(self._overlay, self._opacity)
        self.show_study(None)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._patient)
        names.addWidget(self._details)
        verdict = QVBoxLayout()
        verdict.setSpacing(2)
        band = QHBoxLayout()
        band.setSpacing(SPACE)
        band.addStretch(1)
        band.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        band.addWidget(self._band)
        verdict.addLayout(band)
        verdict.addWidget(self._score, 0, Qt.AlignmentFlag.AlignRight)
        heading = QHBoxLayout()
        heading.setContentsMargins(2 * SPACE, SPACE + 2, 2 * SPACE, SPACE + 2)
        heading.setSpacing(2 * SPACE)
        heading.addLayout(names, 1)
        heading.addLayout(verdict)
        self.tools = QHBoxLayout()
        self.tools.setContentsMargins(2 * SPACE, 0, 2 * SPACE, SPACE)
        self.tools.setSpacing(SPACE // 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(heading)
        layout.addLayout(self.tools)
        layout.addWidget(self.warning)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.strip)
        self._score.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    # What is shown.

    @property
    def study(self) -> Study | None:
        """The study in view."""
        return None if self._row is None else self._row.study

    @property
    def number(self) -> int:
        """Number of the view shown, from 0."""
        return self._number

    @property
    def overlay(self) -> Overlay:
        """What lies over the image, where the view has a region to show."""
        return self._overlay

    @property
    def opacity(self) -> float:
        """How dense the overlay is, 0 to 1."""
        return self._opacity

    @property
    def heading(self) -> str:
        """Patient, band and score as shown."""
        return f"{self._patient.text()} | {self._band.text()} | {self._score.text()}"

    def set_rule(self, rule: TriageRule | None, input_size: int) -> None:
        """Say from which score on a view's region is shown, and how its map lies."""
        self._rule, self._input_size = rule, input_size

    def show_study(self, row: Row | None) -> None:
        """Show another study, from its first view on; None shows none."""
        self._row = row
        self._number = 0
        self._patient.set_text("" if row is None else row.study.patient)
        self._details.set_text("" if row is None else wording.study_details(row.study))
        self.strip.set_study(None if row is None else row.study, self._scores())
        self.strip.setVisible(row is not None)
        self._show_score()
        if row is None:
            self._say(CHOOSE)
            return
        self._images.drop_requests()
        self.show_view(0)
        for number, view in enumerate(row.study.views):
            image = self._images.cached(view)
            if image is not None:
                self.strip.thumbnails[number].set_image(image)
            else:
                self._images.ask(view)

    def refresh(self, row: Row) -> None:
        """Take over news of the study in view (its score, for one)."""
        if self._row is None or row.study.uid != self._row.study.uid:
            return
        self._row = row
        self.strip.set_scores(row.study, self._scores())
        self._show_score()
        self._show_region()

    def prefetch(self, study: Study) -> None:
        """Read the first view of the study that probably comes next."""
        if self._images.cached(study.views[0]) is None:
            self._images.ask(study.views[0])

    def show_view(self, number: int) -> None:
        """Show another view of the study."""
        if self._row is None or not 0 <= number < len(self._row.study.views):
            return
        self._number = number
        self.strip.set_current(number)
        view = self._row.study.views[number]
        image = self._images.cached(view)
        if image is None:
            self._say(f"Reading {view.path.name} …")
            self._images.ask(view)
        else:
            self._show_image(image)

    def step_view(self, step: int) -> None:
        """Show the next or the previous view."""
        self.show_view(self._number + step)

    # What lies over the image.

    def toggle_overlay(self) -> None:
        """Take the overlay away, or bring back the one seen last."""
        self.set_overlay(self._last_overlay if self._overlay is Overlay.OFF else Overlay.OFF)

    def cycle_overlay(self) -> None:
        """Go from outline to heat map to nothing."""
        self.set_overlay(OVERLAYS[(OVERLAYS.index(self._overlay) + 1) % len(OVERLAYS)])

    def set_overlay(self, overlay: Overlay) -> None:
        """Say what lies over the image."""
        self._overlay = overlay
        if overlay is not Overlay.OFF:
            self._last_overlay = overlay
        self._overlay_changed()

    def set_opacity(self, opacity: float) -> None:
        """Say how dense the overlay is, 0.1 to 1."""
        self._opacity = min(max(opacity, 0.1), 1.0)
        self._overlay_changed()

    def _overlay_changed(self) -> None:
        self.canvas.set_overlay(self._overlay, self._opacity)
        self._write_corners()
        self.overlay_changed.emit()

    # Parts.

    def _view(self) -> View | None:
        return None if self._row is None else self._row.study.views[self._number]

    def _scores(self) -> dict[str, float]:
        if self._row is None or self._row.finding is None:
            return {}
        return {view.view_uid: view.score for view in self._row.finding.views}

    def _view_score(self) -> ViewScore | None:
        view = self._view()
        if view is None or self._row is None or self._row.finding is None:
            return None
        # A file that changed since it was scored has no score.
        return next(
            (
                score
                for score in self._row.finding.views
                if score.view_uid == view.uid and score.version == view.version
            ),
            None,
        )

    def _read(self, uid: str, image: GreyImage) -> None:
        number = self._number_of(uid)
        if number is None:
            return
        self.strip.thumbnails[number].set_image(image)
        if number == self._number:
            self._show_image(image)

    def _unreadable(self, uid: str, reason: str) -> None:
        number = self._number_of(uid)
        if number is None or self._row is None:
            return
        self.strip.thumbnails[number].set_failed()
        if number == self._number:
            name = self._row.study.views[number].path.name
            self._say(f"{name} cannot be shown.\n\n{reason}")

    def _number_of(self, uid: str) -> int | None:
        """Return which view of the study in view this is; an answer to an older question: None."""
        if self._row is None:
            return None
        uids = [view.uid for view in self._row.study.views]
        return uids.index(uid) if uid in uids else None

    def _say(self, text: str) -> None:
        self.warning.hide()
        self.canvas.show_message(text)

    def _show_image(self, image: GreyImage) -> None:
        self.canvas.show_image(image)
        self._show_region()

    def _show_region(self) -> None:
        image, score = self.canvas.image, self._view_score()
        if image is None:
            return
        warnings = image.warnings or (() if score is None else score.warnings)
        if self._row is not None and self._row.finding is None and self._row.reason:
            warnings = (f"No score: {self._row.reason}.", *warnings)
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        speaks = (
            score is not None
            and self._rule is not None
            and score.score >= self._rule.heat_map_from
            and any(score.activation.values)
        )
        if score is not None and speaks:
            rows, columns = image.pixels.shape
            self.canvas.set_region(region(score.activation, rows, columns, self._input_size))
        else:
            self.canvas.set_region(None)
        self._write_corners()

    def _write_corners(self) -> None:
        row, view, score = self._row, self._view(), self._view_score()
        if row is None or view is None or self.canvas.image is None:
            return
        left = [f"View {self._number + 1} of {len(row.study.views)}"]
        place = "  ".join(word for word in (view.projection, view.laterality) if word)
        if place:
            left.append(place)
        right = []
        if score is not None:
            right.append(f"View score {wording.percent(score.score)}")
            if self._rule is not None and score.score < self._rule.heat_map_from:
                right.append(wording.no_map(self._rule))
            elif self.canvas.region is None:
                right.append("no region stands out")
            elif self._overlay is Overlay.OFF:
                right.append("overlay off (O)")
            else:
                right.append(f"{self._overlay.value} of the model's attention")
        self.canvas.set_corners("\n".join(left), "\n".join(right))

    def _show_score(self) -> None:
        row = self._row
        if row is None:
            self._mark.set_mark(None)
            self._band.setText("")
            self._score.setText("")
            self._band.setToolTip("")
            return
        if row.finding is None:
            problem = row.state in (State.UNREADABLE, State.NOT_SCORED)
            self._mark.set_mark(NO_BAND_MARK if problem else None)
            self._band.setText(row.state.value)
            self._colour_band(NO_BAND_MARK.colour if problem else MUTED)
            self._score.setText("")
            self._band.setToolTip(wording.tooltip(row.reason) if row.reason else "")
            return
        mark = BAND_MARKS[row.finding.band]
        self._mark.set_mark(mark)
        self._band.setText(row.finding.band.value)
        self._colour_band(mark.colour)
        self._score.setText(f"model score {wording.percent(row.finding.score)}")
        meaning = wording.tooltip(wording.score_meaning(row.study, row.finding))
        self._band.setToolTip(meaning)
        self._score.setToolTip(meaning)

    def _colour_band(self, colour: str) -> None:
        self._band.setStyleSheet(f"color: {colour};")
