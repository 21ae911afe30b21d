"""What belongs to a view and lies over or beside its image: region, corners, badges, warnings."""

from __future__ import annotations

from collections.abc import Iterable

from mura_desktop.studies.triage import TriageRule
from mura_desktop.ui import wording
from mura_desktop.ui.canvas_paint import EARLIER_COLOUR, Badge
from mura_desktop.ui.options import Options
from mura_desktop.ui.overlay import region
from mura_desktop.ui.pane import Pane
from mura_desktop.ui.shown_view import ShownView

EDGE_BADGE = "EDGE VIEW {}: a display aid, not what the model sees"


def dress(
    pane: Pane, slot: ShownView, options: Options, rule: TriageRule | None, input_size: int
) -> None:
    """Lay the region over a pane's image, and write what stands beside it.

    Parameters
    ----------
    pane
        A pane that shows an image.
    slot
        The view it shows.
    options
        What the reader wants to see.
    rule
        The model's rule; None where scoring is off.
    input_size
        Side of the model's square input.
    """
    if pane.image is None:
        return
    pane.set_overlay(options.overlay, options.opacity)
    speaks = slot.speaks(rule)
    if speaks is None:
        pane.set_region(None)
    elif pane.region is None or pane.region.activation is not speaks.activation:
        rows, columns = pane.image.pixels.shape
        pane.set_region(region(speaks.activation, rows, columns, input_size))
    pane.set_corners(
        slot.left_corner(), slot.right_corner(rule, options.overlay), slot.small_corners()
    )
    badges = []
    if slot.earlier:
        badges.append(
            Badge(f"EARLIER STUDY of {wording.day(slot.study.study_date)}", EARLIER_COLOUR)
        )
    if pane.shows_edges:
        badges.append(Badge(EDGE_BADGE.format(wording.percent(options.edge_strength))))
    pane.set_badges(badges)


def warnings_of(shown: Iterable[tuple[Pane, ShownView | None]]) -> tuple[str, ...]:
    """Return what must be known about the files in view; with several panes, of which view."""
    there = [(pane.image, slot) for pane, slot in shown if slot is not None]
    sentences = []
    for image, slot in there:
        if image is None:
            continue
        name = f"View {slot.number + 1}: " if len(there) > 1 else ""
        if slot.earlier:
            name = f"Earlier study, view {slot.number + 1}: "
        sentences += [name + sentence for sentence in slot.warnings(image)]
    return tuple(dict.fromkeys(sentences))
