"""Names in every script that DICOM knows, and in none (PS3.3 C.12.1.1.2, PS3.5 annexes H to K)."""

from __future__ import annotations

from pathlib import Path

import pytest

from mura_desktop.imaging.headers import read_facts
from mura_desktop.studies.model import FileFacts
from tests.imaging.examples import radiograph, write
from tests.imaging.test_dicom import RAMP

NAMES = [
    ("ISO_IR 100", "Buc^Jérôme", "Buc, Jérôme"),
    ("ISO_IR 101", "Dvořák^Antonín", "Dvořák, Antonín"),
    ("ISO_IR 144", "Иванов^Илья", "Иванов, Илья"),
    ("ISO_IR 126", "Διονυσιος", "Διονυσιος"),
    ("ISO_IR 127", "قباني^لنزار", "قباني, لنزار"),
    ("ISO_IR 138", "שרון^דבורה", "שרון, דבורה"),
    ("ISO_IR 166", "นามสกุล^ชื่อ", "นามสกุล, ชื่อ"),
    ("ISO_IR 148", "Çavuşoğlu^İpek", "Çavuşoğlu, İpek"),
    ("ISO_IR 13", "ﾔﾏﾀﾞ^ﾀﾛｳ", "ﾔﾏﾀﾞ, ﾀﾛｳ"),
    (
        ["", "ISO 2022 IR 87"],
        "Yamada^Tarou=山田^太郎=やまだ^たろう",
        "Yamada, Tarou / 山田, 太郎",
    ),
    (["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동", "Hong, Gildong / 洪, 吉洞"),
    ("GB18030", "Wang^XiaoDong=王^小东", "Wang, XiaoDong / 王, 小东"),
    ("ISO_IR 192", "Wang^XiaoDong=王^小東", "Wang, XiaoDong / 王, 小東"),
]


def name_in(path: Path) -> str:
    facts = read_facts(path)
    assert isinstance(facts, FileFacts)
    return facts.patient_name


@pytest.mark.parametrize(("charset", "name", "shown"), NAMES)
def test_a_name_is_shown_in_its_script(
    tmp_path: Path, charset: str | list[str], name: str, shown: str
) -> None:
    dataset = radiograph(RAMP, SpecificCharacterSet=charset, PatientName=name)
    assert name_in(write(dataset, tmp_path / "name.dcm")) == shown


def test_a_chinese_name_of_gb_2312_is_shown_in_its_script(tmp_path: Path) -> None:
    """The example of PS3.5, K.3, in which each group designates the set anew."""
    raw = b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab="
    charset = ["", "ISO 2022 IR 58"]
    dataset = radiograph(RAMP, SpecificCharacterSet=charset, PatientName="A" * len(raw))
    path = write(dataset, tmp_path / "name.dcm")
    path.write_bytes(path.read_bytes().replace(b"A" * len(raw), raw))
    assert name_in(path) == "Zhang, XiaoDong / 张, 小东"


@pytest.mark.parametrize(
    "charset", ["ISO_IR 192", "ISO_IR 100", "ISO_IR 6", "NO_SUCH_SET", "ISO 2022 IR 87", "GB18030"]
)
@pytest.mark.parametrize(
    "raw", [b"DO\xff\xfe^J\x81NE", b"DO\x1b$B\xff^J", b"D\x1b\x1b(Z\xa0^\x80\x00"]
)
def test_bytes_that_are_no_text_are_shown_as_such(tmp_path: Path, charset: str, raw: bytes) -> None:
    path = write(radiograph(RAMP, PatientName="A" * 12), tmp_path / "name.dcm")
    content = path.read_bytes()
    padded = raw.ljust(12)
    content = content.replace(b"A" * 12, padded)
    at = content.index(b"\x08\x00\x16\x00UI")
    value = charset.encode() + b" " * (len(charset) % 2)
    element = b"\x08\x00\x05\x00CS" + len(value).to_bytes(2, "little") + value
    path.write_bytes(content[:at] + element + content[at:])
    assert name_in(path).startswith("D")
