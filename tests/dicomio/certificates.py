"""Certificates for encrypted connections, made by openssl for one test."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from mura_desktop.dicomio.tls import Credentials
from tests.dicomio import peers

_NEW_KEY = ("-newkey", "rsa:2048", "-nodes")


def certificates(folder: Path) -> dict[str, Credentials]:
    """Make certificates of this program, of a peer, and of a stranger; skip without openssl.

    All trust the authority of the first two, which has not signed the stranger's.
    """
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    folder.mkdir()
    made: dict[str, Credentials] = {}

    def run(words: str, *further: str) -> None:
        subprocess.run(
            ["openssl", *words.split(), *further], cwd=folder, check=True, capture_output=True
        )

    def request(name: str) -> tuple[str, ...]:
        return (*_NEW_KEY, "-subj", f"/CN={name}", "-keyout", f"{name}.key")

    (folder / "ext").write_text(f"subjectAltName=IP:{peers.HOST},DNS:localhost\n")
    for authority, names in (("ours", ("mura", "peer")), ("theirs", ("stranger",))):
        signer = f"-CA {authority}.pem -CAkey {authority}.key -CAcreateserial"
        run(f"req -x509 -days 2 -out {authority}.pem", *request(authority))
        for name in names:
            run(f"req -out {name}.csr", *request(name))
            run(f"x509 -req -in {name}.csr {signer} -days 2 -out {name}.pem -extfile ext")
            made[name] = Credentials(
                folder / f"{name}.pem", folder / f"{name}.key", folder / "ours.pem"
            )
    return made
