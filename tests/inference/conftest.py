"""Two tiny models, exported once: a linear head, and a head of two dense ReLU layers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from mura_desktop.inference.bundle import Bundle
from tests.networks import tiny_bundle, tiny_network

HEADS = {"linear head": (), "two ReLU layers": (10, 6)}


@dataclass(frozen=True)
class Exported:
    """The same network for Keras and for the other runtimes."""

    keras: Bundle
    onnx: Bundle


def export(folder: Path, head: str) -> Exported:
    network = tiny_network(HEADS[head])
    return Exported(
        keras=tiny_bundle(folder / "keras", network, ".keras"),
        onnx=tiny_bundle(folder / "onnx", network),
    )


@pytest.fixture(scope="session")
def linear(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return export(tmp_path_factory.mktemp("linear"), "linear head")


@pytest.fixture(scope="session", params=list(HEADS))
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    if request.param == "linear head":
        made: Exported = request.getfixturevalue("linear")
        return made
    return export(tmp_path_factory.mktemp("relu"), request.param)
