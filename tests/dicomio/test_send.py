"""Results arrive as they were made, over an association and over the web."""

from __future__ import annotations

import threading
import urllib.request
from io import BytesIO
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import generate_uid

from mura_desktop.dicomio.encapsulated import encapsulated_report
from mura_desktop.dicomio.presentation import presentation_state
from mura_desktop.dicomio.secondary_capture import captioned, secondary_capture
from mura_desktop.dicomio.send import send
from mura_desktop.dicomio.sr import structured_report
from mura_desktop.errors import NotTakenError, RemoteError, UsageError
from mura_desktop.imaging.heatmap import blend
from mura_desktop.remotes import Remote
from mura_desktop.shown import shown_as
from tests.dicomio import peers
from tests.dicomio.results_examples import (
    MACHINE,
    PDF,
    SCORED,
    film,
    signed,
)


def results(folder: Path) -> list[Path]:
    """Write one result of each kind, of a study of its own."""
    source = peers.written(folder, [peers.radiograph(study=generate_uid())])[0]
    one = film(source)
    shown = captioned(blend(one.pixels.displayed(), one.heat()), ["Score"])
    made: list[Dataset] = [
        structured_report([one.image], "wrist", one.scores(), signed(), MACHINE),
        secondary_capture(one.image, shown, 1, None, "L", SCORED, MACHINE),
        presentation_state(
            one.image, one.outlines, shown_as(one.header, one.pixels), 1, SCORED, MACHINE
        ),
        encapsulated_report([one.image], PDF, signed(), MACHINE),
    ]
    files = []
    for number, dataset in enumerate(made):
        files.append(folder / f"result-{number}.dcm")
        dataset.save_as(files[-1], enforce_file_format=True)
    return files


def over_association(archive: peers.Orthanc) -> Remote:
    return Remote(name="PACS", aet=archive.aet, host=peers.HOST, port=archive.port)


def over_web(archive: peers.Orthanc) -> Remote:
    peers.needs_dicomweb()
    return Remote(name="PACS", url=archive.dicomweb)


def held_by(archive: peers.Orthanc, uid: str) -> Dataset:
    """Return an object as the archive gives it back."""
    (found,) = archive.ask("/tools/lookup", uid.encode())
    address = f"http://{peers.HOST}:{archive.http}/instances/{found['ID']}/file"
    with urllib.request.urlopen(address, timeout=60) as answer:
        return dcmread(BytesIO(answer.read()))


@pytest.mark.parametrize("way", [over_association, over_web])
def test_what_arrives_is_what_was_sent(archive: peers.Orthanc, tmp_path: Path, way: object) -> None:
    assert callable(way)
    files = results(tmp_path)
    arrived: list[Path] = []

    send(way(archive), files, None, arrived.append, threading.Event())

    assert arrived == files
    for file in files:
        ours = dcmread(file)
        theirs = held_by(archive, str(ours.SOPInstanceUID))
        assert theirs == ours
        assert theirs.file_meta.TransferSyntaxUID == ours.file_meta.TransferSyntaxUID


@pytest.mark.parametrize("way", [over_association, over_web])
def test_sent_twice_it_is_there_once(archive: peers.Orthanc, tmp_path: Path, way: object) -> None:
    assert callable(way)
    files = results(tmp_path)
    send(way(archive), files, None, lambda _: None, threading.Event())
    count = archive.count()

    send(way(archive), files, None, lambda _: None, threading.Event())

    assert archive.count() == count


def test_a_kind_that_the_remote_does_not_take_is_refused_with_its_name(tmp_path: Path) -> None:
    from pydicom.uid import ComputedRadiographyImageStorage
    from pynetdicom import AE
    from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

    entity = AE("PICKY")
    entity.add_supported_context(ComputedRadiographyImageStorage)
    entity.add_supported_context(Verification)
    port = peers.free_port()
    server = entity.start_server((peers.HOST, port), block=False)
    assert server is not None
    try:
        with pytest.raises(RemoteError) as caught:
            send(
                Remote(name="PACS", aet="PICKY", host=peers.HOST, port=port),
                results(tmp_path)[:1],
                None,
                lambda _: None,
                threading.Event(),
            )
    finally:
        server.shutdown()

    assert isinstance(caught.value, NotTakenError)
    assert "Comprehensive SR" in str(caught.value)


@pytest.mark.parametrize("status", [0xA700, 0xC123])
def test_a_status_says_whether_the_same_object_will_do_later(tmp_path: Path, status: int) -> None:
    from pynetdicom import AE, AllStoragePresentationContexts, evt

    entity = AE("FULL")
    entity.supported_contexts = AllStoragePresentationContexts
    port = peers.free_port()
    server = entity.start_server(
        (peers.HOST, port),
        block=False,
        evt_handlers=[(evt.EVT_C_STORE, lambda _event: status)],
    )
    assert server is not None
    try:
        with pytest.raises(RemoteError) as caught:
            send(
                Remote(name="PACS", aet="FULL", host=peers.HOST, port=port),
                results(tmp_path)[:1],
                None,
                lambda _: None,
                threading.Event(),
            )
    finally:
        server.shutdown()

    assert isinstance(caught.value, NotTakenError) == (status == 0xC123)


def test_a_remote_that_is_off_is_named_with_its_place(tmp_path: Path) -> None:
    port = peers.free_port()
    for remote in (
        Remote(name="PACS", aet="OFF", host=peers.HOST, port=port),
        Remote(name="PACS", url=f"http://{peers.HOST}:{port}/dicom-web"),
    ):
        with pytest.raises(RemoteError, match=str(port)):
            send(remote, results(tmp_path)[:1], None, lambda _: None, threading.Event())


def test_a_token_that_is_not_there_is_said(tmp_path: Path) -> None:
    remote = Remote(name="PACS", url="http://127.0.0.1:9", token_file=tmp_path / "token")

    with pytest.raises(UsageError, match="token"):
        send(remote, [], None, lambda _: None, threading.Event())


def test_an_archive_shows_the_results_below_the_study_of_the_image(
    archive: peers.Orthanc, tmp_path: Path
) -> None:
    files = results(tmp_path)
    archive.keep([tmp_path / "0000.dcm"])
    send(over_association(archive), files, None, lambda _: None, threading.Event())

    uid = str(dcmread(tmp_path / "0000.dcm").StudyInstanceUID)
    (found,) = (one for one in archive.ask("/tools/lookup", uid.encode()) if one["Type"] == "Study")
    series = archive.ask(f"/studies/{found['ID']}/series")
    assert sorted(one["MainDicomTags"]["Modality"] for one in series) == [
        "CR",
        "DOC",
        "OT",
        "PR",
        "SR",
    ]
