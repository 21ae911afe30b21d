"""The archive behind a name, in whatever protocol it speaks."""

from __future__ import annotations

from collections.abc import Sequence

from mura_desktop.dicomio.fetch import DimseArchive
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.query import Archive
from mura_desktop.dicomio.tls import Credentials
from mura_desktop.dicomio.web import WebArchive
from mura_desktop.errors import UsageError
from mura_desktop.remotes import Remote


def open_archive(
    remote: Remote, incoming: Incoming, credentials: Credentials | None, own_aet: str
) -> Archive:
    """Return the archive; nothing is asked of it yet."""
    if remote.url is not None:
        return WebArchive(remote, incoming, credentials)
    return DimseArchive(remote, incoming, credentials, own_aet)


def queried(remotes: Sequence[Remote]) -> tuple[Remote, ...]:
    """Return the remotes that may be asked for studies."""
    return tuple(remote for remote in remotes if "query" in remote.roles)


def remote_named(name: str, remotes: Sequence[Remote]) -> Remote:
    """Return the remote of a name; capitals do not matter.

    Raises
    ------
    UsageError
        Where there is none.
    """
    for remote in queried(remotes):
        if remote.name.casefold() == name.casefold():
            return remote
    known = ", ".join(remote.name for remote in queried(remotes)) or "none"
    raise UsageError(f"There is no remote “{name}” that is queried. In the settings: {known}.")
