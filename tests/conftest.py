"""What tests of all packages share: real files, and one decoder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers import PostgreSql, running_server

# Nothing about time is asserted: machines that run the tests are busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all tests share one cache, and leave the user's alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MURA_DESKTOP_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real files beside the repository; skip where it is missing."""
    folder = Path(__file__).parents[2] / "shared"
    if not (folder / "dicom").is_dir():
        pytest.skip("needs the folder ../shared with real radiographs")
    return folder


def pydicom_data(name: str) -> Path:
    """Return a file of the package pydicom-data."""
    import data_store

    return Path(data_store.__file__).parent / "data" / name


@pytest.fixture(scope="session")
def rg3() -> Path:
    """Return the CR of an ankle that pydicom-data ships, uncompressed, MONOCHROME1."""
    return pydicom_data("RG3_UNCR.dcm")


@pytest.fixture(scope="session")
def decoder() -> Iterator[object]:
    """Return one decoder with real child processes for all tests."""
    from mura_desktop.imaging.decoder import Decoder

    with Decoder(workers=1, timeout_s=60) as running:
        yield running


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSql]:
    """Return a running PostgreSQL server; skip where there is none to run."""
    with running_server() as server:
        yield server
