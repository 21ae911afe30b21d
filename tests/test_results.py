"""From a study of several views to objects, each of which says what it is about and no more."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    UID,
    MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
    SecondaryCaptureImageStorage,
    XRayAngiographicImageStorage,
)

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.errors import UsageError
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.imaging.grey import FloatImage
from mura_desktop.imaging.headers import read_facts
from mura_desktop.imaging.reading import read_image
from mura_desktop.results import Results, make_results
from mura_desktop.studies.grouping import group
from mura_desktop.studies.model import (
    FileFacts,
    FileFormat,
    Grouping,
    ModelId,
    Study,
    ViewScore,
)
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


def listed(folder: Path, images: Iterable[Dataset]) -> Study:
    """Write images, and list them as the program does."""
    files = peers.written(folder, list(images))
    facts = [fact for file in files if isinstance(fact := read_facts(file), FileFacts)]
    (study,) = group(facts, Grouping.AUTO)
    return study


@pytest.fixture
def study_of(tmp_path: Path) -> Callable[..., Study]:
    return lambda *images: listed(tmp_path / "films", images)


@pytest.fixture
def results_of(decoder: Decoder) -> Callable[..., Results]:
    def results(study: Study, kinds: Iterable[Kind] = MACHINES) -> Results:
        scores = [ViewScore(view.uid, view.version, 0.9, hot_spot()) for view in study.views]
        return make_results(
            tuple(kinds),
            study,
            RULE.finding(study, scores, SCORED),
            None,
            rule=RULE,
            input_size=INPUT_SIZE,
            decoder=decoder,
            make_pdf=None,
            institution="",
        )

    return results


@pytest.fixture
def make(study_of: Callable[..., Study], results_of: Callable[..., Results]) -> Make:
    def made(*images: Dataset, kinds: Iterable[Kind] = MACHINES) -> list[Dataset]:
        results = results_of(study_of(*images), kinds)
        assert results.left_out == ()
        return [result.dataset for result in results.objects]

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


def lut(values: object, bits: int, *, kind: str = "", first: int = 0) -> Dataset:
    """Return an item of a sequence of tables."""
    table = np.asarray(values, "<u2")
    item = Dataset()
    item.add_new("LUTDescriptor", "US", [len(table), first, bits])
    item.add_new("LUTData", "OW", table.tobytes())
    if kind:
        item.ModalityLUTType = kind
    return item


STEEP = lut(1023 * np.linspace(0, 1, 4096) ** 0.5, 10, kind="OD")
"""A modality's table of 10 bits, far from a straight line."""
BENT = lut(1023 * np.linspace(0, 1, 4096) ** 2, 10)
BENT_FROM_BELOW = lut(4095 * np.linspace(0, 1, 4096) ** 2, 12, first=2**16 - 1000)
"""Its first value is -1000, as an unsigned number."""
OTHER = lut(np.arange(4096), 12)


def frames(number: int, sop_class: UID, modality: str, *, count: int) -> Dataset:
    """Return an object that may have several frames."""
    image = film(number, Modality=modality, NumberOfFrames=count, PixelAspectRatio=["2", "1"])
    image.SOPClassUID = image.file_meta.MediaStorageSOPClassUID = sop_class
    image.PixelData = image.PixelData * count
    return image


ODD_FILMS: dict[str, Callable[[], Dataset]] = {
    "a VOI table beside a window": lambda: film(
        1, VOILUTSequence=Sequence([BENT, OTHER]), WindowCenter=100, WindowWidth=50
    ),
    "a VOI table of 10 bits": lambda: film(1, VOILUTSequence=Sequence([BENT])),
    "several windows": lambda: film(1, WindowCenter=[900, 100], WindowWidth=[700, 50]),
    "a sigmoid": lambda: film(
        1, WindowCenter=[900, 100], WindowWidth=[700, 50], VOILUTFunction="SIGMOID"
    ),
    "a modality's table": lambda: film(
        1, ModalityLUTSequence=Sequence([STEEP]), WindowCenter=600, WindowWidth=400
    ),
    "a modality's table beside a rescale": lambda: film(
        1, ModalityLUTSequence=Sequence([STEEP]), RescaleSlope=3, RescaleIntercept=-50
    ),
    "a modality's table without its type, MONOCHROME1": lambda: film(
        1,
        ModalityLUTSequence=Sequence([lut(np.arange(4096) // 4, 10)]),
        PhotometricInterpretation="MONOCHROME1",
    ),
    "a rescale": lambda: film(
        1, RescaleSlope="0.5", RescaleIntercept="-100", WindowCenter=500, WindowWidth=900
    ),
    "a rescale and a VOI table from below 0": lambda: film(
        1,
        RescaleSlope=1,
        RescaleIntercept=-1000,
        VOILUTSequence=Sequence([BENT_FROM_BELOW]),
    ),
    "a slope alone": lambda: film(1, RescaleSlope=2),
    "half a window": lambda: film(1, WindowCenter=500),
    "an angiography of one frame": lambda: frames(1, XRayAngiographicImageStorage, "XA", count=1),
    "frames of a secondary capture": lambda: frames(
        1, MultiFrameGrayscaleWordSecondaryCaptureImageStorage, "OT", count=2
    ),
}


def drawn(state: Dataset, stored: FloatImage) -> FloatImage:
    """Show stored values as a state says: what it does not say is identity (PS3.4, N.2)."""
    values = np.asarray(stored, np.float64)
    if "ModalityLUTSequence" in state:
        assert "RescaleSlope" not in state
        values = looked_up(state.ModalityLUTSequence[0], values)
    elif "RescaleSlope" in state:
        values = values * float(state.RescaleSlope) + float(state.RescaleIntercept)
    (voi,) = state.SoftcopyVOILUTSequence
    if "VOILUTSequence" in voi:
        assert "WindowCenter" not in voi
        (table,) = voi.VOILUTSequence
        share = looked_up(table, values) / (2.0 ** table.LUTDescriptor[2] - 1)
    elif voi.get("VOILUTFunction") == "SIGMOID":
        steep = -4 * (values - float(voi.WindowCenter)) / float(voi.WindowWidth)
        share = 1 / (1 + np.exp(steep))
    else:
        share = (values - (float(voi.WindowCenter) - 0.5)) / (float(voi.WindowWidth) - 1) + 0.5
    share = np.clip(share, 0, 1)
    return np.asarray(1 - share if state.PresentationLUTShape == "INVERSE" else share, np.float32)


def looked_up(item: Dataset, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    count, first, _bits = item.LUTDescriptor
    entries = np.frombuffer(item.LUTData, "<u2")
    assert len(entries) == count
    index = np.clip(np.rint(values).astype(np.int64) - first, 0, count - 1)
    return np.asarray(entries[index], np.float64)


@pytest.mark.parametrize("odd", ODD_FILMS)
def test_a_state_shows_an_image_as_the_viewer_does_and_every_kind_is_made(
    make: Make, odd: str, tmp_path: Path
) -> None:
    image = ODD_FILMS[odd]()

    made = make(image)

    seen = read_image(tmp_path / "films" / "0000.dcm", FileFormat.DICOM, 1).displayed()
    assert [one.Modality for one in made[:3]] == ["SR", "OT", "PR"]
    stored = np.frombuffer(image.PixelData, "<u2")[: image.Rows * image.Columns]
    drawn_by_state = drawn(made[2], stored.reshape(image.Rows, image.Columns))
    assert np.abs(drawn_by_state - seen).max() < 0.002
    saved = tmp_path / "state.dcm"
    made[2].save_as(saved, enforce_file_format=True)
    assert validated(saved) == []


@pytest.mark.parametrize("odd", [odd for odd in ODD_FILMS if "frame" not in odd])
def test_dcmtk_shows_an_image_by_its_state_as_the_viewer_does(
    make: Make, odd: str, tmp_path: Path
) -> None:
    (state,) = make(ODD_FILMS[odd](), kinds=[Kind.OUTLINE])
    del state.GraphicAnnotationSequence, state.GraphicLayerSequence  # drawn over the pixels
    state.save_as(tmp_path / "state.dcm", enforce_file_format=True)
    source, target = tmp_path / "films" / "0000.dcm", tmp_path / "shown.pgm"

    done = peers.call("dcmp2pgm", "-p", tmp_path / "state.dcm", source, target)

    assert done.code == 0, done.output
    theirs = np.asarray(Image.open(target).convert("L"), np.float64) / 255
    ours = read_image(source, FileFormat.DICOM, 1).displayed()
    # DCMTK lets the grey values pass through its model of the display, which keeps their order.
    by_ours = theirs.ravel()[np.argsort(ours.ravel(), kind="stable")]
    assert np.diff(by_ours).min() >= -1 / 128
    assert np.corrcoef(theirs.ravel(), ours.ravel())[0, 1] > 0.95


def validated(path: Path) -> list[str]:
    """Return the errors that dciodvfy finds in an object.

    It finds none in a table of 16 bits only where that fills them. A modality's table has 8 or 16
    (PS3.3, C.11.1.1.1), and values in the units of the modality, which do not change for that.
    """
    peers.PACKAGES.setdefault("dciodvfy", "dicom3tools")
    program = peers.program("dciodvfy")
    done = subprocess.run([program, path], capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).splitlines()
    unfilled = "Modality LUT - LUT Descriptor number of bits = 16 but maximum"
    return [line for line in said if line.startswith("Error") and unfilled not in line]


def test_a_state_of_one_frame_refers_to_that_frame(make: Make) -> None:
    image = frames(1, MultiFrameGrayscaleWordSecondaryCaptureImageStorage, "OT", count=2)

    first, second = make(image, kinds=[Kind.OUTLINE])

    for number, state in enumerate((first, second), 1):
        (series,) = state.ReferencedSeriesSequence
        assert series.ReferencedImageSequence[0].ReferencedFrameNumber == number


def test_a_state_has_pixels_of_the_shape_that_the_file_says(make: Make) -> None:
    square, tall, wide = make(
        film(1),
        film(2, PixelAspectRatio=["2", "1"]),
        film(3, ImagerPixelSpacing=["0.1", "0.2"], PixelAspectRatio=["2", "1"]),
        kinds=[Kind.OUTLINE],
    )

    (area,) = square.DisplayedAreaSelectionSequence
    assert area.PresentationPixelAspectRatio == [1, 1]
    (area,) = tall.DisplayedAreaSelectionSequence
    assert area.PresentationPixelAspectRatio == [2, 1]
    (area,) = wide.DisplayedAreaSelectionSequence
    assert area.PresentationPixelSpacing == [0.1, 0.2]
    assert "PresentationPixelAspectRatio" not in area


def test_a_picture_has_pixels_of_the_shape_that_the_file_says(make: Make, tmp_path: Path) -> None:
    made = make(
        film(1),
        film(2, PixelAspectRatio=["2", "1"]),
        film(3, ImagerPixelSpacing=["0.1", "0.2"]),
        film(4, PixelSpacing=["0.1", "0.2"], PixelAspectRatio=["2", "1"]),
        film(5, PixelAspectRatio=["0", "0"]),
        kinds=[Kind.PICTURE],
    )

    assert [picture.get("PixelAspectRatio") for picture in made] == [
        None,
        [2, 1],
        [1, 2],
        None,
        None,
    ]
    assert [float(value) for value in made[3].PixelSpacing] == pytest.approx([0.1, 0.2])
    made[1].save_as(tmp_path / "picture.dcm", enforce_file_format=True)
    assert validated(tmp_path / "picture.dcm") == []


def test_a_window_is_explained_in_one_value(make: Make) -> None:
    (state,) = make(film(1), kinds=[Kind.OUTLINE])

    (window,) = state.SoftcopyVOILUTSequence
    assert window.WindowCenterWidthExplanation == "as shown by MURA Desktop"


def test_what_cannot_be_made_is_told_and_keeps_back_nothing_else(
    study_of: Callable[..., Study], results_of: Callable[..., Results]
) -> None:
    colour = film(1, SamplesPerPixel=3, PhotometricInterpretation="RGB", PlanarConfiguration=0)
    colour.SOPClassUID = colour.file_meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    colour.BitsAllocated, colour.BitsStored, colour.HighBit = 8, 8, 7
    colour.PixelData = bytes(range(256)) * (3 * colour.Rows * colour.Columns // 256)

    results = results_of(study_of(colour, film(2)))

    kinds = [result.kind for result in results.objects]
    assert kinds == [Kind.REPORT, Kind.PICTURE, Kind.PICTURE, Kind.OUTLINE]
    assert results.left_out == ("View 1 AP L is a colour image, so it has no outline (pr).",)


def test_an_object_that_cannot_be_made_is_named_with_its_view_and_all_others_are_made(
    study_of: Callable[..., Study], results_of: Callable[..., Results]
) -> None:
    impossible = film(1, NumberOfFrames=2)  # a CR has one
    impossible.PixelData = impossible.PixelData * 2

    results = results_of(study_of(impossible, film(2)))

    kinds = [result.kind for result in results.objects]
    assert kinds == [Kind.REPORT, *[Kind.PICTURE] * 3, Kind.OUTLINE]
    assert [sentence.split(",")[0] for sentence in results.left_out] == [
        "View 1 AP L has no result of kind pr",
        "View 2 AP L has no result of kind pr",
    ]


def test_side_and_part_stand_where_they_are_true_of_the_whole_series(make: Make) -> None:
    left = film(1, BodyPartExamined="HAND", Laterality="L")
    right = film(2, BodyPartExamined="ELBOW", Laterality="R")

    both = make(left, right, kinds=[Kind.PICTURE, Kind.OUTLINE])
    alone = make(left, kinds=[Kind.PICTURE, Kind.OUTLINE])

    assert [one.get("ImageLaterality") for one in both] == ["L", None, "R", None]
    for one in both:
        assert not one.get("Laterality")
        assert "BodyPartExamined" not in one
    picture, outline = alone
    assert "Laterality" not in picture
    assert (picture.ImageLaterality, picture.BodyPartExamined) == ("L", "HAND")
    assert (outline.Laterality, outline.BodyPartExamined) == ("L", "HAND")


@pytest.mark.parametrize("second", ["L", "R"])
def test_pictures_and_states_of_one_side_or_both_are_valid(
    make: Make, second: str, tmp_path: Path
) -> None:
    for number, one in enumerate(make(film(1), film(2, Laterality=second))):
        one.save_as(tmp_path / f"{number}.dcm", enforce_file_format=True)
        assert validated(tmp_path / f"{number}.dcm") == []


def test_no_result_is_made_from_a_result_of_this_program(
    make: Make, study_of: Callable[..., Study], results_of: Callable[..., Results]
) -> None:
    original = film(1)
    (picture,) = make(original, kinds=[Kind.PICTURE])

    results = results_of(study_of(picture, original))

    report, again, state = (result.dataset for result in results.objects)
    assert again.SourceImageSequence[0].ReferencedSOPInstanceUID == original.SOPInstanceUID
    assert str(picture.SOPInstanceUID) not in str(report) + str(state)
    assert set(sites(report)) == {"Study", "View 1 AP L", "Region of view 1 AP L"}
    with pytest.raises(UsageError, match="results of this program"):
        results_of(study_of(picture))


def test_a_view_that_is_not_scored_has_no_result_of_its_own(make: Make) -> None:
    chest = film(2, BodyPartExamined="CHEST")

    report, picture, state = make(film(1), chest)

    assert set(sites(report)) == {"Study", "View 1 AP L", "Region of view 1 AP L"}
    assert str(chest.SOPInstanceUID) not in str(picture) + str(state)


def test_a_study_has_a_part_where_all_its_views_show_it(make: Make) -> None:
    (report,) = make(film(1), film(2), kinds=[Kind.REPORT])

    assert sites(report)["Study"] == "Wrist joint"
