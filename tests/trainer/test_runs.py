"""A run's record says what it began with, and goes on saying it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mura_desktop.errors import UsageError
from tests.trainer.results import make_run
from trainer.recipes.benchmark import REPORTED
from trainer.runs import Record, begin_run, end_run, read_record


def record_in(run: Path) -> Record:
    record = read_record(run)
    assert record is not None
    return record


def test_a_run_that_goes_on_keeps_its_record_and_notes_the_other_code(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run")
    first = record_in(run)
    for version in ("0.2.0", "0.2.0", "0.3.0"):
        begin_run(
            run, REPORTED, replace(first, code_version=version, tensorflow="9", began="later")
        )
    assert record_in(run) == replace(first, went_on=("0.2.0", "0.3.0"))


def test_a_run_that_has_ended_is_not_said_to_have_been_made_by_later_code(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run")
    end_run(run)
    ended = record_in(run)
    begin_run(run, REPORTED, replace(ended, code_version="0.2.0", ended=None))
    end_run(run)
    assert record_in(run) == ended
    assert ended.ended is not None


def test_a_run_does_not_go_on_with_another_number_format(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run")
    first = record_in(run)
    host = replace(first.host, precision="mixed_float16")
    with pytest.raises(UsageError, match="begun with other precision"):
        begin_run(run, REPORTED, replace(first, host=host))
