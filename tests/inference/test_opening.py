"""An engine may still be on its way: who needs it waits, and hears why where it does not come."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from mura_desktop.errors import ModelError
from mura_desktop.inference.bundle import Bundle, load_bundle
from mura_desktop.inference.engine import Engine
from mura_desktop.inference.opening import OpeningEngine
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine

BUNDLED = Path(__file__).parents[2] / "resources" / "models" / "densenet169-fracatlas"


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(BUNDLED)


@pytest.fixture(scope="module")
def engine(bundle: Bundle) -> Engine:
    return open_engine(bundle)


def test_it_scores_as_the_engine_itself_once_that_is_open(bundle: Bundle, engine: Engine) -> None:
    may_open = threading.Event()

    def open_late() -> Engine:
        may_open.wait()
        return engine

    opening = OpeningEngine(open_late)
    size = bundle.card.input.size
    inputs = np.linspace(-1, 1, size * size * 3, dtype=np.float32).reshape(1, size, size, 3)
    told: list[tuple[str, str]] = []
    scorer = Scorer(bundle, opening)
    scorer.when_open(lambda *news: told.append(news))
    assert not opening.opened.done()
    assert told == []
    may_open.set()
    assert scorer.score(inputs) == Scorer(bundle, engine).score(inputs)
    scorer.close()
    assert told == [(engine.description, "")]


def test_an_engine_that_cannot_be_opened_is_told_and_scores_nothing(bundle: Bundle) -> None:
    def refuse() -> Engine:
        raise ModelError("no runtime works here")

    scorer = Scorer(bundle, OpeningEngine(refuse))
    size = bundle.card.input.size
    with pytest.raises(ModelError, match="no runtime works here"):
        scorer.score(np.zeros((1, size, size, 3), np.float32))
    told: list[tuple[str, str]] = []
    scorer.when_open(lambda *news: told.append(news))
    assert told == [("", "no runtime works here")]


def test_of_an_engine_that_is_open_it_is_told_at_once(bundle: Bundle, engine: Engine) -> None:
    told: list[tuple[str, str]] = []
    Scorer(bundle, engine).when_open(lambda *news: told.append(news))
    assert told == [(engine.description, "")]
