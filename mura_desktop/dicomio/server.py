"""The listener below pynetdicom: who may connect, how many, how much, and for how long.

pynetdicom polls: each association asks its socket a thousand times a second, and an encrypted
handshake holds up everyone who wants to connect. Here a socket is waited for, the handshake takes
place on the caller's own thread, and a caller who says nothing loses his place to one who speaks.
"""

from __future__ import annotations

import logging
import queue
import select
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext
from pynetdicom.transport import AssociationSocket, RequestHandler, ThreadedAssociationServer

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 160
"""In all; each takes two threads and a few files."""
MOST_OF_ADDRESS = 64
"""From one address."""
HANDSHAKE_SECONDS = 5.0
PDU_SECONDS = 60.0
"""Longest time that one PDU may take to arrive."""
READ_SECONDS = 15.0
"""Longest silence within a PDU."""
MOST_PDU = 1_048_576
"""Largest PDU that is read, whoever ignores what was negotiated (PS3.8, D.1)."""
PDU_HEADER = 6
"""Bytes of a PDU's type and length, which pynetdicom reads first (PS3.8, 9.3.1)."""
MOST_DATASET = 512 * 1024 * 1024
MOST_BUFFERED = 2 * 1024 * 1024 * 1024
"""Of one image, and of all that are on the way, in bytes of memory."""
WAIT_SECONDS = 0.1
_QUICKACK: int | None = getattr(socket, "TCP_QUICKACK", None)
"""Many senders wait for the acknowledgement of an image's first packet (RFC 896) before they send
the rest; the system would hold it back for 40 ms (RFC 1122, 4.2.3.2). Linux forgets this option,
so it is set again for each PDU."""

Network = IPv4Network | IPv6Network


class _Shared(list[PresentationContext]):
    """Contexts of which no association needs a copy of its own: negotiation only reads them.

    To copy all storage classes takes longer than to receive a small image.
    """

    def __deepcopy__(self, memo: object) -> _Shared:
        return self


class _WakingQueue(queue.Queue[Any]):
    """A queue that wakes whoever waits for a socket."""

    def __init__(self, bell: socket.socket) -> None:
        super().__init__()
        self._bell = bell

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        super().put(item, block, timeout)
        try:
            self._bell.send(b"\0")
        except OSError:  # full of rings that nobody has heard yet, or closed
            return


class _TellingQueue(queue.Queue[Any]):
    """A queue that notes that it has something."""

    def __init__(self, news: threading.Event) -> None:
        super().__init__()
        self._news = news

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        super().put(item, block, timeout)
        self._news.set()


class _Checkpoint(threading.Event):
    """What an association passes in each round: here it rests until something has come."""

    def __init__(self) -> None:
        super().__init__()
        self.news = threading.Event()
        self.set()

    def set(self) -> None:
        super().set()
        self.news.set()

    def wait(self, timeout: float | None = None) -> bool:
        passed = super().wait(timeout)
        if self.news.wait(WAIT_SECONDS):
            self.news.clear()
        return passed


class GuardedSocket(AssociationSocket):
    """The socket of one association: waits instead of polling, and reads no more than it should."""

    def __init__(self, assoc: Association, client_socket: socket.socket, server: Listener) -> None:
        super().__init__(assoc, client_socket=client_socket)
        self._server = server
        self._bell, self.ring = socket.socketpair()
        self._bell.setblocking(False)
        self.ring.setblocking(False)
        # However an association ends, and pynetdicom knows many ways, both are closed with it.
        weakref.finalize(self, _close_both, self._bell, self.ring)

    @property
    def ready(self) -> bool:
        """Wait a moment for data or for something to send; tell whether there is data."""
        if self.socket is None or not self._is_connected:
            return False
        if isinstance(self.socket, ssl.SSLSocket) and self.socket.pending():
            return True
        # An event that is to be dealt with waits for nothing.
        patience = WAIT_SECONDS if self.event_queue.empty() else 0
        try:
            readable, _, _ = select.select([self.socket, self._bell], [], [], patience)
            if self._bell in readable:
                self._bell.recv(4096)
        except (OSError, ValueError):
            self.event_queue.put("Evt17")  # the connection is closed (PS3.8, table 9-9)
            return False
        return self.socket in readable

    def recv(self, nr_bytes: int) -> bytearray:
        """Read so many bytes, or fewer where the peer closes.

        Raises
        ------
        OSError
            Where the peer is too slow, or a PDU or an image is larger than allowed.
        """
        connection = self.socket
        if connection is None:
            raise OSError("the connection is closed")
        begins = nr_bytes == PDU_HEADER  # once for each PDU is enough: a large image has fifty
        if nr_bytes > MOST_PDU or (begins and not self._server.has_room_for(self)):
            log.warning("a connection sends more than allowed and is closed")
            raise OSError("more data than allowed")
        if begins and _QUICKACK is not None:
            connection.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
        data = bytearray(nr_bytes)
        rest = memoryview(data)
        end = time.monotonic() + PDU_SECONDS
        while rest:
            count = connection.recv_into(rest)
            if count == 0:
                break
            rest = rest[count:]
            if rest and time.monotonic() > end:
                raise TimeoutError("a PDU takes too long")
        done = nr_bytes - len(rest)
        rest.release()
        return data if done == nr_bytes else data[:done]

    def close(self) -> None:
        """Close the connection, and let another one have its place."""
        connection = self.socket
        super().close()
        if connection is not None:
            connection.close()  # pynetdicom does not where the peer has hung up already
        self.put_away()

    def put_away(self) -> None:
        """Free what belongs to the connection."""
        self._server.forget(self)
        _close_both(self._bell, self.ring)

    @property
    def buffered(self) -> int:
        """Bytes of the image that is on its way."""
        message = self.assoc.dimse.message
        return 0 if message is None or message.data_set is None else message.data_set.tell()


class _Handler(RequestHandler):
    """Begins an association on a thread of its own."""

    server: Listener

    def handle(self) -> None:
        """Shake hands, if that is wanted, and go on as pynetdicom does."""
        connection = self.request
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if isinstance(connection, ssl.SSLSocket):
                connection.settimeout(HANDSHAKE_SECONDS)
                connection.do_handshake()
            connection.settimeout(READ_SECONDS)
        except OSError as error:
            log.warning("a connection was not begun: %s", type(error).__name__)
            self.server.release(connection)
            connection.close()
            return
        super().handle()

    def _create_association(self) -> Association:
        assoc = super()._create_association()
        guarded = GuardedSocket(assoc, self.request, self.server)
        assoc.dul.socket = guarded
        # Of the first socket, which said the same.
        assoc.dul.event_queue.get_nowait()
        assoc.dul.to_provider_queue = _WakingQueue(guarded.ring)
        assoc.dul._run_loop_delay = 0  # `GuardedSocket.ready` waits
        checkpoint = _Checkpoint()
        assoc._reactor_checkpoint = checkpoint
        assoc.dimse.msg_queue = _TellingQueue(checkpoint.news)
        assoc.dul.to_user_queue = _TellingQueue(checkpoint.news)
        self.server.begun(self.request, guarded)
        return assoc


@dataclass(slots=True, eq=False)
class _Connection:
    address: str
    opened: float = field(default_factory=time.monotonic)
    guarded: GuardedSocket | None = None

    @property
    def silent(self) -> bool:
        """Whether no association has come of it yet."""
        return self.guarded is None or not self.guarded.assoc.is_established


class Listener(ThreadedAssociationServer):
    """Takes connections from allowed networks, in bounded numbers.

    Parameters
    ----------
    networks
        Who may connect.
    further
        As pynetdicom's own server.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *further: Any, networks: Sequence[Network], **named: Any) -> None:
        named["request_handler"] = _Handler
        self._networks = tuple(networks)
        self._connections: dict[socket.socket, _Connection] = {}
        self._guard = threading.Lock()
        self.turned_away = 0
        super().__init__(*further, **named)
        self.contexts = _Shared(self.contexts)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection; hands are shaken later, on its own thread."""
        listening = self.socket
        if listening is None:
            raise OSError("the listener is closed")
        connection, address = listening.accept()
        if self.ssl_context is not None:
            connection = self.ssl_context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Tell whether a connection is taken; the silent one of longest standing gives way."""
        address = str(client_address[0])
        if not self._allowed(address):
            self.turned_away += 1
            log.warning("a connection from %s was turned away: not allowed", address)
            return False
        with self._guard:
            theirs = [one for one in self._connections.values() if one.address == address]
            crowded = theirs if len(theirs) >= MOST_OF_ADDRESS else []
            if not crowded and len(self._connections) >= MOST_CONNECTIONS:
                crowded = list(self._connections.values())
            given_up: _Connection | None = None
            if crowded:
                silent = [
                    (known.opened, number, held)
                    for number, (held, known) in enumerate(self._connections.items())
                    if known.silent and known in crowded
                ]
                if not silent:
                    self.turned_away += 1
                    log.warning("a connection from %s was turned away: too many", address)
                    return False
                _, _, held = min(silent)
                given_up = self._connections.pop(held)
            self._connections[request] = _Connection(address)
        if given_up is not None:
            _hang_up(held)
            if given_up.guarded is not None:
                dismiss(given_up.guarded.assoc)
        return True

    def begun(self, connection: socket.socket, guarded: GuardedSocket) -> None:
        """Note what became of a connection."""
        with self._guard:
            known = self._connections.get(connection)
            if known is not None:
                known.guarded = guarded

    def release(self, connection: socket.socket) -> None:
        """Note that a connection is over."""
        with self._guard:
            self._connections.pop(connection, None)

    def forget(self, guarded: GuardedSocket) -> None:
        """Note that an association's connection is over."""
        with self._guard:
            for held, known in list(self._connections.items()):
                if known.guarded is guarded:
                    del self._connections[held]

    def has_room_for(self, guarded: GuardedSocket) -> bool:
        """Tell whether an association may send more of an image."""
        mine = guarded.buffered
        if mine <= MOST_PDU:
            return True
        if mine > MOST_DATASET:
            return False
        with self._guard:
            all_of_them = [one.guarded for one in self._connections.values() if one.guarded]
        return sum(one.buffered for one in all_of_them) <= MOST_BUFFERED

    def shutdown_request(self, request: Any) -> None:
        """End a connection, and let another one have its place."""
        with self._guard:
            known = self._connections.pop(request, None)
        super().shutdown_request(request)
        if known is not None and known.guarded is not None:
            known.guarded.put_away()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log what went wrong without printing it."""
        log.warning("a connection from %s failed to begin", client_address[0])
        self.release(request)

    def _allowed(self, address: str) -> bool:
        caller = ip_address(address.partition("%")[0])
        mapped = getattr(caller, "ipv4_mapped", None)
        return any((mapped or caller) in network for network in self._networks)


def _close_both(one: socket.socket, other: socket.socket) -> None:
    one.close()
    other.close()


def dismiss(assoc: Association) -> None:
    """End the wait for a request for an association, as if its time were over."""
    assoc.dul.to_user_queue.put(None)


def _hang_up(connection: socket.socket) -> None:
    """End a connection whose owner is another thread; that one closes it."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
