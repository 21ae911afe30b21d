"""Broken headers and frames end no process but the children.

The quick test takes some seconds; ``-m slow`` reads 3,000, and ``python -m tests.fuzz.run COUNT``
as many as one likes.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mura_desktop.imaging.decoder import Decoder
from tests.fuzz.mutations import mutated, seeds
from tests.fuzz.run import main, outcome

SEEDS = seeds()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(number=st.integers(0, 2**32), seed=st.integers(0, len(SEEDS) - 1))
def test_a_broken_file_gives_an_image_or_a_reason(
    decoder: Decoder, tmp_path: Path, number: int, seed: int
) -> None:
    path = tmp_path / "broken.dcm"
    path.write_bytes(mutated(SEEDS[seed], random.Random(number)))
    assert outcome(decoder, path)


@pytest.mark.slow
def test_three_thousand_broken_files_end_no_process_but_the_children(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(3000)
    assert "image" in capsys.readouterr().out
    if sys.platform != "win32":
        import resource

        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1.5 * 2**20
