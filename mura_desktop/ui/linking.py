"""A window that several images share, though their greys may have different units."""

from __future__ import annotations

from dataclasses import dataclass

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.ui.display import Window, stored_window
from mura_desktop.ui.presets import Preset, preset_window


@dataclass(frozen=True, slots=True)
class Look:
    """How an image is to look, said so that it can be said of another one too.

    Attributes
    ----------
    preset
        A preset, which every image fills with its own window; None where `shift` and `stretch`
        tell.
    shift
        How far the centre lies from the stored one, in stored widths.
    stretch
        Width in stored widths.
    inverted
        Whether dense shows dark.
    """

    preset: Preset | None = None
    shift: float = 0.0
    stretch: float = 1.0
    inverted: bool = False

    def window(self, image: GreyImage) -> Window:
        """Return the window of an image that is to look like this."""
        if self.preset is not None:
            return preset_window(self.preset, image)
        stored = stored_window(image)
        return Window(stored.centre + self.shift * stored.width, stored.width * self.stretch)


def look_of(window: Window, image: GreyImage, *, inverted: bool) -> Look:
    """Return what a window on an image looks like."""
    stored = stored_window(image)
    return Look(
        shift=(window.centre - stored.centre) / stored.width,
        stretch=window.width / stored.width,
        inverted=inverted,
    )
