"""A receiver with its folder and its database, for a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from pydicom.uid import ComputedRadiographyImageStorage, ExplicitVRLittleEndian, generate_uid
from pynetdicom import build_context
from pynetdicom.ae import ApplicationEntity
from pynetdicom.association import Association

from mura_desktop.dicomio.incoming import MOST_OF_A_STUDY, Incoming
from mura_desktop.dicomio.receiver import Address, Guests, Receiver
from mura_desktop.dicomio.tls import Credentials
from mura_desktop.store.repository import Store
from tests.dicomio import peers

LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a test looks at."""

    receiver: Receiver
    incoming: Incoming
    store: Store
    folder: Path

    @property
    def port(self) -> int:
        return self.receiver.address.port

    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*.dcm"))

    def drafts(self) -> list[Path]:
        return sorted(self.folder.rglob("*.part"))

    def send(self, *files: Path, options: tuple[str, ...] = ()) -> peers.Tool:
        """Send files with DCMTK's storescu, over one association."""
        return peers.call(
            "storescu",
            *options,
            "-aet",
            "SENDER",
            "-aec",
            "MURA",
            peers.HOST,
            str(self.port),
            *files,
        )


@contextmanager
def desk(
    folder: Path,
    *,
    aets: tuple[str, ...] = ("SENDER",),
    networks: Any = LOOPBACK,
    credentials: Credentials | None = None,
    most_of_a_study: int = MOST_OF_A_STUDY,
) -> Iterator[Desk]:
    """Receive into a folder."""
    store = Store(folder / "results.sqlite")
    incoming = Incoming(
        folder / "incoming",
        store.received.keep,
        reserve_bytes=0,
        most_of_a_study=most_of_a_study,
    )
    try:
        receiver = Receiver(
            Address("MURA", peers.HOST, 0), Guests(aets, networks), incoming, credentials
        )
        try:
            yield Desk(receiver, incoming, store, folder / "incoming")
        finally:
            receiver.close()
    finally:
        incoming.close()
        store.close()


@contextmanager
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


def study_of(folder: Path, images: int, rows: int = 64, columns: int = 48) -> list[Path]:
    uid = generate_uid()
    return peers.written(
        folder,
        [
            peers.radiograph(study=uid, seed=number, rows=rows, columns=columns)
            for number in range(images)
        ],
    )
