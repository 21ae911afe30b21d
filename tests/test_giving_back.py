"""From a kept score or a signature to objects in an archive, without anybody waiting for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydicom import dcmread
from typer.testing import CliRunner, Result

from mura_desktop import paths
from mura_desktop.cli.program import app
from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.outbox import JobState, Outbox
from mura_desktop.errors import UsageError
from mura_desktop.giving_back import GivingBack
from mura_desktop.imaging.headers import read_facts
from mura_desktop.inference.card import Card, read_card
from mura_desktop.offer import NO_MAP, NO_PDF, NOT_DICOM, NOT_SCORED, NOT_SIGNED, NOTHING
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.pipeline import source_of
from mura_desktop.remotes import Remote
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store
from mura_desktop.studies.grouping import group
from mura_desktop.studies.model import (
    Band,
    FileFacts,
    FileFormat,
    Grouping,
    Study,
    View,
    ViewScore,
)
from mura_desktop.studies.reads import Conclusion, Read
from mura_desktop.studies.triage import Thresholds
from tests.dicomio import peers
from tests.dicomio.results_examples import PDF, hot_spot

Make = Callable[..., GivingBack]
READ = Read(Conclusion.ABNORMAL, True, ("fracture",), "L", "A fracture.")
OFF = 9  # nothing listens on the port of "discard"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[peers.Orthanc]:
    """Return an Orthanc."""
    with peers.orthanc(tmp_path_factory.mktemp("orthanc")) as running:
        yield running


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))


@pytest.fixture
def store(own_data: None) -> Iterator[Store]:
    found = Store(paths.database())
    yield found
    found.close()


@pytest.fixture(scope="module")
def card() -> Card:
    return read_card(paths.bundled_model())


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Return a study of two phantoms, a MONOCHROME1 one among them."""
    first = peers.radiograph(study="1.2.826.7", series="1.2.826.7.1")
    second = peers.radiograph(study="1.2.826.7", series="1.2.826.7.1", seed=1)
    second.PhotometricInterpretation, second.InstanceNumber = "MONOCHROME1", 2
    files = peers.written(tmp_path / "films", [first, second])
    facts = [fact for file in files if isinstance(fact := read_facts(file), FileFacts)]
    (found,) = group(facts, Grouping.AUTO, [tmp_path / "films"])
    return found


def keep(store: Store, card: Card, study: Study, *scores: float) -> None:
    """Keep scores as the pipeline does."""
    views = [
        ViewScore(view.uid, view.version, score, hot_spot())
        for view, score in zip(study.views, scores, strict=True)
    ]
    finding = card.rule().finding(study, views, datetime.now(UTC))
    store.save(study, finding, views, source_of(card))


def settings(port: int = OFF, **more: object) -> Settings:
    remote = Remote(name="PACS", aet="ORTHANC", host="127.0.0.1", port=port)
    return Settings.model_validate({"remotes": [remote], **more})


@pytest.fixture
def make(store: Store, card: Card) -> Iterator[Make]:
    made: list[GivingBack] = []

    def giving(own: Settings, *, prints: bool = True) -> GivingBack:
        pdf = (lambda *_: PDF) if prints else None
        made.append(GivingBack(store, card, own, Outbox(paths.outbox()), pdf))
        return made[-1]

    yield giving
    for one in made:
        one.close()


def test_what_there_is_not_is_said_with_its_reason(
    make: Make, store: Store, card: Card, study: Study
) -> None:
    giving = make(settings())
    store.remember([study])
    assert giving.barred(study) == {
        Kind.REPORT: NOTHING,
        Kind.PICTURE: NOT_SCORED,
        Kind.OUTLINE: NOT_SCORED,
        Kind.DOCUMENT: NOT_SIGNED,
    }
    keep(store, card, study, 0.01, 0.02)
    assert giving.barred(study) == {
        Kind.PICTURE: NO_MAP,
        Kind.OUTLINE: NO_MAP,
        Kind.DOCUMENT: NOT_SIGNED,
    }
    keep(store, card, study, 0.9, 0.02)
    store.reads.sign(study, "Jane Doe", READ)
    assert giving.barred(study) == {}
    assert make(settings(), prints=False).barred(study) == {Kind.DOCUMENT: NO_PDF}


def test_pictures_that_are_no_dicom_cannot_be_given_back(make: Make, study: Study) -> None:
    view = View("x", Path("/film.png"), FileFormat.RASTER, study.views[0].version)
    loose = Study("x", "x", "wrist", (view,))

    with pytest.raises(UsageError, match="no DICOM"):
        make(settings()).ask(loose, settings().remotes[0], list(Kind))
    assert set(make(settings()).barred(loose).values()) == {NOT_DICOM}


def test_a_signed_study_arrives_whole_in_the_archive(
    make: Make, store: Store, card: Card, study: Study, archive: peers.Orthanc
) -> None:
    keep(store, card, study, 0.9, 0.8)
    store.reads.sign(study, "Jane Doe", READ)
    giving = make(settings(archive.port))
    before, entries = archive.count(), store.audit.head().number

    giving.ask(study, giving.remote("pacs"), list(Kind))
    assert giving.work()

    (job,) = giving.outbox.jobs()
    assert (job.state, job.reason, job.note) == (JobState.SENT, "", "")
    assert [name.split("-")[1] for name in job.files] == [
        "sr.dcm",
        "sc.dcm",
        "pr.dcm",
        "sc.dcm",
        "pr.dcm",
        "pdf.dcm",
    ]
    assert archive.count() == before + 6
    assert store.audit.head().number == entries + 1


def test_the_objects_are_made_even_while_the_archive_is_off(
    make: Make, store: Store, card: Card, study: Study
) -> None:
    keep(store, card, study, 0.9, 0.02)
    giving = make(settings())
    giving.ask(study, giving.remote("PACS"), [Kind.REPORT, Kind.OUTLINE, Kind.DOCUMENT])

    giving.work()

    (job,) = giving.outbox.jobs()
    assert (job.state, len(job.files), job.tries) == (JobState.WAITING, 2, 1)
    assert "nothing listens" in job.reason
    assert job.note == NOT_SIGNED
    report, outline = (dcmread(giving.outbox.path(job, name)) for name in job.files)
    assert report.VerificationFlag == "UNVERIFIED"
    assert outline.PresentationLUTShape == "IDENTITY"
    for view in study.views:
        view.path.unlink()  # what is prepared needs the images no more
    giving.outbox.retry([job.name])
    giving.work()
    assert giving.outbox.jobs()[0].state is JobState.WAITING


def test_what_could_not_be_made_stands_in_the_note_and_the_rest_goes(
    make: Make, store: Store, card: Card, tmp_path: Path
) -> None:
    colour = peers.radiograph(study="1.2.826.8", series="1.2.826.8.1")
    colour.SamplesPerPixel, colour.PhotometricInterpretation = 3, "RGB"
    colour.PlanarConfiguration = 0
    colour.PixelData = colour.PixelData * 3
    grey = peers.radiograph(study="1.2.826.8", series="1.2.826.8.1", seed=1)
    grey.InstanceNumber = 2
    files = peers.written(tmp_path / "films", [colour, grey])
    facts = [fact for file in files if isinstance(fact := read_facts(file), FileFacts)]
    (study,) = group(facts, Grouping.AUTO, [tmp_path / "films"])
    keep(store, card, study, 0.9, 0.9)
    giving = make(settings())

    giving.ask(study, giving.remote("PACS"), [Kind.REPORT, Kind.OUTLINE])
    giving.work()

    (job,) = giving.outbox.jobs()
    assert [name.split("-")[1] for name in job.files] == ["sr.dcm", "pr.dcm"]
    assert job.note == "View 1 AP L is a colour image, so it has no outline (pr)."

    colour_only = Study(study.uid, study.patient, study.body_part, study.views[:1])
    keep(store, card, colour_only, 0.9)
    giving.ask(colour_only, giving.remote("PACS"), [Kind.OUTLINE])
    giving.work()

    (given_up,) = [job for job in giving.outbox.jobs() if job.state is JobState.GIVEN_UP]
    assert "colour image" in given_up.reason


def test_a_file_that_changed_since_it_was_scored_gives_nothing_back(
    make: Make, store: Store, card: Card, study: Study
) -> None:
    keep(store, card, study, 0.9, 0.02)
    giving = make(settings())
    giving.ask(study, giving.remote("PACS"), [Kind.REPORT])
    with study.views[0].path.open("ab") as file:
        file.write(b"\0")

    giving.work()

    (job,) = giving.outbox.jobs()
    assert job.state is JobState.GIVEN_UP
    assert "has changed" in job.reason


def test_files_that_name_another_patient_give_nothing_back(
    make: Make, store: Store, card: Card, study: Study, tmp_path: Path
) -> None:
    other = dcmread(study.views[1].path)
    other.PatientID = "SOMEBODY-ELSE"
    other.save_as(study.views[1].path)
    facts = [read_facts(view.path) for view in study.views]
    views = tuple(
        View(view.uid, view.path, view.format, fact.version)
        for view, fact in zip(study.views, facts, strict=True)
        if isinstance(fact, FileFacts)
    )
    mixed = Study(study.uid, "", "wrist", views)
    keep(store, card, mixed, 0.9, 0.02)
    giving = make(settings())
    giving.ask(mixed, giving.remote("PACS"), [Kind.REPORT])

    giving.work()

    (job,) = giving.outbox.jobs()
    assert job.state is JobState.GIVEN_UP
    assert "several patients" in job.reason


def test_nothing_goes_back_by_itself_unless_the_site_says_so(
    make: Make, store: Store, card: Card, study: Study
) -> None:
    giving = make(settings())
    assert giving.follow_store() == ""

    keep(store, card, study, 0.9, 0.02)
    store.reads.sign(study, "Jane Doe", READ)

    assert giving.outbox.jobs() == []


def test_scores_and_signatures_go_back_by_themselves_where_the_site_says_so(
    make: Make, store: Store, card: Card, study: Study
) -> None:
    giving = make(settings(gives_back=["sr", "sc", "pdf"], gives_back_to="pacs"))
    assert giving.follow_store() == ""

    keep(store, card, study, 0.9, 0.02)
    store.reads.sign(study, "Jane Doe", READ)

    assert [job.kinds for job in giving.outbox.jobs()] == [
        (Kind.REPORT, Kind.PICTURE),
        (Kind.REPORT, Kind.DOCUMENT),
    ]


def test_a_wrong_name_in_the_settings_is_said_and_stops_nobody(
    make: Make, store: Store, card: Card, study: Study
) -> None:
    giving = make(settings(gives_back_to="nowhere"))

    assert "nowhere" in giving.follow_store()
    keep(store, card, study, 0.9, 0.02)
    assert giving.outbox.jobs() == []


def command(*words: str | Path) -> Result:
    """Run a command; one that raises fails the test."""
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "240"})


def test_the_commands_send_list_and_purge(
    store: Store, card: Card, study: Study, tmp_path: Path, archive: peers.Orthanc
) -> None:
    keep(store, card, study, 0.9, 0.8)
    remote = f'name="PACS"\naet="ORTHANC"\nhost="127.0.0.1"\nport={archive.port}\n'
    paths.settings_file().write_text(f"[[remotes]]\n{remote}")
    store.close()
    before = archive.count()

    sent = command("give-back", "--study", study.uid, "--to", "pacs", "--kinds", "sr,pr")
    listed = command("outbox")
    paths.export_key().write_bytes(b"k" * 32)
    kept = command("purge", "--patient", "somebody else", "--yes")
    assert kept.exit_code != 0
    assert paths.export_key().exists()
    purged = command("purge", "--everything", "--yes")

    assert sent.exit_code == 0, sent.output
    assert archive.count() == before + 3
    assert "sent" in listed.output
    assert purged.exit_code == 0, purged.output
    assert list(paths.outbox().glob("*/job.json")) == []
    assert not paths.export_key().exists()


def test_a_signed_report_waits_for_a_process_that_prints_and_then_goes_with_the_rest(
    make: Make, store: Store, card: Card, study: Study
) -> None:
    keep(store, card, study, 0.9, 0.02)
    store.reads.sign(study, "Jane Doe", READ)
    window, command_line = make(settings()), make(settings(), prints=False)
    window.ask(study, window.remote("PACS"), [Kind.REPORT, Kind.DOCUMENT])
    window.ask(study, window.remote("PACS"), [Kind.OUTLINE])

    assert command_line.work()

    report, outline = window.outbox.jobs()
    assert (report.state, outline.state) == (JobState.ASKED, JobState.WAITING)
    assert report.for_window

    window.work()

    report, _outline = window.outbox.jobs()
    assert [name.split("-")[1] for name in report.files] == ["sr.dcm", "pdf.dcm"]
    assert (report.note, report.for_window) == ("", False)


def test_an_amendment_that_is_signed_while_its_study_is_prepared_goes_too(
    make: Make, store: Store, card: Card, study: Study
) -> None:
    keep(store, card, study, 0.9, 0.02)
    own = settings(gives_back=["sr", "pdf"], gives_back_to="PACS")
    giving = make(own)
    giving.follow_store()
    amended = Read(Conclusion.NORMAL, False, (), "L", "No fracture.")

    def amend_meanwhile(*_: object) -> bytes:
        signed = store.reads.current([study.uid])[study.uid]
        if signed.version == 1:
            store.reads.sign(study, "Jane Doe", amended, after=1, reason="A second look.")
        return PDF

    giving.make_pdf = amend_meanwhile
    store.reads.sign(study, "Jane Doe", READ)
    giving.work()
    giving.work()

    job = giving.outbox.jobs()[-1]
    assert job.state is JobState.WAITING
    report = dcmread(giving.outbox.path(job, job.files[0]))
    assert "No fracture." in str(report)


def test_the_commands_say_that_the_window_sends_signed_reports(
    make: Make, store: Store, card: Card, study: Study
) -> None:
    keep(store, card, study, 0.9, 0.02)
    store.reads.sign(study, "Jane Doe", READ)
    window = make(settings())
    window.ask(study, window.remote("PACS"), [Kind.DOCUMENT])

    sent = command("outbox", "--send")
    refused = command("give-back", "--study", study.uid, "--to", "PACS", "--kinds", "sr,pdf")

    assert "The window prints its report" in sent.output
    (job,) = window.outbox.jobs()
    assert job.state is JobState.ASKED
    assert isinstance(refused.exception, UsageError)
    assert "printed by the window" in str(refused.exception)


def test_the_command_for_copies_leaves_originals_as_they_are(
    study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    originals = {view.path: view.path.read_bytes() for view in study.views}
    (tmp_path / "films" / "note.txt").write_text("no image")

    done = command("anonymise", tmp_path / "films", "--to", tmp_path / "out")

    assert done.exit_code == 3, done.output
    assert "note.txt: is no DICOM file" in capsys.readouterr().err + done.output
    copies = list((tmp_path / "out").rglob("*.dcm"))
    assert len(copies) == 2
    assert all(b"DEMO" not in copy.read_bytes() for copy in copies)
    assert {path: path.read_bytes() for path in originals} == originals
    assert len({copy.parent.name for copy in copies}) == 1


def test_changed_bands_count_for_what_is_given_back(make: Make, store: Store, card: Card) -> None:
    giving = make(settings())

    giving.take(settings(thresholds={"wrist": Thresholds(0.01, 0.02)}))

    assert giving._rule is not None
    assert giving._rule.band("wrist", 0.05) is Band.URGENT
