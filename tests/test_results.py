"""From a study of several views to objects, each of which says what it is about and no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pydicom.dataset import Dataset

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.imaging.headers import read_facts
from mura_desktop.results import make_results
from mura_desktop.studies.grouping import group
from mura_desktop.studies.model import FileFacts, Grouping, ModelId, Study, ViewScore
from mura_desktop.studies.triage import Aggregation, Thresholds, TriageRule
from tests.dicomio import peers
from tests.dicomio.results_examples import INPUT_SIZE, SCORED, hot_spot

RULE = TriageRule(
    ModelId("densenet169-test", "ab" * 32),
    Aggregation.MEAN,
    {"default": Thresholds(0.2, 0.6)},
    heat_map_from=0.5,
)
STUDY = "1.2.826.9"
MACHINES = (Kind.REPORT, Kind.PICTURE, Kind.OUTLINE)
Make = Callable[..., list[Dataset]]


def film(number: int, **more: object) -> Dataset:
    """Return a view of one and the same study; None takes an attribute out."""
    image = peers.radiograph(study=STUDY, series=f"{STUDY}.{number}", seed=number)
    image.SeriesNumber = number
    for keyword, value in more.items():
        if value is None:
            delattr(image, keyword)
        else:
            setattr(image, keyword, value)
    return image


def listed(folder: Path, images: Sequence[Dataset]) -> Study:
    """Write images, and list them as the program does."""
    files = peers.written(folder, images)
    facts = [fact for file in files if isinstance(fact := read_facts(file), FileFacts)]
    (study,) = group(facts, Grouping.AUTO)
    return study


@pytest.fixture
def make(decoder: Decoder, tmp_path: Path) -> Make:
    def made(*images: Dataset, kinds: Sequence[Kind] = MACHINES) -> list[Dataset]:
        study = listed(tmp_path / "films", images)
        scores = [ViewScore(view.uid, view.version, 0.9, hot_spot()) for view in study.views]
        results = make_results(
            kinds,
            study,
            RULE.finding(study, scores, SCORED),
            None,
            rule=RULE,
            input_size=INPUT_SIZE,
            decoder=decoder,
            make_pdf=None,
            institution="",
        )
        return [result.dataset for result in results]

    return made


def sites(report: Dataset) -> dict[str, str]:
    """Return the finding site of each group of a report, by the group's tracking identifier."""
    found = {}
    for container in report.ContentSequence:
        for measured in container.get("ContentSequence", ()):
            items = {
                item.ConceptNameCodeSequence[0].CodeMeaning: item
                for item in measured.get("ContentSequence", ())
            }
            if "Tracking Identifier" in items:
                place = items.get("Finding Site")
                words = [] if place is None else [place.ConceptCodeSequence[0].CodeMeaning]
                for side in () if place is None else place.get("ContentSequence", ()):
                    words.append(side.ConceptCodeSequence[0].CodeMeaning)
                found[items["Tracking Identifier"].TextValue] = " ".join(words)
    return found


def test_each_group_of_a_report_names_the_part_and_side_of_its_own_image(make: Make) -> None:
    hand = film(1, BodyPartExamined="HAND", Laterality=None, ImageLaterality="L")
    elbow = film(2, BodyPartExamined="ELBOW", Laterality=None, ImageLaterality="R")
    unknown = film(3, BodyPartExamined=None, Laterality=None)

    (report,) = make(hand, elbow, unknown, kinds=[Kind.REPORT])

    assert sites(report) == {
        "Study": "",
        "View 1 AP L": "Hand Left",
        "Region of view 1 AP L": "Hand Left",
        "View 2 AP R": "Elbow joint Right",
        "Region of view 2 AP R": "Elbow joint Right",
        "View 3 AP": "",
        "Region of view 3 AP": "",
    }


def test_a_study_has_a_part_where_all_its_views_show_it(make: Make) -> None:
    (report,) = make(film(1), film(2), kinds=[Kind.REPORT])

    assert sites(report)["Study"] == "Wrist joint"
