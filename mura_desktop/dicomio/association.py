"""Calling another system: an association, or a sentence that says why there is none."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pynetdicom import evt
from pynetdicom.ae import ApplicationEntity
from pynetdicom.association import Association
from pynetdicom.pdu import A_ASSOCIATE_RJ
from pynetdicom.pdu_primitives import SCP_SCU_RoleSelectionNegotiation
from pynetdicom.presentation import PresentationContext

from mura_desktop.dicomio.tls import Credentials
from mura_desktop.errors import RemoteError, UsageError
from mura_desktop.remotes import Remote

log = logging.getLogger(__name__)

PDU_BYTES = 131_072

_REJECTIONS = {
    (1, 2): "it does not know the kind of application",
    (1, 3): "it does not know this program's AE title {calling}; its administrator must add it",
    (1, 7): "its AE title is not {called}; correct the settings",
    (3, 1): "it is congested; try again later",
    (3, 2): "it has too many connections; try again later",
}
"""Source and diagnostic of a rejection in words (PS3.8, table 9-21)."""


@contextmanager
def association(
    remote: Remote,
    contexts: Sequence[PresentationContext],
    credentials: Credentials | None = None,
    handlers: Sequence[evt.EventHandlerType] = (),
    roles: Sequence[SCP_SCU_RoleSelectionNegotiation] = (),
) -> Iterator[Association]:
    """Hold an association with another system; it is released at the end, aborted on an error.

    Parameters
    ----------
    remote
        Whom to call.
    contexts
        What is asked for.
    credentials
        Needed where the remote takes encrypted associations only.
    handlers, roles
        For pynetdicom.

    Raises
    ------
    RemoteError
        Where there is none, and why.
    """
    entity = ApplicationEntity(remote.calling_aet)
    entity.connection_timeout = remote.connect_seconds
    entity.acse_timeout = remote.answer_seconds
    entity.dimse_timeout = remote.answer_seconds
    entity.network_timeout = remote.answer_seconds
    tls: tuple[ssl.SSLContext, str] | None = None
    if remote.tls:
        if credentials is None:
            raise UsageError(
                f"{remote.name} is encrypted: set tls_certificate, tls_key and tls_authority."
            )
        tls = (credentials.for_calling(), remote.host)
    opened: list[socket.socket] = []
    refusals: list[A_ASSOCIATE_RJ] = []

    def note(event: evt.Event) -> None:
        wrapped = event.assoc.dul.socket
        if wrapped is not None and wrapped.socket is not None:
            wrapped.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            opened.append(wrapped.socket)

    def hear(event: evt.Event) -> None:
        # pynetdicom's association does not say so where the peer hangs up before its thread looks
        # for the answer.
        if isinstance(event.pdu, A_ASSOCIATE_RJ):
            refusals.append(event.pdu)

    try:
        # Where a connection fails, pynetdicom does not tell why and leaves its socket open.
        socket.create_connection((remote.host, remote.port), remote.connect_seconds).close()
        held = entity.associate(
            remote.host,
            remote.port,
            contexts=list(contexts),
            ae_title=remote.aet,
            max_pdu=PDU_BYTES,
            ext_neg=list(roles),
            evt_handlers=[*handlers, (evt.EVT_CONN_OPEN, note), (evt.EVT_PDU_RECV, hear)],
            tls_args=tls,
        )
    except OSError as error:
        raise RemoteError(_unreachable(remote, error)) from error
    try:
        if not held.is_established:
            raise RemoteError(_why_not(remote, refusals, tls))
        yield held
        if held.is_established:
            held.release()
    except BaseException:
        if held.is_established:
            held.abort()
        raise
    finally:
        for connection in opened:
            connection.close()  # pynetdicom does not where the peer has hung up first


def no_answer(remote: Remote) -> RemoteError:
    """Return what to say where a system stops in the middle."""
    return RemoteError(
        f"{remote.name} broke off, or gave no answer within {remote.answer_seconds:g} s. "
        f"Try again; if it goes on, ask its administrator whether it knows {remote.calling_aet}."
    )


def refused(remote: Remote, what: str, status: int) -> RemoteError:
    """Return what to say where a system answers with a failure."""
    return RemoteError(
        f"{remote.name} will not {what} (status 0x{status:04X}). Ask its administrator whether "
        f"{remote.calling_aet} may."
    )


def _why_not(
    remote: Remote,
    refusals: Sequence[A_ASSOCIATE_RJ],
    tls: tuple[ssl.SSLContext, str] | None,
) -> str:
    for refusal in refusals:
        key = (refusal.source or 0, refusal.reason_diagnostic or 0)
        reason = _REJECTIONS.get(key, f"for reason {key[0]}/{key[1]}")
        words = reason.format(calling=remote.calling_aet, called=remote.aet)
        return f"{remote.name} refused: {words}."
    try:
        with socket.create_connection((remote.host, remote.port), remote.connect_seconds) as tried:
            if tls is not None:
                tls[0].wrap_socket(tried, server_hostname=tls[1]).close()
    except OSError as error:
        return _unreachable(remote, error)
    # With TLS 1.3 a certificate is refused only after the connection stands (RFC 8446, 4.4.2.4).
    wanted = "does it accept this program's tls_certificate" if remote.tls else "without TLS"
    return (
        f"{remote.name} took the connection and gave no answer within {remote.answer_seconds:g} s, "
        f"or hung up. Is {remote.host}, port {remote.port}, a DICOM service, and {wanted}?"
    )


def _unreachable(remote: Remote, error: OSError) -> str:
    place = f"{remote.name} ({remote.host}, port {remote.port})"
    if isinstance(error, ssl.SSLError):
        return (
            f"{place}: no encrypted connection. Its certificate, or this program's, is not "
            "accepted; check tls_certificate and tls_authority."
        )
    if isinstance(error, TimeoutError):
        return f"{place} did not answer within {remote.connect_seconds:g} s. Is it on?"
    if isinstance(error, ConnectionRefusedError):
        return f"{place}: nothing listens there. Check host and port, or whether it runs."
    if isinstance(error, socket.gaierror):
        return f"{place}: no machine has that name. Check host in the settings."
    return f"{place} cannot be reached: {error.strerror or type(error).__name__}."
