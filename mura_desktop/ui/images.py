"""Decoded images for the viewer: asked for by view, kept by bytes, never handed out too late."""

from __future__ import annotations

import logging
from collections import OrderedDict
from concurrent.futures import CancelledError, Future

from PySide6.QtCore import QObject, Signal

from mura_desktop.errors import MuraError
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.logs import traced
from mura_desktop.pseudonyms import pseudonym
from mura_desktop.studies.model import View
from mura_desktop.ui.backend import ImageReader
from mura_desktop.ui.worker import OUR_BUG

log = logging.getLogger(__name__)

BUDGET = 300 * 2**20
"""Bytes of pixels kept; one hand at full resolution takes 20 MB."""


class ImageCache:
    """The images used last, up to a number of bytes (the newest always fits)."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._bytes = 0
        self._images: OrderedDict[str, GreyImage] = OrderedDict()

    def get(self, uid: str) -> GreyImage | None:
        """Return an image and note its use."""
        image = self._images.get(uid)
        if image is not None:
            self._images.move_to_end(uid)
        return image

    def put(self, uid: str, image: GreyImage) -> None:
        """Keep an image; the ones unused for longest go."""
        old = self._images.pop(uid, None)
        self._bytes += image.pixels.nbytes - (0 if old is None else old.pixels.nbytes)
        self._images[uid] = image
        while self._bytes > self._budget and len(self._images) > 1:
            _, gone = self._images.popitem(last=False)
            self._bytes -= gone.pixels.nbytes

    def clear(self) -> None:
        """Forget everything."""
        self._images.clear()
        self._bytes = 0


class Images(QObject):
    """Asks the decoder and answers by signal, on the window thread.

    Every answer names its view, so that a receiver can tell one it no longer wants.
    """

    read = Signal(str, object)
    """View UID and `GreyImage`."""
    unreadable = Signal(str, str)
    """View UID and reason, for the user."""
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: ImageReader | None = None
        self._cache = ImageCache()
        self._asked: dict[str, Future[GreyImage]] = {}
        self._done.connect(self._answer)

    @property
    def busy(self) -> bool:
        """Whether answers are on their way."""
        return bool(self._asked)

    def set_reader(self, reader: ImageReader) -> None:
        """Say who decodes."""
        self._reader = reader

    def clear(self) -> None:
        """Forget all images, and drop answers that are still on their way."""
        self.drop_requests()
        self._cache.clear()

    def drop_requests(self, keep: frozenset[str] = frozenset()) -> None:
        """Take back what was asked for and not begun, other than these views."""
        for uid in [uid for uid in self._asked if uid not in keep]:
            self._asked.pop(uid).cancel()

    def cached(self, view: View) -> GreyImage | None:
        """Return an image that is there already."""
        return self._cache.get(_key(view))

    def ask(self, view: View) -> None:
        """Read a view, unless that is going on already; `read` or `unreadable` follows."""
        key = _key(view)
        if self._reader is None or key in self._asked:
            return
        future = self._reader.image(view.path, view.format)
        self._asked[key] = future
        # The callback runs on the decoder's thread; the signal carries the answer to this one.
        future.add_done_callback(lambda done: self._done.emit(view, done))

    def _answer(self, view: View, future: Future[GreyImage]) -> None:
        key = _key(view)
        if self._asked.get(key) is not future:
            return
        del self._asked[key]
        try:
            image = future.result()
        except CancelledError:
            return
        except MuraError as error:
            self.unreadable.emit(view.uid, getattr(error, "reason", str(error)))
        except Exception as error:  # noqa: BLE001 - told to the user and logged
            log.error("decoding %s failed:\n%s", pseudonym(view.uid), traced(error))
            self.unreadable.emit(view.uid, f"{OUR_BUG}{type(error).__name__}")
        else:
            self._cache.put(key, image)
            self.read.emit(view.uid, image)


def _key(view: View) -> str:
    """Tell views apart, and a file from what it was before it changed."""
    return f"{view.uid}/{view.version.size}/{view.version.modified_ns}"
