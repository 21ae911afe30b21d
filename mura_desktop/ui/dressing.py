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
from mura_desktop.ui.translation import QT_TR_NOOP, tr

EDGE_BADGE = QT_TR_NOOP("EDGE VIEW {strength}: a display aid, not what the model sees")


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
        text = tr("EARLIER STUDY of {date}").format(date=wording.day(slot.study.study_date))
        badges.append(Badge(text, EARLIER_COLOUR))
    if pane.shows_edges:
        strength = wording.percent(options.edge_strength)
        badges.append(Badge(tr(EDGE_BADGE).format(strength=strength)))
    pane.set_badges(badges)


def warnings_of(shown: Iterable[tuple[Pane, ShownView | None]]) -> tuple[str, ...]:
    """Return what must be known about the files in view; with several panes, of which view."""
    there = [(pane.image, slot) for pane, slot in shown if slot is not None]
    sentences = []
    for image, slot in there:
        if image is None:
            continue
        named = "{text}"
        if slot.earlier:
            named = tr("Earlier study, view {number}: {text}")
        elif len(there) > 1:
            named = tr("View {number}: {text}")
        sentences += [
            named.format(number=slot.number + 1, text=text) for text in slot.warnings(image)
        ]
    return tuple(dict.fromkeys(sentences))
