"""This program calls others over TLS, and shows who it is: associations and DICOMweb."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydicom.uid import generate_uid

from mura_desktop.dicomio.archive import open_archive
from mura_desktop.dicomio.incoming import Incoming
from mura_desktop.dicomio.query import Query
from mura_desktop.dicomio.send import send
from mura_desktop.dicomio.tls import Credentials
from mura_desktop.errors import RemoteError, UsageError
from mura_desktop.remotes import Remote
from mura_desktop.store.repository import Store
from tests.dicomio import peers
from tests.dicomio.certificates import certificates

NEVER = threading.Event()


@dataclass(frozen=True, slots=True)
class Guarded:
    """An archive that lets in only those whose certificate it trusts; its web is behind nginx."""

    orthanc: peers.Orthanc
    https: int
    known: dict[str, Credentials]
    incoming: Incoming
    store: Store

    def remote(self, way: str) -> Remote:
        if way == "web":
            peers.needs_dicomweb()
            return Remote(name="PACS", url=f"https://{peers.HOST}:{self.https}/dicom-web")
        return Remote(name="PACS", aet="ORTHANC", host=peers.HOST, port=self.orthanc.port, tls=True)

    def found(self, way: str, caller: str) -> list[str]:
        archive = open_archive(self.remote(way), self.incoming, self.known[caller], "MURA")
        return [study.uid for study in archive.find(Query(), NEVER).studies]


@contextmanager
def https_in_front_of(http: int, own: Credentials, folder: Path) -> Iterator[int]:
    """Run nginx as hospitals do before an archive, and return the port it listens on."""
    folder.mkdir()
    port = peers.free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(f"""
daemon off; pid {folder}/pid; error_log {folder}/error.log; user root;
events {{}}
http {{
    access_log off; client_max_body_size 0;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen {peers.HOST}:{port} ssl;
        ssl_certificate {own.certificate}; ssl_certificate_key {own.key};
        ssl_client_certificate {own.authority}; ssl_verify_client on;
        location / {{ proxy_pass http://{peers.HOST}:{http}; proxy_set_header Host $http_host; }}
    }}
}}
""")
    words = (peers.program("nginx"), "-e", folder / "error.log", "-c", configuration)
    with peers.running(*words) as process:
        peers.wait_for_port(port, process)
        yield port


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("guarded")
    known = certificates(folder / "pki")
    peer = known["peer"]
    encrypted: dict[str, Any] = {
        "DicomTlsEnabled": True,
        "DicomTlsCertificate": str(peer.certificate),
        "DicomTlsPrivateKey": str(peer.key),
        "DicomTlsTrustedCertificates": str(peer.authority),
        "DicomTlsRemoteCertificateRequired": True,
    }
    store = Store(folder / "results.sqlite")
    incoming = Incoming(folder / "incoming", store.received.keep, reserve_bytes=0)
    try:
        with (
            peers.orthanc(folder / "orthanc", further=encrypted) as orthanc,
            https_in_front_of(orthanc.http, peer, folder / "nginx") as https,
        ):
            yield Guarded(orthanc, https, known, incoming, store)
    finally:
        incoming.close()
        store.close()


@pytest.mark.parametrize("way", ["association", "web"])
def test_an_image_is_sent_found_and_fetched_again(
    guarded: Guarded, tmp_path: Path, way: str
) -> None:
    image = peers.radiograph(study=generate_uid())
    files = peers.written(tmp_path, [image])

    send(guarded.remote(way), files, guarded.known["mura"], lambda _: None, NEVER)

    assert image.StudyInstanceUID in guarded.found(way, "mura")
    archive = open_archive(guarded.remote(way), guarded.incoming, guarded.known["mura"], "MURA")
    assert archive.fetch(image.StudyInstanceUID, lambda *_: None, NEVER) == 1
    assert guarded.store.received.files([image.StudyInstanceUID])


@pytest.mark.parametrize("way", ["association", "web"])
def test_who_shows_a_certificate_of_another_authority_is_told_what_to_check(
    guarded: Guarded, way: str
) -> None:
    with pytest.raises(RemoteError, match="certificate"):
        guarded.found(way, "stranger")


@pytest.mark.parametrize("way", ["association", "web"])
def test_an_archive_of_another_authority_is_not_trusted(
    guarded: Guarded, tmp_path: Path, way: str
) -> None:
    mura = guarded.known["mura"]
    elsewhere = Credentials(mura.certificate, mura.key, mura.authority.with_name("theirs.pem"))
    files = peers.written(tmp_path, [peers.radiograph()])

    with pytest.raises(RemoteError, match="certificate"):
        send(guarded.remote(way), files, elsewhere, lambda _: None, NEVER)


def test_without_certificates_nothing_is_sent_in_the_clear(
    guarded: Guarded, tmp_path: Path
) -> None:
    files = peers.written(tmp_path, [peers.radiograph()])

    with pytest.raises(UsageError, match="tls_certificate"):
        send(guarded.remote("association"), files, None, lambda _: None, NEVER)
