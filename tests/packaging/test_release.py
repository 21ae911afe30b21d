"""Wheels, installers, checksums and the workflow that makes them."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import checksums
import installer
import pytest
import try_window

yaml = pytest.importorskip("yaml")

LOCK = re.compile(r"requirements/[\w.]+\.lock")


@pytest.fixture(scope="module")
def workflow(root: Path) -> dict[str, Any]:
    text = (root / ".github/workflows/package.yml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def test_the_wheel_carries_the_model_and_the_migrations(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    model = "mura_desktop/resources/models/densenet169-fracatlas"
    assert {f"{model}/card.json", f"{model}/model.onnx"} <= names
    assert any(re.search(r"store/migrations/versions/0001\w*\.py$", name) for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "packaging/")) for name in names)


def test_an_installed_wheel_finds_its_model(root: Path, tmp_path: Path) -> None:
    package = tmp_path / "mura_desktop"
    (package / "resources" / "models").mkdir(parents=True)
    for name in ("__init__.py", "paths.py", "errors.py", "files.py"):
        (package / name).write_bytes((root / "mura_desktop" / name).read_bytes())
    code = "from mura_desktop import paths; print(paths.resources())"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == str(package / "resources")


def test_each_system_is_built_tried_and_attached(workflow: dict[str, Any]) -> None:
    build = workflow["jobs"]["build"]
    systems = {entry["system"] for entry in build["strategy"]["matrix"]["include"]}
    assert systems == {"windows", "macos", "linux"}
    steps = "\n".join(step.get("run", "") for step in build["steps"])
    order = ["build.spec", "smoke-test", "try_window.py", "installer.py", "checksums.py"]
    assert sorted(order, key=steps.index) == order
    assert "gh release upload" in str(workflow["jobs"]["release"])


def test_what_is_audited_is_what_the_build_installs(workflow: dict[str, Any]) -> None:
    def locks(job: str, word: str) -> set[str]:
        lines = "\n".join(step.get("run", "") for step in workflow["jobs"][job]["steps"])
        return {lock for line in lines.splitlines() if word in line for lock in LOCK.findall(line)}

    assert locks("audit", "pip_audit") == locks("build", "pip install") != set()


def test_the_bundle_of_macos_is_signed_or_the_build_fails_and_is_tried(
    workflow: dict[str, Any],
) -> None:
    steps = workflow["jobs"]["build"]["steps"]
    (build,) = [step for step in steps if "build.spec" in step.get("run", "")]
    assert build["env"]["PYINSTALLER_STRICT_BUNDLE_CODESIGN_ERROR"] == "1"
    (tried,) = [step for step in steps if "MURA Desktop.app" in step.get("run", "")]
    assert tried["if"] == "matrix.system == 'macos'"
    assert "Contents/MacOS" in tried["run"]
    assert 'mura-desktop-cli" smoke-test' in tried["run"]
    assert re.search(r'try_window\.py ".*mura-desktop"', tried["run"])


def test_the_bundle_of_macos_has_a_place_in_the_dock_and_sharp_letters(root: Path) -> None:
    calls = [
        node
        for node in ast.walk(ast.parse((root / "build.spec").read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "BUNDLE"
    ]
    (properties,) = [word.value for word in calls[0].keywords if word.arg == "info_plist"]
    assert ast.literal_eval(properties) == {
        "LSBackgroundOnly": False,
        "NSHighResolutionCapable": True,
    }


def test_the_workflow_names_only_files_that_exist(root: Path) -> None:
    text = (root / ".github/workflows/package.yml").read_text("utf-8")
    named = set(re.findall(r"(?:packaging|requirements)/[\w.]+\.(?:py|lock)|build\.spec", text))
    assert len(named) >= 7
    assert [name for name in sorted(named) if not (root / name).is_file()] == []


def test_no_step_may_write_to_the_repository_except_the_release(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    writing = [name for name, job in workflow["jobs"].items() if "permissions" in job]
    assert writing == ["release"]


def test_inno_setup_replaces_the_program_and_leaves_the_users_data(root: Path) -> None:
    script = (root / "packaging/windows/setup.iss").read_text("utf-8")
    deleted = re.search(r"\[InstallDelete\](.*?)\[Files\]", script, re.DOTALL)
    assert deleted is not None
    assert re.findall(r'Name: "(.*?)"', deleted[1]) == [r"{app}\_internal"]
    assert "[UninstallDelete]" not in script
    assert not re.search(r"appdata", script, re.IGNORECASE)


@pytest.mark.skipif(sys.platform != "linux", reason="builds a package of Debian")
def test_the_debian_package_holds_program_links_and_menu_entry(tmp_path: Path) -> None:
    folder = tmp_path / "mura-desktop"
    folder.mkdir()
    (folder / "mura-desktop").write_text("program")
    (folder / "mura-desktop").chmod(0o755)
    os.link(folder / "mura-desktop", folder / "mura-desktop-cli")
    tree = tmp_path / "tree"
    installer.debian_tree(folder, tree, "1.2.3", "amd64")
    target = tmp_path / "made.deb"
    command = ["dpkg-deb", "--root-owner-group", "--build", str(tree), str(target)]
    subprocess.run(command, check=True, capture_output=True)

    def asked(*words: str) -> str:
        done = subprocess.run(["dpkg-deb", *words], capture_output=True, text=True, check=True)
        return done.stdout

    assert asked("--field", str(target), "Package", "Version").split() == [
        *("Package:", "mura-desktop", "Version:", "1.2.3")
    ]
    listing = asked("--contents", str(target))
    assert "./opt/mura-desktop/mura-desktop" in listing
    assert "./usr/bin/mura-desktop-cli -> /opt/mura-desktop/mura-desktop-cli" in listing
    assert "./usr/share/applications/mura-desktop.desktop" in listing


def test_checksums_are_those_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "a.deb").write_bytes(b"a")
    (tmp_path / "SHA256SUMS-linux").write_text("from an earlier run")
    assert checksums.checksums(tmp_path) == f"{hashlib.sha256(b'a').hexdigest()}  a.deb\n"


def test_a_window_that_closes_by_itself_has_failed(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    assert try_window.main(program) == 1
