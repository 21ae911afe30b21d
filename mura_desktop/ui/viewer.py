"""One study in view: heading, panes, thumbnails. Decides what each pane shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mura_desktop.imaging.grey import FloatImage, GreyImage
from mura_desktop.studies.measurements import Measurement
from mura_desktop.studies.model import Study
from mura_desktop.studies.triage import TriageRule
from mura_desktop.ui.canvas import CanvasState
from mura_desktop.ui.display import dragged
from mura_desktop.ui.dressing import dress, warnings_of
from mura_desktop.ui.edge_view import EdgeRenderer
from mura_desktop.ui.heading import Heading
from mura_desktop.ui.images import Images
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.layouts import Arrangement, Grid, Layout, arrange
from mura_desktop.ui.linking import Look, look_of
from mura_desktop.ui.options import Options
from mura_desktop.ui.pane import Pane
from mura_desktop.ui.pane_grid import PaneGrid
from mura_desktop.ui.presets import Preset
from mura_desktop.ui.shown_view import ShownView, fill_panes, first_earlier, pane_of
from mura_desktop.ui.thumbnails import Thumbnail, ThumbnailStrip
from mura_desktop.ui.tools import Tool
from mura_desktop.ui.translation import QT_TR_NOOP, tr
from mura_desktop.ui.worklist_rows import Row

CHOOSE = QT_TR_NOOP("Choose a study in the worklist, or press Down for the first.")
EDGES_FAILED = QT_TR_NOOP("The edge view could not be made: the image is shown as it is")


class Viewer(QWidget):
    """Shows the views of one study and of an earlier one, and nothing that belongs to another."""

    options_changed = Signal()
    """Overlay, opacity, edge view, layout, comparison, link, tool or texts were changed."""
    measured = Signal(str)
    """UID of the study whose measurements changed."""

    def __init__(self, images: Images, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._images = images
        self._rule: TriageRule | None = None
        self._input_size = 1
        self._row: Row | None = None
        self._earlier: tuple[Row, ...] = ()
        self._earlier_at = 0
        self._number = 0
        self._active = 0
        self._slots: list[ShownView | None] = []
        self._states: dict[str, CanvasState] = {}
        self._measurements: dict[str, tuple[Measurement, ...]] = {}
        self._failures: dict[str, str] = {}
        self._look: Look | None = None
        self._options = Options()
        self._enlarged = self._peeking = False
        self.edges = EdgeRenderer(self)
        self._heading = Heading()
        self.warning = plain_label(name="imageWarning", wraps=True)
        self.warning.hide()
        self.grid = PaneGrid()
        self.strip = ThumbnailStrip()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self._heading, self.warning, self.grid, self.strip):
            self._column.addWidget(part, 1 if part is self.grid else 0)

        self.grid.made.connect(self._connect_pane)
        self.grid.resized.connect(self._resized)
        self.strip.chosen.connect(self.show_view)
        self.edges.rendered.connect(self._edges_rendered)
        self.edges.failed.connect(lambda _uid: self._write_warnings(tr(EDGES_FAILED)))
        images.read.connect(self._read)
        images.unreadable.connect(self._unreadable)
        self.show_study(None)

    def set_toolbar(self, bar: QWidget) -> None:
        """Put a bar of tools below the heading."""
        self._column.insertWidget(1, bar)

    # What is shown.

    @property
    def study(self) -> Study | None:
        """The study in view."""
        return None if self._row is None else self._row.study

    @property
    def number(self) -> int:
        """Number of the view that keys mean, from 0."""
        return self._number

    @property
    def canvas(self) -> Pane:
        """The pane that keys mean."""
        return self.grid.panes[self._active]

    @property
    def slots(self) -> tuple[ShownView | None, ...]:
        """What each pane of the grid shows."""
        return tuple(self._slots)

    @property
    def heading(self) -> str:
        """Patient, band and score as shown."""
        return self._heading.text

    @property
    def can_compare(self) -> bool:
        """Whether there are earlier studies of the same patient and part."""
        return bool(self._earlier)

    def set_rule(self, rule: TriageRule | None, input_size: int) -> None:
        """Say from which score on a view's region is shown, and how its map lies."""
        self._rule, self._input_size = rule, input_size

    def show_study(self, row: Row | None, earlier: Sequence[Row] = ()) -> None:
        """Show another study, all its views; None shows none.

        Parameters
        ----------
        row
            The study.
        earlier
            Earlier studies to compare it with, the newest first.
        """
        self.edges.drop()
        self._row, self._earlier, self._earlier_at = row, tuple(earlier), 0
        self._number = self._active = 0
        self._states.clear()
        self._failures.clear()
        self._look, self._enlarged = None, False
        self._slots = []
        self._heading.show_row(row, len(self._earlier))
        self.strip.set_study(None if row is None else row.study, self._scores())
        self.strip.follow_room(self.height())
        compared = self._compared()
        self._images.drop_requests(
            [view for one in (row, compared) if one is not None for view in one.study.views]
        )
        self._fill()
        self._activate(0)
        for number, view in enumerate(() if row is None else row.study.views):
            image = self._images.cached(view)
            if image is not None:
                self.strip.thumbnails[number].set_image(image)
            else:
                self._images.ask(view)
        self.options_changed.emit()

    def refresh(self, row: Row) -> None:
        """Take over news of a study in view (its score, for one)."""
        if self._row is None:
            return
        if row.study.uid == self._row.study.uid:
            self._row = row
            self.strip.set_scores(row.study, self._scores())
            self._heading.show_row(row, len(self._earlier))
        self._earlier = tuple(
            row if row.study.uid == old.study.uid else old for old in self._earlier
        )
        for at, slot in enumerate(self._slots):
            if slot is not None and slot.study.uid == row.study.uid:
                self._slots[at] = replace(slot, row=row)
                self._dress(at)
        self._write_warnings()

    def prefetch(self, study: Study) -> None:
        """Read the views of the study that probably comes next."""
        for view in study.views[:4]:
            if self._images.cached(view) is None:
                self._images.ask(view)

    def show_view(self, number: int) -> None:
        """Turn to another view of the study, and show it if it is not there."""
        if self._row is None or not 0 <= number < len(self._row.study.views):
            return
        self._number = number
        if self._enlarged or pane_of(self._slots, number) is None:
            self._keep_states()
            self._fill()
        place = pane_of(self._slots, number)
        self._activate(0 if place is None else place)

    def step_view(self, step: int) -> None:
        """Turn to the next or the previous view; behind the last one those of the earlier study."""
        first = first_earlier(self._slots)
        slot = self._slots[self._active] if self._slots else None
        last = self._row is not None and self._number + step == len(self._row.study.views)
        if slot is not None and slot.earlier and first is not None:
            if self._active + step < first:
                self.show_view(self._number)
            else:
                self._activate(self._active + step)
        elif first is not None and last:
            self._activate(first)
        else:
            self.show_view(self._number + step)

    # How it is shown.

    @property
    def options(self) -> Options:
        """How the images are shown."""
        return self._options

    @property
    def enlarged(self) -> bool:
        """Whether one view takes all the room for a while."""
        return self._enlarged

    def set_options(self, options: Options) -> None:
        """Show the images in another way."""
        before, self._options = self._options, options
        for pane in self.grid.panes:
            self._equip(pane)
        if before.texts != options.texts:
            self._heading.set_names_shown(options.texts)
        if (before.layout, before.compares) != (options.layout, options.compares):
            self._enlarged = False
            self._lay_out()
        if (before.edges, before.edge_strength) != (options.edges, options.edge_strength):
            self.edges.drop()
            for at in range(len(self._slots)):
                self._show_edges(at)
        if options.linked and not before.linked:
            self._share_window(self.canvas)
        for at in range(len(self._slots)):
            self._dress(at)
        self.options_changed.emit()

    def enlarge(self) -> None:
        """Give one view all the room, or go back."""
        if self._row is not None:
            self._enlarged = not self._enlarged
            self._lay_out()
            self.options_changed.emit()

    def step_earlier(self) -> None:
        """Compare with the study before, and after the oldest one with the newest again."""
        if self._earlier:
            self._earlier_at = (self._earlier_at + 1) % len(self._earlier)
            self.set_options(replace(self._options, compares=True))
            self._lay_out()

    def apply_preset(self, preset: Preset) -> None:
        """Show a window by its name."""
        self._show_look(Look(preset=preset, inverted=self.canvas.inverted))

    def invert(self) -> None:
        """Swap black and white."""
        pane = self.canvas
        if pane.image is not None:
            self._show_look(look_of(pane.window_shown, pane.image, inverted=not pane.inverted))

    def change_window(self, *, wider: int = 0, darker: int = 0) -> None:
        """Change the window as a drag of so many logical pixels does."""
        pane = self.canvas
        if pane.image is not None:
            pane.set_window(dragged(pane.window_shown, wider, darker, pane.image))
            self._share_window(pane)

    def reset(self) -> None:
        """Show the active view as its file asks for, and linked ones with their own windows."""
        self._show_look(Look(preset=Preset.FILE))
        self.canvas.reset()

    def stop(self) -> bool:
        """Leave what was begun: a measurement, a tool, an enlarged view; False where nothing is."""
        if self.canvas.give_up():
            return True
        if self._options.tool is not Tool.WINDOW:
            self.set_options(replace(self._options, tool=Tool.WINDOW))
            return True
        if self._enlarged:
            self.enlarge()
            return True
        return False

    def peek(self, peeking: bool) -> None:
        """Show the images as they are for a moment, or everything again."""
        self._peeking = peeking
        for at, pane in enumerate(self.grid.panes):
            pane.set_peeking(peeking)
            self._dress(at)

    # Measurements.

    def measurements(self, study: Study) -> tuple[Measurement, ...]:
        """Return what was measured on a study's views, in their order."""
        return tuple(
            taken for view in study.views for taken in self._measurements.get(view.uid, ())
        )

    def set_measurements(self, study: Study, taken: Sequence[Measurement]) -> None:
        """Put measurements that were kept back onto a study's views."""
        for view in study.views:
            own = tuple(one for one in taken if one.view_uid == view.uid)
            self._measurements[view.uid] = own
            for pane, slot in zip(self.grid.panes, self._slots, strict=True):
                if slot is not None and slot.view.uid == view.uid:
                    pane.ruler.measurements = own
                    pane.update()

    # Which pane shows what.

    def _connect_pane(self, pane: Pane) -> None:
        pane.used.connect(lambda: self._activate(self.grid.panes.index(pane)))
        pane.windowed.connect(lambda: self._share_window(pane))
        pane.enlarge.connect(self.enlarge)
        pane.measured.connect(lambda: self._measured(pane))
        self._equip(pane)

    def _equip(self, pane: Pane) -> None:
        options = self._options
        if pane.tool is not options.tool:
            pane.set_tool(options.tool)
        pane.set_texts_shown(options.texts)
        pane.set_overlay(options.overlay, options.opacity)

    def _compared(self) -> Row | None:
        there = self._options.compares and self._earlier
        return self._earlier[self._earlier_at] if there else None

    def _activate(self, place: int) -> None:
        """Make a pane the one that keys mean."""
        if not 0 <= place < len(self._slots) or self._slots[place] is None:
            return
        self._active = place
        slot = self._slots[place]
        if slot is not None and not slot.earlier:
            self._number = slot.number
            self.strip.set_current(slot.number)
        self.grid.frame(place, [other is not None and other.earlier for other in self._slots])
        self._write_warnings()

    def _resized(self) -> None:
        self.strip.follow_room(self.height())
        if self._row is not None and self._options.layout is Layout.ALL and not self._enlarged:
            self._lay_out()

    def _lay_out(self) -> None:
        """Bring panes and views into the order that is chosen now; every view stays as it is."""
        slot = self._slots[self._active] if self._slots else None
        self._keep_states()
        self._fill()
        place = 0
        if slot is not None:
            same = [at for at, other in enumerate(self._slots) if other == slot]
            at_number = pane_of(self._slots, self._number)
            place = same[0] if same else at_number or 0
        self._activate(place)

    def _fill(self) -> None:
        """Decide which view each pane shows, and show it."""
        row, compared = self._row, self._compared()
        if row is None:
            self._slots = [None]
            self.grid.show_message(tr(CHOOSE))
            self.warning.hide()
            return
        views = row.study.views
        if self._enlarged and self._slots:
            active = self._slots[self._active]
            # Steps from view to view go on in the enlarged pane.
            earlier = active is not None and active.earlier and active.number == self._number
            slots: list[ShownView | None] = [active if earlier else ShownView(row, self._number)]
            arrangement = Arrangement(Grid(1, 1))
        else:
            room = self.grid.size()
            others = 0 if compared is None else len(compared.study.views)
            arrangement = arrange(
                self._options.layout, len(views), others, room.width(), room.height()
            )
            slots = fill_panes(arrangement, self._options.layout, row, self._number, compared)
        self.grid.arrange(arrangement)
        self._slots = [*slots, *[None] * (len(self.grid.panes) - len(slots))]
        for at in range(len(self._slots)):
            self._show(at)

    def _keep_states(self) -> None:
        for pane, slot in zip(self.grid.panes, self._slots, strict=False):
            if slot is not None and pane.state is not None:
                self._states[slot.view.uid] = pane.state

    def _show(self, at: int) -> None:
        """Show what belongs into a pane: its image, or why there is none yet."""
        pane, slot = self.grid.panes[at], self._slots[at]
        if slot is None:
            pane.show_message("")
            return
        view = slot.view
        image = self._images.cached(view)
        if image is None:
            reason = self._failures.get(view.uid)
            pane.show_message(slot.instead(reason))
            if reason is None:
                self._images.ask(view)
            return
        state = self._states.get(view.uid)
        pane.show_view(view.uid, image, state, self._measurements.get(view.uid, ()))
        if self._look is not None and self._options.linked:
            pane.set_window(self._look.window(image), inverted=self._look.inverted)
        self._dress(at)
        self._show_edges(at)

    # What is laid over it and written beside it.

    def _dress(self, at: int) -> None:
        slot = self._slots[at]
        if slot is not None:
            dress(self.grid.panes[at], slot, self._options, self._rule, self._input_size)

    def _show_edges(self, at: int) -> None:
        pane, slot = self.grid.panes[at], self._slots[at]
        if slot is None or pane.image is None:
            return
        if self._options.edges:
            self.edges.ask(slot.view.uid, pane.image, self._options.edge_strength)
        else:
            pane.set_edges(None)
            self._dress(at)

    def _edges_rendered(self, uid: str, _strength: float, pixels: FloatImage) -> None:
        for at, slot in enumerate(self._slots):
            pane = self.grid.panes[at]
            if slot is not None and slot.view.uid == uid and pane.image is not None:
                pane.set_edges(pixels)
                self._dress(at)

    def _write_warnings(self, *more: str) -> None:
        sentences = (*more, *warnings_of(zip(self.grid.panes, self._slots, strict=True)))
        self.warning.setText("\n".join(sentences))
        self.warning.setVisible(bool(sentences))

    # A window for all.

    def _share_window(self, pane: Pane) -> None:
        if pane.image is not None:
            look = look_of(pane.window_shown, pane.image, inverted=pane.inverted)
            self._show_look(look, but=pane)

    def _show_look(self, look: Look, but: Pane | None = None) -> None:
        """Show a window in all panes if they are linked, else in the active one."""
        linked = self._options.linked
        self._look = look if linked else None
        for pane in self.grid.panes if linked else [self.canvas]:
            if pane is not but and pane.image is not None:
                pane.set_window(look.window(pane.image), inverted=look.inverted)

    # What others tell.

    def _measured(self, pane: Pane) -> None:
        slot = self._slots[self.grid.panes.index(pane)]
        if slot is None:
            return
        if self._measurements.get(slot.view.uid, ()) != pane.ruler.measurements:
            self._measurements[slot.view.uid] = pane.ruler.measurements
            self.measured.emit(slot.study.uid)

    def _scores(self) -> dict[str, float]:
        if self._row is None or self._row.finding is None:
            return {}
        return {view.view_uid: view.score for view in self._row.finding.views}

    def _thumbnails(self, uid: str) -> list[Thumbnail]:
        """Return the thumbnails of a view; none for one of another study."""
        views = () if self._row is None else self._row.study.views
        both = zip(views, self.strip.thumbnails, strict=True)
        return [thumbnail for view, thumbnail in both if view.uid == uid]

    def _read(self, uid: str, image: GreyImage) -> None:
        for thumbnail in self._thumbnails(uid):
            thumbnail.set_image(image)
        self._arrived(uid)

    def _unreadable(self, uid: str, reason: str) -> None:
        self._failures[uid] = reason
        for thumbnail in self._thumbnails(uid):
            thumbnail.set_failed()
        self._arrived(uid)

    def _arrived(self, uid: str) -> None:
        """Show an answer where it was waited for; to an older question there is no such pane."""
        for at, slot in enumerate(self._slots):
            if slot is not None and slot.view.uid == uid:
                self._show(at)
        self._write_warnings()
