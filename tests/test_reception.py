"""When a received study is whole, how many make a job, and how long a fetch is listened for."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydicom.uid import ComputedRadiographyImageStorage, ExplicitVRLittleEndian, generate_uid
from pynetdicom import AE, build_context, evt
from pynetdicom.sop_class import (  # type: ignore[attr-defined] # made at run time
    StudyRootQueryRetrieveInformationModelMove,
)

from mura_desktop import reception
from mura_desktop.reception import Reception
from mura_desktop.remotes import Remote
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store
from tests.dicomio import peers


@pytest.fixture
def received(tmp_path: Path) -> Iterator[Reception]:
    store = Store(tmp_path / "results.sqlite")
    settings = Settings(incoming_folder=tmp_path / "incoming", quiet_seconds=0)
    made = Reception(settings, store)
    yield made
    made.close()
    store.close()


def test_however_much_has_come_a_job_is_a_lot_of_it_the_oldest_first(
    received: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reception, "LOT", 2)
    for number in range(5):
        received.incoming.take(generate_uid(), f"1.2.{number}", "CR_ROOM", [b"film"])

    first = received.whole()
    assert [study.study_uid for study in first] == ["1.2.0", "1.2.1"]
    more = received.whole(beside=len(first))
    assert [study.study_uid for study in more] == ["1.2.0", "1.2.1", "1.2.2", "1.2.3"]

    for study in more:
        received.settle(study)
    assert [study.study_uid for study in received.whole()] == ["1.2.4"]


def test_of_two_fetches_at_once_the_first_to_end_leaves_the_other_its_listener(
    tmp_path: Path,
) -> None:
    begun: defaultdict[str, threading.Event] = defaultdict(threading.Event)
    may_send: defaultdict[str, threading.Event] = defaultdict(threading.Event)
    port = peers.free_port()
    radiographs = [build_context(ComputedRadiographyImageStorage, ExplicitVRLittleEndian)]

    def move(event: evt.Event) -> Iterator[Any]:
        study = str(event.identifier.StudyInstanceUID)
        begun[study].set()
        assert may_send[study].wait(30)
        yield peers.HOST, port, {"contexts": radiographs, "ae_title": "MURA"}
        yield 1
        yield 0xFF00, peers.radiograph(study=study)

    archive = AE("ARCHIVE")
    archive.add_supported_context(StudyRootQueryRetrieveInformationModelMove)
    server = archive.start_server((peers.HOST, 0), False, evt_handlers=[(evt.EVT_C_MOVE, move)])
    assert server is not None
    remote = Remote(
        name="Archive", aet="ARCHIVE", host=peers.HOST, port=server.server_address[1], moves=True
    )
    store = Store(tmp_path / "results.sqlite")
    settings = Settings(remotes=[remote], port=port, incoming_folder=tmp_path / "incoming")
    reception = Reception(settings, store)

    def fetch(study: str) -> int:
        return reception.fetch(remote, study, lambda *_: None, threading.Event())

    try:
        with ThreadPoolExecutor(2) as threads:
            fetches = []
            for study in ("1.2.1", "1.2.2"):
                fetches.append(threads.submit(fetch, study))
                assert begun[study].wait(30)
            for study, fetched in zip(("1.2.1", "1.2.2"), fetches, strict=True):
                may_send[study].set()
                assert fetched.result(30) == 1
        assert reception.receiver is None
    finally:
        server.shutdown()
        reception.close()
        store.close()
