"""A card says all it must, or says what it lacks; a bundle's weights are those of its card."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mura_desktop.errors import ModelError
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.card import CARD_FILE, REMEDY, Card, read_card, write_card
from mura_desktop.studies.model import ModelId
from mura_desktop.studies.triage import Aggregation, Thresholds
from tests.networks import card_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bundle whose weights are no network, which loading must not notice."""
    made = tmp_path / "bundle"
    made.mkdir()
    weights = made / "model.onnx"
    weights.write_bytes(b"any bytes")
    write_card(card_for(weights, 0.25), made)
    return made


def change(folder: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads((folder / CARD_FILE).read_text())
    edit(content)
    (folder / CARD_FILE).write_text(json.dumps(content))


def test_a_card_is_read_as_it_was_written(folder: Path) -> None:
    assert read_card(folder) == card_for(folder / "model.onnx", 0.25)


def test_a_card_gives_the_triage_rule(folder: Path) -> None:
    card = read_card(folder)

    rule = card.rule()

    assert rule.model == ModelId("tiny", card.weights.sha256)
    assert rule.aggregation is Aggregation.MEAN
    assert rule.thresholds["hand"] == Thresholds(0.3, 0.7)
    assert rule.heat_map_from == 0.2


def test_a_card_cannot_be_changed(folder: Path) -> None:
    card = read_card(folder)
    with pytest.raises(ValidationError, match="frozen"):
        card.name = "other"


def test_a_bundle_with_its_own_weights_loads(folder: Path) -> None:
    bundle = load_bundle(folder)
    assert bundle.weights_path == (folder / "model.onnx").resolve()


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda card: card.update(format=2), "format"),
        (lambda card: card.pop("calibration"), "calibration"),
        (lambda card: card.update(surprise=1), "surprise"),
        (lambda card: card["thresholds"].pop("default"), "default"),
        (lambda card: card["thresholds"].update(hand={"review": 0.8, "urgent": 0.1}), "order"),
        (lambda card: card["calibration"].update(slope=-1), "slope"),
        (lambda card: card["calibration"].update(intercept=float("nan")), "intercept"),
        (lambda card: card["input"].update(std=[0.2, 0, 0.2]), "std"),
        (lambda card: card["weights"].update(file="../model.onnx"), "file"),
        (lambda card: card["weights"].update(file="/etc/model.onnx"), "file"),
        (lambda card: card["weights"].update(file="model.pkl"), "file"),
        (lambda card: card["weights"].update(sha256="short"), "sha256"),
        (lambda card: card.update(heat_map_from=1.5), "heat_map_from"),
        (lambda card: card.update(aggregation="median"), "aggregation"),
    ],
)
def test_a_card_that_does_not_hold_is_refused_and_the_place_named(
    folder: Path, edit: Callable[[dict[str, Any]], None], says: str
) -> None:
    change(folder, edit)
    with pytest.raises(ModelError, match=says) as caught:
        load_bundle(folder)
    assert str(caught.value).endswith(REMEDY)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"x" * 1_000_001])
def test_a_damaged_card_is_refused(folder: Path, content: bytes) -> None:
    (folder / CARD_FILE).write_bytes(content)
    with pytest.raises(ModelError, match=r"card\.json"):
        load_bundle(folder)


def test_damaged_weights_are_refused(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"any bytez")
    with pytest.raises(ModelError, match="damaged or has been exchanged"):
        load_bundle(folder)


def test_missing_weights_are_named(folder: Path) -> None:
    (folder / "model.onnx").unlink()
    with pytest.raises(ModelError, match=r"missing: .*model\.onnx"):
        load_bundle(folder)


def test_weights_outside_the_bundle_are_refused(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "model.onnx"
    (folder / "model.onnx").rename(outside)
    (folder / "model.onnx").symlink_to(outside)
    with pytest.raises(ModelError, match="outside"):
        load_bundle(folder)


def test_a_folder_without_a_card_and_no_folder_at_all_are_no_models(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no card"):
        load_bundle(tmp_path)
    with pytest.raises(ModelError, match="no model at"):
        load_bundle(tmp_path / "nothing")


def test_the_calibration_never_changes_the_order(folder: Path) -> None:
    schema = Card.model_json_schema()
    assert schema["$defs"]["Calibration"]["properties"]["slope"]["exclusiveMinimum"] == 0
