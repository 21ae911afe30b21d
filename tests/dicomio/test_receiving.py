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
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from pathlib import Path

import pydicom
import pytest
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from mura_desktop.dicomio import server
from mura_desktop.dicomio.contexts import TRANSFER_SYNTAXES
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.receiver import Address, Guests, Receiver
from mura_desktop.errors import StoreUnavailableError
from mura_desktop.imaging.codecs import _DECODERS, NATIVE
from mura_desktop.studies.receipts import Receipt
from tests.dicomio import peers
from tests.dicomio.receiving import Desk, desk, sender, study_of
from tests.store.faults import small_disk


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

        def cut(bytestream: bytes) -> None:
            nonlocal sent
            sent += len(bytestream)
            if sent > 1_000_000 and connection.socket is not None:
                connection.socket.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
                connection.socket.close()
            inner(bytestream)

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
