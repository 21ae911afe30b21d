"""The storage SCP: takes images from the network, and answers for each when it is safely kept."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pydicom.config import IGNORE
from pydicom.config import settings as pydicom_settings
from pynetdicom import _config, evt
from pynetdicom.ae import ApplicationEntity
from pynetdicom.association import Association
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined] # made at run time

from mura_desktop.dicomio.contexts import storage_contexts
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.server import MOST_CONNECTIONS, Listener, Network, dismiss
from mura_desktop.dicomio.storing import REFUSED, SUCCESS, store
from mura_desktop.dicomio.tls import Credentials
from mura_desktop.errors import UsageError

log = logging.getLogger(__name__)

PDU_BYTES = 131_072
"""Largest PDU that is asked for: what DCMTK sends at most."""
SILENT_SECONDS = 5.0
"""Wait for a request for an association."""
IDLE_SECONDS = 60.0
"""Longest pause within an association."""
FAREWELL_SECONDS = 5.0
MOST_REFUSED = 1_000
"""Images of an association refused in a row; then it is aborted, for more will fare no better."""

# What pynetdicom would print of associations and identifiers names patients.
_config.LOG_HANDLER_LEVEL = "none"
_config.LOG_REQUEST_IDENTIFIERS = False
_config.LOG_RESPONSE_IDENTIFIERS = False
# Nor shall pydicom: what matters is checked in `storing`. Unchecked, the hundreds of UIDs that a
# sender proposes cost a tenth of the time.
pydicom_settings.reading_validation_mode = IGNORE


@dataclass(frozen=True, slots=True)
class Address:
    """Under which name and where this program is called.

    Attributes
    ----------
    aet
        AE title; a caller must use it.
    host, port
        Where it listens; port 0 takes any that is free.
    """

    aet: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Guests:
    """Who may send; nobody else.

    Attributes
    ----------
    aets
        AE titles.
    networks
        Where they may be.
    """

    aets: tuple[str, ...]
    networks: tuple[Network, ...]


class Receiver:
    """Listens from when it is made until `close`.

    Parameters
    ----------
    address
        Name and place.
    guests
        Who may send.
    incoming
        Where images go.
    credentials
        For encrypted associations; with them no other is taken. None takes plain ones.

    Raises
    ------
    UsageError
        Where nobody may send, or the port is taken.
    """

    def __init__(
        self,
        address: Address,
        guests: Guests,
        incoming: Incoming,
        credentials: Credentials | None = None,
    ) -> None:
        if not guests.aets or not guests.networks:
            raise UsageError(
                "Nobody may send: name AE titles in allowed_callers or in remotes, and networks in "
                "allowed_addresses."
            )
        self._incoming = incoming
        self._tally: Counter[int] = Counter()
        self._in_a_row: weakref.WeakKeyDictionary[Association, int] = weakref.WeakKeyDictionary()
        self._guard = threading.Lock()
        entity = ApplicationEntity(address.aet)
        entity.maximum_associations = 2 * MOST_CONNECTIONS  # `Listener` counts, by address
        entity.maximum_pdu_size = PDU_BYTES
        entity.acse_timeout = SILENT_SECONDS
        entity.network_timeout = IDLE_SECONDS
        entity.require_called_aet = True
        entity.require_calling_aet = list(guests.aets)
        entity.add_supported_context(Verification)
        entity.supported_contexts = [*entity.supported_contexts, *storage_contexts()]
        context = None if credentials is None else credentials.for_listening()
        try:
            server = entity.make_server(
                (address.host, address.port),
                ssl_context=context,
                evt_handlers=[
                    (evt.EVT_C_STORE, self._store),
                    (evt.EVT_REJECTED, self._rejected),
                ],
                server_class=Listener,
                networks=guests.networks,
            )
        except OSError as error:
            raise UsageError(
                f"{address.host}, port {address.port} cannot be listened on: {error.strerror}. "
                "Another program may have it: choose another port."
            ) from error
        assert isinstance(server, Listener)  # noqa: S101 - for the type checker
        self._server = server
        entity._servers.append(server)
        self.address = Address(address.aet, address.host, int(self._server.server_address[1]))
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="listener", daemon=True
        )
        self._thread.start()
        log.info("listening on port %d", self.address.port)

    @property
    def kept(self) -> int:
        """Images that were answered with success."""
        return self._tally[SUCCESS]

    @property
    def refused(self) -> int:
        """Images that were answered with a failure."""
        return sum(count for status, count in self._tally.items() if status != SUCCESS)

    @property
    def turned_away(self) -> int:
        """Connections and associations that were refused."""
        return self._server.turned_away

    def close(self) -> None:
        """Take no more connections, let images that are on their way end, then hang up."""
        self._server.shutdown()
        self._thread.join()
        end = time.monotonic() + FAREWELL_SECONDS
        while time.monotonic() < end and self._busy():
            time.sleep(0.05)
        associations: Sequence[Association] = self._server.active_associations
        for association in associations:
            if association.is_established:
                association.abort(block=False)
            else:
                dismiss(association)
        for association in associations:
            association.join(FAREWELL_SECONDS)
        log.info("stopped listening: %d images kept, %d refused", self.kept, self.refused)

    def _busy(self) -> bool:
        return any(one.is_established for one in self._server.active_associations)

    def _store(self, event: evt.Event) -> int:
        caller = str(event.assoc.requestor.ae_title).strip()
        status = store(event, self._incoming, caller)
        with self._guard:
            self._tally[status] += 1
            in_a_row = 0 if status == SUCCESS else self._in_a_row.get(event.assoc, 0) + 1
            self._in_a_row[event.assoc] = in_a_row
        if status != SUCCESS:
            address = event.assoc.requestor.address
            log.warning("an image from %s was refused: %s", address, REFUSED[status])
            if in_a_row >= MOST_REFUSED:
                log.warning("%s sends nothing but what is refused and is hung up on", address)
                event.assoc.abort(block=False)
        return status

    def _rejected(self, event: evt.Event) -> None:
        self._server.turned_away += 1
        log.warning("an association from %s was refused", event.assoc.requestor.address)
