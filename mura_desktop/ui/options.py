"""How the reader likes images to be shown: kept from study to study and from day to day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mura_desktop.ui.layouts import Layout
from mura_desktop.ui.overlay import Overlay
from mura_desktop.ui.tools import Tool

OVERLAYS = (Overlay.OUTLINE, Overlay.HEAT_MAP, Overlay.OFF)
LEAST = 0.1
"""Least opacity and least strength: a layer that cannot be seen is one that is off."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the viewer's commands change.

    Attributes
    ----------
    overlay
        What lies over the images, where a view has a region to show.
    seen_last
        The overlay that comes back when it is turned on again.
    opacity
        How dense it is, `LEAST` to 1.
    edges
        Whether the edge view is on.
    edge_strength
        `LEAST` to 1.
    layout
        How the views stand.
    compares
        Whether an earlier study stands beside the current one, where there is one.
    linked
        Whether all panes share a window.
    tool
        What the left mouse button does.
    texts
        Whether patient and corner texts are shown.
    """

    overlay: Overlay = Overlay.OUTLINE
    seen_last: Overlay = Overlay.OUTLINE
    opacity: float = 0.6
    edges: bool = False
    edge_strength: float = 0.5
    layout: Layout = Layout.ALL
    compares: bool = True
    linked: bool = True
    tool: Tool = Tool.WINDOW
    texts: bool = True

    def with_overlay(self, overlay: Overlay) -> Options:
        """Return another overlay."""
        seen_last = self.seen_last if overlay is Overlay.OFF else overlay
        return replace(self, overlay=overlay, seen_last=seen_last)

    def overlay_toggled(self) -> Options:
        """Return the overlay taken away, or the one seen last brought back."""
        return self.with_overlay(self.seen_last if self.overlay is Overlay.OFF else Overlay.OFF)

    def next_overlay(self) -> Options:
        """Return outline, heat map and nothing in turn."""
        return self.with_overlay(OVERLAYS[(OVERLAYS.index(self.overlay) + 1) % len(OVERLAYS)])

    def with_opacity(self, opacity: float) -> Options:
        """Return another opacity, within its limits."""
        return replace(self, opacity=_within(opacity))

    def with_edge_strength(self, strength: float) -> Options:
        """Return the edge view on, at another strength within its limits."""
        return replace(self, edges=True, edge_strength=_within(strength))


def _within(value: float) -> float:
    return round(min(max(value, LEAST), 1.0), 2)
