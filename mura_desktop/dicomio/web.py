"""Asking an archive over the web: QIDO-RS and WADO-RS (PS3.18)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any, TypeVar

import requests
from pydicom.dataset import Dataset

from mura_desktop.dicomio.identity import is_uid
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.query import (
    MOST_STUDIES,
    SERIES_KEYS,
    STUDY_KEYS,
    FoundStudy,
    Query,
    Told,
    found_study,
    sifted,
    with_series,
)
from mura_desktop.dicomio.tls import Credentials
from mura_desktop.dicomio.web_session import asking, web_client
from mura_desktop.errors import RemoteError
from mura_desktop.remotes import Remote

AS_STORED = (("application/dicom", "*"),)
"""Media type and transfer syntax: the archive shall not encode anew (PS3.18, 8.7.3.5.2)."""

_T = TypeVar("_T")


class WebArchive:
    """An archive that is spoken to in DICOMweb.

    Parameters
    ----------
    remote
        The archive; its `url` is set.
    incoming
        Where images go.
    credentials
        Shown to a server that wants a certificate, and who signs the server's.
    """

    def __init__(
        self, remote: Remote, incoming: Incoming, credentials: Credentials | None = None
    ) -> None:
        self._remote = remote
        self._incoming = incoming
        self._client = web_client(remote, credentials, _Session())

    def find(self, query: Query, cancelled: threading.Event) -> list[FoundStudy]:
        """See `Archive`."""
        found: dict[str, FoundStudy] = {}
        for modality in query.modalities or ("",):
            keys = {key: value for key, value in query.identifier(modality).items() if value}
            if "PatientName" in keys:
                keys["PatientName"] = keys["PatientName"].replace("^", "?")  # see `_Session`
            answers = self._ask(
                partial(
                    self._client.search_for_studies,
                    search_filters=keys,
                    fields=list(STUDY_KEYS),
                    limit=MOST_STUDIES,
                )
            )
            for answer in answers:
                study = found_study(Dataset.from_json(answer))
                if study is not None:
                    found[study.uid] = study
        whole = []
        for study in list(found.values())[:MOST_STUDIES]:
            if cancelled.is_set():
                break
            series = self._ask(
                partial(self._client.search_for_series, study.uid, fields=list(SERIES_KEYS))
            )
            whole.append(with_series(study, [Dataset.from_json(one) for one in series]))
        return sifted(whole, query)

    def fetch(self, study_uid: str, told: Told, cancelled: threading.Event) -> int:
        """See `Archive`. What came before it was cancelled is kept."""
        listed = self._ask(partial(self._client.search_for_instances, study_uid))
        images = [Dataset.from_json(one) for one in listed]
        if not images:
            raise RemoteError(f"{self._remote.name} has no image of this study.")
        for number, image in enumerate(images, 1):
            if cancelled.is_set():
                return number - 1
            series, instance = str(image.SeriesInstanceUID), str(image.SOPInstanceUID)
            found = self._ask(
                partial(self._client.retrieve_instance, study_uid, series, instance, AS_STORED)
            )
            self._keep(found, study_uid, instance)
            told(number, len(images))
        return len(images)

    def _keep(self, image: Dataset, study_uid: str, instance: str) -> None:
        stated = (str(image.get("StudyInstanceUID", "")), str(image.get("SOPInstanceUID", "")))
        if stated != (study_uid, instance) or not all(map(is_uid, stated)):
            raise RemoteError(f"{self._remote.name} sent another image than was asked for.")
        stream = BytesIO()
        image.save_as(stream)
        try:
            self._incoming.take(instance, study_uid, self._remote.name, (stream.getbuffer(),))
        except OSError as error:
            raise RemoteError(
                f"An image could not be kept: {error.strerror}. What came before is kept; fetch "
                "the study again once the disk has room."
            ) from error

    def _ask(self, call: Callable[[], _T]) -> _T:
        """Call the archive; says in plain words why it does not answer."""
        with asking(self._remote):
            return call()


class _Session(requests.Session):
    """Leaves wildcards in a question as they are, which RFC 3986, 3.4 allows.

    Orthanc's plugin takes them for letters once they are escaped; so it does with a caret, which
    must be escaped, and for which a wildcard stands therefore.
    """

    def get(self, url: Any, **further: Any) -> requests.Response:  # type: ignore[override]
        """Send a GET request."""
        return super().get(url.replace("%2A", "*").replace("%3F", "?"), **further)
