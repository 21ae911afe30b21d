"""highdicom's tables go into the package as far as the program needs them."""

from __future__ import annotations

import json
from pathlib import Path

import highdicom
import pytest
import tables
from pydicom.uid import ComprehensiveSRStorage, DigitalXRayImageStorageForPresentation

STANDARD = Path(highdicom.__file__).parent / "_standard"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standard")
    tables.write(STANDARD, folder)
    return folder


@pytest.mark.parametrize(
    "storage", [DigitalXRayImageStorageForPresentation, ComprehensiveSRStorage]
)
def test_of_what_is_read_and_written_every_attribute_is_there(written: Path, storage: str) -> None:
    def attributes(folder: Path) -> dict[str, object]:
        read = {
            name: json.loads((folder / name).read_text("utf-8"))
            for name in (*tables.WHOLE, tables.CUT)
        }
        iod = read["sop_class_iod_map.json"][storage]
        modules = [entry["key"] for entry in read["iod_module_map.json"][iod]]
        return {module: read[tables.CUT][module] for module in modules}

    assert attributes(written) == attributes(STANDARD)


def test_most_of_the_rest_is_not(written: Path) -> None:
    sizes = [(folder / tables.CUT).stat().st_size for folder in (written, STANDARD)]
    assert sizes[0] < sizes[1] / 8
