"""Makes what people download from `dist/mura-desktop`: an installer, its bill of materials.

Windows: Inno Setup. macOS: a disk image. Linux: a Debian package. Everything lands in
`dist/release`. All of them put the folder in place as a whole and touch nothing of the user's:
settings, results and models of a site lie in the user's data folder (see `mura_desktop.paths`).
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "packaging"
DIST = ROOT / "dist"
RELEASE = DIST / "release"
FOLDER = DIST / "mura-desktop"

DEBIAN_MACHINE = {"x86_64": "amd64", "aarch64": "arm64"}
DEBIAN_NEEDS = (
    "libc6 (>= 2.35)",
    "fontconfig-config",
    "libegl1",
    "libgl1",
    "libxkbcommon0",
    "libdbus-1-3",
)
"""What PyInstaller leaves to the system: the C library, and what belongs to the graphics driver."""


def program_version() -> str:
    """Return the version of the source tree."""
    sys.path.insert(0, str(ROOT))
    from mura_desktop import __version__  # noqa: PLC0415 - found only now

    return __version__


def control_file(version: str, machine: str, kibibytes: int) -> str:
    """Return the control file of the Debian package (Debian Policy 5.3)."""
    return "\n".join(
        (
            "Package: mura-desktop",
            f"Version: {version}",
            f"Architecture: {machine}",
            "Maintainer: MURA Desktop developers <mura-desktop@localhost>",
            f"Installed-Size: {kibibytes}",
            f"Depends: {', '.join(DEBIAN_NEEDS)}",
            "Recommends: fonts-dejavu-core",
            "Section: science",
            "Priority: optional",
            "Description: orders a worklist of bone radiographs by suspicion",
            " Scores radiographs on this computer and puts the most suspicious studies first.",
            " For research only; not a medical device.",
            "",
        )
    )


def debian_tree(folder: Path, tree: Path, version: str, machine: str) -> None:
    """Lay out the Debian package: the folder under /opt, two links, an entry in the menu."""
    target = tree / "opt" / "mura-desktop"
    # Hard links stay links: dpkg-deb packs them as such.
    subprocess.run(["cp", "-a", str(folder), str(_parent(target))], check=True)
    commands = _parent(tree / "usr" / "bin" / "x").parent / "bin"
    for name in ("mura-desktop", "mura-desktop-cli"):
        (commands / name).symlink_to(f"/opt/mura-desktop/{name}")
    menu = tree / "usr" / "share" / "applications" / "mura-desktop.desktop"
    _parent(menu)
    shutil.copy(HERE / "linux" / "mura-desktop.desktop", menu)
    notices = tree / "usr" / "share" / "doc" / "mura-desktop" / "copyright"
    _parent(notices)
    notices.symlink_to("/opt/mura-desktop/THIRD-PARTY.txt")
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024
    control = tree / "DEBIAN" / "control"
    _parent(control)
    control.write_text(control_file(version, machine, used), "utf-8")


def _parent(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.parent


def linux(version: str) -> None:
    """Make the Debian package."""
    machine = DEBIAN_MACHINE[platform.machine()]
    tree = DIST / "debian"
    shutil.rmtree(tree, ignore_errors=True)
    debian_tree(FOLDER, tree, version, machine)
    target = RELEASE / f"mura-desktop_{version}_{machine}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(target)]
    subprocess.run(command, check=True)


def windows(version: str) -> None:
    """Run Inno Setup on its script."""
    found = shutil.which("iscc") or r"C:\Program Files (x86)\Inno Setup 6\ISCC.exe"
    command = [found, f"/DVersion={version}", f"/O{RELEASE}", str(HERE / "windows" / "setup.iss")]
    subprocess.run(command, check=True)


def macos(version: str) -> None:
    """Make a compressed disk image with the program and a link to Applications."""
    stage = DIST / "dmg"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    subprocess.run(["cp", "-a", str(DIST / "MURA Desktop.app"), str(stage)], check=True)
    (stage / "Applications").symlink_to("/Applications")
    for name in ("LICENSE", "THIRD-PARTY.txt"):
        shutil.copy(FOLDER / name, stage)
    target = RELEASE / f"mura-desktop-{version}-{platform.machine()}.dmg"
    command = ["hdiutil", "create", "-volname", "MURA Desktop", "-srcfolder", str(stage)]
    subprocess.run([*command, "-ov", "-format", "UDZO", str(target)], check=True)


def main() -> None:
    """Make the installer of this system."""
    version = program_version()
    RELEASE.mkdir(parents=True, exist_ok=True)
    makers = {"Windows": windows, "Darwin": macos, "Linux": linux}
    makers[platform.system()](version)
    system = platform.system().lower()
    bill = DIST / f"mura-desktop-{version}.cdx.json"
    shutil.copy(bill, RELEASE / f"mura-desktop-{version}-{system}.cdx.json")


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
