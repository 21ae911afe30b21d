"""The bundled network in 8 bits: nearly the same scores, and never in place of a better one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mura_desktop import paths
from mura_desktop.errors import ModelError
from mura_desktop.imaging.model_input import Normalisation, model_canvas, normalise
from mura_desktop.imaging.reading import read_image
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.card import LARGEST_FALL
from mura_desktop.inference.engine import Precision
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
from mura_desktop.studies.model import FileFormat


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(paths.bundled_model())


def test_the_bundled_file_is_within_the_bounds_of_its_card(bundle: Bundle) -> None:
    found = bundle.card.eight_bit
    assert found is not None
    assert found.within_bounds
    assert found.auroc_single - found.auroc <= LARGEST_FALL


def test_a_real_film_has_nearly_the_same_score_and_map(bundle: Bundle, rg3: Path) -> None:
    given = bundle.card.input
    canvas = model_canvas(read_image(rg3, FileFormat.DICOM, 1), given.size)
    inputs = normalise(canvas[None], Normalisation(given.mean, given.std))
    found = [
        Scorer(bundle, open_engine(bundle, precision=each), precision=each).score(inputs)[0]
        for each in Precision
    ]
    (score, single), (fast, eight) = found
    assert bundle.card.eight_bit is not None
    assert fast == pytest.approx(score, abs=bundle.card.eight_bit.largest_difference)
    assert np.corrcoef(single.values, eight.values)[0, 1] > 0.95


def test_a_score_names_the_file_that_computed_it(bundle: Bundle) -> None:
    card = bundle.card
    assert card.eight_bit is not None
    single, eight = (Scorer(bundle, open_engine(bundle), precision=each) for each in Precision)
    assert single.rule.model == card.model_id()
    assert single.rule.model.sha256 == card.weights.sha256
    assert eight.rule.model == eight.retune({}).model
    assert eight.rule.model.sha256 == card.eight_bit.weights.sha256
    assert eight.rule.model.name == f"{card.name}, 8 bit"


def test_a_file_that_loses_too_much_is_not_opened(bundle: Bundle) -> None:
    found = bundle.card.eight_bit
    assert found is not None
    worse = found.model_copy(update={"auroc": found.auroc_single - 0.01})
    card = bundle.card.model_copy(update={"eight_bit": worse})
    with pytest.raises(ModelError, match="loses too much"):
        open_engine(
            Bundle(card, bundle.weights_path, bundle.eight_bit_path),
            precision=Precision.EIGHT_BIT,
        )


def test_a_bundle_without_one_says_so(bundle: Bundle) -> None:
    card = bundle.card.model_copy(update={"eight_bit": None})
    with pytest.raises(ModelError, match="no weights in 8 bits"):
        open_engine(Bundle(card, bundle.weights_path), precision=Precision.EIGHT_BIT)
