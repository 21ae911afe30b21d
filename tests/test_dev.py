"""`dev.py` and its locks: what a newcomer's machine is told, and what gets installed."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parents[1]


def locked(name: str) -> dict[str, set[str]]:
    """Return the versions of each package in a lock; some differ by Python."""
    versions: dict[str, set[str]] = {}
    text = (ROOT / f"requirements/{name}.lock").read_text("utf-8")
    for package, version in re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE):
        versions.setdefault(package, set()).add(version)
    return versions


def plain_name(requirement: str) -> str:
    matched = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert matched is not None
    return re.sub(r"[-_.]+", "-", matched[0]).lower()


def test_what_the_program_needs_is_part_of_what_developers_install_in_the_same_versions() -> None:
    app, everything = locked("app"), locked("dev")
    assert {name: everything.get(name) for name in app} == app


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    app = {plain_name(entry) for entry in project["project"]["dependencies"]}
    assert app <= locked("app").keys()
    groups = [*project["dependency-groups"].values()]
    groups += project["project"]["optional-dependencies"].values()
    assert app | {plain_name(entry) for group in groups for entry in group} <= locked("dev").keys()


@pytest.mark.parametrize("name", ["app", "dev"])
def test_locks_hold_hashes_and_names_only(name: str) -> None:
    text = (ROOT / f"requirements/{name}.lock").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)
    assert not re.search(r"https?:|file:|^-|/", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left", "disk"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "lock"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError('", "network"),
        ("ERROR: No matching distribution found for pyjpegls==1.5.1", "another Python"),
        ("ERROR: something unheard of", "something unheard of"),
    ],
)
def test_a_failure_of_pip_becomes_a_sentence_that_says_what_to_do(output: str, said: str) -> None:
    assert said in dev.pip_failure(output)


def test_a_command_that_does_not_exist_is_refused_with_the_list_of_those_that_do() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "dev.py", "tset"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert all(word in done.stderr for word in ("demo", "test", "check", "lock"))


def test_the_readme_names_the_commands_that_continuous_integration_runs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "\npython3 dev.py demo\n" in readme
    assert "\npython3 dev.py test\n" in readme
    assert "exec python3 dev.py test\n" in (ROOT / ".ci/run").read_text("utf-8")
