"""Peers for all tests of DICOM's network."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dicomio import peers
from tests.dicomio.receiving import Desk, desk


@pytest.fixture(autouse=True)
def quiet_library() -> None:
    """Keep pynetdicom from printing every association."""
    logging.getLogger("pynetdicom").setLevel(logging.CRITICAL)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[peers.Orthanc]:
    """Return an Orthanc for the whole session; tests use studies of their own."""
    with peers.orthanc(tmp_path_factory.mktemp("orthanc")) as running:
        yield running


@pytest.fixture
def receiving(tmp_path: Path) -> Iterator[Desk]:
    """Return a receiver that runs."""
    with desk(tmp_path / "desk") as running:
        yield running
