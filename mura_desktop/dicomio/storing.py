"""A C-STORE request on its way to the disk, whoever asked for it."""

from __future__ import annotations

import errno
import logging
from io import BytesIO

from pydicom.uid import UID
from pynetdicom import evt
from pynetdicom.dimse_primitives import C_STORE
from pynetdicom.dsutils import encode_file_meta

from mura_desktop.dicomio.identity import NotUnderstoodError, identify, is_uid
from mura_desktop.dicomio.incoming import Incoming, StudyFullError
from mura_desktop.errors import MuraError
from mura_desktop.logs import traced

log = logging.getLogger(__name__)

SUCCESS = 0x0000
OUT_OF_RESOURCES = 0xA700
DOES_NOT_MATCH = 0xA900
NOT_UNDERSTOOD = 0xC000
"""PS3.4, table B.2-1."""
REFUSED = {
    OUT_OF_RESOURCES: "out of resources",
    DOES_NOT_MATCH: "data set and request differ",
    NOT_UNDERSTOOD: "not understood",
}
PREAMBLE = b"\0" * 128 + b"DICM"


def store(event: evt.Event, incoming: Incoming, caller: str) -> int:
    """Keep the image of a request, as the bytes it came in; return the status to answer with.

    Success is returned once the image would survive a power cut, and for nothing else.
    """
    try:
        return _store(event, incoming, caller)
    except StudyFullError:
        log.error("an image was not kept: its study has too many")
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        log.error("an image was not kept: %s", "disk full" if full else traced(error))
    except MuraError as error:
        log.error("an image was not kept:\n%s", traced(error))
    return OUT_OF_RESOURCES


def _store(event: evt.Event, incoming: Incoming, caller: str) -> int:
    request = event.request
    if not isinstance(request, C_STORE) or not isinstance(request.DataSet, BytesIO):
        return NOT_UNDERSTOOD
    data, stated = request.DataSet, str(request.AffectedSOPInstanceUID)
    try:
        identity = identify(data, UID(event.context.transfer_syntax))
    except NotUnderstoodError:
        return NOT_UNDERSTOOD
    if not is_uid(stated) or not is_uid(identity.study_uid):
        return NOT_UNDERSTOOD
    if (identity.sop_uid, identity.sop_class) != (stated, str(request.AffectedSOPClassUID)):
        return DOES_NOT_MATCH
    head = PREAMBLE + encode_file_meta(event.file_meta)
    with data.getbuffer() as body:
        incoming.take(stated, identity.study_uid, caller, (head, body))
    return SUCCESS
