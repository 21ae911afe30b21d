"""Work beside the window's thread for something that may be closed before the answer comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from mura_desktop.ui.background import Background
from mura_desktop.ui.lifetimes import while_open

_T = TypeVar("_T")


class Attached:
    """Runs work as `Background` does; answers for a dialog that is gone are dropped.

    Parameters
    ----------
    background
        Does the work, also to its end.
    owner
        Who the answers are for.
    missed
        Is told what failed after the owner was gone: text, and whether it is our bug.
    """

    def __init__(
        self, background: Background, owner: QObject, missed: Callable[[str, bool], object]
    ) -> None:
        self._background, self._owner, self._missed = background, owner, missed

    def run(
        self,
        act: Callable[[], _T],
        then: Callable[[_T], object],
        failed: Callable[[str, bool], object],
    ) -> None:
        """Do something elsewhere; see `Background.run`."""

        def fail(text: str, bug: bool) -> None:
            tell = failed if isValid(self._owner) else self._missed
            tell(text, bug)

        self._background.run(act, while_open(self._owner, then), fail)
