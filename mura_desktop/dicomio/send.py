"""Pushing objects to another system: C-STORE (PS3.4, annex B) or STOW-RS (PS3.18, 10.5)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import requests
from pydicom import dcmread
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filereader import read_file_meta_info
from pydicom.uid import UID
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext, build_context
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from mura_desktop.dicomio.association import association, no_answer
from mura_desktop.dicomio.tls import Credentials
from mura_desktop.dicomio.web_session import asking, web_client
from mura_desktop.errors import NotTakenError, RemoteError
from mura_desktop.remotes import Remote

log = logging.getLogger(__name__)

_WARNINGS = frozenset({0xB000, 0xB006, 0xB007})
"""Stored, with some remark (PS3.4, table B.2-1)."""
_BUSY = (0xA700, 0x0124)
"""Out of resources, and not authorised: the administrator can mend either without a new object."""
_CONFLICT = (400, 409, 415)
"""HTTP's answers about the object, not about the service."""


def send(
    remote: Remote,
    files: Sequence[Path],
    credentials: Credentials | None,
    taken: Callable[[Path], None],
    cancelled: threading.Event,
) -> None:
    """Send files in order, by DICOMweb where the remote has a `url`.

    Parameters
    ----------
    remote
        Where to.
    files
        DICOM files.
    credentials
        See `association` and `web_client`.
    taken
        Told of each file that the remote says it has, before the next one is sent.
    cancelled
        Ends it between two files.

    Raises
    ------
    NotTakenError
        Where an object is refused.
    RemoteError
        Where the remote cannot be reached or breaks off.
    """
    if remote.url is not None:
        _send_over_web(remote, files, credentials, taken, cancelled)
    else:
        _send_over_association(remote, files, credentials, taken, cancelled)


def _send_over_association(
    remote: Remote,
    files: Sequence[Path],
    credentials: Credentials | None,
    taken: Callable[[Path], None],
    cancelled: threading.Event,
) -> None:
    with association(remote, _contexts(files), credentials) as held:
        for file in files:
            if cancelled.is_set():
                return
            _store(held, file, remote)
            taken(file)


def _contexts(files: Sequence[Path]) -> list[PresentationContext]:
    metas = [_meta(file) for file in files]
    pairs = dict.fromkeys(
        (str(meta.MediaStorageSOPClassUID), str(meta.TransferSyntaxUID)) for meta in metas
    )
    # With an echo beside them, there is an association even where none of these is taken, and the
    # refusal can be told from a line that is down.
    return [*(build_context(kind, syntax) for kind, syntax in pairs), build_context(Verification)]


def _store(held: Association, file: Path, remote: Remote) -> None:
    try:
        status = held.send_c_store(dcmread(file))
    except ValueError as error:  # no accepted context
        kind = UID(str(_meta(file).MediaStorageSOPClassUID)).name
        raise NotTakenError(
            f"{remote.name} does not take this kind of object ({kind}). Ask its administrator to "
            "allow it, or send other kinds."
        ) from error
    except RuntimeError as error:  # the association is gone
        raise no_answer(remote) from error
    if "Status" not in status:
        raise no_answer(remote)
    code = int(status.Status)
    if code == 0 or code in _WARNINGS:
        return
    if code in _BUSY or code >> 8 == 0xA7:
        raise RemoteError(
            f"{remote.name} cannot store for now (status 0x{code:04X}): it is full, or "
            f"{remote.calling_aet} may not. Tell its administrator."
        )
    raise NotTakenError(f"{remote.name} refused the object (status 0x{code:04X}).")


def _send_over_web(
    remote: Remote,
    files: Sequence[Path],
    credentials: Credentials | None,
    taken: Callable[[Path], None],
    cancelled: threading.Event,
) -> None:
    client = web_client(remote, credentials)
    for file in files:
        if cancelled.is_set():
            return
        with asking(remote):
            try:
                answer = client.store_instances([dcmread(file)])
            except requests.exceptions.HTTPError as error:
                code = 0 if error.response is None else error.response.status_code
                if code in _CONFLICT:
                    raise NotTakenError(
                        f"{remote.name} refused the object (status {code})."
                    ) from error
                raise
        _check_stored(answer, remote)
        taken(file)


def _check_stored(answer: Dataset, remote: Remote) -> None:
    """Read the answer of STOW-RS: a service may say "200" and list a failure (PS3.18, 10.5.3)."""
    for failed in answer.get("FailedSOPSequence") or ():
        code = int(failed.get("FailureReason") or 0)
        raise NotTakenError(f"{remote.name} refused the object (reason 0x{code:04X}).")
    if not answer.get("ReferencedSOPSequence"):
        raise RemoteError(f"{remote.name} did not say whether it stored the object.")


def _meta(file: Path) -> FileMetaDataset:
    return read_file_meta_info(file)
