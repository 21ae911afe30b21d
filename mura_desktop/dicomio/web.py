"""Asking an archive over the web: QIDO-RS and WADO-RS (PS3.18)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import BytesIO
from typing import Any, TypeVar

import requests
from pydicom.dataset import Dataset

from mura_desktop.dicomio.identity import is_uid
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.query import (
    MOST_ASKED,
    SERIES_KEYS,
    STUDY_KEYS,
    Answer,
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

PAGE = 500
"""Studies of one answer; an archive may send fewer."""

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

    def find(self, query: Query, cancelled: threading.Event) -> Answer:
        """See `Archive`."""
        found: dict[str, FoundStudy] = {}
        cut = False
        for modality in query.modalities or ("",):
            cut |= self._look_through(query.identifier(modality), found, cancelled)
        studies = list(found.values())
        whole = self._with_series(studies[:MOST_ASKED], cancelled)
        return sifted(whole, query, cut=cut or len(studies) > MOST_ASKED)

    def _look_through(
        self, keys: dict[str, str], found: dict[str, FoundStudy], cancelled: threading.Event
    ) -> bool:
        """Add studies, page by page; tell whether there may be more that the archive keeps back."""
        keys = {key: value for key, value in keys.items() if value}
        if "PatientName" in keys:
            keys["PatientName"] = keys["PatientName"].replace("^", "?")  # see `_Session`
        own: dict[str, FoundStudy] = {}
        offset = 0
        while len(found) <= MOST_ASKED and not cancelled.is_set():
            answers = self._ask(
                partial(
                    self._client.search_for_studies,
                    search_filters=keys,
                    fields=list(STUDY_KEYS),
                    limit=PAGE,
                    offset=offset,
                )
            )
            studies = [found_study(Dataset.from_json(answer)) for answer in answers]
            page = {study.uid: study for study in studies if study is not None}
            if page.keys() <= own.keys():
                return len(answers) == PAGE  # the same again: this archive knows no offset
            own |= page
            found |= page
            offset += len(answers)
        return False

    def _with_series(
        self, studies: Iterable[FoundStudy], cancelled: threading.Event
    ) -> Iterator[FoundStudy]:
        for study in studies:
            if cancelled.is_set():
                return
            series = self._ask(
                partial(self._client.search_for_series, study.uid, fields=list(SERIES_KEYS))
            )
            yield with_series(study, [Dataset.from_json(one) for one in series])

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
