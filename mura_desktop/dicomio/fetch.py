"""Asking an archive over DIMSE: C-FIND, and C-GET or C-MOVE for the images."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from pydicom.dataset import Dataset
from pydicom.uid import (
    UID,
    BasicTextSRStorage,
    BreastTomosynthesisImageStorage,
    ComprehensiveSRStorage,
    ComputedRadiographyImageStorage,
    CTImageStorage,
    DigitalMammographyXRayImageStorageForPresentation,
    DigitalXRayImageStorageForPresentation,
    DigitalXRayImageStorageForProcessing,
    EncapsulatedPDFStorage,
    EnhancedSRStorage,
    GrayscaleSoftcopyPresentationStateStorage,
    KeyObjectSelectionDocumentStorage,
    MRImageStorage,
    MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
    MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
    MultiFrameTrueColorSecondaryCaptureImageStorage,
    SecondaryCaptureImageStorage,
    UltrasoundImageStorage,
    XRayAngiographicImageStorage,
    XRayRadiationDoseSRStorage,
    XRayRadiofluoroscopicImageStorage,
)
from pynetdicom import build_context, build_role, evt
from pynetdicom.sop_class import (  # type: ignore[attr-defined] # made at run time
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
)

from mura_desktop.dicomio.association import association, no_answer, refused
from mura_desktop.dicomio.contexts import TRANSFER_SYNTAXES
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.query import (
    MOST_ASKED,
    SERIES_KEYS,
    Answer,
    FoundStudy,
    Query,
    Told,
    found_study,
    sifted,
    with_series,
)
from mura_desktop.dicomio.storing import OUT_OF_RESOURCES, REFUSED, SUCCESS, store
from mura_desktop.dicomio.tls import Credentials
from mura_desktop.errors import RemoteError
from mura_desktop.remotes import Remote

FETCHED_CLASSES: tuple[UID, ...] = (
    *(ComputedRadiographyImageStorage, DigitalXRayImageStorageForPresentation),
    *(DigitalXRayImageStorageForProcessing, SecondaryCaptureImageStorage),
    *(MultiFrameGrayscaleByteSecondaryCaptureImageStorage, XRayAngiographicImageStorage),
    *(MultiFrameGrayscaleWordSecondaryCaptureImageStorage, XRayRadiofluoroscopicImageStorage),
    *(MultiFrameTrueColorSecondaryCaptureImageStorage, CTImageStorage, MRImageStorage),
    *(UltrasoundImageStorage, DigitalMammographyXRayImageStorageForPresentation),
    *(BreastTomosynthesisImageStorage, GrayscaleSoftcopyPresentationStateStorage),
    *(ComprehensiveSRStorage, EnhancedSRStorage, BasicTextSRStorage, EncapsulatedPDFStorage),
    *(XRayRadiationDoseSRStorage, KeyObjectSelectionDocumentStorage),
)
"""Asked for with C-GET, which must name each class beforehand (PS3.4, C.5.3). What is not named
here counts as not handed out; so there are also reports, of this program too, that lie beside
images."""
PENDING = (0xFF00, 0xFF01)
SOME_FAILED = 0xB000
"""Complete, one or more failures or warnings (PS3.4, tables C.4-2 and C.4-3)."""
CANCEL = 0xFE00
UNKNOWN_DESTINATION = 0xA801
"""PS3.4, table C.4-2."""


class DimseArchive:
    """An archive that is spoken to in DIMSE.

    Parameters
    ----------
    remote
        The archive.
    incoming
        Where images of C-GET go.
    credentials
        For encrypted associations.
    own_aet
        This program's title, to which C-MOVE sends; a `Receiver` must listen under it.
    """

    def __init__(
        self,
        remote: Remote,
        incoming: Incoming,
        credentials: Credentials | None = None,
        own_aet: str = "",
    ) -> None:
        self._remote = remote
        self._incoming = incoming
        self._credentials = credentials
        self._own_aet = own_aet or remote.calling_aet

    def find(self, query: Query, cancelled: threading.Event) -> Answer:
        """See `Archive`."""
        found: dict[str, FoundStudy] = {}
        model = StudyRootQueryRetrieveInformationModelFind
        contexts = [build_context(model)]
        with association(self._remote, contexts, self._credentials) as held:

            def ask(level: str, keys: dict[str, str]) -> Iterator[Dataset]:
                identifier = _identifier(level, keys)
                return self._answers(held.send_c_find(identifier, model), "answer the question")

            def whole() -> Iterator[FoundStudy]:
                for study in found.values():
                    if cancelled.is_set():
                        return
                    keys = {**dict.fromkeys(SERIES_KEYS, ""), "StudyInstanceUID": study.uid}
                    yield with_series(study, ask("SERIES", keys))

            cut = False
            for modality in query.modalities or ("",):
                if cut:
                    break
                for answer in ask("STUDY", query.identifier(modality)):
                    study = found_study(answer)
                    if study is not None and len(found) < MOST_ASKED:
                        found[study.uid] = study
                    elif study is not None and study.uid not in found and not cut:
                        # The rest is on its way, and must be read before the next question.
                        held.send_c_cancel(1, query_model=model)
                        cut = True
                    if cancelled.is_set():
                        held.abort()
                        return Answer()
            return sifted(whole(), query, cut=cut)

    def fetch(self, study_uid: str, told: Told, cancelled: threading.Event) -> int:
        """See `Archive`. What came before it was cancelled is kept."""
        if self._remote.moves:
            return self._move(study_uid, told, cancelled)
        return self._get(study_uid, told, cancelled)

    def _get(self, study_uid: str, told: Told, cancelled: threading.Event) -> int:
        came = 0
        total: int | None = None
        status = Dataset()
        lost: list[int] = []

        def keep(event: evt.Event) -> int:
            nonlocal came
            status = store(event, self._incoming, self._remote.aet)
            if status == SUCCESS:
                came += 1
                told(came, total)
            else:
                lost.append(status)
            return status

        model = StudyRootQueryRetrieveInformationModelGet
        contexts = [build_context(model)]
        contexts += [build_context(one, list(TRANSFER_SYNTAXES)) for one in FETCHED_CLASSES]
        roles = [build_role(one, scp_role=True) for one in FETCHED_CLASSES]
        handlers = [(evt.EVT_C_STORE, keep)]
        with association(self._remote, contexts, self._credentials, handlers, roles) as held:
            identifier = _identifier("STUDY", {"StudyInstanceUID": study_uid})
            for status in self._states(held.send_c_get(identifier, model), "hand out the study"):
                total = _total(status, total)
                told(came, total)
                if cancelled.is_set():
                    held.abort()
                    return came
        if lost:
            reason = "is the disk full?" if OUT_OF_RESOURCES in lost else REFUSED[lost[0]]
            raise RemoteError(
                f"{len(lost)} images of the study could not be kept: {reason} What came is kept; "
                "the study can be fetched again."
            )
        self._complain(status, came, total)
        return came

    def _move(self, study_uid: str, told: Told, cancelled: threading.Event) -> int:
        came = 0
        total: int | None = None
        status = Dataset()
        model = StudyRootQueryRetrieveInformationModelMove
        with association(self._remote, [build_context(model)], self._credentials) as held:
            identifier = _identifier("STUDY", {"StudyInstanceUID": study_uid})
            answers = held.send_c_move(identifier, self._own_aet, model)
            for status in self._states(answers, "send the study"):
                came = int(status.get("NumberOfCompletedSuboperations") or 0)
                total = _total(status, total)
                told(came, total)
                if cancelled.is_set():
                    held.abort()
                    return came
        self._complain(status, came, total)
        return came

    def _complain(self, last: Dataset, came: int, total: int | None) -> None:
        """Say what a fetch lacks that the archive calls complete, after its last answer."""
        name = self._remote.name
        failed = int(last.get("NumberOfFailedSuboperations") or 0)
        if failed:
            raise RemoteError(
                f"{failed} of {max(failed + came, total or 0)} images were not handed out by "
                f"{name}. What came is kept; the study can be fetched again."
            )
        if last.get("Status") == CANCEL:  # nobody asked for that: who cancels here hangs up
            raise RemoteError(
                f"{name} stopped in the midst of the study. What came is kept; the study can be "
                "fetched again."
            )
        if not came:
            raise RemoteError(f"{name} sent no image of this study.")

    def _answers(
        self, answers: Iterable[tuple[Dataset, Dataset | None]], what: str
    ) -> Iterator[Dataset]:
        for status, answer in answers:
            if "Status" not in status:
                raise no_answer(self._remote)
            if status.Status in PENDING and answer is not None:
                yield answer
            elif status.Status not in (*PENDING, SUCCESS, CANCEL):
                raise refused(self._remote, what, status.Status)

    def _states(
        self, answers: Iterable[tuple[Dataset, Dataset | None]], what: str
    ) -> Iterator[Dataset]:
        for status, _identifier_of_failures in answers:
            if "Status" not in status:
                raise no_answer(self._remote)
            code = int(status.Status)
            if code == UNKNOWN_DESTINATION:
                raise RemoteError(
                    f"{self._remote.name} does not know where {self._own_aet} is. Its "
                    "administrator must enter this program's AE title, host and port."
                )
            if code not in (*PENDING, SUCCESS, SOME_FAILED, CANCEL):
                raise refused(self._remote, what, code)
            yield status


def _identifier(level: str, keys: dict[str, str]) -> Dataset:
    identifier = Dataset()
    identifier.QueryRetrieveLevel = level
    if any(not value.isascii() for value in keys.values()):
        identifier.SpecificCharacterSet = "ISO_IR 192"
    for keyword, value in keys.items():
        setattr(identifier, keyword, value)
    return identifier


def _total(status: Dataset, before: int | None) -> int | None:
    counts = [
        status.get(f"NumberOf{kind}Suboperations")
        for kind in ("Remaining", "Completed", "Failed", "Warning")
    ]
    if counts[0] is None:
        return before
    return sum(int(count or 0) for count in counts)
