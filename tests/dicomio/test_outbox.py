"""What waits to be sent is there after a kill, goes out in order, and never gives up in silence."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydicom import dcmread

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.outbox import (
    MOST_REFUSALS,
    PATIENCE,
    Job,
    JobState,
    Outbox,
)
from mura_desktop.errors import NotTakenError, RemoteError, StoreUnavailableError
from tests.dicomio import peers

SPAN = timedelta(seconds=1)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox")


def waiting(outbox: Outbox, study: str = "1.2", remote: str = "PACS", objects: int = 2) -> Job:
    """Put a prepared job into an outbox."""
    job = outbox.ask(study, f"patient of {study}", remote, [Kind.REPORT])
    images = [(f"{number}.dcm", peers.radiograph()) for number in range(objects)]
    return outbox.prepared(job, images, "")


def only(outbox: Outbox) -> Job:
    (job,) = outbox.jobs()
    return job


class Line:
    """A way to a remote: it takes so many objects, then fails as told."""

    def __init__(self, takes: int, error: Exception | None = None) -> None:
        self.arrived: list[str] = []
        self._takes, self._error = takes, error

    def __call__(self, files: Sequence[Path], taken: Callable[[Path], None]) -> None:
        for file in files[: self._takes]:
            assert file.exists()
            self.arrived.append(file.name)
            taken(file)
        if self._error is not None:
            raise self._error


def test_a_wish_is_on_disk_when_asking_returns_and_only_its_owner_reads_it(
    outbox: Outbox, tmp_path: Path
) -> None:
    job = outbox.ask("1.2", "DEMO^ONE", "PACS", [Kind.REPORT, Kind.PICTURE])

    assert Outbox(tmp_path / "outbox").jobs() == [job]
    assert job.state is JobState.ASKED
    for path in [tmp_path / "outbox", *(tmp_path / "outbox").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_the_same_wish_is_noted_once_until_it_is_prepared(outbox: Outbox) -> None:
    first = outbox.ask("1.2", "", "PACS", [Kind.REPORT])

    assert outbox.ask("1.2", "", "PACS", [Kind.REPORT]) == first
    assert outbox.ask("1.2", "", "PACS", [Kind.PICTURE]) != first
    assert outbox.ask("1.2", "", "OTHER", [Kind.REPORT]) != first
    assert outbox.ask("1.3", "", "PACS", [Kind.REPORT]) != first


def test_what_is_asked_for_again_while_it_is_prepared_is_prepared_once_more(
    outbox: Outbox, tmp_path: Path
) -> None:
    outbox.ask("1.2", "", "PACS", [Kind.REPORT])
    old = only(outbox)  # whoever prepares it reads the first version now
    Outbox(tmp_path / "outbox").ask("1.2", "", "PACS", [Kind.REPORT])  # and this is the second

    outbox.prepared(old, [("1.dcm", peers.radiograph())], "")

    assert only(outbox).state is JobState.ASKED
    assert list(tmp_path.rglob("*.dcm")) == []
    assert outbox.give_up(old, "Nobody had signed the study.").state is JobState.ASKED
    new = outbox.prepared(only(outbox), [("1.dcm", peers.radiograph())], "")
    assert only(outbox) == new
    assert new.state is JobState.WAITING


def test_what_was_sent_leaves_a_note_and_no_images(outbox: Outbox, tmp_path: Path) -> None:
    job = waiting(outbox)
    line = Line(2)

    done = outbox.deliver(job, line)

    assert (done.state, only(outbox)) == (JobState.SENT, done)
    assert line.arrived == ["0.dcm", "1.dcm"]
    assert list(tmp_path.rglob("*.dcm")) == []


def test_a_broken_line_is_tried_again_later_and_later_with_what_is_left(outbox: Outbox) -> None:
    job = waiting(outbox)

    first = outbox.deliver(job, Line(1, RemoteError("PACS is off.")))
    second = outbox.deliver(first, Line(0, RemoteError("PACS is off.")))

    assert first.next_try is not None
    assert second.next_try is not None
    assert (first.sent, first.state, first.reason) == (
        ("0.dcm",),
        JobState.WAITING,
        "PACS is off.",
    )
    assert second.next_try - second.changed > first.next_try - first.changed + 10 * SPAN
    assert outbox.due(datetime.now(UTC)) == []
    assert outbox.due(second.next_try + SPAN) == [second]
    rest = Line(2)
    assert outbox.deliver(second, rest).state is JobState.SENT
    assert rest.arrived == ["1.dcm"]


def test_while_a_remote_is_out_of_reach_its_later_jobs_wait_and_other_remotes_do_not(
    outbox: Outbox,
) -> None:
    first = waiting(outbox, "1.1")
    waiting(outbox, "1.2")
    other = waiting(outbox, "1.3", "ELSEWHERE")
    now = datetime.now(UTC)
    assert outbox.due(now) == [first, other]

    outbox.deliver(first, Line(0, RemoteError("off")))

    assert outbox.due(now) == [other]


def test_a_refused_object_does_not_hold_up_what_comes_after_it(outbox: Outbox) -> None:
    first = waiting(outbox, "1.1")
    second = waiting(outbox, "1.2")

    outbox.deliver(first, Line(0, NotTakenError("PACS refused the object.")))

    assert outbox.due(datetime.now(UTC)) == [second]


def test_what_is_refused_again_and_again_is_given_up_with_the_reason(outbox: Outbox) -> None:
    job = waiting(outbox)
    for _ in range(MOST_REFUSALS):
        assert job.state is JobState.WAITING
        job = outbox.deliver(job, Line(0, NotTakenError("PACS refused the object.")))

    assert only(outbox).state is JobState.GIVEN_UP
    assert "refused" in only(outbox).reason


def test_a_remote_that_is_off_for_days_needs_a_person_who_can_try_again(outbox: Outbox) -> None:
    job = waiting(outbox)
    failed = outbox.deliver(job, Line(0, RemoteError("off")))
    assert failed.since is not None
    long_ago = outbox._change(failed, since=failed.since - PATIENCE)

    outbox.deliver(long_ago, Line(0, RemoteError("off")))

    assert only(outbox).state is JobState.GIVEN_UP
    assert outbox.due(datetime.now(UTC) + PATIENCE) == []
    outbox.retry([job.name])
    (again,) = outbox.due(datetime.now(UTC))
    assert (again.tries, again.state) == (0, JobState.WAITING)


def test_trying_again_also_tries_what_stands_in_the_way(outbox: Outbox) -> None:
    first, second = waiting(outbox, "1.1"), waiting(outbox, "1.2")
    outbox.deliver(first, Line(0, RemoteError("off")))

    outbox.retry([second.name])

    assert [job.name for job in outbox.due(datetime.now(UTC))] == [first.name]


def test_a_removed_job_does_not_come_back_when_its_sending_ends(outbox: Outbox) -> None:
    job = waiting(outbox)
    outbox.remove([job.name])

    outbox.give_up(job, "too late")

    assert outbox.jobs() == []


def test_a_purge_leaves_nothing_of_a_patient(outbox: Outbox, tmp_path: Path) -> None:
    waiting(outbox, "1.1")
    other = waiting(outbox, "1.2")

    outbox.purge(["1.1"])
    assert outbox.jobs() == [other]
    outbox.purge(None)
    assert [path for path in (tmp_path / "outbox").rglob("*") if path.suffix != ".lock"] == []


def test_a_damaged_note_is_shown_and_stops_nothing(outbox: Outbox, tmp_path: Path) -> None:
    broken, whole = waiting(outbox, "1.1"), waiting(outbox, "1.2")
    (tmp_path / "outbox" / broken.name / "job.json").write_text("{")

    first, second = Outbox(tmp_path / "outbox").jobs()

    assert first.state is JobState.GIVEN_UP
    assert "damaged" in first.reason
    assert second == whole
    outbox.remove([first.name])
    assert outbox.jobs() == [whole]


def test_one_process_sends_at_a_time(outbox: Outbox, tmp_path: Path) -> None:
    with outbox.sending() as mine, Outbox(tmp_path / "outbox").sending() as theirs:
        assert (mine, theirs) == (True, False)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes anywhere")
def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnavailableError, match="outbox"):
        Outbox(tmp_path / "outbox")


CHILD = """
import sys, threading
from functools import partial
from pathlib import Path
from mura_desktop.dicomio.outbox import Outbox, JobState
from mura_desktop.dicomio.send import send
from mura_desktop.remotes import Remote

if __name__ == "__main__":
    remote = Remote(name="PACS", aet="ORTHANC", host="127.0.0.1", port=int(sys.argv[2]))
    outbox = Outbox(Path(sys.argv[1]))
    (job,) = outbox.jobs()

    def push(files, taken):
        def told(file):
            print(file.name, flush=True)
            sys.stdin.readline()  # killed here: the remote has it, the outbox does not know yet
            taken(file)
        send(remote, files, None, told, threading.Event())

    print(outbox.deliver(job, push).state.value, flush=True)
"""


def test_killed_in_the_middle_each_object_arrives_exactly_once(
    archive: peers.Orthanc, outbox: Outbox, tmp_path: Path
) -> None:
    job = waiting(outbox, objects=3)
    uids = set()
    for name in job.files:
        uids.add(str(dcmread(outbox.path(job, name)).SOPInstanceUID))
    before = archive.count()
    script = tmp_path / "child.py"
    script.write_text(CHILD)
    root = str(Path(__file__).parents[2])

    def child() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, script, tmp_path / "outbox", str(archive.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": root},
            text=True,
        )

    killed = child()
    assert killed.stdout is not None
    assert killed.stdin is not None
    assert killed.stdout.readline() == "0.dcm\n"
    killed.stdin.write("\n")
    killed.stdin.flush()
    assert killed.stdout.readline() == "1.dcm\n"
    killed.kill()
    killed.communicate()
    assert only(Outbox(tmp_path / "outbox")).sent == ("0.dcm",)
    said, _ = child().communicate("\n" * 10, timeout=120)

    assert said.split() == ["1.dcm", "2.dcm", "sent"]
    assert archive.count() == before + 3
    found = archive.ask("/tools/find", b'{"Level":"Instance","Query":{},"Expand":true}')
    held = [one["MainDicomTags"]["SOPInstanceUID"] for one in found]
    assert sorted(uid for uid in held if uid in uids) == sorted(uids)
    assert only(Outbox(tmp_path / "outbox")).state is JobState.SENT
