"""A site drops a model into a folder: it is listed, checked, shown, and chosen."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import tomlkit
from typer.testing import CliRunner

from mura_desktop import paths
from mura_desktop.errors import ModelError, UsageError
from mura_desktop.inference.library import find_model, installed_models
from mura_desktop.settings import choose_model, load_settings


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv(paths.DATA_VARIABLE, str(folder))
    return folder


@pytest.fixture
def dropped(data: Path) -> Path:
    """Return a copy of the bundled model under another name, where a site would put it."""
    folder = data / "models" / "ours"
    shutil.copytree(paths.bundled_model(), folder)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    (folder / "card.json").write_text(json.dumps(card | {"name": "Ours 1"}), encoding="utf-8")
    return folder


def test_a_dropped_bundle_is_found_and_ready(dropped: Path) -> None:
    (found,) = installed_models(paths.model_folders())
    assert (found.name, found.folder, found.problem) == ("Ours 1", dropped, "")


def test_a_bundle_whose_weights_were_exchanged_is_listed_with_the_reason(dropped: Path) -> None:
    (dropped / "model.onnx").write_bytes(b"other weights")
    (found,) = installed_models(paths.model_folders())
    assert found.name == "Ours 1"
    assert "damaged or has been exchanged" in found.problem


def test_a_folder_without_a_card_is_listed_and_a_file_is_passed_over(data: Path) -> None:
    (data / "models" / "empty").mkdir(parents=True)
    (data / "models" / "readme.txt").write_text("no model")
    (found,) = installed_models(paths.model_folders())
    assert found.card is None
    assert "card.json" in found.problem


def test_a_model_is_found_by_its_name_or_its_folders_name(dropped: Path) -> None:
    models = installed_models(paths.model_folders())
    assert find_model("Ours 1", models) == find_model("ours", models) == models[0]
    with pytest.raises(ModelError, match="there are 'Ours 1'"):
        find_model("theirs", models)


def test_two_models_of_one_name_are_told_apart_by_their_folders(dropped: Path) -> None:
    shutil.copytree(dropped, dropped.with_name("ours-2"))
    models = installed_models(paths.model_folders())
    with pytest.raises(ModelError, match="2 models"):
        find_model("Ours 1", models)
    assert find_model("ours-2", models).folder.name == "ours-2"


def test_choosing_a_model_keeps_the_rest_of_the_settings(dropped: Path) -> None:
    paths.settings_file().write_text("# set by IT\ndecoders = 3\n")
    choose_model(dropped)
    assert load_settings().model == dropped
    assert load_settings().decoders == 3
    choose_model(None)
    assert load_settings().model is None
    assert "# set by IT" in paths.settings_file().read_text("utf-8")


def test_settings_that_are_no_toml_are_not_overwritten(data: Path, dropped: Path) -> None:
    paths.settings_file().write_text("decoders = = 3")
    with pytest.raises(UsageError, match="not valid TOML"):
        choose_model(dropped)
    assert paths.settings_file().read_text("utf-8") == "decoders = = 3"


def test_the_card_is_shown_and_the_model_computed_before_it_is_used(dropped: Path) -> None:
    from mura_desktop.cli.program import app

    shown = CliRunner().invoke(app, ["models", "ours", "--use", "--yes"])
    assert shown.exit_code == 0, shown.output
    place = [shown.output.index(text) for text in ("Intended use", "Limits", "Checked", "is used")]
    assert place == sorted(place)
    document = tomlkit.parse(paths.settings_file().read_text("utf-8"))
    assert document["model"] == str(dropped)


def test_without_a_yes_nothing_is_chosen_where_nobody_can_be_asked(dropped: Path) -> None:
    from mura_desktop.cli.program import app

    shown = CliRunner().invoke(app, ["models", "ours", "--use"])
    assert shown.exit_code != 0
    assert "Intended use" in shown.output
    assert load_settings().model is None
