"""A second start finds the first window and hands over what it was asked to open.

Who holds the data is decided by `mura_desktop.instance`; this only carries the message, over a
local socket in the data folder that nobody but its owner can reach.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from mura_desktop.studies.model import Grouping

log = logging.getLogger(__name__)

ANSWER = b"shown\n"
LONGEST_MESSAGE = 1_000_000
LONGEST_SOCKET_PATH = 100
"""Bytes; systems allow 104 to 108."""


class FirstInstance(QObject):
    """Listens for later starts, in the window that holds the data.

    Parameters
    ----------
    folder
        The data folder.
    parent
        Qt owner.
    """

    asked = Signal(object, object)
    """Paths (tuple of Path, may be empty) and `Grouping`: show yourself, and open these."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        name = socket_name(folder)
        QLocalServer.removeServer(name)  # left by one that was killed; the lock says it is dead
        if not self._server.listen(name):
            log.warning("a second start will not be heard: %s", self._server.serverError().name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > LONGEST_MESSAGE:
            socket.abort()
            return
        if not socket.canReadLine():
            return
        try:
            message = json.loads(bytes(socket.readLine().data()))
            paths = tuple(Path(path) for path in message["paths"])
            grouping = Grouping(message["grouping"])
        except (ValueError, KeyError, TypeError):
            log.warning("a message that no second start sends was dropped")
            socket.abort()
            return
        socket.write(ANSWER)
        socket.flush()
        self.asked.emit(paths, grouping)


def hand_over(
    folder: Path, paths: Sequence[Path], grouping: Grouping, timeout_ms: int = 3000
) -> bool:
    """Ask the first window to show itself and to open paths.

    Returns
    -------
    bool
        Whether it answered.
    """
    socket = QLocalSocket()
    socket.connectToServer(socket_name(folder))
    if not socket.waitForConnected(timeout_ms):
        return False
    message = {"paths": [str(path) for path in paths], "grouping": grouping.value}
    socket.write(json.dumps(message).encode() + b"\n")
    socket.flush()
    answered = socket.waitForReadyRead(timeout_ms) and bytes(socket.readAll().data()) == ANSWER
    socket.disconnectFromServer()
    return answered


def socket_name(folder: Path) -> str:
    """Return where the first window listens; each data folder has a window of its own."""
    path = folder.resolve() / "window.socket"
    if os.name == "nt" or len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
        # A pipe on Windows; elsewhere a socket among temporary files, which its owner alone uses.
        return f"mura-desktop-{hashlib.sha256(os.fsencode(path)).hexdigest()[:24]}"
    return str(path)
