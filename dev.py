#!/usr/bin/env python3
"""Sets up the project in `.venv` and starts what a newcomer or a developer needs.

Needs Python 3.11 to 3.13 and its standard library. Everything else comes from
`requirements/*.lock`, whose hashes pip checks. What is installed is noted in
`.venv/installed.json`, so that a second call is quick and needs no network.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.json"
INSTALL_LOG = VENV / "install.log"
REQUIREMENTS = ROOT / "requirements"
DISK_MEGABYTES = {"app": 2000, "dev": 5000}
"""Free space asked for before installing: the packages, pip's downloads and some air."""
SIDE_BY_SIDE = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile")
"""How pytest shares the cores: whole files, since their tests share servers and networks."""

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libwayland-server.so.0": "libwayland-server0",
}
"""Libraries that PySide6's wheels load and do not bring, with Debian's packages."""

PEERS = {
    "/usr/sbin/Orthanc": "orthanc",
    "/usr/share/orthanc/plugins/libOrthancDicomWeb.so": "orthanc-dicomweb",
    "/usr/bin/storescu": "dcmtk",
    "/usr/bin/dciodvfy": "dicom3tools",
    "/usr/sbin/nginx": "nginx-light",
    "/usr/bin/psql": "postgresql",
}
"""Programs on the other end of the network in tests, with Debian's packages."""

FONT_PACKAGES = ("fontconfig", "fonts-dejavu-core")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")

CHECKS: dict[str, tuple[str, ...]] = {
    "format": ("-m", "ruff", "format", "--check", "."),
    "lint": ("-m", "ruff", "check", "."),
    "types": ("-m", "mypy"),
    "contracts": (
        "-c",
        "import sys, importlinter.cli as linter; sys.exit(linter.lint_imports(no_logo=True))",
    ),
    "translations": ("-m", "tools.translations", "check"),
}


class SetupError(Exception):
    """Something about this machine stands in the way; the text says what, and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("demo", help="install what is missing and open the demonstration worklist")
    commands.add_parser("test", help="check everything; further arguments go to pytest")
    commands.add_parser("check", help="format, lint, types, import contracts and translations")
    commands.add_parser("lock", help="resolve the dependencies anew and write requirements/*.lock")
    options, further = parser.parse_known_args(arguments)
    if further and options.command != "test":
        parser.error(f"unknown arguments: {' '.join(further)}")
    try:
        if options.command == "demo":
            return demo()
        if options.command == "test":
            return test(further)
        return check() if options.command == "check" else lock()
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def demo() -> int:
    """Open the program on the demonstration worklist."""
    install("app")
    install_qt_libraries()
    code = run("-m", "mura_desktop", "--demo")
    # "Done, but some files were not scored" (mura_desktop.cli.ExitCode): the chest film never is.
    return 0 if code == 3 else code


def test(pytest_arguments: Sequence[str]) -> int:
    """Run the checks, then the tests, whose closing line comes last."""
    install("dev")
    install_qt_libraries()
    install_peers()
    checks = run_checks()
    tests = run("-m", "pytest", *SIDE_BY_SIDE, *pytest_arguments, QT_QPA_PLATFORM="offscreen")
    return tests or checks


def check() -> int:
    """Run what needs no test: format, lint, types, contracts, translations."""
    install("dev")
    return run_checks()


def lock() -> int:
    """Write the locks with uv, for every platform at once; the smaller are part of the largest.

    Resolving starts from the present locks, so that a version moves only where it must; delete a
    lock to move everything.
    """
    install("dev")
    compile_lock("dev", "--all-extras", "--group", "dev", "--group", "package")
    compile_lock("app", "--constraint", "requirements/dev.lock")
    compile_lock(
        "package",
        "--extra",
        "server",
        "--group",
        "package",
        "--constraint",
        "requirements/dev.lock",
    )
    return 0


def compile_lock(name: str, *arguments: str) -> None:
    """Resolve one lock from pyproject.toml, with hashes, for every platform."""
    command = (
        *("-m", "uv", "pip", "compile", "pyproject.toml", "--group", "build", *arguments),
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"),
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
        *("--output-file", f"requirements/{name}.lock"),
    )
    if run(*command):
        raise SetupError(f"uv could not write requirements/{name}.lock; its reason stands above.")


def run_checks() -> int:
    """Run every check even after one failed, and sum up in one line."""
    codes = {name: run(*command) for name, command in CHECKS.items()}
    print("; ".join(f"{name} {'FAILED' if code else 'ok'}" for name, code in codes.items()))
    return int(any(codes.values()))


def run(*arguments: str, **environment: str) -> int:
    """Run the project's Python in the project's folder and return its exit code."""
    sys.stdout.flush()
    process = subprocess.run(
        [PYTHON, *arguments], cwd=ROOT, env=os.environ | environment, check=False
    )
    return process.returncode


def install(name: str) -> None:
    """Bring `.venv` to the state of one lock, and put the project itself into it."""
    wanted = {
        name: file_hash(REQUIREMENTS / f"{name}.lock"),
        "project": file_hash(ROOT / "pyproject.toml"),
    }
    found = read_stamp()
    if all(found.get(key) == value for key, value in wanted.items()):
        return
    if not found:
        create_venv()
    if found.get(name) != wanted[name]:
        lock_file = REQUIREMENTS / f"{name}.lock"
        count = len(re.findall(r"^\S+==", lock_file.read_text(encoding="utf-8"), re.MULTILINE))
        require_disk_space(DISK_MEGABYTES[name])
        print(f"Installing up to {count} packages into .venv, once; this takes some minutes.")
        pip("--require-hashes", "--requirement", str(lock_file))
        # The packages of app.lock are in dev.lock in the same versions.
        wanted |= {"app": file_hash(REQUIREMENTS / "app.lock")}
    pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
    kept = {} if name == "app" and found.get("app") != wanted["app"] else found
    STAMP.write_text(json.dumps(kept | wanted, indent=1), encoding="utf-8")


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Return what was installed earlier; empty where `.venv` is missing, unfinished or broken."""
    try:
        noted = json.loads(STAMP.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    # A Python that was upgraded or a folder that was moved leaves a `.venv` that does not start,
    # or whose project is somewhere else.
    probe: list[str | Path] = [
        PYTHON,
        "-c",
        "import importlib.util as u; print(u.find_spec('mura_desktop').origin)",
    ]
    try:
        done = subprocess.run(probe, cwd=VENV, capture_output=True, text=True, check=False)
    except OSError:
        return {}
    origin = Path(done.stdout.strip() or VENV)
    at_home = done.returncode == 0 and origin.is_relative_to(ROOT)
    return noted if at_home and isinstance(noted, dict) else {}


def create_venv() -> None:
    """Make `.venv`, or make it anew where an earlier attempt left it without a working pip."""
    try:
        probe: list[str | Path] = [PYTHON, "-m", "pip", "--version"]
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return
    except OSError:
        pass  # no interpreter there: the usual case, on a first call
    print("Creating the virtual environment .venv.")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    output = done.stdout + done.stderr
    if "No space left" in output:
        raise SetupError("The disk is full. Free some space and call again.")
    if re.search(r"ensurepip|No module named '?venv", output):
        raise SetupError(
            "This Python cannot make virtual environments. "
            "Install its venv module (on Debian: apt-get install python3-venv) and call again."
        )
    last = (output.strip().splitlines() or ["no reason given"])[-1]
    raise SetupError(f"The virtual environment {VENV} could not be made: {last}")


def require_disk_space(megabytes: int) -> None:
    """Stop early where the packages would not fit."""
    free = shutil.disk_usage(VENV).free // 2**20
    if free < megabytes:
        raise SetupError(
            f"The packages need about {megabytes} MB in {VENV}, and {free} MB are free. "
            "Free some space and call again."
        )


def pip(*arguments: str) -> None:
    """Install with pip; its output goes to a log, its failure becomes one sentence."""
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
    ]
    with INSTALL_LOG.open("a", encoding="utf-8") as log:
        process = subprocess.Popen(
            [*command, "--progress-bar", "off", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            cwd=ROOT, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            log.write(line)
            if sys.stdout.isatty() and line.startswith(("Collecting ", "Installing ")):
                print(f"\r\033[K  {line.split(' (from')[0].strip()[:70]}", end="", flush=True)
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    if process.wait():
        raise SetupError(f"{pip_failure(''.join(lines))} All of pip's output is in {INSTALL_LOG}.")


def pip_failure(output: str) -> str:
    """Say in a sentence why pip failed, and what to do."""
    if "No space left" in output:
        return "The disk is full. Free some space (also for temporary files) and call again."
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "A downloaded package is not the one in the lock, so nothing was installed. "
            "Call again; if it stays so, the package index in use serves other files."
        )
    if re.search(r"ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError", output):
        return "The package index cannot be reached. Connect to the network and call again."
    missing = re.search(r"No matching distribution found for (\S+)", output)
    if missing:
        version = ".".join(map(str, sys.version_info[:2]))
        return (
            f"There is no {missing[1]} for Python {version} on this system. Either the package "
            "index cannot be reached, or another Python (3.11 to 3.13) is needed: delete .venv "
            "and call dev.py with that one."
        )
    errors = re.findall(r"^ERROR: (.+)", output, re.MULTILINE) or ["it gave no reason."]
    return f"pip failed: {errors[-1]}"


def install_qt_libraries() -> None:
    """Install what Qt needs from the system on Linux, or say what to install."""
    if not sys.platform.startswith("linux"):
        return
    packages = missing_packages()
    if not packages:
        return
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        libraries = [name for name, package in QT_LIBRARIES.items() if package in packages]
        raise SetupError(
            "Qt needs these from your system's package manager, then call again: "
            f"{', '.join(libraries) or 'a TrueType font'}"
        )
    if os.geteuid() != 0:
        raise SetupError(f"Qt needs some system libraries. Install them and call again: {command}")
    print(f"Installing system libraries that Qt needs: {' '.join(packages)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # Lists may be missing altogether or too old to name files that still exist.
    for step in ("apt-get -q update", command.replace("apt-get", "apt-get -q -y")):
        done = subprocess.run(
            step.split(), env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            reasons = re.findall(r"^E: (.+)", done.stdout, re.MULTILINE) or [done.stdout[-200:]]
            raise SetupError(
                f"Qt needs some system libraries, and apt-get could not install them "
                f"({reasons[0]}). Connect to the network and call again, or run: {command}"
            )
    still = missing_packages()
    if still:
        raise SetupError(f"apt-get installed {' '.join(still)}, yet Qt's libraries do not load.")


def install_peers() -> None:
    """Install the programs that tests talk to, where that is easy; tests skip without them."""
    missing = sorted({package for name, package in PEERS.items() if not Path(name).exists()})
    if not missing or shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    print(f"Installing programs that tests talk to: {' '.join(missing)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in ("apt-get -q update", "apt-get -q -y install --no-install-recommends"):
        words = step.split() + (missing if "install" in step.split() else [])
        done = subprocess.run(
            words, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            print("They could not be installed, so some tests will be skipped.")
            return


def missing_packages() -> list[str]:
    """Return Debian's packages whose library does not load here; asks no package manager."""
    missing = []
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    if not any(next(folder.rglob("*.[to]tf"), None) for folder in folders):
        missing.extend(FONT_PACKAGES)
    return list(dict.fromkeys(missing))


if __name__ == "__main__":
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(
            "dev.py: Python 3.11, 3.12 or 3.13 is needed (some libraries have no builds for "
            "others); this one is " + sys.version.split()[0] + ". Call dev.py with one of those."
        )
    sys.exit(main())
