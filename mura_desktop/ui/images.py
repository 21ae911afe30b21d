"""Decoded images for the viewer: asked for by view, kept by bytes, never handed out too late."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import CancelledError, Future

from PySide6.QtCore import QObject, QTimer, Signal

from mura_desktop.errors import MuraError
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.logs import traced
from mura_desktop.pseudonyms import pseudonym
from mura_desktop.studies.model import View
from mura_desktop.ui.backend import ImageReader
from mura_desktop.ui.background import OUR_BUG
from mura_desktop.ui.translation import tr

log = logging.getLogger(__name__)

PATIENCE_MS = 2_000
"""So long a decoder may go on with what nobody waits for any more."""
BUDGET = 600 * 2**20
"""Bytes of pixels kept; a film at full resolution takes 20 to 40 MB, and nine may be in sight."""


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
        self._waiting: OrderedDict[str, View] = OrderedDict()
        self._running: tuple[str, Future[GreyImage]] | None = None
        self._unwanted = QTimer(self)
        self._unwanted.setSingleShot(True)
        self._unwanted.setInterval(PATIENCE_MS)
        self._unwanted.timeout.connect(self._end_unwanted)
        self._done.connect(self._answer)

    @property
    def busy(self) -> bool:
        """Whether answers are on their way."""
        return bool(self._waiting) or self._running is not None

    def set_reader(self, reader: ImageReader) -> None:
        """Say who decodes."""
        self._reader = reader

    def clear(self) -> None:
        """Forget all images, and drop answers that are still on their way."""
        self._waiting.clear()
        self._unwanted.stop()
        self._end_unwanted()
        self._cache.clear()

    def close(self) -> None:
        """Ask for nothing more: the decoder is about to close."""
        self._reader = None
        self.clear()

    def drop_requests(self, keep: Iterable[View] = ()) -> None:
        """Take back what was asked for, other than these views.

        What is being decoded may come to its end: stopping it costs a child process, which a
        reader who leafs through studies would have to wait for every time.
        """
        kept = {_key(view) for view in keep}
        for key in [key for key in self._waiting if key not in kept]:
            del self._waiting[key]
        if self._running is not None and self._running[0] not in kept:
            self._unwanted.start()
        else:
            self._unwanted.stop()

    def cached(self, view: View) -> GreyImage | None:
        """Return an image that is there already."""
        return self._cache.get(_key(view))

    def ask(self, view: View) -> None:
        """Read a view, unless that is going on already; `read` or `unreadable` follows."""
        key = _key(view)
        if self._running is not None and self._running[0] == key:
            self._unwanted.stop()
        elif self._reader is not None:
            self._waiting.setdefault(key, view)
            self._ask_next()

    def _ask_next(self) -> None:
        if self._running is not None or not self._waiting or self._reader is None:
            return
        key, view = self._waiting.popitem(last=False)
        future = self._reader.image(view.path, view.format, view.frame, view.version)
        self._running = (key, future)
        # The callback runs on the decoder's thread; the signal carries the answer to this one.
        future.add_done_callback(lambda done: self._done.emit(view, done))

    def _end_unwanted(self) -> None:
        """Stop a decoder that nobody waits for any more, so that it holds up nobody else."""
        if self._running is not None:
            future, self._running = self._running[1], None
            future.cancel()
            self._ask_next()

    def _answer(self, view: View, future: Future[GreyImage]) -> None:
        if self._running is None or self._running[1] is not future:
            return
        key, self._running = self._running[0], None
        self._unwanted.stop()
        self._tell(view, key, future)
        self._ask_next()

    def _tell(self, view: View, key: str, future: Future[GreyImage]) -> None:
        try:
            image = future.result()
        except CancelledError:
            return
        except MuraError as error:
            self.unreadable.emit(view.uid, getattr(error, "reason", str(error)))
        except Exception as error:  # noqa: BLE001 - told to the user and logged
            log.error("decoding %s failed:\n%s", pseudonym(view.uid), traced(error))
            self.unreadable.emit(view.uid, f"{tr(OUR_BUG)}{type(error).__name__}")
        else:
            self._cache.put(key, image)
            self.read.emit(view.uid, image)


def _key(view: View) -> str:
    """Tell views apart, and a file from what it was before it changed."""
    return f"{view.uid}/{view.version.size}/{view.version.modified_ns}"
