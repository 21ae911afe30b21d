"""What this program gave back is known again when it comes home, from an archive or a folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pydicom import dcmread

from mura_desktop.dicomio.provenance import SourceImage, prepared
from mura_desktop.dicomio.secondary_capture import secondary_capture
from mura_desktop.imaging.headers import read_facts
from mura_desktop.studies.grouping import group
from mura_desktop.studies.modalities import OWN_RESULT
from mura_desktop.studies.model import FileFacts, Grouping
from tests.dicomio import peers
from tests.dicomio.results_examples import MACHINE


def test_a_picture_that_comes_back_is_shown_in_its_study_and_not_scored(tmp_path: Path) -> None:
    (film,) = peers.written(tmp_path, [peers.radiograph(study="1.2.826.7", series="1.2.826.7.1")])
    source = SourceImage(prepared(dcmread(film, stop_before_pixels=True)))
    pixels = np.zeros((40, 30, 3), np.uint8)
    moment = datetime(2026, 3, 4, tzinfo=UTC)
    picture = secondary_capture(source, pixels, 1, None, "L", moment, MACHINE)
    picture.save_as(tmp_path / "picture.dcm", enforce_file_format=True)

    found = [read_facts(path) for path in (film, tmp_path / "picture.dcm")]
    facts = [fact for fact in found if isinstance(fact, FileFacts)]
    (study,) = group(facts, Grouping.AUTO)

    assert [view.not_scored for view in study.views] == ["", OWN_RESULT]
