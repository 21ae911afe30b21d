"""Which study is scored next, and which ones are decoded meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from typing import TypeAlias

from mura_desktop.imaging.decoder import Canvas
from mura_desktop.studies.model import Study

VIEWS_AHEAD = 6
"""Views that are decoded while a study is scored; each waits as a small canvas."""

Canvases: TypeAlias = dict[str, Future[Canvas]]
"""What is decoded of a study, by view UID."""


class ScoringQueue:
    """Gives studies in their order, but the one that somebody waits for first.

    Parameters
    ----------
    studies
        All that are to be scored.
    decode
        Asks for the canvases of a study; returns at once.
    preferred
        Names the study that somebody waits for; empty for none.
    """

    def __init__(
        self,
        studies: Sequence[Study],
        decode: Callable[[Study], Canvases],
        preferred: Callable[[], str],
    ) -> None:
        self._waiting = {study.uid: study for study in studies}
        self._decode = decode
        self._preferred = preferred
        self._asked: dict[str, Canvases] = {}

    def __iter__(self) -> Generator[tuple[Study, Canvases], None, None]:
        """Yield each study with its canvases; when it ends early, the rest is cancelled.

        The first one is decoded by itself: the first score is waited for, and whatever else is
        decoded meanwhile takes the processor from it.
        """
        first = True
        try:
            while self._waiting:
                wanted = self._preferred()
                uid = wanted if wanted in self._waiting else next(iter(self._waiting))
                study = self._waiting.pop(uid)
                if uid not in self._asked:
                    self._asked[uid] = self._decode(study)
                if not first:
                    self._look_ahead(uid)
                first = False
                yield study, self._asked[uid]
                del self._asked[uid]
        finally:
            for asked in self._asked.values():
                for future in asked.values():
                    future.cancel()

    def is_backlog(self, canvases: Canvases) -> bool:
        """Say whether a study's canvases are there, and those of a further study too."""
        return _are_there(canvases) and any(
            _are_there(asked) for asked in self._asked.values() if asked is not canvases
        )

    def _look_ahead(self, current: str) -> None:
        ahead = sum(len(asked) for uid, asked in self._asked.items() if uid != current)
        for uid, study in self._waiting.items():
            if ahead >= VIEWS_AHEAD:
                return
            if uid not in self._asked:
                self._asked[uid] = self._decode(study)
                ahead += len(self._asked[uid])


def _are_there(canvases: Canvases) -> bool:
    return all(canvas.done() for canvas in canvases.values())
