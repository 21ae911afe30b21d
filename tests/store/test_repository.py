"""What is saved is there again, for the same file and the same source only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mura_desktop.store.repository import Source, Store
from mura_desktop.studies.model import FileVersion, Study
from tests.store.conftest import Place
from tests.store.examples import NOW, SOURCE, VERSION, finding, score, study, view

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.sqlite"


def save(store: Store, of: Study, value: float = 0.75, source: Source = SOURCE) -> None:
    said = finding(of, value)
    store.save(of, said, said.views, source)


def test_a_saved_score_comes_back_equal_after_reopening(place: Place) -> None:
    store = place.open()
    save(store, study("1.2.3"))
    store.close()

    again = place.open().known([view("1.2.3.0")], SOURCE)

    assert again["1.2.3.0"].score == score("1.2.3.0")
    assert again["1.2.3.0"].created == NOW


def test_a_file_that_changed_since_has_no_score(place: Place) -> None:
    store = place.open()
    save(store, study("1.2.3"))
    changed = replace(view("1.2.3.0"), version=FileVersion(1000, VERSION.modified_ns + 1))

    assert store.known([changed], SOURCE) == {}


@pytest.mark.parametrize(
    "other", [replace(SOURCE, card="d" * 64), replace(SOURCE, preprocessing=2)]
)
def test_another_model_and_another_preprocessing_have_no_score(place: Place, other: Source) -> None:
    store = place.open()
    save(store, study("1.2.3"))

    assert store.known([view("1.2.3.0")], other) == {}


def test_a_new_score_replaces_the_old_one(place: Place) -> None:
    store = place.open()
    save(store, study("1.2.3"), 0.1)
    save(store, study("1.2.3"), 0.9)

    assert store.known([view("1.2.3.0")], SOURCE)["1.2.3.0"].score.score == 0.9


def test_thousands_of_views_are_found_in_one_call(place: Place) -> None:
    store = place.open()
    many = study("1.2", views=2_345)
    save(store, many)

    assert set(store.known(many.views, SOURCE)) == {view.uid for view in many.views}


def test_a_study_comes_back_equal_with_the_moment_it_was_first_seen(place: Place) -> None:
    store = place.open()
    second_frame = replace(view("1.2.4.1"), frame=2, remarks=("odd",), not_scored="a chest")
    store.remember([study("1.2.3", views=3), replace(study("1.2.4"), views=(second_frame,))])
    _, first = store.stored(["1.2.3"])["1.2.3"]

    renamed = replace(study("1.2.3", views=2), patient="DOE, JOHN (4711)")
    store.remember([renamed])

    assert store.stored(["1.2.3", "1.2.4", "none"]) == {
        "1.2.3": (renamed, first),
        "1.2.4": (replace(study("1.2.4"), views=(second_frame,)), first),
    }


def test_names_that_are_no_valid_text_can_be_kept(place: Place) -> None:
    store = place.open()
    odd = os.fsdecode(b"/films/M\xfcller\xff.png")
    film = replace(view("uid\udcff\0"), path=Path(odd))
    strange = replace(study("study\udcff"), patient="M\udcfcller\0", views=(film,))
    said = replace(finding(strange), views=(score(film.uid),))
    store.save(strange, said, said.views, SOURCE)

    (kept, _) = store.stored([strange.uid])[strange.uid]
    assert kept.views[0].path == Path(odd)
    assert kept.patient == "M\\udcfcller\\x00"
    assert film.uid in store.known([film], SOURCE)


def test_a_saved_score_survives_a_process_that_is_killed(path: Path) -> None:
    script = (
        "import os, signal; from pathlib import Path\n"
        "from tests.store.test_repository import Store, save, study\n"
        f"save(Store(Path({str(path)!r})), study('1.2.3'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)

    assert done.returncode == -signal.SIGKILL
    assert "1.2.3.0" in Store(path).known([view("1.2.3.0")], SOURCE)


def test_only_the_owner_may_read_what_is_kept(path: Path) -> None:
    before = os.umask(0)
    try:
        store = Store(path)
        save(store, study("1.2.3"))
        store.back_up()
    finally:
        os.umask(before)

    made = [entry for entry in path.parent.rglob("*") if entry != path.parent]
    assert {"results.sqlite", "results.sqlite-wal", "audit-head.json", "pseudonym.key"} <= {
        entry.name for entry in made
    }
    assert [entry.name for entry in made if entry.stat().st_mode & 0o077] == []


def test_rights_that_were_too_wide_are_narrowed(path: Path) -> None:
    Store(path).close()
    path.chmod(0o644)

    Store(path)

    assert path.stat().st_mode & 0o077 == 0
