"""Settings are checked before they are written, and a user's own lines stay."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from mura_desktop import paths
from mura_desktop.errors import UsageError
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.remotes import Remote
from mura_desktop.settings import Settings, load_settings, save_settings, set_outside
from mura_desktop.studies.triage import Thresholds


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    return tmp_path


def test_what_is_saved_is_returned_and_read_again() -> None:
    wrist = {"wrist": {"review": 0.1, "urgent": 0.4}}
    saved = save_settings({"reader": "Dr. One", "thresholds": wrist, "watched_folder": "/inbox"})
    assert saved == load_settings()
    assert saved.thresholds == {"wrist": Thresholds(0.1, 0.4)}
    assert saved.watched_folder == Path("/inbox")
    assert save_settings({"thresholds": None}).thresholds == {}


def test_lines_and_comments_of_the_user_stay() -> None:
    paths.settings_file().write_text(
        "# mine\ndecoders = 2 # two\n[thresholds.hand]\nreview=0.1\nurgent=0.3\n"
    )
    save_settings({"reader": "Dr. One"})
    text = paths.settings_file().read_text()
    assert "# mine" in text
    assert "decoders = 2 # two" in text
    settings = load_settings()
    assert (settings.reader, settings.decoders) == ("Dr. One", 2)
    assert settings.thresholds == {"hand": Thresholds(0.1, 0.3)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"decoders": 0},
        {"threads": "many"},
        {"thresholds": {"wrist": {"review": 0.9, "urgent": 0.1}}},
        {"reader": "x" * 65},
    ],
)
def test_a_value_that_cannot_be_changes_nothing(wrong: dict[str, object]) -> None:
    save_settings({"reader": "Dr. One"})
    before = paths.settings_file().read_bytes()
    with pytest.raises(UsageError, match="Nothing was changed"):
        save_settings({"institution": "elsewhere", **wrong})
    assert paths.settings_file().read_bytes() == before


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that gives an error")
def test_a_file_that_cannot_be_read_is_named_with_the_reason() -> None:
    paths.settings_file().symlink_to("/proc/self/mem")
    for act in (load_settings, partial(save_settings, {"reader": "Dr. One"})):
        with pytest.raises(UsageError, match=r"settings\.toml cannot be read: Input/output error"):
            act()


def test_a_cap_of_no_minutes_is_no_cap() -> None:
    assert load_settings().longest_wait == timedelta(hours=4)
    assert save_settings({"longest_wait_minutes": 0.0}).longest_wait is None


def test_entries_of_the_environment_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "reader" not in set_outside()
    monkeypatch.setenv("MURA_DESKTOP_READER", "Dr. Two")
    assert "reader" in set_outside()
    assert save_settings({"reader": "Dr. One"}).reader == "Dr. Two"


def test_the_network_is_used_where_images_are_received_or_a_remote_is_known() -> None:
    remote = Remote(name="archive", aet="PACS", host="pacs.clinic", port=104)
    assert not Settings().uses_network
    assert Settings(listens=True).uses_network
    assert Settings(remotes=[remote]).uses_network


def test_the_bundled_model_scores_unless_the_site_has_its_own(tmp_path: Path) -> None:
    assert Settings().model_folder == paths.bundled_model()
    assert Settings(model=tmp_path).model_folder == tmp_path
