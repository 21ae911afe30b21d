"""Who may not send does not, what is no DICOM is hung up on, and the service goes on."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import time
from io import BytesIO
from ipaddress import ip_network
from pathlib import Path

import pydicom
import pytest
from pydicom.uid import generate_uid
from pynetdicom.association import Association
from pynetdicom.dimse_primitives import C_STORE
from pynetdicom.dsutils import encode

from mura_desktop.dicomio import receiver, server
from mura_desktop.dicomio.receiver import Address, Guests, Receiver
from mura_desktop.errors import UsageError
from tests.dicomio import peers
from tests.dicomio.certificates import certificates
from tests.dicomio.receiving import Desk, desk, sender, study_of


@pytest.mark.parametrize(
    ("calling", "called"), [("STRANGER", "MURA"), ("SENDER", "OTHER"), ("", "MURA")]
)
def test_who_is_not_known_or_asks_for_another_is_refused(
    receiving: Desk, calling: str, called: str
) -> None:
    echo = peers.call(
        "echoscu", "-aet", calling or " ", "-aec", called, peers.HOST, str(receiving.port)
    )

    assert echo.code != 0
    assert receiving.files() == []


def test_an_address_that_is_not_allowed_is_hung_up_on(tmp_path: Path) -> None:
    with desk(tmp_path / "desk", networks=(ip_network("10.9.8.0/24"),)) as closed:
        assert closed.send(*study_of(tmp_path / "study", 1)).code != 0
        assert closed.receiver.turned_away >= 1
        assert closed.files() == []


def test_without_a_known_caller_nothing_listens(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nobody may send"), desk(tmp_path / "desk", aets=()):
        pass


def test_a_port_that_is_taken_is_named(receiving: Desk, tmp_path: Path) -> None:
    taken = Address("MURA", peers.HOST, receiving.port)

    with pytest.raises(UsageError, match=str(receiving.port)):
        Receiver(taken, Guests(("SENDER",), (ip_network("127.0.0.0/8"),)), receiving.incoming)


@pytest.mark.parametrize(
    "bad", ["../../../../tmp/x", "1.2/../../3", "1..2", "1.02.3", "C:\\evil", "1.2.\x003"]
)
@pytest.mark.parametrize("where", ["StudyInstanceUID", "SOPInstanceUID"])
@pytest.mark.filterwarnings("ignore:Invalid value for VR UI:UserWarning")
def test_a_uid_that_is_none_is_refused_and_never_reaches_the_disk(
    receiving: Desk, bad: str, where: str
) -> None:
    image = peers.radiograph()
    setattr(image, where, bad)
    before = sorted(receiving.folder.parent.rglob("*"))

    with sender(receiving.port) as held:
        try:
            status = held.send_c_store(image)
        except (ValueError, AttributeError, TypeError):  # the sender itself refuses
            return
        assert status.get("Status") != 0x0000

    assert receiving.files() == receiving.drafts() == []
    after = [path for path in receiving.folder.parent.rglob("*") if path.suffix != ".sqlite-shm"]
    assert [path for path in after if path not in before and "sqlite" not in path.name] == []


def test_a_data_set_that_is_not_the_one_announced_is_refused(
    receiving: Desk, tmp_path: Path
) -> None:
    image = peers.radiograph()
    image.StudyInstanceUID = generate_uid()
    announced = generate_uid()
    with sender(receiving.port) as held:
        primitive_uid = image.SOPInstanceUID
        status = _send_as(held, image, announced)
    assert status == 0xA900
    assert primitive_uid != announced
    assert receiving.files() == []


def _send_as(held: Association, image: pydicom.Dataset, announced: str) -> int:
    """Announce another UID than the data set has."""
    request = C_STORE()
    request.MessageID = 7
    request.AffectedSOPClassUID = image.SOPClassUID
    request.AffectedSOPInstanceUID = announced
    request.Priority = 2
    request.DataSet = BytesIO(encode(image, False, True) or b"")
    held._reactor_checkpoint.clear()
    while not held._is_paused:
        time.sleep(0.001)
    held.dimse.send_msg(request, held.accepted_contexts[0].context_id or 1)
    _, answer = held.dimse.get_msg(block=True)
    held._reactor_checkpoint.set()
    assert answer is not None
    return int(answer.Status or 0)


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\x04\x00" + struct.pack(">I", 0xFFFFFFF0),
        b"\x01\x00" + struct.pack(">I", 0xFFFFFFF0) + b"x" * 100_000,
        b"GET / HTTP/1.0\r\n\r\n",
        os.urandom(4096),
        b"",
    ],
)
def test_what_is_no_dicom_or_too_large_is_hung_up_on_and_service_goes_on(
    receiving: Desk, tmp_path: Path, rubbish: bytes
) -> None:
    with socket.create_connection((peers.HOST, receiving.port)) as hostile:
        with contextlib.suppress(OSError):
            hostile.sendall(rubbish)
        if rubbish:
            hostile.settimeout(30)
            with contextlib.suppress(ConnectionError):
                while hostile.recv(4096):
                    pass

    assert receiving.send(*study_of(tmp_path / "study", 1)).code == 0
    assert len(receiving.files()) == 1


def test_an_image_larger_than_allowed_is_cut_off(
    receiving: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_PDU", 200_000)
    monkeypatch.setattr(server, "MOST_DATASET", 1_000_000)
    (large,) = study_of(tmp_path / "large", 1, rows=2000, columns=2000)

    receiving.send(large)

    assert receiving.files() == receiving.drafts() == []
    assert receiving.receiver.kept == 0
    assert receiving.send(*study_of(tmp_path / "study", 1)).code == 0


def test_a_study_without_end_is_cut_off_and_others_still_come_in(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    endless, other = study_of(tmp_path / "endless", 7), study_of(tmp_path / "other", 3)
    with desk(tmp_path / "desk", most_of_a_study=5) as receiving:
        with sender(receiving.port) as held:
            answers = [held.send_c_store(pydicom.dcmread(file)).Status for file in endless]
            assert answers == [0x0000] * 5 + [0xA700] * 2
            # What is there already is no image more.
            assert held.send_c_store(pydicom.dcmread(endless[0])).Status == 0x0000
        assert receiving.send(*other).code == 0
        assert len(receiving.files()) == receiving.store.received.count() == 8
        assert receiving.drafts() == []
    assert "its study has too many" in caplog.text


def test_who_sends_nothing_but_what_is_refused_is_hung_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(receiver, "MOST_REFUSED", 20)
    (tiny,) = study_of(tmp_path / "tiny", 1, rows=2, columns=2)
    one_study = ("-nh", "--repeat", "1000000", "+II", "+IR", "1000000", "+IS", "1")
    with desk(tmp_path / "desk", most_of_a_study=50) as receiving:
        assert receiving.send(tiny, options=one_study).code != 0
        assert receiving.receiver.kept == len(receiving.files()) == 50
        assert receiving.receiver.refused == 20
        assert "is hung up on" in caplog.text
        # It may call again, and others are served.
        assert receiving.send(*study_of(tmp_path / "study", 3)).code == 0
        assert receiving.receiver.kept == 53


def test_refusals_that_are_not_in_a_row_end_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver, "MOST_REFUSED", 2)
    files = study_of(tmp_path / "study", 4)
    with desk(tmp_path / "desk", most_of_a_study=1) as receiving, sender(receiving.port) as held:
        answers = [held.send_c_store(pydicom.dcmread(files[n])).Status for n in (0, 1, 0, 2, 0, 3)]
    assert answers == [0x0000, 0xA700] * 3


def test_a_study_is_counted_by_what_lies_on_the_disk(tmp_path: Path) -> None:
    files = study_of(tmp_path / "study", 4)
    with desk(tmp_path / "desk", most_of_a_study=3) as receiving:
        assert receiving.send(*files[:3]).code == 0
    with desk(tmp_path / "desk", most_of_a_study=3) as again, sender(again.port) as held:
        assert held.send_c_store(pydicom.dcmread(files[3])).Status == 0xA700


@pytest.mark.slow
def test_very_many_tiny_images_are_kept_and_service_goes_on(
    receiving: Desk, tmp_path: Path
) -> None:
    image = peers.radiograph(rows=2, columns=2)
    left = list(range(20_000))
    while left:
        with sender(receiving.port) as held:
            while left and held.is_established:
                image.SOPInstanceUID = f"1.2.3.{left[-1]}"
                image.StudyInstanceUID = f"1.2.4.{left[-1] % 5000}"
                image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
                answer = held.send_c_store(image)
                # pynetdicom's two threads race for an answer, and once in some ten thousand the
                # wrong one takes it: the association ends, and the image is sent again.
                if "Status" in answer:
                    assert answer.Status == 0x0000
                    left.pop()
    assert len(receiving.files()) == receiving.store.received.count() == 20_000
    assert receiving.send(*study_of(tmp_path / "study", 1)).code == 0


def test_encrypted_associations_need_a_certificate_of_the_known_authority(tmp_path: Path) -> None:
    known = certificates(tmp_path / "pki")
    (file,) = study_of(tmp_path / "study", 1)

    def tls(name: str) -> tuple[str, ...]:
        one = known[name]
        return ("+tls", str(one.key), str(one.certificate), "+cf", str(one.authority))

    with desk(tmp_path / "desk", credentials=known["mura"]) as receiving:
        # Who connects and says nothing holds up no handshake of others.
        with socket.create_connection((peers.HOST, receiving.port)):
            peer = receiving.send(file, options=tls("peer"))
            assert peer.code == 0, peer.output
        assert len(receiving.files()) == 1
        assert receiving.send(file, options=tls("stranger")).code != 0
        assert receiving.send(file).code != 0
        assert receiving.receiver.kept == 1
