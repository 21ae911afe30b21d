"""What the receiver answered for is there; who may not send does not; nothing brings it down."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from pathlib import Path

import pydicom
import pytest
from pydicom.uid import (
    ComputedRadiographyImageStorage,
    ExplicitVRLittleEndian,
    generate_uid,
)
from pynetdicom import build_context
from pynetdicom.ae import ApplicationEntity
from pynetdicom.association import Association

from mura_desktop.dicomio import server
from mura_desktop.dicomio.contexts import TRANSFER_SYNTAXES
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.receiver import Address, Guests, Receiver
from mura_desktop.dicomio.tls import Credentials
from mura_desktop.errors import StoreUnavailableError, UsageError
from mura_desktop.imaging.codecs import _DECODERS, NATIVE
from mura_desktop.studies.receipts import Receipt
from tests.dicomio import peers
from tests.dicomio.receiving import Desk, desk
from tests.store.faults import small_disk


@pytest.fixture
def receiving(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "desk") as running:
        yield running


@contextlib.contextmanager
def sender(port: int, calling: str = "SENDER", called: str = "MURA") -> Iterator[Association]:
    """Hold an association of pynetdicom with the receiver."""
    entity = ApplicationEntity(calling)
    held = entity.associate(
        peers.HOST,
        port,
        ae_title=called,
        contexts=[build_context(ComputedRadiographyImageStorage, ExplicitVRLittleEndian)],
    )
    try:
        yield held
    finally:
        if held.is_established:
            held.release()


def study_of(folder: Path, images: int, **given: int) -> list[Path]:
    uid = generate_uid()
    return peers.written(
        folder, [peers.radiograph(study=uid, seed=number, **given) for number in range(images)]
    )


def test_an_echo_is_answered(receiving: Desk) -> None:
    echo = peers.call("echoscu", "-aet", "SENDER", "-aec", "MURA", peers.HOST, str(receiving.port))

    assert echo.code == 0, echo.output


def test_an_image_is_kept_as_the_bytes_it_came_in(receiving: Desk, tmp_path: Path) -> None:
    (sent,) = study_of(tmp_path / "study", 1)

    assert receiving.send(sent).code == 0

    (kept,) = receiving.files()
    there, here = pydicom.dcmread(sent), pydicom.dcmread(kept)
    assert here == there
    assert here.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian
    body = there.file_meta.FileMetaInformationGroupLength
    assert kept.read_bytes().endswith(sent.read_bytes()[-body:])
    assert kept.stat().st_mode & 0o077 == 0
    assert receiving.store.received.files([there.StudyInstanceUID]) == (kept,)
    assert there.StudyInstanceUID not in str(kept)


def test_whatever_can_be_decoded_is_taken() -> None:
    assert set(TRANSFER_SYNTAXES) == {*NATIVE, *_DECODERS}


def test_a_compressed_image_is_kept_compressed(receiving: Desk, tmp_path: Path) -> None:
    (plain,) = study_of(tmp_path / "study", 1)
    packed = tmp_path / "packed.dcm"
    made = subprocess.run([peers.program("dcmcjpeg"), plain, packed], check=False)
    assert made.returncode == 0

    assert receiving.send(packed, options=("-xs",)).code == 0

    (kept,) = receiving.files()
    image = pydicom.dcmread(kept)
    assert image.file_meta.TransferSyntaxUID.is_compressed
    assert image.PixelData == pydicom.dcmread(packed).PixelData


def test_twenty_senders_of_one_study_leave_each_image_once(receiving: Desk, tmp_path: Path) -> None:
    files = study_of(tmp_path / "study", 4)

    with ThreadPoolExecutor(20) as pool:
        ends = list(pool.map(lambda _: receiving.send(*files), range(20)))

    assert [end.output for end in ends if end.code] == []
    assert len(receiving.files()) == 4
    assert receiving.store.received.count() == 4
    assert receiving.receiver.kept == 80
    assert receiving.drafts() == []


@pytest.mark.slow
@pytest.mark.parametrize("time_of_five", range(5))
def test_twenty_senders_of_a_large_study_leave_each_image_once(
    receiving: Desk, tmp_path: Path, time_of_five: int
) -> None:
    files = study_of(tmp_path / f"study{time_of_five}", 30, rows=512, columns=512)

    with ThreadPoolExecutor(20) as pool:
        ends = list(pool.map(lambda _: receiving.send(*files), range(20)))

    assert [end.output for end in ends if end.code] == []
    assert len(receiving.files()) == receiving.store.received.count() == 30
    assert receiving.receiver.kept == 600


def test_another_image_of_the_same_uid_is_kept_beside_the_first(
    receiving: Desk, tmp_path: Path
) -> None:
    study, instance = generate_uid(), generate_uid()
    two = [peers.radiograph(study=study, instance=instance, seed=seed) for seed in (1, 2)]
    first, second = peers.written(tmp_path / "two", two)

    assert receiving.send(first, second, first, second).code == 0

    assert len(receiving.files()) == 2
    assert receiving.store.received.count() == 2
    kept = {pydicom.dcmread(file).PixelData for file in receiving.files()}
    assert kept == {image.PixelData for image in two}


def test_a_connection_cut_within_an_image_leaves_nothing_and_the_next_try_works(
    receiving: Desk, tmp_path: Path
) -> None:
    (file,) = study_of(tmp_path / "study", 1, rows=2000, columns=2000)
    with sender(receiving.port) as held:
        connection = held.dul.socket
        assert connection is not None
        inner = connection.send
        sent = 0

        def cut(data: bytes) -> None:
            nonlocal sent
            sent += len(data)
            if sent > 1_000_000 and connection.socket is not None:
                connection.socket.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
                connection.socket.close()
            inner(data)

        connection.send = cut  # type: ignore[method-assign]
        held.send_c_store(pydicom.dcmread(file))
    assert receiving.files() == receiving.drafts() == []
    assert receiving.store.received.count() == 0

    assert receiving.send(file).code == 0
    assert len(receiving.files()) == 1


def test_thirty_silent_connections_keep_no_sender_out(receiving: Desk, tmp_path: Path) -> None:
    files = study_of(tmp_path / "study", 2)
    with contextlib.ExitStack() as held:
        for _ in range(30):
            held.enter_context(socket.create_connection((peers.HOST, receiving.port)))

        assert (
            peers.call(
                "storescu",
                "-aet",
                "SENDER",
                "-aec",
                "MURA",
                peers.HOST,
                str(receiving.port),
                *files,
                seconds=60,
            ).code
            == 0
        )

    assert len(receiving.files()) == 2


def test_a_silent_connection_gives_way_once_an_address_has_too_many(
    receiving: Desk, tmp_path: Path
) -> None:
    with contextlib.ExitStack() as held:
        idle = [
            held.enter_context(socket.create_connection((peers.HOST, receiving.port)))
            for _ in range(server.MOST_OF_ADDRESS + 6)
        ]

        assert receiving.send(*study_of(tmp_path / "study", 1)).code == 0

        idle[0].settimeout(30)
        assert idle[0].recv(1) == b""  # the longest silent one was hung up on


def test_a_silent_connection_ends_by_itself(
    receiving: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiving.receiver._server.ae.acse_timeout = 0.3
    with socket.create_connection((peers.HOST, receiving.port)) as idle:
        idle.settimeout(30)
        assert idle.recv(1) == b""


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
    from io import BytesIO

    from pynetdicom.dimse_primitives import C_STORE
    from pynetdicom.dsutils import encode

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


@pytest.mark.slow
def test_very_many_tiny_images_are_kept_and_service_goes_on(
    receiving: Desk, tmp_path: Path
) -> None:
    image = peers.radiograph(rows=2, columns=2)
    with sender(receiving.port) as held:
        for number in range(20_000):
            image.SOPInstanceUID = f"1.2.3.{number}"
            image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
            assert held.send_c_store(image).Status == 0x0000
    assert len(receiving.files()) == receiving.store.received.count() == 20_000
    assert receiving.send(*study_of(tmp_path / "study", 1)).code == 0


def test_on_a_full_disk_the_sender_is_told_and_nothing_answered_for_is_missing(
    tmp_path: Path,
) -> None:
    files = study_of(tmp_path / "study", 30, rows=400, columns=400)  # 9.6 MB
    with small_disk(tmp_path / "disk", 4000) as disk, desk(disk / "desk") as receiving:
        answered = {}
        with sender(receiving.port) as held:
            for file in files:
                image = pydicom.dcmread(file)
                status = held.send_c_store(image).get("Status")
                answered[str(image.SOPInstanceUID)] = status
        assert set(answered.values()) == {0x0000, 0xA700}
        kept = {str(pydicom.dcmread(file).SOPInstanceUID) for file in receiving.files()}
        assert kept == {uid for uid, status in answered.items() if status == 0x0000}
        assert receiving.drafts() == []
        assert receiving.store.received.count() == len(kept)
        shutil.rmtree(receiving.folder / next(iter(receiving.files())).parent.name)

        assert receiving.send(files[-1]).code == 0


def test_an_image_whose_receipt_cannot_be_noted_is_not_answered_for(tmp_path: Path) -> None:
    def refuse(_receipts: Sequence[Receipt]) -> None:
        raise StoreUnavailableError("the disk refuses")

    incoming = Incoming(tmp_path / "incoming", refuse, reserve_bytes=0)
    guests = Guests(("SENDER",), (ip_network("127.0.0.0/8"),))
    receiver = Receiver(Address("MURA", peers.HOST, 0), guests, incoming)
    try:
        with sender(receiver.address.port) as held:
            assert held.send_c_store(peers.radiograph()).Status == 0xA700
        assert list((tmp_path / "incoming").rglob("*.dcm")) == []
        assert receiver.refused == 1
    finally:
        receiver.close()
        incoming.close()


def test_an_answer_waits_until_the_file_its_folder_and_the_receipt_are_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink()
        steps.append("folder" if name.is_dir() else name.suffix)
        real(descriptor)

    def keep(receipts: Sequence[Receipt]) -> None:
        assert all(receipt.path.is_file() for receipt in receipts)
        steps.append("receipt")

    peers.needs_linux()
    incoming = Incoming(tmp_path / "incoming", keep, reserve_bytes=0)
    monkeypatch.setattr(os, "fsync", fsync)
    try:
        incoming.take("1.2.3", "1.2", "SENDER", (b"image",))
        assert steps == [".part", "folder", "folder", "receipt"]
        steps.clear()
        incoming.take("1.2.4", "1.2", "SENDER", (b"image",))
        assert steps == [".part", "folder", "receipt"]
    finally:
        incoming.close()


def test_stopping_lets_an_image_on_its_way_end(tmp_path: Path) -> None:
    files = study_of(tmp_path / "study", 40)
    with desk(tmp_path / "desk") as receiving:
        sending = threading.Thread(target=lambda: receiving.send(*files))
        sending.start()
        end = time.monotonic() + 30
        while not receiving.files() and time.monotonic() < end:
            time.sleep(0.01)
    sending.join()

    with desk(tmp_path / "desk") as receiving:
        assert receiving.drafts() == []
        assert 0 < len(receiving.files()) == receiving.store.received.count()


def certificates(folder: Path) -> dict[str, Credentials]:
    """Make an authority, and certificates of this program, of a peer, and of a stranger."""
    folder.mkdir()
    made: dict[str, Credentials] = {}

    def run(*words: str | Path) -> None:
        subprocess.run(["openssl", *map(str, words)], cwd=folder, check=True, capture_output=True)

    for authority, names in (("ours", ("mura", "peer")), ("theirs", ("stranger",))):
        run(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            f"/CN={authority}",
            "-keyout",
            f"{authority}.key",
            "-out",
            f"{authority}.pem",
        )
        for name in names:
            run(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                f"/CN={name}",
                "-keyout",
                f"{name}.key",
                "-out",
                f"{name}.csr",
            )
            (folder / "ext").write_text(f"subjectAltName=IP:{peers.HOST},DNS:localhost\n")
            run(
                "x509",
                "-req",
                "-in",
                f"{name}.csr",
                "-CA",
                f"{authority}.pem",
                "-CAkey",
                f"{authority}.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-out",
                f"{name}.pem",
                "-extfile",
                "ext",
            )
            made[name] = Credentials(
                folder / f"{name}.pem", folder / f"{name}.key", folder / "ours.pem"
            )
    return made


def test_encrypted_associations_need_a_certificate_of_the_known_authority(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
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
