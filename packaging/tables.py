"""highdicom's tables of the DICOM standard, cut down to what this program reads and writes.

highdicom looks up which attributes an object must have. Its tables cover the whole standard, 22 MB
of text; radiographs and the results that are given back need a tenth.
"""

from __future__ import annotations

import json
from pathlib import Path

IODS = (
    # what may be scored, whatever its modality says
    *("computed-radiography-image", "digital-x-ray-image", "digital-mammography-x-ray-image"),
    *("digital-intra-oral-x-ray-image", "x-ray-angiographic-image"),
    *("x-ray-radiofluoroscopic-image", "secondary-capture-image", "vl-photographic-image"),
    *("multi-frame-grayscale-byte-secondary-capture-image",),
    *("multi-frame-grayscale-word-secondary-capture-image",),
    *("multi-frame-true-color-secondary-capture-image",),
    # what is given back
    *("comprehensive-sr", "grayscale-softcopy-presentation-state", "encapsulated-pdf"),
)
"""Information object definitions (PS3.3, annex A), by highdicom's names."""

WHOLE = ("sop_class_iod_map.json", "iod_module_map.json", "anatomic_regions.json")
CUT = "module_attribute_map.json"


def write(source: Path, target: Path) -> list[Path]:
    """Write the tables into a folder, and return the files.

    Parameters
    ----------
    source
        highdicom's folder ``_standard``.
    target
        Made if missing.

    Raises
    ------
    KeyError
        Where highdicom calls one of `IODS` otherwise: this version needs another look.
    """
    target.mkdir(parents=True, exist_ok=True)
    read = {name: json.loads((source / name).read_text("utf-8")) for name in (*WHOLE, CUT)}
    modules = {entry["key"] for iod in IODS for entry in read["iod_module_map.json"][iod]}
    read[CUT] = {name: of for name, of in read[CUT].items() if name in modules}
    for name, table in read.items():
        (target / name).write_text(json.dumps(table, separators=(",", ":")), "utf-8")
    return [target / name for name in read]
