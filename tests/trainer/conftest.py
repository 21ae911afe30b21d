"""A drawn data set and a tiny bundle that scores it."""

from __future__ import annotations

import pytest

from mura_desktop.inference.bundle import Bundle
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine
from tests.networks import tiny_bundle, tiny_network
from tests.trainer.examples import draw_fracatlas
from trainer.datasets import Dataset, read_dataset


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return read_dataset(draw_fracatlas(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return tiny_bundle(tmp_path_factory.mktemp("tiny") / "bundle", tiny_network())


@pytest.fixture(scope="module")
def scorer(bundle: Bundle) -> Scorer:
    return Scorer(bundle, open_engine(bundle))
