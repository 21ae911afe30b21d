"""Which studies files belong to that came after others: with what lay there before, as a whole."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from mura_desktop.imaging.decoder import Decoder
from mura_desktop.intake import Intake
from mura_desktop.store.repository import Store
from mura_desktop.studies.grouping import derived_uid, group
from mura_desktop.studies.model import FileFacts, FileFormat, Grouping, NotScored, Study

log = logging.getLogger(__name__)


class Regrouping:
    """Puts new files together with the views that their studies had before. For one job.

    Parameters
    ----------
    decoder
        Reads headers in child processes.
    store
        Knows the studies of before.
    paths
        New files.
    folder
        The folder that they came to. A loose image in it is a study of its own; a sub-folder of
        loose images stays what it was when it first came: one study, or one an image.

    Attributes
    ----------
    studies
        Those that hold a new file.
    not_scored
        New files that are no image, with the reason.
    """

    def __init__(self, decoder: Decoder, store: Store, paths: Sequence[Path], folder: Path) -> None:
        self._decoder = decoder
        self._store = store
        self._new = frozenset(path.absolute() for path in paths)
        self._folder = folder.absolute()
        self.studies: tuple[Study, ...] = ()
        self.not_scored: tuple[NotScored, ...] = ()

    def read(self, cancelled: threading.Event) -> None:
        """Read what is needed; may be repeated as a whole.

        Raises
        ------
        CancelledError
            Where the job was cancelled.
        StoreError
            Where the store cannot be asked.
        """
        first, _ = self._facts(sorted(self._new), cancelled)
        before = self._before(first)
        # New files come first: of copies, the first one stands for all.
        facts, not_scored = self._facts([*sorted(self._new), *before], cancelled)
        self.studies = tuple(
            study for study in self._grouped(facts) if any(map(self._is_new, _paths(study)))
        )
        self.not_scored = tuple(entry for entry in not_scored if self._is_new(entry.path))

    def _facts(
        self, paths: Sequence[Path], cancelled: threading.Event
    ) -> tuple[tuple[FileFacts, ...], tuple[NotScored, ...]]:
        intake = Intake(self._decoder, cancelled, self._store.headers)
        for _ in intake.read(paths):
            pass
        return intake.facts(), intake.not_scored

    def _before(self, facts: Sequence[FileFacts]) -> list[Path]:
        """Return files that were there before and may belong to the same studies."""
        uids = sorted({fact.study_uid for fact in facts if fact.study_uid})
        known = self._store.stored(uids)
        found = {path for study, _ in known.values() for path in _paths(study)}
        for parent in {fact.path.parent for fact in facts if fact.format is FileFormat.RASTER}:
            if parent != self._folder:
                found.update(_files(parent))
        return sorted(
            path
            for path in found
            if not self._is_new(path) and not path.name.startswith(".") and _is_there(path)
        )

    def _grouped(self, facts: Sequence[FileFacts]) -> Iterator[Study]:
        """Group, and keep to what the loose images of a sub-folder were at first."""
        folders = {derived_uid("folder", str(path)): path for path in _folders(facts)}
        settled = {folders[uid] for uid in self._store.stored(list(folders))}
        one_study = [
            fact
            for fact in facts
            if fact.format is FileFormat.RASTER and fact.path.parent in settled
        ]
        taken = {fact.path for fact in one_study}
        others = [fact for fact in facts if fact.path not in taken]
        yield from group(one_study, Grouping.FOLDER)
        yield from group(others, Grouping.INBOX, [self._folder])

    def _is_new(self, path: Path) -> bool:
        return path in self._new or not self._new.isdisjoint(path.parents)  # in a ZIP archive


def _folders(facts: Sequence[FileFacts]) -> set[Path]:
    return {fact.path.parent for fact in facts if fact.format is FileFormat.RASTER}


def _paths(study: Study) -> list[Path]:
    return [view.path for view in study.views]


def _files(folder: Path) -> list[Path]:
    """Return the files in a folder; none where it is an archive, or cannot be opened."""
    try:
        if not folder.is_dir():
            return []
        return [entry for entry in folder.iterdir() if entry.is_file()]
    except OSError as error:
        log.warning("a folder is left out: %s", type(error).__name__)
        return []


def _is_there(path: Path) -> bool:
    """Tell whether a file is there, or the archive that it lies in; not where the disk refuses."""
    try:
        return path.exists() or any(parent.is_file() for parent in path.parents)
    except OSError as error:
        log.warning("a file of before is left out: %s", type(error).__name__)
        return False
