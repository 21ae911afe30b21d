"""The standard's tables as dicom-validator wants them.

It makes them of the DocBook files on the standard's web site. Where nothing is fetched they are
made of two packages: highdicom knows which attributes an object has, of a recent edition, and
dicom-standard on which condition, in the sentences of the edition of 2020. What has become
conditional since then counts as optional.
"""

from __future__ import annotations

import html
import json
import os
import re
from copy import deepcopy
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from dicom_validator.spec_reader.condition import Condition, ConditionType
from dicom_validator.spec_reader.condition_parser import ConditionParser
from dicom_validator.spec_reader.edition_reader import EditionReader
from dicom_validator.spec_reader.serializer import DefinitionEncoder
from dicom_validator.validator.dicom_info import DicomInfo
from highdicom._standard_utils import (
    get_iod_module_map,
    get_module_attribute_map,
    get_sop_class_iod_map,
)
from pydicom._dicom_dict import DicomDictionary
from pydicom.datadict import tag_for_keyword
from pydicom.uid import (
    ComprehensiveSRStorage,
    EncapsulatedPDFStorage,
    GrayscaleSoftcopyPresentationStateStorage,
    SecondaryCaptureImageStorage,
)

EDITION = "MURA_DESKTOP_DICOM_EDITION"
"""Environment variable that names an edition to fetch, such as 2026a or current."""

OPTIONAL = "3"
CONDITIONAL = ("1C", "2C", OPTIONAL)
CONTENT_SEQUENCE, VALUE_TYPE = "(0040,A730)", "(0040,A040)"
MEASURED_VALUE = "(0040,A300)"
"""May be empty: a number that is not known has a qualifier instead."""
LEVELS = 8
"""How deep content items may contain each other; those of TID 1500 do so five levels deep."""
VALUE_TYPES = {
    "(0008,1199)": ("COMPOSITE", "IMAGE", "WAVEFORM"),
    "(0040,A050)": ("CONTAINER",),
    "(0040,A120)": ("DATETIME",),
    "(0040,A121)": ("DATE",),
    "(0040,A122)": ("TIME",),
    "(0040,A123)": ("PNAME",),
    "(0040,A124)": ("UIDREF",),
    "(0040,A130)": ("TCOORD",),
    "(0040,A160)": ("TEXT",),
    "(0040,A168)": ("CODE",),
    MEASURED_VALUE: ("NUM",),
    "(0040,A801)": ("TABLE",),
    "(0070,0022)": ("SCOORD", "SCOORD3D"),
    "(0070,0023)": ("SCOORD", "SCOORD3D"),
    "(3006,0024)": ("SCOORD3D",),
}
"""Which content items have an attribute: PS3.3, C.17.3.2. The package lost these conditions, which
stand where the standard includes one table in another."""
ONE_OF_THREE = ("(0040,A132)", "(0040,A138)", "(0040,A13A)")
"""Of these a TCOORD has one, and the others never."""

SOP_CLASSES = (
    ComprehensiveSRStorage,
    EncapsulatedPDFStorage,
    GrayscaleSoftcopyPresentationStateStorage,
    SecondaryCaptureImageStorage,
)
"""Only these are read: conditions are sentences, and all of them take a minute."""


@cache
def standard() -> DicomInfo:
    """Return the tables of the edition that is asked for, else those of 2020."""
    if edition := os.environ.get(EDITION):
        return EditionReader().dicom_info_for_edition(edition)
    return _from_packages()


def _from_packages() -> DicomInfo:
    dictionary = {
        _tag(f"{tag:08X}"): {"name": name, "vr": vr, "vm": vm, "prop": retired and "RET"}
        for tag, (vr, vm, name, retired, _) in DicomDictionary.items()
    }
    parser = ConditionParser(dictionary)
    objects = _objects(parser)
    references = {
        module["ref"]
        for definition in objects.values()
        for module in definition["modules"].values()
    }
    modules = _modules(references, dictionary, _conditions(references, parser))
    _nest(modules["sr-document-content"])
    # The validator knows conditions as they are in its cache, a JSON file.
    as_cached = json.loads(json.dumps([objects, modules], cls=DefinitionEncoder))
    return DicomInfo(dictionary, *as_cached)


def _objects(parser: ConditionParser) -> dict[str, Any]:
    """Return the modules of each kind of object, by its SOP class."""
    conditions = {
        (part["ciodId"], part["moduleId"]): part["conditionalStatement"]
        for part in _table("ciod_to_modules")
        if part["conditionalStatement"]
    }
    objects = {}
    for sop_class in SOP_CLASSES:
        kind = get_sop_class_iod_map()[sop_class]
        modules = {}
        for part in get_iod_module_map()[kind]:
            use = {"ref": part["key"], "use": part["usage"]}
            if condition := conditions.get((kind, part["key"])):
                use["cond"] = parser.parse(condition)
            modules[part["key"]] = use
        objects[str(sop_class)] = {"title": kind, "modules": modules, "group_macros": {}}
    return objects


def _conditions(
    references: set[str], parser: ConditionParser
) -> dict[tuple[str, tuple[str, ...]], Condition]:
    """Return what is known of when an attribute is there, by module and path."""
    found = {}
    for row in _table("module_to_attributes"):
        if row["moduleId"] in references and row["type"] in CONDITIONAL:
            condition = parser.parse(_text(row["description"]))
            if condition.type is not ConditionType.UserDefined:
                module, *path = row["path"].split(":")
                found[module, tuple(map(_tag, path))] = condition
    return found


def _modules(
    references: set[str],
    dictionary: dict[str, dict[str, str]],
    conditions: dict[tuple[str, tuple[str, ...]], Condition],
) -> dict[str, Any]:
    """Return the attributes of modules, those of sequences within them."""
    modules: dict[str, Any] = {}
    for reference in references:
        module = modules[reference] = {}
        rows = [
            row
            for row in get_module_attribute_map()[reference]
            if tag_for_keyword(row["keyword"]) is not None  # no overlay: those have many tags
        ]
        for row in sorted(rows, key=lambda row: len(row["path"])):
            *sequences, tag = map(_tag_of, (*row["path"], row["keyword"]))
            attributes = module
            for sequence in sequences:
                attributes = attributes[sequence].setdefault("items", {})
            entry = {"name": dictionary[tag]["name"], "type": row["type"]}
            if row["type"] in CONDITIONAL:
                condition = conditions.get((reference, (*sequences, tag)))
                if condition is not None:
                    entry["cond"] = condition
                else:
                    entry["type"] = OPTIONAL
            attributes[tag] = entry
    return modules


def _nest(content: dict[str, Any]) -> None:
    """Let content items contain content items, each kind with attributes of its own."""
    item = content[CONTENT_SEQUENCE]["items"]
    for tag, entry in content.items():
        if tag != CONTENT_SEQUENCE:
            item.setdefault(tag, deepcopy(entry))
    for attributes in (content, item):
        for tag, value_types in VALUE_TYPES.items():
            attributes[tag]["type"] = "2C" if tag == MEASURED_VALUE else "1C"
            attributes[tag]["cond"] = _value_type_is(value_types)
        for tag in ONE_OF_THREE:
            attributes[tag]["type"] = OPTIONAL
            attributes[tag].pop("cond", None)
    for _ in range(LEVELS):
        inner = deepcopy(item)
        item[CONTENT_SEQUENCE] = {"name": "Content Sequence", "type": OPTIONAL, "items": inner}
        item = inner


def _value_type_is(value_types: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "MN", "tag": VALUE_TYPE, "index": 0, "op": "=", "values": list(value_types)}


def _table(name: str) -> list[dict[str, Any]]:
    package = distribution("dicom-standard")
    (place,) = (file for file in package.files or () if file.name == f"{name}.json")
    found: list[dict[str, Any]] = json.loads(Path(str(place.locate())).read_text("utf-8"))
    return found


def _tag_of(keyword: str) -> str:
    return _tag(f"{tag_for_keyword(keyword):08X}")


def _tag(digits: str) -> str:
    """Write a tag as the dictionary has it: (60xx,3000)."""
    bare = digits.strip("()").replace(",", "").upper().replace("X", "x")
    return f"({bare[:4]},{bare[4:]})"


def _text(description: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", description)).split())
