"""Whatever is done to the audit log behind the program's back is found."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from mura_desktop.errors import StoreError
from mura_desktop.store.audit import Action, anchor_file
from mura_desktop.store.repository import Store
from tests.store.conftest import Place
from tests.store.examples import ABNORMAL, NORMAL, SOURCE, finding, study
from tests.store.test_repository import save


def fill(store: Store) -> None:
    """Make a log of seven entries: created, scored, signed, amended, exported and twice scored."""
    save(store, study("1.2.3"))
    store.reads.sign(study("1.2.3"), "Dr Reader", NORMAL, finding=finding(study("1.2.3")))
    store.reads.sign(study("1.2.3"), "Dr Reader", ABNORMAL, after=1, reason="second look")
    store.audit.record(Action.EXPORTED, what="worklist", format="csv", studies=1)
    save(store, study("1.2.4"))
    save(store, study("1.2.5"))
    store.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = Store(tmp_path_factory.mktemp("filled") / "results.sqlite")
    fill(store)
    return store.path.parent


@pytest.fixture
def place(request: pytest.FixtureRequest, place: Place) -> Place:
    """Give a filled log: a copy of a file, or one on a server."""
    if place.is_server:
        fill(place.open())
    else:
        shutil.copytree(request.getfixturevalue("filled"), place.path.parent, dirs_exist_ok=True)
    return place


def tamper(place: Place, *statements: str) -> None:
    """Change rows as someone would who knows SQL: guards removed, and put back."""
    if place.is_server:
        tables = ("audit", "reads")
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
        on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        for statement in (*off, *statements, *on):
            place.execute(statement)
        return
    with closing(sqlite3.connect(place.path)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        saved = guards.fetchall()
        for name, _ in saved:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in saved:
            connection.execute(sql)
        connection.commit()


def rows(place: Place) -> list[dict[str, object]]:
    return [dict(row) for row in place.execute("SELECT * FROM audit ORDER BY number")]


def test_an_untouched_log_is_whole(store: Store, place: Place) -> None:
    verdict = store.audit.verify()

    assert verdict.problems == ()
    assert verdict.head.number == 7
    assert verdict.head.hash == rows(place)[-1]["hash"]


def test_entries_say_who_when_what_study_and_by_which_model(store: Store, place: Place) -> None:
    scored, signed, amended = rows(place)[1:4]

    assert scored["action"] == "scored"
    assert json.loads(str(scored["detail"])) == {
        "band": "urgent",
        "card": SOURCE.card,
        "model": "a" * 64,
        "preprocessing": 1,
        "score": 0.75,
        "views": 1,
    }
    assert signed["study"] == scored["study"] == amended["study"] != rows(place)[5]["study"]
    assert json.loads(str(amended["detail"]))["version"] == 2
    assert all(row["actor"] and str(row["happened"]).endswith("+00:00") for row in rows(place))


def test_the_log_holds_neither_names_nor_uids_nor_reports(store: Store, place: Place) -> None:
    text = json.dumps([rows(place)[0], *rows(place)])

    for word in ("DOE", "PID-4711", "1.2.3", "wrist", "fracture"):
        assert word not in text


FORGERIES: dict[str, tuple[str, ...]] = {
    "a changed score": (
        "UPDATE audit SET detail = replace(detail, '0.75', '0.05') WHERE number=2",
    ),
    "a changed actor": ("UPDATE audit SET actor = 'someone else' WHERE number = 3",),
    "a changed time": ("UPDATE audit SET happened = '2020' WHERE number = 7",),
    "a missing entry": ("DELETE FROM audit WHERE number = 4",),
    "a missing entry, the rest moved up": (
        "DELETE FROM audit WHERE number = 4",
        "UPDATE audit SET number = number - 1 WHERE number > 4",
    ),
    "a missing beginning": ("DELETE FROM audit WHERE number < 3",),
    "a missing end": ("DELETE FROM audit WHERE number > 5",),
    "nothing left": ("DELETE FROM audit",),
    "two entries that changed places": (
        "UPDATE audit SET number = -2 WHERE number = 2",
        "UPDATE audit SET number = 2 WHERE number = 6",
        "UPDATE audit SET number = 6 WHERE number = -2",
    ),
    "an entry of another chain": (
        "UPDATE audit SET hash = (SELECT hash FROM audit WHERE number = 6) WHERE number = 5",
    ),
}


@pytest.mark.parametrize("forgery", list(FORGERIES))
def test_a_forgery_is_found(store: Store, place: Place, forgery: str) -> None:
    tamper(place, *FORGERIES[forgery])

    assert store.audit.verify().problems


@pytest.mark.parametrize("cut", ["number > 5", "number > 0"])
def test_entries_after_a_cut_do_not_cover_it_up(place: Place, cut: str) -> None:
    place.open()
    tamper(place, f"DELETE FROM audit WHERE {cut}")

    again = place.open()
    for number in range(9):
        save(again, study(f"1.2.{number}"))

    assert again.audit.verify().problems


def test_a_change_with_all_later_hashes_made_anew_is_found_by_the_anchor(
    store: Store, place: Place
) -> None:
    from mura_desktop.store.audit import _hash

    forged = rows(place)
    forged[1]["detail"] = str(forged[1]["detail"]).replace("0.75", "0.05")
    for before, row in pairwise(forged):
        row["previous"] = before["hash"]
        row["hash"] = _hash(row)
    tamper(
        place,
        *(
            f"UPDATE audit SET detail = '{row['detail']}', previous = '{row['previous']}', "
            f"hash = '{row['hash']}' WHERE number = {row['number']}"
            for row in forged
        ),
    )

    assert store.audit.verify().problems == ("entry 7 is not the one that was written",)


def test_a_cut_end_with_a_forged_anchor_is_found_by_a_hash_kept_elsewhere(
    store: Store, place: Place
) -> None:
    printed = store.audit.verify().head.hash
    tamper(place, "DELETE FROM audit WHERE number > 5")
    last = rows(place)[-1]
    store.audit.set_anchor(store.audit.head())

    assert json.loads(anchor_file(store.path).read_text())["hash"] == last["hash"]
    assert store.audit.verify().problems == ()
    assert store.audit.verify(printed).problems != ()


def test_an_older_hash_still_holds_when_the_log_has_grown(store: Store, place: Place) -> None:
    printed = store.audit.verify().head.hash
    save(store, study("1.2.6"))

    assert store.audit.verify(printed).problems == ()


def test_an_anchor_that_lags_behind_is_no_fault(store: Store, place: Place) -> None:
    old = anchor_file(store.path).read_bytes()
    save(store, study("1.2.6"))
    anchor_file(store.path).write_bytes(old)

    assert store.audit.verify().problems == ()


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("{")])
def test_a_missing_anchor_is_a_fault(store: Store, spoil: Callable[[Path], object]) -> None:
    spoil(anchor_file(store.path))

    assert "audit-head.json" in store.audit.verify().problems[0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit WHERE number = 7",
        "INSERT INTO audit SELECT 99, happened, actor, action, study, detail, previous, hash "
        "FROM audit WHERE number = 7",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 3",
        "TRUNCATE audit",
    ],
)
def test_the_database_itself_forbids_to_change_the_log(
    store: Store, place: Place, statement: str
) -> None:
    if ("TRUNC" in statement and not place.is_server) or ("OR RE" in statement and place.is_server):
        pytest.skip("the other database's words")
    before = rows(place)

    with pytest.raises(StoreError, match="can only be added to"):
        place.execute(statement)

    assert rows(place) == before


def test_guards_that_were_removed_are_missed(store: Store, place: Place) -> None:
    off = "ALTER TABLE audit DISABLE TRIGGER audit_loses_no_entry"
    place.execute(off if place.is_server else "DROP TRIGGER audit_loses_no_entry")

    (problem,) = store.audit.verify().problems

    assert "audit_loses_no_entry" in problem
