"""Studies are found and fetched from a real archive, over DIMSE and over the web."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import (
    ComprehensiveSRStorage,
    ComputedRadiographyImageStorage,
    ExplicitVRLittleEndian,
    RTImageStorage,
    generate_uid,
)
from pynetdicom import AE, build_context, evt
from pynetdicom.dul import DULServiceProvider
from pynetdicom.sop_class import (  # type: ignore[attr-defined] # made at run time
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
)

from mura_desktop.dicomio import fetch, query, web
from mura_desktop.dicomio.archive import open_archive
from mura_desktop.dicomio.fetch import FETCHED_CLASSES
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.query import Archive, Query
from mura_desktop.dicomio.receiver import Address, Guests, Receiver
from mura_desktop.errors import RemoteError
from mura_desktop.remotes import Remote
from mura_desktop.store.repository import Store
from tests.dicomio import peers
from tests.dicomio.peers import HOST
from tests.dicomio.receiving import LOOPBACK

TODAY = date(2026, 1, 2)
PROTOCOLS = ("get", "move", "web")
NEVER = threading.Event()


@dataclass(frozen=True, slots=True)
class Clinic:
    """An archive with a wrist, a hand of two series and a chest; and this program beside it."""

    orthanc: peers.Orthanc
    store: Store
    incoming: Incoming
    wrist: str
    hand: str
    chest: str
    wrist_files: list[Path]

    def remote(self, protocol: str) -> Remote:
        if protocol == "web":
            peers.needs_dicomweb()
            return Remote(name="Archive", url=self.orthanc.dicomweb)
        return Remote(
            name="Archive",
            aet="ORTHANC",
            host=HOST,
            port=self.orthanc.port,
            moves=protocol == "move",
        )

    def archive(self, protocol: str) -> Archive:
        return open_archive(self.remote(protocol), self.incoming, None, "MURA")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("clinic")
    wrist, hand, chest = generate_uid(), generate_uid(), generate_uid()
    images = [peers.radiograph(study=wrist, seed=number) for number in range(3)]
    wrist_files = peers.written(folder / "wrist", images)
    others = [
        peers.radiograph(study=hand, part="HAND", patient="DEMO^TWO", patient_id="DEMO-2"),
        peers.radiograph(
            study=hand,
            series=generate_uid(),
            part="HAND",
            patient="DEMO^TWO",
            patient_id="DEMO-2",
            modality="DX",
        ),
        peers.radiograph(study=chest, part="CHEST", day="20251231"),
    ]
    store = Store(folder / "results.sqlite")
    incoming = Incoming(folder / "incoming", store.received.keep, reserve_bytes=0)
    receiver = Receiver(Address("MURA", HOST, 0), Guests(("ORTHANC",), LOOPBACK), incoming)
    known = {"mura": ("MURA", HOST, receiver.address.port)}
    try:
        with peers.orthanc(folder / "orthanc", known) as orthanc:
            orthanc.keep([*wrist_files, *peers.written(folder / "others", others)])
            yield Clinic(orthanc, store, incoming, wrist, hand, chest, wrist_files)
    finally:
        receiver.close()
        incoming.close()
        store.close()


@pytest.mark.parametrize("protocol", ["get", "web"])
def test_studies_are_found_by_patient_day_part_and_modality(clinic: Clinic, protocol: str) -> None:
    def found(asked: Query) -> set[str]:
        return {study.uid for study in clinic.archive(protocol).find(asked, NEVER).studies}

    assert found(Query()) == {clinic.wrist, clinic.hand, clinic.chest}
    assert found(Query(patient="DEMO-2")) == {clinic.hand}
    assert found(Query(patient="demo, tw")) == {clinic.hand}
    assert found(Query(first_day=TODAY, last_day=TODAY)) == {clinic.wrist, clinic.hand}
    assert found(Query(last_day=date(2025, 12, 31))) == {clinic.chest}
    assert found(Query(parts=frozenset({"wrist", "elbow"}))) == {clinic.wrist}
    assert found(Query(modalities=("DX", "MR"))) == {clinic.hand}
    assert found(Query(modalities=("CT",))) == set()
    assert found(Query(patient="*")) == {clinic.wrist, clinic.hand, clinic.chest}


@pytest.mark.parametrize("protocol", ["get", "web"])
def test_a_found_study_says_what_it_is(clinic: Clinic, protocol: str) -> None:
    (hand,) = clinic.archive(protocol).find(Query(patient="DEMO-2"), NEVER).studies

    assert hand.patient == "DEMO, TWO (DEMO-2)"
    assert hand.day == TODAY
    assert set(hand.modalities) == {"CR", "DX"}
    assert hand.parts == ("hand",)
    assert hand.description == "Hand 2 views"
    assert hand.images == 2


@pytest.mark.parametrize("protocol", ["get", "web"])
def test_an_answer_is_cut_after_body_parts_are_known_and_says_so(
    clinic: Clinic, protocol: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*parts: str) -> tuple[int, bool]:
        answer = clinic.archive(protocol).find(Query(parts=frozenset(parts)), NEVER)
        return len(answer.studies), answer.cut

    monkeypatch.setattr(web, "PAGE", 1)
    assert asked() == (3, False)
    monkeypatch.setattr(query, "MOST_STUDIES", 1)
    assert asked("wrist") == (1, False)
    assert asked("hand") == (1, False)
    assert asked("wrist", "hand") == (1, True)
    monkeypatch.setattr(query, "MOST_STUDIES", 3)
    for module in (fetch, web):
        monkeypatch.setattr(module, "MOST_ASKED", 2)
    assert asked() == (2, True)
    assert asked("elbow") == (0, True)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_fetched_study_is_the_one_that_was_kept_there(clinic: Clinic, protocol: str) -> None:
    steps: list[tuple[int, int | None]] = []

    came = clinic.archive(protocol).fetch(
        clinic.wrist, lambda done, total: steps.append((done, total)), NEVER
    )

    assert came == 3
    assert steps[-1] == (3, 3)
    files = clinic.store.received.files([clinic.wrist])
    assert len(files) == len(set(files)) >= 3
    there = {image.SOPInstanceUID: image for image in map(pydicom.dcmread, clinic.wrist_files)}
    here = {image.SOPInstanceUID: image for image in map(pydicom.dcmread, files)}
    assert here.keys() == there.keys()
    for uid, image in here.items():
        assert image.PixelData == there[uid].PixelData
        assert image.StudyInstanceUID == clinic.wrist


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_fetch_that_is_cancelled_ends_early_and_keeps_what_came(
    clinic: Clinic, protocol: str
) -> None:
    cancelled = threading.Event()

    came = clinic.archive(protocol).fetch(clinic.wrist, lambda *_: cancelled.set(), cancelled)

    assert came <= 3
    # The archive goes on answering.
    assert len(clinic.archive("get").find(Query(), NEVER).studies) == 3


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_study_that_is_not_there_is_said_to_be_missing(clinic: Clinic, protocol: str) -> None:
    with pytest.raises(RemoteError, match="Archive"):
        clinic.archive(protocol).fetch(generate_uid(), lambda *_: None, NEVER)


PENDING, CANCEL = 0xFF00, 0xFE00


@pytest.mark.parametrize("protocol", ["get", "move"])
def test_images_that_the_archive_does_not_hand_out_are_said_and_the_rest_is_kept(
    clinic: Clinic, tmp_path: Path, protocol: str
) -> None:
    images = [pydicom.dcmread(file) for file in clinic.wrist_files]
    images[-1].SOPClassUID = RTImageStorage  # neither side names it, so it cannot be sent

    with forgetful(tmp_path, [(PENDING, image) for image in images], protocol) as fetching:
        assert "1 of 3 images were not handed out by Forgetful" in fetching(clinic.wrist)
        assert fetching.kept(clinic.wrist) == 2


@pytest.mark.parametrize("protocol", ["get", "move"])
def test_an_archive_that_stops_in_the_midst_of_a_study_has_not_handed_it_out(
    clinic: Clinic, tmp_path: Path, protocol: str
) -> None:
    image = pydicom.dcmread(clinic.wrist_files[0])

    with forgetful(tmp_path, [(PENDING, image), (CANCEL, None)], protocol) as fetching:
        assert "stopped in the midst" in fetching(clinic.wrist)
        assert fetching.kept(clinic.wrist) == 1


def test_results_that_lie_beside_the_images_come_with_them(clinic: Clinic, tmp_path: Path) -> None:
    images = [pydicom.dcmread(file) for file in clinic.wrist_files]
    images[-1].SOPClassUID = ComprehensiveSRStorage

    with forgetful(tmp_path, [(PENDING, image) for image in images], "get") as fetching:
        assert fetching(clinic.wrist) == "3 came"


class Fetch:
    """Fetches from an archive into a folder of its own, and says how it went."""

    def __init__(self, archive: Archive, store: Store) -> None:
        self._archive, self._store = archive, store

    def __call__(self, study: str) -> str:
        try:
            return f"{self._archive.fetch(study, lambda *_: None, NEVER)} came"
        except RemoteError as error:
            return str(error)

    def kept(self, study: str) -> int:
        return self._store.received.images([study])[study]


@contextmanager
def forgetful(
    folder: Path, answers: Sequence[tuple[int, Dataset | None]], protocol: str
) -> Iterator[Fetch]:
    """Run an archive of pynetdicom's that answers every C-GET and C-MOVE with this."""
    store = Store(folder / "results.sqlite")
    incoming = Incoming(folder / "incoming", store.received.keep, reserve_bytes=0)
    receiver = Receiver(Address("MURA", HOST, 0), Guests(("FORGETFUL",), LOOPBACK), incoming)
    radiographs = [build_context(ComputedRadiographyImageStorage, ExplicitVRLittleEndian)]

    def get(_event: evt.Event) -> Iterator[Any]:
        yield len(answers)
        yield from answers

    def move(event: evt.Event) -> Iterator[Any]:
        yield HOST, receiver.address.port, {"contexts": radiographs, "ae_title": "MURA"}
        yield from get(event)

    entity = AE("FORGETFUL")
    entity.add_supported_context(StudyRootQueryRetrieveInformationModelGet)
    entity.add_supported_context(StudyRootQueryRetrieveInformationModelMove)
    for one in FETCHED_CLASSES:
        entity.add_supported_context(one, ExplicitVRLittleEndian, scu_role=True, scp_role=True)
    server = entity.start_server(
        (HOST, 0), block=False, evt_handlers=[(evt.EVT_C_GET, get), (evt.EVT_C_MOVE, move)]
    )
    assert server is not None
    remote = Remote(
        name="Forgetful",
        aet="FORGETFUL",
        host=HOST,
        port=server.server_address[1],
        moves=protocol == "move",
    )
    try:
        yield Fetch(open_archive(remote, incoming, None, "MURA"), store)
    finally:
        server.shutdown()
        receiver.close()
        incoming.close()
        store.close()


def failure(clinic: Clinic, **changes: object) -> str:
    remote = clinic.remote("get").model_copy(update={"connect_seconds": 2.0, **changes})
    with pytest.raises(RemoteError) as caught:
        open_archive(remote, clinic.incoming, None, "MURA").find(Query(), NEVER)
    return str(caught.value)


def test_a_refusal_is_told_even_where_the_archive_has_hung_up_before_pynetdicom_looks(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = DULServiceProvider.send_pdu

    def slowly(*arguments: Any) -> None:
        send(*arguments)
        time.sleep(0.2)

    monkeypatch.setattr(DULServiceProvider, "send_pdu", slowly)
    assert "its AE title is not WRONG" in failure(clinic, aet="WRONG")


def test_why_an_archive_does_not_answer_is_said_in_plain_words(clinic: Clinic) -> None:
    assert "its AE title is not WRONG" in failure(clinic, aet="WRONG")
    assert "nothing listens there" in failure(clinic, port=peers.free_port())
    assert "no machine has that name" in failure(clinic, host="nowhere.invalid")
    # A service that is none of DICOM's: Orthanc's web server.
    assert "gave no answer" in failure(clinic, port=clinic.orthanc.http, answer_seconds=2.0)


@pytest.mark.slow
def test_a_caller_the_archive_does_not_know_is_told_so(tmp_path: Path, clinic: Clinic) -> None:
    with peers.orthanc(
        tmp_path / "strict", further={"DicomAlwaysAllowEcho": False, "DicomAlwaysAllowFind": False}
    ) as strict:
        said = failure(clinic, port=strict.port)
    assert "whether it knows MURA" in said


def test_why_a_web_archive_does_not_answer_is_said_in_plain_words(clinic: Clinic) -> None:
    peers.needs_dicomweb()

    def said(url: str) -> str:
        return failure(clinic, url=url)

    assert "cannot be reached" in said(f"http://{HOST}:{peers.free_port()}/dicom-web")
    assert "no DICOMweb at that url" in said(f"http://{HOST}:{clinic.orthanc.http}/elsewhere")
    assert "is no DICOMweb" in said(f"http://{HOST}:{clinic.orthanc.http}/app/explorer.html#")


def test_a_token_is_sent_and_stands_in_no_settings(clinic: Clinic, tmp_path: Path) -> None:
    peers.needs_dicomweb()
    token = tmp_path / "token"
    with pytest.raises(Exception, match="token"):
        open_archive(
            clinic.remote("web").model_copy(update={"token_file": token}), clinic.incoming, None, ""
        )
    users = {"AuthenticationEnabled": True, "RegisteredUsers": {"demo": "demo"}}
    with peers.orthanc(tmp_path / "closed", further=users) as closed:
        token.write_text("no such token\n")
        assert "token" in failure(clinic, url=closed.dicomweb, token_file=token)
