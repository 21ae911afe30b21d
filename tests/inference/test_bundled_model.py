"""The model that ships with the program is whole, small, and the same in every engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from mura_desktop.imaging.model_input import Normalisation, model_canvas, normalise
from mura_desktop.imaging.reading import read_image
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
from mura_desktop.paths import bundled_model
from mura_desktop.studies.model import FileFormat


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(bundled_model())


def test_it_is_under_40_megabytes(bundle: Bundle) -> None:
    assert bundle.weights_path.stat().st_size < 40e6


def ankle(bundle: Bundle, rg3: Path) -> npt.NDArray[np.float32]:
    expected = bundle.card.input
    canvas = model_canvas(read_image(rg3, FileFormat.DICOM), expected.size)
    return normalise(canvas[np.newaxis], Normalisation(expected.mean, expected.std))


def test_both_runtimes_give_a_radiograph_the_same_score_and_heat_map(
    bundle: Bundle, rg3: Path
) -> None:
    inputs = ankle(bundle, rg3)
    engines = [open_engine(bundle, prefer=runtime) for runtime in ("openvino", "onnxruntime")]

    (one,), (two,) = (Scorer(bundle, engine).score(inputs) for engine in engines)

    assert engines[0].description != engines[1].description
    assert 0 < one[0] < 1
    assert abs(one[0] - two[0]) < 1e-4
    assert np.allclose(one[1].values, two[1].values, atol=1e-4)


def test_its_card_is_honest_about_where_its_figures_come_from(bundle: Bundle) -> None:
    card = bundle.card
    names = {(metric.name, metric.subset) for metric in card.metrics}
    assert ("AUROC", "all") in names
    assert ("AUROC", "without hardware") in names
    assert all(metric.low <= metric.value <= metric.high for metric in card.metrics)
    assert "Not a medical device" in card.intended_use
    assert "10.1038/s41597-023-02432-4" in card.training.attribution
