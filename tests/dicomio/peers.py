"""Real peers from Debian's packages: Orthanc and DCMTK's tools, on the loopback interface only.

Nothing here is a stand-in: where a program is missing, the test is skipped and says which package
brings it.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    UID,
    ComputedRadiographyImageStorage,
    ExplicitVRLittleEndian,
    generate_uid,
)

HOST = "127.0.0.1"
START_SECONDS = 60.0
"""Longest wait for a peer to answer; busy machines start slowly."""
FOLDERS = os.pathsep.join(("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"))
PACKAGES = {"Orthanc": "orthanc", "nginx": "nginx-light"}
DICOMWEB = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so"


def program(name: str) -> str:
    """Return the path of a peer's program; skip where it is missing."""
    # Not PATH: pynetdicom installs programs of the same names into environments.
    found = shutil.which(name, path=FOLDERS)
    if found is None:
        pytest.skip(f"needs {name} of Debian's package {PACKAGES.get(name, 'dcmtk')}")
    return found


def free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[Any] | None = None) -> None:
    """Wait until something listens, for `START_SECONDS` at most."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def radiograph(
    *,
    study: str = "",
    series: str = "",
    instance: str = "",
    patient: str = "DEMO^ONE",
    patient_id: str = "DEMO-1",
    part: str = "WRIST",
    day: str = "20260102",
    modality: str = "CR",
    sop_class: UID = ComputedRadiographyImageStorage,
    rows: int = 64,
    columns: int = 48,
    seed: int = 0,
) -> Dataset:
    """Make a phantom: a whole CR image of noise, 12 bit, explicit little endian."""
    image = Dataset()
    image.file_meta = FileMetaDataset()
    image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    image.file_meta.MediaStorageSOPClassUID = sop_class
    image.SOPClassUID = sop_class
    image.SOPInstanceUID = instance or generate_uid()
    image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
    image.StudyInstanceUID = study or generate_uid()
    image.SeriesInstanceUID = series or f"{image.StudyInstanceUID}.1"[:64].rstrip(".")
    image.PatientName, image.PatientID = patient, patient_id
    image.PatientBirthDate, image.PatientSex = "", "O"
    image.StudyDate = image.SeriesDate = day
    image.StudyTime = "101500"
    image.AccessionNumber, image.StudyID, image.ReferringPhysicianName = "A1", "1", ""
    image.StudyDescription = f"{part.title()} 2 views"
    image.Modality, image.BodyPartExamined, image.ViewPosition = modality, part, "AP"
    image.SeriesNumber, image.InstanceNumber = 1, 1
    image.Laterality, image.Manufacturer = "L", "Phantom"
    image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
    image.Rows, image.Columns = rows, columns
    image.BitsAllocated, image.BitsStored, image.HighBit = 16, 12, 11
    image.PixelRepresentation = 0
    noise = np.random.default_rng(seed).integers(0, 4096, (rows, columns), np.uint16)
    image.PixelData = noise.tobytes()
    return image


def written(folder: Path, images: Sequence[Dataset]) -> list[Path]:
    """Write images as files of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, image in enumerate(images):
        files.append(folder / f"{number:04d}.dcm")
        image.save_as(files[-1], enforce_file_format=True)
    return files


@dataclass(frozen=True, slots=True)
class Tool:
    """How a command-line peer ended."""

    code: int
    output: str


def call(name: str, *arguments: str | Path, seconds: float = 120) -> Tool:
    """Run a tool of DCMTK to its end."""
    done = subprocess.run(
        [program(name), *map(str, arguments)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds,
        check=False,
    )
    return Tool(done.returncode, done.stdout + done.stderr)


@dataclass(frozen=True, slots=True)
class Orthanc:
    """An Orthanc that runs.

    Attributes
    ----------
    port, http
        Of its DIMSE service and of its web server.
    aet
        Its AE title.
    folder
        Where it keeps its files.
    """

    port: int
    http: int
    aet: str
    folder: Path

    @property
    def dicomweb(self) -> str:
        """Base of its DICOMweb service."""
        return f"http://{HOST}:{self.http}/dicom-web"

    def ask(self, path: str, body: bytes | None = None) -> Any:
        """Call its REST interface, and return the answer's JSON."""
        request = urllib.request.Request(f"http://{HOST}:{self.http}{path}", data=body)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def keep(self, files: Sequence[Path]) -> None:
        """Put files into it."""
        for file in files:
            self.ask("/instances", file.read_bytes())

    def count(self) -> int:
        """Return how many instances it holds."""
        return int(self.ask("/statistics")["CountInstances"])


@contextmanager
def orthanc(
    folder: Path,
    modalities: dict[str, tuple[str, str, int]] | None = None,
    *,
    aet: str = "ORTHANC",
    port: int = 0,
    further: dict[str, Any] | None = None,
) -> Iterator[Orthanc]:
    """Run an Orthanc with an empty database.

    Parameters
    ----------
    folder
        For its database and files.
    modalities
        Peers it knows: AE title, host and port by name; C-MOVE needs them.
    aet
        Its AE title.
    port
        Of its DIMSE service; 0 takes a free one.
    further
        More entries of its configuration.
    """
    folder.mkdir(parents=True, exist_ok=True)
    peer = Orthanc(port or free_port(), free_port(), aet, folder)
    configuration = {
        "Name": "test",
        "StorageDirectory": str(folder / "storage"),
        "IndexDirectory": str(folder / "index"),
        "DicomAet": aet,
        "DicomPort": peer.port,
        "DicomCheckCalledAet": True,
        "DicomAlwaysAllowGet": True,
        "DicomAlwaysAllowFind": True,
        "DicomAlwaysAllowMove": True,
        "DicomModalities": {name: list(known) for name, known in (modalities or {}).items()},
        "HttpPort": peer.http,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "Plugins": [DICOMWEB] if Path(DICOMWEB).exists() else [],
        "DicomWeb": {"Enable": True},
        **(further or {}),
    }
    (folder / "orthanc.json").write_text(json.dumps(configuration))
    with (
        (folder / "orthanc.log").open("wb") as log,
        running(program("Orthanc"), folder / "orthanc.json", output=log) as process,
    ):
        wait_for_port(peer.port, process)
        wait_for_port(peer.http, process)
        yield peer


@contextmanager
def running(
    *command: str | Path,
    output: Any = subprocess.DEVNULL,
    environment: dict[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in the background, and end it by its id."""
    process = subprocess.Popen(
        [str(word) for word in command], stdout=output, stderr=output, env=environment
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


def needs_dicomweb() -> None:
    """Skip where Orthanc has no DICOMweb."""
    if not Path(DICOMWEB).exists():
        pytest.skip("needs Debian's package orthanc-dicomweb")


def needs_linux() -> None:
    """Skip where peers cannot be run."""
    if sys.platform != "linux":
        pytest.skip("needs Linux")
