"""Known vulnerabilities: a snapshot in the repository, so that a build needs no network to refuse.

``python packaging/advisories.py`` asks osv.dev for what is known of every locked package and
writes the snapshot anew; needs a network. An entry has OSV's format (ossf.github.io/osv-schema),
cut down to what is used here.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cvss import CVSS2, CVSS3, CVSS4
from packaging.version import Version

SNAPSHOT = Path(__file__).resolve().parent / "advisories.json"
LOCK = Path(__file__).resolve().parents[1] / "requirements" / "package.lock"
"""What is packaged, PostgreSQL's driver too, and what packages it."""
OSV = "https://api.osv.dev/v1/query"
CRITICAL = 9.0
"""CVSS base score from which a vulnerability is critical (CVSS v3.1 specification, table 14)."""


@dataclass(frozen=True)
class Vulnerability:
    """One that touches a version in use."""

    package: str
    version: str
    identifiers: tuple[str, ...]
    score: float

    def __str__(self) -> str:
        names = ", ".join(self.identifiers)
        return f"{self.package} {self.version}: {names}, CVSS {self.score:.1f}"


def load(path: Path = SNAPSHOT) -> list[dict[str, Any]]:
    """Return the snapshot's entries."""
    return list(json.loads(path.read_text("utf-8"))["vulns"])


def known(versions: Mapping[str, str], entries: Iterable[Mapping[str, Any]]) -> list[Vulnerability]:
    """Return the vulnerabilities of what is in use, the worst first.

    Parameters
    ----------
    versions
        Version in use by plain name of the package.
    entries
        As `load` returns them.
    """
    found = []
    for entry in entries:
        for affected in entry["affected"]:
            package = affected["package"]
            version = versions.get(package["name"].lower())
            if package["ecosystem"] == "PyPI" and version and _touches(affected, version):
                identifiers = (entry["id"], *entry.get("aliases", ()))
                found.append(Vulnerability(package["name"], version, identifiers, score(entry)))
                break
    return sorted(found, key=lambda one: (-one.score, one.package))


def critical(found: Iterable[Vulnerability]) -> list[Vulnerability]:
    """Return those that stop a build."""
    return [one for one in found if one.score >= CRITICAL]


def score(entry: Mapping[str, Any]) -> float:
    """Return the highest CVSS base score an entry states; 10 where it states none.

    What nobody has rated is looked at by a person before it is passed on.
    """
    scores = [_base_score(severity["score"]) for severity in entry.get("severity", ())]
    return max(scores, default=10.0)


def _base_score(vector: str) -> float:
    if vector.startswith("CVSS:4"):
        return float(CVSS4(vector).base_score)
    if vector.startswith("CVSS:3"):
        return float(CVSS3(vector).base_score)
    return float(CVSS2(vector).base_score)


def _touches(affected: Mapping[str, Any], version: str) -> bool:
    """Evaluate OSV's ranges: events in order of version, the last one before ours decides."""
    if version in affected.get("versions", ()):
        return True
    ours = Version(version)
    for stretch in affected.get("ranges", ()):
        if stretch["type"] != "ECOSYSTEM":
            continue
        inside = False
        for event in stretch["events"]:
            if "introduced" in event and ours >= Version(event["introduced"]):
                inside = True
            if "fixed" in event and ours >= Version(event["fixed"]):
                inside = False
            if "last_affected" in event and ours > Version(event["last_affected"]):
                inside = False
        if inside:
            return True
    return False


def refresh() -> None:
    """Write the snapshot anew."""
    names = sorted(set(re.findall(r"^([a-z0-9-]+)==", LOCK.read_text("utf-8"), re.MULTILINE)))
    vulns: dict[str, dict[str, Any]] = {}
    for name in names:
        question = json.dumps({"package": {"ecosystem": "PyPI", "name": name}}).encode()
        request = urllib.request.Request(OSV, question, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            for vuln in json.load(answer).get("vulns", ()):
                if not vuln.get("withdrawn"):
                    vulns[vuln["id"]] = _cut_down(vuln, name)
    document = {
        "taken": datetime.now(UTC).date().isoformat(),
        "source": OSV,
        "vulns": [vulns[key] for key in sorted(vulns)],
    }
    SNAPSHOT.write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def _cut_down(vuln: Mapping[str, Any], name: str) -> dict[str, Any]:
    affected = [
        {
            "package": {"ecosystem": "PyPI", "name": name},
            "ranges": [part for part in one.get("ranges", ()) if part["type"] == "ECOSYSTEM"],
            "versions": one.get("versions", []),
        }
        for one in vuln["affected"]
        if one["package"]["name"].lower() == name
    ]
    kept = {"id": vuln["id"], "aliases": vuln.get("aliases", []), "affected": affected}
    return kept | {"severity": vuln.get("severity", [])}


if __name__ == "__main__":
    refresh()
    sys.stdout.write(f"{SNAPSHOT.name}: {len(load())} entries\n")
