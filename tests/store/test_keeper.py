"""What is handed over while a signature is under way, and after it failed."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from mura_desktop.errors import ReadConflictError
from mura_desktop.store.keeper import Keeper
from mura_desktop.store.repository import Store
from mura_desktop.studies.reads import Draft, SignedRead
from tests.store.examples import ABNORMAL, NORMAL, study

WRIST = study("1.2.3")


def silent(_text: str | None) -> None:
    """Hear nothing."""


def test_a_draft_that_follows_a_refused_signature_at_once_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "results.sqlite")
    store.reads.sign(WRIST, "other", NORMAL)
    keeper = Keeper(store.reads, silent)
    kept = threading.Event()

    def keep(_future: Future[SignedRead]) -> None:
        keeper.draft(WRIST, "reader", ABNORMAL)
        assert [unsaved.read for unsaved in keeper.unsaved()] == [ABNORMAL]
        kept.set()

    signature = keeper.sign(WRIST, "reader", ABNORMAL)
    signature.add_done_callback(keep)
    with pytest.raises(ReadConflictError):
        signature.result(30)

    assert kept.wait(30)
    assert keeper.close(30) == ()
    draft = store.reads.draft("1.2.3", "reader")
    assert draft is not None
    assert draft.read == ABNORMAL


def test_every_draft_that_reached_the_disk_is_told(tmp_path: Path) -> None:
    store = Store(tmp_path / "results.sqlite")
    told: list[Draft] = []
    keeper = Keeper(store.reads, silent, drafted=told.append)
    keeper.draft(WRIST, "reader", NORMAL)
    assert keeper.settle(30)
    keeper.draft(WRIST, "reader", replace(NORMAL, text="More."), after=2)
    assert keeper.close(30) == ()

    assert [(draft.read.text, draft.after) for draft in told] == [("No fracture.", 0), ("More.", 2)]
    assert store.reads.draft("1.2.3", "reader") == told[-1]
