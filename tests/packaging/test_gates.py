"""A build stops at the GPL, at licences nobody knows, and at critical vulnerabilities."""

from __future__ import annotations

import email.message
import io
import json
import re
from collections.abc import Sequence
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import pytest

pytest.importorskip("license_expression", reason="needs the dependency group package")
pytest.importorskip("cvss", reason="needs the dependency group package")
pytest.importorskip("cyclonedx", reason="needs the dependency group package")
pytest.importorskip("psycopg", reason="needs the extra server")

import advisories
import licence_gate
import sbom

from mura_desktop import licences


def installed(folder: Path, name: str, headers: Sequence[tuple[str, str]]) -> Distribution:
    """Lay out a distribution as an installer does."""
    metadata = email.message.Message()
    for header, value in (("Name", name), ("Version", "1.0"), *headers):
        metadata[header] = value
    info = folder / f"{name}-1.0.dist-info"
    (info / "licenses").mkdir(parents=True)
    (info / "METADATA").write_text(str(metadata))
    (info / "licenses" / "LICENSE").write_text("Do as you like.")
    (info / "RECORD").write_text(f"{info.name}/METADATA,,\n{info.name}/licenses/LICENSE,,\n")
    return PathDistribution(info)


def packaged() -> list[Distribution]:
    """Return what `build.spec` collects of Python's distributions, or asks for by name."""
    drivers = [distribution(name) for name in ("psycopg", "psycopg-binary")]
    return [*licences.required_by(licences.PROGRAM), *drivers]


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-or-later", False),
        ("BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1", True),
        ("LGPL-2.1-or-later AND Apache-2.0", True),
    ],
)
def test_a_licence_may_be_passed_on_if_one_way_avoids_the_gpl(
    expression: str, allowed: bool
) -> None:
    assert licence_gate.may_be_passed_on(expression) is allowed


@pytest.mark.parametrize(
    "headers",
    [
        [("License-Expression", "GPL-3.0-only")],
        [("License", "GPL-3.0-or-later")],
        [("Classifier", "License :: OSI Approved :: GNU General Public License v3 (GPLv3)")],
        [("License", "ask the author")],
        [],
    ],
)
def test_a_distribution_under_the_gpl_or_an_unknown_licence_is_refused_by_name(
    tmp_path: Path, headers: Sequence[tuple[str, str]]
) -> None:
    _, refused = licence_gate.examine([installed(tmp_path, "codec", headers)])
    assert [refusal.name for refusal in refused] == ["codec"]


@pytest.mark.parametrize(
    "headers",
    [
        [("License-Expression", "Apache-2.0 OR BSD-2-Clause")],
        [("License", "MIT License")],
        [("Classifier", "License :: OSI Approved :: Apache Software License")],
    ],
)
def test_free_licences_pass_however_they_are_written(
    tmp_path: Path, headers: Sequence[tuple[str, str]]
) -> None:
    _, refused = licence_gate.examine([installed(tmp_path, "codec", headers)])
    assert refused == []


def test_everything_the_program_needs_may_be_passed_on() -> None:
    listed, refused = licence_gate.examine(packaged())
    assert [str(refusal) for refusal in refused] == []
    assert {"openvino", "pydicom", "PySide6_Essentials"} <= {part.name for part in listed}
    assert {"psycopg", "psycopg-binary"} <= {part.name for part in listed}


def test_the_notices_name_everything_under_the_lgpl_3() -> None:
    listed, _ = licence_gate.examine(packaged())
    of_qt = {"PySide6_Essentials": "PySide6", "shiboken6": "PySide6", "psycopg-binary": "psycopg"}
    lgpl = [part.name for part in listed if "LGPL-3.0" in part.licence]
    (named,) = re.findall(r"^(.*) are under the GNU Lesser", licence_gate.notices([], [], {}), re.M)
    assert "psycopg" in lgpl
    assert {of_qt.get(name, name) for name in lgpl} <= set(re.split(r", | and ", named))


def test_the_files_of_the_driver_of_postgresql_tell_whose_they_are() -> None:
    names = ("psycopg", "psycopg-binary")
    files = {name: distribution(name).files or [] for name in names}
    sources = [
        *(file.locate() for file in files["psycopg"] if file.name == "pq_ctypes.py"),
        *(file.locate() for file in files["psycopg-binary"] if file.name.startswith("_psycopg.")),
    ]
    found = licence_gate.collected(str(source) for source in sources)
    assert [one.name for one in found] == list(names)


def test_the_notices_hold_every_text_and_the_lgpl(tmp_path: Path) -> None:
    codec = installed(tmp_path, "codec", [("License", "MIT")])
    listed, _ = licence_gate.examine([codec])
    text = licence_gate.notices(listed, [codec], {})
    assert "codec 1.0: MIT" in text
    assert "Do as you like." in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text


def test_the_files_of_a_package_tell_which_distributions_are_in_it() -> None:
    import pydicom

    names = [found.name for found in licence_gate.collected([pydicom.__file__, "/etc/hostname"])]
    assert names == ["pydicom"]


def test_the_list_that_was_packaged_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    part = licences.Component("codec", "1.0", "MIT")
    (tmp_path / "resources" / licences.LIST_FILE).write_text(licences.write_list([part]))
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert licences.components() == [part]


@pytest.mark.parametrize(
    ("version", "touched"), [("1.9", False), ("2.0", True), ("2.4", True), ("2.5", False)]
)
def test_a_version_is_touched_from_where_a_fault_came_to_where_it_was_mended(
    version: str, touched: bool
) -> None:
    entry = vulnerability("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
    assert bool(advisories.known({"codec": version}, [entry])) is touched


@pytest.mark.parametrize(
    ("vector", "stops"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", True),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", False),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", True),
        ("", True),
    ],
)
def test_critical_and_unrated_vulnerabilities_stop_a_build(vector: str, stops: bool) -> None:
    found = advisories.known({"codec": "2.1"}, [vulnerability(vector)])
    assert len(found) == 1
    assert bool(advisories.critical(found)) is stops


def vulnerability(vector: str) -> dict[str, object]:
    return {
        "id": "TEST-1",
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "codec"},
                "ranges": [
                    {"type": "ECOSYSTEM", "events": [{"introduced": "2.0"}, {"fixed": "2.5"}]}
                ],
            }
        ],
        "severity": [{"type": "CVSS", "score": vector}] if vector else [],
    }


def test_the_snapshot_can_be_read_and_knows_old_pillow_as_critical() -> None:
    entries = advisories.load()
    assert all(advisories.score(entry) > 0 for entry in entries)
    assert advisories.critical(advisories.known({"pillow": "8.2.0"}, entries))


def test_nothing_the_program_needs_has_a_critical_vulnerability_in_the_snapshot() -> None:
    versions = {licences.plain_name(found.name): found.version for found in packaged()}
    assert advisories.critical(advisories.known(versions, advisories.load())) == []


def test_the_snapshot_is_taken_of_all_that_the_build_installs(root: Path) -> None:
    locked = advisories.LOCK.read_text("utf-8")
    assert advisories.LOCK.parent == root / "requirements"
    assert all(re.search(rf"^{name}==", locked, re.M) for name in ("psycopg", "psycopg-binary"))


def test_an_advisory_that_lists_versions_only_keeps_them_in_the_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = {"ecosystem": "PyPI", "name": "codec"}
    vuln = {"id": "TEST-2", "affected": [{"package": package, "versions": ["2.0", "2.1"]}]}
    monkeypatch.setattr(advisories, "LOCK", tmp_path / "package.lock")
    monkeypatch.setattr(advisories, "SNAPSHOT", tmp_path / "advisories.json")
    monkeypatch.setattr(
        "urllib.request.urlopen",
        lambda *_args, **_options: io.BytesIO(json.dumps({"vulns": [vuln]}).encode()),
    )
    advisories.LOCK.write_text("codec==2.1 \\\n    --hash=sha256:00\n")

    advisories.refresh()

    entries = advisories.load(advisories.SNAPSHOT)
    assert [one.version for one in advisories.known({"codec": "2.1"}, entries)] == ["2.1"]
    assert advisories.known({"codec": "2.2"}, entries) == []


def test_the_bill_of_materials_is_valid_and_names_every_part() -> None:
    listed, _ = licence_gate.examine(licences.required_by(licences.PROGRAM))
    bill = sbom.bill_of_materials("1.2.3", listed, ["libxcb1"])  # validates itself
    assert '"pkg:pypi/pydicom@' in bill
    assert '"libxcb1"' in bill
